package table

import (
	"context"
	"errors"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/gui/look"
	"winnow/gui/part"
	"winnow/gui/words"
)

// pane is where a list is filtered, in the filter language: a field for each
// column that is shown, and for each that is filtered.
type pane struct {
	table   *Table
	fields  *part.Fields
	object  fyne.CanvasObject
	entries map[string]*part.Entry
	typed   map[string]string
}

func newPane(t *Table) *pane {
	p := &pane{table: t, fields: part.NewFields(), entries: map[string]*part.Entry{}, typed: map[string]string{}}
	p.object = part.NewStack(0, 12, p.fields)
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

func (p *pane) open() {
	t := p.table
	var fields []part.Field
	for i, c := range t.all {
		if p.typed[c.Key] != "" || slices.Contains(t.shown, i) {
			fields = append(fields, part.Field{Caption: c.name(), Object: p.entry(c.Key)})
		}
	}
	p.fields.SetFields(fields...)
	p.object.Show()
	t.body.Refresh()
}

// entry is the field for the filter of a column.
func (p *pane) entry(key string) *part.Entry {
	if e := p.entries[key]; e != nil {
		return e
	}
	e := part.NewEntry(look.IconNone)
	e.OnTyped = func(text string) { p.filter(key, text) }
	e.OnEnter = func() {
		p.filter(key, e.Text())
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

func (p *pane) filter(key, text string) {
	if p.typed[key] == text {
		return
	}
	p.typed[key] = text
	p.table.List.ClearSelection()
	p.table.Reload()
}

// here filters to the value of the current cell.
func (p *pane) here() {
	t := p.table
	key := t.List.CurrentKey()
	row, ok := t.List.Row(t.List.Current())
	at := slices.IndexFunc(t.List.Columns(), func(c part.Column) bool { return c.Key == key })
	if !ok || at < 0 {
		return
	}
	n := slices.IndexFunc(t.all, func(c Column) bool { return c.Key == key })
	text := row.Cells[at].Text
	switch field := t.all[n].Field; {
	case text == "":
		text = "''"
	case field.Type == catalog.Code || field.Type == catalog.Text:
		text = filter.Quote(text)
	case field.Type == catalog.Integer || field.Type == catalog.Decimal:
		text = ungrouped(text)
	}
	p.open()
	p.entry(key).SetText(text)
	p.filter(key, text)
}

// ungrouped is a number without the commas between its thousands.
func ungrouped(text string) string {
	var digits []rune
	for _, r := range text {
		if r != ',' {
			digits = append(digits, r)
		}
	}
	return string(digits)
}

// filters reads what was typed. wrong are the errors by column, and then nothing
// is to be shown anew.
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
			e.SetErrorAt(lang.L("{{.text}} (position {{.n}})", map[string]any{"text": words.Of(bad.Text), "n": bad.Pos}), bad.Pos-1, max(bad.Pos, bad.End-1))
		case ok:
			e.SetMeaning(f.MeaningIn(words.Voice()))
		default:
			e.SetMeaning("")
		}
	}
	if p.object.Visible() { // a line under a field makes the pane higher
		p.table.body.Refresh()
	}
}
