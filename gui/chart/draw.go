package chart

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"winnow/gui/theme"
	"winnow/gui/widget"
)

// form is a way to draw a picture.
type form interface {
	min(*Picture) fyne.Size
	draw(*drawing)
}

// Lengths for text in the usual size.
const (
	inset      = 10 // around the bars
	rowHeight  = 23
	overHeight = 18 // a caption over its bar
	thick      = 12 // a bar
	gap        = 8  // between a caption, its bar and its number
	least      = 3  // what a bar that counts anything is long at least
)

// drawing is a picture that is being drawn.
type drawing struct {
	picture *Picture
	size    fyne.Size
	parts   []fyne.CanvasObject
	boxes   []box
}

func (d *drawing) bars() []Bar { return d.picture.data.Bars }

func (d *drawing) add(o fyne.CanvasObject, x, y, w, h float32) {
	widget.Place(o, x, y, w, h)
	d.parts = append(d.parts, o)
}

func (d *drawing) rectangle(x, y, w, h float32, fill, edge fyne.ThemeColorName) {
	r := canvas.NewRectangle(theme.Color(fill))
	if edge != theme.Nothing {
		r.StrokeColor, r.StrokeWidth = theme.Color(edge), 1
	}
	d.add(r, x, y, w, h)
}

// text writes a text, shortened where it has no room.
func (d *drawing) text(text string, x, y, w, h float32, color fyne.ThemeColorName, align widget.Align) {
	if d.picture.counting {
		color = theme.Disabled
	}
	t := widget.NewText("", color, false)
	t.Text = widget.Cut(text, w+0.5, t.TextSize, t.TextStyle)
	t.Alignment = widget.TextAlign(align)
	d.add(t, x, y, w, h)
}

// fill draws a bar.
func (d *drawing) fill(b Bar, x, y, w, h float32) {
	color := b.color()
	if d.picture.counting {
		color = theme.Disabled
	}
	switch b.Pattern {
	case Solid:
		d.rectangle(x, y, w, h, color, theme.Nothing)
	case Pale:
		d.rectangle(x, y, w, h, theme.Track, color)
	default:
		d.rectangle(x, y, w, h, theme.Nothing, color)
	}
	if b.Pattern != Striped {
		return
	}
	for at := x + 3; at < x+w-2; at += 5 {
		d.rectangle(at, y, 2, h, color, theme.Nothing)
	}
}

// behind lights up a bar that is pointed at, or that the keyboard is at, and makes
// it one that can be pointed at.
func (d *drawing) behind(at int, x, y, w, h float32) {
	p := d.picture
	fill, edge := theme.Nothing, theme.Nothing
	if p.pointed == at && p.data.Bars[at].Open != nil {
		fill = theme.Hover
	}
	if p.Focused() && p.current == at {
		fill, edge = theme.Soft, theme.Accent
	}
	if fill != theme.Nothing {
		d.rectangle(x, y, w, h, fill, edge)
	}
	if edge != theme.Nothing {
		d.parts[len(d.parts)-1].(*canvas.Rectangle).StrokeWidth = widget.FocusWidth
	}
	d.boxes = append(d.boxes, box{bar: at, pos: fyne.NewPos(x, y), size: fyne.NewSize(w, h)})
}

// boxSide is how large the box of a bar's tick is.
const boxSide = 11

// tick draws the box of a bar's tick in the middle of a place, and makes it one that can be
// pointed at.
func (d *drawing) tick(at int, x, y, w, h float32) {
	side := theme.Px(boxSide)
	left, top := widget.Round(x+(w-side)/2), widget.Round(y+(h-side)/2)
	d.rectangle(left, top, side, side, theme.Nothing, theme.Caption)
	if d.bars()[at].Ticked {
		d.rectangle(left+2, top+2, side-4, side-4, theme.Accent, theme.Nothing)
	}
	d.boxes = append(d.boxes, box{bar: at, tick: true, pos: fyne.NewPos(x, y), size: fyne.NewSize(w, h)})
}

