// Package configpackage writes configuration packages (.rapidstart), by which segments
// and contacts get back into Business Central. [Write] writes one, [Check] says what
// would be in it and what Business Central would refuse, [Kind] puts it among the
// outputs.
//
// A package has tables, fields, codes and options as Business Central has them, and
// nothing else: what it has no field for stays here. It is read in one transaction and
// written record by record, however much goes along. The package changes nothing in the
// company file but the log of outputs, and reads no packages; package source does.
package configpackage

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"winnow/core"
	"winnow/core/atomicfile"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/mailrow"
	"winnow/core/output"
	"winnow/core/privacy"
	"winnow/core/segment"
	"winnow/core/value"
)

// Extension is that of a package's file.
const Extension = ".rapidstart"

// Kind is packages among the outputs.
func Kind() output.Kind { return output.Kind{Key: "package", Name: "Package for Business Central"} }

// Params say what goes into a package: segments, contacts or both.
type Params struct {
	// Path is the file to write, and Force replaces one that is there.
	Path  string
	Force bool
	// Segments are their numbers; one that is named twice goes once.
	Segments []string
	// Contacts asks for the contacts whose Last Date Modified is Since or later, with
	// their alternative addresses, mailing groups and profile answers.
	Contacts bool
	Since    string
	// IncludeBlocked writes the segments' lines of Privacy Blocked contacts too.
	// Contacts go whether they are blocked or not, since the mark is to get back.
	IncludeBlocked bool
	// Cut shortens texts that Business Central has no room for.
	Cut bool
	// Progress receives how many contacts and lines are done.
	Progress func(done, total int)
}

// Table counts the records of a table of a package.
type Table struct {
	Table   string `json:"table"`
	ID      int    `json:"table_id"`
	Records int    `json:"records"`
}

// Result is what is in a package, or would be.
type Result struct {
	Path string `json:"path"`
	// Code is the package's in Business Central.
	Code   string  `json:"code"`
	Tables []Table `json:"tables"`
	// Blocked counts the lines of Privacy Blocked contacts, which are in the package
	// only where that was asked for; the first are named.
	Blocked         int               `json:"blocked"`
	BlockedContacts []mailrow.Contact `json:"blocked_contacts,omitempty"`
	// Errors are what Business Central would refuse, and Cut the texts that were cut,
	// up to MaxTold of each.
	Errors     []Remark `json:"errors"`
	ErrorCount int      `json:"error_count"`
	Cut        []Remark `json:"cut"`
	CutCount   int      `json:"cut_count"`
	// Notes are what else is to know.
	Notes []core.Message `json:"notes"`

	// contacts that are blocked among those of the package.
	blockedRecords int
}

// Records returns how many records of a table there are.
func (r Result) Records(table string) int {
	for _, t := range r.Tables {
		if t.Table == table {
			return t.Records
		}
	}
	return 0
}

// check returns what can be said of the params themselves.
func (p Params) check() error {
	switch {
	case len(p.Segments) == 0 && !p.Contacts:
		return core.NewProblem(core.Invalid, "configpackage.nothing_is_chosen")
	case p.Contacts && !value.ValidDay(p.Since):
		return core.NewProblem(core.Invalid, "configpackage.since_is_missing")
	}
	return nil
}

// Check reads what would be in a package and writes nothing. What Business Central would
// refuse is in the result, and no error.
func Check(ctx context.Context, c *company.Company, s *segment.Store, p Params) (Result, error) {
	if err := p.check(); err != nil {
		return Result{}, err
	}
	return fill(ctx, c, s, p, io.Discard)
}

// Write writes a package to p.Path. Where Business Central would refuse something, the
// error is Refused, and nothing is written; the others are those of an output.
func Write(ctx context.Context, c *company.Company, s *segment.Store, p Params) (Result, error) {
	if err := p.check(); err != nil {
		return Result{Path: p.Path}, err
	}
	if !strings.EqualFold(filepath.Ext(p.Path), Extension) {
		return Result{Path: p.Path}, core.NewProblem(core.Invalid, "configpackage.name_ends_in", "file", p.Path)
	}
	var r Result
	log := output.Log(ctx, c, func() output.Entry { return r.entry(p) })
	file := atomicfile.File{Path: p.Path, Replace: p.Force, Keep: c.Path(), Log: log}
	err := file.Write(func(f *os.File) (err error) {
		if r, err = fill(ctx, c, s, p, f); err == nil && r.ErrorCount > 0 {
			err = &Refused{Errors: r.Errors, Count: r.ErrorCount}
		}
		return err
	})
	r.Path = p.Path
	return r, err
}

