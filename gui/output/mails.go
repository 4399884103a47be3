package output

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/docx"
	"winnow/core/fold"
	"winnow/core/mail"
	"winnow/core/mailrow"
	"winnow/core/merge"
	"winnow/core/template"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/transfer"
	"winnow/gui/widget"
)

// How e-mails are written, or that they are sent.
const (
	asFolder = "folder"
	asMbox   = "mbox"
	asSent   = "sent"
)

// Mails is the dialog that writes e-mails as drafts, or sends them.
type Mails struct {
	form
	*browser
	template  *entry.Choice // a kept one, or "" for the text in the dialog
	letter    *entry.Choice // what becomes of the Word template
	word      *entry.Choice // the Word template of a letter that is attached to a text
	fields    *entry.Fields
	left      *widget.Stack
	told      *widget.Paragraph
	stop      context.CancelFunc // of the look at all e-mails
	templates templates
	questions questions // what the Word template asks
	head      *entry.Fields
	writing   fyne.CanvasObject
	subject   *entry.Entry
	text      *entry.Area
	html      *entry.Entry
	from      *entry.Entry
	own       *entry.Check // from the line's salesperson
	replyTo   *entry.Entry
	attach    *entry.Entry
	leave     *entry.Entry // the link to unsubscribe
	cc, bcc   *entry.Entry
	as        *entry.Choice
	cancel    context.CancelFunc
}

// OpenMails asks what a segment's e-mails shall say.
func OpenMails(s *session.Session, no string) *Mails {
	d := &Mails{}
	d.questions.answered = func() { d.draw() }
	d.read = d.templates.reading(s, no)
	d.open(s, no, kind{
		key: "output.mails", name: i18n.T("output.file.mails"),
		title: i18n.T("output.e_mails_of_segment", "segment", no),
		about: func(n int) string {
			return i18n.T("output.draft_for_each_of_n_lines", "count", n)
		},
		running: i18n.T("output.writing_e_mails_dialog"), width: 1080, height: 690,
	}, d.build)
	return d
}

