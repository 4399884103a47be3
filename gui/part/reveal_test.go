package part_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"winnow/gui/part"
)

// What has the keyboard in a dialog higher than the window can be seen, and the
// buttons stay where they are.
func TestDialogFollowsTheKeyboard(t *testing.T) {
	s := newStage(t)
	var boxes []fyne.CanvasObject
	for i := range 60 {
		boxes = append(boxes, part.NewCheck(fmt.Sprint("box ", i), "", nil))
	}
	m := &part.Modal{Title: "Boxes", Body: part.NewStack(0, 0, boxes...), OnOK: func() {}}
	m.Show(s.canvas())
	bottom := s.canvas().Size().Height
	y := func(o fyne.CanvasObject) float32 {
		return fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y
	}
	seen := func(o fyne.CanvasObject) bool { return y(o) > 60 && y(o)+o.Size().Height < bottom-60 }
	for i := range boxes {
		s.canvas().Focus(boxes[i].(fyne.Focusable))
		if !seen(boxes[i]) {
			t.Fatalf("box %d has the keyboard at %v, the window ends at %v", i, y(boxes[i]), bottom)
		}
	}
	last := y(boxes[59])
	s.canvas().FocusNext() // OK
	same(t, "nothing moves for the buttons", y(boxes[59]), last)
	s.canvas().Focus(boxes[0].(fyne.Focusable))
	same(t, "the first can be seen", seen(boxes[0]), true)
}