// entry is what the log of outputs tells of a package.
func (r Result) entry(p Params) output.Entry {
	e := output.Entry{What: Kind().Name, Rows: r.Records(contacts.Key) + r.Records(lines.Key), Blocked: r.blockedRecords, Target: p.Path}
	if whole, err := filepath.Abs(p.Path); err == nil {
		e.Target = whole
	}
	if len(p.Segments) == 1 {
		e.SegmentNo = p.Segments[0]
	}
	if p.IncludeBlocked {
		e.Blocked += r.Blocked
	}
	return e
}

// tables are those of a package, in its order: what is named comes before what names it.
func tables() []table {
	return []table{contacts, addresses, addressDates, mailingGroups, answers, headers, lines}
}

// filling is the work on one package.
type filling struct {
	params Params
	tx     *sql.Tx
	to     *writer
	*checker
	counts      map[int]int
	result      Result
	done, total int
	birthdays   int
}

// fill reads what goes into a package, as it is at one moment, and writes it.
func fill(ctx context.Context, c *company.Company, s *segment.Store, p Params, to io.Writer) (Result, error) {
	now := c.Now()
	// Business Central names a package by up to 20 characters, and takes one with the
	// name of another in its place.
	f := &filling{params: p, counts: map[int]int{}, result: Result{Code: "WINNOW-" + now.Format("060102-150405")}}
	f.to = newWriter(to, heading{code: f.result.Code, name: "Winnow " + now.Format("2006-01-02 15:04")})
	err := c.Read(ctx, func(tx *sql.Tx) (err error) {
		f.tx = tx
		if f.checker, err = newChecker(ctx, tx, p.Cut); err != nil {
			return err
		}
		opened, err := f.openSegments(ctx, s)
		if err != nil {
			return err
		}
		if p.Contacts {
			if err := f.contacts(ctx); err != nil {
				return err
			}
		}
		return f.segments(ctx, opened)
	})
	if err != nil {
		return Result{Path: p.Path}, err
	}
	if err := f.to.close(); err != nil {
		return Result{Path: p.Path}, err
	}
	return f.tell(), nil
}

// tell completes the result.
func (f *filling) tell() Result {
	r := f.result
	r.Tables = []Table{}
	for _, t := range tables() {
		if n := f.counts[t.id]; n > 0 {
			r.Tables = append(r.Tables, Table{t.Key, t.id, n})
		}
	}
	r.Errors, r.Cut = append([]Remark{}, f.errors...), append([]Remark{}, f.cuts...)
	r.ErrorCount, r.CutCount = f.errorCount, f.cutCount
	r.Notes = []core.Message{}
	for _, key := range f.empty {
		r.Notes = append(r.Notes, core.Text("configpackage.codes_cannot_be_checked", "table", core.Word(catalog.Must(key).Plural)))
	}
	if len(f.lines) == 0 && f.counts[answers.id] > 0 && !slices.Contains(f.empty, "profile_questionnaire_header") {
		r.Notes = append(r.Notes, core.Text("configpackage.codes_cannot_be_checked", "table", core.Word(catalog.Must("profile_questionnaire_line").Plural)))
	}
	if len(r.Tables) == 0 {
		r.Notes = append(r.Notes, core.Text("configpackage.package_is_empty", "since", f.params.Since))
	}
	if f.unknown.count > 0 {
		r.Notes = append(r.Notes, core.Text("configpackage.companies_are_not_here", "count", f.unknown.count, "contact", f.unknown.first))
	}
	if len(f.kept) > 0 {
		r.Notes = append(r.Notes, core.Text("configpackage.word_templates_stay_here", "count", len(f.kept), "templates", strings.Join(f.kept, ", ")))
	}
	if f.birthdays > 0 {
		r.Notes = append(r.Notes, core.Text("configpackage.birthdays_stay_here", "count", f.birthdays))
	}
	return r
}

// write writes the record that was checked. Once something is refused the package will
// not be, and only what else is wrong is of interest.
func (f *filling) write() {
	f.counts[f.table.id]++
	if f.errorCount == 0 {
		f.to.record(f.table, f.texts)
	}
}

// step tells how far the work is.
func (f *filling) step() {
	f.done++
	if f.params.Progress != nil {
		f.params.Progress(f.done, f.total)
	}
}

