package main

import (
	"context"
	"errors"
	"os"
	"slices"
	"strconv"
	"strings"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/importer"
	"winnow/core/segment"
	"winnow/core/source"
)

type importCommand struct {
	Path         string   `arg:"" optional:"" help:"A workbook (.xlsx), a .csv, .tsv or .txt, contacts as .vcf, a Business Central package (.rapidstart), or a folder or .zip of them."`
	DryRun       bool     `help:"Say what would be new, changed, unchanged and left out, and where each column goes, and change nothing."`
	Map          []string `placeholder:"HEADING=FIELD" sep:"none" help:"Import the column with a heading into a field, such as \"Work mail=e_mail\"; nothing behind = leaves it alone. May be repeated."`
	NewField     []string `placeholder:"HEADING=KEY:TYPE" sep:"none" help:"Make an own field of contacts of the column with a heading; without a key it gets one, and text is the type. May be repeated."`
	Table        string   `placeholder:"TABLE" help:"The table to import into, such as contact."`
	Sheet        string   `placeholder:"NAME" help:"Read only this sheet, or this file of a folder."`
	HeaderRow    *int     `placeholder:"N" help:"The number of the row that has the headings."`
	Rows         string   `enum:"auto,person,company" default:"auto" help:"What the rows of a list are: ${enum}."`
	DateFormat   string   `enum:"iso,dmy,mdy" default:"iso" help:"How days are written as text, besides 2026-11-23: ${enum}."`
	Decimal      string   `enum:",comma,point" default:"" placeholder:"comma|point" help:"The decimal sign of numbers in text: comma or point."`
	Encoding     string   `placeholder:"NAME" help:"The encoding of text files by its IANA name, such as windows-1250."`
	Empty        string   `enum:"keep,clear" default:"keep" help:"Whether an empty cell of a list keeps what is stored or clears it: ${enum}."`
	SkipBad      string   `placeholder:"FILE" help:"Import the good rows, and write the rows with bad values to FILE, with the reason. If the input has several tables or cards, FILE is a folder."`
	FreshMapping bool     `help:"Ignore the remembered mapping for these headings."`
	Undo         bool     `help:"Take back the last import: restore the rows that it changed and remove those that it added, unless they were changed later."`
}

func (importCommand) Help() string {
	return `A sheet or file named after a table is imported by its key. Lists of people are recognised by their headings, in twelve languages; each row is matched to a contact by external ID, e-mail, or name and company. Either everything is imported or nothing, and nothing is ever deleted. The company file is created if there is none.

Example:

	winnowctl import contacts.xlsx --dry-run
	winnowctl import list.csv --map "Work mail=e_mail" --rows person
	winnowctl import list.csv --new-field "Shoe Size=shoe_size:integer"
	winnowctl import contacts.xlsx --date-format dmy --skip-bad bad.csv
	winnowctl import --undo`
}

// errTried ends the making of a company file that was made to try an import.
var errTried = errors.New("this was a dry run")

// options are the command line's options for the import.
func (c *importCommand) options(s *session) (importer.Options, error) {
	o := importer.Options{DryRun: c.DryRun, OnProgress: func(p importer.Progress) { s.wait.progress(p.Rows, 0) }, Decimal: c.Decimal, SkipBad: c.SkipBad, Look: importer.Look{
		Encoding: c.Encoding, Table: c.Table, Sheet: c.Sheet, Rows: c.Rows, Fresh: c.FreshMapping,
	}}
	if c.DateFormat != "iso" {
		o.DateFormat = c.DateFormat
	}
	if c.Empty == "clear" {
		o.Empty = c.Empty
	}
	if c.Rows == "auto" {
		o.Look.Rows = ""
	}
	if c.HeaderRow != nil {
		if *c.HeaderRow < 1 {
			return o, usagef("--header-row: write the number of a row; the first is 1")
		}
		o.Look.HeaderRow = *c.HeaderRow
	}
	if err := source.CheckEncoding(c.Encoding); c.Encoding != "" && err != nil {
		return o, usagef("%s; give its IANA name, such as windows-1252, iso-8859-2 or macintosh", localized(err))
	}
	if c.Table != "" && !importer.KnownTable(c.Table) {
		return o, usagef("there is no table %q", c.Table)
	}
	for _, m := range c.Map {
		at := strings.LastIndexByte(m, '=')
		if at <= 0 {
			return o, usagef("--map %q is not HEADING=FIELD", m)
		}
		o.Look.Map = append(o.Look.Map, importer.HeadingField{Heading: strings.TrimSpace(m[:at]), Field: strings.TrimSpace(m[at+1:])})
	}
	for _, word := range c.NewField {
		n, err := newField(word)
		if err != nil {
			return o, err
		}
		o.Look.Fields = append(o.Look.Fields, n)
	}
	return o, nil
}

