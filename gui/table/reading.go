package table

import (
	"context"
	"maps"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"winnow/core/filter"
	"winnow/gui/i18n"
	"winnow/gui/list"
)

// Show shows the rows of another source: those of today's, or of what the page
// shows now.
func (t *Table) Show(s Source) {
	t.params.Source = s
	t.Reload()
}

// Reload reads the rows again. Before the look of last time is there it waits
// for that.
func (t *Table) Reload() {
	if t.cancel != nil {
		t.cancel()
	}
	source := t.params.Source
	if source == nil || !t.recalled {
		return
	}
	q, typed := t.query, maps.Clone(t.pane.typed)
	var read Rows
	var wrong map[string]*filter.Error
	say := t.sayReading()
	t.cancel = t.Tasks.Run(func(ctx context.Context) (err error) {
		if q.Filters, wrong, err = t.filters(ctx, typed); err != nil || len(wrong) > 0 {
			return err
		}
		if err := t.readFirst(ctx, source, q); err != nil {
			return err
		}
		read, err = source.Read(ctx, q)
		return err
	}, func(err error) {
		say.Stop()
		t.readings++
		t.reading = false
		if err != nil {
			t.withoutFirst()
			t.session.Go.Fail(err)
			t.summary()
			return
		}
		if len(wrong) > 0 && !t.pane.object.Visible() {
			t.pane.open()
		}
		t.pane.mark(q.Filters, wrong)
		if len(wrong) == 0 {
			t.publish(read, q)
		}
		t.summary()
	})
}

// moment is how long rows may be read before the table says so.
const moment = 400 * time.Millisecond

// sayReading says that rows are being read, if they are after a moment.
func (t *Table) sayReading() *time.Timer {
	t.readings++
	number := t.readings
	return time.AfterFunc(moment, func() {
		fyne.Do(func() {
			if number == t.readings && !t.Tasks.Closed() {
				t.reading = true
				t.summary()
			}
		})
	})
}

// publish shows rows that were read.
func (t *Table) publish(read Rows, q Query) {
	was := t.first
	t.rows, t.first = read, nil
	t.display(read, q)
	if was != nil {
		was.end(t)
	}
}

// display shows rows, all or the first ones.
func (t *Table) display(rows Rows, q Query) {
	t.filtered = slices.Sorted(maps.Keys(q.Filters))
	t.List.Empty = t.params.Empty
	if t.Narrowed() {
		t.List.Empty = i18n.T("table.nothing_suits_search_and_filters")
	}
	if t.Changed != nil {
		t.Changed()
	}
	t.List.SetSort(q.SortBy, q.Descending)
	t.List.SetFiltered(t.filtered)
	t.List.Reload(rows.Len())
}

func (t *Table) fetch(first, n int, done func([]list.Row)) {
	rows, columns := t.shownRows(), t.columnKeys()
	if rows == nil {
		done(nil)
		return
	}
	var read []list.Row
	t.Tasks.Run(func(ctx context.Context) (err error) {
		read, err = rows.Page(ctx, first, n, columns)
		return err
	}, func(err error) {
		if err != nil {
			t.session.Go.Fail(err)
		}
		done(read)
	})
}

// summary says how many rows there are and how many are selected.
func (t *Table) summary() {
	if t.Tab == nil || t.params.Count == nil {
		return
	}
	if t.rows == nil {
		if t.reading {
			t.Tab.SetSummary(i18n.T("table.reading_dialog"), "")
		}
		return
	}
	text := t.params.Count(t.rows.Len())
	if n := len(t.filtered); n > 0 {
		text += " · " + i18n.T("common.n_filters", "count", n)
	}
	closed := text
	if t.reading {
		text += " · " + i18n.T("table.reading_dialog")
	}
	if n := t.List.SelectedCount(); n > 1 {
		text += " · " + i18n.T("table.n_selected", "count", n)
	}
	t.Tab.SetSummary(text, closed)
}
