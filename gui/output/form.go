// Package output holds the dialogs that bring a segment out of the program in
// other forms than a data source: letters, labels, sheets, e-mails, vCards; and
// the page that looks a segment over before. What is written is the engine's.
package output

import (
	"cmp"
	"context"
	"path/filepath"
	"strings"

	"winnow/core"
	"winnow/core/mailrow"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/transfer"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// kind is what a dialog writes.
type kind struct {
	// key is under which its choices are kept, name what its file is called behind
	// the segment's number.
	key, name string
	// title is the dialog's, for {{.segment}} the segment's number; about says what
	// becomes of {{.n}} lines; running is said while it is written.
	title   string
	about   func(lines int) string
	running string
	// ending is the file's, "" where a folder is written.
	ending        string
	width, height float32
	// keeps says that what is there already is never replaced.
	keeps bool
}

// kept is what was chosen last time.
type kept struct {
	Folder         string            `json:"folder"`
	IncludeBlocked bool              `json:"include_blocked"`
	Open           bool              `json:"open"`
	Choices        map[string]string `json:"choices"`
}

// order is what is written, and where to.
type order struct {
	path           string
	includeBlocked bool
	force          bool
	report         func(done, total int)
}

// job writes, in the background.
type job func(ctx context.Context, o order) (written, error)

// written is what came of it: a sentence, and what else is worth knowing.
type written struct {
	path    string
	blocked []mailrow.Contact
	shared  int // lines that share what another gets
	text    string
	remarks []string
}

// form is what the dialogs have in common: where to, Privacy Blocked contacts,
// what to do then, and the writing itself.
type form struct {
	// Tasks do the dialog's work.
	Tasks *work.Tasks

	session *session.Session
	no      string
	kind    kind
	lines   int
	last    kept
	modal   *widget.Modal
	path    *entry.Entry
	blocked *entry.Check
	privacy *widget.Paragraph
	per     *entry.Choice
	opens   *entry.Check
	result  *written

	read    func(context.Context) error // reads what else the dialog needs, or is nil
	resize  func(recipients int)        // is told how many recipients the preview has, or is nil
	changed func()                      // shows again what would be written, or is nil
	// prepare reads the fields and returns what writes; nil where a field says why that
	// cannot be.
	prepare func() (job, error)
	choices func() map[string]string // what is kept for next time
	ended   func()                   // is called when the dialog is closed, or is nil
}

// end ends the dialog's work.
func (f *form) end() {
	f.Tasks.Close()
	if f.ended != nil {
		f.ended()
	}
}

// open reads what was chosen last time, lets build make the dialog's body, and
// shows it. A segment without lines has nothing to write.
func (f *form) open(s *session.Session, no string, k kind, build func()) {
	f.session, f.no, f.kind, f.Tasks = s, no, k, work.NewTasks()
	s.OpenDialog(f.kind.key+no, f.Tasks, func(ctx context.Context) error {
		if err := s.Recall(ctx, f.kind.key, &f.last); err != nil {
			return err
		}
		f.last.Folder = transfer.WriteFolder(f.last.Folder)
		segment, err := s.Segments.Segment(ctx, no)
		f.lines = segment.Lines
		if err != nil || f.read == nil {
			return err
		}
		return f.read(ctx)
	}, func() {
		if f.lines == 0 {
			widget.Tell(s.Window.Canvas(), i18n.T("output.segment_has_no_lines", "segment", no),
				i18n.T("output.nobody_to_write_to_yet"), i18n.T("output.add_contacts_puts_contacts_into_segment"))
			return
		}
		privacy := f.common()
		build()
		f.modal.Show(s.Window.Canvas())
		f.recount()
		privacy.Count(s, f.Tasks, no)
	})
}

// common makes the fields that all dialogs have, and returns the question of blocked lines.
func (f *form) common() *transfer.BlockedLines {
	name := f.no + " " + f.kind.name + f.kind.ending
	f.path = transfer.NewPath(f.session.Window, filepath.Join(f.last.Folder, name), nil)
	privacy := transfer.NewBlockedLines(f.last.IncludeBlocked, "output.n_lines_of_privacy_blocked_contacts", f.recount)
	f.blocked, f.privacy = privacy.Include, privacy.Said
	f.per = entry.NewChoice([]entry.Option{
		{Value: string(mailrow.PerContact), Text: i18n.T("common.each_contact")},
		{Value: string(mailrow.PerCompany), Text: i18n.T("common.each_company")},
		{Value: string(mailrow.PerHousehold), Text: i18n.T("common.each_household")},
	}, func(string) { f.recount() })
	f.per.SetValue(f.choice("rows", string(mailrow.PerContact)))
	f.opens = entry.NewCheck(i18n.T("output.open_it_when_it_is_written"), "", nil)
	f.opens.SetOn(f.last.Open)
	return privacy
}

// show makes the dialog around its body.
func (f *form) show(body *widget.Stack) {
	f.modal = &widget.Modal{
		Title:    f.kind.title,
		Subtitle: f.kind.about(f.lines),
		Body:     body, Width: f.kind.width, Height: f.kind.height, OK: i18n.T("output.write"),
		OnOK: func() { f.write(false) }, OnCancel: f.end,
	}
}

// where is the field of the file, tail those that every dialog ends with.
func (f *form) where() entry.Field {
	if f.kind.ending == "" {
		return entry.Field{Caption: i18n.T("common.folder"), Object: f.path}
	}
	return entry.Field{Caption: i18n.T("common.file"), Object: f.path}
}

// recipients is the field of who gets one.
func (f *form) recipients() entry.Field {
	return entry.Field{Caption: i18n.T("caption.recipients"), Object: f.per}
}

func (f *form) tail() []entry.Field {
	return []entry.Field{{Caption: i18n.T("common.privacy"), Object: f.blocked}, {Caption: " ", Object: f.privacy}, {Caption: i18n.T("common.then"), Object: f.opens}}
}

// newFile returns a field for a file with one of these endings, with the one of last time.
func (f *form) newFile(key string, endings []string) *entry.Entry {
	e := entry.New(theme.IconOpen)
	e.SetText(f.choice(key, ""))
	e.SetPlaceholder(i18n.T("output.no_file"))
	e.OnLookup = func() { f.session.Services.Source(endings, func(path string) { e.Type(path) }) }
	return e
}

// choice is what was chosen last time under a key, or else.
func (f *form) choice(key, otherwise string) string { return cmp.Or(f.last.Choices[key], otherwise) }

// setEnding turns the path into one of a file with that ending, or of a folder.
func (f *form) setEnding(ending string) {
	text := f.path.Text()
	if old := filepath.Ext(text); f.kind.ending != "" && strings.EqualFold(old, f.kind.ending) {
		text = text[:len(text)-len(old)]
	}
	f.kind.ending = ending
	f.path.SetText(text + ending)
}

func (f *form) look() {
	if f.changed != nil {
		f.changed()
	}
}

// recount counts who gets one, and looks again.
func (f *form) recount() {
	per := mailrow.Per(f.per.Value())
	switch {
	case f.resize == nil:
		f.look()
	case per == mailrow.PerContact:
		f.resize(f.lines)
		f.look()
	default:
		n, o := 0, mailrow.Options{Per: per, IncludeBlocked: f.blocked.On()}
		f.Tasks.Run(func(ctx context.Context) (err error) {
			n, err = mailrow.Count(ctx, f.session.Company, f.session.Segments, f.no, o)
			return err
		}, func(err error) {
			if err != nil {
				f.refuse(err)
				return
			}
			f.resize(n)
			f.look()
		})
	}
}

// target is the path that is written to, or "".
func (f *form) target() string {
	if f.kind.ending != "" {
		return transfer.WithExtension(f.path.Text(), []string{f.kind.ending})
	}
	return transfer.Absolute(f.path.Text())
}

// write writes. It asks before it replaces what is there.
func (f *form) write(replace bool) {
	o := order{path: f.target(), includeBlocked: f.blocked.On(), force: replace}
	if o.path == "" {
		f.path.SetError(i18n.T("common.name_is_missing"))
		return
	}
	do, err := f.prepare()
	if err != nil {
		f.refuse(err)
		return
	}
	if do == nil {
		return
	}
	f.modal.SetOK(false)
	f.modal.SetStatus("", false)
	var result written
	f.Tasks.RunSlow(f.session.Window.Canvas(), f.kind.running, func(ctx context.Context, report func(done, total int)) (err error) {
		o.report = report
		result, err = do(ctx, o)
		return err
	}, func(err error, stopped bool) {
		f.modal.SetOK(true)
		switch {
		case stopped:
			f.modal.SetStatus(i18n.T("output.stopped_nothing_was_written"), false)
		case core.IsKind(err, core.Exists) && !replace && !f.kind.keeps:
			widget.AskReplace(f.session.Window.Canvas(), o.path, func() { f.write(true) })
		case err != nil:
			f.refuse(err)
		default:
			f.done(o, result)
		}
	})
}

// refuse says at the foot of the dialog why something cannot be.
func (f *form) refuse(err error) { f.modal.SetStatus(work.Text(err), true) }

// try finds out what is to be shown of what is chosen, beside the window, and shows it
// then, or tells why it cannot be found. The function that it returns stops it.
func (f *form) try(find func(ctx context.Context) error, show func()) context.CancelFunc {
	return f.Tasks.Run(find, func(err error) {
		if err != nil {
			f.refuse(err)
			return
		}
		f.modal.SetStatus("", false)
		show()
	})
}

// done says what was written, and keeps the choices for next time.
func (f *form) done(o order, w written) {
	f.result = &w
	last := kept{Folder: filepath.Dir(o.path), IncludeBlocked: o.includeBlocked, Open: f.opens.On()}
	if f.choices != nil {
		last.Choices = f.choices()
	}
	f.session.Keep(f.Tasks, f.kind.key, last)
	transfer.RememberFolder(last.Folder)
	f.modal.Close()
	if f.ended != nil {
		f.ended()
	}
	remarks := append(i18n.Unlogged(f.session.Company), w.remarks...)
	if w.shared > 0 {
		remarks = append(remarks, i18n.T("output.n_lines_share_what_another_gets", "count", w.shared))
	}
	remarks = append(remarks, transfer.ToldBlocked(w.blocked, o.includeBlocked)...)
	m := widget.Tell(f.session.Window.Canvas(), i18n.T("output.written"), w.text, strings.Join(remarks, " "))
	m.SetLink(i18n.T("output.open_it"), func() {
		m.Close()
		f.session.Services.OpenFile(w.path)
	})
	if f.opens.On() {
		f.session.Services.OpenFile(w.path)
	}
}
