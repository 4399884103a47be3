// Package part holds the parts from which pages are built: the list, fields,
// dialogs, the page shell. A part takes plain values and calls back; it never
// knows segments or contacts, opens no file and asks no database.
package part

import (
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"winnow/gui/look"
)

// painter is the renderer of our widgets: what to draw, where, how small it may
// be, and how to take over colours and values when they changed.
type painter struct {
	widget  fyne.CanvasObject
	objects []fyne.CanvasObject
	layout  func(fyne.Size)
	min     func() fyne.Size
	refresh func()
}

func (p *painter) Destroy() {}

func (p *painter) Layout(size fyne.Size) { p.layout(size) }

func (p *painter) MinSize() fyne.Size { return p.min() }

func (p *painter) Objects() []fyne.CanvasObject { return p.objects }

func (p *painter) Refresh() {
	if p.refresh != nil {
		p.refresh()
	}
	if size := p.widget.Size(); size.Width > 0 {
		p.layout(size)
	}
	canvas.Refresh(p.widget)
}

// newText is a text in ordinary size.
func newText(text string, color fyne.ThemeColorName, bold bool) *canvas.Text {
	t := canvas.NewText(text, look.Color(color))
	t.TextSize = look.TextSize()
	t.TextStyle.Bold = bold
	return t
}

// paintText takes over a colour and the text size in use.
func paintText(t *canvas.Text, color fyne.ThemeColorName, size float32) {
	t.Color = look.Color(color)
	t.TextSize = size
}

// place moves and sizes an object in one go, to whole units.
func place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(round(x), round(y)))
	o.Resize(fyne.NewSize(w, h))
}

func round(n float32) float32 { return float32(math.Round(float64(n))) }

// clamp is n, or the end of the range that it lies beyond.
func clamp[T int | float32](n, low, high T) T { return max(low, min(n, high)) }

// textWidth is how wide a text is in the size in use.
func textWidth(text string, bold bool) float32 {
	return fyne.MeasureText(text, look.TextSize(), fyne.TextStyle{Bold: bold}).Width
}

// cut shortens a text with an ellipsis so that it is not wider than width; to
// nothing where not even its first letter has room.
func cut(text string, width, size float32, style fyne.TextStyle) string {
	if text == "" || fyne.MeasureText(text, size, style).Width <= width {
		return text
	}
	runes := []rune(text)
	low, high := 0, len(runes)-1
	for low < high {
		mid := (low + high + 1) / 2
		if fyne.MeasureText(string(runes[:mid])+"…", size, style).Width <= width {
			low = mid
		} else {
			high = mid - 1
		}
	}
	if low == 0 {
		return ""
	}
	return string(runes[:low]) + "…"
}

// setVisible shows or hides an object, and leaves it alone if it is so already.
func setVisible(o fyne.CanvasObject, on bool) {
	switch {
	case on && !o.Visible():
		o.Show()
	case !on && o.Visible():
		o.Hide()
	}
}

// canvasOf is the canvas an object is shown on, or nil.
func canvasOf(o fyne.CanvasObject) fyne.Canvas {
	return fyne.CurrentApp().Driver().CanvasForObject(o)
}

// focus gives an object the keyboard. An object that is only now being shown is
// on no canvas before it is drawn, so that this waits a few frames for it.
func focus(o fyne.Focusable) { focusSoon(o, 8) }

func focusSoon(o fyne.Focusable, tries int) {
	if c := canvasOf(o.(fyne.CanvasObject)); c != nil {
		c.Focus(o)
		return
	}
	if tries > 0 {
		time.AfterFunc(25*time.Millisecond, func() {
			fyne.Do(func() { focusSoon(o, tries-1) })
		})
	}
}

// below is the absolute place just under an object, where its popup opens.
func below(o fyne.CanvasObject) fyne.Position {
	pos := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	return pos.AddXY(0, o.Size().Height+1)
}

// gap is an invisible object that keeps room.
func gap(w, h float32) fyne.CanvasObject {
	r := canvas.NewRectangle(look.Color(look.Nothing))
	r.SetMinSize(fyne.NewSize(w, h))
	return r
}

var _ fyne.Widget = (*image)(nil)

// image is an icon in the inline size.
type image struct {
	widget.BaseWidget
	icon  look.Icon
	color fyne.ThemeColorName
	side  float32
}

func newImage(icon look.Icon, color fyne.ThemeColorName, side float32) *image {
	i := &image{icon: icon, color: color, side: side}
	i.ExtendBaseWidget(i)
	return i
}

// CreateRenderer implements fyne.Widget.
func (i *image) CreateRenderer() fyne.WidgetRenderer {
	img := canvas.NewImageFromResource(i.icon.Resource(i.color))
	img.FillMode = canvas.ImageFillContain
	return &painter{
		widget:  i,
		objects: []fyne.CanvasObject{img},
		layout:  func(s fyne.Size) { place(img, 0, 0, s.Width, s.Height) },
		min:     func() fyne.Size { return fyne.NewSquareSize(look.Px(i.side)) },
		refresh: func() {
			img.Resource = i.icon.Resource(i.color)
			img.Refresh()
		},
	}
}
