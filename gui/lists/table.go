// Package lists shows the lists of segments and of contacts, and a contact. It
// decides nothing itself; rows come from the engine, page by page.
package lists

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"winnow/gui/look"
	"winnow/gui/part"
	"winnow/gui/session"
	"winnow/gui/work"
)

// copiedRows is how many rows are read at a time to be copied.
const copiedRows = 1000

// column is a column that a table can show.
type column struct {
	part.Column
	// hidden says that it is shown only where a person asks for it.
	hidden bool
}

// query says which rows are wanted, and in which order.
type query struct {
	sortBy     string
	descending bool
	search     string
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
	tab     *part.FastTab
	bar     *part.ActionBar

	name  string // under which its look is kept
	all   []column
	shown []int // which of all
	query query
	rows  rows
	read  func(ctx context.Context, q query) (rows, error)
	count func(n int) string // "7 segments"
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
	t.tab = part.Panel(caption, t.list, part.Wide(t.search, 240), t.choose)
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
		"F3": t.search.Focus, "F5": t.reload, "Alt+F7": t.sortHere, "Ctrl+A": t.list.SelectAll,
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
	q := t.query
	var read rows
	t.cancel = t.desk.Run(func(ctx context.Context) (err error) {
		read, err = t.read(ctx, q)
		return err
	}, func(err error) {
		if err != nil {
			t.session.Go.Fail(err)
			return
		}
		t.rows = read
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

// keepWidths notes the widths that columns were dragged to.
func (t *table) keepWidths() {
	for i, c := range t.list.Columns() {
		t.all[t.shown[i]].Width = c.Width
	}
}

// kept is what a person has set on a table, there again next time.
type kept struct {
	Columns    []keptColumn `json:"columns"`
	SortBy     string       `json:"sort_by,omitempty"`
	Descending bool         `json:"descending,omitempty"`
}

type keptColumn struct {
	Key   string  `json:"key"`
	Width float32 `json:"width"`
}

func (t *table) keep() {
	t.keepWidths()
	k := kept{SortBy: t.query.sortBy, Descending: t.query.descending}
	for _, n := range t.shown {
		k.Columns = append(k.Columns, keptColumn{t.all[n].Key, t.all[n].Width})
	}
	t.session.Keep(t.desk, "list."+t.name, k)
}

// recall takes over what was set last time, and reads the rows.
func (t *table) recall() {
	var text string
	t.desk.Run(func(ctx context.Context) (err error) {
		text, err = t.session.Company.Remembered(ctx, "list."+t.name)
		return err
	}, func(err error) {
		var k kept
		if err == nil && text != "" {
			err = json.Unmarshal([]byte(text), &k)
		}
		if err != nil {
			t.session.Log.Warn("read the look of a list", "list", t.name, "error", err)
		}
		t.take(k)
		t.reload()
	})
}

func (t *table) take(k kept) {
	var shown []int
	for _, c := range k.Columns {
		if n := slices.IndexFunc(t.all, func(a column) bool { return a.Key == c.Key }); n >= 0 {
			t.all[n].Width = c.Width
			shown = append(shown, n)
		}
	}
	if len(shown) > 0 {
		t.shown = shown
		t.setColumns()
	}
	t.query.sortBy, t.query.descending = k.SortBy, k.Descending
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

// copyRows puts the selected rows onto the clipboard as tab-separated text, with
// the columns' captions.
func (t *table) copyRows() {
	page, ranges, shown := t.rows.page, t.list.Selected(), slices.Clone(t.shown)
	if page == nil || len(ranges) == 0 {
		return
	}
	var b strings.Builder
	for i, n := range shown {
		if i > 0 {
			b.WriteByte('\t')
		}
		b.WriteString(t.all[n].Caption)
	}
	b.WriteByte('\n')
	copied, total := 0, t.list.SelectedCount()
	t.desk.RunSlow(t.session.Window.Canvas(), lang.L("Copying rows…"), func(ctx context.Context, report func(done, total int)) error {
		for _, r := range ranges {
			for first := r.First; first <= r.Last; first += copiedRows {
				read, err := page(ctx, first, min(copiedRows, r.Last-first+1))
				if err != nil {
					return err
				}
				write(&b, pick(read, shown))
				copied += len(read)
				report(copied, total)
			}
		}
		return nil
	}, func(err error, stopped bool) {
		switch {
		case stopped:
		case err != nil:
			t.session.Go.Fail(err)
		default:
			fyne.CurrentApp().Clipboard().SetContent(b.String())
			t.say(lang.N("{{.n}} rows copied", copied, map[string]any{"n": part.Number(copied)}))
		}
	})
}

// write writes rows as tab-separated text; a tab or line break inside a cell
// would break the table where it is pasted.
func write(b *strings.Builder, rows []part.Row) {
	blanks := strings.NewReplacer("\t", " ", "\r\n", " ", "\n", " ", "\r", " ")
	for _, row := range rows {
		for i, cell := range row.Cells {
			if i > 0 {
				b.WriteByte('\t')
			}
			b.WriteString(blanks.Replace(cell.Text))
		}
		b.WriteByte('\n')
	}
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
