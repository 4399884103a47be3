package part

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"winnow/gui/look"
)

// Tile is a count with its caption, that opens what it counts.
type Tile struct {
	control
	OnTap func()

	caption, number string
}

// NewTile returns a tile; number is "" until it is known.
func NewTile(caption, number string, tap func()) *Tile {
	t := &Tile{caption: caption, number: number, OnTap: tap}
	t.begin(t, func() { call(t.OnTap) })
	return t
}

// SetNumber shows another number.
func (t *Tile) SetNumber(number string) {
	t.number = number
	t.Refresh()
}

// Number is the number shown.
func (t *Tile) Number() string { return t.number }

// TypedKey goes to the neighbours with Left and Right.
func (t *Tile) TypedKey(ev *fyne.KeyEvent) {
	c := canvasOf(t)
	switch {
	case ev.Name == fyne.KeyRight && c != nil:
		c.FocusNext()
	case ev.Name == fyne.KeyLeft && c != nil:
		c.FocusPrevious()
	default:
		t.control.TypedKey(ev)
	}
}

// CreateRenderer implements fyne.Widget.
func (t *Tile) CreateRenderer() fyne.WidgetRenderer {
	back := canvas.NewRectangle(look.Color(look.Card))
	bar := canvas.NewRectangle(look.Color(look.Accent))
	caption, number := newText(t.caption, look.Caption, false), newText(t.number, look.Text, false)
	p := &painter{widget: t, objects: []fyne.CanvasObject{back, bar, caption, number}}
	p.min = func() fyne.Size { return fyne.NewSize(look.Px(168), look.Px(104)) }
	p.layout = func(s fyne.Size) {
		place(back, 0, 0, s.Width, s.Height)
		place(bar, 0, 0, 4, s.Height)
		place(caption, look.Px(18), look.Px(12), s.Width-look.Px(24), look.Px(20))
		place(number, look.Px(18), look.Px(34), s.Width-look.Px(24), look.Px(46))
	}
	p.refresh = func() {
		back.FillColor, back.StrokeColor = look.Color(look.Card), look.Color(look.Border)
		back.StrokeWidth, back.CornerRadius = 1, 5
		if t.hover {
			back.FillColor = look.Color(look.Hover)
		}
		if t.focused {
			back.StrokeColor = look.Color(look.Accent)
		}
		bar.FillColor, bar.TopLeftCornerRadius, bar.BottomLeftCornerRadius = look.Color(look.Accent), 5, 5
		caption.Text, number.Text = t.caption, t.number
		paintText(caption, look.Caption, look.TextSize())
		paintText(number, look.Text, look.Px(30))
		caption.Refresh()
		number.Refresh()
	}
	p.refresh()
	return p
}

// NewTiles sets tiles side by side, as many in a line as there is room for.
func NewTiles(tiles ...*Tile) fyne.CanvasObject {
	f := &flow{}
	for _, t := range tiles {
		f.objects = append(f.objects, t)
	}
	f.ExtendBaseWidget(f)
	return f
}

// flow sets objects of one size side by side, and goes on below where there is no
// more room.
type flow struct {
	widget.BaseWidget
	objects []fyne.CanvasObject
}

// CreateRenderer implements fyne.Widget.
func (f *flow) CreateRenderer() fyne.WidgetRenderer {
	p := &painter{widget: f, objects: f.objects}
	gap := func() float32 { return look.Px(12) }
	perLine := func(width float32) int {
		if len(f.objects) == 0 {
			return 1
		}
		return max(1, int((width+gap())/(f.objects[0].MinSize().Width+gap())))
	}
	p.min = func() fyne.Size {
		if len(f.objects) == 0 {
			return fyne.Size{}
		}
		one := f.objects[0].MinSize()
		n := len(f.objects)
		if width := f.Size().Width; width > 0 {
			n = perLine(width)
		}
		lines := float32((len(f.objects) + n - 1) / n)
		return fyne.NewSize(one.Width, lines*(one.Height+gap())-gap())
	}
	p.layout = func(s fyne.Size) {
		n := perLine(s.Width)
		for i, o := range f.objects {
			m := o.MinSize()
			place(o, float32(i%n)*(m.Width+gap()), float32(i/n)*(m.Height+gap()), m.Width, m.Height)
		}
	}
	return p
}
