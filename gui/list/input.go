package list

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"winnow/gui/theme"
	"winnow/gui/widget"
)

// zone is a place in the list that can be pointed at.
type zone int

const (
	zoneNone zone = iota
	zoneHead
	zoneEdge // between two headings
	zoneRow
	zoneBar  // vertical scroll bar
	zoneBarH // horizontal one
)

// hit is what is at a point: which row, which column (-1 for none).
type hit struct {
	zone        zone
	row, column int
}

// listDrag is what is being dragged.
type listDrag struct {
	zone   zone
	column int
	start  float32 // pointer
	from   float32 // width, thumb
	moved  bool
	to     int // before which column a dragged one would be put
}

func (l *List) hitAt(p fyne.Position) hit {
	v := l.view
	if v == nil {
		return hit{}
	}
	body, size := v.body.Position(), v.body.Size()
	column, edge := l.columnAt(p.X)
	switch {
	case p.Y < v.headHeight && edge >= 0:
		return hit{zoneEdge, -1, edge}
	case p.Y < v.headHeight:
		return hit{zoneHead, -1, column}
	case p.X >= size.Width && !v.track.Hidden:
		return hit{zoneBar, -1, -1}
	case p.Y >= body.Y+size.Height && !v.trackH.Hidden:
		return hit{zoneBarH, -1, -1}
	case p.Y < body.Y:
		return hit{}
	}
	row := l.top + int((p.Y-body.Y)/v.height)
	if row >= l.rows() {
		return hit{}
	}
	return hit{zoneRow, row, column}
}

// columnAt is the column under x, and the column whose right edge is so near
// that it can be dragged; -1 for none.
func (l *List) columnAt(x float32) (column, edge int) {
	column, edge = -1, -1
	at := -l.left
	for i, c := range l.columns {
		end := at + theme.Px(c.Width)
		if x >= at && x < end {
			column = i
		}
		if x > end-headGrab && x < end+headGrab {
			edge = i
		}
		at = end
	}
	return column, edge
}

// MouseDown implements desktop.Mouseable: a row is selected when the button goes
// down, since Tapped waits for a second click.
func (l *List) MouseDown(ev *desktop.MouseEvent) {
	l.pointing = true
	defer func() { l.pointing = false }()
	if l.edit == nil {
		widget.Focus(l)
	}
	h := l.hitAt(ev.Position)
	l.pressed, l.drag = h, listDrag{}
	switch h.zone {
	case zoneEdge:
		l.drag = listDrag{zone: zoneEdge, column: h.column, start: ev.Position.X, from: theme.Px(l.columns[h.column].Width)}
	case zoneHead:
		l.drag = listDrag{zone: zoneHead, column: h.column, start: ev.Position.X}
	case zoneBar:
		l.pressBar(ev.Position.Y - l.view.body.Position().Y)
	case zoneBarH:
		l.drag = listDrag{zone: zoneBarH, start: ev.Position.X, from: l.left}
	case zoneRow:
		l.pressRow(h, ev)
	}
}

func (l *List) pressBar(y float32) {
	at, length := l.thumb()
	if y < at {
		l.scroll(-l.fullRows())
		return
	}
	if y > at+length {
		l.scroll(l.fullRows())
		return
	}
	l.drag = listDrag{zone: zoneBar, start: y, from: at}
}

func (l *List) pressRow(h hit, ev *desktop.MouseEvent) {
	if h.column >= 0 {
		l.currentC = h.column
	}
	if ev.Button == desktop.MouseButtonSecondary {
		if !l.selected.has(h.row) {
			l.moveTo(h.row, false, false)
		} else {
			l.moveTo(h.row, false, true)
		}
		return
	}
	ctrl := ev.Modifier&fyne.KeyModifierShortcutDefault != 0
	switch {
	case ev.Modifier&fyne.KeyModifierShift != 0:
		l.moveTo(h.row, true, false)
	case ctrl && h.row < l.length:
		l.selected = l.selected.toggle(h.row)
		l.anchor = h.row
		l.moveTo(h.row, false, true)
	default:
		l.moveTo(h.row, false, false)
	}
}

// MouseUp implements desktop.Mouseable.
func (l *List) MouseUp(ev *desktop.MouseEvent) {
	if ev.Button != desktop.MouseButtonPrimary || ev.Modifier != 0 {
		return
	}
	h := l.hitAt(ev.Position)
	if h != l.pressed || l.drag.moved {
		return
	}
	switch h.zone {
	case zoneHead:
		if h.column >= 0 && l.OnSort != nil {
			l.OnSort(l.columns[h.column].Key)
		}
	case zoneRow:
		l.clickRow(h)
	}
}

// clickRow does what a click on a row does. What that opens takes the keyboard, which
// the driver would take from it if it opened before the driver is done with the click.
func (l *List) clickRow(h hit) {
	if h.row >= l.length {
		if l.OnNewRow != nil {
			fyne.Do(func() { l.OnNewRow(0) })
		}
		return
	}
	data, ok := l.store.row(h.row)
	if ok && h.column >= 0 && h.column < len(data.Cells) && data.Cells[h.column].Style == Link &&
		data.Cells[h.column].Text != "" && l.OnLink != nil {
		fyne.Do(func() { l.OnLink(h.row, l.columns[h.column].Key) })
	}
}

