package widget_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/widget/widgettest"
)

// What was done is said beside the actions or under them, and takes none away.
func TestStatusTakesNoRoomFromActions(t *testing.T) {
	s := widgettest.NewStage(t)
	n := widget.NewNavigator(s.Window)
	bar := widget.NewActionBar()
	for _, text := range []string{"Contacts", "Add…", "Refine…", "Reduce…", "Go Back", "Go Forward", "Export", "Segment"} {
		bar.Add(widget.Action{Text: text, Icon: theme.IconAdd, Do: func() {}})
	}
	content := widget.NewProse("the page")
	n.Open(&widget.Page{Title: "Card", Actions: bar, Content: content})
	s.Window.Resize(fyne.NewSize(860, 500))
	top := content.Position().Y
	bar.SetStatus("Saved")
	widgettest.Same(t, "hidden", bar.Hidden(), nil)
	bar.SetStatus("Reduce taken back: 13 contacts are in the segment again, and so on and so on")
	widgettest.Same(t, "hidden", bar.Hidden(), nil)
	if text := widgettest.TextOf(s.Window.Content()); !strings.Contains(text, "13 contacts are in the segment again") {
		t.Errorf("shown: %s", text)
	}
	bar.SetStatus("")
	widgettest.Same(t, "the page is where it was", content.Position().Y, top)
	s.Window.Resize(fyne.NewSize(640, 500))
	bar.SetStatus("Saved")
	if hidden := strings.Join(bar.Hidden(), " "); !strings.HasSuffix(hidden, "Segment") || strings.Contains(hidden, "Add") {
		t.Errorf("in the menu are %s", hidden)
	}
}

// A long title is shortened in its middle, and Find keeps its place.
func TestLongTitlesShortenInTheirMiddle(t *testing.T) {
	s := widgettest.NewStage(t)
	n := widget.NewNavigator(s.Window)
	n.OnFind = func() {}
	s.Window.Resize(fyne.NewSize(900, 500))
	long := "SM00012 · " + strings.Repeat("A mailing to many people ", 10) + "in spring"
	n.Open(&widget.Page{Title: "Home", Content: container.NewVBox()})
	n.Open(&widget.Page{Title: long, Content: container.NewVBox()})
	n.Open(&widget.Page{Title: "Why CT000001 is here", Content: container.NewVBox()})
	text := widgettest.TextOf(s.Window.Content())
	if !strings.Contains(text, "SM00012 · ") || !strings.Contains(text, "…") || !strings.Contains(text, "Why CT000001 is here") {
		t.Errorf("shown: %s", text)
	}
	n.Back()
	text = widgettest.TextOf(s.Window.Content())
	if strings.Contains(text, long) || !strings.Contains(text, "SM00012 · A mailing") || !strings.Contains(text, "people in spring") {
		t.Errorf("shown: %s", text)
	}
	widgettest.Same(t, "a short text", widget.CutMiddle("Home", 100, 13, fyne.TextStyle{}), "Home")
}

// Where Yes cannot be taken back, Enter is No.
func TestFinalQuestion(t *testing.T) {
	s := widgettest.NewStage(t)
	n := widget.NewNavigator(s.Window)
	n.Open(&widget.Page{Title: "Home", Content: container.NewVBox()})
	answer := ""
	question := widget.Question{Title: "Delete", Text: "Delete it?", OnYes: func() { answer = "yes" }, OnNo: func() { answer = "no" }}
	widget.Ask(n.Canvas(), question)
	s.Keys("Return")
	widgettest.Same(t, "that can be undone", answer, "yes")
	question.Final = true
	widget.Ask(n.Canvas(), question)
	s.Keys("Return")
	widgettest.Same(t, "that cannot", answer, "no")
}
