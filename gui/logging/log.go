package logging

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/core/logging"
	"winnow/core/merge"
	corevalue "winnow/core/value"
	"winnow/gui/entry"
	"winnow/gui/field"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/transfer"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// keptKey is where the choices of last time are kept.
const keptKey = "logging.log"

// The ways in which letters and e-mails are written.
const (
	asOne    = "one"
	asPDF    = "pdf"
	asFolder = "folder"
)

// Log is the dialog in which a segment is logged.
type Log struct {
	// Tasks do the dialog's work.
	Tasks *work.Tasks

	session                                  *session.Session
	params                                   LogParams
	last                                     choices
	env                                      filter.Env
	modal                                    *widget.Modal
	date                                     *entry.Entry
	attach, followUp, leaveOut               *entry.Check
	letters, mails                           *entry.Choice
	lettersFile, mailsFile, folder, template *entry.Entry
	grid                                     *entry.Fields
	told                                     *widget.Paragraph
	errors                                   *list.List
	wrong                                    *widget.FastTab
	stop                                     context.CancelFunc
	checked                                  checked
}

// choices are what was chosen last time.
type choices struct {
	Folder  string `json:"folder"`
	Letters string `json:"letters"`
	Mails   string `json:"mails"`
}

// checked is what was found out about the log last.
type checked struct {
	logging.Result
	errors      int
	noTemplates bool
}

// LogParams say which segment is logged.
type LogParams struct {
	Segment string
	// Line shows a line of the segment that has an error in a field, after the dialog
	// has closed.
	Line func(line int64, field string)
	// Done receives where to go after the segment was logged.
	Done func(to route.LoggedSegments)
}

// AskLog asks how a segment shall be logged, says what that will make and what is
// wrong, and logs it.
func AskLog(s *session.Session, params LogParams) *Log {
	d := &Log{Tasks: work.NewTasks(), session: s, params: params}
	var first checked
	s.OpenDialog(keptKey+params.Segment, d.Tasks, func(ctx context.Context) (err error) {
		if err = s.Recall(ctx, keptKey, &d.last); err != nil {
			return err
		}
		if d.env, err = s.Company.Env(ctx, filter.Env{}); err != nil {
			return err
		}
		d.last.Folder = transfer.WriteFolder(d.last.Folder)
		first, err = d.check(ctx, logging.Options{LeaveOutBlocked: true})
		return err
	}, func() {
		d.build(first)
		d.modal.Show(s.Window.Canvas())
		d.look()
	})
	return d
}

// build makes the dialog for a segment that was looked at.
func (d *Log) build(first checked) {
	room := &field.Room{Session: d.session, Tasks: d.Tasks, Env: func() filter.Env { return d.env }}
	date, _ := catalog.Must(catalog.InteractionEntry).Field("date")
	d.date = field.Entry(room, date, entry.New)
	d.date.SetPlaceholder(i18n.T("logged.each_lines_own"))
	d.date.OnCommit = func(typed string) error {
		if _, err := corevalue.Parse(date, i18n.Typed(date, typed, d.env.WorkDate), d.env); err != nil {
			return i18n.Error(err)
		}
		d.look()
		return nil
	}
	look := func(bool) { d.look() }
	sends := first.Types.Any()
	d.attach = entry.NewCheck("", "", func(bool) {
		d.arrange()
		d.look()
	})
	d.attach.SetOn(sends)
	if !sends {
		d.attach.Disable()
	}
	d.followUp, d.leaveOut = entry.NewCheck("", "", nil), entry.NewCheck("", "", look)
	d.leaveOut.SetOn(true)
	d.letters = entry.NewChoice(ways(merge.Office() != ""), func(string) {
		d.endFile()
		d.arrange()
	})
	d.mails = entry.NewChoice([]entry.Option{{Value: asFolder, Text: i18n.T("output.folder_with_file_for_each_e_mail")}, {Value: asOne, Text: i18n.T("output.one_file_mbox")}}, func(string) { d.arrange() })
	d.letters.SetValue(cmp.Or(d.last.Letters, asOne))
	if d.letters.Text() == d.letters.Value() { // nothing here makes that now
		d.letters.SetValue(asOne)
	}
	d.mails.SetValue(cmp.Or(d.last.Mails, asFolder))
	path := func(name string) *entry.Entry {
		return transfer.NewPath(d.session.Window, filepath.Join(d.last.Folder, d.params.Segment+" "+name), nil)
	}
	d.lettersFile, d.mailsFile, d.folder = path(i18n.T("output.file.letters")), path(i18n.T("output.file.mails")+".mbox"), path(i18n.T("logged.file_documents"))
	d.endFile()
	d.template = entry.New(theme.IconOpen)
	d.template.SetPlaceholder(i18n.T("logged.those_of_lines"))
	d.template.OnCommit = func(string) error { d.look(); return nil }
	d.template.OnLookup = func() {
		d.session.Services.Source([]string{".docx", ".dotx", ".txt"}, func(path string) {
			d.template.Type(path)
			d.template.Commit()
		})
	}
	d.grid = entry.NewFields()
	d.grid.CaptionWidth = 190
	d.told = widget.NewParagraph("")
	d.errors = list.New([]list.Column{
		{Key: "line", Caption: i18n.T("caption.line_no"), Width: 84, Align: widget.Right}, {Key: "contact", Caption: i18n.T("caption.contact_no"), Width: 110},
		{Key: "field", Caption: i18n.T("common.field"), Width: 190}, {Key: "reason", Caption: i18n.T("logged.reason"), Width: 600},
	})
	d.errors.MinRows = 4
	d.errors.OnOpen = d.open
	d.errors.OnLink = func(row int, _ string) { d.open(row) }
	d.wrong = widget.Panel(i18n.T("logged.what_is_wrong"), d.errors)
	d.wrong.Hide()
	d.checked = first
	d.arrange()
	d.modal = &widget.Modal{
		Title: i18n.T("logged.log_segment", "segment", d.params.Segment), Subtitle: i18n.T("logged.each_line_becomes_interaction"),
		Body: widget.NewStackFill(10, 16, d.grid, d.told, d.wrong), Width: 1020, Height: 620, OK: i18n.T("logged.log"),
		OnOK: d.log, OnCancel: d.Tasks.Close,
	}
}

