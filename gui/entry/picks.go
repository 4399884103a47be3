package entry

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynewidget "fyne.io/fyne/v2/widget"

	"winnow/gui/theme"
	"winnow/gui/widget"
)

// pick is one line of a popup's list.
type pick struct {
	heading             bool // names the group below it, cannot be chosen
	text, detail, right string
	box, ticked         bool
	does                bool // the last line, that does something and always shows
}

// picks is the short list in a popup. It does not take the keyboard: the entry
// over it does and tells it where to go.
type picks struct {
	fynewidget.BaseWidget
	onTap func(i int)

	items   []pick
	current int
	top     int
	limit   int     // lines shown at most
	visible int     // lines that there is room for
	split   float32 // where the details begin, of the width
	whole   bool    // the texts are never cut where there is room; then come the details
	empty   string
}

func newPicks(visible int, tap func(i int)) *picks {
	p := &picks{limit: visible, visible: visible, onTap: tap, split: 0.35}
	p.ExtendBaseWidget(p)
	return p
}

// fit shows no more lines than there is room for.
func (p *picks) fit(height float32) {
	p.visible = widget.Clamp(int(height/p.rowHeight()), 3, p.limit)
}

// set shows these lines; none is marked.
func (p *picks) set(items []pick) {
	p.items, p.top, p.current = items, 0, -1
	p.Refresh()
}

// markAt marks a line.
func (p *picks) markAt(line int) {
	p.current = line - 1
	p.move(1)
}

// move goes on by so many lines that can be chosen.
func (p *picks) move(by int) {
	step, left := 1, by
	if by < 0 {
		step, left = -1, -by
	}
	for i := p.current + step; i >= 0 && i < len(p.items) && left > 0; i += step {
		if !p.items[i].heading {
			p.current = i
			left--
		}
	}
	slots := p.slots()
	switch {
	case p.pinned() && p.current == len(p.items)-1: // shows anyway
	case p.current >= p.top+slots:
		p.top = p.current - slots + 1
	case p.current < p.top:
		p.top = max(0, p.current)
	}
	if p.current >= 0 && p.top > 0 && p.top == p.current && p.items[p.top-1].heading {
		p.top--
	}
	p.Refresh()
}

// pinned reports whether the last line shows however far one scrolls.
func (p *picks) pinned() bool {
	return len(p.items) > p.visible && p.items[len(p.items)-1].does
}

// slots is how many lines there is room for that scroll.
func (p *picks) slots() int {
	if p.pinned() {
		return p.visible - 1
	}
	return p.visible
}

// scrolling is how many lines scroll.
func (p *picks) scrolling() int {
	if p.pinned() {
		return len(p.items) - 1
	}
	return len(p.items)
}

// at is the line that shows in a slot.
func (p *picks) at(slot int) int {
	if p.pinned() && slot == p.visible-1 {
		return len(p.items) - 1
	}
	return p.top + slot
}

func (p *picks) chosen() (int, bool) {
	return p.current, p.current >= 0 && p.current < len(p.items)
}

// widest is how wide the widest of the texts and of the details is.
func (p *picks) widest() (text, detail float32) {
	for _, it := range p.items {
		text, detail = max(text, widget.TextWidth(it.text, it.heading)), max(detail, widget.TextWidth(it.detail, false))
	}
	return text, detail
}

func (p *picks) rowHeight() float32 { return theme.Px(27) }

// Tapped implements fyne.Tappable.
func (p *picks) Tapped(ev *fyne.PointEvent) {
	i := p.at(int(ev.Position.Y / p.rowHeight()))
	if i < 0 || i >= len(p.items) || p.items[i].heading {
		return
	}
	p.current = i
	p.Refresh()
	p.onTap(i)
}

// Scrolled implements fyne.Scrollable.
func (p *picks) Scrolled(ev *fyne.ScrollEvent) {
	step := 1
	if ev.Scrolled.DY > 0 {
		step = -1
	}
	p.top = widget.Clamp(p.top+3*step, 0, max(0, p.scrolling()-p.slots()))
	p.Refresh()
}

// Cursor implements desktop.Cursorable.
func (p *picks) Cursor() desktop.Cursor { return desktop.PointerCursor }

type pickRow struct {
	back, box           *canvas.Rectangle
	tick                *widget.Image
	text, detail, right *canvas.Text
}

