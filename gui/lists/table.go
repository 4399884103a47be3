// Package lists shows the lists of segments and of contacts, and a contact. It
// decides nothing itself; rows come from the engine, page by page.
package lists

import (
	"context"
	"maps"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/gui/look"
	"winnow/gui/part"
	"winnow/gui/session"
	"winnow/gui/work"
)

// column is a column that a table can show.
type column struct {
	part.Column
	// field is what the column is filtered as.
	field catalog.Field
	// hidden says that it is shown only where a person asks for it.
	hidden bool
}

// query says which rows are wanted, and in which order.
type query struct {
	sortBy     string
	descending bool
	search     string
	filters    map[string]filter.Filter
}

// rows are rows in an order, of which any place is reached at once. A row holds
// a cell for every column of the table, shown or not.
type rows struct {
	len  int
	page func(ctx context.Context, first, n int) ([]part.Row, error)
}

// table is a list with what every list of the program can do: sort, search,
// choose and size columns, copy rows, and look the same next time.
type table struct {
	desk    *work.Desk
	session *session.Session
	list    *part.List
	search  *part.Entry
	choose  *part.Button
	filter  *part.Button
	pane    *pane
	body    *part.Stack
	tab     *part.FastTab
	bar     *part.ActionBar

	name     string // under which its look is kept
	all      []column
	shown    []int // which of all
	query    query
	rows     rows
	filtered int // how many columns are filtered
	read     func(ctx context.Context, q query) (rows, error)
	count    func(n int) string // "7 segments"
	// changed is called when other rows have been read.
	changed func()
	cancel  context.CancelFunc
}

func newTable(s *session.Session, name, caption string, columns []column) *table {
	t := &table{desk: work.NewDesk(), session: s, name: name, all: columns}
	t.list = part.NewList(nil)
	t.list.Fetch = t.fetch
	t.list.OnSort = t.sort
	t.list.OnWidth = func(string, float32) { t.keep() }
	t.list.OnSelect = t.summary
	t.list.OnCopy = t.copyRows
	t.search = part.NewSearchBox(lang.L("Search (F3)"), t.find, t.list.Focus)
	t.choose = part.NewLink(lang.L("Columns"), t.chooseColumns)
	t.pane = newPane(t)
	t.filter = part.NewLink(lang.L("Filter"), t.pane.toggle)
	t.body = part.NewStackFill(0, 0, t.pane.object, t.list)
	t.tab = part.Panel(caption, t.body, part.Wide(t.search, 240), t.filter, t.choose)
	for i, c := range columns {
		if !c.hidden {
			t.shown = append(t.shown, i)
		}
	}
	t.setColumns()
	t.recall()
	return t
}

// content is the table as a page holds it.
func (t *table) content() fyne.CanvasObject { return part.NewStack(0, 12, t.tab) }

// keys are the keys that every list knows.
func (t *table) keys() map[string]func() {
	return map[string]func(){
		"F3": t.search.Focus, "F5": t.reload, "Alt+F7": t.sortHere,
		"Shift+F3": t.pane.toggle, "Alt+F3": t.pane.here, "Ctrl+A": t.list.SelectAll,
	}
}

func (t *table) setColumns() {
	columns := make([]part.Column, len(t.shown))
	for i, n := range t.shown {
		columns[i] = t.all[n].Column
	}
	t.list.SetColumns(columns)
	t.list.Reload(t.list.Len())
}

// reload reads the rows again.
func (t *table) reload() {
	if t.cancel != nil {
		t.cancel()
	}
	q, typed := t.query, maps.Clone(t.pane.typed)
	var read rows
	var wrong map[string]*filter.Error
	t.cancel = t.desk.Run(func(ctx context.Context) (err error) {
		if q.filters, wrong, err = t.filters(ctx, typed); err != nil || len(wrong) > 0 {
			return err
		}
		read, err = t.read(ctx, q)
		return err
	}, func(err error) {
		if err != nil {
			t.session.Go.Fail(err)
			return
		}
		t.pane.mark(q.filters, wrong)
		if len(wrong) > 0 {
			return
		}
		t.rows, t.filtered = read, len(q.filters)
		t.list.SetSort(q.sortBy, q.descending)
		t.list.Reload(read.len)
		t.summary()
		if t.changed != nil {
			t.changed()
		}
	})
}

