package filterset_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core"
	"winnow/core/coretest"
	"winnow/core/criteria"
	"winnow/core/filterset"
)

func open(t *testing.T) *filterset.Store {
	t.Helper()
	c := coretest.Company(t)
	return filterset.New(c)
}

func step(postCode string) criteria.Step {
	return criteria.Step{
		Action: criteria.Add, Options: criteria.Options{ExpandCompanies: true},
		Filters: criteria.Filters{"contact": {"post_code": postCode}},
		Without: criteria.Filters{"interaction_log_entry": {}},
	}
}

func names(t *testing.T, s *filterset.Store) []string {
	t.Helper()
	sets, err := s.Sets(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	list := []string{}
	for _, set := range sets {
		list = append(list, set.Name+" "+set.Step.Filters["contact"]["post_code"])
	}
	return list
}

func want(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func refused(t *testing.T, kind core.Kind, err error) {
	t.Helper()
	if !core.IsKind(err, kind) {
		t.Errorf("the error is %v, not of kind %d", err, kind)
	}
}

// A set comes back whole: options, filters, and what is asked the other way
// round.
func TestSaveWhole(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), open(t)
	kept := filterset.Set{Name: "London", Step: step("GB-W*")}
	if err := s.Save(ctx, filterset.SaveParams{Set: kept}); err != nil {
		t.Fatal(err)
	}
	sets, err := s.Sets(ctx)
	if err != nil {
		t.Fatal(err)
	}
	want(t, "sets", sets, []filterset.Set{kept})
}

// A name is given once, however it is written, unless one says to replace.
func TestReplace(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), open(t)
	save := func(name, postCode string, replace bool) error {
		return s.Save(ctx, filterset.SaveParams{Set: filterset.Set{Name: name, Step: step(postCode)}, Replace: replace})
	}
	if err := save(" London ", "GB-W*", false); err != nil {
		t.Fatal(err)
	}
	refused(t, core.Exists, save("london", "GB-N*", false))
	want(t, "kept", names(t, s), []string{"London GB-W*"})
	if err := save("LONDON", "GB-N*", true); err != nil {
		t.Fatal(err)
	}
	want(t, "replaced", names(t, s), []string{"LONDON GB-N*"})
	refused(t, core.Invalid, save("  ", "GB-N*", false))
	refused(t, core.Invalid, save(strings.Repeat("x", 61), "GB-N*", false))
}

func TestRenameAndDelete(t *testing.T) {
	t.Parallel()
	ctx, s := context.Background(), open(t)
	for _, name := range []string{"London", "Berlin"} {
		if err := s.Save(ctx, filterset.SaveParams{Set: filterset.Set{Name: name, Step: step(name)}}); err != nil {
			t.Fatal(err)
		}
	}
	refused(t, core.Exists, s.Rename(ctx, "London", "berlin"))
	refused(t, core.NotFound, s.Rename(ctx, "Paris", "Rome"))
	refused(t, core.NotFound, s.Delete(ctx, "Paris"))
	for from, to := range map[string]string{"London": "LONDON", "Berlin": "Zürich"} {
		if err := s.Rename(ctx, from, to); err != nil {
			t.Fatal(err)
		}
	}
	want(t, "renamed", names(t, s), []string{"LONDON London", "Zürich Berlin"})
	if err := s.Delete(ctx, "london"); err != nil {
		t.Fatal(err)
	}
	want(t, "left", names(t, s), []string{"Zürich Berlin"})
}
