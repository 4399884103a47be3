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
	wraps   bool // goes on below where there is too little room
}

func newRow(gap float32, objects ...fyne.CanvasObject) *row {
	r := &row{gap: gap, objects: objects}
	r.ExtendBaseWidget(r)
	return r
}

// NewRow sets objects side by side, each as wide as it needs; a nil among them
// takes the room that is left. In a Stack it goes on below where there is too little
// room for all of them.
func NewRow(objects ...fyne.CanvasObject) fyne.CanvasObject { return NewRowGap(8, objects...) }

// NewRowGap is NewRow with so much room between the objects.
func NewRowGap(gap float32, objects ...fyne.CanvasObject) fyne.CanvasObject {
	for i, o := range objects {
		if o == nil {
			objects[i] = &spring{}
		}
	}
	r := newRow(gap, objects...)
	r.wraps = true
	return r
}

// Parts implements Composite.
func (r *row) Parts() []fyne.CanvasObject { return r.objects }

func (r *row) add(o fyne.CanvasObject) {
	r.objects = append(r.objects, o)
	r.Refresh()
}

// whole is the size of the row where all stands side by side.
func (r *row) whole() fyne.Size {
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

// least is the width of the widest object, below which there is no wrapping.
func (r *row) least() float32 {
	if !r.wraps {
		return r.whole().Width
	}
	w := float32(0)
	for _, o := range r.objects {
		if _, ok := o.(*spring); !ok {
			w = max(w, leastWidth(o))
		}
	}
	return w
}

// lineGap is the room between the lines of a row that wraps.
func (r *row) lineGap() float32 { return theme.Px(4) }

// flow walks over the objects line by line and returns the height.
func (r *row) flow(width float32, at func(o fyne.CanvasObject, x, y, w, h float32)) float32 {
	x, y, high := float32(0), float32(0), float32(0)
	for _, o := range r.objects {
		if _, ok := o.(*spring); ok {
			continue
		}
		m := o.MinSize()
		m.Width = min(m.Width, width)
		if x > 0 && x+m.Width > width {
			x, y, high = 0, y+high+r.lineGap(), 0
		}
		if at != nil {
			at(o, x, y, m.Width, m.Height)
		}
		if m.Width > 0 {
			x += m.Width + theme.Px(r.gap)
		}
		high = max(high, m.Height)
	}
	return y + high
}

// narrow reports whether the row wraps where there is so much room.
func (r *row) narrow(width float32) bool { return r.wraps && width > 0 && width < r.whole().Width-1 }

// CreateRenderer implements fyne.Widget.
func (r *row) CreateRenderer() fyne.WidgetRenderer {
	p := &Painter{Widget: r, Parts: r.objects}
	p.Update = func() { p.Parts = r.objects }
	p.Min = func() fyne.Size {
		size := r.whole()
		if now := r.Size().Width; r.narrow(now) {
			size.Height = r.flow(now, nil)
		}
		return size
	}
	p.Arrange = func(s fyne.Size) {
		if r.narrow(s.Width) {
			r.flow(s.Width, Place)
			return
		}
		left := s.Width - r.whole().Width
		x := float32(0)
		for _, o := range r.objects {
			m := o.MinSize()
			if _, ok := o.(*spring); ok {
				x += max(0, left)
				continue
			}
			if f, ok := o.(*footText); ok && left < 0 && f.button == nil {
				m.Width, m.Height = max(0, m.Width+left), s.Height // for a second line
			}
			Place(o, x, (s.Height-m.Height)/2, m.Width, m.Height)
			if m.Width > 0 {
				x += m.Width + theme.Px(r.gap)
			}
		}
	}
	return p
}

// leastWidth is how narrow an object may be in a Stack.
func leastWidth(o fyne.CanvasObject) float32 {
	if n, ok := o.(interface{ least() float32 }); ok {
		return n.least()
	}
	return o.MinSize().Width
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
			w, h = max(w, leastWidth(o)), h+o.MinSize().Height
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

// Beside is two objects side by side, or the second below the first where there is
// too little room for both.
type Beside struct {
	widget.BaseWidget
	first, second           fyne.CanvasObject
	firstWidth, secondWidth float32
}

// NewBeside sets two objects side by side: the one whose width is given is so wide,
// the other takes what is left.
func NewBeside(first, second fyne.CanvasObject, firstWidth, secondWidth float32) *Beside {
	b := &Beside{first: first, second: second, firstWidth: firstWidth, secondWidth: secondWidth}
	b.ExtendBaseWidget(b)
	return b
}

// Parts implements Composite.
func (b *Beside) Parts() []fyne.CanvasObject { return []fyne.CanvasObject{b.first, b.second} }

func (b *Beside) gap() float32 { return theme.Px(12) }

func (b *Beside) least() float32 { return max(leastWidth(b.first), leastWidth(b.second)) }

// widths are those of the two where there is so much room, and whether they stand
// below each other.
func (b *Beside) widths(width float32) (first, second float32, below bool) {
	if b.firstWidth > 0 {
		first = theme.Px(b.firstWidth)
		second = width - first - b.gap()
		below = second < leastWidth(b.second)
	} else {
		second = theme.Px(b.secondWidth)
		first = width - second - b.gap()
		below = first < leastWidth(b.first)
	}
	if below {
		return width, width, true
	}
	return first, second, false
}

// CreateRenderer implements fyne.Widget.
func (b *Beside) CreateRenderer() fyne.WidgetRenderer {
	p := &Painter{Widget: b, Parts: b.Parts()}
	p.Min = func() fyne.Size {
		first, second := b.first.MinSize(), b.second.MinSize()
		wide := theme.Px(b.firstWidth+b.secondWidth) + b.gap() + leastWidth(b.second)
		if b.secondWidth > 0 {
			wide += leastWidth(b.first) - leastWidth(b.second)
		}
		if width := b.Size().Width; width > 0 {
			if _, _, below := b.widths(width); below {
				return fyne.NewSize(wide, first.Height+b.gap()+second.Height)
			}
		}
		return fyne.NewSize(wide, max(first.Height, second.Height))
	}
	p.Arrange = func(s fyne.Size) {
		first, second, below := b.widths(s.Width)
		// How high some are depends on their width.
		b.first.Resize(fyne.NewSize(first, b.first.Size().Height))
		b.second.Resize(fyne.NewSize(second, b.second.Size().Height))
		if !below {
			Place(b.first, 0, 0, first, s.Height)
			Place(b.second, first+b.gap(), 0, second, s.Height)
			return
		}
		h := b.first.MinSize().Height
		Place(b.first, 0, 0, first, h)
		Place(b.second, 0, h+b.gap(), second, max(0, s.Height-h-b.gap()))
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

// bandAir is the least room over and under what stands in a band.
const bandAir = 5

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
		return fyne.NewSize(theme.Px(160), max(theme.Px(b.height), b.content.MinSize().Height+2*theme.Px(bandAir)))
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

// Wide gives an object at least a width, for a search box or a side panel.
func Wide(o fyne.CanvasObject, width float32) fyne.CanvasObject {
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