// ways are the formats in which letters can be written on this computer.
func ways(pdf bool) []entry.Option {
	options := []entry.Option{{Value: asOne, Text: i18n.T("output.one_word_document")}, {Value: asFolder, Text: i18n.T("output.folder_with_document_for_each")}}
	if pdf {
		options = append(options, entry.Option{Value: asPDF, Text: i18n.T("output.one_pdf_file")})
	}
	return options
}

// endings are those of the one file for all letters.
var endings = map[string]string{asOne: ".docx", asPDF: ".pdf"}

// endFile gives the letters' file the extension of the chosen format.
func (d *Log) endFile() {
	path, ending := d.lettersFile.Text(), endings[d.letters.Value()]
	if ending == "" {
		return
	}
	for _, other := range endings {
		path = strings.TrimSuffix(path, other)
	}
	d.lettersFile.SetText(path + ending)
}

// arrange shows the fields that matter: where what goes out is written, if anything
// does.
func (d *Log) arrange() {
	fields := []entry.Field{
		{Caption: i18n.T("logged.send_attachments"), Object: d.attach}, {Caption: i18n.T("logged.create_follow_up_segment"), Object: d.followUp},
		{Caption: i18n.T("logged.leave_out_blocked_contacts"), Object: d.leaveOut}, {Caption: i18n.T("logged.date_of_interaction"), Object: d.date},
	}
	add := func(id string, o fyne.CanvasObject) {
		fields = append(fields, entry.Field{Caption: i18n.T(id), Object: o})
	}
	if types := d.checked.Types; d.attach.On() {
		letters, mails := types.HardCopy+types.Fax > 0, types.EMail > 0
		if letters {
			add("logged.letters_as", d.letters)
			if d.letters.Value() != asFolder {
				add("logged.file_of_letters", d.lettersFile)
			}
		}
		if mails {
			add("logged.e_mails_as", d.mails)
			if d.mails.Value() != asFolder {
				add("logged.file_of_e_mails", d.mailsFile)
			}
		}
		if letters && d.letters.Value() == asFolder || mails && d.mails.Value() == asFolder {
			add("common.folder", d.folder)
		}
		add("common.template", d.template)
	}
	d.grid.SetFields(fields...)
	if d.modal != nil {
		d.modal.Layout()
	}
}

// options are what is chosen.
func (d *Log) options() logging.Options {
	date, _ := catalog.Must(catalog.InteractionEntry).Field("date")
	o := logging.Options{FollowUp: d.followUp.On(), LeaveOutBlocked: d.leaveOut.On(), Date: i18n.Typed(date, d.date.Text(), d.env.WorkDate)}
	if !d.attach.On() {
		return o
	}
	o.Send = &logging.Send{Template: strings.TrimSpace(d.template.Text())}
	if d.letters.Value() == asFolder || d.mails.Value() == asFolder {
		o.Send.Folder = transfer.Absolute(d.folder.Text())
	}
	if ending := endings[d.letters.Value()]; ending != "" {
		o.Send.Letters = transfer.WithExtension(d.lettersFile.Text(), []string{ending})
	}
	if d.mails.Value() == asOne {
		o.Send.Mbox = transfer.WithExtension(d.mailsFile.Text(), []string{".mbox"})
	}
	return o
}

