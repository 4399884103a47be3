package table

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2/lang"

	"winnow/gui/part"
)

func (t *Table) setColumns() {
	columns := make([]part.Column, len(t.shown))
	for i, n := range t.shown {
		columns[i] = t.all[n].Column
	}
	t.List.SetColumns(columns)
	t.List.Reload(t.List.Len())
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

// column finds one of all columns by its key.
func (t *Table) column(key string) (Column, bool) {
	n := slices.IndexFunc(t.all, func(c Column) bool { return c.Key == key })
	if n < 0 {
		return Column{}, false
	}
	return t.all[n], true
}

// chooseColumns lets one tick which columns are shown.
func (t *Table) chooseColumns() {
	t.keepWidths()
	part.ShowLookup(t.choose, part.Lookup{
		Multi: true, Ticked: t.captions(), Width: 300,
		Search: func(text string, done func([]part.LookupItem)) {
			var items []part.LookupItem
			for _, c := range t.all {
				if strings.Contains(strings.ToLower(c.name()), strings.ToLower(text)) {
					items = append(items, part.LookupItem{Value: c.name()})
				}
			}
			done(items)
		},
		OnTake: t.takeColumns,
	})
}

// takeColumns shows the columns with these captions.
func (t *Table) takeColumns(captions []string) {
	var shown []int
	for _, caption := range captions {
		if n := slices.IndexFunc(t.all, func(c Column) bool { return c.name() == caption }); n >= 0 {
			shown = append(shown, n)
		}
	}
	if len(shown) == 0 {
		t.Say(lang.L("A list needs a column"))
		return
	}
	t.shown = shown
	t.setColumns()
	t.keep()
}