// tickable reports whether bars can be ticked.
func tickable(list []Bar) bool {
	return slices.ContainsFunc(list, func(b Bar) bool { return b.Tick != nil })
}

// say says why there are no bars, and reports whether there are none.
func (d *drawing) say(y float32) bool {
	if len(d.bars()) > 0 {
		return false
	}
	note := widget.NewParagraph(d.picture.note)
	note.Color = theme.Faint
	d.add(note, theme.Px(inset+4), y, d.size.Width-2*theme.Px(inset+4), theme.Px(40))
	return true
}

// length is how long the bar of a number is where the largest is as long as room.
func length(number, largest int, room float32) float32 {
	if number <= 0 || largest <= 0 {
		return 0
	}
	return max(least, widget.Round(room*float32(number)/float32(largest)))
}

// largest is the largest number.
func largest(list []Bar) int {
	n := 0
	for _, b := range list {
		n = max(n, b.Number)
	}
	return n
}

// widest is how wide the widest of some texts is.
func widest(list []Bar, text func(Bar) string) float32 {
	w := float32(0)
	for _, b := range list {
		w = max(w, widget.TextWidth(text(b), false))
	}
	return widget.Round(w + 1)
}

// bars are drawn one below the other.
type bars struct {
	// funnel draws the outline of the bar before around each.
	funnel bool
}

// captionPart is how much of the width captions may have beside their bars.
const captionPart = 0.5

// captions is how wide the captions are, at most that part of the width.
func (f bars) captions(p *Picture, width float32) (w float32, all bool) {
	w, room := widest(p.data.Bars, func(b Bar) string { return b.Caption }), captionPart*(width-2*theme.Px(inset)-f.ticks(p.data.Bars))
	return min(w, room), w <= room
}

// ticks is how wide the boxes to tick are.
func (bars) ticks(list []Bar) float32 {
	if !tickable(list) {
		return 0
	}
	return theme.Px(boxSide + gap)
}

// beside reports whether the captions stand beside the bars: where they have room
// there, and where there is none for them over the bars.
func (f bars) beside(p *Picture, width float32) bool {
	_, all := f.captions(p, width)
	return all || len(p.data.Bars)*(rowHeight+overHeight) > p.Rows*rowHeight
}

func (f bars) rowHeight(p *Picture, width float32) float32 {
	if width > 0 && !f.beside(p, width) {
		return theme.Px(rowHeight + overHeight)
	}
	return theme.Px(rowHeight)
}

func (f bars) min(p *Picture) fyne.Size {
	height := max(float32(len(p.data.Bars))*f.rowHeight(p, p.Size().Width), theme.Px(float32(max(p.Rows, 1)*rowHeight)))
	return fyne.NewSize(theme.Px(220), height+theme.Px(inset))
}

func (f bars) draw(d *drawing) {
	if d.say(theme.Px(inset)) {
		return
	}
	list, of := d.bars(), d.picture.data.Of
	height, beside := f.rowHeight(d.picture, d.size.Width), f.beside(d.picture, d.size.Width)
	left, right := theme.Px(inset), d.size.Width-theme.Px(inset)
	numbers := widest(list, Bar.number)
	shares := float32(0)
	if of > 0 {
		shares = widest(list, func(b Bar) string { return Share(b.Number, of) }) + theme.Px(gap)
	}
	start := left + theme.Px(4) + f.ticks(list)
	from := start
	if beside {
		captions, _ := f.captions(d.picture, d.size.Width)
		from += captions + theme.Px(gap)
	}
	to := right - theme.Px(4) - numbers - shares - theme.Px(gap)
	most := largest(list)
	before := most
	for i, b := range list {
		y := theme.Px(inset)/2 + float32(i)*height
		d.behind(i, left, y, right-left, height)
		if b.Tick != nil {
			d.tick(i, left, y, start-left, height)
		}
		line := y
		if beside {
			d.text(b.Caption, start, y, from-start-theme.Px(gap), height, theme.Text, widget.Left)
		} else {
			d.text(b.Caption, start, y, right-start-theme.Px(4), theme.Px(20), theme.Text, widget.Left)
			line = y + theme.Px(overHeight)
		}
		row := height - (line - y)
		top := line + widget.Round((row-theme.Px(thick))/2)
		if f.funnel {
			d.fill(Bar{Pattern: Hollow, Color: theme.Faint}, from, top, length(before, most, to-from), theme.Px(thick))
			before = b.Number
		}
		d.fill(b, from, top, length(b.Number, most, to-from), theme.Px(thick))
		d.text(b.number(), right-theme.Px(4)-shares-numbers, line, numbers, row, theme.Text, widget.Right)
		if of > 0 {
			d.text(Share(b.Number, of), right-theme.Px(4)-shares, line, shares, row, theme.Faint, widget.Right)
		}
	}
}