func (d *Mails) build() {
	d.browser = newBrowser(d.lines, d.draw)
	d.template = entry.NewChoice(append([]entry.Option{{Text: i18n.T("output.text_written_here")}}, codes(d.templates.all)...), func(code string) {
		if code != "" {
			d.subject.SetText("") // a kept template has its own
		}
		d.choose()
	})
	if last := d.choice("template", ""); slices.ContainsFunc(d.templates.all, func(t template.Template) bool { return t.Code == last }) {
		d.template.SetValue(last)
	}
	d.letter = entry.NewChoice(nil, func(string) { d.choose() })
	d.letter.SetValue(d.choice("letter", ""))
	d.word = entry.NewChoice(codes(d.templates.kept), func(string) { d.draw() })
	if len(d.templates.kept) > 0 {
		d.word.SetValue(d.templates.first(d.choice("word", "")))
	}
	d.told = widget.NewParagraph("")
	d.subject = entry.New(theme.IconNone)
	d.subject.SetText(d.choice("subject", ""))
	d.subject.OnChanged = func(string) { d.draw() }
	d.text = entry.NewArea(130, func(string) { d.draw() })
	d.text.SetText(d.choice("text", "{{Greeting Formal}}\n\n"))
	d.html = entry.New(theme.IconOpen)
	d.html.SetText(d.choice("html", ""))
	d.html.SetPlaceholder(i18n.T("output.none_e_mails_are_plain_text"))
	d.html.OnChanged = func(string) { d.draw() }
	d.html.OnLookup = func() {
		d.session.Services.Source([]string{".html", ".htm"}, func(path string) {
			d.html.Type(path)
			d.draw()
		})
	}
	d.from = entry.New(theme.IconNone)
	d.from.SetText(d.choice("from", ""))
	d.own = entry.NewCheck(i18n.T("output.from_each_lines_salesperson"), "", func(bool) { d.draw() })
	d.own.SetOn(d.choice("own", "") != "")
	d.attach = entry.New(theme.IconOpen)
	d.attach.SetPlaceholder(i18n.T("output.no_file"))
	d.attach.OnChanged = func(string) { d.draw() }
	d.attach.OnLookup = func() {
		d.session.Services.Source([]string{transfer.AnyFile}, func(path string) {
			d.attach.Type(strings.Join(append(d.attached(), path), between))
			d.draw()
		})
	}
	header := func(key string) *entry.Entry {
		e := entry.New(theme.IconNone)
		e.SetText(d.choice(key, ""))
		e.OnChanged = func(string) { d.draw() }
		return e
	}
	d.replyTo, d.cc, d.bcc, d.leave = header("reply_to"), header("cc"), header("bcc"), header("unsubscribe")
	d.leave.SetPlaceholder("https://…")
	d.as = entry.NewChoice([]entry.Option{{Value: asFolder, Text: i18n.T("output.folder_with_file_for_each_e_mail")}, {Value: asMbox, Text: i18n.T("output.one_file_mbox")},
		{Value: asSent, Text: i18n.T("output.send_now")}}, d.setAs)
	d.as.SetValue(d.choice("as", asFolder))
	var insert *widget.Button
	insert = widget.NewButton(widget.Action{Text: i18n.T("output.insert_field_dialog"), Icon: theme.IconAdd, Kind: widget.Boxed, Do: func() { d.insert(insert) }})
	file := widget.NewButton(widget.Action{Text: i18n.T("output.from_template_file_dialog"), Icon: theme.IconOpen, Kind: widget.Boxed, Do: d.readFile})
	d.head, d.fields = entry.NewFields(), entry.NewFields()
	d.head.CaptionWidth, d.fields.CaptionWidth = 96, 96
	d.writing = widget.NewRow(insert, file)
	d.left = widget.NewStack(8, 4)
	d.arrange()
	d.form.show(widget.NewStackFill(0, 12, widget.NewBeside(d.left, d.panel, 500, 0)))
	d.modal.OnKey, d.modal.OnOK = d.key, d.ok
	subject, text := d.subject.Text(), d.text.Text()
	d.modal.Unsaved = func() bool { return d.subject.Text() != subject || d.text.Text() != text }
	d.setAs(d.as.Value())
	d.changed, d.prepare, d.resize = d.draw, d.job, d.browser.setAll
	d.choices = func() map[string]string {
		kept := map[string]string{"subject": d.subject.Text(), "text": d.text.Text(), "html": d.html.Text(), "from": d.from.Text(), "unsubscribe": d.leave.Text(),
			"reply_to": d.replyTo.Text(), "cc": d.cc.Text(), "bcc": d.bcc.Text(), "as": d.as.Value(), "rows": d.per.Value(),
			"template": d.template.Value(), "letter": d.letter.Value(), "word": d.word.Value()}
		if d.own.On() {
			kept["own"] = "yes"
		}
		return kept
	}
}

// choose arranges the dialog for what is chosen, and shows the e-mail.
func (d *Mails) choose() {
	d.arrange()
	d.draw()
}