func (c *importCommand) Run(ctx context.Context, s *session) error {
	switch {
	case c.Undo && c.Path != "":
		return usagef("import --undo takes back the last import; it reads no file")
	case c.Undo:
		return c.undo(ctx, s)
	case c.Path == "":
		return usagef("a file or folder to import is missing: import PATH")
	}
	options, err := c.options(s)
	if err != nil {
		return err
	}
	_, missing := os.Stat(s.path)
	var result importer.Result
	err = s.withNewCompany(ctx, func(open *company.Company, _ *segment.Store) (err error) {
		result, err = importer.Import(ctx, open, c.Path, options)
		if err == nil && c.DryRun && missing != nil {
			return errTried
		}
		return err
	})
	if errors.Is(err, errTried) {
		err = nil
	}
	for i, e := range result.Errors {
		result.Errors[i].Message = e.Message.Localized(locale())
	}
	for i, m := range result.Remarks {
		result.Remarks[i].Text = m.Text.Localized(locale())
	}
	var wrong *importer.Errors
	switch {
	case errors.As(err, &wrong):
		return s.printErrors(result, wrong)
	case err != nil:
		return err
	case s.json:
		return s.printJSON(result)
	}
	if c.DryRun {
		if err := s.printMapping(result); err != nil {
			return err
		}
	}
	return s.printImport(result)
}

// undo takes the last import back.
func (c *importCommand) undo(ctx context.Context, s *session) error {
	var result importer.UndoResult
	err := s.withCompany(ctx, func(open *company.Company, _ *segment.Store) (err error) {
		result, err = importer.Undo(ctx, open, c.DryRun)
		return err
	})
	switch {
	case err != nil:
		return err
	case s.json:
		return s.printJSON(result)
	}
	s.print("restored: %s; removed: %s", text("winnowctl.rows", "count", result.Restored), text("winnowctl.rows", "count", result.Removed))
	for _, row := range result.Kept {
		s.print("not restored: %s %s, which was changed after the import or is in use", catalog.Must(row.Table).Caption, row.Key)
	}
	if more := result.KeptCount - len(result.Kept); more > 0 {
		s.print("not restored: %d more", more)
	}
	return nil
}

// printErrors lists what is wrong with an input, one a line. With --json it
// stands in the result, too.
func (s *session) printErrors(result importer.Result, wrong *importer.Errors) error {
	if s.json {
		if err := s.printJSON(result); err != nil {
			return err
		}
		if err := s.out.Flush(); err != nil {
			return err
		}
	}
	return manyErrors(wrong.Lines(locale()))
}

// printMapping says where each column goes, and why.
func (s *session) printMapping(result importer.Result) error {
	var rows [][]string
	for _, m := range result.Mapping {
		field := m.Field
		if field == "" {
			field = "(left alone)"
		}
		rows = append(rows, []string{m.Source, m.Heading, field, m.Why, strings.Join(m.Samples, " | ")})
	}
	if err := s.table([]string{"Source", "Column", "Field", "Why", "First Values"}, rows); err != nil {
		return err
	}
	s.print("")
	return nil
}

