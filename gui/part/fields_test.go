package part_test

import (
	"testing"

	"winnow/gui/look"
	"winnow/gui/part"
)

// F8's copy is that of the field above, in the same column; a field that can be
// taken away has a cross, and Ctrl+Delete for the keyboard.
func TestFieldsCopyAndRemove(t *testing.T) {
	s := newStage(t)
	var entries []*part.Entry
	var removed []int
	fields := make([]part.Field, 5)
	for i := range fields {
		e := part.NewEntry(look.IconNone)
		e.SetText(string(rune('a' + i)))
		entries = append(entries, e)
		fields[i] = part.Field{Caption: "Field", Object: e}
	}
	fields[4].Remove = func() { removed = append(removed, 4) }
	grid := part.NewFields(fields...)
	s.show(grid)
	same(t, "nothing has the keyboard", grid.CopyAbove(), false)
	entries[3].Focus()
	same(t, "copied", grid.CopyAbove(), true)
	same(t, "from above", entries[3].Text(), "b")
	same(t, "not removable", grid.Remove(), false)
	entries[1].Focus()
	same(t, "nothing is above", grid.CopyAbove(), false)
	entries[4].Focus()
	same(t, "removable", grid.Remove(), true)
	same(t, "removed", removed, []int{4})
}