// CreateRenderer implements fyne.Widget.
func (p *picks) CreateRenderer() fyne.WidgetRenderer {
	r := &widget.Painter{Widget: p}
	var rows []*pickRow
	for range p.limit {
		row := &pickRow{
			back: canvas.NewRectangle(theme.Color(theme.Nothing)),
			box:  canvas.NewRectangle(theme.Color(theme.Card)),
			tick: widget.NewImage(theme.IconCheck, theme.OnAccent, 12),
			text: widget.NewText("", theme.Text, false), detail: widget.NewText("", theme.Caption, false),
			right: widget.NewText("", theme.Caption, false),
		}
		row.box.CornerRadius, row.box.StrokeWidth = 3, 1
		row.right.Alignment = fyne.TextAlignTrailing
		rows = append(rows, row)
		r.Parts = append(r.Parts, row.back, row.box, row.tick, row.text, row.detail, row.right)
	}
	empty := widget.NewText("", theme.Faint, false)
	bar := canvas.NewRectangle(theme.Color(theme.Thumb))
	bar.CornerRadius = 2
	r.Parts = append(r.Parts, empty, bar)
	r.Min = func() fyne.Size {
		return fyne.NewSize(theme.Px(240), p.rowHeight()*float32(widget.Clamp(len(p.items), 1, p.visible)))
	}
	r.Arrange = func(s fyne.Size) {
		for i, row := range rows {
			line := p.at(i)
			if i >= p.visible {
				line = len(p.items) // there is no room for it
			}
			row.paint(p, line, float32(i)*p.rowHeight(), s.Width)
		}
		empty.Hidden = len(p.items) > 0
		empty.Text = p.empty
		widget.PaintText(empty, theme.Faint, theme.TextSize())
		widget.Place(empty, theme.Px(10), 0, s.Width, p.rowHeight())
		bar.FillColor = theme.Color(theme.Thumb)
		bar.Hidden = len(p.items) <= p.visible
		if !bar.Hidden {
			h := float32(p.slots()) * p.rowHeight()
			length := max(20, h*float32(p.slots())/float32(p.scrolling()))
			widget.Place(bar, s.Width-6, (h-length)*float32(p.top)/float32(p.scrolling()-p.slots()), 4, length)
		}
	}
	return r
}

func (r *pickRow) paint(p *picks, i int, y, width float32) {
	hidden := i >= len(p.items)
	var it pick
	if !hidden {
		it = p.items[i]
	}
	h := p.rowHeight()
	r.back.FillColor = theme.Color(theme.Nothing)
	if i == p.current && !hidden {
		r.back.FillColor = theme.Color(theme.Soft)
	}
	widget.Frame(r.back, theme.Nothing, i == p.current && !hidden)
	widget.Place(r.back, 1, y, width-2, h)
	x := theme.Px(10)
	r.box.Hidden, r.tick.Hidden = hidden || !it.box, hidden || !it.box || !it.ticked
	if it.box {
		side := theme.Px(14)
		r.box.FillColor, r.box.StrokeColor = theme.Color(theme.Card), theme.Color(theme.InputBorder)
		if it.ticked {
			r.box.FillColor, r.box.StrokeColor = theme.Color(theme.Accent), theme.Color(theme.Accent)
		}
		widget.Place(r.box, x, y+(h-side)/2, side, side)
		widget.Place(r.tick, x+1, y+(h-side)/2+1, side-2, side-2)
		x += side + theme.Px(8)
	}
	rw := widget.TextWidth(it.right, false)
	end := width - theme.Px(12)
	split := max(x, theme.Px(10)+(end-theme.Px(10))*p.split)
	switch {
	case p.whole:
		texts, details := p.widest()
		split = min(x+texts+theme.Px(18), end-details)
		rw = min(rw, max(0, end-split-details-theme.Px(14)))
	case it.detail == "":
		split = end - rw
	}
	show := func(t *canvas.Text, text string, color fyne.ThemeColorName, bold bool, x, w float32) {
		t.Hidden = hidden || text == ""
		t.TextStyle.Bold = bold
		widget.PaintText(t, color, theme.TextSize())
		t.Text = widget.Cut(text, w, t.TextSize, t.TextStyle)
		widget.Place(t, x, y, max(0, w), h)
		t.Refresh()
	}
	color := theme.Text
	switch {
	case it.heading:
		color = theme.Caption
	case it.does:
		color = theme.Accent
	}
	show(r.text, it.text, color, it.heading, x, split-x-theme.Px(6))
	show(r.detail, it.detail, theme.Caption, false, split, end-split-rw-theme.Px(8))
	show(r.right, it.right, theme.Caption, false, end-rw-1, rw+1)
}
