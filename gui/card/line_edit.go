package card

import (
	"context"
	"slices"

	"fyne.io/fyne/v2/lang"

	"winnow/core/catalog"
	"winnow/core/segment"
	"winnow/core/value"
	"winnow/gui/part"
	"winnow/gui/work"
)

// edit lays an entry over a cell of a line's own field.
func (l *lines) edit(row int, key string, typed rune) {
	column, ok := findColumn(key)
	at, known := l.keyOf(row)
	if !ok || !known {
		return
	}
	entry := newValueEntry(l.card, column.Field, part.NewCellEntry)
	entry.SetText(l.cellText(row, key))
	entry.OnCommit = func(text string) error {
		if _, err := value.Parse(column.Field, text, l.card.read.env); err != nil {
			l.card.say(joined(column.Caption, work.Text(err)))
			return err
		}
		l.write(segment.LineChange{LineNos: []int64{at.line}, Fields: map[string]string{key: text}}, nil)
		return nil
	}
	done := func() {
		l.list.EndEdit()
		l.list.Focus()
	}
	entry.OnKey = func(name string) bool {
		switch {
		case name == "F8" && row > 0:
			entry.Type(l.cellText(row-1, key))
			return true
		case name != "Esc":
			return false
		}
		entry.Revert()
		done()
		return true
	}
	move := func(back bool) {
		if !entry.Commit() {
			return
		}
		done()
		l.editNext(row, key, back)
	}
	entry.OnEnter = func() { move(false) }
	entry.OnTab = move
	if l.list.EditCell(row, key, entry) && typed != 0 {
		entry.Type(string(typed))
	}
}

// key knows the list's keys beside those that every list has.
func (l *lines) key(name string) bool {
	if name == "F8" {
		l.copyAbove()
		return true
	}
	return false
}

// copyAbove gives the current cell the value of the one above.
func (l *lines) copyAbove() {
	row, key := l.list.Current(), l.list.CurrentKey()
	column, ok := findColumn(key)
	at, known := l.keyOf(row)
	if !ok || !known || row < 1 || !column.own || key == "contact_no" {
		return
	}
	l.write(segment.LineChange{LineNos: []int64{at.line}, Fields: map[string]string{key: l.cellText(row-1, key)}}, nil)
}

// editNext edits the next or the previous field of the line's own.
func (l *lines) editNext(row int, key string, back bool) {
	columns := l.list.Columns()
	at := slices.IndexFunc(columns, func(c part.Column) bool { return c.Key == key })
	step := 1
	if back {
		step = -1
	}
	for at += step; at >= 0 && at < len(columns); at += step {
		if columns[at].Edit {
			l.edit(row, columns[at].Key, 0)
			return
		}
	}
}

func (l *lines) cellText(row int, key string) string {
	cell, _ := l.Cell(row, key)
	return cell.Text
}

// write changes fields of lines; chosen, where it is given, names the lines.
func (l *lines) write(change segment.LineChange, chosen func() []int64) {
	c := l.card
	no := c.no
	var edit deed
	edit.again = func(ctx context.Context) (string, error) {
		return c.no, c.session.Segments.SetLines(ctx, c.no, change)
	}
	c.Desk.RunSlow(c.session.Window.Canvas(), lang.L("Changing the lines…"), func(ctx context.Context, _ func(done, total int)) (err error) {
		if chosen != nil {
			change.LineNos = chosen()
		}
		if edit.before, err = c.session.Segments.Hold(ctx, no, segment.HoldParams{LineNos: change.LineNos}); err != nil {
			return err
		}
		return c.session.Segments.SetLines(ctx, no, change)
	}, func(err error, stopped bool) {
		if err == nil {
			c.undo.push(edit)
		}
		switch {
		case stopped:
			c.say(lang.L("Stopped; nothing was changed"))
		case err != nil:
			c.say(work.Text(err))
		case len(change.LineNos) == 1:
			c.say(lang.L("Saved"))
		default:
			c.say(lang.N("{{.n}} lines changed", len(change.LineNos), map[string]any{"n": part.Number(len(change.LineNos))}))
		}
		c.Reload()
	})
}

// typeContact looks up a contact in the row after the last, and adds a line for
// the one that is chosen.
func (l *lines) typeContact(typed rune) {
	l.card.made(func() { l.lookupContact(typed) })
}

func (l *lines) lookupContact(typed rune) {
	start := ""
	if typed != 0 {
		start = string(typed)
	}
	l.list.LookupCell(l.list.Len(), l.list.Columns()[0].Key, part.Lookup{
		Width: 460, Start: start, Search: l.card.codes(catalog.Contact),
		OnTake: func(values []string) {
			l.list.Focus()
			l.add(values, false)
		},
	})
}

// add adds lines by hand. A contact that has a line already is added again only
// where one says so.
func (l *lines) add(contacts []string, again bool) {
	c := l.card
	no := c.no
	c.Desk.Write(func(ctx context.Context) error {
		_, err := c.session.Segments.AddLines(ctx, no, contacts, again)
		return err
	}, func(err error) {
		switch {
		case isThere(err) && !again:
			part.Ask(c.session.Window.Canvas(), part.Question{
				Title: lang.L("Add the contact again?"),
				Text:  lang.L("**{{.contact}}** is in the segment already. Add a further line?", map[string]any{"contact": contacts[0]}),
				OnYes: func() { l.add(contacts, true) },
			})
		case err != nil:
			c.say(work.Text(err))
		default:
			c.undo.acted()
			c.say(lang.N("{{.n}} contacts added by hand", len(contacts), map[string]any{"n": len(contacts)}))
			c.Reload()
		}
	})
}

// deleteSelected deletes the selected lines; Go Back brings them back.
func (l *lines) deleteSelected() {
	c := l.card
	if l.known() == nil || l.list.SelectedCount() == 0 {
		c.say(lang.L("No line is selected"))
		return
	}
	no, chosen := c.no, l.chosen()
	var result segment.Result
	c.Desk.RunSlow(c.session.Window.Canvas(), lang.L("Deleting lines…"), func(ctx context.Context, _ func(done, total int)) (err error) {
		result, err = c.session.Segments.DeleteLines(ctx, no, chosen())
		return err
	}, func(err error, stopped bool) {
		switch {
		case stopped:
			c.say(lang.L("Stopped; nothing was changed"))
			return
		case err != nil:
			c.say(work.Text(err))
			return
		}
		c.undo.acted()
		n := result.LinesBefore - result.LinesAfter
		c.say(lang.N("{{.n}} lines deleted; Go Back brings them back", n, map[string]any{"n": part.Number(n)}))
		c.Reload()
		if result.LinesAfter == 0 {
			c.history.offerClear()
		}
	})
}
