package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"winnow/gui/theme"
)

// Reader shows something that may be longer than its room: it scrolls with the
// wheel, and with the arrows, PageUp, PageDown, Home and End while it has the
// keyboard.
type Reader struct {
	Control
	scroll *container.Scroll
	height float32
}

// NewReader returns a reader of an object that wants to be so high.
func NewReader(content fyne.CanvasObject, height float32) *Reader {
	r := &Reader{scroll: container.NewVScroll(content), height: height}
	r.Begin(r, r.Focus)
	return r
}

// Top goes to the beginning, as what is read has changed.
func (r *Reader) Top() { r.scroll.ScrollToTop() }

// Cursor implements desktop.Cursorable.
func (r *Reader) Cursor() desktop.Cursor { return desktop.DefaultCursor }

// TypedKey scrolls.
func (r *Reader) TypedKey(ev *fyne.KeyEvent) {
	page, all := r.scroll.Size().Height, r.scroll.Content.Size().Height
	by := float32(0)
	switch ev.Name {
	case fyne.KeyDown:
		by = theme.Px(40)
	case fyne.KeyUp:
		by = -theme.Px(40)
	case fyne.KeyPageDown, fyne.KeySpace:
		by = page - theme.Px(40)
	case fyne.KeyPageUp:
		by = theme.Px(40) - page
	case fyne.KeyHome:
		by = -all
	case fyne.KeyEnd:
		by = all
	default:
		PassKey(r, ev)
		return
	}
	r.scroll.ScrollToOffset(fyne.NewPos(0, Clamp(r.scroll.Offset.Y+by, 0, max(0, all-page))))
}

// CreateRenderer implements fyne.Widget.
func (r *Reader) CreateRenderer() fyne.WidgetRenderer {
	frame := canvas.NewRectangle(theme.Color(theme.Nothing))
	p := &Painter{Widget: r, Parts: []fyne.CanvasObject{r.scroll, frame}}
	p.Min = func() fyne.Size { return fyne.NewSize(theme.Px(200), theme.Px(r.height)) }
	p.Arrange = func(s fyne.Size) {
		Place(frame, 0, 0, s.Width, s.Height)
		Place(r.scroll, 2, 2, s.Width-4, s.Height-4)
	}
	p.Update = func() {
		Frame(frame, theme.Nothing, r.focused)
		frame.FillColor = theme.Color(theme.Nothing)
		frame.Refresh()
		r.scroll.Refresh()
	}
	return p
}
