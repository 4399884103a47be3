package merge

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/docx"
	"winnow/core/mailrow"
	"winnow/core/segment"
)

// Report is what letters will be, or are.
type Report struct {
	Letters int `json:"letters"`
	// Lines counts the segment's lines in them: a template with the field NEXT, as
	// sheets of labels have it, puts several into one.
	Lines int `json:"lines"`
	// Blocked counts the lines of Privacy Blocked contacts, which have letters
	// only where that was asked for.
	Blocked         int               `json:"blocked"`
	BlockedContacts []mailrow.Contact `json:"blocked_contacts,omitempty"`
	// Skipped counts the lines that a field SKIPIF leaves out, SkippedContacts are theirs.
	Skipped         int               `json:"skipped,omitempty"`
	SkippedContacts []mailrow.Contact `json:"skipped_contacts,omitempty"`
	// Shared counts the lines that share the letter of another, where a company or a
	// household gets one.
	Shared int `json:"shared,omitempty"`
	// Templates are those that are used, that for all languages first.
	Templates []Used `json:"templates"`
	// Unknown are the templates' fields that are not known.
	Unknown []Unknown `json:"unknown_fields"`
	// Matched are the templates' fields that take another column's values.
	Matched []Match `json:"matched_fields,omitempty"`
	// Empty are the fields that some letters have nothing for.
	Empty []Empty `json:"empty_fields"`
	// Controls are the templates' content controls that nothing fills, NoFields
	// says that a template has no merge field, so that its letters are all the same.
	Controls []string `json:"content_controls"`
	NoFields bool     `json:"no_fields"`
	// Macros says that a template has macros, which the letters have not.
	Macros bool `json:"macros,omitempty"`
	// Without are the languages that there is no template for.
	Without []Used `json:"without_template"`
}

// Used is how many letters are in a language; "" is that of the template for all.
type Used struct {
	Language string `json:"language_code"`
	Letters  int    `json:"letters"`
}

// Unknown is a field that is not known, and the name that it may be meant for, or
// "".
type Unknown struct {
	Field   string `json:"field"`
	Meaning string `json:"did_you_mean"`
}

// Empty is a field that is empty in so many letters, or lines of them.
type Empty struct {
	Field   string `json:"field"`
	Letters int    `json:"letters"`
}

// Field is a field that a template uses.
type Field struct {
	Name string `json:"field"`
	// Known says that there are values for it, Source what they are: a column of
	// exports, or a setting of the company.
	Known  bool   `json:"known"`
	Source string `json:"source"`
	// Meaning is the name that a field that is not known may be meant for, or "".
	Meaning string `json:"did_you_mean"`
}

// Fields returns the fields that a template uses, in the order of the text. known is which
// fields the company has, and matches which columns are chosen for the template's fields.
func Fields(t *docx.Template, known catalog.Catalog, matches map[string]string) []Field {
	list := []Field{}
	columns := Sources{Catalog: known}
	for _, o := range columns.Form(t, matches).used() {
		f := Field{Name: o.name, Known: o.known(), Source: o.setting}
		switch {
		case o.column >= 0:
			f.Source = columns.Columns[o.column]
		case !f.Known:
			f.Meaning = nearest(known, o.name)
		}
		list = append(list, f)
	}
	return list
}

// nearest returns the header that a name is most like, as Word writes it.
func nearest(known catalog.Catalog, name string) string {
	var names []string
	for _, c := range mailrow.Columns(known) {
		names = append(names, fieldName(c.Header))
	}
	return criteria.Nearest(fieldName(name), names)
}

// fieldName makes a name what Word makes of a header: blanks become _.
func fieldName(header string) string { return strings.ReplaceAll(header, " ", "_") }

// Preview returns what Merge would write, and writes nothing.
func Preview(ctx context.Context, c *company.Company, s *segment.Store, no string, o Options) (Report, error) {
	var report Report
	p, err := newPlan(ctx, c, s, no, o)
	if err != nil {
		return report, err
	}
	p.passes = 1
	err = mailrow.Read(ctx, c, s, no, p.rowOptions(), func(rows *mailrow.Rows) error {
		report, err = p.look(ctx, rows)
		return err
	})
	return report, err
}

