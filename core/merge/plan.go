package merge

import (
	"cmp"
	"context"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/docx"
	"winnow/core/inputfile"
	"winnow/core/locale"
	"winnow/core/mailrow"
	"winnow/core/segment"
	"winnow/core/template"
)

// plan is a merge that is about to be done: the templates by language, and where
// their fields' values come from.
type plan struct {
	options Options
	forms   map[string]*Form
	sources Sources
	// code is the kept template's, "" for a file.
	code string
	// today is the day of the merge.
	today time.Time
	// runs are the letters that will be written, by language.
	runs map[string][]run
	// passes is how often all lines are read, total how many there are, done how many
	// were read in the passes so far.
	passes, total, done int
}

// languageCell is the place of the column that every plan reads.
const languageCell = 0

func newPlan(ctx context.Context, c *company.Company, s *segment.Store, no string, o Options) (*plan, error) {
	p := &plan{options: o, today: c.Now(), forms: map[string]*Form{}, sources: Sources{Columns: []string{"language_code"}, Catalog: c.Catalog()}, passes: 1}
	documents, err := o.Documents(ctx, c, s, no)
	if err != nil {
		return nil, err
	}
	if p.forms, err = p.sources.Forms(documents, o); err != nil {
		return nil, err
	}
	for language, form := range p.forms {
		p.code = documents[language].Code
		p.passes += form.template.Passes(o.asPDF())
	}
	if o.Folder {
		p.passes = 2
	}
	return p, nil
}

// Forms finds where the values of templates come from, by their languages, and answers
// their questions. Errors that a person can correct are core.Problems: for a text of an
// e-mail, which is no Word template, and for answers and matches that none of them needs.
func (s *Sources) Forms(documents map[string]Document, o Options) (map[string]*Form, error) {
	read, err := o.read(documents)
	if err != nil {
		return nil, err
	}
	forms := map[string]*Form{}
	for language, t := range read {
		forms[language] = s.Form(t, documents[language].Matches, o.Matches)
		if tag := locale.OfCode(language); tag != "" {
			forms[language].language = tag
		}
	}
	return forms, s.checkMatches(forms, o.Matches)
}

// read reads templates and answers their questions.
func (o Options) read(documents map[string]Document) (map[string]*docx.Template, error) {
	templates, asked := map[string]*docx.Template{}, map[string]bool{}
	for language, document := range documents {
		t, err := document.read()
		if err != nil {
			return nil, err
		}
		answers := map[string]string{}
		for name, answer := range o.Answers {
			if t.Asks(name) {
				answers[name], asked[name] = answer, true
			}
		}
		if templates[language], err = t.Answered(answers); err != nil {
			return nil, err
		}
	}
	for name := range o.Answers {
		if !asked[name] {
			return nil, docx.NoQuestion(name, slices.Collect(maps.Values(templates))...)
		}
	}
	return templates, nil
}

// Questions returns what the templates ask, each question once.
func Questions(ctx context.Context, c *company.Company, s *segment.Store, no string, o Options) ([]docx.Question, error) {
	documents, err := o.Documents(ctx, c, s, no)
	if err != nil {
		return nil, err
	}
	return Asked(documents)
}

// Asked returns what templates ask, each question once.
func Asked(documents map[string]Document) ([]docx.Question, error) {
	var all []docx.Question
	for _, language := range slices.Sorted(maps.Keys(documents)) {
		t, err := documents[language].read()
		if err != nil {
			return nil, err
		}
		for _, q := range t.Questions() {
			if !slices.ContainsFunc(all, func(other docx.Question) bool { return strings.EqualFold(other.Name, q.Name) }) {
				all = append(all, q)
			}
		}
	}
	return all, nil
}

// Document is a template's document, with what is kept with it.
type Document struct {
	// Template is empty for a file.
	template.Template
	Content []byte
}

func (d Document) read() (*docx.Template, error) {
	if d.Template.IsText() {
		return nil, NoWordTemplate(d.Code)
	}
	return docx.Read(d.Content)
}

// NoWordTemplate is the Problem of the text of an e-mail that letters were to be made of.
func NoWordTemplate(code string) error {
	return core.NewProblem(core.Invalid, "merge.template_is_text_of_e_mail", "template", code).Hint("merge.choose_one_or_name_one_in_segments")
}

