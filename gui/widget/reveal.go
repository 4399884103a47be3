package widget

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/gui/theme"
)

// Reveal scrolls the dialog on top, or the page, so that what has got the keyboard can be seen,
// with a little of what is around it. What is only now being shown has no place
// before it is drawn, so that this waits a few frames for it.
func Reveal(o fyne.CanvasObject) {
	soon(o, frames, func(c fyne.Canvas) {
		around := theme.Px(24)
		// It may be about to grow.
		revealPart(c, o, -around, max(o.Size().Height, o.MinSize().Height)+2*around)
	})
}

// RevealPart does so for a part of an object, which begins at its y and is so high.
func RevealPart(o fyne.CanvasObject, y, height float32) {
	soon(o, frames, func(c fyne.Canvas) { revealPart(c, o, y, height) })
}

// frames is how many frames soon waits for an object to be drawn, each of them so long.
const (
	frames = 8
	frame  = 25 * time.Millisecond
)

// soon does something as soon as an object is on a canvas.
func soon(o fyne.CanvasObject, tries int, do func(fyne.Canvas)) {
	if c := CanvasOf(o); c != nil {
		do(c)
		return
	}
	if tries > 0 {
		time.AfterFunc(frame, func() {
			fyne.Do(func() { soon(o, tries-1, do) })
		})
	}
}

func revealPart(c fyne.Canvas, o fyne.CanvasObject, y, height float32) {
	place := fyne.CurrentApp().Driver().AbsolutePositionForObject
	for _, scroll := range scrollsOver(c, o) {
		above := place(o).Y + y - place(scroll).Y
		below := above + min(height, scroll.Size().Height) - scroll.Size().Height
		switch {
		case above < 0:
			scrollBy(scroll, above)
		case below > 0:
			scrollBy(scroll, below)
		}
	}
}

// scrollBy scrolls down, or up, as far as it goes, and reports whether it went at all.
func scrollBy(scroll *container.Scroll, by float32) bool {
	offset := scroll.Offset
	offset.Y = Clamp(offset.Y+by, 0, max(0, scroll.Content.MinSize().Height-scroll.Size().Height))
	if offset == scroll.Offset {
		return false
	}
	scroll.ScrollToOffset(offset)
	return true
}

// turnPage scrolls by what can be seen at once, with PageDown and PageUp, and reports
// whether it did: so also what is only read comes into sight without a mouse.
func turnPage(scrolls []*container.Scroll, name string) bool {
	direction := map[string]float32{"PageDown": 1, "PageUp": -1}[name]
	for _, scroll := range slices.Backward(scrolls) {
		if direction != 0 && scrollBy(scroll, direction*max(theme.Px(40), scroll.Size().Height-theme.Px(40))) {
			return true
		}
	}
	return false
}

// ScrollPage scrolls what an object stands in, where the wheel is turned over the
// object and nothing in it can go further that way.
func ScrollPage(o fyne.CanvasObject, ev *fyne.ScrollEvent) {
	if c := CanvasOf(o); c != nil {
		if scrolls := scrollsOver(c, o); len(scrolls) > 0 {
			scrolls[len(scrolls)-1].Scrolled(ev)
		}
	}
}

// scrollsOver are what scrolls an object, the outermost first: parts of the dialog on
// top, else of the page.
func scrollsOver(c fyne.Canvas, o fyne.CanvasObject) []*container.Scroll {
	var root fyne.CanvasObject
	var otherwise *container.Scroll // where the way to the object is not known
	switch top := c.Overlays().Top().(type) {
	case *Overlay:
		root, otherwise = top.Content, top.scroll
	case nil:
		root = c.Content()
		otherwise = scrollAt(root, fyne.CurrentApp().Driver().AbsolutePositionForObject(o).X)
	}
	if scrolls, found := scrollsTo(root, o); found {
		return scrolls
	}
	if otherwise != nil {
		return []*container.Scroll{otherwise}
	}
	return nil
}

// scrollsTo are what scrolls on the way from one object to another in it, and whether
// there is such a way.
func scrollsTo(from, to fyne.CanvasObject) (scrolls []*container.Scroll, found bool) {
	if from == to {
		return nil, true
	}
	scroll, _ := from.(*container.Scroll)
	for _, child := range partsOf(from) {
		if scrolls, found = scrollsTo(child, to); found && scroll != nil {
			return append([]*container.Scroll{scroll}, scrolls...), true
		} else if found {
			return scrolls, true
		}
	}
	return nil, false
}

// partsOf are what an object holds, as far as that is known.
func partsOf(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case *container.Scroll:
		return []fyne.CanvasObject{o.Content}
	case Composite:
		return o.Parts()
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

// scrolls reports whether a part of a page scrolls by itself.
func scrolls(in fyne.CanvasObject) bool {
	switch in := in.(type) {
	case *container.Scroll:
		return true
	case *fyne.Container:
		return slices.ContainsFunc(in.Objects, scrolls)
	}
	return false
}
