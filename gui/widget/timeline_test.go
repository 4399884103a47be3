package widget_test

import (
	"testing"

	"fyne.io/fyne/v2"

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
