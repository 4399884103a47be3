package list

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"winnow/gui/theme"
	"winnow/gui/widget"
)

const (
	barWidth   float32 = 10 // scroll bars
	cellInset  float32 = 8
	minThumb   float32 = 28
	headGrab   float32 = 5 // how near to a column's edge one can drag it
	minColumn  float32 = 28
	markSide   float32 = 12 // the arrow and the filter mark of a heading
	waitingRow         = "…"
)

// listView is what a List draws.
type listView struct {
	list *List

	back, headBack, headLine *canvas.Rectangle
	track, thumb             *canvas.Rectangle // vertical
	trackH, thumbH           *canvas.Rectangle
	frame, cell              *canvas.Rectangle // focus: the list, the current cell
	empty                    *canvas.Text
	emptyLines               *widget.Paragraph // where one line has no room for it
	arrow                    *widget.Image
	drop                     *canvas.Rectangle // where a dragged heading would be put
	marks                    []*widget.Image   // of filtered columns

	head, body         *container.Clip
	headBox, bodyBox   *fyne.Container
	headTexts          []*canvas.Text
	rows               []*listRow
	drawn              int     // first row drawn last
	height, headHeight float32 // of a row, of the heading
}

// listRow is what is drawn of one visible row; it is used again for the row that
// comes to its place.
type listRow struct {
	back, line *canvas.Rectangle
	texts      []*canvas.Text
	shown      []shownCell
}

// shownCell is what a cell's text was made of, to leave alone what did not
// change.
type shownCell struct {
	cell  Cell
	width float32
	size  float32
	dark  bool
}

// CreateRenderer implements fyne.Widget.
func (l *List) CreateRenderer() fyne.WidgetRenderer {
	v := &listView{list: l}
	rect := func() *canvas.Rectangle { return canvas.NewRectangle(theme.Color(theme.Nothing)) }
	v.back, v.headBack, v.headLine = rect(), rect(), rect()
	v.track, v.thumb, v.trackH, v.thumbH = rect(), rect(), rect(), rect()
	v.thumb.CornerRadius, v.thumbH.CornerRadius = 3, 3
	v.frame, v.cell = rect(), rect()
	v.frame.StrokeWidth, v.cell.StrokeWidth = 1, widget.FocusWidth
	v.empty = widget.NewText("", theme.Faint, false)
	v.empty.Alignment = fyne.TextAlignCenter
	v.emptyLines = widget.NewParagraph("")
	v.emptyLines.Color = theme.Faint
	v.arrow = widget.NewImage(theme.IconUp, theme.Caption, markSide)
	v.drop = rect()
	v.headBox, v.bodyBox = container.NewWithoutLayout(), container.NewWithoutLayout()
	v.head, v.body = container.NewClip(v.headBox), container.NewClip(v.bodyBox)
	// A clip extends itself only when first drawn, but an editor in it may be
	// given the keyboard before that.
	v.head.ExtendBaseWidget(v.head)
	v.body.ExtendBaseWidget(v.body)
	l.view = v
	p := &widget.Painter{
		Widget: l,
		Parts: []fyne.CanvasObject{v.back, v.headBack, v.head, v.headLine, v.body, v.empty, v.emptyLines,
			v.track, v.thumb, v.trackH, v.thumbH, v.frame, v.drop},
		Arrange: v.layout,
		Min: func() fyne.Size {
			rows := max(l.MinRows, 2)
			return fyne.NewSize(120, theme.Px(30)+1+float32(rows)*theme.RowHeight())
		},
		Update: v.colors,
	}
	v.colors()
	return p
}

func (v *listView) colors() {
	v.back.FillColor = theme.Color(theme.Card)
	v.headBack.FillColor = theme.Color(theme.Head)
	v.headLine.FillColor = theme.Color(theme.Strong)
	for _, r := range []*canvas.Rectangle{v.track, v.trackH} {
		r.FillColor = theme.Color(theme.Head)
	}
	for _, r := range []*canvas.Rectangle{v.thumb, v.thumbH} {
		r.FillColor = theme.Color(theme.Thumb)
	}
	widget.Frame(v.frame, theme.Nothing, v.list.focused && v.list.rows() == 0)
	if v.list.focused && v.list.rows() > 0 { // where the current cell has a frame of its own
		v.frame.StrokeColor = theme.Color(theme.Track)
	}
	v.cell.StrokeColor = theme.Color(theme.Accent)
	v.drop.FillColor = theme.Color(theme.Accent)
	widget.PaintText(v.empty, theme.Faint, theme.TextSize())
	v.empty.Text = v.list.Empty
	if v.emptyLines.Text() != v.list.Empty {
		v.emptyLines.SetText(v.list.Empty)
	}
}

