package table

import "context"

// first are rows that a search found at once, while all are searched. They can be
// looked at and opened. As they are not all, no more than one of them can be selected,
// and they are neither counted nor exported.
type first struct {
	rows    Rows
	ordered bool // all others come behind them
	before  Rows // that were shown
	all     bool // all rows are to be selected when they are known
}

// readFirst shows the rows that a search finds at once, if its source can tell.
func (t *Table) readFirst(ctx context.Context, source Source, q Query) error {
	quick, ok := source.(Quick)
	if !ok || q.Search == "" {
		return nil
	}
	rows, ordered, err := quick.First(ctx, q)
	if err != nil || rows.Len() == 0 {
		return err
	}
	t.Tasks.Meanwhile(ctx, func() { t.showFirst(rows, ordered, q) })
	return nil
}

func (t *Table) showFirst(rows Rows, ordered bool, q Query) {
	before := t.rows
	if t.first != nil {
		before = t.first.before
	}
	t.rows, t.first, t.reading = nil, &first{rows: rows, ordered: ordered, before: before}, true
	t.display(rows, q)
	t.summary()
}

// end goes on from the first rows to all of them. What was selected in rows that now
// stand elsewhere is selected no more.
func (f *first) end(t *Table) {
	switch {
	case f.all:
		t.List.SelectAll()
	case !f.ordered:
		t.List.ClearSelection()
	}
}

// withoutFirst shows again what was shown before a search that failed.
func (t *Table) withoutFirst() {
	if t.first != nil {
		t.rows, t.first = t.first.before, nil
		t.List.Reset(t.Len())
	}
}

// shownRows are the rows that are shown: all, or the first ones.
func (t *Table) shownRows() Rows {
	if t.first != nil {
		return t.first.rows
	}
	return t.rows
}

// allWanted notes that all rows are to be selected, where they are not known yet.
func (t *Table) allWanted() bool {
	if t.first == nil {
		return false
	}
	t.first.all = true
	return true
}

// onlyOne leaves the current row alone selected, where several of the first ones are,
// and reports whether there were several.
func (t *Table) onlyOne() bool {
	t.first.all = false
	if t.List.SelectedCount() < 2 {
		return false
	}
	t.List.Select(t.List.Current())
	return true
}
