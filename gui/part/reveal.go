package part

import (
	"time"

	"fyne.io/fyne/v2"

	"winnow/gui/look"
)

// reveal scrolls the dialog on top so that what has got the keyboard can be seen,
// with a little of what is around it. What is only now being shown has no place
// before it is drawn, so that this waits a few frames for it.
func reveal(o fyne.CanvasObject) { revealSoon(o, 8) }

func revealSoon(o fyne.CanvasObject, tries int) {
	c := canvasOf(o)
	if c == nil {
		if tries > 0 {
			time.AfterFunc(25*time.Millisecond, func() {
				fyne.Do(func() { revealSoon(o, tries-1) })
			})
		}
		return
	}
	top, ok := c.Overlays().Top().(*overlay)
	if !ok || top.scroll == nil {
		return
	}
	place := fyne.CurrentApp().Driver().AbsolutePositionForObject
	around := look.Px(24)
	above := place(o).Y - place(top.scroll).Y - around
	below := above + o.Size().Height + 2*around - top.scroll.Size().Height
	offset := top.scroll.Offset
	switch {
	case above < 0:
		offset.Y += above
	case below > 0:
		offset.Y += below
	default:
		return
	}
	offset.Y = clampf(offset.Y, 0, max(0, top.scroll.Content.MinSize().Height-top.scroll.Size().Height))
	top.scroll.ScrollToOffset(offset)
}
