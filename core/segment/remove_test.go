package segment_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
)

func (b *book) remove(no string, p segment.RemoveParams) []segment.Result {
	b.T.Helper()
	results, err := b.Remove(b.Context(), no, p)
	if err != nil {
		b.T.Fatal(err)
	}
	return results
}

// What is removed for a reason is one step that says it: by the filters where
// these find just those lines, else by the contacts' numbers.
func TestRemove(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.person("A", "", "e_mail", "")
	b.person("B", "", "e_mail", "b@b.example")
	b.person("C", "", "e_mail", "")
	no := b.MakeSegment()
	b.run(no, criteria.Add)
	without := criteria.Filters{"contact": {"e_mail": "''"}}

	b.remove(no, segment.RemoveParams{Lines: []int64{10000, 30000}, Filters: without, Reason: "No e-mail"})
	if diff := cmp.Diff([]string{"20000 B"}, b.shown(no)); diff != "" {
		t.Error(diff)
	}
	if _, err := b.Back(b.Context(), no); err != nil {
		t.Fatal(err)
	}
	results := b.remove(no, segment.RemoveParams{Lines: []int64{30000}, Filters: without, Reason: "Only C"})
	if len(results) != 1 || results[0].LinesBefore != 3 || results[0].LinesAfter != 2 || results[0].Selected != 1 {
		t.Errorf("the results are %+v", results)
	}
	if diff := cmp.Diff([]string{"10000 A", "20000 B"}, b.shown(no)); diff != "" {
		t.Error(diff)
	}
	steps, err := b.Steps(b.Context(), no)
	if err != nil {
		t.Fatal(err)
	}
	want := criteria.Step{Action: criteria.Reduce, Filters: criteria.Filters{"contact": {"no": "C"}}, Without: criteria.Filters{}, Reason: "Only C"}
	if diff := cmp.Diff(want, steps[1].Step); diff != "" {
		t.Error(diff)
	}
}

// A step by filters keeps them as typed, so that a recipe of it goes on meaning
// the same; and Explain tells the reason.
func TestRemoveByFilters(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.person("A", "", "e_mail", "")
	b.person("B", "", "e_mail", "b@b.example")
	no := b.MakeSegment()
	b.run(no, criteria.Add)
	b.remove(no, segment.RemoveParams{Lines: []int64{10000}, Filters: criteria.Filters{"contact": {"e_mail": "''"}}, Reason: "No e-mail"})
	explained, err := b.Explain(b.Context(), no, "A")
	if err != nil {
		t.Fatal(err)
	}
	if got := explained.Steps[1]; got.Effect != segment.Removed || got.Reason != "No e-mail" || !got.Sections[0].Satisfied {
		t.Errorf("explained as %+v", got)
	}
	steps, err := b.Steps(b.Context(), no)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(criteria.Filters{"contact": {"e_mail": "''"}}, steps[1].Filters); diff != "" {
		t.Error(diff)
	}
	b.person("C", "", "e_mail", "")
	other := b.MakeSegment()
	if _, err := b.Apply(b.Context(), other, segment.ApplyParams{Steps: []criteria.Step{steps[0].Step, steps[1].Step}}); err != nil {
		t.Fatal(err)
	}
	if got := b.contacts(other); got != "B" {
		t.Errorf("the recipe leaves %q", got)
	}
}

// More contacts than a filter has room for take several steps, and lines that
// are not there change nothing.
func TestRemoveManyOrNone(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	long := strings.Repeat("X", 240)
	var lines []int64
	b.Exec("INSERT INTO contact (no, type) WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 4399) SELECT ? || printf('%04d', i), 1 FROM n", long)
	for i := range 4400 {
		lines = append(lines, segment.LineNo(uint32(i+1)))
	}
	no := b.MakeSegment()
	b.run(no, criteria.Add)
	kept := lines[2200]
	results := b.remove(no, segment.RemoveParams{Lines: append(lines[:2200:2200], lines[2201:]...), Reason: "Too many"})
	if len(results) != 2 || results[1].LinesAfter != 1 || results[0].LinesAfter != results[1].LinesBefore {
		t.Errorf("the results are %+v", results)
	}
	if got := b.shown(no); len(got) != 1 || !strings.HasPrefix(got[0], fmt.Sprint(kept)) {
		t.Errorf("there is still %d times %.20q", len(got), got)
	}
	steps, err := b.Steps(b.Context(), no)
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range steps[1:] {
		if n := len(step.Filters["contact"]["no"]); n == 0 || n > filter.MaxLength {
			t.Errorf("a step names its contacts in %d characters", n)
		}
	}
	for _, numbers := range [][]int64{{}, {10000}, {kept, 10000}} {
		_, err := b.Remove(b.Context(), no, segment.RemoveParams{Lines: numbers})
		if !core.IsKind(err, core.Invalid) && !core.IsKind(err, core.NotFound) {
			t.Errorf("removing %v: %v", numbers, err)
		}
	}
	if got := b.shown(no); len(got) != 1 {
		t.Errorf("%d lines are left", len(got))
	}
}