// contacts writes the contacts that were changed, and what belongs to them.
func (f *filling) contacts(ctx context.Context) error {
	since, n := f.params.Since, 0
	if err := f.tx.QueryRowContext(ctx, countContacts, since).Scan(&n, &f.birthdays, &f.result.blockedRecords); err != nil {
		return fmt.Errorf("count the contacts: %w", err)
	}
	f.total += n
	for _, persons := range []bool{false, true} {
		err := eachRow(ctx, f.tx, contacts, selectContacts(persons), since, func(values []any, unknown bool) error {
			f.begin(contacts, values[0])
			if unknown {
				if f.unknown.count++; f.unknown.count == 1 {
					f.unknown.first = f.key
				}
			}
			f.addAll(values)
			f.write()
			f.step()
			return nil
		})
		if err != nil {
			return fmt.Errorf("read the contacts: %w", err)
		}
	}
	for _, t := range []table{addresses, addressDates, mailingGroups, answers} {
		err := eachRow(ctx, f.tx, t, selectOfContacts(t), since, func(values []any, missing bool) error {
			f.begin(t, keyOf(t, values)...)
			f.addAll(values)
			switch t.id {
			case addressDates.id:
				f.checkDates(values, missing)
			case answers.id:
				f.checkAnswer(values)
			}
			f.write()
			return nil
		})
		if err != nil {
			return fmt.Errorf("read %s: %w", t.Key, err)
		}
	}
	return nil
}

func (f *filling) addAll(values []any) {
	for i, field := range f.table.fields {
		f.add(field, values[i])
	}
}

// keyOf are the values of a record's primary key.
func keyOf(t table, values []any) []any {
	var key []any
	for i, f := range t.fields {
		if f.key {
			key = append(key, cmp.Or(value.Format(f.of, values[i]), "''"))
		}
	}
	return key
}

// openSegments opens the segments, each once.
func (f *filling) openSegments(ctx context.Context, s *segment.Store) ([]*segment.Lines, error) {
	var opened []*segment.Lines
	for _, no := range f.params.Segments {
		l, err := s.OpenLines(ctx, f.tx, no)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(opened, func(o *segment.Lines) bool { return o.Segment().No == l.Segment().No }) {
			continue
		}
		opened = append(opened, l)
		f.total += l.Len()
	}
	return opened, nil
}

// segments writes the headers of the segments, then the lines.
func (f *filling) segments(ctx context.Context, opened []*segment.Lines) error {
	for _, l := range opened {
		header := l.Segment()
		f.begin(headers, header.No)
		for _, field := range headers.fields {
			v := header.Values[field.of.Key]
			if field.of.Key == "word_template" {
				v = f.checkWordTemplate(v)
			}
			f.add(field, v)
		}
		f.write()
	}
	needed := append([]string{"name", "company_no"}, privacy.Fields()...)
	for _, l := range opened {
		err := l.Each(ctx, f.tx, needed, func(list []segment.Line) error {
			for _, line := range list {
				if err := f.line(ctx, l.Segment(), line); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// line writes a line with what it shows.
func (f *filling) line(ctx context.Context, header segment.Segment, line segment.Line) error {
	f.step()
	if privacy.Blocked(line.Contact) {
		f.result.Blocked++
		if len(f.result.BlockedContacts) < MaxTold {
			f.result.BlockedContacts = append(f.result.BlockedContacts, mailrow.Contact{ContactNo: line.Text("contact_no"), Name: fmt.Sprint(line.Contact("name"))})
		}
		if !f.params.IncludeBlocked {
			return nil
		}
	}
	f.begin(lines, header.No, line.LineNo)
	for _, field := range lines.fields {
		v := line.Value(field.of.Key)
		switch field.of.Key {
		case segmentNo.Key:
			v = header.No
		case lineNo.Key:
			v = line.LineNo
		case contactCompanyNo.Key:
			v = line.Contact("company_no")
		case interactionGroup.Key:
			v = f.group(header, line)
		case "word_template_code":
			v = f.checkWordTemplate(v)
		}
		f.add(field, v)
		if code, _ := v.(string); field.of.LookupOfContact != "" && code != "" {
			there, err := hasAddress(ctx, f.tx, line.Value("contact_no"), code)
			if err != nil {
				return fmt.Errorf("look for an alternative address: %w", err)
			}
			if !there {
				f.refuse(field, v, core.Text("configpackage.no_such_address", "contact", line.Text("contact_no")))
			}
		}
	}
	f.write()
	return nil
}

// group is the interaction group of a line: the header's, or that of a template of its
// own.
func (f *filling) group(header segment.Segment, line segment.Line) any {
	code := line.Text("interaction_template_code")
	if code == header.Text("interaction_template_code") {
		return header.Values[interactionGroup.Key]
	}
	return f.groups[code]
}
