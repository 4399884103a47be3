// Package importer reads workbooks, CSV files and address books into a company
// file, all of an input or nothing. It adds and updates rows by the tables'
// keys; it never deletes a row, and never asks that a code stands in its code
// table.
package importer

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/cell"
	"winnow/core/company"
)

// Options say how an input is read.
type Options struct {
	// DryRun reports what would be done and leaves the company file as it is.
	DryRun bool
	// DateFormat is "dmy" or "mdy" where dates may be written so, besides ISO.
	DateFormat string
	// Progress is told how many rows were read; total is 0, since nobody knows.
	Progress func(done, total int)
	// Follow is told how far the import is, now and then and before each table
	// is stored.
	Follow func(Stand)
	// Mapping, unless it is nil, says which sheets and files are read, and how;
	// paths are not looked at then, and nothing is recognised.
	Mapping []Mapping
	// Changes is how many changed rows are described; 0 for none.
	Changes int
	// Listed is how many errors, and how many rows that were left out, are
	// listed; 0 for 100.
	Listed int
}

// TableResult counts a table's rows: those that were not in the company file,
// those with a value that differs, the rest, and those that belong to a contact
// that does not exist.
type TableResult struct {
	Table     string `json:"table"`
	New       int    `json:"new"`
	Changed   int    `json:"changed"`
	Unchanged int    `json:"unchanged"`
	LeftOut   int    `json:"left_out"`
}

// UnknownColumn is a column that its table does not have.
type UnknownColumn struct {
	Source string `json:"source"`
	Column string `json:"column"`
}

// LeftOutRow is a row that was left out, and the contact that it names.
type LeftOutRow struct {
	Source    string `json:"source"`
	Row       int    `json:"row"`
	ContactNo string `json:"contact_no"`
}

// Result is what an import did, or a dry run would do. No member is ever nil.
type Result struct {
	// Tables are the tables that the input has, in the catalog's order.
	Tables         []TableResult   `json:"tables"`
	UnknownColumns []UnknownColumn `json:"unknown_columns"`
	// Errors are the first 100 of ErrorCount, or as many as Options.Listed.
	Errors     []RowError `json:"errors"`
	ErrorCount int        `json:"error_count"`
	// IgnoredSources are sheets and files that are not named after a table.
	IgnoredSources []string `json:"ignored_sources"`
	// LeftOutRows are the first 100 rows that were left out.
	LeftOutRows []LeftOutRow `json:"left_out_rows"`
	// Changes describes the first changed rows, as many as Options.Changes.
	Changes []Change `json:"changes,omitempty"`
}

// Import imports what is at one path, as ImportAll does.
func Import(ctx context.Context, c *company.Company, path string, o Options) (Result, error) {
	return ImportAll(ctx, c, []string{path}, o)
}

// ImportAll reads the workbooks, CSV files, folders of CSV files and address
// books at paths into the company file as one input, in one transaction: where the error is not nil,
// nothing was changed. Bad values come back as *Errors and stand in the result
// too; an input that cannot be read at all is a core.Problem.
func ImportAll(ctx context.Context, c *company.Company, paths []string, o Options) (Result, error) {
	run := &run{ctx: ctx, options: o, reading: reading{dates: o.DateFormat}, listed: maxListed, result: Result{
		Tables: []TableResult{}, UnknownColumns: []UnknownColumn{}, Errors: []RowError{},
		IgnoredSources: []string{}, LeftOutRows: []LeftOutRow{},
	}}
	if o.Listed > 0 {
		run.listed = o.Listed
	}
	run.errors.most = run.listed
	var in *input
	var err error
	if o.Mapping != nil {
		in, err = openMapped(o.Mapping)
	} else {
		in, err = openInput(paths)
	}
	if err != nil {
		return run.result, err
	}
	defer in.close()
	run.result.IgnoredSources = append(run.result.IgnoredSources, in.ignored...)
	in.meter.Read = 0 // what was read to find the headers is read again
	run.input = in
	for _, bad := range in.errors {
		run.errors.add(bad)
	}
	err = c.Write(ctx, func(tx *sql.Tx) error {
		run.tx = tx
		if err := run.all(); err != nil {
			return err
		}
		if o.DryRun {
			return errDryRun
		}
		return nil
	})
	if errors.Is(err, errDryRun) {
		err = nil
	}
	if err != nil {
		run.result.Tables, run.result.LeftOutRows, run.result.Changes = []TableResult{}, []LeftOutRow{}, nil
	}
	run.result.Errors = append(run.result.Errors, run.errors.List...)
	run.result.ErrorCount = run.errors.Count
	return run.result, company.Problem(err, c.Path())
}