// arrange shows the fields that what is chosen needs: the text where none is kept, and the
// Word template where there is a letter.
func (d *Mails) arrange() {
	code := d.template.Value()
	var ways []entry.Option
	switch {
	case d.templates.isWord(code):
		ways = []entry.Option{{Text: i18n.T("output.as_lines_say")}, {Value: string(mail.AsBody), Text: i18n.T("output.letter_as_text")}}
	case len(d.templates.kept) > 0:
		ways = []entry.Option{{Text: i18n.T("output.no_letter")}}
	}
	if len(ways) > 0 {
		ways = append(ways, entry.Option{Value: string(mail.Attached), Text: i18n.T("output.letter_attached")})
		if merge.Office() != "" {
			ways = append(ways, entry.Option{Value: string(mail.AttachedPDF), Text: i18n.T("output.letter_attached_as_pdf")})
		}
	}
	d.letter.SetOptions(ways)
	if way := d.letter.Value(); !slices.ContainsFunc(ways, func(o entry.Option) bool { return o.Value == way }) {
		d.letter.SetValue("")
	}
	var head, fields []entry.Field
	if len(d.templates.all) > 0 {
		head = append(head, entry.Field{Caption: i18n.T("common.template"), Object: d.template})
	}
	head = append(head, entry.Field{Caption: i18n.T("caption.subject"), Object: d.subject})
	if code == "" {
		fields = append(fields, entry.Field{Caption: i18n.T("output.html"), Object: d.html})
	}
	if len(ways) > 0 {
		fields = append(fields, entry.Field{Caption: i18n.T("output.letter_field"), Object: d.letter})
	}
	if d.letter.Value() != "" && !d.templates.isWord(code) {
		fields = append(fields, entry.Field{Caption: i18n.T("output.its_template"), Object: d.word})
	}
	fields = append(fields, d.questions.fields()...)
	fields = append(fields, entry.Field{Caption: i18n.T("common.from"), Object: d.from}, entry.Field{Caption: " ", Object: d.own})
	if code == "" {
		fields = append(fields, entry.Field{Caption: i18n.T("output.reply_to"), Object: d.replyTo}, entry.Field{Caption: i18n.T("output.copy_to"), Object: d.cc}, entry.Field{Caption: i18n.T("output.blind_copy_to"), Object: d.bcc})
	}
	fields = append(fields, entry.Field{Caption: i18n.T("output.attach"), Object: d.attach}, entry.Field{Caption: i18n.T("output.unsubscribe"), Object: d.leave},
		entry.Field{Caption: i18n.T("output.as"), Object: d.as}, entry.Field{Caption: i18n.T("output.where"), Object: d.path}, d.recipients())
	d.head.SetFields(head...)
	d.fields.SetFields(append(fields, d.tail()...)...)
	if code == "" {
		d.subject.SetPlaceholder("")
		d.left.SetObjects(d.head, d.text, d.writing, d.fields, d.told)
	} else {
		d.subject.SetPlaceholder(i18n.T("output.subject_of_line_or_template"))
		d.left.SetObjects(d.head, d.fields, d.told)
	}
}

func (d *Mails) setAs(as string) {
	if as == asSent {
		d.from.SetPlaceholder(i18n.T("output.companys_e_mail"))
	} else {
		d.from.SetPlaceholder(i18n.T("output.your_mail_program_says_it"))
	}
	d.path.SetEnabled(as != asSent)
	if as == asSent {
		d.modal.SetOKText(i18n.T("output.send"))
	} else {
		d.modal.SetOKText(i18n.T("output.write"))
	}
	if as == asMbox {
		d.setEnding(".mbox")
	} else {
		d.setEnding("")
	}
}

// insert puts a field into the text, where the cursor is.
func (d *Mails) insert(button *widget.Button) {
	entry.ShowLookup(button, entry.Lookup{
		Width: 420,
		Search: func(text string, done func([]entry.LookupItem)) {
			done(fieldsFor(d.session.Company.Catalog(), text))
		},
		OnTake: func(values []string) {
			if len(values) > 0 {
				d.text.Insert("{{" + values[0] + "}}")
			}
		},
	})
}

// fieldsFor are the fields a template can have, in whose names a text is found.
func fieldsFor(known catalog.Catalog, text string) []entry.LookupItem {
	var items []entry.LookupItem
	for _, c := range mailrow.Columns(known) {
		item := entry.LookupItem{Value: c.FieldName(known), Text: i18n.Translate(c.FieldName(known))}
		if item.Text == item.Value {
			item.Text = ""
		}
		if fold.NewSearch(text).Finds(item.Value, item.Text) {
			items = append(items, item)
		}
	}
	return items
}

// readFile takes the subject and the text from a file.
func (d *Mails) readFile() {
	d.session.Services.Source([]string{".txt"}, func(path string) {
		var t mail.Template
		d.Tasks.Run(func(context.Context) (err error) {
			t, err = mail.ReadTemplate(path, "")
			return err
		}, func(err error) {
			if err != nil {
				d.refuse(err)
				return
			}
			d.subject.SetText(t.Subject)
			d.text.SetText(t.Text)
			d.replyTo.SetText(t.ReplyTo)
			d.cc.SetText(t.Cc)
			d.bcc.SetText(t.Bcc)
			if t.From != "" {
				d.from.SetText(t.From)
			}
			d.draw()
		})
	})
}