// reset forgets what was made for the columns there were.
func (v *listView) reset() {
	v.rows, v.headTexts, v.marks = nil, nil, nil
	v.headBox.Objects, v.bodyBox.Objects = nil, nil
}

// fullRows is how many rows are wholly visible.
func (l *List) fullRows() int {
	if l.view == nil || l.view.height == 0 {
		return 1
	}
	return max(1, int(l.view.body.Size().Height/l.view.height))
}

func (l *List) columnsWidth() float32 {
	w := float32(0)
	for _, c := range l.columns {
		w += theme.Px(c.Width)
	}
	return w
}

func (v *listView) layout(size fyne.Size) {
	l := v.list
	v.height, v.headHeight = theme.RowHeight(), theme.Px(30)
	if size.Height < v.headHeight {
		return
	}
	wide := l.columnsWidth()
	bodyW, bodyH := size.Width, size.Height-v.headHeight-1
	needV := func() bool { return float32(l.rows())*v.height > bodyH }
	showV := needV()
	if showV {
		bodyW -= barWidth
	}
	showH := wide > bodyW+0.5
	if showH {
		bodyH -= barWidth
		if !showV && needV() {
			showV = true
			bodyW -= barWidth
		}
	}
	l.left = widget.Clamp(l.left, 0, max(0, wide-bodyW))

	widget.Place(v.back, 0, 0, size.Width, size.Height)
	widget.Place(v.headBack, 0, 0, size.Width, v.headHeight)
	widget.Place(v.headLine, 0, v.headHeight, size.Width, 1)
	widget.Place(v.frame, 0, 0, size.Width, size.Height)
	widget.Place(v.head, 0, 0, bodyW, v.headHeight)
	widget.Place(v.body, 0, v.headHeight+1, bodyW, bodyH)
	l.setTop(l.top)
	v.layoutBars(showV, showH)
	none, whole := l.rows() == 0 && l.Empty != "" && l.known, v.empty.MinSize().Width <= bodyW
	v.empty.Hidden = !none || !whole
	widget.SetVisible(v.emptyLines, none && !whole)
	widget.Place(v.emptyLines, theme.Px(14), v.headHeight+theme.Px(14), bodyW-theme.Px(28), bodyH-theme.Px(14))
	widget.Place(v.empty, 0, v.headHeight+theme.Px(14), bodyW, v.height)

	first, last := l.top, min(l.top+int(bodyH/v.height)+1, l.length)-1
	l.store.need(first, last)
	v.layoutHead()
	v.layoutRows(bodyH)
	l.placeEdit()
}

func (v *listView) layoutBars(showV, showH bool) {
	l := v.list
	v.track.Hidden, v.thumb.Hidden = !showV, !showV
	v.trackH.Hidden, v.thumbH.Hidden = !showH, !showH
	pos, size := v.body.Position(), v.body.Size()
	widget.Place(v.track, size.Width, pos.Y, barWidth, size.Height)
	widget.Place(v.trackH, 0, pos.Y+size.Height, size.Width, barWidth)
	if showV {
		at, length := l.thumb()
		widget.Place(v.thumb, size.Width+2, pos.Y+at, barWidth-4, length)
	}
	if showH {
		wide := l.columnsWidth()
		length := max(minThumb, size.Width*size.Width/wide)
		at := (size.Width - length) * l.left / max(1, wide-size.Width)
		widget.Place(v.thumbH, at, pos.Y+size.Height+2, length, barWidth-4)
	}
}

// thumb is where the thumb of the vertical bar begins and how long it is. It is computed
// from row numbers, since coordinates of far rows are not exact.
func (l *List) thumb() (at, length float32) {
	height := l.view.body.Size().Height
	length = max(minThumb, height*float32(l.fullRows())/float32(max(1, l.rows())))
	length = min(length, height)
	last := max(1, l.rows()-l.fullRows())
	return float32(float64(height-length) * float64(l.top) / float64(last)), length
}

func (v *listView) layoutRows(bodyH float32) {
	l := v.list
	want := int(bodyH/v.height) + 1
	for len(v.rows) < want {
		v.rows = append(v.rows, v.newRow())
	}
	// What is still in sight keeps its texts, which are expensive to draw.
	n := len(v.rows)
	by := ((l.top-v.drawn)%n + n) % n
	v.rows = append(v.rows[by:n:n], v.rows[:by]...)
	v.drawn = l.top
	widget.Place(v.cell, -20, -20, 1, 1)
	for i, r := range v.rows {
		row := l.top + i
		if i >= want || row >= l.rows() {
			r.hide()
			continue
		}
		v.layoutRow(r, row, float32(i)*v.height)
	}
	v.placeCell()
}

