package contact

import (
	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/gui/entry"
	"winnow/gui/field"
	"winnow/gui/i18n"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// Ask is a dialog that makes a contact.
type Ask struct {
	// Tasks do the dialog's work.
	Tasks *work.Tasks

	session *session.Session
	modal   *widget.Modal
	kind    *entry.Choice
	grid    *entry.Fields
	fields  map[string]*field.Field
	// company and person are the two types.
	company, person string
}

// The fields that are asked for, of a person and of a company.
var (
	personKeys  = []string{"first_name", "surname", "company_no", "job_title", "e_mail", "phone_no"}
	companyKeys = []string{"name", "e_mail", "phone_no", "home_page"}
)

// AskNew asks for a new contact, and opens it when it is made: a person of a
// company, or, where company is "", a company or a person.
func AskNew(s *session.Session, company string) *Ask {
	a := &Ask{Tasks: work.NewTasks(), session: s, fields: map[string]*field.Field{}}
	room := &field.Room{Session: s, Tasks: a.Tasks, Env: func() filter.Env { return filter.Env{} }}
	for _, key := range append(append([]string(nil), personKeys...), companyKeys...) {
		if a.fields[key] == nil {
			spec, _ := catalog.Must(catalog.Contact).Field(key)
			a.fields[key] = field.New(room, spec, nil)
		}
	}
	a.fields["company_no"].Publish(company, "")
	kind, _ := catalog.Must(catalog.Contact).Field("type")
	a.company, a.person = kind.Options[0], kind.Options[1]
	a.kind = entry.NewChoice([]entry.Option{{Value: a.company, Text: i18n.Translate(a.company)}, {Value: a.person, Text: i18n.Translate(a.person)}},
		func(string) { a.arrange() })
	a.kind.SetValue(a.person)
	a.grid = entry.NewFields()
	a.modal = &widget.Modal{
		Title: i18n.T("common.new_contact"), Subtitle: i18n.T("contact.number_comes_from_series_what_is_left"),
		Body: widget.NewStack(8, 16, a.grid), Width: 760, OnOK: a.save, Unsaved: field.Unsaved(a.fields), OnCancel: a.Tasks.Close,
	}
	a.arrange()
	a.modal.Show(s.Window.Canvas())
	a.fields["first_name"].Entry().Focus()
	return a
}

// keys are the fields that are asked for now.
func (a *Ask) keys() []string {
	if a.kind.Value() == a.company {
		return companyKeys
	}
	return personKeys
}

// arrange shows the fields that suit the type.
func (a *Ask) arrange() {
	shown := []entry.Field{{Caption: i18n.Translate("Type"), Object: a.kind}, {Caption: "", Object: widget.NewRow()}}
	for _, key := range a.keys() {
		shown = append(shown, a.fields[key].Beside())
	}
	a.grid.SetFields(shown...)
}

// save makes the contact, or says at the foot what is wrong with it.
func (a *Ask) save() {
	fields := map[string]string{"type": a.kind.Value()}
	for _, key := range a.keys() {
		if text := a.fields[key].Text(); text != "" {
			fields[key] = text
		}
	}
	a.session.Create(a.Tasks, a.modal, catalog.Contact, fields, func(key []string) {
		a.session.Go.Open(route.Contact{No: key[0]})
	})
}
