package table

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/core/fold"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/widget"
)

// pane is where a list is filtered, in the filter language: a field for each
// column that is shown or filtered, and for any other that one asks for.
type pane struct {
	table   *Table
	fields  *entry.Fields
	object  fyne.CanvasObject
	add     *widget.Button
	foot    fyne.CanvasObject
	entries map[string]*entry.Entry
	typed   map[string]string // as they are kept, with options in English
	more    []string          // columns that were asked for
	asking  context.CancelFunc
}

func newPane(t *Table) *pane {
	p := &pane{table: t, fields: entry.NewFields(), entries: map[string]*entry.Entry{}, typed: map[string]string{}}
	p.add = widget.NewLink(i18n.T("common.filter"), p.askField)
	p.foot = widget.NewRow(p.add, widget.NewLink(i18n.T("table.reset_filters"), p.reset))
	p.object = widget.NewStack(0, 12, p.fields)
	p.object.Hide()
	return p
}

// toggle opens the pane with the keyboard in the field of the current column, or
// closes it; the filters stay in force.
func (p *pane) toggle() {
	if p.object.Visible() {
		p.object.Hide()
		p.table.List.Focus()
	} else {
		p.open()
		p.focus(p.table.List.CurrentKey())
	}
	p.table.body.Refresh()
}

// open opens the pane, or shows it again for other columns.
func (p *pane) open() {
	t := p.table
	var fields []entry.Field
	for i, c := range t.all {
		if c.Field.Key != "" && (p.typed[c.Key] != "" || slices.Contains(t.shown, i) || slices.Contains(p.more, c.Key)) {
			fields = append(fields, entry.Field{Caption: c.name(), Object: p.entry(c)})
		}
	}
	p.fields.SetFields(append(fields, entry.Field{Object: p.foot})...)
	p.object.Show()
	t.body.Refresh()
}

// shown shows the pane's fields again if it is open.
func (p *pane) shown() {
	if p.object.Visible() {
		p.open()
	}
}

// entry is the field for the filter of a column.
func (p *pane) entry(c Column) *entry.Entry {
	key := c.Key
	if e := p.entries[key]; e != nil {
		return e
	}
	e := p.newEntry(c)
	e.TakesFilter = true
	e.SetText(i18n.ShownFilter(c.Field, p.typed[key]))
	e.OnTyped = func(text string) { p.filter(c, text) }
	e.OnEnter = func() {
		p.filter(c, e.Text())
		p.table.List.Focus()
	}
	e.OnKey = func(name string) bool {
		if name == "Esc" {
			p.toggle()
			return true
		}
		return false
	}
	p.entries[key] = e
	return e
}

func (p *pane) focus(key string) {
	if e := p.entries[key]; e != nil {
		e.Focus()
	}
}

// askField asks for a column to be filtered that the pane does not show.
func (p *pane) askField() {
	t := p.table
	known := func(i int) bool {
		c := t.all[i]
		return c.Field.Key == "" || p.typed[c.Key] != "" || slices.Contains(t.shown, i) || slices.Contains(p.more, c.Key)
	}
	entry.ShowLookup(p.add, entry.Lookup{
		Width: 300,
		Search: func(text string, done func([]entry.LookupItem)) {
			var items []entry.LookupItem
			for i, c := range t.all {
				if !known(i) && fold.NewSearch(text).Finds(c.name()) {
					items = append(items, entry.LookupItem{Value: c.name()})
				}
			}
			done(items)
		},
		OnTake: func(captions []string) {
			if n := t.called(captions[0]); n >= 0 {
				p.ask(t.all[n].Key)
			}
		},
	})
}

// ask opens the pane with the keyboard in the field of a column.
func (p *pane) ask(key string) {
	p.more = append(p.more, key)
	p.open()
	p.focus(key)
}

// filter takes what was typed for a column.
func (p *pane) filter(c Column, text string) {
	text = i18n.TypedFilter(c.Field, text).Text
	if p.typed[c.Key] == text {
		return
	}
	p.typed[c.Key] = text
	p.changed()
}

