package part

import (
	"fyne.io/fyne/v2"

	"winnow/gui/look"
)

// reveal scrolls the dialog on top so that what has got the keyboard can be seen,
// with a little of what is around it.
func reveal(o fyne.CanvasObject) {
	c := canvasOf(o)
	if c == nil {
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
