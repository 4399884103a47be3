package output

import (
	"context"
	"image"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"winnow/core/catalog"
	"winnow/core/docx"
	"winnow/core/mailrow"
	"winnow/core/merge"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// fromFile is the choice of a template that is not kept in the company.
const fromFile = "\x00file"

// How letters are written.
const (
	asOne     = "docx"
	asEach    = "docx_each"
	asPDF     = "pdf"
	asEachPDF = "pdf_each"
)

// Letters is the dialog that writes letters from a Word template.
type Letters struct {
	form
	*browser
	template  *entry.Choice
	file      *entry.Entry
	fields    *entry.Fields
	unknown   *entry.Check
	alike     *entry.Check
	noFields  bool // the template was found to have no merge field
	as        *entry.Choice
	perFile   *entry.Entry // how many letters a file has, blank for all
	only      *entry.Entry // which letters are written, such as 1-20
	told      *widget.Paragraph
	left      *widget.Stack
	viewer    *merge.Viewer      // draws the letter that is shown; may be nil
	undrawn   bool               // it could not
	cancel    context.CancelFunc // of that letter
	stop      context.CancelFunc // of the look at all letters
	questions questions          // what the template asks
	matching  []string           // the template's fields that have no column's name
	columns   []*entry.Choice    // what they are filled from, in that order
	matches   map[string]string  // the keys of columns that a person chose, by field
	templates templates
}

// OpenLetters asks how a segment's letters shall be.
func OpenLetters(s *session.Session, no string) *Letters {
	d := &Letters{matches: map[string]string{}}
	if d.viewer = s.Services.NewViewer(); d.viewer != nil {
		d.ended = func() { go d.viewer.Close() } // which waits for LibreOffice to end
	}
	d.questions.answered = func() { d.look() }
	d.read = d.templates.reading(s, no)
	d.open(s, no, kind{
		key: "output.letters", name: i18n.T("output.file.letters"), ending: ".docx",
		title: i18n.T("output.letters_of_segment", "segment", no),
		about: func(n int) string {
			return i18n.T("output.letter_for_each_of_n_lines", "count", n)
		},
		running: i18n.T("output.writing_letters_dialog"), width: 1080, height: 690,
	}, d.build)
	return d
}

func (d *Letters) build() {
	d.browser = newBrowser(d.lines, d.draw)
	d.template = entry.NewChoice(d.templates.options(), func(string) {
		d.arrange()
		d.look()
	})
	d.file = entry.New(theme.IconOpen)
	d.file.SetText(d.choice("file", ""))
	d.file.SetPlaceholder(i18n.T("output.docx_file_that_word_or_libreoffice_wrote"))
	d.file.OnChanged = func(string) { d.look() }
	d.file.OnLookup = func() {
		d.session.Services.Source(docx.Endings, func(path string) {
			d.file.Type(path)
			d.look()
		})
	}
	d.unknown = entry.NewCheck(i18n.T("output.leave_fields_empty_that_are_not_known"), "", nil)
	d.alike = entry.NewCheck(i18n.T("output.write_letters_that_are_all_same"), "", nil)
	d.as = entry.NewChoice(ways(), d.setAs)
	d.as.SetValue(asOne)
	if last := d.choice("as", asOne); slices.ContainsFunc(ways(), func(o entry.Option) bool { return o.Value == last }) {
		d.as.SetValue(last)
		d.setAs(last)
	}
	d.perFile, d.only = entry.New(theme.IconNone), entry.New(theme.IconNone)
	d.perFile.SetPlaceholder(i18n.T("output.all_in_one_file"))
	d.only.SetPlaceholder(i18n.T("output.all_letters"))
	for _, e := range []*entry.Entry{d.perFile, d.only} {
		e.OnChanged = func(string) { d.look() }
	}
	d.told = widget.NewParagraph("")
	d.fields = entry.NewFields()
	d.fields.CaptionWidth = 90
	d.template.SetValue(d.templates.first(d.choice("template", "")))
	d.arrange()
	keep := widget.NewButton(widget.Action{Text: i18n.T("common.word_templates"), Icon: theme.IconTemplates, Kind: widget.Boxed, Do: func() {
		d.modal.Dismiss()
		d.session.Go.Open(route.Templates{})
	}})
	d.left = widget.NewStack(8, 4, d.fields, widget.NewRow(keep), d.told)
	d.form.show(widget.NewStackFill(0, 12, widget.NewBeside(d.left, d.panel, 480, 0)))
	d.modal.OnKey = d.key
	d.changed, d.prepare, d.resize = d.check, d.job, d.browser.setAll
	d.choices = func() map[string]string {
		return map[string]string{"template": d.template.Value(), "file": d.file.Text(), "as": d.as.Value(), "rows": d.per.Value()}
	}
}

// ways are how letters can be written here.
func ways() []entry.Option {
	list := []entry.Option{{Value: asOne, Text: i18n.T("output.one_word_document")}, {Value: asEach, Text: i18n.T("output.folder_with_document_for_each")}}
	if merge.Office() != "" {
		list = append(list, entry.Option{Value: asPDF, Text: i18n.T("output.one_pdf_file")}, entry.Option{Value: asEachPDF, Text: i18n.T("output.folder_with_pdf_file_for_each")})
	}
	return list
}

// arrange shows the field of the file where a file is chosen.
func (d *Letters) arrange() {
	fields := []entry.Field{{Caption: i18n.T("common.template"), Object: d.template}}
	if d.template.Value() == fromFile {
		fields = append(fields, entry.Field{Caption: i18n.T("output.its_file"), Object: d.file})
	}
	if d.noFields {
		fields = append(fields, entry.Field{Caption: i18n.T("output.fields"), Object: d.alike})
	} else {
		fields = append(fields, entry.Field{Caption: i18n.T("output.fields"), Object: d.unknown})
	}
	fields = append(fields, d.questions.fields()...)
	for i, name := range d.matching {
		fields = append(fields, entry.Field{Caption: " ", Object: widget.NewParagraph(i18n.T("output.field_is_filled_from", "field", name))},
			entry.Field{Caption: " ", Object: d.columns[i]})
	}
	fields = append(fields, entry.Field{Caption: i18n.T("output.as"), Object: d.as})
	if merge.Office() == "" {
		note := widget.NewParagraph(i18n.T("output.pdf_files_need_libreoffice_which_is_not"))
		note.Color = theme.Caption
		fields = append(fields, entry.Field{Caption: " ", Object: note})
	}
	fields = append(fields, entry.Field{Caption: i18n.T("output.where"), Object: d.path}, d.recipients(), entry.Field{Caption: i18n.T("output.only_letters"), Object: d.only})
	if !d.inFolder() {
		fields = append(fields, entry.Field{Caption: i18n.T("output.letters_per_file"), Object: d.perFile})
	}
	d.fields.SetFields(append(fields, d.tail()...)...)
	if d.left != nil {
		d.left.Refresh()
	}
}

// inFolder reports whether every letter gets a file of its own.
func (d *Letters) inFolder() bool { return d.as.Value() == asEach || d.as.Value() == asEachPDF }

func (d *Letters) setAs(as string) {
	d.setEnding(map[string]string{asOne: ".docx", asPDF: ".pdf"}[as])
	if d.left != nil { // the dialog is open
		d.arrange()
		d.look()
	}
}

// options are what is chosen; ok says whether there is a template.
func (d *Letters) options() (o merge.Options, ok bool) {
	o = merge.Options{
		Template: d.template.Value(), Folder: d.inFolder(), PDF: d.as.Value() == asEachPDF, Per: mailrow.Per(d.per.Value()),
		AllowUnknown: d.unknown.On(), AllowNoFields: d.alike.On(), IncludeBlocked: d.blocked.On(), Answers: d.questions.given(), Matches: maps.Clone(d.matches),
	}
	if o.Template == fromFile {
		o.Template, o.File = "", strings.TrimSpace(d.file.Text())
		return o, o.File != ""
	}
	return o, true
}

// limit reads which letters are written, and how many a file has; false says that a
// field says what is wrong with it.
func (d *Letters) limit(o *merge.Options) bool {
	d.only.SetError("")
	d.perFile.SetError("")
	var err error
	if o.First, o.Last, err = merge.ReadLetters(d.only.Text()); err != nil {
		d.only.SetError(work.Text(err))
		return false
	}
	text := strings.TrimSpace(d.perFile.Text())
	if text == "" || d.inFolder() {
		return true
	}
	if o.PerFile, err = strconv.Atoi(plain(text)); err != nil || o.PerFile < 1 {
		d.perFile.SetError(i18n.T("output.text_is_no_number_of_letters", "text", text))
		return false
	}
	return true
}

// check looks at all letters, and shows the one that is turned to.
func (d *Letters) check() {
	if d.stop != nil {
		d.stop()
	}
	o, ok := d.options()
	if ok && !d.limit(&o) {
		d.told.SetText("")
		return
	}
	if !ok {
		d.told.SetText(i18n.T("output.choose_docx_file_with_merge_fields_such"))
		d.browser.show("", "")
		return
	}
	d.told.SetText("~~" + i18n.T("output.looking_at_fields_dialog") + "~~")
	var questions []docx.Question
	d.stop = d.Tasks.Run(func(ctx context.Context) (err error) {
		questions, err = merge.Questions(ctx, d.session.Company, d.session.Segments, d.no, o)
		return err
	}, func(err error) {
		if err != nil {
			d.told.SetText("")
			d.refuse(err)
			return
		}
		if d.questions.ask(questions) {
			d.arrange()
		}
		d.draw()
		d.preview()
	})
}

// offer shows what fills each field of the template that has no column's name.
func (d *Letters) offer(r merge.Report) {
	values := map[string]string{}
	var names []string
	for _, m := range r.Matched {
		names, values[m.Field] = append(names, m.Field), m.Column
	}
	for _, u := range r.Unknown {
		names = append(names, u.Field)
	}
	names = names[:min(len(names), shownFields)]
	changed := !slices.Equal(names, d.matching)
	if changed {
		d.matching, d.columns = names, nil
		options := []entry.Option{{Text: i18n.T("output.no_column")}}
		for _, c := range mailrow.Columns(d.session.Company.Catalog()) {
			options = append(options, entry.Option{Value: c.Key, Text: i18n.Translate(c.Caption)})
		}
		for _, name := range names {
			d.columns = append(d.columns, entry.NewChoice(options, func(key string) {
				d.matches[name] = key
				d.look()
			}))
		}
	}
	for i, name := range names {
		d.columns[i].SetValue(values[name])
	}
	if changed {
		d.arrange()
	}
}

// preview looks at all letters.
func (d *Letters) preview() {
	o, _ := d.options()
	d.limit(&o)
	var report merge.Report
	d.stop = d.Tasks.Run(func(ctx context.Context) (err error) {
		report, err = merge.Preview(ctx, d.session.Company, d.session.Segments, d.no, o)
		return err
	}, func(err error) {
		if err != nil {
			d.told.SetText("")
			d.refuse(err)
			return
		}
		list := remarks(report, d.session.Company.Catalog())
		if o.Large(report.Letters) {
			list = append(list, i18n.Sentence(i18n.T("merge.document_is_large")))
		}
		d.told.SetText(strings.Join(list, " "))
		d.offer(report)
		if report.NoFields != d.noFields {
			d.noFields = report.NoFields
			d.arrange()
		}
	})
}

// shownFields is how many fields are named at most.
const shownFields = 8

// remarks tell what letters will be like, and what is wrong with them.
func remarks(r merge.Report, known catalog.Catalog) []string {
	list := []string{i18n.T("output.n_letters_will_be_written", "count", r.Letters)}
	for _, w := range r.Without {
		list = append(list, i18n.T("output.no_template_for_n_letters_in_language", "count", w.Letters,
			"language", quoted(w.Language)))
	}
	if len(r.Templates) > 1 {
		for _, t := range r.Templates {
			list = append(list, i18n.T("output.language_n_letters", "count", t.Letters, "language", quoted(t.Language)))
		}
	}
	if r.NoFields {
		list = append(list, i18n.T("output.template_has_no_merge_field"))
	}
	if r.Macros {
		list = append(list, i18n.T("output.macros_are_left_out"))
	}
	if r.Skipped > 0 {
		list = append(list, i18n.T("output.template_leaves_out_n_contacts", "count", r.Skipped))
	}
	if len(r.Controls) > 0 {
		list = append(list, i18n.T("output.nothing_fills_content_controls_names", "names", strings.Join(r.Controls[:min(len(r.Controls), shownFields)], ", ")))
	}
	for _, m := range r.Matched[:min(len(r.Matched), shownFields)] {
		list = append(list, matched(m, known))
	}
	for _, u := range r.Unknown[:min(len(r.Unknown), shownFields)] {
		values := map[string]any{"field": u.Field, "meaning": u.Meaning}
		if u.Meaning != "" {
			list = append(list, i18n.T("output.field_is_no_known_field_is_meaning", values))
		} else {
			list = append(list, i18n.T("output.field_is_no_known_field", values))
		}
	}
	for _, e := range r.Empty[:min(len(r.Empty), shownFields)] {
		list = append(list, i18n.T("output.field_is_empty_in_n_letters", "count", e.Letters, "field", e.Field))
	}
	if more := max(0, len(r.Unknown)-shownFields) + max(0, len(r.Empty)-shownFields); more > 0 {
		list = append(list, i18n.T("output.and_n_more_fields", "count", more))
	}
	return list
}

// matched says which column fills a field, which is called as where it is chosen.
func matched(m merge.Match, known catalog.Catalog) string {
	means := m.Means
	if column, ok := mailrow.Find(known, m.Column); ok {
		means = column.Caption
	}
	return i18n.T("output.field_is_matched", "field", m.Field, "means", i18n.Translate(means))
}

// quoted is a language's code, or ” for none.
func quoted(code string) string {
	if code == "" {
		return "''"
	}
	return code
}

// draw shows the letter to the contact that is turned to.
func (d *Letters) draw() {
	if d.cancel != nil {
		d.cancel()
	}
	o, ok := d.options()
	if !ok {
		return
	}
	o.AllowUnknown = true
	n := d.at
	var text []docx.Span
	d.cancel = d.try(func(ctx context.Context) (err error) {
		text, err = merge.Spans(ctx, d.session.Company, d.session.Segments, d.no, o, n)
		return err
	}, func() {
		if len(text) == 0 && !o.IncludeBlocked {
			d.browser.show("", i18n.T("output.this_contact_is_privacy_blocked"))
			return
		}
		d.browser.showSpans("", text)
		d.drawPage(o, n)
	})
}

// drawPage shows the letter's first page as LibreOffice prints it, where that is
// installed. Where it cannot draw, as where its part Draw is not installed, letters stay
// texts.
func (d *Letters) drawPage(o merge.Options, n int) {
	if d.viewer == nil || d.undrawn {
		return
	}
	var page image.Image
	d.cancel = d.Tasks.Run(func(ctx context.Context) (err error) {
		page, err = d.viewer.Letter(ctx, d.session.Company, d.session.Segments, d.no, o, n)
		return err
	}, func(err error) {
		switch {
		case err != nil:
			d.undrawn = true // nor will it the next one, after seconds
			d.session.Log.Warn("draw a letter", "segment", d.no, "error", err)
		case page != nil:
			d.browser.showPicture(page)
		}
	})
}

func (d *Letters) job() (job, error) {
	for _, stop := range []context.CancelFunc{d.cancel, d.stop} {
		if stop != nil {
			stop() // what it says would hide why it cannot be
		}
	}
	o, ok := d.options()
	if !ok {
		d.file.SetError(i18n.T("output.choose_docx_file"))
		return nil, nil
	}
	if d.questions.unanswered() || !d.limit(&o) {
		return nil, nil
	}
	return func(ctx context.Context, order order) (written, error) {
		o.Path, o.IncludeBlocked, o.Force, o.Progress = order.path, order.includeBlocked, order.force, order.report
		r, err := merge.Merge(ctx, d.session.Company, d.session.Segments, d.no, o)
		if err != nil {
			return written{}, err
		}
		names := []string{r.Files[0]}
		for _, f := range r.Files[1:] {
			names = append(names, filepath.Base(f))
		}
		return written{path: r.Files[0], blocked: r.BlockedContacts, shared: r.Shared, text: i18n.T("output.n_letters_are_in_file", "count",
			r.Letters, "file", strings.Join(names, ", "))}, nil
	}, nil
}
