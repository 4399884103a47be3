package entry_test

import (
	"testing"

	"winnow/gui/entry"
	"winnow/gui/theme"
	"winnow/gui/widget/widgettest"
)

// F8's copy is that of the field above, in the same column; a field that can be
// taken away has a cross, and Ctrl+Delete for the keyboard.
func TestFieldsCopyAndRemove(t *testing.T) {
	s := widgettest.NewStage(t)
	var entries []*entry.Entry
	var removed []int
	fields := make([]entry.Field, 5)
	for i := range fields {
		e := entry.New(theme.IconNone)
		e.SetText(string(rune('a' + i)))
		entries = append(entries, e)
		fields[i] = entry.Field{Caption: "Field", Object: e}
	}
	fields[4].Remove = func() { removed = append(removed, 4) }
	grid := entry.NewFields(fields...)
	s.Show(grid)
	widgettest.Same(t, "nothing has the keyboard", grid.CopyAbove(), false)
	entries[3].Focus()
	widgettest.Same(t, "copied", grid.CopyAbove(), true)
	widgettest.Same(t, "from above", entries[3].Text(), "b")
	widgettest.Same(t, "not removable", grid.Remove(), false)
	entries[1].Focus()
	widgettest.Same(t, "nothing is above", grid.CopyAbove(), false)
	entries[4].Focus()
	widgettest.Same(t, "removable", grid.Remove(), true)
	widgettest.Same(t, "removed", removed, []int{4})
}
