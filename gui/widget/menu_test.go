package widget_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/widget/widgettest"
)

// A menu has the keyboard from the first, and its keys are those of all popups.
func TestMenuKeys(t *testing.T) {
	for name, c := range map[string]struct {
		keys []string
		did  string
		open bool
	}{
		"the first that can be chosen": {[]string{"Enter"}, "Open", false},
		"arrow keys":                   {[]string{"Down", "Down", "Up", "Enter"}, "Export", false},
		"the last":                     {[]string{"End", "Enter"}, "Delete", false},
		"not beyond the last":          {[]string{"PageDown", "Down", "Enter"}, "Delete", false},
		"the first again":              {[]string{"End", "Home", "Space"}, "Open", false},
		"Esc":                          {[]string{"Down", "Esc"}, "", false},
		"a menu in it":                 {[]string{"Down", "Down", "Enter", "Down", "Enter"}, "B", false},
		"and back":                     {[]string{"Down", "Down", "Right", "Left", "Down", "Enter"}, "Delete", false},
		"Esc closes one":               {[]string{"Down", "Down", "Right", "Esc"}, "", true},
	} {
		t.Run(name, func(t *testing.T) {
			s := widgettest.NewStage(t)
			s.Show(container.NewVBox())
			did := ""
			item := func(text string) *fyne.MenuItem {
				return widget.MenuItem(text, theme.IconNone, func() { did = text })
			}
			further := widget.MenuItem("Column", theme.IconNone, func() {})
			further.ChildMenu = fyne.NewMenu("", item("A"), item("B"))
			widget.ShowMenu(s.Canvas(), fyne.NewPos(20, 20), widget.MenuItem("Not now", theme.IconNone, nil), item("Open"),
				fyne.NewMenuItemSeparator(), item("Export"), further, item("Delete"))
			s.Keys(c.keys...)
			widgettest.Same(t, "did", did, c.did)
			widgettest.Same(t, "open", s.Canvas().Overlays().Top() != nil, c.open)
		})
	}
}

// A letter goes to the next entry that begins with it.
func TestMenuLetters(t *testing.T) {
	s := widgettest.NewStage(t)
	s.Show(container.NewVBox())
	did := ""
	var items []*fyne.MenuItem
	for _, text := range []string{"Company", "Person", "Copy"} {
		items = append(items, widget.MenuItem(text, theme.IconNone, func() { did = text }))
	}
	widget.ShowMenu(s.Canvas(), fyne.NewPos(20, 20), items...)
	s.Typed("c")
	s.Keys("Enter")
	widgettest.Same(t, "did", did, "Copy")
}

// A menu that is longer than the window scrolls, with the keys and the wheel.
func TestLongMenu(t *testing.T) {
	s := widgettest.NewStage(t)
	s.Show(container.NewVBox())
	var items []*fyne.MenuItem
	for i := range 60 {
		items = append(items, widget.MenuItem(string(rune('A'+i%26))+" entry", theme.IconNone, func() {}))
	}
	items[59].Label = "The last"
	widget.ShowMenu(s.Canvas(), fyne.NewPos(20, 20), items...)
	shown := func() bool {
		for _, text := range widgettest.Texts(s.Canvas().Overlays().Top()) {
			if text == "The last" {
				return true
			}
		}
		return false
	}
	widgettest.Same(t, "at first", shown(), false)
	s.Keys("End")
	widgettest.Same(t, "at the end", shown(), true)
	s.Keys("Home")
	widgettest.Same(t, "at the beginning", shown(), false)
	for range 60 {
		test.Scroll(s.Canvas(), fyne.NewPos(60, 300), 0, -25)
	}
	widgettest.Same(t, "with the wheel", shown(), true)
}
