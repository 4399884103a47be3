package segment_test

import (
	"testing"

	"winnow/core"
	"winnow/core/criteria"
	"winnow/core/segment"
)

// The lines of any step can be read, sorted and searched, taken back or not,
// and reading them changes nothing.
func TestLinesAfterAStep(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.person("A", "", "name", "Ann", "city", "York")
	b.person("B", "", "name", "Bob", "city", "York")
	b.person("C", "", "name", "Carl", "city", "Bath")
	no := b.MakeSegment()
	b.run(no, criteria.Add)
	b.run(no, criteria.Refine, "contact.city=York")
	b.run(no, criteria.Reduce, "contact.no=A")
	if _, err := b.Back(b.Context(), no); err != nil {
		t.Fatal(err)
	}
	contacts := func(step int, q segment.Query) string {
		t.Helper()
		q.Step = &step
		l, err := b.Lines(b.Context(), no, q)
		if err != nil {
			t.Fatal(err)
		}
		page, err := l.Page(b.Context(), 0, l.Len())
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		for _, line := range page {
			text += line.Text("contact_no")
		}
		return text
	}
	for step, want := range []string{"", "ABC", "AB", "B"} {
		if got := contacts(step, segment.Query{}); got != want {
			t.Errorf("after step %d there are %q, not %q", step, got, want)
		}
	}
	if got := contacts(1, segment.Query{SortBy: "name", Descending: true}); got != "CBA" {
		t.Errorf("sorted: %q", got)
	}
	if got := contacts(3, segment.Query{Search: "ann", SearchIn: []string{"name"}}); got != "" {
		t.Errorf("found: %q", got)
	}
	four := 4
	if _, err := b.Lines(b.Context(), no, segment.Query{Step: &four}); !core.IsKind(err, core.NotFound) {
		t.Errorf("step 4: %v", err)
	}
	if got := b.contacts(no); got != "A B" {
		t.Errorf("the segment has %s", got)
	}
}
