package transfer

import (
	"slices"

	"winnow/core/catalog"
	"winnow/core/fold"
	"winnow/core/mailrow"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/widget"
)

// exportColumns is the list of the columns of an export, in their order.
type exportColumns struct {
	tab     *widget.FastTab
	list    *list.List
	keys    []string
	fields  catalog.Catalog
	known   map[string]mailrow.Column
	changed func()
}

// newExportColumns returns no columns yet. known is which fields the company has. changed is called after every change
// that one makes.
func newExportColumns(known catalog.Catalog, changed func()) *exportColumns {
	c := &exportColumns{fields: known, known: map[string]mailrow.Column{}, changed: changed}
	for _, column := range mailrow.Columns(known) {
		c.known[column.Key] = column
	}
	c.list = list.New([]list.Column{
		{Key: "caption", Caption: i18n.T("common.field"), Width: 190},
		{Key: "header", Caption: i18n.T("transfer.header_in_word"), Width: 180},
	})
	c.list.MinRows = 6
	c.list.OnDelete = c.remove
	c.list.OnKey = func(name string) bool {
		switch name {
		case "Alt+Up", "Ctrl+Up":
			c.move(-1)
		case "Alt+Down", "Ctrl+Down":
			c.move(1)
		case "Insert", "Ctrl+Insert":
			c.add()
		default:
			return false
		}
		return true
	}
	c.tab = widget.Panel(i18n.T("common.columns"), c.list,
		widget.NewLink(i18n.T("common.add_dialog"), c.add), widget.NewLink(i18n.T("transfer.up"), func() { c.move(-1) }),
		widget.NewLink(i18n.T("transfer.down"), func() { c.move(1) }), widget.NewLink(i18n.T("common.remove"), c.remove),
		widget.NewLink(i18n.T("transfer.usual"), c.reset))
	return c
}

// take shows the columns with these keys; without any, or any that there is, the
// usual ones.
func (c *exportColumns) take(keys []string) {
	c.keys = slices.DeleteFunc(slices.Clone(keys), func(key string) bool { return c.known[key].Key == "" })
	if len(c.keys) == 0 {
		c.keys = mailrow.Usual()
	}
	c.show(0)
}

// chosen are the keys of the columns, none where they are the usual ones.
func (c *exportColumns) chosen() []string {
	if slices.Equal(c.keys, mailrow.Usual()) {
		return nil
	}
	return slices.Clone(c.keys)
}

// show shows the columns, with this one selected.
func (c *exportColumns) show(at int) {
	var rows []list.Row
	for _, key := range c.keys {
		column := c.known[key]
		rows = append(rows, list.Row{Key: key, Cells: []list.Cell{{Text: i18n.Translate(column.Caption)}, {Text: column.Header, Style: list.Grey}}})
	}
	refill(c.list, rows)
	if len(rows) > 0 {
		c.list.Select(min(at, len(rows)-1))
	}
	n := len(c.keys)
	text := i18n.T("common.n_columns", "count", n)
	c.tab.SetSummary(text, text)
}

// marked is the run of columns that are selected.
func (c *exportColumns) marked() (first, last int) {
	if selected := c.list.Selected(); len(selected) > 0 {
		return selected[0].First, selected[0].Last
	}
	return c.list.Current(), c.list.Current()
}

// move moves the current column up or down.
func (c *exportColumns) move(by int) {
	at := c.list.Current()
	if at < 0 || at+by < 0 || at+by >= len(c.keys) {
		return
	}
	c.keys = slices.Clone(c.keys)
	c.keys[at], c.keys[at+by] = c.keys[at+by], c.keys[at]
	c.show(at + by)
	c.changed()
}

// remove takes the selected columns away; one stays.
func (c *exportColumns) remove() {
	first, last := c.marked()
	if first < 0 || last-first+1 >= len(c.keys) {
		return
	}
	c.keys = slices.Delete(slices.Clone(c.keys), first, last+1)
	c.show(first)
	c.changed()
}

// reset takes the usual columns again.
func (c *exportColumns) reset() {
	c.keys = mailrow.Usual()
	c.show(0)
	c.changed()
}

// add lets one tick columns that are not there; they come behind the current one.
func (c *exportColumns) add() {
	byText := map[string]string{}
	entry.ShowLookup(c.list, entry.Lookup{
		Multi: true, Width: 480,
		Search: func(text string, done func([]entry.LookupItem)) {
			var items []entry.LookupItem
			for _, column := range mailrow.Columns(c.fields) {
				caption := i18n.Translate(column.Caption)
				if slices.Contains(c.keys, column.Key) || !fold.NewSearch(text).Finds(caption, column.Header, column.Key) {
					continue
				}
				value := caption
				if _, taken := byText[value]; taken && byText[value] != column.Key {
					value = column.Header
				}
				byText[value] = column.Key
				items = append(items, entry.LookupItem{Value: value, Right: column.Header})
			}
			done(items)
		},
		OnTake: func(values []string) {
			var keys []string
			for _, v := range values {
				keys = append(keys, byText[v])
			}
			_, at := c.marked()
			c.keys = slices.Insert(slices.Clone(c.keys), min(at+1, len(c.keys)), keys...)
			c.show(at + 1)
			c.changed()
			c.list.Focus()
		},
	})
}