// Tapped implements fyne.Tappable; MouseDown and MouseUp do the work.
func (l *List) Tapped(*fyne.PointEvent) {}

// DoubleTapped opens a row, or edits the cell if it can be edited; between two
// headings it fits the column to what stands in it.
func (l *List) DoubleTapped(ev *fyne.PointEvent) {
	switch h := l.hitAt(ev.Position); {
	case h.zone == zoneRow && h.row < l.length:
		l.act(0)
	case h.zone == zoneEdge:
		l.FitColumn(l.columns[h.column].Key)
	}
}

// TappedSecondary opens the menu of a row or a heading.
func (l *List) TappedSecondary(ev *fyne.PointEvent) {
	h := l.hitAt(ev.Position)
	switch {
	case h.zone == zoneHead && h.column >= 0 && l.OnHeadMenu != nil:
		l.OnHeadMenu(l.columns[h.column].Key, ev.AbsolutePosition)
	case h.zone == zoneRow && h.row < l.length && l.OnMenu != nil:
		l.OnMenu(h.row, ev.AbsolutePosition)
	}
}

// Dragged implements fyne.Draggable for column edges and scroll bars.
func (l *List) Dragged(ev *fyne.DragEvent) {
	if l.view == nil {
		return
	}
	if l.drag.zone == zoneHead && !l.dragHead(ev.Position.X) {
		return
	}
	l.drag.moved = true
	size := l.view.body.Size()
	switch l.drag.zone {
	case zoneEdge:
		scale := theme.Px(100) / 100
		l.columns[l.drag.column].Width = widget.Round(max(minColumn, l.drag.from+ev.Position.X-l.drag.start) / scale)
	case zoneBar:
		_, length := l.thumb()
		at := l.drag.from + ev.Position.Y - l.view.body.Position().Y - l.drag.start
		last := l.rows() - l.fullRows()
		l.setTop(int(float64(at) / float64(max(1, size.Height-length)) * float64(last)))
	case zoneBarH:
		l.left = l.drag.from + (ev.Position.X-l.drag.start)*l.columnsWidth()/max(1, size.Width)
	case zoneHead:
	default:
		return
	}
	l.Refresh()
}

// DragEnd implements fyne.Draggable.
func (l *List) DragEnd() {
	drag := l.drag
	l.drag = listDrag{}
	if drag.moved {
		l.pressed = hit{} // letting go is no click
	}
	switch {
	case drag.zone == zoneEdge && l.OnWidth != nil:
		c := l.columns[drag.column]
		l.OnWidth(c.Key, c.Width)
	case drag.zone == zoneHead && drag.moved:
		l.dropColumn(drag.column, drag.to)
	}
	l.Refresh()
}

// Scrolled implements fyne.Scrollable: three rows a notch. At its end the page
// scrolls.
func (l *List) Scrolled(ev *fyne.ScrollEvent) {
	const notch = 25 // what the driver tells for one
	if ev.Scrolled.DX != 0 {
		l.left -= ev.Scrolled.DX * 2
		l.Refresh()
	}
	if l.atEnd(ev.Scrolled.DY) {
		l.wheel = 0
		widget.ScrollPage(l, &fyne.ScrollEvent{PointEvent: ev.PointEvent, Scrolled: fyne.Delta{DY: ev.Scrolled.DY}})
		return
	}
	l.wheel -= ev.Scrolled.DY * 3 / notch
	if rows := int(l.wheel); rows != 0 {
		l.wheel -= float32(rows)
		l.scroll(rows)
	}
}

// atEnd reports whether the list can go no further the way that the wheel turns.
func (l *List) atEnd(by float32) bool {
	return by > 0 && l.top == 0 || by < 0 && l.top >= l.rows()-l.fullRows()
}

func (l *List) scroll(rows int) {
	l.setTop(l.top + rows)
	l.Refresh()
}

// MouseIn implements desktop.Hoverable.
func (l *List) MouseIn(ev *desktop.MouseEvent) { l.MouseMoved(ev) }

// MouseMoved implements desktop.Hoverable.
func (l *List) MouseMoved(ev *desktop.MouseEvent) {
	h := l.hitAt(ev.Position)
	l.cursor = desktop.DefaultCursor
	hover := -1
	switch h.zone {
	case zoneEdge:
		l.cursor = desktop.HResizeCursor
	case zoneRow:
		hover = h.row
		if d, ok := l.store.row(h.row); ok && h.column >= 0 && h.column < len(d.Cells) && d.Cells[h.column].Style == Link {
			l.cursor = desktop.PointerCursor
		}
	}
	if hover != l.hover {
		l.hover = hover
		l.Refresh()
	}
}

// MouseOut implements desktop.Hoverable.
func (l *List) MouseOut() {
	l.hover, l.cursor = -1, desktop.DefaultCursor
	l.Refresh()
}

// Cursor implements desktop.Cursorable.
func (l *List) Cursor() desktop.Cursor { return l.cursor }
