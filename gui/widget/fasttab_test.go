package widget_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/widget/widgettest"
)

// How many lines there are is read in full beside a search box, which gives the room;
// it stays wide enough to type into.
func TestSummaryIsWholeBesideSearch(t *testing.T) {
	s := widgettest.NewStage(t)
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Dark, theme.HugeText))
	search := widget.Wide(widget.NewParagraph(""), 220)
	tab := widget.NewFastTab("Lines", widget.NewParagraph("text"))
	tab.AddExtra(widget.NewLink("All", nil))
	tab.AddRight(search)
	for _, name := range []string{"Filter", "Columns"} {
		tab.AddRight(widget.NewLink(name, nil))
	}
	tab.SetSummary("36,054 lines", "")
	s.Show(widget.NewStack(0, 0, tab))
	s.Window.Resize(fyne.NewSize(640, 400))
	text := widgettest.TextOf(tab)
	if !strings.Contains(text, "36,054 lines") {
		t.Errorf("the heading says %q", text)
	}
	if width, least := search.Size().Width, theme.Px(130); width < least || width >= theme.Px(220) {
		t.Errorf("the search box is %.0f wide, not from %.0f to %.0f", width, least, theme.Px(220))
	}
}

// What is said of open rows goes part by part where there is little room, and not letter
// by letter.
func TestSummaryInLittleRoom(t *testing.T) {
	s := widgettest.NewStage(t)
	tab := widget.NewFastTab("Lines", widget.NewStack(0, 0))
	tab.SetSummary("12 lines · 1 filter", "12 lines")
	seen := map[string]bool{}
	s.Show(tab)
	for width := float32(60); width < 400; width += 3 {
		tab.Resize(fyne.NewSize(width, 200))
		for _, text := range widgettest.Texts(tab) {
			if text != "Lines" {
				seen[text] = true
			}
		}
	}
	for text := range seen {
		if text != "12 lines" && text != "12 lines · 1 filter" {
			t.Errorf("%q is shown", text)
		}
	}
	if len(seen) != 2 {
		t.Errorf("shown are %v", seen)
	}
}
