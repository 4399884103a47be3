package output

import (
	"context"
	"path/filepath"
	"strings"

	"winnow/core"
	"winnow/core/mail"
	"winnow/core/template"
	"winnow/gui/entry"
	"winnow/gui/field"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// Adding is the dialog that keeps a file as a template.
type Adding struct {
	// Tasks read the file.
	Tasks *work.Tasks

	session                     *session.Session
	store                       *template.Store
	modal                       *widget.Modal
	code, language, description *entry.Entry
	path                        string
	added                       func()
}

func newAdding(s *session.Session, store *template.Store, path string, added func()) *Adding {
	d := &Adding{session: s, store: store, Tasks: work.NewTasks(), path: path, added: added,
		code: entry.New(theme.IconNone), language: entry.New(theme.IconDown), description: entry.New(theme.IconNone)}
	name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	d.code.SetText(strings.ToUpper(string([]rune(name)[:min(len([]rune(name)), template.MaxCode)])))
	d.language.SetPlaceholder(i18n.T("output.all_that_have_no_template_of_their"))
	d.language.OnLookup = d.lookup
	fields := entry.NewFields(entry.Field{Caption: i18n.T("caption.code"), Object: d.code}, entry.Field{Caption: i18n.T("caption.language_code"), Object: d.language},
		entry.Field{Caption: i18n.T("caption.description"), Object: d.description})
	fields.CaptionWidth = 120
	d.modal = &widget.Modal{
		Title: i18n.T("output.add_word_template"), Subtitle: i18n.T("output.from_file", "file", filepath.Base(path)),
		Body: widget.NewStack(0, 16, fields), Width: 560, OK: i18n.T("common.add"), OnOK: func() { d.add(false) }, OnCancel: d.Tasks.Close,
	}
	d.modal.Show(s.Window.Canvas())
	return d
}

func (d *Adding) lookup() {
	entry.ShowLookup(d.language, entry.Lookup{
		Search: field.FindCodes(d.session, d.Tasks, "language"),
		OnTake: func(values []string) { d.language.Type(values[0]) },
	})
}

// add keeps the template. It asks before it replaces one.
func (d *Adding) add(replace bool) {
	description := d.description.Text()
	p := template.AddParams{Code: d.code.Text(), Language: d.language.Text(), Description: &description, Replace: replace}
	d.modal.SetOK(false)
	d.Tasks.Write(func(ctx context.Context) (err error) {
		file, err := mail.ReadKept(d.path)
		if err != nil {
			return err
		}
		p.Kind, p.Document = file.Kind, file.Content
		_, err = d.store.Add(ctx, p)
		return err
	}, func(err error) {
		d.modal.SetOK(true)
		switch {
		case core.IsKind(err, core.Exists):
			widget.Ask(d.session.Window.Canvas(), widget.Question{
				Title: i18n.T("output.replace_template"), Text: work.Text(err), Yes: i18n.T("common.replace"), No: i18n.T("common.cancel"),
				OnYes: func() { d.add(true) },
			})
		case err != nil:
			d.modal.SetStatus(work.Text(err), true)
		default:
			d.modal.Close()
			d.added()
		}
	})
}
