package entry_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/gui/entry"
	"winnow/gui/theme"
	"winnow/gui/widget"
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

// However wide the fields are, and in any text size, no caption is cut.
func TestFieldsShowTheirCaptions(t *testing.T) {
	s := widgettest.NewStage(t)
	captions := []string{"Nr.", "Datum", "Beschreibung", "Anzahl Kriterienaktionen", "Korrespondenzart des Kontakts ignorieren"}
	for _, size := range []float32{theme.SmallText, theme.NormalText, theme.LargeText, theme.HugeText, theme.DoubleText} {
		fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Light, size))
		for many := 1; many <= len(captions); many++ {
			var fields []entry.Field
			for _, caption := range captions[:many] {
				fields = append(fields, entry.Field{Caption: caption, Object: entry.New(theme.IconNone)})
			}
			f := entry.NewFields(fields...)
			s.Show(container.NewWithoutLayout(f))
			for width := theme.Px(310); width < theme.Px(1300); width += theme.Px(30) {
				widget.Place(f, 0, 0, width, f.MinSize().Height)
				shown := widgettest.Texts(f)
				for _, caption := range captions[:many] {
					if !slices.Contains(shown, caption) {
						t.Fatalf("text of %v, %v wide: %q is not among %q", size, width, caption, shown)
					}
				}
			}
		}
	}
}
