package output

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/configpackage"
	"winnow/core/filter"
	"winnow/gui/entry"
	"winnow/gui/field"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/transfer"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// PackageRoute leads to the dialog that writes a package for Business Central.
type PackageRoute struct{}

// packageKey is where the choices of last time are kept.
const packageKey = "output.package"

// Package is the dialog that writes a package for Business Central: segments, and
// contacts that were changed.
type Package struct {
	// Tasks do the dialog's work.
	Tasks *work.Tasks

	session                *session.Session
	env                    filter.Env
	last                   keptPackage
	modal                  *widget.Modal
	segments, since, path  *entry.Entry
	contacts, blocked, cut *entry.Check
	told                   *widget.Paragraph
	errors                 *list.List
	wrong                  *widget.FastTab
	stop                   context.CancelFunc
	found                  configpackage.Result
}

// keptPackage is what was chosen last time.
type keptPackage struct {
	Folder string `json:"folder"`
	// Written is the day on which a package was written last.
	Written string `json:"written"`
}

// OpenPackage asks what goes into a package for Business Central.
func OpenPackage(s *session.Session) *Package {
	d := &Package{Tasks: work.NewTasks(), session: s}
	s.OpenDialog(packageKey, d.Tasks, func(ctx context.Context) (err error) {
		if err = s.Recall(ctx, packageKey, &d.last); err != nil {
			return err
		}
		d.last.Folder = transfer.WriteFolder(d.last.Folder)
		d.env, err = s.Company.Env(ctx, filter.Env{})
		return err
	}, func() {
		d.build()
		d.modal.Show(s.Window.Canvas())
		d.look()
	})
	return d
}

func (d *Package) build() {
	look := func(bool) { d.look() }
	d.segments = entry.New(theme.IconDown)
	d.segments.SetPlaceholder(i18n.T("output.package_no_segment"))
	d.segments.OnLookup = d.chooseSegments
	d.segments.OnCommit = func(string) error { d.look(); return nil }
	d.contacts = entry.NewCheck(i18n.T("output.package_contacts"), "", look)
	d.contacts.SetOn(true)
	date, _ := catalog.Must(catalog.Contact).Field("last_date_modified")
	d.since = field.Entry(&field.Room{Session: d.session, Tasks: d.Tasks, Env: func() filter.Env { return d.env }}, date, entry.New)
	d.since.SetText(i18n.Shown(date, cmp.Or(d.last.Written, d.env.Today)))
	d.since.OnCommit = func(typed string) error {
		if _, err := field.ReadDay(typed, d.env); err != nil {
			return i18n.Error(err)
		}
		d.look()
		return nil
	}
	name := i18n.T("output.file.package") + " " + d.session.Company.Now().Format(time.DateOnly) + configpackage.Extension
	d.path = transfer.NewPath(d.session.Window, filepath.Join(d.last.Folder, name), nil)
	d.blocked = entry.NewCheck(i18n.T("common.include_privacy_blocked_contacts"), "", look)
	d.cut = entry.NewCheck(i18n.T("output.package_cut"), "", look)
	fields := entry.NewFields(
		entry.Field{Caption: i18n.T("common.segments"), Object: d.segments}, entry.Field{Caption: i18n.T("common.contacts"), Object: d.contacts},
		entry.Field{Caption: i18n.T("output.package_since"), Object: d.since}, entry.Field{Caption: i18n.T("common.file"), Object: d.path},
		entry.Field{Caption: i18n.T("common.privacy"), Object: d.blocked}, entry.Field{Caption: i18n.T("output.package_long_texts"), Object: d.cut})
	fields.CaptionWidth = 150
	d.told = widget.NewParagraph("")
	d.errors = list.New([]list.Column{
		{Key: "table", Caption: i18n.T("common.table"), Width: 190}, {Key: "key", Caption: i18n.T("transfer.row"), Width: 150},
		{Key: "field", Caption: i18n.T("common.field"), Width: 180}, {Key: "reason", Caption: i18n.T("logged.reason"), Width: 460},
	})
	d.errors.MinRows = 4
	d.errors.OnCopy = d.copy
	d.wrong = widget.Panel(i18n.T("output.package_refused"), d.errors)
	d.wrong.Hide()
	d.modal = &widget.Modal{
		Title: i18n.T("output.package_for_business_central"), Subtitle: i18n.T("output.package_about"),
		Body: widget.NewStackFill(10, 16, fields, d.told, d.wrong), Width: 1020, Height: 620, OK: i18n.T("output.write"),
		OnOK: func() { d.write(false) }, OnCancel: d.Tasks.Close,
	}
}

// numbers are the segments that are chosen.
func (d *Package) numbers() []string {
	return strings.FieldsFunc(strings.ToUpper(d.segments.Text()), func(r rune) bool { return strings.ContainsRune(",;| ", r) })
}

// chooseSegments offers the segments to tick.
func (d *Package) chooseSegments() {
	entry.ShowLookup(d.segments, entry.Lookup{
		Multi: true, Ticked: d.numbers(), Search: field.FindCodes(d.session, d.Tasks, "segment_header"),
		OnTake: func(chosen []string) {
			slices.Sort(chosen)
			d.segments.Type(strings.Join(chosen, ", "))
			d.segments.Commit()
		},
	})
}

// params are what is chosen. The day is read again, since it may have just been typed.
func (d *Package) params() (configpackage.Params, error) {
	p := configpackage.Params{Segments: d.numbers(), Contacts: d.contacts.On(), IncludeBlocked: d.blocked.On(), Cut: d.cut.On()}
	if !p.Contacts {
		return p, nil
	}
	var err error
	p.Since, err = field.ReadDay(d.since.Text(), d.env)
	return p, err
}

