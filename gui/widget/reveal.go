package widget

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/gui/theme"
)

// Reveal scrolls the dialog on top, or the page, so that what has got the keyboard can be seen,
// with a little of what is around it. What is only now being shown has no place
// before it is drawn, so that this waits a few frames for it.
func Reveal(o fyne.CanvasObject) { revealSoon(o, 8) }

func revealSoon(o fyne.CanvasObject, tries int) {
	c := CanvasOf(o)
	if c == nil {
		if tries > 0 {
			time.AfterFunc(25*time.Millisecond, func() {
				fyne.Do(func() { revealSoon(o, tries-1) })
			})
		}
		return
	}
	scroll := scrollOver(c, o)
	if scroll == nil {
		return
	}
	place := fyne.CurrentApp().Driver().AbsolutePositionForObject
	around := theme.Px(24)
	above := place(o).Y - place(scroll).Y - around
	height := max(o.Size().Height, o.MinSize().Height) // it may be about to grow
	below := above + min(height+2*around, scroll.Size().Height) - scroll.Size().Height
	offset := scroll.Offset
	switch {
	case above < 0:
		offset.Y += above
	case below > 0:
		offset.Y += below
	default:
		return
	}
	offset.Y = Clamp(offset.Y, 0, max(0, scroll.Content.MinSize().Height-scroll.Size().Height))
	scroll.ScrollToOffset(offset)
}

// ScrollPage scrolls what an object stands in, where the wheel is turned over the
// object and nothing in it can go further that way.
func ScrollPage(o fyne.CanvasObject, ev *fyne.ScrollEvent) {
	if c := CanvasOf(o); c != nil {
		if scroll := scrollOver(c, o); scroll != nil {
			scroll.Scrolled(ev)
		}
	}
}

// scrollOver is what scrolls an object: the dialog on top, else the surface of
// the page that the object stands on; nil where nothing does.
func scrollOver(c fyne.Canvas, o fyne.CanvasObject) *container.Scroll {
	switch top := c.Overlays().Top().(type) {
	case *Overlay:
		return top.scroll
	case nil:
		return scrollAt(c.Content(), fyne.CurrentApp().Driver().AbsolutePositionForObject(o).X)
	}
	return nil
}

// scrollAt finds what scrolls at that place across the page.
func scrollAt(in fyne.CanvasObject, x float32) *container.Scroll {
	switch in := in.(type) {
	case *container.Scroll:
		if left := fyne.CurrentApp().Driver().AbsolutePositionForObject(in).X; x >= left && x < left+in.Size().Width {
			return in
		}
	case *fyne.Container:
		for _, child := range in.Objects {
			if found := scrollAt(child, x); found != nil {
				return found
			}
		}
	}
	return nil
}