// Documents returns the templates' documents by language: those of the code or the file,
// or else of the code that the segment's header has. Errors that a person can correct are
// core.Problems.
func (o Options) Documents(ctx context.Context, c *company.Company, s *segment.Store, no string) (map[string]Document, error) {
	if o.File != "" {
		document, err := ReadFile(o.File)
		return map[string]Document{"": {Content: document}}, err
	}
	code := o.Template
	if code == "" {
		seg, err := s.Segment(ctx, no)
		if err != nil {
			return nil, err
		}
		if code = seg.Text("word_template"); code == "" {
			return nil, core.NewProblem(core.Invalid, "merge.segment_has_no_word_template", "segment", seg.No).Hint("merge.choose_one_or_name_one_in_segments")
		}
	}
	store := template.New(c)
	list, err := store.Languages(ctx, code)
	if err != nil {
		return nil, err
	}
	documents := map[string]Document{}
	for _, t := range list {
		document, err := store.Document(ctx, t.Code, t.Language)
		if err != nil {
			return nil, err
		}
		documents[t.Language] = Document{t, document}
	}
	return documents, nil
}

// ReadFile reads a template's file, with the pictures in its folder that it names. The
// error is a core.Problem.
func ReadFile(path string) ([]byte, error) {
	f, err := inputfile.Open(path)
	content, err := readAll(path, f, err)
	if err != nil {
		return nil, err
	}
	return docx.EmbedPictures(content, func(name string) ([]byte, error) {
		f, err := inputfile.OpenBeside(path, name)
		return readAll(name, f, err)
	})
}

// readAll reads a file of a template that was opened.
func readAll(path string, f *os.File, err error) ([]byte, error) {
	if err != nil {
		return nil, inputfile.Problem(path, err)
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, docx.MaxFile+1))
	return content, inputfile.Problem(path, err)
}

func (p *plan) rowOptions() mailrow.Options {
	o := mailrow.Options{Columns: p.sources.Columns, Per: p.options.Per, IncludeBlocked: p.options.IncludeBlocked}
	if p.options.Progress != nil {
		o.Progress = func(done, total int) {
			p.total = max(p.total, total) // a part of the lines has fewer
			p.options.Progress(p.done+done, p.passes*p.total)
		}
	}
	return o
}

// line is a line of the segment that is to have a letter.
type line struct {
	// form is nil where there is no template for the line's language.
	form     *Form
	language string
	contact  mailrow.Contact
	record   docx.Record
}

// letter is what the lines of one letter are; nearly always there is one.
type letter struct {
	// line is the first of them.
	line
	records []docx.Record
}

// letters calls fn with one letter after the other, which it must not keep; none
// with a line that has no template.
func (p *plan) letters(ctx context.Context, rows *mailrow.Rows, fn func(letter) error) error {
	type sheets struct {
		*docx.Sheets
		firsts []line
	}
	all, n := map[*Form]*sheets{}, 0
	err := p.each(ctx, rows, func(l line) error {
		if l.form == nil {
			return nil
		}
		s := all[l.form]
		if s == nil {
			s = &sheets{}
			form := l.form
			s.Sheets = form.template.Sheets(func(records []docx.Record) error {
				first := s.firsts[0]
				s.firsts = s.firsts[len(records):]
				if n++; !p.options.selects(n) {
					return nil
				}
				return fn(letter{first, records})
			})
			s.Skipped = func(docx.Record) error {
				s.firsts = s.firsts[1:]
				return nil
			}
			all[form] = s
		}
		s.firsts = append(s.firsts, l)
		return About(l.contact, s.Add(l.record))
	})
	if err != nil {
		return err
	}
	for _, language := range p.languages() {
		if s := all[p.forms[language]]; s != nil {
			if err := s.Close(); err != nil {
				return err
			}
		}
	}
	return nil
}

// each calls fn with one line after the other, which it must not keep.
func (p *plan) each(ctx context.Context, rows *mailrow.Rows, fn func(line) error) error {
	settings := rows.Settings()
	var values []docx.Value
	err := rows.Each(ctx, func(row *mailrow.Row) error {
		if p.options.Contact != "" && !row.IsFor(p.options.Contact) {
			return nil
		}
		l := line{language: row.Text(languageCell), contact: row.Contact()}
		if l.form = p.forms[l.language]; l.form == nil {
			l.language = ""
			l.form = p.forms[""]
		}
		if l.form == nil {
			l.language = row.Text(languageCell)
			return fn(l)
		}
		values = l.form.appendValues(values[:0], row, settings)
		l.record = docx.Record{Number: row.Place(), Day: p.today, Values: values, Language: cmp.Or(l.form.language, settings[company.Language])}
		return fn(l)
	})
	p.done += rows.Len()
	return err
}
