package segment_test

import (
	"fmt"
	"testing"

	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
)

// What is kept of segments finds the contacts that they have now: after actions, after
// steps back, after another program's, after a merge's change of a line, and in a dialog
// that was open meanwhile.
func TestSegmentsThatAreKept(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	for i := range 9 {
		b.person(fmt.Sprintf("P%d", i), "", "city", []string{"York", "Bath", "Ely"}[i%3])
	}
	asked, named := b.MakeSegment(), b.MakeSegment()
	kept := segment.NewKept(b.Company)
	other, err := company.Open(b.Context(), b.Company.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := other.Close(); err != nil {
			t.Error(err)
		}
	}()
	step := criteria.Step{Action: criteria.Add, Filters: criteria.Filters{}}
	step.Filters.Set("segment_line", "segment_no", named)
	old, err := kept.NewPreviewer(b.Context(), asked, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	concerned := func(s *segment.Store) string {
		t.Helper()
		p, err := s.NewPreviewer(b.Context(), asked, filter.Env{})
		if err != nil {
			t.Fatal(err)
		}
		ids, _, err := p.Concerned(b.Context(), step, 100)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(ids)
	}
	seen := map[string]bool{}
	for _, change := range []struct {
		what string
		do   func() error
	}{
		{"an action", func() error { b.run(named, criteria.Add, "contact.city=York"); return nil }},
		{"another", func() error { b.run(named, criteria.Add, "contact.city=Bath"); return nil }},
		{"a step back", func() error { _, err := b.Back(b.Context(), named); return err }},
		{"a deleted line", func() error { _, err := b.DeleteLines(b.Context(), named, []int64{10000}); return err }},
		{"another program", func() error {
			filters := criteria.Filters{}
			filters.Set("contact", "city", "Ely")
			_, err := segment.New(other).Run(b.Context(), named, criteria.Step{Action: criteria.Add, Filters: filters}, filter.Env{})
			return err
		}},
		{"a line's other contact", func() error {
			b.Exec("UPDATE segment_line SET contact_id = 2 WHERE line_no = 20000")
			return nil
		}},
		{"nothing", func() error { return kept.Prepare(b.Context()) }},
	} {
		if err := kept.Prepare(b.Context()); err != nil {
			t.Fatal(err)
		}
		concerned(kept)
		if err := change.do(); err != nil {
			t.Fatalf("%s: %v", change.what, err)
		}
		want := concerned(segment.New(b.Company))
		for range 2 {
			if got := concerned(kept); got != want {
				t.Errorf("after %s %s are found, not %s", change.what, got, want)
			}
		}
		seen[want] = true
	}
	if len(seen) < 5 {
		t.Errorf("there was little to see: %v", seen)
	}
	if ids, _, err := old.Concerned(b.Context(), step, 100); err != nil || fmt.Sprint(ids) != concerned(kept) {
		t.Errorf("in a dialog that is open since the beginning: %v %v", ids, err)
	}
}
