package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"winnow/gui/theme"
)

var (
	_ fyne.Tappable          = (*Overlay)(nil)
	_ fyne.SecondaryTappable = (*Overlay)(nil)
	_ desktop.Hoverable      = (*Overlay)(nil)
	_ keyTaker               = (*Overlay)(nil)
)

// Overlay lies over the whole window, with a box in it: a dialog if it dims what
// is under it, else a popup.
type Overlay struct {
	widget.BaseWidget
	canvas    fyne.Canvas
	Content   fyne.CanvasObject
	scroll    *container.Scroll // the part of it that scrolls, or nil
	dim       bool
	Where     func(window fyne.Size) (fyne.Position, fyne.Size)
	OnKey     func(name string)
	OnOutside func() // a click beside the box
	modal     *Modal // the dialog that it shows, or nil for a popup
}

// OpenModal closes the popups that are open on a canvas and returns the dialog that
// then lies on top, or nil.
func OpenModal(c fyne.Canvas) *Modal {
	for top := c.Overlays().Top(); top != nil; top = c.Overlays().Top() {
		o, ours := top.(*Overlay)
		if ours && o.modal != nil {
			return o.modal
		}
		if ours {
			Call(o.OnOutside)
		}
		c.Overlays().Remove(top) // where that has not closed it
	}
	return nil
}

// Open opens the overlay on a canvas; what it holds must then be given the
// keyboard.
func (o *Overlay) Open(c fyne.Canvas) {
	o.canvas = c
	o.ExtendBaseWidget(o)
	if c.OnTypedKey() == nil { // a window without a Navigator
		listen(c, func(string) {})
	}
	c.Overlays().Add(o)
	o.Resize(c.Size())
}

// Close takes the overlay away.
func (o *Overlay) Close() {
	if o.canvas != nil {
		o.canvas.Overlays().Remove(o)
		o.canvas.Content().Refresh()
	}
}

// IsOpen reports whether the overlay is shown.
func (o *Overlay) IsOpen() bool {
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

func (o *Overlay) takeKey(name string) {
	if o.OnKey != nil {
		o.OnKey(name)
	}
}

// Tapped implements fyne.Tappable.
func (o *Overlay) Tapped(ev *fyne.PointEvent) {
	at, size := o.Where(o.Size())
	p := ev.Position.Subtract(at)
	inside := p.X >= 0 && p.Y >= 0 && p.X < size.Width && p.Y < size.Height
	if !inside && o.OnOutside != nil {
		o.OnOutside()
	}
}

// TappedSecondary implements fyne.SecondaryTappable.
func (o *Overlay) TappedSecondary(ev *fyne.PointEvent) { o.Tapped(ev) }

// MouseIn keeps what is under the overlay from lighting up.
func (o *Overlay) MouseIn(*desktop.MouseEvent) {}

// MouseMoved implements desktop.Hoverable.
func (o *Overlay) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (o *Overlay) MouseOut() {}

// CreateRenderer implements fyne.Widget.
func (o *Overlay) CreateRenderer() fyne.WidgetRenderer {
	dim := canvas.NewRectangle(theme.Color(theme.Nothing))
	box := canvas.NewRectangle(theme.Color(theme.Card))
	p := &Painter{Widget: o, Parts: []fyne.CanvasObject{dim, box, o.Content}}
	p.Min = func() fyne.Size { return fyne.NewSize(1, 1) }
	p.Arrange = func(s fyne.Size) {
		Place(dim, 0, 0, s.Width, s.Height)
		at, size := o.Where(s)
		Place(box, at.X, at.Y, size.Width, size.Height)
		Place(o.Content, at.X, at.Y, size.Width, size.Height)
	}
	p.Update = func() {
		dim.FillColor = theme.Color(theme.Nothing)
		if o.dim {
			dim.FillColor = theme.Color(theme.Dim)
		}
		box.FillColor, box.StrokeColor = theme.Color(theme.Card), theme.Color(theme.Border)
		box.StrokeWidth, box.CornerRadius = 1, 5
		box.Shadow = canvas.Shadow{Color: theme.Color(theme.Shade), BlurRadius: 12, Offset: fyne.NewPos(0, 3)}
	}
	p.Update()
	return p
}

// Spot is a place in a window that a popup belongs to: its lower left corner and
// its size.
type Spot struct {
	Canvas fyne.Canvas // nil for what is not shown
	Below  fyne.Position
	Size   fyne.Size
}

// SpotOf is the place of an object that is shown.
func SpotOf(o fyne.CanvasObject) Spot { return Spot{CanvasOf(o), Below(o), o.Size()} }

// Under is a place for a popup: beneath a spot, or above it where there is no
// room, inside the window even where the spot is not.
func Under(anchor Spot, size func() fyne.Size) func(fyne.Size) (fyne.Position, fyne.Size) {
	at := anchor.Below
	return func(window fyne.Size) (fyne.Position, fyne.Size) {
		s := size()
		s = fyne.NewSize(min(s.Width, window.Width-8), min(s.Height, window.Height-8))
		pos := at
		if pos.Y+s.Height > window.Height-4 {
			above := at.Y - anchor.Size.Height - s.Height - 2
			lowest := max(4, window.Height-s.Height-4)
			pos.Y = min(above, lowest)
			if above < 4 {
				pos.Y = lowest
			}
		}
		pos.X = Clamp(pos.X, 4, max(4, window.Width-s.Width-4))
		return fyne.NewPos(Round(pos.X), Round(pos.Y)), s
	}
}
