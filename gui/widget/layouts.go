package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"winnow/gui/theme"
)

// spring takes the room that is left in a row.
type spring struct{ canvas.Rectangle }

// row sets objects side by side, each as wide as it needs and in the middle of
// the height.
type row struct {
	widget.BaseWidget
	gap     float32
	objects []fyne.CanvasObject
}

func newRow(gap float32, objects ...fyne.CanvasObject) *row {
	r := &row{gap: gap, objects: objects}
	r.ExtendBaseWidget(r)
	return r
}

// NewRow sets objects side by side, each as wide as it needs; a nil among them
// takes the room that is left.
func NewRow(objects ...fyne.CanvasObject) fyne.CanvasObject { return NewRowGap(8, objects...) }

// NewRowGap is NewRow with so much room between the objects.
func NewRowGap(gap float32, objects ...fyne.CanvasObject) fyne.CanvasObject {
	for i, o := range objects {
		if o == nil {
			objects[i] = &spring{}
		}
	}
	return newRow(gap, objects...)
}

// Parts implements Composite.
func (r *row) Parts() []fyne.CanvasObject { return r.objects }

func (r *row) add(o fyne.CanvasObject) {
	r.objects = append(r.objects, o)
	r.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (r *row) CreateRenderer() fyne.WidgetRenderer {
	p := &Painter{Widget: r, Parts: r.objects}
	p.Update = func() { p.Parts = r.objects }
	p.Min = func() fyne.Size {
		w, h := float32(0), float32(0)
		for i, o := range r.objects {
			if _, ok := o.(*spring); ok {
				continue
			}
			s := o.MinSize()
			h = max(h, s.Height)
			if i > 0 && s.Width > 0 {
				w += theme.Px(r.gap)
			}
			w += s.Width
		}
		return fyne.NewSize(w, h)
	}
	p.Arrange = func(s fyne.Size) {
		left := s.Width - p.Min().Width
		x := float32(0)
		for _, o := range r.objects {
			m := o.MinSize()
			if _, ok := o.(*spring); ok {
				x += max(0, left)
				continue
			}
			if f, ok := o.(*footText); ok && left < 0 && f.button == nil {
				m.Width = max(0, m.Width+left)
			}
			Place(o, x, (s.Height-m.Height)/2, m.Width, m.Height)
			if m.Width > 0 {
				x += m.Width + theme.Px(r.gap)
			}
		}
	}
	return p
}

// Stack sets objects below each other over the whole width; the open FastTab
// that wants to fill, or the last object if it was made with Fill, gets the
// height that is left.
type Stack struct {
	widget.BaseWidget
	gap     float32
	inset   float32 // room around
	fill    bool    // the last object gets the height that is left
	objects []fyne.CanvasObject
}

// NewStack returns a stack with some room between its objects.
func NewStack(gap, inset float32, objects ...fyne.CanvasObject) *Stack {
	c := &Stack{gap: gap, inset: inset, objects: objects}
	c.ExtendBaseWidget(c)
	return c
}

// NewStackFill returns a stack whose last object gets the height that is left,
// unless an open FastTab in it does.
func NewStackFill(gap, inset float32, objects ...fyne.CanvasObject) *Stack {
	c := NewStack(gap, inset, objects...)
	c.fill = true
	return c
}

// SetObjects shows other objects.
func (c *Stack) SetObjects(objects ...fyne.CanvasObject) {
	c.objects = objects
	c.Refresh()
}

// Parts implements Composite.
func (c *Stack) Parts() []fyne.CanvasObject { return c.objects }

func (c *Stack) fills(i int) bool {
	if f, ok := c.objects[i].(*FastTab); ok {
		return f.Fill && f.open
	}
	return c.fill && i == len(c.objects)-1
}

// Framed puts a thin border around an object, as around a list on a page.
func Framed(content fyne.CanvasObject) fyne.CanvasObject {
	f := NewFastTab("", content)
	f.Flush, f.headless = true, true
	return f
}

// CreateRenderer implements fyne.Widget.
func (c *Stack) CreateRenderer() fyne.WidgetRenderer {
	p := &Painter{Widget: c, Parts: c.objects}
	p.Update = func() { p.Parts = c.objects }
	p.Min = func() fyne.Size {
		inset := 2 * theme.Px(c.inset)
		w, h, seen := float32(0), inset, 0
		for _, o := range c.objects {
			if !o.Visible() {
				continue
			}
			if seen > 0 {
				h += theme.Px(c.gap)
			}
			seen++
			s := o.MinSize()
			w, h = max(w, s.Width), h+s.Height
		}
		return fyne.NewSize(w+inset, h)
	}
	p.Arrange = func(s fyne.Size) {
		inset := theme.Px(c.inset)
		for _, o := range c.objects { // how high some are depends on their width
			if width := s.Width - 2*inset; o.Visible() && o.Size().Width != width {
				o.Resize(fyne.NewSize(width, o.Size().Height))
			}
		}
		left := max(0, s.Height-p.Min().Height)
		y := inset
		for i, o := range c.objects {
			if !o.Visible() {
				continue
			}
			h := o.MinSize().Height
			if c.fills(i) {
				h, left = h+left, 0
			}
			Place(o, inset, y, s.Width-2*inset, h)
			y += Round(h) + theme.Px(c.gap)
		}
	}
	return p
}

// band is a strip of one colour with a thin line at its edge.
type band struct {
	widget.BaseWidget
	color   fyne.ThemeColorName
	height  float32
	onTop   bool // where the line is
	content fyne.CanvasObject
	inset   float32
}

func newBand(color fyne.ThemeColorName, height float32, lineOnTop bool, content fyne.CanvasObject) *band {
	b := &band{color: color, height: height, onTop: lineOnTop, content: content, inset: 16}
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer implements fyne.Widget.
func (b *band) CreateRenderer() fyne.WidgetRenderer {
	back, line := canvas.NewRectangle(theme.Color(b.color)), canvas.NewRectangle(theme.Color(theme.Border))
	p := &Painter{Widget: b, Parts: []fyne.CanvasObject{back, line, b.content}}
	p.Min = func() fyne.Size {
		return fyne.NewSize(theme.Px(160), max(theme.Px(b.height), b.content.MinSize().Height))
	}
	p.Arrange = func(s fyne.Size) {
		// The box around has a border of its own and round corners.
		Place(back, 1, 1, s.Width-2, s.Height-2)
		y := s.Height - 1
		if b.onTop {
			y = 0
		}
		Place(line, 0, y, s.Width, 1)
		Place(b.content, theme.Px(b.inset), 0, s.Width-2*theme.Px(b.inset), s.Height)
	}
	p.Update = func() {
		p.Parts = []fyne.CanvasObject{back, line, b.content}
		back.FillColor, line.FillColor = theme.Color(b.color), theme.Color(theme.Border)
		back.CornerRadius = 4
	}
	p.Update()
	return p
}

// wide gives an object at least a width.
func wide(o fyne.CanvasObject, width float32) fyne.CanvasObject {
	return &fyne.Container{Layout: wideLayout(width), Objects: []fyne.CanvasObject{o}}
}

type wideLayout float32

func (w wideLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	for _, o := range objects {
		Place(o, 0, 0, s.Width, s.Height)
	}
}

func (w wideLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	s := objects[0].MinSize()
	return fyne.NewSize(max(s.Width, theme.Px(float32(w))), s.Height)
}

// Wide gives an object at least a width, for a search box or a side panel.
func Wide(o fyne.CanvasObject, width float32) fyne.CanvasObject { return wide(o, width) }

// Panel is a white card around an object with a bold caption over it, as the
// side of a card page has.
func Panel(caption string, content fyne.CanvasObject, right ...fyne.CanvasObject) *FastTab {
	f := NewFastTab(caption, content)
	f.Flush, f.Fill = true, true
	f.head.fixed = true
	f.head.Disable()
	for _, o := range right {
		f.AddRight(o)
	}
	return f
}
