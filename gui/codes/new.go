package codes

import (
	"context"
	"strings"
	"unicode/utf8"

	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/gui/entry"
	"winnow/gui/field"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// New is a dialog that makes a row of a code table.
type New struct {
	// Tasks do the dialog's work.
	Tasks *work.Tasks

	session *session.Session
	table   catalog.Table
	modal   *widget.Modal
	env     filter.Env // read when the dialog opens
	fields  []*field.Field
	take    func(code string)
}

// codeLength is the longest text that is taken for a code, not a description.
const codeLength = 10

// AskNew asks for a new row of a code table. What was typed where the row was
// missed is its code, or its description where it looks like one. take receives
// the code of the row that was made; nothing where one cancels.
func AskNew(s *session.Session, table, typed string, take func(code string)) *New {
	n := &New{Tasks: work.NewTasks(), session: s, table: catalog.Must(table), take: take}
	room := &field.Room{Session: s, Tasks: n.Tasks, Env: func() filter.Env { return n.env }}
	var shown []entry.Field
	for _, spec := range n.table.Fields {
		f := field.New(room, spec, nil)
		f.Publish(n.start(spec, strings.TrimSpace(typed)), "")
		n.fields = append(n.fields, f)
		shown = append(shown, f.Beside())
	}
	grid := entry.NewFields(shown...)
	grid.CaptionWidth = 172
	n.modal = &widget.Modal{
		Title: i18n.T("codes.new_table", "table", i18n.Translate(n.table.Caption)),
		Body:  widget.NewStack(8, 16, grid), Width: 560, OnOK: n.save, OnCancel: n.Tasks.Close,
	}
	if len(shown) > 6 {
		grid.CaptionWidth = 200
		n.modal.Width = 920
	}
	n.modal.Show(s.Window.Canvas())
	session.Read(s, n.Tasks, func(ctx context.Context) (filter.Env, error) {
		return s.Company.Env(ctx, filter.Env{})
	}, func(env filter.Env) { n.env = env })
	return n
}

// start is what a field of the new row holds at first.
func (n *New) start(spec catalog.Field, typed string) string {
	words := strings.ContainsAny(typed, " ") || utf8.RuneCountInString(typed) > codeLength
	switch {
	case spec.Key == n.table.Keys[0] && !words:
		return strings.ToUpper(typed)
	case spec.Key == n.table.Describe && words:
		return typed
	}
	return ""
}

// save makes the row, or says at the foot what is wrong with it.
func (n *New) save() {
	fields := map[string]string{}
	for _, f := range n.fields {
		fields[f.Spec.Key] = f.Text()
	}
	n.session.Create(n.Tasks, n.modal, n.table.Key, fields, func(key []string) {
		if n.take != nil {
			n.take(key[len(key)-1])
		}
	})
}
