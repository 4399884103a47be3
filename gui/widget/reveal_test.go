package widget_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"winnow/gui/entry"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// What gets the keyboard on a page is scrolled into sight.
func TestPagesFollowTheKeyboard(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Light, theme.NormalText))
	w := test.NewTempWindow(t, container.NewStack())
	n := widget.NewNavigator(w)
	var entries []*entry.Entry
	var tabs []fyne.CanvasObject
	var last *widget.FastTab
	for range 20 {
		e := entry.New(theme.IconNone)
		entries = append(entries, e)
		last = widget.NewFastTab("Group", entry.NewFields(entry.Field{Caption: "Field", Object: e}))
		tabs = append(tabs, last)
	}
	scroll := container.NewVScroll(widget.NewStack(8, 10, tabs...))
	n.Open(&widget.Page{Title: "Page", Content: scroll})
	w.Resize(fyne.NewSize(700, 400))
	seen := func(o fyne.CanvasObject) bool {
		y := fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y - fyne.CurrentApp().Driver().AbsolutePositionForObject(scroll).Y
		return y >= 0 && y+o.Size().Height <= scroll.Size().Height
	}
	if seen(entries[19]) {
		t.Fatal("the last field is in sight at first")
	}
	entries[19].Focus()
	if !seen(entries[19]) {
		t.Error("the last field has the keyboard and is out of sight")
	}
	entries[0].Focus()
	if !seen(entries[0]) {
		t.Error("the first field has the keyboard and is out of sight")
	}
	last.Focus()
	if !seen(last) {
		t.Error("the last group has the keyboard and is out of sight")
	}
	last.SetOpen(false)
	w.Canvas().Refresh(scroll)
	entries[0].Focus()
	last.Toggle()
	if !seen(last) {
		t.Error("the last group has been opened and is out of sight")
	}
}
