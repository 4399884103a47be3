package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"winnow/gui/theme"
)

// Tile is a count with its caption, that opens what it counts.
type Tile struct {
	Control
	onTap func()

	caption, number string
}

// NewTile returns a tile; number is "" until it is known.
func NewTile(caption, number string, tap func()) *Tile {
	t := &Tile{caption: caption, number: number, onTap: tap}
	t.Begin(t, func() { Call(t.onTap) })
	return t
}

// SetNumber shows another number.
func (t *Tile) SetNumber(number string) {
	t.number = number
	t.Refresh()
}

// TypedKey goes to the neighbours with Left and Right.
func (t *Tile) TypedKey(ev *fyne.KeyEvent) {
	c := CanvasOf(t)
	switch {
	case ev.Name == fyne.KeyRight && c != nil:
		c.FocusNext()
	case ev.Name == fyne.KeyLeft && c != nil:
		c.FocusPrevious()
	default:
		t.Control.TypedKey(ev)
	}
}

// CreateRenderer implements fyne.Widget.
func (t *Tile) CreateRenderer() fyne.WidgetRenderer {
	back := canvas.NewRectangle(theme.Color(theme.Card))
	bar := canvas.NewRectangle(theme.Color(theme.Accent))
	caption, number := NewText(t.caption, theme.Caption, false), NewText(t.number, theme.Text, false)
	p := &Painter{Widget: t, Parts: []fyne.CanvasObject{back, bar, caption, number}}
	p.Min = func() fyne.Size {
		return fyne.NewSize(max(theme.Px(168), TextWidth(t.caption, false)+theme.Px(28)), theme.Px(104))
	}
	p.Arrange = func(s fyne.Size) {
		Place(back, 0, 0, s.Width, s.Height)
		Place(bar, 0, 0, 4, s.Height)
		Place(caption, theme.Px(18), theme.Px(12), s.Width-theme.Px(24), theme.Px(20))
		Place(number, theme.Px(18), theme.Px(34), s.Width-theme.Px(24), theme.Px(46))
	}
	p.Update = func() {
		back.FillColor, back.CornerRadius = theme.Color(theme.Card), 5
		Frame(back, theme.Border, t.focused)
		if t.hover {
			back.FillColor = theme.Color(theme.Hover)
		}
		bar.FillColor, bar.TopLeftCornerRadius, bar.BottomLeftCornerRadius = theme.Color(theme.Accent), 5, 5
		caption.Text, number.Text = t.caption, t.number
		PaintText(caption, theme.Caption, theme.TextSize())
		PaintText(number, theme.Text, theme.Px(30))
		caption.Refresh()
		number.Refresh()
	}
	p.Update()
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

// flow sets objects side by side, each with the room that the largest needs. Where one
// line has no room for all, the lines have the same number of them as far as that goes.
type flow struct {
	widget.BaseWidget
	objects []fyne.CanvasObject
}

// CreateRenderer implements fyne.Widget.
func (f *flow) CreateRenderer() fyne.WidgetRenderer {
	p := &Painter{Widget: f, Parts: f.objects}
	gap := func() float32 { return theme.Px(12) }
	each := func() (size fyne.Size) {
		for _, o := range f.objects {
			size = size.Max(o.MinSize())
		}
		return size
	}
	perLine := func(width float32) int {
		if len(f.objects) == 0 {
			return 1
		}
		most := max(1, int((width+gap())/(each().Width+gap())))
		lines := (len(f.objects) + most - 1) / most
		return (len(f.objects) + lines - 1) / lines
	}
	p.Min = func() fyne.Size {
		if len(f.objects) == 0 {
			return fyne.Size{}
		}
		one := each()
		n := len(f.objects)
		if width := f.Size().Width; width > 0 {
			n = perLine(width)
		}
		lines := float32((len(f.objects) + n - 1) / n)
		return fyne.NewSize(one.Width, lines*(one.Height+gap())-gap())
	}
	p.Arrange = func(s fyne.Size) {
		n, m := perLine(s.Width), each()
		for i, o := range f.objects {
			Place(o, float32(i%n)*(m.Width+gap()), float32(i/n)*(m.Height+gap()), m.Width, m.Height)
		}
	}
	return p
}
