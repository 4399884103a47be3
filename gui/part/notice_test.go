package part_test

import (
	"testing"

	"fyne.io/fyne/v2/container"

	"winnow/gui/part"
)

// A notice shows a sentence with what one can do about it, and is gone when
// there is nothing to say.
func TestNotice(t *testing.T) {
	s := newStage(t)
	n := part.NewNotice()
	s.show(container.NewVBox(n))
	same(t, "hidden", n.Visible(), false)
	done := 0
	n.Say("The lines after **step 2**", part.Action{Text: "Back to now", Do: func() { done++ }})
	same(t, "shown", textOf(n), "The lines after step 2 Back to now")
	press(t, n, "Back to now")
	same(t, "done", done, 1)
	n.Say("")
	same(t, "hidden", n.Visible(), false)
}
