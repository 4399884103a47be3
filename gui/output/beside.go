package output

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/gui/theme"
)

// newBeside sets what is typed to the left of what comes of it, which takes the
// room that is left; the keyboard goes to what is typed first.
func newBeside(width float32, left, right fyne.CanvasObject) fyne.CanvasObject {
	return container.New(beside{width}, left, right)
}

type beside struct{ width float32 }

const besideGap = 12

func (b beside) Layout(o []fyne.CanvasObject, s fyne.Size) {
	width, gap := theme.Px(b.width), theme.Px(besideGap)
	o[0].Resize(fyne.NewSize(width, s.Height))
	o[1].Move(fyne.NewPos(width+gap, 0))
	o[1].Resize(fyne.NewSize(max(0, s.Width-width-gap), s.Height))
}

func (b beside) MinSize(o []fyne.CanvasObject) fyne.Size {
	right := o[1].MinSize()
	return fyne.NewSize(theme.Px(b.width+besideGap)+right.Width, max(o[0].MinSize().Height, right.Height))
}