func (s *session) printImport(result importer.Result) error {
	rows := make([][]string, len(result.Tables))
	columns := []string{"Table", "New", "Changed", "Unchanged", "Merged", "Left Out"}
	adopted := slices.ContainsFunc(result.Tables, func(t importer.TableResult) bool { return t.Adopted > 0 })
	if adopted {
		columns = append(columns, "Adopted")
	}
	for i, t := range result.Tables {
		rows[i] = []string{catalog.Must(t.Table).Caption, strconv.Itoa(t.New), strconv.Itoa(t.Changed), strconv.Itoa(t.Unchanged), strconv.Itoa(t.Merged), strconv.Itoa(t.LeftOut)}
		if adopted {
			rows[i] = append(rows[i], strconv.Itoa(t.Adopted))
		}
	}
	if err := s.table(columns, rows); err != nil {
		return err
	}
	for _, r := range result.Rows {
		s.print("%s: %s", r.Source, sumOf(r))
	}
	if c := result.Companies; c.New > 0 {
		s.print("companies created from persons' rows: %d", c.New)
	}
	for _, f := range result.Fields {
		s.print("changed: %s of %s, such as %s: %q to %q", f.Field, text("winnowctl.contacts", "count", f.Changed), f.Samples[0].ContactNo, f.Samples[0].Old, f.Samples[0].New)
	}
	if result.Cleaned > 0 {
		s.print("blanks, line breaks, control characters or apostrophes before formulas were removed from %s", text("winnowctl.values", "count", result.Cleaned))
	}
	for _, unknown := range result.UnknownColumns {
		s.print("left alone: column %s of %s", unknown.Column, unknown.Source)
	}
	for _, name := range result.IgnoredSources {
		s.print("left alone: %s, which was not recognised", name)
	}
	s.printRows(result)
	return nil
}

// sumOf says what became of a source's rows: 4 rows read = 3 new + 1 refused.
func sumOf(r importer.RowCount) string {
	var parts []string
	for _, p := range []struct {
		n    int
		what string
	}{{r.New, "new"}, {r.Changed, "changed"}, {r.Unchanged, "unchanged"}, {r.Merged, "merged"}, {r.Adopted, "adopted"}, {r.LeftOut, "left out"}, {r.Refused, "refused"}} {
		if p.n > 0 {
			parts = append(parts, strconv.Itoa(p.n)+" "+p.what)
		}
	}
	read := text("winnowctl.rows", "count", r.Read) + " read"
	if len(parts) == 0 {
		return read
	}
	return read + " = " + strings.Join(parts, " + ")
}

// printedRows is how many rows of a kind are printed; --json has more.
const printedRows = 100

// printRows lists the rows of which something is to be told.
func (s *session) printRows(result importer.Result) {
	for _, m := range result.Merged[:min(len(result.Merged), printedRows)] {
		var rows []string
		for _, n := range m.Rows {
			rows = append(rows, strconv.Itoa(n))
		}
		s.print("merged: %s, rows %s are one contact, %s", m.Source, strings.Join(rows, ", "), m.ContactNo)
	}
	more := -min(len(result.LeftOutRows), printedRows)
	for _, t := range result.Tables {
		more += t.LeftOut
	}
	for _, row := range result.LeftOutRows[:min(len(result.LeftOutRows), printedRows)] {
		s.print("left out: %s, row %d: %s", row.Source, row.Row, row.Text.In(locale()))
	}
	if more > 0 {
		s.print("left out, not listed here: %s", text("winnowctl.rows", "count", more))
	}
	for _, e := range result.Errors {
		s.print("refused: %s", e.In(locale()))
	}
	for _, m := range result.Remarks[:min(len(result.Remarks), printedRows)] {
		at := m.Source + ", row " + strconv.Itoa(m.Row)
		if m.Column != "" {
			at += ", " + m.Column
		}
		s.print("remark: %s: %q: %s", at, m.Value, m.Text.In(locale()))
	}
	if more := result.RemarkCount - min(len(result.Remarks), printedRows); more > 0 {
		s.print("not listed here: %s; --json has more of them", text("winnowctl.remarks", "count", more))
	}
}