// options are what was typed. The HTML file is read when it is needed.
func (d *Mails) options() mail.Options {
	o := mail.Options{FromSalesperson: d.own.On(), Attach: d.attached(), Unsubscribe: strings.TrimSpace(d.leave.Text()), Per: mailrow.Per(d.per.Value()), IncludeBlocked: d.blocked.On(), Template: mail.Template{Subject: d.subject.Text(), Text: d.text.Text(),
		From: d.from.Text(), ReplyTo: d.replyTo.Text(), Cc: d.cc.Text(), Bcc: d.bcc.Text()}}
	o.Letter.Way, o.Letter.Answers = mail.Way(d.letter.Value()), d.questions.given()
	if code := d.template.Value(); code != "" {
		o.Template, o.Code, o.Subject, o.From = mail.Template{}, code, d.subject.Text(), d.from.Text()
	}
	if !d.templates.isWord(o.Code) {
		o.Letter.Template = d.word.Value()
	}
	return o
}

// between stands between the files that are attached.
const between = "; "

// attached are the files that are attached to each e-mail.
func (d *Mails) attached() (paths []string) {
	for path := range strings.SplitSeq(d.attach.Text(), strings.TrimSpace(between)) {
		if path = strings.TrimSpace(path); path != "" {
			paths = append(paths, path)
		}
	}
	return paths
}

// withHTML reads the HTML file where one is named.
func withHTML(o mail.Options, path string) (mail.Options, error) {
	if strings.TrimSpace(path) == "" || o.Code != "" {
		return o, nil
	}
	var err error
	o.Inputs = []string{path}
	o.Template.HTML, err = mail.ReadHTML(path)
	return o, err
}

// draw finds out what the Word template asks, and shows the e-mail.
func (d *Mails) draw() {
	d.quiet()
	o := d.options()
	var asked []docx.Question
	d.cancel = d.Tasks.Run(func(ctx context.Context) (err error) {
		asked, err = mail.Questions(ctx, d.session.Company, d.session.Segments, d.no, o)
		return err
	}, func(error) { // the e-mail that is shown says why
		if d.questions.ask(asked) {
			d.arrange()
		}
		d.display()
	})
}

// display shows the e-mail to the contact that is turned to, and looks at all of them.
func (d *Mails) display() {
	d.count()
	o, html, n := d.options(), d.html.Text(), d.at
	var m mail.Message
	d.cancel = d.try(func(ctx context.Context) (err error) {
		if o, err = withHTML(o, html); err != nil {
			return err
		}
		m, err = mail.Preview(ctx, d.session.Company, d.session.Segments, d.no, o, n)
		return err
	}, func() {
		to := strings.Join(m.To, ", ")
		if to == "" {
			to = i18n.T("output.no_e_mail_address_so_that_nothing")
		}
		if m.Blocked {
			to += " (" + i18n.T("caption.privacy_blocked") + ")"
		}
		lines := []string{i18n.T("output.to") + ": " + to}
		for _, h := range []struct{ caption, value string }{{i18n.T("common.from"), sender(m)}, {i18n.T("output.reply_to"), mail.Shown(m.ReplyTo...)}, {i18n.T("output.copy_to"), mail.Shown(m.Cc...)}, {i18n.T("output.blind_copy_to"), mail.Shown(m.Bcc...)}} {
			if h.value != "" {
				lines = append(lines, h.caption+": "+h.value)
			}
		}
		lines = append(lines, i18n.T("caption.subject")+": "+m.Subject)
		if len(m.Files) > 0 {
			var names []string
			for _, f := range m.Files {
				names = append(names, f.Name)
			}
			lines = append(lines, i18n.T("output.attach")+": "+strings.Join(names, ", "))
		}
		d.browser.show(m.Name, strings.Join(lines, "\n")+"\n\n"+m.Text)
	})
}

