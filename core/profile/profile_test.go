package profile_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/coretest"
	"winnow/core/exporter"
	"winnow/core/mailrow"
	"winnow/core/profile"
)

func newStore(t *testing.T) (*profile.Store, context.Context) {
	t.Helper()
	c := coretest.Company(t)
	return profile.New(c), context.Background()
}

func names(t *testing.T, s *profile.Store) string {
	t.Helper()
	all, err := s.All(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, p := range all {
		list = append(list, p.Name)
		if _, err := mailrow.Choose(catalog.Catalog{}, p.Columns); err != nil {
			t.Errorf("%s: %v", p.Name, err)
		}
	}
	return strings.Join(list, ", ")
}

func save(t *testing.T, s *profile.Store, p profile.Profile, replace bool) {
	t.Helper()
	if err := s.Save(context.Background(), profile.SaveParams{Profile: p, Replace: replace}); err != nil {
		t.Fatal(err)
	}
}

// What is kept comes back whole, whatever the case of its name, behind those
// that are built in.
func TestSaveAndFind(t *testing.T) {
	t.Parallel()
	s, ctx := newStore(t)
	want := profile.Profile{Name: "Übersicht", Columns: []string{"post_code", "name"}, CaptionHeaders: true, Per: mailrow.PerHousehold}
	save(t, s, want, false)
	save(t, s, profile.Profile{Name: " Agenda "}, false)
	got, err := s.Find(ctx, "übersicht")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := names(t, s); got != "Letters, Labels, E-Mail, Phone List, Agenda, Übersicht" {
		t.Errorf("there are %s", got)
	}
	var o exporter.Options
	got.Apply(&o)
	if diff := cmp.Diff([]any{want.Columns, true, mailrow.PerHousehold}, []any{o.Columns, o.CaptionHeaders, o.Per}); diff != "" {
		t.Error(diff)
	}
	save(t, s, profile.Profile{Name: "ÜBERSICHT"}, true)
	if got := names(t, s); got != "Letters, Labels, E-Mail, Phone List, Agenda, ÜBERSICHT" {
		t.Errorf("replaced, there are %s", got)
	}
}

// A built-in profile can be replaced, and is itself again when that is deleted.
func TestBuiltIn(t *testing.T) {
	t.Parallel()
	s, ctx := newStore(t)
	before, err := s.Find(ctx, "labels")
	if err != nil || !before.BuiltIn {
		t.Fatalf("%+v, %v", before, err)
	}
	own := profile.Profile{Name: "labels", Columns: []string{"name"}, Per: mailrow.PerContact}
	if err := s.Save(ctx, profile.SaveParams{Profile: own}); !core.IsKind(err, core.Exists) {
		t.Errorf("not replaced: %v", err)
	}
	save(t, s, own, true)
	if got := names(t, s); got != "Letters, labels, E-Mail, Phone List" {
		t.Errorf("there are %s", got)
	}
	if p, err := s.Find(ctx, "Labels"); err != nil || p.BuiltIn || !p.Standard {
		t.Errorf("the company's own: %+v, %v", p, err)
	}
	if err := s.Delete(ctx, "Labels"); err != nil {
		t.Fatal(err)
	}
	after, err := s.Find(ctx, "labels")
	if diff := cmp.Diff(before, after); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if err := s.Delete(ctx, "Labels"); !core.IsKind(err, core.Invalid) {
		t.Errorf("deleting what is built in: %v", err)
	}
}

func TestWhatCannotBe(t *testing.T) {
	t.Parallel()
	s, ctx := newStore(t)
	_, err := s.Find(ctx, "label")
	if !core.IsKind(err, core.NotFound) || err.Error() != "there is no export profile label; did you mean Labels?" {
		t.Errorf("an unknown name: %v", err)
	}
	if err := s.Delete(ctx, "nothing of the kind"); !core.IsKind(err, core.NotFound) {
		t.Errorf("deleting what is not there: %v", err)
	}
	for _, p := range []profile.Profile{
		{Name: " "}, {Name: strings.Repeat("x", 61)}, {Name: "a\nb"}, {Name: "A", Columns: []string{"nonsense"}}, {Name: "A", Per: "person"},
	} {
		if err := s.Save(ctx, profile.SaveParams{Profile: p}); !core.IsKind(err, core.Invalid) {
			t.Errorf("%+v: %v", p, err)
		}
	}
}
