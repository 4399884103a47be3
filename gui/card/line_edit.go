package card

import (
	"context"
	"slices"

	"winnow/core/catalog"
	"winnow/core/segment"
	"winnow/core/value"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// edit lays an entry over a cell of a line's own field.
func (l *lines) edit(row int, key string, typed rune) {
	column, ok := findColumn(l.card.session.Company.Catalog(), key)
	at, known := l.keyOf(row)
	if !ok || !known {
		return
	}
	entry := newValueEntry(l.card, column.Field, entry.NewCell)
	entry.SetText(l.cellText(row, key))
	entry.OnCommit = func(text string) error {
		text = i18n.Typed(column.Field, text, l.card.read.env.WorkDate)
		if _, err := value.Parse(column.Field, text, l.card.read.env); err != nil {
			l.card.say(joined(i18n.Translate(column.Caption), work.Text(err)))
			return i18n.Error(err)
		}
		l.write(segment.LineChange{LineNos: []int64{at.line}, Fields: map[string]string{key: text}}, nil)
		return nil
	}
	l.list.EditText(list.TextEdit{
		Row: row, Key: key, Entry: entry, Typed: typed, Text: l.cellText,
		Next: func(back bool) { l.editNext(row, key, back) },
	})
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
	if l.card.looking() {
		return
	}
	row, key := l.list.Current(), l.list.CurrentKey()
	column, ok := findColumn(l.card.session.Company.Catalog(), key)
	at, known := l.keyOf(row)
	if !ok || !known || row < 1 || !column.settable() {
		return
	}
	l.write(segment.LineChange{LineNos: []int64{at.line}, Fields: map[string]string{key: i18n.Typed(column.Field, l.cellText(row-1, key), l.card.read.env.WorkDate)}}, nil)
}

// editNext edits the next or the previous field of a line's own; behind the last
// of one line comes the first of the next.
func (l *lines) editNext(row int, key string, back bool) {
	columns := l.list.Columns()
	at := slices.IndexFunc(columns, func(c list.Column) bool { return c.Key == key })
	step := 1
	if back {
		step = -1
	}
	for {
		at += step
		if at < 0 || at >= len(columns) {
			row += step
			at = (at + len(columns)) % len(columns)
		}
		if row < 0 || row >= l.list.Len() {
			return
		}
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
	var edit undoEntry
	var kept []catalog.Field
	set := func(ctx context.Context, no string) (string, error) {
		fields, err := c.session.Segments.SetLines(ctx, no, change)
		kept = nil
		for _, k := range fields {
			kept = append(kept, k.Field)
		}
		return no, err
	}
	edit.again = set
	c.Tasks.RunSlow(c.session.Window.Canvas(), i18n.T("card.changing_lines_dialog"), func(ctx context.Context, _ func(done, total int)) (err error) {
		if chosen != nil {
			change.LineNos = chosen()
		}
		if edit.before, err = c.session.Segments.OwnValues(ctx, no, segment.OwnValuesParams{LineNos: change.LineNos}); err != nil {
			return err
		}
		_, err = set(ctx, no)
		return err
	}, func(err error, stopped bool) {
		if err == nil {
			c.together.undo.push(edit)
		}
		switch {
		case stopped:
			c.say(i18n.T("common.stopped_nothing_was_changed"))
		case err != nil:
			c.session.Tell(err, c.say)
		case len(change.LineNos) == 1:
			c.sayEdit(sentences(i18n.T("common.saved"), keptText(kept)), c.back)
		default:
			c.sayUndo(sentences(i18n.T("card.n_lines_changed", "count", len(change.LineNos)), keptText(kept)), c.back)
		}
		c.changed()
	})
}

// typeContact looks up a contact in the row after the last, and adds a line for
// the one that is chosen.
func (l *lines) typeContact(typed rune) {
	if l.card.refuses() {
		return
	}
	l.card.now()
	l.card.made(func() { l.lookupContact(typed) })
}

func (l *lines) lookupContact(typed rune) {
	lookup := contactLookup(l.card, func(no string) {
		l.list.Focus()
		l.add(no, false)
	})
	lookup.Start = entry.Begin(typed)
	l.list.LookupCell(l.list.Len(), l.list.Columns()[0].Key, lookup)
}

// add adds a line by hand. A contact that has a line already is added again only
// where one says so.
func (l *lines) add(contact string, again bool) {
	c := l.card
	no := c.no
	name := ""
	c.Tasks.Write(func(ctx context.Context) error {
		if _, err := c.session.Segments.AddLines(ctx, no, []string{contact}, again); err != nil {
			return err
		}
		// The line is there: what its contact is called is told if it can be.
		name, _ = c.session.Records.Describe(ctx, catalog.Contact, contact)
		return nil
	}, func(err error) {
		switch {
		case isThere(err) && !again:
			widget.Ask(c.session.Window.Canvas(), widget.Question{
				Title: i18n.T("card.in_segment_already"),
				Text:  i18n.T("card.contact_has_line_in_this_segment", "contact", contact),
				Yes:   i18n.T("card.add_further_line"), No: i18n.T("common.cancel"),
				OnYes: func() { l.add(contact, true) },
			})
		case err != nil:
			c.session.Tell(err, c.say)
		default:
			c.together.undo.acted()
			c.sayUndo(i18n.T("card.contact_added", "contact", joined(contact, name)), c.back)
			l.toTail = true // where the next can be typed
			c.changed()
		}
	})
}

// deleteSelected deletes the selected lines; Go Back brings them back.
func (l *lines) deleteSelected() {
	c := l.card
	if c.looking() {
		return
	}
	if l.known() == nil || l.list.SelectedCount() == 0 {
		c.say(i18n.T("card.no_line_is_selected"))
		return
	}
	no, chosen := c.no, l.chosen()
	var result segment.Result
	c.Tasks.RunSlow(c.session.Window.Canvas(), i18n.T("card.deleting_lines_dialog"), func(ctx context.Context, _ func(done, total int)) (err error) {
		result, err = c.session.Segments.DeleteLines(ctx, no, chosen())
		return err
	}, func(err error, stopped bool) {
		switch {
		case stopped:
			c.say(i18n.T("common.stopped_nothing_was_changed"))
			return
		case err != nil:
			c.session.Tell(err, c.say)
			return
		}
		c.together.undo.acted()
		n := result.LinesBefore - result.LinesAfter
		c.sayUndo(i18n.T("card.n_lines_deleted_go_back_brings_them", "count", n), c.back)
		c.changed()
		if result.LinesAfter == 0 {
			c.history.offerClear()
		}
	})
}
