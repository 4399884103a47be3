package widget_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/widget/widgettest"
)

// A timeline scrolls to the step that has the keyboard, and other steps leave
// the keyboard at its place.
func TestTimelineFollowsTheKeyboard(t *testing.T) {
	s := widgettest.NewStage(t)
	tl := widget.NewTimeline()
	scroll := tl.Scroll()
	s.Show(scroll)
	s.Window.Resize(fyne.NewSize(300, 200))
	steps := make([]widget.Step, 12)
	for i := range steps {
		steps[i] = widget.Step{Caption: "Add Contacts", Lines: []string{"Post Code: GB*"}}
	}
	tl.SetSteps(steps)
	before := tl.Position().Y
	widgettest.Same(t, "focused", tl.Focus(), true)
	widgettest.Same(t, "the keyboard is here", tl.Focused(), true)
	if tl.Position().Y >= before {
		t.Errorf("the last step is out of sight: %v", tl.Position())
	}
	tl.Select(3)
	tl.SetSteps(steps[:11])
	widgettest.Same(t, "the keyboard is still here", tl.Focused(), true)
	widgettest.Same(t, "selected", tl.Selected(), -1)
	s.Keys("Home")
	widgettest.Same(t, "the first step is in sight", tl.Position().Y, before)
	tl.SetSteps(nil)
	widgettest.Same(t, "focused", tl.Focus(), false)
}

// A step that was taken back is grey, its number too.
func TestTimelineGreysWhatWasTakenBack(t *testing.T) {
	s := widgettest.NewStage(t)
	tl := widget.NewTimeline()
	s.Show(tl)
	tl.SetSteps([]widget.Step{{Caption: "1 Add", Count: "+247", Change: 1}, {Caption: "2 Add", Count: "+23", Change: 0.1, TakenBack: true}})
	found := map[string]bool{}
	widgettest.Walk(tl, func(o fyne.CanvasObject) {
		if text, ok := o.(*canvas.Text); ok {
			found[text.Text] = text.Color == theme.Color(theme.Disabled)
		}
	})
	for text, grey := range map[string]bool{"1 Add": false, "+247": false, "2 Add": true, "+23": true} {
		if was, shown := found[text]; !shown || was != grey {
			t.Errorf("%s: shown %v, grey %v", text, shown, was)
		}
	}
}