// look reads what would be in the package now.
func (d *Package) look() {
	if d.stop != nil {
		d.stop()
	}
	d.since.SetEnabled(d.contacts.On())
	d.modal.SetOK(false)
	d.modal.SetStale()
	p, err := d.params()
	if err != nil {
		d.refuse(err)
		return
	}
	var found configpackage.Result
	d.stop = d.Tasks.Run(func(ctx context.Context) (err error) {
		found, err = configpackage.Check(ctx, d.session.Company, d.session.Segments, p)
		return err
	}, func(err error) {
		if err != nil {
			d.refuse(err)
			return
		}
		d.modal.SetStatus("", false)
		d.show(found)
	})
}

// show tells what would be in the package, and lists what Business Central would refuse.
func (d *Package) show(r configpackage.Result) {
	d.found = r
	d.told.SetText(strings.Join(slices.Concat(d.counted(r), localized(r.Notes)), " "))
	var rows []list.Row
	for _, e := range r.Errors {
		rows = append(rows, list.Row{Item: e, Cells: []list.Cell{
			{Text: i18n.Translate(catalog.Must(e.Table).Caption)}, {Text: e.Key}, {Text: i18n.Translate(e.Caption())}, {Text: i18n.Localize(e.Message)}}})
	}
	widget.SetVisible(d.wrong, len(rows) > 0)
	d.errors.SetRows(rows)
	if r.ErrorCount > 0 {
		d.modal.SetStatus(i18n.T("output.package_n_refused", "count", r.ErrorCount, "n", widget.Number(r.ErrorCount)), true)
	}
	d.modal.SetOK(r.ErrorCount == 0 && len(r.Tables) > 0)
	d.modal.Layout()
}

// counted tells what is in a package, table by table.
func (d *Package) counted(r configpackage.Result) []string {
	var parts []string
	for _, t := range r.Tables {
		parts = append(parts, i18n.T("output.package_n_records", "table", i18n.Translate(catalog.Must(t.Table).Caption), "n", widget.Number(t.Records)))
	}
	said := []string{}
	if len(parts) > 0 {
		said = append(said, i18n.T("output.package_has", "records", strings.Join(parts, ", ")))
	}
	if r.CutCount > 0 {
		said = append(said, i18n.T("output.package_n_cut", "count", r.CutCount, "n", widget.Number(r.CutCount)))
	}
	if r.Blocked > 0 {
		id := "output.package_n_blocked_left_out"
		if d.blocked.On() {
			id = "output.package_n_blocked_included"
		}
		said = append(said, i18n.T(id, "count", r.Blocked, "n", widget.Number(r.Blocked), "contacts", transfer.Some(r.BlockedContacts)))
	}
	return said
}

// copy puts what Business Central would refuse on the clipboard.
func (d *Package) copy() {
	var lines []string
	for _, e := range d.found.Errors {
		lines = append(lines, i18n.Localize(e.Text()))
	}
	fyne.CurrentApp().Clipboard().SetContent(strings.Join(lines, "\n"))
	d.modal.SetStatus(i18n.T("output.copied"), false)
}

func localized(messages []core.Message) []string {
	var list []string
	for _, m := range messages {
		list = append(list, i18n.Localize(m))
	}
	return list
}

// refuse says why there can be no such package.
func (d *Package) refuse(err error) {
	d.told.SetText("")
	d.wrong.Hide()
	d.modal.SetStatus(work.Text(err), true)
	d.modal.Layout()
}

// write writes the package. It asks before it replaces a file.
func (d *Package) write(replace bool) {
	p, err := d.params()
	if err != nil {
		d.refuse(err)
		return
	}
	if p.Path = transfer.WithExtension(d.path.Text(), []string{configpackage.Extension}); p.Path == "" {
		d.path.SetError(i18n.T("common.name_is_missing"))
		return
	}
	p.Force = replace
	d.modal.SetOK(false)
	var result configpackage.Result
	d.Tasks.RunSlow(d.session.Window.Canvas(), i18n.T("output.package_writing_dialog"), func(ctx context.Context, report func(done, total int)) (err error) {
		p.Progress = report
		result, err = configpackage.Write(ctx, d.session.Company, d.session.Segments, p)
		return err
	}, func(err error, stopped bool) {
		d.modal.SetOK(true)
		var refused *configpackage.Refused
		switch {
		case stopped:
			d.modal.SetStatus(i18n.T("output.stopped_nothing_was_written"), false)
		case core.IsKind(err, core.Exists) && !replace:
			widget.AskReplace(d.session.Window.Canvas(), p.Path, func() { d.write(true) })
		case errors.As(err, &refused): // changed since it was looked at
			d.show(result)
		case err != nil:
			d.refuse(err)
		default:
			d.done(p, result)
		}
	})
}

// done says what was written, and keeps what the next time begins with.
func (d *Package) done(p configpackage.Params, r configpackage.Result) {
	last := keptPackage{Folder: filepath.Dir(p.Path), Written: d.last.Written}
	if p.Contacts {
		last.Written = d.env.Today
	}
	d.session.Keep(d.Tasks, packageKey, last)
	transfer.RememberFolder(last.Folder)
	d.modal.Close()
	remarks := slices.Concat(i18n.Unlogged(d.session.Company), d.counted(r), localized(r.Notes))
	widget.Tell(d.session.Window.Canvas(), i18n.T("output.written"), i18n.T("output.package_written", "code", r.Code, "file", r.Path), strings.Join(remarks, " "))
}