// run is one import under way.
type run struct {
	ctx     context.Context
	tx      *sql.Tx
	options Options
	reading reading
	input   *input
	result  Result
	errors  Errors
	stages  map[string]*stage
	read    int
	// listed is how many errors and rows that were left out are listed.
	listed int
	// stored counts the staged rows of the tables that are stored already.
	stored int64
}

// all reads every source, completes what they leave out and stores the tables,
// contacts first.
func (r *run) all() error {
	onDisk(r.ctx, r.tx)
	r.stages = map[string]*stage{}
	for i, s := range r.input.sources {
		if err := r.readSource(i, s); err != nil {
			return err
		}
	}
	for i, b := range r.input.books {
		if err := r.readBook(len(r.input.sources)+i, b); err != nil {
			return err
		}
	}
	if err := r.errors.err(); err != nil {
		return err
	}
	for _, t := range catalog.Tables() {
		s := r.stages[t.Key]
		if s == nil {
			continue
		}
		if err := r.storeTable(t, s); err != nil {
			return fmt.Errorf("import %s: %w", t.Key, err)
		}
	}
	for _, s := range r.stages {
		if err := s.drop(r.ctx); err != nil {
			return fmt.Errorf("clear up after %s: %w", s.table.Key, err)
		}
	}
	return dropFound(r.ctx, r.tx)
}

func (r *run) storeTable(t catalog.Table, s *stage) error {
	left := 0
	var err error
	r.storing(s, 0)
	if t.Key == catalog.Contact {
		completed := func(n int) { r.storing(s, completePart*float64(n)/float64(max(1, s.rows))) }
		if err := completeContacts(r.ctx, r.tx, completed); err != nil {
			return err
		}
	}
	if t.Owner != "" {
		left, err = s.leaveOut(r.ctx, r.listed, r.tellLeftOut)
		if err != nil {
			return err
		}
	}
	if more := r.options.Changes - len(r.result.Changes); more > 0 {
		changes, err := s.changes(r.ctx, more, r.input.name)
		if err != nil {
			return err
		}
		r.result.Changes = append(r.result.Changes, changes...)
	}
	r.storing(s, changePart)
	counts, err := s.store(r.ctx, func() { r.storing(s, insertPart) })
	if err != nil {
		return err
	}
	r.stored += s.rows
	counts.Table, counts.LeftOut = t.Key, left
	if t.Key == catalog.Contact {
		counts.LeftOut += r.input.nameless
	}
	r.result.Tables = append(r.result.Tables, counts)
	return nil
}

func (r *run) tellLeftOut(source, row int, contact string) {
	if len(r.result.LeftOutRows) < r.listed {
		r.result.LeftOutRows = append(r.result.LeftOutRows, LeftOutRow{Source: r.input.name(source), Row: row, ContactNo: contact})
	}
}

func (r *run) stage(t catalog.Table) (*stage, error) {
	if s := r.stages[t.Key]; s != nil {
		return s, nil
	}
	s, err := newStage(r.ctx, r.tx, t)
	if err != nil {
		return nil, fmt.Errorf("stage %s: %w", t.Key, err)
	}
	r.stages[t.Key] = s
	return s, nil
}

// step counts a row and looks now and then whether to go on.
func (r *run) step() error {
	r.read++
	if r.read%1000 != 0 {
		return nil
	}
	if r.options.Progress != nil {
		r.options.Progress(r.read, 0)
	}
	r.follow(Stand{Rows: r.read, Part: readingPart * r.input.meter.Part()})
	return r.ctx.Err()
}

// storing tells how far storing is, done of the work on a table.
func (r *run) storing(s *stage, done float64) {
	var all int64
	for _, stage := range r.stages {
		all += stage.rows
	}
	stored := float64(r.stored) + done*float64(s.rows)
	r.follow(Stand{Rows: r.read, Table: s.table.Key, Part: readingPart + (1-readingPart)*stored/float64(max(1, all))})
}

func (r *run) follow(s Stand) {
	if r.options.Follow != nil {
		r.options.Follow(s)
	}
}

// bad notes an error of a source. Other errors than those of the input are
// returned.
func (r *run) bad(source string, err error) error {
	wrong, ok := rowErrorOf(source, err)
	if !ok {
		return fmt.Errorf("read %s: %w", source, err)
	}
	r.errors.add(wrong)
	return nil
}