// set fills the field of a column with a filter as it is kept, and reads nothing.
func (p *pane) set(key, kept string) {
	p.typed[key] = kept
	if e := p.entries[key]; e != nil {
		c, _ := p.table.column(key)
		e.SetText(i18n.ShownFilter(c.Field, kept))
	}
}

// setAll takes these filters and no others, and reads nothing.
func (p *pane) setAll(filters map[string]string) {
	for key := range p.typed {
		if filters[key] == "" {
			p.set(key, "")
		}
	}
	for key, text := range filters {
		if c, ok := p.table.column(key); ok && c.Field.Key != "" {
			p.set(key, text)
		}
	}
	p.shown()
}

// inForce are the filters as they were typed.
func (p *pane) inForce() map[string]string {
	typed := map[string]string{}
	for key, text := range p.typed {
		if strings.TrimSpace(text) != "" {
			typed[key] = text
		}
	}
	return typed
}

// reset leaves no filter.
func (p *pane) reset() {
	p.more = nil
	p.setAll(nil)
	p.changed()
}

// changed reads the rows again after the filters have changed.
func (p *pane) changed() {
	p.table.List.ClearSelection()
	p.table.keep()
	p.table.Reload()
}

// filterHere filters to the value of the current cell; where that is filtered to
// already, the column is filtered no longer.
func (p *pane) filterHere() {
	t := p.table
	column, _ := t.column(t.List.CurrentKey())
	cell, ok := t.Cell(t.List.Current(), column.Key)
	if !ok || column.Field.Key == "" {
		return
	}
	text := cell.Text
	switch column.Field.Type {
	case catalog.Code, catalog.Text:
		text = filter.Quote(text)
	default:
		text = i18n.Typed(column.Field, text, p.today())
	}
	if text == "" {
		text = "''"
	}
	t.FilterTo(column.Key, text)
}

func (p *pane) today() string { return p.table.session.Company.Now().Format(time.DateOnly) }

// filters reads what was typed. wrong are the errors by column, and then nothing
// is to be shown again.
func (t *Table) filters(ctx context.Context, typed map[string]string) (filters map[string]filter.Filter, wrong map[string]*filter.Error, err error) {
	env, err := t.session.Company.Env(ctx, filter.Env{})
	if err != nil {
		return nil, nil, err
	}
	filters, wrong = map[string]filter.Filter{}, map[string]*filter.Error{}
	for _, c := range t.all {
		if typed[c.Key] == "" {
			continue
		}
		f, err := filter.Parse(typed[c.Key], c.Field, env)
		var bad *filter.Error
		switch {
		case errors.As(err, &bad):
			wrong[c.Key] = bad
		case err != nil:
			return nil, nil, err
		case !f.Empty():
			filters[c.Key] = f
		}
	}
	return filters, wrong, nil
}

// mark says at the fields what is wrong, or what is meant.
func (p *pane) mark(filters map[string]filter.Filter, wrong map[string]*filter.Error) {
	for key, e := range p.entries {
		f, ok := filters[key]
		bad := wrong[key]
		switch {
		case bad != nil:
			c, _ := p.table.column(key)
			bad = i18n.TypedFilter(c.Field, e.Text()).Original(bad)
			e.SetErrorAt(i18n.T("common.text_position_n", "text", i18n.Localize(bad.Text), "n", bad.Pos), bad.Pos-1, max(bad.Pos, bad.End-1))
		case ok:
			meaning := f.MeaningIn(i18n.Locale())
			if strings.EqualFold(meaning, strings.TrimSpace(e.Text())) { // it goes without saying
				meaning = ""
			}
			e.SetMeaning(meaning)
		default:
			e.SetMeaning("")
		}
	}
	if p.object.Visible() { // a line under a field makes the pane higher
		p.table.body.Refresh()
	}
}
