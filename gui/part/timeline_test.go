package part_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"winnow/gui/part"
)

// A timeline scrolls to the step that has the keyboard, and other steps leave
// the keyboard at its place.
func TestTimelineFollowsTheKeyboard(t *testing.T) {
	s := newStage(t)
	tl := part.NewTimeline()
	scroll := tl.Scroll()
	s.show(scroll)
	s.window.Resize(fyne.NewSize(300, 200))
	steps := make([]part.Step, 12)
	for i := range steps {
		steps[i] = part.Step{Caption: "Add Contacts", Lines: []string{"Post Code: GB*"}}
	}
	tl.SetSteps(steps)
	before := tl.Position().Y
	same(t, "focused", tl.Focus(), true)
	same(t, "the keyboard is here", tl.Focused(), true)
	if tl.Position().Y >= before {
		t.Errorf("the last step is out of sight: %v", tl.Position())
	}
	tl.Select(3)
	tl.SetSteps(steps[:11])
	same(t, "the keyboard is still here", tl.Focused(), true)
	same(t, "selected", tl.Selected(), -1)
	s.keys("Home")
	same(t, "the first step is in sight", tl.Position().Y, before)
	tl.SetSteps(nil)
	same(t, "focused", tl.Focus(), false)
}
