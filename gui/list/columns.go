package list

import (
	"fyne.io/fyne/v2"

	"winnow/gui/theme"
	"winnow/gui/widget"
)

const (
	headPull  float32 = 6   // how far a heading is dragged before it moves
	maxFitted float32 = 600 // the widest that FitColumn makes a column
)

// Roomy returns the column as wide as its heading at least: another language may
// have a longer one.
func (c Column) Roomy() Column {
	if c.Width > 0 {
		scale := theme.Px(100) / 100
		c.Width = max(c.Width, widget.Round((widget.TextWidth(c.Caption, true)+2*cellInset)/scale+1))
	}
	return c
}

// dragHead notes where a dragged heading would be put, and reports whether it
// has been dragged far enough to move at all.
func (l *List) dragHead(x float32) bool {
	pulled := x - l.drag.start
	if l.drag.column < 0 || l.OnMove == nil || !l.drag.moved && pulled > -headPull && pulled < headPull {
		return false
	}
	l.drag.to = len(l.columns)
	at := -l.left
	for i, c := range l.columns {
		w := theme.Px(c.Width)
		if x < at+w/2 {
			l.drag.to = i
			break
		}
		at += w
	}
	return true
}

// dropColumn moves a column before another.
func (l *List) dropColumn(column, before int) {
	to := before
	if to > column {
		to--
	}
	if to != column {
		l.OnMove(l.columns[column].Key, to)
	}
}

// moveColumn asks for the current column to stand one place further.
func (l *List) moveColumn(step int) bool {
	to := l.currentC + step
	if l.OnMove == nil || to < 0 || to >= len(l.columns) {
		return false
	}
	l.OnMove(l.columns[l.currentC].Key, to)
	return true
}

// FitColumn makes a column as wide as its heading and what is known of its rows
// around the ones in sight.
func (l *List) FitColumn(key string) {
	at := l.columnOf(key)
	if at < 0 {
		return
	}
	size := theme.TextSize()
	width := fyne.MeasureText(l.columns[at].Caption, size, fyne.TextStyle{Bold: true}).Width + l.marksWidth(key)
	for row := l.top - pageRows; row <= l.top+l.fullRows()+pageRows; row++ {
		data, ok := l.store.row(row)
		if !ok || at >= len(data.Cells) {
			continue
		}
		style := fyne.TextStyle{Bold: data.Cells[at].Style == Bold || data.Cells[at].Style == Accent}
		width = max(width, fyne.MeasureText(data.Cells[at].Text, size, style).Width)
	}
	scale := theme.Px(100) / 100
	l.columns[at].Width = widget.Clamp(widget.Round((width+2*cellInset)/scale+1), minColumn, maxFitted)
	l.Refresh()
	if l.OnWidth != nil {
		l.OnWidth(key, l.columns[at].Width)
	}
}
