package widget_test

import (
	"slices"
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
	content := widget.NewParagraph("the page")
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

// Where there is no room, the least important actions go first: those that are near
// by another way, then plain ones, then those with a frame, each from the end.
func TestLeastImportantActionsGoFirst(t *testing.T) {
	s := widgettest.NewStage(t)
	bar := widget.NewActionBar(
		widget.Action{Text: "Lists", Minor: true},
		widget.Action{Text: "More"},
		widget.Action{Text: "New", Kind: widget.Primary},
	)
	bar.Separate()
	bar.Add(widget.Action{Text: "Open", Kind: widget.Boxed})
	bar.Add(widget.Action{Text: "Delete", Kind: widget.Boxed})
	bar.Separate()
	bar.Add(widget.Action{Text: "Copy"})
	s.Show(bar)
	var gone, before []string
	for width := float32(600); width > 60; width -= 4 {
		bar.Resize(fyne.NewSize(width, 44))
		for _, hidden := range bar.Hidden() {
			if !slices.Contains(before, hidden) {
				gone = append(gone, hidden)
			}
		}
		before = bar.Hidden()
	}
	widgettest.Same(t, "gone in order", gone, []string{"Lists", "Copy", "More", "Delete", "Open", "New"})
}

// What was done can be said with Undo beside it, at any width, and without it again.
func TestStatusWithUndo(t *testing.T) {
	s := widgettest.NewStage(t)
	bar := widget.NewActionBar(widget.Action{Text: "New", Kind: widget.Primary})
	s.Show(bar)
	undone := 0
	for _, width := range []float32{600, 150} {
		bar.SayUndo("3 contacts removed", func() { undone++ })
		bar.Resize(fyne.NewSize(width, bar.MinSize().Height))
		pressed := false
		widgettest.Walk(bar, func(o fyne.CanvasObject) {
			if b, ok := o.(*widget.Button); ok && b.Text() == "Undo" && b.Visible() {
				if right := b.Position().X + b.Size().Width; right > width+1 || b.Position().Y < 0 {
					t.Errorf("at %v Undo ends at %v", width, right)
				}
				b.Press()
				pressed = true
			}
		})
		widgettest.Same(t, "pressed", pressed, true)
	}
	widgettest.Same(t, "undone", undone, 2)
	bar.SetStatus("Copied")
	if text := widgettest.TextOf(bar); strings.Contains(text, "Undo") {
		t.Errorf("shown: %s", text)
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
