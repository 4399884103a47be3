package entry

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynewidget "fyne.io/fyne/v2/widget"

	"winnow/gui/theme"
	"winnow/gui/widget"
)

// Field is a caption and what stands beside it. Without a caption the object
// stands where captions do ("+ Filter").
type Field struct {
	Caption string
	Object  fyne.CanvasObject
	Remove  func() // takes the field away: a cross beside it; nil for none
}

// Fields shows fields in two columns, one where there is little room, filled row
// by row.
type Fields struct {
	fynewidget.BaseWidget

	CaptionWidth float32 // 0 for the usual one

	fields   []Field
	captions []*canvas.Text
	crosses  []*iconButton // nil where a field stays
}

// NewFields returns the grid of these fields.
func NewFields(fields ...Field) *Fields {
	f := &Fields{}
	f.ExtendBaseWidget(f)
	f.SetFields(fields...)
	return f
}

// SetFields shows other fields.
func (f *Fields) SetFields(fields ...Field) {
	f.fields, f.captions, f.crosses = append([]Field(nil), fields...), nil, nil
	for _, field := range f.fields {
		f.captions = append(f.captions, widget.NewText(field.Caption, theme.Caption, false))
		var cross *iconButton
		if field.Remove != nil {
			cross = newIconButton(theme.IconClose, field.Remove)
		}
		f.crosses = append(f.crosses, cross)
	}
	f.Refresh()
}

// Parts implements widget.Composite.
func (f *Fields) Parts() []fyne.CanvasObject {
	var parts []fyne.CanvasObject
	for _, field := range f.fields {
		parts = append(parts, field.Object)
	}
	return parts
}

// Object returns what stands beside a caption, or nil.
func (f *Fields) Object(caption string) fyne.CanvasObject {
	for _, field := range f.fields {
		if field.Caption == caption {
			return field.Object
		}
	}
	return nil
}

// CopyAbove gives the entry that has the keyboard the text of the entry above
// it, and reports whether there are the two.
func (f *Fields) CopyAbove() bool {
	for i, field := range f.fields {
		entry, ok := field.Object.(*Entry)
		if !ok || !entry.Focused() {
			continue
		}
		i -= f.columns(f.Size().Width)
		if i < 0 {
			return false
		}
		above, ok := f.fields[i].Object.(*Entry)
		if ok && entry.Enabled() {
			entry.Type(above.Text())
		}
		return ok
	}
	return false
}

// Remove takes the field away that has the keyboard, if it can be, and reports
// whether it could.
func (f *Fields) Remove() bool {
	for _, field := range f.fields {
		if entry, ok := field.Object.(*Entry); ok && entry.Focused() && field.Remove != nil {
			field.Remove()
			return true
		}
	}
	return false
}

func (f *Fields) columns(width float32) int {
	if width < theme.Px(620) || f.widest() > f.columnWidth(width, 2)/2 {
		return 1
	}
	return 2
}

// columnWidth is how wide each of some columns is.
func (f *Fields) columnWidth(width float32, columns int) float32 {
	return (width - theme.Px(34)*float32(columns-1)) / float32(columns)
}

// widest is how much room the widest caption needs.
func (f *Fields) widest() float32 {
	w := float32(0)
	for _, field := range f.fields {
		w = max(w, widget.TextWidth(field.Caption, false)+theme.Px(10))
	}
	return w
}

// rowHeights are the heights of the rows where there is so much room.
func (f *Fields) rowHeights(width float32) []float32 {
	var heights []float32
	columns, over := f.columns(width), f.over(width)
	for i, field := range f.fields {
		h := theme.FieldHeight()
		if field.Object != nil {
			h = max(h, field.Object.MinSize().Height)
		}
		if field.Caption != "" {
			h += over
		}
		if i%columns == 0 {
			heights = append(heights, h)
		} else {
			heights[i/columns] = max(heights[i/columns], h)
		}
	}
	return heights
}