// Letter returns what the letter of the n-th line says, counted from 0, a line a
// paragraph, or where a company or a household gets one letter the n-th letter; ""
// for the line of a Privacy Blocked contact that has none. The
// error is a core.Problem of kind NotFound where there is no such line.
func Letter(ctx context.Context, c *company.Company, s *segment.Store, no string, o Options, n int) (string, error) {
	spans, err := Spans(ctx, c, s, no, o, n)
	text := ""
	for _, span := range spans {
		text += span.Text
	}
	return text, err
}

// Spans returns what Letter returns, divided by what fields gave.
func Spans(ctx context.Context, c *company.Company, s *segment.Store, no string, o Options, n int) (spans []docx.Span, err error) {
	err = oneLetter(ctx, c, s, no, o, n, func(l letter) error {
		spans, err = l.form.template.Spans(l.records...)
		return err
	})
	return spans, err
}

// oneLetter calls do with the letter of the n-th line, where it has one.
func oneLetter(ctx context.Context, c *company.Company, s *segment.Store, no string, o Options, n int, do func(letter) error) error {
	p, err := newPlan(ctx, c, s, no, o)
	if err != nil {
		return err
	}
	rowOptions := p.rowOptions()
	rowOptions.Progress, rowOptions.First, rowOptions.Count = nil, n, 1
	var first *line
	err = mailrow.Read(ctx, c, s, no, rowOptions, func(rows *mailrow.Rows) error {
		if rows.Len() == 0 {
			return core.NewProblem(core.NotFound, "common.segment_has_no_line", "segment", no, "line", n+1)
		}
		return p.each(ctx, rows, func(l line) error {
			if l.form == nil {
				return WithoutTemplate([]Used{{l.language, 1}})
			}
			first = &l
			return nil
		})
	})
	if err != nil || first == nil {
		return err
	}
	// A letter of several lines begins with this one.
	rowOptions.Count = first.form.template.Records()
	done := false
	return mailrow.Read(ctx, c, s, no, rowOptions, func(rows *mailrow.Rows) error {
		return p.letters(ctx, rows, func(l letter) error {
			if done || l.form != first.form {
				return nil
			}
			done = true
			return do(l)
		})
	})
}

// look reads the rows once and says what the letters will be.
func (p *plan) look(ctx context.Context, rows *mailrow.Rows) (Report, error) {
	r := Report{Templates: []Used{}, Unknown: []Unknown{}, Empty: []Empty{}, Controls: []string{}, Without: []Used{}}
	used, without, empty := map[string]int{}, map[string]int{}, map[string]int{}
	sheets, skipped, n := map[string]*docx.Sheets{}, false, 0
	p.runs = map[string][]run{}
	err := p.each(ctx, rows, func(l line) error {
		if l.form == nil {
			without[l.language]++
			return nil
		}
		language := l.language
		if sheets[language] == nil {
			sheets[language] = l.form.template.Sheets(func(records []docx.Record) error {
				if n++; !p.options.selects(n) {
					return nil
				}
				used[language]++
				r.Lines += len(records)
				p.runs[language] = appendLetter(p.runs[language], records, p.options.PerFile)
				return nil
			})
			sheets[language].Skipped = func(docx.Record) error {
				skipped = true
				return nil
			}
		}
		skipped = false
		if err := sheets[language].Add(l.record); err != nil {
			return About(l.contact, err)
		}
		if skipped {
			r.Skipped++
			r.SkippedContacts = append(r.SkippedContacts, l.contact)
			return nil
		}
		for i, o := range l.form.origins {
			if o.known() && o.line == 0 && strings.TrimSpace(l.record.Values[i].Text) == "" {
				empty[o.name]++
			}
		}
		return nil
	})
	if err != nil {
		return r, err
	}
	for _, language := range slices.Sorted(maps.Keys(sheets)) {
		if err := sheets[language].Close(); err != nil {
			return r, err
		}
		r.Letters += used[language]
	}
	r.Blocked, r.BlockedContacts, r.Shared = rows.Blocked(), rows.BlockedContacts(), rows.Shared()
	r.Templates, r.Without = counted(used), counted(without)
	p.describe(&r, used, empty)
	return r, nil
}

