// Package table is the list that all pages of the program have: it sorts by any
// column, searches, filters, lets one choose, move and size columns, copies and
// exports rows, edits cells in place where the page allows it, keeps views, and
// looks the same next time. It knows no page and decides nothing itself; rows
// come from a Source, page by page.
//
// A page makes its Table with New, and Table.Page makes a page of it. Where the table
// is a part of a page only, that sets on Table.List what is its own: OnOpen for Enter
// and double click, OnLink, OnDelete, OnMenu (which calls Table.Menu with the page's
// entries), NewRow and OnNewRow. The rows are one of:
//
//	table.Records{Session: s, Table: "mailing_group"}  // any table of the catalog
//	table.Items[T]{...}                                // a few things in memory
//	table.SourceFunc(...)                              // anything else
//
// for instance:
//
//	columns := table.FieldColumns(catalog.Must("mailing_group").Fields, []list.Column{
//		{Key: "code", Width: 120}, {Key: "description", Width: 300},
//	})
//	t := table.New(table.Params{
//		Session: s, Name: "codes.mailing_group", Caption: i18n.T("codes.mailing_groups"), Columns: columns,
//		Source: table.Records{Session: s, Table: "mailing_group", Link: "code"},
//		Count:  func(n int) string { return i18n.T("codes.n_mailing_groups", "count", n) },
//	})
//	page := t.Page(table.PageParams{Bar: bar, Open: p.open, New: p.create, Delete: p.askDelete})
//
// Cells are edited in place with Params.Editing, in columns whose Edit is set.
package table