// CreateRenderer implements fyne.Widget.
func (f *Fields) CreateRenderer() fyne.WidgetRenderer {
	p := &widget.Painter{Widget: f}
	collect := func() {
		p.Parts = nil
		for i, field := range f.fields {
			p.Parts = append(p.Parts, f.captions[i])
			if field.Object != nil {
				p.Parts = append(p.Parts, field.Object)
			}
			if f.crosses[i] != nil {
				p.Parts = append(p.Parts, f.crosses[i])
			}
			widget.PaintText(f.captions[i], theme.Caption, theme.TextSize())
		}
	}
	collect()
	gap := func() float32 { return theme.Px(5) }
	p.Min = func() fyne.Size {
		width := f.Size().Width
		if width == 0 {
			width = theme.Px(800)
		}
		total := float32(0)
		for i, h := range f.rowHeights(width) {
			if i > 0 {
				total += gap()
			}
			total += h
		}
		return fyne.NewSize(theme.Px(280), total)
	}
	p.Arrange = func(s fyne.Size) { f.place(s, gap()) }
	p.Update = collect
	return p
}

// side is how much room the captions want beside the fields.
func (f *Fields) side() float32 {
	side := f.CaptionWidth
	if side == 0 {
		side = 150
	}
	return max(theme.Px(side), f.widest()) // other languages have longer captions
}

// over is the height of the captions where they stand over their fields, as there is
// too little room beside them; else 0.
func (f *Fields) over(width float32) float32 {
	if f.columns(width) > 1 || f.side() <= width/2 {
		return 0
	}
	return theme.Px(22)
}

func (f *Fields) place(s fyne.Size, gap float32) {
	columns := f.columns(s.Width)
	between := theme.Px(34)
	w := f.columnWidth(s.Width, columns)
	side, over := min(f.side(), w/2), f.over(s.Width)
	captionWidth := side
	if over > 0 {
		side, captionWidth = 0, w
	}
	for i, field := range f.fields { // how high some are depends on their width
		if _, ok := field.Object.(*Entry); ok && field.Object.Size().Width != f.width(i, w, side) {
			field.Object.Resize(fyne.NewSize(f.width(i, w, side), field.Object.Size().Height))
		}
	}
	heights := f.rowHeights(s.Width)
	y := float32(0)
	for i, field := range f.fields {
		x := float32(i%columns) * (w + between)
		if i > 0 && i%columns == 0 {
			y += heights[i/columns-1] + gap
		}
		t := f.captions[i]
		t.Text = widget.Cut(field.Caption, captionWidth-theme.Px(8), t.TextSize, t.TextStyle)
		t.Refresh()
		y := y // of the field
		if over > 0 && field.Caption != "" {
			widget.Place(t, x, y, captionWidth-theme.Px(8), over)
			y += over
		} else {
			widget.Place(t, x, y, captionWidth-theme.Px(8), theme.FieldHeight())
		}
		if field.Object == nil {
			continue
		}
		min := field.Object.MinSize()
		h := max(min.Height, theme.FieldHeight())
		switch {
		case field.Caption == "":
			widget.Place(field.Object, x, y+(theme.FieldHeight()-min.Height)/2, min.Width, min.Height)
		case f.crosses[i] != nil:
			cross := crossSide()
			widget.Place(f.crosses[i], x+w-cross, y+(theme.FieldHeight()-cross)/2, cross, cross)
			widget.Place(field.Object, x+side, y, f.width(i, w, side), h)
		default:
			widget.Place(field.Object, x+side, y, f.width(i, w, side), h)
		}
	}
}

// width is how wide a field's object is in a column of that width.
func (f *Fields) width(i int, column, caption float32) float32 {
	if f.crosses[i] != nil {
		return column - caption - crossSide() - theme.Px(2)
	}
	return column - caption
}

func crossSide() float32 { return theme.Px(20) }
