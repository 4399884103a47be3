package codes

import (
	"slices"
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
	began   map[string]string // what the fields hold at first
	take    func(code string)
}

// codeLength is the longest text that is taken for a code, not a description.
const codeLength = 10

// AskNew asks for a new row of a code table. What was typed where the row was
// missed is its code, or its description where it looks like one. take receives
// the code of the row that was made; nothing where one cancels.
func AskNew(s *session.Session, table, typed string, take func(code string)) *New {
	return askNew(s, table, start(catalog.Must(table), strings.TrimSpace(typed)), take)
}

// askNew asks for a new row whose fields hold these values at first.
func askNew(s *session.Session, table string, began map[string]string, take func(code string)) *New {
	n := &New{Tasks: work.NewTasks(), session: s, table: catalog.Must(table), began: began, take: take}
	room := &field.Room{Session: s, Tasks: n.Tasks, Env: func() filter.Env { return n.env }}
	var shown []entry.Field
	for _, spec := range n.table.Fields {
		if spec.Key == lastModified {
			continue // the engine dates it
		}
		f := field.New(room, spec, nil)
		f.Publish(began[spec.Key], "")
		n.fields = append(n.fields, f)
		shown = append(shown, f.Beside())
	}
	grid := entry.NewFields(shown...)
	grid.CaptionWidth = 172
	n.modal = &widget.Modal{
		Title: i18n.T("codes.new_table", "table", i18n.Translate(n.table.Caption)),
		Body:  widget.NewStack(8, 16, grid), Width: 560, OnOK: n.save, OnCancel: n.Tasks.Close,
		Unsaved: func() bool { return slices.ContainsFunc(n.fields, (*field.Field).Changed) },
	}
	if len(shown) > 6 {
		grid.CaptionWidth = 200
		n.modal.Width = 920
	}
	n.modal.Show(s.Window.Canvas())
	s.Env(n.Tasks, func(env filter.Env) { n.env = env })
	return n
}

// byEmail is the number of the Correspondence Type that new interaction templates have.
const byEmail = 2

// lastModified is the key of the field that says when a row was changed.
const lastModified = "last_date_modified"

// start is what the fields of a new row hold at first.
func start(t catalog.Table, typed string) map[string]string {
	began := map[string]string{}
	if f, ok := t.Field("correspondence_type_default"); ok {
		began[f.Key] = f.Options[byEmail]
	}
	if strings.ContainsAny(typed, " ") || utf8.RuneCountInString(typed) > codeLength {
		began[t.Describe] = typed
	} else {
		began[t.Keys[0]] = strings.ToUpper(typed)
	}
	return began
}

// save makes the row, or says at the foot what is wrong with it.
func (n *New) save() {
	fields := map[string]string{}
	for _, f := range n.fields {
		if text := f.Text(); text != "" || n.began[f.Spec.Key] != "" { // what is left out is completed
			fields[f.Spec.Key] = text
		}
	}
	n.session.Create(n.Tasks, n.modal, n.table.Key, fields, func(key []string) {
		if n.take != nil {
			n.take(key[len(key)-1])
		}
	})
}