// markMissingPlaces marks the fields that should say where documents are written and are
// empty, and reports whether there is such a field.
func (d *Log) markMissingPlaces() (missing bool) {
	if !d.attach.On() {
		return false
	}
	letters, mails := d.checked.Documents.Letters > 0, d.checked.Documents.Mails > 0
	for _, place := range []struct {
		needed bool
		field  *entry.Entry
	}{
		{letters && d.letters.Value() != asFolder, d.lettersFile}, {mails && d.mails.Value() != asFolder, d.mailsFile},
		{letters && d.letters.Value() == asFolder || mails && d.mails.Value() == asFolder, d.folder},
	} {
		if place.needed && transfer.WithExtension(place.field.Text(), []string{""}) == "" {
			place.field.SetError(i18n.T("common.name_is_missing"))
			missing = true
		}
	}
	return missing
}

// check finds out what would be logged and what is wrong with lines.
func (d *Log) check(ctx context.Context, o logging.Options) (c checked, err error) {
	var refused *logging.Refused
	if c.Result, err = d.session.Logging.Check(ctx, d.params.Segment, o); errors.As(err, &refused) {
		c.errors, err = refused.Count, nil
	}
	if err == nil && c.errors > 0 {
		var n int
		n, err = d.session.Records.Count(ctx, "interaction_template")
		c.noTemplates = n == 0
	}
	return c, err
}

// look finds out what would be logged now.
func (d *Log) look() {
	if d.stop != nil {
		d.stop()
	}
	d.modal.SetOK(false)
	d.modal.SetStale()
	o := d.options()
	var found checked
	d.stop = d.Tasks.Run(func(ctx context.Context) (err error) {
		found, err = d.check(ctx, o)
		return err
	}, func(err error) {
		d.modal.SetStatus("", false)
		d.modal.SetLink("", nil)
		if err != nil {
			d.told.SetText("")
			d.wrong.Hide()
			d.modal.SetStatus(work.Text(err), true)
			return
		}
		d.checked = found
		d.publish()
	})
}

// publish shows what was found out.
func (d *Log) publish() {
	c := d.checked
	d.told.SetText(strings.Join(told(c.Result, d.attach.On()), " "))
	d.modal.SetOKText(i18n.T("logged.log_n_lines", "count", c.Interactions))
	d.modal.SetOK(c.errors == 0)
	if c.errors > 0 {
		d.modal.SetOKText(i18n.T("logged.log"))
	}
	widget.SetVisible(d.told, d.told.Text() != "")
	widget.SetVisible(d.wrong, c.errors > 0)
	d.arrange()
	if c.errors > 0 { // when the list has its room
		d.showErrors()
	}
}

// showErrors lists what is wrong with lines.
func (d *Log) showErrors() {
	var rows []list.Row
	for _, e := range d.checked.Errors {
		rows = append(rows, list.Row{Item: e, Cells: []list.Cell{
			{Text: key(e.LineNo), Style: list.Link}, {Text: e.ContactNo}, {Text: captionOf(e.Field)}, {Text: i18n.Localize(e.Message)}}})
	}
	d.errors.SetRows(rows)
	d.wrong.SetSummary(i18n.T("logged.n_errors_click_goes_to_line", "count", d.checked.errors), "")
	if more := d.checked.errors - len(rows); more > 0 {
		d.wrong.SetSummary(i18n.T("logged.n_errors_first_are_shown", "count", d.checked.errors, "shown", len(rows)), "")
	}
	if d.checked.noTemplates {
		d.modal.SetStatus(i18n.T("logged.no_interaction_templates_yet"), true)
		d.modal.SetLink(i18n.T("logged.make_first_templates"), d.makeTemplates)
	}
}

// captionOf is what the field of an error is called.
func captionOf(key string) string {
	for _, table := range []string{"segment_line", catalog.Contact} {
		if f, ok := catalog.Must(table).Field(key); ok {
			return i18n.Translate(f.Caption)
		}
	}
	return key
}

