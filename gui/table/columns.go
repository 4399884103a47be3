package table

import (
	"slices"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/fold"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

func (t *Table) setColumns() {
	columns := make([]list.Column, len(t.shown))
	for i, n := range t.shown {
		columns[i] = t.all[n].Column
	}
	t.List.SetColumns(columns)
	if t.shownRows() != nil {
		t.List.Reload(t.List.Len())
	}
	t.pane.shown()
}

// columnKeys are the keys of the columns that are shown.
func (t *Table) columnKeys() []string {
	keys := make([]string, len(t.shown))
	for i, n := range t.shown {
		keys[i] = t.all[n].Key
	}
	return keys
}

// captions are the whole captions of the columns that are shown.
func (t *Table) captions() []string {
	captions := make([]string, len(t.shown))
	for i, n := range t.shown {
		captions[i] = t.all[n].name()
	}
	return captions
}

// fields are what the columns that are shown are filtered as.
func (t *Table) fields() []catalog.Field {
	fields := make([]catalog.Field, len(t.shown))
	for i, n := range t.shown {
		fields[i] = t.all[n].Field
	}
	return fields
}

// index finds one of all columns by its key; -1 where there is none.
func (t *Table) index(key string) int {
	return slices.IndexFunc(t.all, func(c Column) bool { return c.Key == key })
}

// called finds one of all columns by its caption; -1 where there is none.
func (t *Table) called(caption string) int {
	return slices.IndexFunc(t.all, func(c Column) bool { return c.name() == caption })
}

// column finds one of all columns by its key.
func (t *Table) column(key string) (Column, bool) {
	if n := t.index(key); n >= 0 {
		return t.all[n], true
	}
	return Column{}, false
}

// chooseColumns lets one tick which columns are shown.
func (t *Table) chooseColumns() {
	t.keepWidths()
	entry.ShowLookup(t.choose, entry.Lookup{
		Multi: true, Ticked: t.captions(), Width: 300,
		Search: func(text string, done func([]entry.LookupItem)) {
			var items []entry.LookupItem
			for _, c := range t.all {
				if fold.NewSearch(text).Finds(c.name()) {
					items = append(items, entry.LookupItem{Value: c.name()})
				}
			}
			done(items)
		},
		OnTake: t.takeColumns,
		Footer: i18n.T("table.columns_as_at_first"), OnFoot: t.usualColumns,
	})
}

// takeColumns shows the columns with these captions.
func (t *Table) takeColumns(captions []string) {
	var shown []int
	for _, caption := range captions {
		if n := t.called(caption); n >= 0 {
			shown = append(shown, n)
		}
	}
	t.arrange(shown)
}

// arrange shows these columns in this order; a list without any is none.
func (t *Table) arrange(shown []int) {
	if len(shown) == 0 {
		t.Say(i18n.T("table.list_needs_column"))
		return
	}
	t.keepWidths()
	t.shown = shown
	t.setColumns()
	t.keep()
}

// usualColumns shows the columns as at first.
func (t *Table) usualColumns() {
	now := t.shape()
	now.Columns = t.usual()
	t.take(now)
	t.keep()
}

// move lets a column stand at a place, counted from 0.
func (t *Table) move(key string, to int) {
	n := t.index(key)
	from := slices.Index(t.shown, n)
	if from < 0 || to < 0 || to >= len(t.shown) {
		return
	}
	t.arrange(slices.Insert(slices.Delete(slices.Clone(t.shown), from, from+1), to, n))
}

func (t *Table) hide(key string) {
	n := t.index(key)
	t.arrange(slices.DeleteFunc(slices.Clone(t.shown), func(i int) bool { return i == n }))
}

// headMenu opens the menu of a heading.
func (t *Table) headMenu(key string, at fyne.Position) {
	widget.ShowMenu(t.session.Window.Canvas(), at, t.columnMenu(key)...)
}

// columnMenu is what can be done with a column.
func (t *Table) columnMenu(key string) []*fyne.MenuItem {
	at := slices.Index(t.shown, t.index(key))
	if at < 0 {
		return nil
	}
	// when is something to do that makes sense only when something is so.
	when := func(so bool, do func()) func() {
		if so {
			return do
		}
		return nil
	}
	filters := t.all[t.shown[at]].Field.Key != ""
	return []*fyne.MenuItem{
		widget.MenuItem(i18n.T("table.sort_ascending"), theme.IconUp, when(filters, func() { t.sortBy(key, false) })),
		widget.MenuItem(i18n.T("table.sort_descending"), theme.IconDown, when(filters, func() { t.sortBy(key, true) })),
		widget.MenuItem(i18n.T("table.do_not_sort"), theme.IconSort, when(t.query.SortBy != "", func() { t.sortBy("", false) })),
		fyne.NewMenuItemSeparator(),
		widget.MenuItem(i18n.T("table.filter_dialog"), theme.IconFilter, when(filters, func() { t.pane.ask(key) })),
		widget.MenuItem(i18n.T("table.clear_filter"), theme.IconClose, when(t.pane.typed[key] != "", func() {
			t.pane.set(key, "")
			t.pane.shown()
			t.pane.changed()
		})),
		fyne.NewMenuItemSeparator(),
		widget.MenuItem(i18n.T("table.move_left"), theme.IconPrevious, when(at > 0, func() { t.move(key, at-1) })),
		widget.MenuItem(i18n.T("table.move_right"), theme.IconNext, when(at < len(t.shown)-1, func() { t.move(key, at+1) })),
		widget.MenuItem(i18n.T("table.fit_width"), theme.IconRefresh, func() { t.List.FitColumn(key) }),
		widget.MenuItem(i18n.T("table.hide"), theme.IconReduce, when(len(t.shown) > 1, func() { t.hide(key) })),
		widget.MenuItem(i18n.T("table.choose_columns_dialog"), theme.IconColumns, t.chooseColumns),
	}
}
