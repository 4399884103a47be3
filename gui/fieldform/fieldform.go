// Package fieldform asks for a field that contacts have in this company only: [Ask] shows the
// form. What becomes of the field is the caller's to say.
package fieldform

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/ownfield"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// Params say what a Form begins with, and what becomes of what is entered.
type Params struct {
	Title, Subtitle string
	Start           catalog.Field
	// Stored says that the field is there: its key and type stay.
	Stored bool
	// Save keeps the field and returns it as it is kept, or says what is wrong with it.
	Save func(ctx context.Context, f catalog.Field) (catalog.Field, error)
	// Done is called when it is kept.
	Done func(f catalog.Field)
}

// Form asks for an own field: its caption, key, type and options.
type Form struct {
	// Tasks keep the field.
	Tasks *work.Tasks

	params                Params
	modal                 *widget.Modal
	caption, key, options *entry.Entry
	kind                  *entry.Choice
}

// Ask shows a form.
func Ask(s *session.Session, p Params) *Form {
	d := &Form{Tasks: work.NewTasks(), params: p, caption: entry.New(theme.IconNone), key: entry.New(theme.IconNone), options: entry.New(theme.IconNone)}
	var kinds []entry.Option
	for i, name := range company.OwnTypes() {
		kinds = append(kinds, entry.Option{Value: name, Text: i18n.Translate(catalog.Type(i).String())})
	}
	d.kind = entry.NewChoice(kinds, func(string) { d.arrange() })
	d.caption.SetText(ownfield.Caption(p.Start))
	d.key.SetText(p.Start.Key)
	d.key.SetPlaceholder(i18n.T("ownfield.made_of_caption"))
	d.kind.SetValue(company.OwnTypes()[p.Start.Type])
	if len(p.Start.Options) > 0 {
		d.options.SetText(strings.Join(p.Start.Options[1:], ", "))
	}
	d.options.SetPlaceholder(i18n.T("ownfield.options_between_commas"))
	d.key.SetEnabled(!p.Stored)
	var kind fyne.CanvasObject = d.kind
	if p.Stored {
		fixed := entry.New(theme.IconNone)
		fixed.SetText(i18n.Translate(p.Start.Type.String()))
		fixed.SetEnabled(false)
		kind = fixed
	}
	d.arrange()
	fields := entry.NewFields(
		entry.Field{Caption: i18n.T("ownfield.caption"), Object: d.caption}, entry.Field{Caption: i18n.T("ownfield.key"), Object: d.key},
		entry.Field{Caption: i18n.T("caption.type"), Object: kind}, entry.Field{Caption: i18n.T("ownfield.options"), Object: d.options})
	fields.CaptionWidth = 120
	d.modal = &widget.Modal{
		Title: p.Title, Subtitle: p.Subtitle, Body: widget.NewStack(0, 16, fields), Width: 560, OnOK: d.save, OnCancel: d.Tasks.Close,
	}
	d.modal.Show(s.Window.Canvas())
	d.caption.Focus()
	return d
}

// arrange lets options be entered for the type that has some.
func (d *Form) arrange() {
	d.options.SetEnabled(d.kind.Value() == company.OwnTypes()[catalog.Option])
}

// field is what was entered. A key that is missing is made of the caption.
func (d *Form) field() catalog.Field {
	f := catalog.Field{Key: strings.TrimSpace(d.key.Text()), Caption: d.caption.Text(), Own: true}
	f.Type, _ = company.OwnType(d.kind.Value())
	if f.Key == "" {
		f.Key = ownfield.KeyOf(d.caption.Text())
	}
	if f.Type == catalog.Option {
		for _, option := range strings.Split(d.options.Text(), ",") {
			f.Options = append(f.Options, strings.TrimSpace(option))
		}
	}
	return f
}

func (d *Form) save() {
	f := d.field()
	d.modal.SetOK(false)
	d.Tasks.Write(func(ctx context.Context) (err error) {
		f, err = d.params.Save(ctx, f)
		return err
	}, func(err error) {
		d.modal.SetOK(true)
		if err != nil {
			d.modal.SetStatus(work.Text(err), true)
			return
		}
		d.modal.Close()
		d.params.Done(f)
	})
}
