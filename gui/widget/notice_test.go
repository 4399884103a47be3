package widget_test

import (
	"testing"

	"fyne.io/fyne/v2/container"

	"winnow/gui/widget"
	"winnow/gui/widget/widgettest"
)

// A notice shows a sentence with what one can do about it, and is gone when
// there is nothing to say.
func TestNotice(t *testing.T) {
	s := widgettest.NewStage(t)
	n := widget.NewNotice()
	s.Show(container.NewVBox(n))
	widgettest.Same(t, "hidden", n.Visible(), false)
	done := 0
	n.Say("The lines after **step 2**", widget.Action{Text: "Back to now", Do: func() { done++ }})
	widgettest.Same(t, "shown", widgettest.TextOf(n), "The lines after step 2 Back to now")
	widgettest.Press(t, n, "Back to now")
	widgettest.Same(t, "done", done, 1)
	n.Say("")
	widgettest.Same(t, "hidden", n.Visible(), false)
}
