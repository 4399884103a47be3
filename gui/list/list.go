package list

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fynewidget "fyne.io/fyne/v2/widget"

	"winnow/gui/theme"
	"winnow/gui/widget"
)

// CellStyle says how a cell is drawn.
type CellStyle int

const (
	Normal CellStyle = iota
	Grey             // a default that is followed
	Bold             // a value of the row's own
	Accent           // a count to notice
	Link             // a click calls OnLink
)

// Column is one column of a List. Key is for the program, Caption for people.
// Width 0 is a medium width. The cells of an Edit column can be edited in place.
type Column struct {
	Key, Caption string
	Width        float32
	Align        widget.Align
	Edit         bool
}

// Cell is what stands in one column of a row.
type Cell struct {
	Text  string
	Style CellStyle
}

// Row is one row, its cells in the order of the columns. Key is the caller's and
// comes back with Row.
type Row struct {
	Key   string
	Cells []Cell
	// Item is what the row shows, for whoever made the row.
	Item any
	// Blocked says which Privacy Blocked contact the row is of, for people to read, since
	// files leave the row out; "" where its contact is not blocked.
	Blocked string
}

var (
	_ fyne.Focusable         = (*List)(nil)
	_ fyne.Shortcutable      = (*List)(nil)
	_ fyne.DoubleTappable    = (*List)(nil)
	_ fyne.SecondaryTappable = (*List)(nil)
	_ fyne.Tappable          = (*List)(nil)
	_ fyne.Scrollable        = (*List)(nil)
	_ fyne.Draggable         = (*List)(nil)
	_ desktop.Mouseable      = (*List)(nil)
	_ desktop.Hoverable      = (*List)(nil)
	_ desktop.Keyable        = (*List)(nil)
	_ desktop.Cursorable     = (*List)(nil)
)

// List shows rows in columns. It draws the visible rows only and fetches rows
// when they come into sight, so a million rows cost what thirty cost. All
// methods are for the UI goroutine.
type List struct {
	fynewidget.BaseWidget

	// Fetch is asked for n rows from first on and answers by calling done, now or
	// later, from any goroutine. An answer that came too late is dropped.
	Fetch func(first, n int, done func([]Row))

	OnSort     func(key string)                      // a heading was clicked
	OnWidth    func(key string, width float32)       // a column has another width
	OnMove     func(key string, to int)              // a column is to stand at that place, counted from 0
	OnSelect   func()                                // the selection or the current cell changed
	OnAll      func() bool                           // all rows are to be selected; true if the owner does that
	OnOpen     func(row int)                         // double click or Enter
	OnMenu     func(row int, at fyne.Position)       // secondary click or Shift+F10; at is absolute
	OnHeadMenu func(key string, at fyne.Position)    // secondary click on a heading
	OnLink     func(row int, key string)             // a Link cell was clicked
	OnEdit     func(row int, key string, typed rune) // edit a cell of an Edit column; typed is the first letter, or 0
	OnNewRow   func(typed rune)                      // the row that adds one was chosen
	OnCopy     func()                                // Ctrl+C
	OnDelete   func()                                // Delete
	OnKey      func(name string) bool                // first chance at every key, "Shift+F3"; true if used
	OnRune     func(r rune) bool                     // first chance at every letter; true if used

	Empty   string // what to say when there are no rows, once that is known
	NewRow  string // grey text of a last row that adds one, such as "+ Type a contact"; "" for none
	MinRows int    // how many rows the list wants to be high

	columns  []Column
	sortKey  string
	sortDown bool
	filtered []string // keys of the columns with a filter mark

	length int
	known  bool // how many rows there are has been said
	store  rowStore

	top      int     // first visible row
	left     float32 // how far the columns are scrolled
	wheel    float32 // part of a row the wheel has turned
	current  int     // row of the current cell
	currentC int     // column of the current cell
	anchor   int     // where a Shift selection began
	selected rangeSet
	hover    int
	focused  bool
	shift    bool // Shift is down, as told by key events
	drag     listDrag
	pressed  hit
	pointing bool // a mouse button is just being pressed
	cursor   desktop.Cursor

	edit *listEdit
	view *listView
}

// New returns an empty list with these columns.
func New(columns []Column) *List {
	l := &List{hover: -1, cursor: desktop.DefaultCursor}
	l.store.list = l
	l.ExtendBaseWidget(l)
	roomy := make([]Column, len(columns))
	for i, c := range columns {
		roomy[i] = c.Roomy()
	}
	l.SetColumns(roomy)
	return l
}

// SetColumns changes the columns. The cells that are known move with theirs; for
// those of new columns the rows must be given again (Reload or Reset).
func (l *List) SetColumns(columns []Column) {
	current := l.CurrentKey()
	l.store.arrange(l.columns, columns)
	l.columns = append([]Column(nil), columns...)
	for i := range l.columns {
		if l.columns[i].Width <= 0 {
			l.columns[i].Width = 120
		}
	}
	l.currentC = widget.Clamp(l.currentC, 0, max(0, len(columns)-1))
	if at := l.columnOf(current); at >= 0 {
		l.currentC = at
	}
	l.EndEdit()
	if l.view != nil {
		l.view.reset()
	}
	l.Refresh()
}

// columnOf is the place of the column with a key, or -1.
func (l *List) columnOf(key string) int {
	return slices.IndexFunc(l.columns, func(c Column) bool { return c.Key == key })
}

// Columns returns the columns with the widths they have now.
func (l *List) Columns() []Column { return append([]Column(nil), l.columns...) }