func (v *listView) newRow() *listRow {
	r := &listRow{back: canvas.NewRectangle(theme.Color(theme.Card)), line: canvas.NewRectangle(theme.Color(theme.Line))}
	objects := []fyne.CanvasObject{r.back, r.line}
	for range v.list.columns {
		t := widget.NewText("", theme.Text, false)
		r.texts = append(r.texts, t)
		objects = append(objects, t)
	}
	r.shown = make([]shownCell, len(r.texts))
	// The current cell's frame and an editor stay above the rows.
	v.bodyBox.Objects = append(objects, v.bodyBox.Objects...)
	if len(v.rows) == 0 {
		v.bodyBox.Objects = append(v.bodyBox.Objects, v.cell)
	}
	return r
}

func (r *listRow) hide() {
	r.back.Hidden, r.line.Hidden = true, true
	for _, t := range r.texts {
		t.Hidden = true
	}
}

func (v *listView) layoutRow(r *listRow, row int, y float32) {
	l := v.list
	width := v.body.Size().Width
	fill := theme.Card
	switch {
	case l.selected.has(row):
		fill = theme.Soft
	case row == l.hover:
		fill = theme.Hover
	}
	r.back.Hidden, r.line.Hidden = false, false
	r.back.FillColor, r.line.FillColor = theme.Color(fill), theme.Color(theme.Line)
	widget.Place(r.back, 0, y, width, v.height)
	widget.Place(r.line, 0, y+v.height-1, width, 1)
	data, ok := l.store.row(row)
	if row >= l.length {
		data = Row{Cells: []Cell{{Text: l.NewRow, Style: Grey}}}
	} else if !ok {
		data = Row{Cells: []Cell{{Text: waitingRow, Style: Grey}}}
	}
	dark := theme.IsDark()
	x := -l.left
	for i, c := range l.columns {
		w, t := theme.Px(c.Width), r.texts[i]
		if row >= l.length { // its text may run over all columns
			w = max(w, width-x)
		}
		if i >= len(data.Cells) || data.Cells[i].Text == "" || x > width || x+w < 0 {
			t.Hidden = true
			x += theme.Px(c.Width)
			continue
		}
		t.Hidden = false
		t.Alignment = widget.TextAlign(c.Align)
		want := shownCell{data.Cells[i], w, theme.TextSize(), dark}
		if r.shown[i] != want {
			r.shown[i] = want
			paintCell(t, data.Cells[i].Style)
			t.Text = widget.Cut(data.Cells[i].Text, w-2*cellInset, t.TextSize, t.TextStyle)
			t.Refresh()
		}
		left, top, room, height := x+cellInset, y, max(0, w-2*cellInset), v.height-1
		if t.TextStyle.Underline { // the line is drawn along the whole text, from its top left
			size := t.MinSize()
			height = size.Height
			top += (v.height - 1 - height) / 2
			if c.Align == widget.Right && size.Width < room {
				left, room = left+room-size.Width, size.Width
			}
		}
		widget.Place(t, left, top, room, height)
		x += theme.Px(c.Width)
	}
}

func paintCell(t *canvas.Text, style CellStyle) {
	color := theme.Text
	switch style {
	case Grey:
		color = theme.Faint
	case Accent, Link:
		color = theme.Accent
	}
	t.TextStyle = fyne.TextStyle{Bold: style == Bold || style == Accent, Underline: style == Link}
	widget.PaintText(t, color, theme.TextSize())
}

// placeCell frames the current cell while the list has the keyboard.
func (v *listView) placeCell() {
	l := v.list
	v.cell.Hidden = !l.focused || l.rows() == 0
	if x, y, w, ok := l.cellAt(l.current, l.currentC); ok && !v.cell.Hidden {
		if l.current >= l.length {
			x, w = 0, v.body.Size().Width
		}
		widget.Place(v.cell, x, y, w-1, v.height-1)
	}
}

// cellAt is where a cell is drawn in the body, if its row is visible.
func (l *List) cellAt(row, column int) (x, y, w float32, ok bool) {
	if l.view == nil || column >= len(l.columns) || row < l.top || row > l.top+l.fullRows() {
		return 0, 0, 0, false
	}
	x = -l.left
	for _, c := range l.columns[:column] {
		x += theme.Px(c.Width)
	}
	return x, float32(row-l.top) * l.view.height, theme.Px(l.columns[column].Width), true
}