import (
	"context"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// Column is a column that a table can show. Its caption is the heading, which
// may be short; the field's is the whole one.
type Column struct {
	list.Column
	// Field is what the column is filtered and sorted as; a column without one can be
	// neither.
	Field catalog.Field
	// Hidden says that it is shown only where a person asks for it.
	Hidden bool
}

// name is what the column is called where there is room.
func (c Column) name() string {
	if c.Field.Caption != "" {
		return i18n.Translate(c.Field.Caption)
	}
	return c.Caption
}

// Params say what a table is.
type Params struct {
	Session *session.Session
	// Tasks read the rows; without any the table has its own, which
	// the page closes.
	Tasks *work.Tasks
	// Name is under what the look and the views are kept: "segments".
	Name string
	// Caption stands over the rows.
	Caption string
	Columns []Column
	// Source is where the rows come from; without one there are none until Show
	// names one.
	Source Source
	// Count says how many rows there are: "7 segments".
	Count func(n int) string
	// Empty is said where there are no rows at all.
	Empty string
	// Bar, if there is one, says what was done.
	Bar *widget.ActionBar
	// Folds says that the table can be collapsed, as one of a card's FastTabs.
	Folds bool
	// Fresh says that the filters of last time do not count: the rows are others.
	Fresh bool
	// Search is what is searched for at first.
	Search string
	// Where narrows the rows at first; then the filters of last time do not count
	// either.
	Where route.Where
	// AndWhere are further conditions beside Where.
	AndWhere []route.Where
	// Editing, if it is there, lets cells be edited in place.
	Editing *Editing
}

// Table is a list with all that lists can do.
type Table struct {
	// List shows the rows. A page sets what happens to them; Fetch, OnSort,
	// OnWidth, OnMove, OnSelect, OnCopy, OnEdit and OnHeadMenu are the table's.
	List *list.List
	// Tab holds the list under its heading.
	Tab *widget.FastTab
	// Tasks read the rows.
	Tasks *work.Tasks
	// Search is the field to search with.
	Search *entry.Entry
	// Bar says what was done; nil for nothing.
	Bar *widget.ActionBar
	// Changed is called when other rows have been read, before they are shown.
	Changed func()
	// Selected is called when other rows are selected.
	Selected func()

	params  Params
	session *session.Session
	choose  *widget.Button
	filter  *widget.Button
	export  *widget.Button
	pane    *pane
	views   *views
	body    *widget.Stack

	all      []Column
	shown    []int // which of all, in order
	query    Query
	rows     Rows
	first    *first   // what is shown while all rows are searched
	filtered []string // the columns that are filtered
	readings int      // counts what begins and ends being read
	reading  bool     // it takes longer than a moment
	recalled bool     // the look of last time is there
	last     kept     // that look
	cancel   context.CancelFunc
	done     []Done // what can be taken back
}

// New returns a table; it reads its rows at once, and Reload reads them again.
func New(p Params) *Table {
	p.Columns = slices.Clone(p.Columns)
	for i, c := range p.Columns {
		p.Columns[i].Column = c.Column.Roomy()
	}
	p.Fresh = p.Fresh || p.Where != route.Where{}
	t := &Table{params: p, session: p.Session, Tasks: p.Tasks, Bar: p.Bar, all: slices.Clone(p.Columns)}
	if t.Tasks == nil {
		t.Tasks = work.NewTasks()
	}
	t.List = list.New(nil)
	t.List.Fetch = t.fetch
	t.List.OnSort = t.sort
	t.List.OnWidth = func(string, float32) { t.keep() }
	t.List.OnSelect = t.selected
	t.List.OnAll = t.allWanted
	t.List.OnCopy = t.Copy
	t.List.OnMove = t.move
	t.List.OnHeadMenu = t.headMenu
	t.List.Empty = p.Empty
	if p.Editing != nil {
		t.List.OnEdit = t.edit
	}
	t.Search = entry.NewSearchBox(i18n.T("table.search_f3"), t.find, t.List.Focus)
	t.Search.SetText(p.Search)
	t.query.Search = p.Search
	t.choose = widget.NewLink(i18n.T("common.columns"), t.chooseColumns)
	t.export = widget.NewLink(i18n.T("table.export_list_dialog"), t.Export)
	t.pane, t.views = newPane(t), newViews(t)
	t.filter = widget.NewLink(i18n.T("common.filter_2"), t.pane.toggle)
	t.body = widget.NewStackFill(0, 0, t.pane.object, t.List)
	t.Tab = t.newTab()
	for i, c := range t.all {
		if !c.Hidden {
			t.shown = append(t.shown, i)
		}
	}
	t.setColumns()
	t.recall()
	return t
}

func (t *Table) newTab() *widget.FastTab {
	var tab *widget.FastTab
	if t.params.Folds {
		tab = widget.NewFastTab(t.params.Caption, t.body)
		tab.Fill, tab.Flush = true, true
	} else {
		tab = widget.Panel(t.params.Caption, t.body)
	}
	tab.AddExtra(t.views.button)
	for _, o := range []fyne.CanvasObject{widget.Wide(t.Search, 220), t.filter, t.choose, t.export} {
		tab.AddRight(o)
	}
	return tab
}

// Content is the table as a page holds it.
func (t *Table) Content() fyne.CanvasObject { return widget.NewStack(0, 12, t.Tab) }

// PageParams are what a page does with its table.
type PageParams struct {
	// Bar says what was done.
	Bar *widget.ActionBar
	// Needing are the buttons that need a row.
	Needing []*widget.Button
	// Open opens a row, by Enter, double click or link.
	Open func(row int)
	// New makes a row: Alt+N.
	New func()
	// Delete deletes the picked rows: Delete in the list, Ctrl+Delete on the page.
	Delete func()
	// Menu opens a row's menu.
	Menu func(row int, at fyne.Position)
}

// Page returns the page that consists of the table.
func (t *Table) Page(p PageParams) *widget.Page {
	t.Bar = p.Bar
	t.List.OnOpen, t.List.OnDelete, t.List.OnMenu = p.Open, p.Delete, p.Menu
	if p.Open != nil {
		t.List.OnLink = func(row int, _ string) { p.Open(row) }
	}
	t.Changed = func() {
		for _, b := range p.Needing {
			b.SetEnabled(t.shownRows() != nil && t.shownRows().Len() > 0)
		}
	}
	t.Changed()
	page := &widget.Page{
		Title: t.params.Caption, Actions: p.Bar, Content: t.Content(), First: t.List,
		Keys: t.Keys(), OnShow: t.Reload, OnClose: t.Tasks.Close,
	}
	for key, do := range map[string]func(){"Alt+N": p.New, "Ctrl+Delete": p.Delete} {
		if do != nil {
			page.Keys[key] = do
		}
	}
	return page
}

// Keys are the keys that every list knows; a page adds its own.
func (t *Table) Keys() map[string]func() {
	keys := map[string]func(){
		"F3": t.Search.Focus, "F5": t.Reload, "Alt+F7": t.sortHere,
		"Shift+F3": t.pane.toggle, "Alt+F3": t.pane.filterHere, "Ctrl+Shift+Alt+F3": t.pane.reset,
		"Ctrl+A": t.List.SelectAll, "Ctrl+E": t.Export,
	}
	if t.params.Editing != nil {
		keys["F8"] = t.CopyAbove
	}
	return keys
}

// Focused reports whether the keyboard is in the list or its search field.
func (t *Table) Focused() bool {
	return t.Search.Focused() || t.session.Window.Canvas().Focused() == t.List
}

// Rows are the rows read last; nil until some have been.
func (t *Table) Rows() Rows { return t.rows }

// Query is what the rows read last were asked for, without the filters.
func (t *Table) Query() Query { return t.query }

// Narrowed reports whether a search or filters leave rows out.
func (t *Table) Narrowed() bool { return t.query.Search != "" || len(t.filtered) > 0 }

// ShowAll takes the search and all filters away.
func (t *Table) ShowAll() {
	t.Search.SetText("")
	t.query.Search = ""
	t.pane.reset()
}

// Len is the number of rows.
func (t *Table) Len() int {
	if t.rows == nil {
		return 0
	}
	return t.rows.Len()
}

// Key is the key of a row that was read.
func (t *Table) Key(row int) (string, bool) {
	r, ok := t.List.Row(row)
	return r.Key, ok
}

// Item returns what a row shows whose source is Items, if it was read.
func Item[T any](t *Table, row int) (item T, ok bool) {
	r, _ := t.List.Row(row)
	item, ok = r.Item.(T)
	return item, ok
}

// Current is the key of the current row.
func (t *Table) Current() (string, bool) { return t.Key(t.List.Current()) }

// Cell is what stands in a column that is shown, of a row that was read.
func (t *Table) Cell(row int, column string) (list.Cell, bool) {
	r, _ := t.List.Row(row)
	at := slices.IndexFunc(t.List.Columns(), func(c list.Column) bool { return c.Key == column })
	if at < 0 || at >= len(r.Cells) {
		return list.Cell{}, false
	}
	return r.Cells[at], true
}

// picked are the selected rows; where none is selected, the current one.
func (t *Table) picked() []list.Range {
	picked := t.List.Selected()
	if row := t.List.Current(); len(picked) == 0 && row >= 0 {
		picked = []list.Range{{First: row, Last: row}}
	}
	return picked
}

// Chosen returns a function that reads the keys of the picked rows, in order; it
// is to be called in the background, as a million of them take a moment.
func (t *Table) Chosen() func(ctx context.Context) ([]string, error) {
	rows, picked := t.shownRows(), t.picked()
	return func(ctx context.Context) (keys []string, err error) {
		err = eachRow(ctx, rows, picked, nil, func(row list.Row) error {
			keys = append(keys, row.Key)
			return nil
		})
		return keys, err
	}
}

// NamePicked reads in the background the keys of the picked rows, which are rows of a table
// of the catalog, and what the first of them are called. It gives both to done, unless no
// row is picked.
func (t *Table) NamePicked(table string, done func(keys []string, named string)) {
	chosen := t.Chosen()
	var keys []string
	session.Read(t.session, t.Tasks, func(ctx context.Context) (named string, err error) {
		if keys, err = chosen(ctx); err != nil {
			return "", err
		}
		return t.session.Records.Named(ctx, table, keys)
	}, func(named string) {
		if len(keys) > 0 {
			done(keys, named)
		}
	})
}

// Numbers reads the keys of rows whose keys are numbers.
func Numbers(ctx context.Context, keys func(context.Context) ([]string, error)) ([]int64, error) {
	read, err := keys(ctx)
	if err != nil {
		return nil, err
	}
	numbers := make([]int64, len(read))
	for i, key := range read {
		if numbers[i], err = strconv.ParseInt(key, 10, 64); err != nil {
			return nil, err
		}
	}
	return numbers, nil
}

// All returns a function that reads the keys of all rows that are shown, in order; it
// is to be called beside the interface.
func (t *Table) All() func(ctx context.Context) ([]string, error) {
	rows := t.rows
	return func(ctx context.Context) (keys []string, err error) {
		if rows == nil {
			return nil, nil
		}
		err = eachRow(ctx, rows, []list.Range{{First: 0, Last: rows.Len() - 1}}, nil, func(row list.Row) error {
			keys = append(keys, row.Key)
			return ctx.Err()
		})
		return keys, err
	}
}

// Say shows in the action bar what was done.
func (t *Table) Say(text string) { t.SayUndo(text, nil) }

// SayUndo does so with Undo, which does undo; nil where nothing can be undone.
func (t *Table) SayUndo(text string, undo func()) {
	if t.Bar != nil {
		t.Bar.SayUndo(text, undo)
	}
}

// FilterTo narrows the rows to those whose column satisfies a filter; where they are
// narrowed so already, that filter goes.
func (t *Table) FilterTo(key, text string) {
	if t.pane.typed[key] == text {
		text = ""
	}
	t.pane.set(key, text)
	t.pane.open()
	t.pane.changed()
}

// Menu opens the menu of a row: what the page can do with it, and what every
// list can.
func (t *Table) Menu(at fyne.Position, items ...*fyne.MenuItem) {
	if len(items) > 0 {
		items = append(items, fyne.NewMenuItemSeparator())
	}
	items = append(items, widget.MenuItem(i18n.T("common.copy"), theme.IconCopy, t.Copy),
		widget.MenuItem(i18n.T("common.filter_to_this_value"), theme.IconFilter, t.pane.filterHere))
	if column, ok := t.column(t.List.CurrentKey()); ok {
		item := widget.MenuItem(i18n.T("table.column", "column", column.name()), theme.IconColumns, func() {})
		item.ChildMenu = fyne.NewMenu("", t.columnMenu(column.Key)...)
		items = append(items, item)
	}
	widget.ShowMenu(t.session.Window.Canvas(), at, items...)
}

func (t *Table) selected() {
	if t.first != nil && t.onlyOne() {
		return
	}
	t.summary()
	if t.Selected != nil {
		t.Selected()
	}
}

// sort sorts by a column: up, down, and then as at first.
func (t *Table) sort(key string) {
	column, _ := t.column(key)
	switch {
	case column.Field.Key == "":
		t.Say(i18n.T("table.column_cannot_be_sorted", "column", column.name()))
	case t.query.SortBy != key:
		t.sortBy(key, false)
	case !t.query.Descending:
		t.sortBy(key, true)
	default:
		t.sortBy("", false)
	}
}

func (t *Table) sortBy(key string, descending bool) {
	t.query.SortBy, t.query.Descending = key, descending
	t.List.ClearSelection()
	t.keep()
	t.Reload()
}

func (t *Table) sortHere() {
	if key := t.List.CurrentKey(); key != "" {
		t.sort(key)
	}
}

func (t *Table) find(text string) {
	if text == t.query.Search {
		return
	}
	t.query.Search = text
	t.views.show()
	t.List.Reset(t.List.Len())
	t.Reload()
}