// told tells what will be made, by Correspondence Type.
func told(r logging.Result, sends bool) []string {
	made := r.Types.None + r.Types.HardCopy + r.Types.EMail + r.Types.Fax
	said := []string{i18n.T("logged.n_interactions_will_be_made", "count", made)}
	var types []string
	f, _ := catalog.Must(catalog.InteractionEntry).Field("correspondence_type")
	for i, n := range []int{r.Types.HardCopy, r.Types.EMail, r.Types.Fax} {
		if n > 0 {
			types = append(types, i18n.T("logged.n_of_type", "n", widget.Number(n), "type", i18n.Translate(f.Options[i+1])))
		}
	}
	if r.Types.None > 0 && len(types) > 0 {
		types = append(types, i18n.T("logged.n_without_type", "count", r.Types.None))
	}
	if len(types) > 0 {
		said[0] = i18n.T("logged.n_interactions_will_be_made_types", "count", made, "types", strings.Join(types, ", "))
	}
	add := func(n int, id string) {
		if n > 0 {
			said = append(said, i18n.T(id, "count", n))
		}
	}
	if sends {
		add(r.Documents.Letters, "logged.n_letters_will_be_written")
		add(r.Documents.Mails, "logged.n_e_mails_will_be_written")
	}
	add(r.Calls, "logged.n_calls_are_there")
	add(r.WithoutEMail, "logged.n_lines_have_no_e_mail_address")
	add(r.LeftOut.Blocked, "logged.n_lines_are_left_out")
	return said
}

// makeTemplates makes the first interaction templates.
func (d *Log) makeTemplates() {
	var made []string
	d.Tasks.Write(func(ctx context.Context) (err error) {
		made, err = d.session.Logging.MakeTemplates(ctx)
		return err
	}, func(err error) {
		if err != nil {
			d.modal.SetStatus(work.Text(err), true)
			return
		}
		d.checked.noTemplates = false
		d.modal.SetLink("", nil)
		d.modal.SetStatus(i18n.T("logged.templates_made", "templates", strings.Join(made, ", ")), false)
	})
}

// open goes to the line that an error is of.
func (d *Log) open(row int) {
	r, _ := d.errors.Row(row)
	e, ok := r.Item.(logging.LineError)
	if !ok {
		return
	}
	d.modal.Close()
	d.Tasks.Close()
	d.params.Line(e.LineNo, e.Field)
}

// log logs the segment.
func (d *Log) log() {
	if d.stop != nil {
		d.stop()
	}
	if !d.date.Commit() {
		return
	}
	if d.stop != nil { // what it finds would hide why it cannot be
		d.stop()
	}
	if d.markMissingPlaces() {
		return
	}
	o := d.options()
	var result logging.Result
	d.modal.SetOK(false)
	d.modal.SetStatus("", false)
	d.Tasks.RunSlow(d.session.Window.Canvas(), i18n.T("logged.logging_segment_dialog"), func(ctx context.Context, report func(done, total int)) (err error) {
		o.Progress = report
		result, err = d.session.Logging.Log(ctx, d.params.Segment, o)
		return err
	}, func(err error, stopped bool) {
		d.modal.SetOK(true)
		var refused *logging.Refused
		switch {
		case stopped:
			d.modal.SetStatus(i18n.T("logged.stopped_nothing_was_logged"), false)
		case errors.As(err, &refused): // since it was looked at
			d.look()
		case err != nil:
			d.modal.SetStatus(work.Text(err), true)
		default:
			d.done(o, result)
		}
	})
}

// done keeps the choices for next time, and goes on.
func (d *Log) done(o logging.Options, r logging.Result) {
	if o.Send != nil {
		written := d.folder
		if d.letters.Value() != asFolder {
			written = d.lettersFile
		}
		folder := filepath.Dir(transfer.Absolute(written.Text()))
		d.session.Keep(d.Tasks, keptKey, choices{Folder: folder, Letters: d.letters.Value(), Mails: d.mails.Value()})
		transfer.RememberFolder(folder)
	}
	d.modal.Close()
	d.Tasks.Close()
	d.params.Done(route.LoggedSegments{Logged: r.EntryNo, Said: said(r), FollowUp: r.FollowUp})
}

// said tells what was logged.
func said(r logging.Result) string {
	parts := []string{i18n.T("interactions.n_interactions", "count", r.Interactions)}
	add := func(n int, id string) {
		if n > 0 {
			parts = append(parts, i18n.T(id, "count", n))
		}
	}
	add(r.CampaignEntries, "logged.n_campaign_entries")
	add(r.Documents.Letters, "logged.n_letters")
	add(r.Documents.Mails, "logged.n_e_mails")
	add(r.WithoutEMail, "logged.n_without_address")
	add(r.LeftOut.Blocked, "logged.n_left_out")
	text := i18n.T("logged.logged_segment_as", "segment", r.SegmentNo, "entry", key(r.EntryNo), "what", strings.Join(parts, ", "))
	if r.FollowUp != "" {
		text += "; " + i18n.T("logged.follow_up_no", "segment", r.FollowUp)
	}
	for _, u := range r.Undelivered {
		text += ". " + i18n.Localize(u)
	}
	return text
}