// SetSort shows by which column the rows are sorted, and that it is descending;
// "" for none. It does not sort.
func (l *List) SetSort(key string, descending bool) {
	l.sortKey, l.sortDown = key, descending
	l.Refresh()
}

// SetFiltered marks the headings of the columns that are filtered.
func (l *List) SetFiltered(keys []string) {
	l.filtered = slices.Clone(keys)
	l.Refresh()
}

// Reset shows other rows: length of them, from the first, with none selected.
func (l *List) Reset(length int) {
	l.EndEdit()
	l.store.clear()
	l.known = true
	l.length = max(0, length)
	l.top, l.current, l.anchor, l.selected, l.hover = 0, 0, 0, nil, -1
	l.Refresh()
	l.changed()
}

// Reload fetches the rows again, now length of them, and keeps the place and as
// much of the selection as there still is. What was known stays visible until
// the answer is there.
func (l *List) Reload(length int) {
	l.store.stale()
	l.known = true
	before := l.selected.count()
	l.length = max(0, length)
	l.selected = l.selected.remove(Range{l.length, maxRows})
	l.current = widget.Clamp(l.current, 0, max(0, l.rows()-1))
	l.anchor = widget.Clamp(l.anchor, 0, max(0, l.rows()-1))
	l.setTop(l.top)
	l.Refresh()
	if l.selected.count() != before {
		l.changed()
	}
}

// SetRows shows these rows, all of them in memory.
func (l *List) SetRows(rows []Row) {
	l.Fetch = func(first, n int, done func([]Row)) {
		if first >= len(rows) {
			done(nil)
			return
		}
		done(rows[first:min(first+n, len(rows))])
	}
	l.Reset(len(rows))
}

// Len is the number of rows.
func (l *List) Len() int { return l.length }

// Row returns a row if it has been fetched.
func (l *List) Row(row int) (Row, bool) { return l.store.row(row) }

// Shown returns the first and the last row that are wholly visible; last is
// before first if none is.
func (l *List) Shown() (first, last int) {
	return l.top, min(l.top+l.fullRows(), l.length) - 1
}

// Current is the row of the current cell, or -1 if there are no rows or it is
// the row that adds one.
func (l *List) Current() int {
	if l.current >= l.length {
		return -1
	}
	return l.current
}

// CurrentKey is the key of the column of the current cell.
func (l *List) CurrentKey() string {
	if l.currentC >= len(l.columns) {
		return ""
	}
	return l.columns[l.currentC].Key
}

// Selected returns the selected rows as runs, in order.
func (l *List) Selected() []Range { return append([]Range(nil), l.selected...) }

// SelectedCount is the number of selected rows.
func (l *List) SelectedCount() int { return l.selected.count() }

// Select selects this row only, makes it the current one and shows it.
func (l *List) Select(row int) {
	l.moveTo(row, false, false)
}

// SelectAll selects all rows.
func (l *List) SelectAll() {
	if l.OnAll != nil && l.OnAll() {
		return
	}
	l.selected = nil
	if l.length > 0 {
		l.selected = rangeSet{{0, l.length - 1}}
	}
	l.Refresh()
	l.changed()
}

// ClearSelection selects no row.
func (l *List) ClearSelection() {
	l.selected = nil
	l.Refresh()
	l.changed()
}

// SetCurrent moves the current cell without touching the selection.
func (l *List) SetCurrent(row int, key string) {
	l.current = widget.Clamp(row, 0, max(0, l.rows()-1))
	if at := l.columnOf(key); at >= 0 {
		l.currentC = at
	}
	l.reveal()
	l.Refresh()
}

// ScrollTo brings a row into sight.
func (l *List) ScrollTo(row int) {
	switch {
	case row < l.top:
		l.setTop(row)
	case row >= l.top+l.fullRows():
		l.setTop(row - l.fullRows() + 1)
	}
	l.Refresh()
}

const maxRows = int(^uint(0) >> 2)

// rows is the number of rows with the row that adds one.
func (l *List) rows() int {
	if l.NewRow != "" {
		return l.length + 1
	}
	return l.length
}

func (l *List) setTop(row int) {
	l.top = widget.Clamp(row, 0, max(0, l.rows()-l.fullRows()))
}

// moveTo makes a row current. extend selects from the anchor to it, keep leaves
// the selection as it is; otherwise that row alone is selected.
func (l *List) moveTo(row int, extend, keep bool) {
	if l.rows() == 0 {
		return
	}
	row = widget.Clamp(row, 0, l.rows()-1)
	l.current = row
	switch {
	case extend && l.length > 0:
		last := min(row, l.length-1)
		l.selected = rangeSet{{min(l.anchor, last), max(l.anchor, last)}}
	case !keep:
		l.anchor, l.selected = row, nil
		if row < l.length {
			l.selected = rangeSet{{row, row}}
		}
	}
	l.reveal()
	l.Refresh()
	l.changed()
}

// reveal scrolls so far that the current cell can be seen.
func (l *List) reveal() {
	l.ScrollTo(l.current)
	if l.focused {
		l.revealRow()
	}
	if l.view == nil || l.currentC >= len(l.columns) {
		return
	}
	x := float32(0)
	for _, c := range l.columns[:l.currentC] {
		x += theme.Px(c.Width)
	}
	width := theme.Px(l.columns[l.currentC].Width)
	if end := x + width - l.view.body.Size().Width; l.left < end {
		l.left = end
	}
	if l.left > x {
		l.left = x
	}
}

func (l *List) changed() {
	if l.OnSelect != nil {
		l.OnSelect()
	}
}
