package segment_test

import (
	"testing"

	"winnow/core"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
)

// One goes from a step to another only where the first is still in force.
func TestReturn(t *testing.T) {
	b := newBook(t)
	b.person("A", "")
	b.person("B", "")
	no := b.MakeSegment()
	for _, s := range []criteria.Step{step(t, criteria.Add), step(t, criteria.Reduce, "contact.no=A")} {
		if _, err := b.Run(b.Context(), no, s, filter.Env{}); err != nil {
			t.Fatal(err)
		}
	}
	moved, err := b.Return(b.Context(), no, segment.Place{Step: 2}, segment.Place{})
	if err != nil || moved.To != (segment.Place{}) || moved.LinesAfter != 0 || len(moved.Steps) != 2 {
		t.Fatal(moved, err)
	}
	if _, err := b.Return(b.Context(), no, segment.Place{Step: 2}, segment.Place{Step: 1}); !core.IsKind(err, core.Invalid) {
		t.Errorf("from a step that is not in force: %v", err)
	}
	if moved, err = b.Return(b.Context(), no, segment.Place{}, segment.Place{Step: 2}); err != nil || moved.LinesAfter != 1 {
		t.Error(moved, err)
	}
}
