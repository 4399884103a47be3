package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"winnow/gui/look"
)

var (
	_ fyne.Tappable          = (*overlay)(nil)
	_ fyne.SecondaryTappable = (*overlay)(nil)
	_ desktop.Hoverable      = (*overlay)(nil)
	_ keyTaker               = (*overlay)(nil)
)

// overlay lies over the whole window, with a box in it: a dialog if it dims what
// is under it, else a popup.
type overlay struct {
	widget.BaseWidget
	canvas  fyne.Canvas
	content fyne.CanvasObject
	scroll  *container.Scroll // the part of it that scrolls, or nil
	dim     bool
	where   func(window fyne.Size) (fyne.Position, fyne.Size)
	onKey   func(name string)
	outside func() // a click beside the box
	modal   *Modal // the dialog that it shows, or nil for a popup
}

// OpenModal closes the popups that are open on a canvas and returns the dialog that
// then lies on top, or nil.
func OpenModal(c fyne.Canvas) *Modal {
	for top := c.Overlays().Top(); top != nil; top = c.Overlays().Top() {
		o, ours := top.(*overlay)
		if ours && o.modal != nil {
			return o.modal
		}
		if ours {
			call(o.outside)
		}
		c.Overlays().Remove(top) // where that has not closed it
	}
	return nil
}

// show opens the overlay on a canvas; what it holds must then be given the
// keyboard.
func (o *overlay) show(c fyne.Canvas) {
	o.canvas = c
	o.ExtendBaseWidget(o)
	if c.OnTypedKey() == nil { // a window without a Navigator
		listen(c, func(string) {})
	}
	c.Overlays().Add(o)
	o.Resize(c.Size())
}

func (o *overlay) close() {
	if o.canvas != nil {
		o.canvas.Overlays().Remove(o)
		o.canvas.Content().Refresh()
	}
}

func (o *overlay) isOpen() bool {
	if o.canvas == nil {
		return false
	}
	for _, other := range o.canvas.Overlays().List() {
		if other == fyne.CanvasObject(o) {
			return true
		}
	}
	return false
}

func (o *overlay) takeKey(name string) {
	if o.onKey != nil {
		o.onKey(name)
	}
}

// Tapped implements fyne.Tappable.
func (o *overlay) Tapped(ev *fyne.PointEvent) {
	at, size := o.where(o.Size())
	p := ev.Position.Subtract(at)
	inside := p.X >= 0 && p.Y >= 0 && p.X < size.Width && p.Y < size.Height
	if !inside && o.outside != nil {
		o.outside()
	}
}

// TappedSecondary implements fyne.SecondaryTappable.
func (o *overlay) TappedSecondary(ev *fyne.PointEvent) { o.Tapped(ev) }

// MouseIn keeps what is under the overlay from lighting up.
func (o *overlay) MouseIn(*desktop.MouseEvent) {}

// MouseMoved implements desktop.Hoverable.
func (o *overlay) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (o *overlay) MouseOut() {}

// CreateRenderer implements fyne.Widget.
func (o *overlay) CreateRenderer() fyne.WidgetRenderer {
	dim := canvas.NewRectangle(look.Color(look.Nothing))
	box := canvas.NewRectangle(look.Color(look.Card))
	p := &painter{widget: o, objects: []fyne.CanvasObject{dim, box, o.content}}
	p.min = func() fyne.Size { return fyne.NewSize(1, 1) }
	p.layout = func(s fyne.Size) {
		place(dim, 0, 0, s.Width, s.Height)
		at, size := o.where(s)
		place(box, at.X, at.Y, size.Width, size.Height)
		place(o.content, at.X, at.Y, size.Width, size.Height)
	}
	p.refresh = func() {
		dim.FillColor = look.Color(look.Nothing)
		if o.dim {
			dim.FillColor = look.Color(look.Dim)
		}
		box.FillColor, box.StrokeColor = look.Color(look.Card), look.Color(look.Border)
		box.StrokeWidth, box.CornerRadius = 1, 5
		box.Shadow = canvas.Shadow{Color: look.Color(look.Shade), BlurRadius: 12, Offset: fyne.NewPos(0, 3)}
	}
	p.refresh()
	return p
}

// spot is a place in a window that a popup belongs to: its lower left corner and
// its size.
type spot struct {
	canvas fyne.Canvas // nil for what is not shown
	below  fyne.Position
	size   fyne.Size
}

func spotOf(o fyne.CanvasObject) spot { return spot{canvasOf(o), below(o), o.Size()} }

// under is a place for a popup: beneath a spot, or above it where there is no
// room, inside the window.
func under(anchor spot, size func() fyne.Size) func(fyne.Size) (fyne.Position, fyne.Size) {
	at := anchor.below
	return func(window fyne.Size) (fyne.Position, fyne.Size) {
		s := size()
		s = fyne.NewSize(min(s.Width, window.Width-8), min(s.Height, window.Height-8))
		pos := at
		if pos.Y+s.Height > window.Height-4 {
			above := at.Y - anchor.size.Height - s.Height - 2
			pos.Y = max(4, above)
			if above < 4 {
				pos.Y = max(4, window.Height-s.Height-4)
			}
		}
		pos.X = clamp(pos.X, 4, max(4, window.Width-s.Width-4))
		return fyne.NewPos(round(pos.X), round(pos.Y)), s
	}
}
