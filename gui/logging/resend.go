package logging

import (
	"context"
	"path/filepath"
	"strconv"
	"strings"

	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/core/logging"
	"winnow/gui/entry"
	"winnow/gui/field"
	"winnow/gui/i18n"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/transfer"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// resendKey is where the folder of last time is kept.
const resendKey = "logging.resend"

// resendFields are the fields of the interactions that can be filtered.
var resendFields = []string{"entry_no", "delivery_status", "correspondence_type", "contact_no", "campaign_no"}

// Resend is the dialog that makes again what went out with a log.
type Resend struct {
	// Tasks do the dialog's work.
	Tasks *work.Tasks

	session *session.Session
	to      route.Resend
	done    func(said string)
	env     filter.Env
	modal   *widget.Modal
	filters map[string]*entry.Entry
	as      *entry.Choice
	folder  *entry.Entry
}

// AskResend asks what is made again of the interactions of a logged segment, or of those
// without one, and makes it. done is told what was made.
func AskResend(s *session.Session, to route.Resend, done func(said string)) *Resend {
	d := &Resend{Tasks: work.NewTasks(), session: s, to: to, done: done, filters: map[string]*entry.Entry{}}
	var last choices
	s.OpenDialog(resendKey, d.Tasks, func(ctx context.Context) (err error) {
		if err = s.Recall(ctx, resendKey, &last); err != nil {
			return err
		}
		last.Folder = transfer.WriteFolder(last.Folder)
		d.env, err = s.Company.Env(ctx, filter.Env{})
		return err
	}, func() { d.show(last) })
	return d
}

func (d *Resend) show(last choices) {
	room := &field.Room{Session: d.session, Tasks: d.Tasks, Env: func() filter.Env { return d.env }}
	var fields []entry.Field
	for _, key := range resendFields {
		f, _ := catalog.Must(catalog.InteractionEntry).Field(key)
		e := field.Entry(room, f, entry.New)
		e.SetPlaceholder(i18n.T("logged.all"))
		d.filters[key] = e
		fields = append(fields, entry.Field{Caption: i18n.Translate(f.Caption), Object: e})
	}
	d.filters["entry_no"].SetText(d.to.Entries)
	f, _ := catalog.Must(catalog.InteractionEntry).Field("correspondence_type")
	as := []entry.Option{{Value: "0", Text: i18n.T("logged.as_it_went_out")}}
	for i, option := range f.Options[1:] {
		as = append(as, entry.Option{Value: strconv.Itoa(i + 1), Text: i18n.Translate(option)})
	}
	d.as = entry.NewChoice(as, nil)
	d.as.SetValue("0")
	name := i18n.T("logged.file_resent")
	if d.to.LoggedSegment != 0 {
		name = key(d.to.LoggedSegment) + " " + name
	}
	d.folder = transfer.NewPath(d.session.Window, filepath.Join(last.Folder, name), nil)
	filters := entry.NewFields(fields...)
	ways := entry.NewFields(entry.Field{Caption: i18n.T("logged.goes_out_as"), Object: d.as}, entry.Field{Caption: i18n.T("common.folder"), Object: d.folder})
	filters.CaptionWidth, ways.CaptionWidth = 170, 170
	title := i18n.T("logged.resend_interactions_without_log")
	if d.to.LoggedSegment != 0 {
		title = i18n.T("logged.resend_logged_segment", "entry", key(d.to.LoggedSegment))
	}
	d.modal = &widget.Modal{
		Title: title, Subtitle: i18n.T("logged.each_document_is_made_again"), Width: 820,
		Body: widget.NewStack(10, 16, widget.NewTitle(i18n.T("logged.which_interactions")), filters, widget.NewTitle(i18n.T("logged.where_to")), ways),
		OK:   i18n.T("logged.resend"), OnOK: d.resend, OnCancel: d.Tasks.Close,
	}
	d.modal.Show(d.session.Window.Canvas())
}

// params are what is chosen.
func (d *Resend) params() logging.ResendParams {
	p := logging.ResendParams{Entry: d.to.LoggedSegment, Filters: map[string]string{}, Folder: transfer.Absolute(d.folder.Text())}
	p.As, _ = strconv.Atoi(d.as.Value())
	for key, e := range d.filters {
		if text := strings.TrimSpace(e.Text()); text != "" {
			f, _ := catalog.Must(catalog.InteractionEntry).Field(key)
			p.Filters[key] = i18n.TypedFilter(f, text).Text
		}
	}
	return p
}

func (d *Resend) resend() {
	p := d.params()
	if p.Folder == "" {
		d.folder.SetError(i18n.T("common.name_is_missing"))
		return
	}
	var made logging.Resent
	d.modal.SetOK(false)
	d.modal.SetStatus("", false)
	d.Tasks.RunSlow(d.session.Window.Canvas(), i18n.T("logged.making_documents_dialog"), func(ctx context.Context, report func(done, total int)) (err error) {
		p.Progress = report
		made, err = d.session.Logging.Resend(ctx, p)
		return err
	}, func(err error, stopped bool) {
		d.modal.SetOK(true)
		switch {
		case stopped:
			d.modal.SetStatus(i18n.T("output.stopped_nothing_was_written"), false)
		case err != nil:
			d.modal.SetStatus(work.Text(err), true)
		default:
			folder := filepath.Dir(p.Folder)
			d.session.Keep(d.Tasks, resendKey, choices{Folder: folder})
			transfer.RememberFolder(folder)
			d.modal.Close()
			d.Tasks.Close()
			d.done(resent(made))
		}
	})
}

// resent tells what was made again.
func resent(r logging.Resent) string {
	var made, left []string
	add := func(to *[]string, n int, id string) {
		if n > 0 {
			*to = append(*to, i18n.T(id, "count", n))
		}
	}
	add(&made, r.Letters, "logged.n_letters")
	add(&made, r.Mails, "logged.n_e_mails")
	add(&left, r.WithoutDocument, "logged.n_without_document")
	add(&left, r.WithoutEMail, "logged.n_without_address")
	add(&left, r.Blocked, "logged.n_left_out")
	said := i18n.T("logged.made_again_in_folder", "what", strings.Join(made, ", "), "folder", r.Folder)
	if len(left) > 0 {
		said += "; " + strings.Join(left, ", ")
	}
	if r.Unmarked != nil {
		said += ". " + i18n.Localize(*r.Unmarked)
	}
	return said
}