// count looks at all e-mails, and tells what their fields lack.
func (d *Mails) count() {
	if d.stop != nil {
		d.stop()
	}
	o, html := d.options(), d.html.Text()
	var r mail.Report
	d.stop = d.Tasks.Run(func(ctx context.Context) (err error) {
		if o, err = withHTML(o, html); err != nil {
			return err
		}
		r, err = mail.Count(ctx, d.session.Company, d.session.Segments, d.no, o)
		return err
	}, func(err error) {
		if err != nil {
			d.told.SetText("") // the e-mail that is shown says why
			return
		}
		var list []string
		for _, w := range r.Without {
			list = append(list, i18n.T("output.no_template_for_n_e_mails_in_language", "count", w.Letters, "language", quoted(w.Language)))
		}
		for _, m := range r.Matched[:min(len(r.Matched), shownFields)] {
			list = append(list, matched(m, d.session.Company.Catalog()))
		}
		if len(r.Controls) > 0 {
			list = append(list, i18n.T("output.nothing_fills_content_controls_names", "names", strings.Join(r.Controls[:min(len(r.Controls), shownFields)], ", ")))
		}
		if len(r.Beside) > 0 {
			list = append(list, i18n.T("output.not_in_e_mails"))
		}
		for _, e := range r.Empty[:min(len(r.Empty), shownFields)] {
			list = append(list, i18n.T("output.field_is_empty_in_n_e_mails", "count", e.Lines, "field", e.Field))
		}
		if more := len(r.Empty) - shownFields; more > 0 {
			list = append(list, i18n.T("output.and_n_more_fields", "count", more))
		}
		d.told.SetText(strings.Join(list, " "))
	})
}

func (d *Mails) job() (job, error) {
	d.quiet()
	if d.questions.unanswered() {
		return nil, nil
	}
	o, html, folder := d.options(), d.html.Text(), d.as.Value() == asFolder
	return func(ctx context.Context, order order) (written, error) {
		o, err := withHTML(o, html)
		if err != nil {
			return written{}, err
		}
		o.IncludeBlocked, o.Force, o.Progress = order.includeBlocked, order.force, order.report
		if folder {
			o.Folder = order.path
		} else {
			o.Mbox = order.path
		}
		r, err := mail.Write(ctx, d.session.Company, d.session.Segments, d.no, o)
		return written{path: r.Path, blocked: r.BlockedContacts, shared: r.Shared, remarks: unreached(r.Counts), text: i18n.T("output.n_e_mails_are_in_file", "count",
			r.Rows, "file", r.Path)}, err
	}, nil
}

// quiet ends the looks at e-mails: what they say would hide why something cannot be.
func (d *Mails) quiet() {
	for _, stop := range []context.CancelFunc{d.cancel, d.stop} {
		if stop != nil {
			stop()
		}
	}
}

// sender is whom an e-mail is from, "" where the mail program says it.
func sender(m mail.Message) string {
	if m.From == nil {
		return ""
	}
	return mail.Shown(m.From)
}

// unreached tells whom no e-mail reaches, and who has another's address.
func unreached(c mail.Counts) []string {
	told := transfer.UnusableEMails(c.InvalidContacts)
	say := func(n int, contacts string, text func(values map[string]any) string) {
		if n > 0 {
			told = append(told, text(map[string]any{"n": widget.Number(n), "contacts": contacts}))
		}
	}
	say(c.NoSalesperson, transfer.Some(c.NoSalespersonContacts), func(v map[string]any) string {
		return i18n.T("output.n_e_mails_are_not_from_salesperson", "count", c.NoSalesperson, v)
	})
	say(c.NoMail, transfer.Some(c.NoMailContacts), func(v map[string]any) string {
		return i18n.T("output.n_contacts_have_no_e_mail_address", "count", c.NoMail, v)
	})
	say(c.Repeated, transfer.Some(c.RepeatedContacts), func(v map[string]any) string {
		return i18n.T("output.n_contacts_have_address_that_another", "count", c.Repeated, v)
	})
	say(c.NonASCII, transfer.Some(c.NonASCIIContacts), func(v map[string]any) string {
		return i18n.T("output.n_contacts_have_letters_beyond_ascii_before", "count", c.NonASCII, v)
	})
	return told
}