// describe tells what the templates are like; used counts the letters of each, by language,
// and empty the lines that have nothing for a field.
func (p *plan) describe(r *Report, used, empty map[string]int) {
	seen := map[string]bool{}
	for _, language := range p.languages() {
		if t := p.forms[language].template; used[language] > 0 {
			r.NoFields = r.NoFields || !t.Merges()
			r.Macros = r.Macros || t.Macros()
			r.Controls = AppendNew(r.Controls, p.forms[language].Controls())
		}
		form := p.forms[language]
		for _, o := range form.used() {
			if !seen[o.name] && empty[o.name] > 0 {
				r.Empty = append(r.Empty, Empty{o.name, empty[o.name]})
			}
			seen[o.name] = true
		}
		r.Matched, r.Unknown = AppendNew(r.Matched, form.Matched()), AppendNew(r.Unknown, form.Unknown())
	}
}

// appendLetter adds a letter to the last of the runs, or begins another one, of which
// each has so many letters at most.
func appendLetter(runs []run, records []docx.Record, most int) []run {
	if last := len(runs) - 1; last < 0 || most > 0 && runs[last].letters == most {
		next := run{first: records[0].Number}
		if last >= 0 {
			next.before = runs[last].before + runs[last].lines
		}
		runs = append(runs, next)
	}
	to := &runs[len(runs)-1]
	to.letters++
	to.lines += len(records)
	to.last = records[len(records)-1].Number
	return runs
}

// About says whose letter an error is about.
func About(contact mailrow.Contact, err error) error {
	var problem *core.Problem
	if !errors.As(err, &problem) {
		return err
	}
	return problem.Around("merge.letter_to_contact", "contact", contact.String())
}

func (p *plan) languages() []string { return slices.Sorted(maps.Keys(p.forms)) }

func counted(letters map[string]int) []Used {
	list := []Used{}
	for _, language := range slices.Sorted(maps.Keys(letters)) {
		list = append(list, Used{language, letters[language]})
	}
	return list
}

// refuse returns why letters like that are not written, or nil.
func (r Report) refuse(o Options) error {
	if len(r.Without) > 0 {
		return WithoutTemplate(r.Without)
	}
	if len(r.Unknown) > 0 && !o.AllowUnknown {
		p := unknownFields(r.Unknown)
		if meaning := r.Unknown[0].Meaning; meaning != "" {
			return p.Advise(core.AllowUnknownMeant, "meaning", meaning)
		}
		return p.Advise(core.AllowUnknown)
	}
	if r.NoFields && !o.AllowNoFields {
		if len(r.Controls) > 0 {
			return core.NewProblem(core.Invalid, "merge.word_template_has_no_merge_field_so_that", "controls", strings.Join(r.Controls, ", ")).
				Advise(core.AllowNoFields)
		}
		return core.NewProblem(core.Invalid, "merge.word_template_has_no_merge_field").
			Advise(core.AllowNoFields)
	}
	if r.Letters == 0 && o.Contact != "" {
		return core.NewProblem(core.Invalid, "merge.no_letter_to_contact", "contact", o.Contact)
	}
	if r.Letters == 0 && o.First+o.Last > 0 {
		return core.NewProblem(core.Invalid, "merge.no_such_letters")
	}
	if r.Letters == 0 {
		return core.NewProblem(core.Invalid, "common.no_letter_to_write").Hint("merge.add_contacts_to_segment_first")
	}
	return nil
}

// WithoutTemplate is the Problem of lines in languages that there is no template for.
func WithoutTemplate(list []Used) error {
	var names []string
	letters := 0
	for _, u := range list {
		name := u.Language
		if name == "" {
			name = "''"
		}
		names, letters = append(names, name), letters+u.Letters
	}
	return core.NewProblem(core.Invalid, "merge.no_template", "count", letters, "languages", strings.Join(names, ", ")).
		Hint("merge.add_one_for_that_language_or_one")
}
