package table

import (
	"slices"

	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/theme"
)

// Editing lets cells be edited in place, in the columns whose Edit is set: Enter
// and Tab save and go on to the next such cell, Esc takes back what was typed,
// F8 copies the cell above.
type Editing struct {
	// Entry returns the field that a cell is edited in; without it, a plain one.
	Entry func(c Column) *entry.Entry
	// Check, where it is there, says what is wrong with a text. It is asked before
	// Save, and what is wrong is marked at the cell.
	Check func(c Column, text string) error
	// Save saves what was typed into the row with that key. What it does takes
	// place in the background; it calls Reload when the rows are others.
	Save func(row string, c Column, text string)
}

// edit lays an entry over a cell. typed is the letter that it begins with, or 0.
func (t *Table) edit(row int, key string, typed rune) {
	e := t.params.Editing
	column, ok := t.column(key)
	at, known := t.Key(row)
	if !ok || !known || !column.Edit {
		return
	}
	entry := entry.NewCell(theme.IconNone)
	if e.Entry != nil {
		entry = e.Entry(column)
	}
	entry.OnCommit = func(text string) error {
		if e.Check != nil {
			if err := e.Check(column, text); err != nil {
				t.Say(column.name() + " · " + i18n.Error(err).Error())
				return i18n.Error(err)
			}
		}
		e.Save(at, column, text)
		return nil
	}
	text := func(row int, key string) string {
		cell, _ := t.Cell(row, key)
		return cell.Text
	}
	entry.SetText(text(row, key))
	t.List.EditText(list.TextEdit{
		Row: row, Key: key, Entry: entry, Typed: typed, Text: text,
		Next: func(back bool) { t.editNext(row, key, back) },
	})
}

// editNext edits the next or the previous cell of the row that can be edited.
func (t *Table) editNext(row int, key string, back bool) {
	columns := t.List.Columns()
	at := slices.IndexFunc(columns, func(c list.Column) bool { return c.Key == key })
	step := 1
	if back {
		step = -1
	}
	for at += step; at >= 0 && at < len(columns); at += step {
		if columns[at].Edit {
			t.edit(row, columns[at].Key, 0)
			return
		}
	}
}

// Seen is the text in a column of the row with that key, as the person sees it.
func (t *Table) Seen(row, column string) (text string, ok bool) {
	first, last := t.List.Shown()
	for n := first; n <= last+1; n++ { // the last may be seen in part
		if key, known := t.Key(n); known && key == row {
			cell, there := t.Cell(n, column)
			return cell.Text, there
		}
	}
	return "", false
}

// CopyAbove gives the current cell the value of the one above.
func (t *Table) CopyAbove() {
	row, key := t.List.Current(), t.List.CurrentKey()
	column, ok := t.column(key)
	at, known := t.Key(row)
	above, there := t.Cell(row-1, key)
	if t.params.Editing != nil && ok && known && there && row > 0 && column.Edit {
		t.params.Editing.Save(at, column, above.Text)
	}
}
