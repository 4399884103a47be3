package list

import (
	"fyne.io/fyne/v2"

	"winnow/gui/entry"
	"winnow/gui/widget"
)

// listEdit is an editor laid over a cell.
type listEdit struct {
	row, column int
	editor      fyne.CanvasObject
}

// EditCell lays an editor over a cell and gives it the keyboard if it can take
// it. The caller reads the editor and calls EndEdit. It reports whether there is
// such a cell.
func (l *List) EditCell(row int, key string, editor fyne.CanvasObject) bool {
	l.EndEdit()
	if !l.goTo(row, key) {
		return false
	}
	l.edit = &listEdit{row, l.currentC, editor}
	l.view.bodyBox.Add(editor)
	l.Refresh()
	// The editor is not drawn yet, so that only the list knows the canvas.
	if f, c := widget.FirstFocusable(editor), widget.CanvasOf(l); f != nil && c != nil {
		c.Focus(f)
	}
	return true
}

// goTo makes a cell the current one, also of the row that adds one, brings it into sight,
// and reports whether there is such a cell.
func (l *List) goTo(row int, key string) bool {
	column := l.columnOf(key)
	if l.view == nil || row < 0 || row >= l.rows() || column < 0 {
		return false
	}
	l.current, l.currentC = row, column
	l.reveal()
	l.revealRow()
	return true
}

// TextEdit says which cell is edited as text, and how that goes on.
type TextEdit struct {
	Row int
	Key string
	// Entry is laid over the cell, its text and OnCommit set. Typed is the letter that
	// it begins with, or 0.
	Entry *entry.Entry
	Typed rune
	// Text is what a cell shows: F8 copies the one above.
	Text func(row int, key string) string
	// Next edits the next cell, or the previous one.
	Next func(back bool)
}

// EditText edits a cell as text: Enter and Tab save it and go on, Esc leaves it as it
// was.
func (l *List) EditText(e TextEdit) {
	done := func() {
		l.EndEdit()
		l.Focus()
	}
	e.Entry.OnKey = func(name string) bool {
		switch {
		case name == "F8" && e.Row > 0:
			e.Entry.Type(e.Text(e.Row-1, e.Key))
			return true
		case name != "Esc":
			return false
		}
		e.Entry.Revert()
		done()
		return true
	}
	move := func(back bool) {
		if e.Entry.Commit() {
			done()
			e.Next(back)
		}
	}
	e.Entry.OnEnter = func() { move(false) }
	e.Entry.OnTab = move
	if l.EditCell(e.Row, e.Key, e.Entry) && e.Typed != 0 {
		e.Entry.Type(string(e.Typed))
	}
}

// LookupCell opens a lookup under a cell, also of the row that adds one, and reports
// whether there is such a cell.
func (l *List) LookupCell(row int, key string, lookup entry.Lookup) bool {
	if !l.goTo(row, key) {
		return false
	}
	l.Refresh()
	x, y, w, _ := l.cellAt(row, l.currentC)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(l)
	entry.ShowLookupAt(widget.Spot{
		Canvas: widget.CanvasOf(l), Size: fyne.NewSize(w, l.view.height),
		Below: at.AddXY(x, l.view.body.Position().Y+y+l.view.height),
	}, lookup)
	return true
}

// Editing is the cell being edited, if one is.
func (l *List) Editing() (row int, key string, ok bool) {
	if l.edit == nil {
		return 0, "", false
	}
	return l.edit.row, l.columns[l.edit.column].Key, true
}

// EndEdit takes the editor away; the list does not take the keyboard back, call
// Focus for that.
func (l *List) EndEdit() {
	if l.edit == nil {
		return
	}
	editor := l.edit.editor
	l.edit = nil
	l.view.bodyBox.Remove(editor)
	l.Refresh()
}

// placeEdit keeps the editor on its cell while the list scrolls.
func (l *List) placeEdit() {
	if l.edit == nil {
		return
	}
	x, y, w, ok := l.cellAt(l.edit.row, l.edit.column)
	if !ok {
		widget.Place(l.edit.editor, 0, -100, 10, l.view.height)
		return
	}
	widget.Place(l.edit.editor, x, y, max(w, 60), l.view.height)
}