// columns stand side by side.
type columns struct{}

// columnHeight is how high the highest column is.
const columnHeight = 62

func (columns) min(p *Picture) fyne.Size {
	rows := float32(max(p.Rows, 1)) * theme.Px(rowHeight)
	return fyne.NewSize(theme.Px(220), max(rows, theme.Px(columnHeight+40))+theme.Px(inset))
}

func (c columns) draw(d *drawing) {
	if d.say(theme.Px(inset)) {
		return
	}
	list := d.bars()
	slot := (d.size.Width - 2*theme.Px(inset)) / float32(len(list))
	captions := widest(list, func(b Bar) string { return b.Caption })
	roomy := max(captions, widest(list, Bar.number)) <= slot
	foot, head := d.size.Height-theme.Px(20)-theme.Px(inset)/2, theme.Px(inset)/2+theme.Px(20)
	ticks := float32(0)
	if tickable(list) && slot >= theme.Px(boxSide) {
		ticks = theme.Px(boxSide + 4)
		foot -= ticks
	}
	most, width := largest(list), min(slot*0.62, theme.Px(44))
	for i, b := range list {
		x := widget.Round(theme.Px(inset) + float32(i)*slot)
		d.behind(i, x, theme.Px(inset)/2, slot, d.size.Height-theme.Px(inset))
		high := length(b.Number, most, foot-head)
		if b.Ticked && ticks == 0 {
			b.Pattern = Striped
		}
		d.fill(b, x+(slot-width)/2, foot-high, width, high)
		if b.Tick != nil && ticks > 0 {
			d.tick(i, x, foot+2, slot, ticks)
		}
		if roomy {
			d.centred(b.number(), x, foot-high-theme.Px(20), slot, theme.Text)
			d.centred(b.Caption, x, foot+ticks, slot, theme.Caption)
		}
	}
	if !roomy {
		c.thin(d, captions, foot+ticks)
	}
	d.rectangle(theme.Px(inset), foot, d.size.Width-2*theme.Px(inset), 1, theme.Caption, theme.Nothing)
}

// thin writes what there is room for where not all captions and numbers have any: some
// captions, and over the columns what the one says that is pointed at or has the keyboard.
func (columns) thin(d *drawing, captions, foot float32) {
	list, left, width := d.bars(), theme.Px(inset), d.size.Width-2*theme.Px(inset)
	told := d.picture.current
	if d.picture.pointed >= 0 {
		told = min(d.picture.pointed, len(list)-1)
	}
	d.text(list[told].Caption+": "+list[told].number(), left, theme.Px(inset)/2, width, theme.Px(20), theme.Text, widget.Left)
	slot, end := width/float32(len(list)), left
	for i, b := range list {
		x := left + (float32(i)+0.5)*slot - captions/2
		x = widget.Clamp(x, left, max(left, left+width-captions))
		if x >= end {
			d.centred(b.Caption, x, foot, min(captions, width), theme.Caption)
			end = x + captions + theme.Px(gap)
		}
	}
}