func (t *table) fetch(first, n int, done func([]part.Row)) {
	page := t.rows.page
	if page == nil {
		done(nil)
		return
	}
	shown := slices.Clone(t.shown)
	var read []part.Row
	t.desk.Run(func(ctx context.Context) (err error) {
		read, err = page(ctx, first, n)
		return err
	}, func(err error) {
		if err != nil {
			t.session.Go.Fail(err)
		}
		done(pick(read, shown))
	})
}

// pick returns rows with the cells of the shown columns only.
func pick(full []part.Row, shown []int) []part.Row {
	picked := make([]part.Row, len(full))
	for i, row := range full {
		picked[i].Key = row.Key
		for _, n := range shown {
			picked[i].Cells = append(picked[i].Cells, row.Cells[n])
		}
	}
	return picked
}

// summary says how many rows there are and how many are selected.
func (t *table) summary() {
	if t.tab == nil || t.count == nil {
		return
	}
	text := t.count(t.rows.len)
	if t.filtered > 0 {
		text += " · " + lang.N("{{.n}} filters", t.filtered, map[string]any{"n": t.filtered})
	}
	if n := t.list.SelectedCount(); n > 1 {
		text += " · " + lang.N("{{.n}} selected", n, map[string]any{"n": part.Number(n)})
	}
	t.tab.SetSummary(text, text)
}

// sort sorts by a column: up, down, and then as at first.
func (t *table) sort(key string) {
	switch {
	case t.query.sortBy != key:
		t.query.sortBy, t.query.descending = key, false
	case !t.query.descending:
		t.query.descending = true
	default:
		t.query.sortBy, t.query.descending = "", false
	}
	t.list.ClearSelection()
	t.keep()
	t.reload()
}

func (t *table) sortHere() {
	if key := t.list.CurrentKey(); key != "" {
		t.sort(key)
	}
}

func (t *table) find(text string) {
	if text == t.query.search {
		return
	}
	t.query.search = text
	t.list.Reset(t.list.Len())
	t.reload()
}

// chooseColumns lets one tick which columns are shown.
func (t *table) chooseColumns() {
	var ticked []string
	for _, n := range t.shown {
		ticked = append(ticked, t.all[n].Caption)
	}
	t.keepWidths()
	part.ShowLookup(t.choose, part.Lookup{
		Multi: true, Ticked: ticked, Width: 300,
		Search: func(text string, done func([]part.LookupItem)) {
			var items []part.LookupItem
			for _, c := range t.all {
				if strings.Contains(strings.ToLower(c.Caption), strings.ToLower(text)) {
					items = append(items, part.LookupItem{Value: c.Caption})
				}
			}
			done(items)
		},
		OnTake: func(captions []string) {
			var shown []int
			for _, caption := range captions {
				if n := slices.IndexFunc(t.all, func(c column) bool { return c.Caption == caption }); n >= 0 {
					shown = append(shown, n)
				}
			}
			if len(shown) > 0 {
				t.shown = shown
				t.setColumns()
				t.keep()
			}
		},
	})
}

// chosenKeys are the keys of the selected rows, in order; where none is selected,
// that of the current one. It is for lists that hold their rows in memory.
func (t *table) chosenKeys() []string {
	var keys []string
	ranges := t.list.Selected()
	if len(ranges) == 0 && t.list.Current() >= 0 {
		ranges = []part.Range{{First: t.list.Current(), Last: t.list.Current()}}
	}
	for _, r := range ranges {
		page, err := t.rows.page(context.Background(), r.First, r.Last-r.First+1)
		if err != nil {
			t.session.Go.Fail(err)
			return nil
		}
		for _, row := range page {
			keys = append(keys, row.Key)
		}
	}
	return keys
}

// key is the key of a row that was read.
func (t *table) key(row int) (string, bool) {
	r, ok := t.list.Row(row)
	return r.Key, ok
}

// say shows in the action bar what was done.
func (t *table) say(text string) {
	if t.bar != nil {
		t.bar.SetStatus(text)
	}
}

// menu opens the menu of a row: what can be done with it, and copying.
func (t *table) menu(at fyne.Position, items ...*fyne.MenuItem) {
	items = append(items, fyne.NewMenuItemSeparator(), part.MenuItem(lang.L("Copy"), look.IconCopy, t.copyRows))
	part.ShowMenu(t.session.Window.Canvas(), at, items...)
}