// readSource reads a source's rows into its table's stage. From the first
// error on rows are only looked over, since nothing will be stored.
func (r *run) readSource(index int, s *rowSource) (err error) {
	for _, caption := range s.header.unknown {
		r.result.UnknownColumns = append(r.result.UnknownColumns, UnknownColumn{Source: s.name, Column: caption})
	}
	into, err := r.stage(s.table)
	if err != nil {
		return err
	}
	reader, err := s.open()
	if err != nil {
		return r.bad(s.name, err)
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	values := make([]any, len(s.table.Fields))
	unnamed := false
	for {
		next, err := reader.Next()
		if errors.Is(err, io.EOF) {
			if err := into.flush(); err != nil {
				return fmt.Errorf("stage the rows of %s: %w", s.name, err)
			}
			return nil
		}
		if err != nil {
			return r.bad(s.name, err)
		}
		if err := r.step(); err != nil {
			return err
		}
		if next.Number <= s.header.row {
			continue
		}
		if s.strict && r.tooLong(s, next) {
			continue
		}
		if !unnamed && s.hasUnnamed(next) {
			unnamed = true
			r.result.UnknownColumns = append(r.result.UnknownColumns, UnknownColumn{Source: s.name})
		}
		if !r.readRow(s, next, values) || r.errors.Count > 0 {
			continue
		}
		if err := into.put(values, index, next.Number); err != nil {
			return fmt.Errorf("stage row %d of %s: %w", next.Number, s.name, err)
		}
	}
}

// tooLong notes a row with more cells than the header, which is how a missing
// quotation mark shows.
func (r *run) tooLong(s *rowSource, next cell.Row) bool {
	for place := s.header.width; place < len(next.Cells); place++ {
		if c := next.Cells[place]; !c.Empty() {
			r.errors.add(RowError{Source: s.name, Row: next.Number, Value: c.Shown(),
				Message: moreFields(s.header.width)})
			return true
		}
	}
	return false
}

// hasUnnamed reports whether a row has something below no caption.
func (s *rowSource) hasUnnamed(r cell.Row) bool {
	for place, c := range r.Cells {
		if (place >= s.header.width || s.header.unnamed[place]) && !c.Empty() {
			return true
		}
	}
	return false
}

// readRow reads a row's values, nil where the source lacks the column. It
// reports false for a row without content and for one with bad values, which
// it notes.
func (r *run) readRow(s *rowSource, next cell.Row, values []any) bool {
	if s.blank(next) {
		return false
	}
	clear(values)
	good := true
	for _, c := range s.header.columns {
		var at cell.Cell
		if c.place < len(next.Cells) {
			at = next.Cells[c.place]
		}
		f := s.table.Fields[c.field]
		v, err := r.reading.read(f, at)
		if err == nil {
			v, err = lookOver(s.table, f, at, v)
		}
		if err != nil {
			r.errors.add(RowError{Source: s.name, Row: next.Number, Column: c.caption, Value: at.Shown(), Message: why(err)})
			good = false
			continue
		}
		values[c.field] = v
	}
	return good
}

// blank reports whether a row has nothing in the columns that the table has.
func (s *rowSource) blank(r cell.Row) bool {
	for _, c := range s.header.columns {
		if c.place < len(r.Cells) && !r.Cells[c.place].Empty() {
			return false
		}
	}
	return true
}

// lookOver looks at what an empty cell means for the table: an error where it
// is a key that a row cannot do without, a number that the series gives, or a
// type that is found out later.
func lookOver(t catalog.Table, f catalog.Field, c cell.Cell, v any) (any, error) {
	if t.Numbered && f.Key == t.Keys[0] {
		if v == int64(0) {
			return nil, nil
		}
		return v, nil
	}
	if !c.Empty() {
		return v, nil
	}
	if t.Key == catalog.Contact && f.Key == "type" {
		return unsaid, nil
	}
	if t.IsKey(f.Key) && needed(t, f) {
		return nil, core.Problemf(core.Invalid, "it is empty; every row of the table %s needs one", core.Word(t.Caption))
	}
	return v, nil
}

// needed reports whether a key field must have a value. A formula is one of no
// language too; days and options have a meaning when empty.
func needed(t catalog.Table, f catalog.Field) bool {
	switch f.Type {
	case catalog.Code:
		return t.Key != "salutation_formula" || f.Key != "language_code"
	case catalog.Integer:
		return true
	}
	return false
}