// centred writes a text in the middle of a column.
func (d *drawing) centred(text string, x, y, w float32, color fyne.ThemeColorName) {
	d.text(text, x, y, w, theme.Px(20), color, widget.Left)
	d.parts[len(d.parts)-1].(*canvas.Text).Alignment = fyne.TextAlignCenter
}

// meter shows the parts of a whole.
type meter struct {
	// strip has its title over it, and shares without numbers.
	strip bool
}

const (
	lineHeight = 20
	markSide   = 10
)

// legend is where the captions of the parts stand: in as many lines as they need.
func (m meter) legend(p *Picture, width float32, at func(i int, x, y, w float32)) float32 {
	x, y := float32(0), float32(0)
	for i, b := range p.data.Bars {
		w := widget.Round(theme.Px(markSide+4) + widget.TextWidth(m.caption(p, b), false) + 1)
		if x > 0 && x+w > width {
			x, y = 0, y+theme.Px(lineHeight)
		}
		if at != nil {
			at(i, x, y, min(w, width-x))
		}
		x += w + theme.Px(12)
	}
	return y + theme.Px(lineHeight)
}

// caption names a part with its number and its share, of a strip with one of them.
func (m meter) caption(p *Picture, b Bar) string {
	switch {
	case p.data.Of == 0:
		return b.Caption + " " + b.number()
	case m.strip:
		return b.Caption + " " + Share(b.Number, p.data.Of)
	}
	return b.Caption + " " + b.number() + " (" + Share(b.Number, p.data.Of) + ")"
}

// left is the room at the sides: a strip stands on the page, not on a card.
func (m meter) left() float32 {
	if m.strip {
		return theme.Px(4)
	}
	return theme.Px(inset + 4)
}

func (m meter) top() float32 {
	if m.strip {
		return theme.Px(lineHeight + 3) // free of the letters that reach below the line
	}
	return theme.Px(inset)
}

func (m meter) min(p *Picture) fyne.Size {
	width := p.Size().Width
	if width == 0 {
		width = theme.Px(400)
	}
	height := m.top() + theme.Px(thick+4) + m.legend(p, width-2*m.left(), nil)
	if !m.strip {
		height += theme.Px(inset)
	}
	return fyne.NewSize(theme.Px(120), height)
}

func (m meter) draw(d *drawing) {
	p, left := d.picture, m.left()
	if m.strip {
		d.text(p.title, left, 0, d.size.Width-2*left, theme.Px(lineHeight), theme.Caption, widget.Left)
	}
	y := m.top()
	if d.say(y) {
		return
	}
	whole := 0
	for _, b := range d.bars() {
		whole += max(0, b.Number)
	}
	const between = 2
	room := d.size.Width - 2*left - between*float32(len(d.bars())-1)
	x := left
	for i, b := range d.bars() {
		w := length(b.Number, whole, room)
		if over := x + w - (left + room + between*float32(i)); over > 0 {
			w = max(0, w-over)
		}
		if b.Number > 0 {
			d.fill(b, x, y, w, theme.Px(thick))
			d.boxes = append(d.boxes, box{bar: i, pos: fyne.NewPos(x, y), size: fyne.NewSize(w, theme.Px(thick))})
			x += w + between
		}
	}
	y += theme.Px(thick + 3)
	m.legend(p, d.size.Width-2*left, func(i int, x, dy, w float32) {
		b := d.bars()[i]
		d.behind(i, left+x-theme.Px(3), y+dy, w+theme.Px(6), theme.Px(lineHeight))
		d.fill(b, left+x, y+dy+theme.Px(lineHeight-markSide)/2, theme.Px(markSide), theme.Px(markSide))
		d.text(m.caption(p, b), left+x+theme.Px(markSide+4), y+dy, w-theme.Px(markSide+4), theme.Px(lineHeight), theme.Text, widget.Left)
	})
}
