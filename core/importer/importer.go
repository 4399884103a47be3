// Package importer stores what comes in: it looks at files (Inspect), says which
// column goes where (Mapping), and stores all of an input or nothing, or only
// tries to (Options.DryRun). Tables are added to and changed by their keys;
// the contacts that a list of people names are found by its values. It deletes rows
// only when an import is taken back, and accepts codes that their code table lacks.
package importer

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/cell"
	"winnow/core/company"
	"winnow/core/ownfield"
)

// Options say how an input is read.
type Options struct {
	// DryRun reports what would be done and leaves the company file as it is.
	DryRun bool
	// DateFormat is "dmy" or "mdy" where dates may be written so, besides ISO.
	DateFormat string
	// Decimal is "comma" or "point" where numbers that are text leave it open.
	Decimal string
	// Empty is "clear" where an empty cell of a list empties the field; else it
	// keeps what is stored.
	Empty string
	// Language is the language of the person and of the names of countries that
	// are added; "" for the company's.
	Language string
	// Look says how files are looked at where Mapping is nil.
	Look Look
	// SkipBad is where rows with bad values are written to, instead of refusing
	// the input for them; "" refuses it.
	SkipBad string
	// Choices say to which contact a row belongs that matches several equally well.
	Choices []Choice
	// OnProgress is called with the progress of the import, every few rows and before
	// each table is stored.
	OnProgress func(Progress)
	// Mapping, unless it is nil, says which sheets and files are read, and how;
	// paths are not looked at then, and nothing is recognised.
	Mapping []Mapping
	// Fields are own fields of contacts that columns of Mapping go to and that are made
	// with the import.
	Fields []catalog.Field
	// Changes is how many changed rows are described; 0 for none.
	Changes int
	// Shown is the number of the last row of each source that Result.Stored shows as
	// it is stored; 0 shows none.
	Shown int
	// Listed is how many errors are listed; 0 for 100.
	Listed int
}

// Import imports what is at one path, as ImportAll does.
func Import(ctx context.Context, c *company.Company, path string, o Options) (Result, error) {
	return ImportAll(ctx, c, []string{path}, o)
}

// ImportAll reads the files and folders at paths into the company file as one
// input, in one transaction: where the error is not nil, nothing was changed.
// Bad values come back as *Errors and stand in the result too, unless they are
// skipped; an input that cannot be read at all is a core.Problem.
func ImportAll(ctx context.Context, c *company.Company, paths []string, o Options) (Result, error) {
	run := &run{options: o, reading: reading{dates: o.DateFormat, decimal: o.Decimal}, listed: maxListed, result: newResult(), bads: map[int]map[int][]string{}}
	if o.Listed > 0 {
		run.listed = o.Listed
	}
	run.errors.limit = run.listed
	if o.Language == "" {
		values, err := c.Values(ctx)
		if err != nil {
			return run.result, err
		}
		run.options.Language = values[company.Language]
	}
	var in *input
	var err error
	if o.Mapping != nil {
		in, err = openMapped(o.Mapping, o.Fields, With(c.Catalog(), o.Fields))
	} else {
		in, err = openInput(ctx, c, paths, o.Look)
	}
	if err != nil {
		return run.result, err
	}
	defer in.close()
	run.result.IgnoredSources = append(run.result.IgnoredSources, in.ignored...)
	run.result.Mapping = append(run.result.Mapping, in.columns...)
	in.meter.Read = 0 // what was read to find the headers is read again
	run.input = in
	for _, bad := range in.errors {
		run.errors.add(bad)
		run.faults++
	}
	for _, s := range in.all {
		run.result.Rows = append(run.result.Rows, RowCount{Source: s.name()})
	}
	err = c.Change(ctx, o.DryRun, func(tx *sql.Tx) error {
		run.tx = tx
		if run.known, err = ownfield.AddAll(ctx, tx, in.fields); err != nil {
			return err
		}
		if err := run.all(ctx); err != nil {
			return err
		}
		if o.DryRun {
			return nil
		}
		if in.remember != "" {
			if err := company.RememberWith(ctx, tx, shapesKey, in.remember); err != nil {
				return err
			}
		}
		return run.writeBad()
	})
	if err != nil {
		run.result.undone()
	} else {
		run.leaveOutSegments()
	}
	run.result.Errors = append(run.result.Errors, run.errors.List...)
	run.result.ErrorCount = run.errors.Count
	return run.result, err
}

// run is one import under way.
type run struct {
	tx      *sql.Tx
	known   catalog.Catalog
	options Options
	reading reading
	input   *input
	result  Result
	errors  Errors
	// faults counts the errors that do not belong to one row, which cannot be skipped.
	faults int
	// bads are the reasons why rows are refused, by source and row.
	bads   map[int]map[int][]string
	stages map[string]*stage
	lists  *listStage
	read   int
	// listed is how many errors are listed.
	listed int
	// stored counts the staged rows of the tables that are stored already.
	stored int64
	undo   undoNotes
	// part is the current stage of the import.
	part float64

	salutations salutations
	countries   *countries
	groups      *groups
}

// all reads every source, fills in the values that they leave out and stores the
// tables, contacts first.
func (r *run) all(ctx context.Context) error {
	onDisk(ctx, r.tx)
	r.stages = map[string]*stage{}
	// Lists name codes that the tables of the same input can have.
	for i, s := range r.input.all {
		if s.list == nil {
			if err := r.readSource(ctx, i, s.rows); err != nil {
				return err
			}
		}
	}
	for _, s := range r.input.all {
		if s.list != nil {
			if err := r.readList(ctx, s.list); err != nil {
				return err
			}
		}
	}
	if err := r.refuseDoubles(ctx); err != nil {
		return err
	}
	if r.errors.Count > 0 && (r.options.SkipBad == "" || r.faults > 0) {
		return r.errors.err()
	}
	if s := r.stages[catalog.Contact]; s != nil {
		if err := r.storeContacts(ctx, s); err != nil {
			return fmt.Errorf("import contacts: %w", err)
		}
	}
	if err := r.stageWords(ctx); err != nil {
		return err
	}
	for _, t := range r.known.Tables() {
		s := r.stages[t.Key]
		if s == nil || t.Key == catalog.Contact {
			continue
		}
		if err := r.storeTable(ctx, t, s); err != nil {
			return fmt.Errorf("import %s: %w", t.Key, err)
		}
	}
	for _, s := range r.stages {
		if err := s.drop(ctx); err != nil {
			return fmt.Errorf("clear up after %s: %w", s.table.Key, err)
		}
	}
	if r.nothing() && r.errors.Count > 0 {
		if !r.options.DryRun {
			if err := r.writeBad(); err != nil {
				return err
			}
		}
		return r.errors.err()
	}
	return r.exec(ctx, dropLists...)
}

// nothing reports whether there was nothing to store.
func (r *run) nothing() bool {
	for _, c := range r.result.Rows {
		if c.New+c.Changed+c.Unchanged+c.Merged+c.Adopted > 0 {
			return false
		}
	}
	return true
}

// storeContacts stores the contacts of the tables, then those of each list, which
// can name contacts that came before.
func (r *run) storeContacts(ctx context.Context, s *stage) error {
	total := TableResult{Table: catalog.Contact}
	store := func() error {
		completed := func(n int) { r.storing(s, completePart*float64(n)/float64(max(1, s.rows))) }
		if err := completeContacts(ctx, r.tx, completed); err != nil {
			return err
		}
		if err := r.summarise(ctx, s); err != nil {
			return err
		}
		counts, err := r.store(ctx, s)
		if err != nil {
			return err
		}
		total.New, total.Changed, total.Unchanged = total.New+counts.New, total.Changed+counts.Changed, total.Unchanged+counts.Unchanged
		return nil
	}
	r.storing(s, 0)
	if err := s.add.flush(); err != nil {
		return err
	}
	if slices.ContainsFunc(r.input.all, func(from reader) bool { return from.list == nil && from.table() == catalog.Contact }) {
		if err := s.findSurvivors(ctx); err != nil {
			return err
		}
		if err := store(); err != nil {
			return err
		}
	}
	for i, from := range r.input.all {
		if from.list == nil {
			continue
		}
		if err := r.exec(ctx, emptyContacts); err != nil {
			return err
		}
		if err := r.storeList(ctx, i); err != nil {
			return err
		}
		if err := store(); err != nil {
			return err
		}
		if err := r.showRest(ctx, i); err != nil {
			return err
		}
	}
	r.stored += s.rows
	for i, c := range r.result.Rows {
		if r.input.all[i].table() == catalog.Contact {
			total.LeftOut += c.LeftOut
			total.Merged += c.Merged
		}
	}
	r.result.Tables = append(r.result.Tables, total)
	return nil
}

// store writes the staged rows of a table, and counts for each source how many were
// new, changed and unchanged.
func (r *run) store(ctx context.Context, s *stage) (TableResult, error) {
	if more := r.options.Changes - len(r.result.Changes); more > 0 {
		changes, err := s.changes(ctx, more, r.input.name)
		if err != nil {
			return TableResult{}, err
		}
		r.result.Changes = append(r.result.Changes, changes...)
	}
	if err := r.show(ctx, s); err != nil {
		return TableResult{}, err
	}
	r.storing(s, changePart)
	if err := s.countBySource(ctx, r.result.Rows); err != nil {
		return TableResult{}, err
	}
	adopted, changed, err := s.countAdopted(ctx, r.result.Rows)
	if err != nil {
		return TableResult{}, err
	}
	counts, err := s.store(ctx, func() { r.storing(s, insertPart) }, r.result.Rows)
	counts.Adopted = adopted
	counts.Changed -= changed
	counts.Unchanged -= adopted - changed
	return counts, err
}

func (r *run) storeTable(ctx context.Context, t catalog.Table, s *stage) error {
	r.storing(s, 0)
	if err := s.add.flush(); err != nil {
		return err
	}
	if err := s.findSurvivors(ctx); err != nil {
		return err
	}
	left := 0
	var err error
	if belongs(t) {
		left, err = s.leaveOut(ctx, maxRemarks, func(source, row int, owner string) {
			left := LeftOutRow{Source: r.input.name(source), Row: row, ContactNo: owner, Text: core.Text("importer.no_contact", "contact", owner)}
			if t.Owner == "" {
				left.ContactNo, left.Text = "", core.Text("importer.no_interaction", "entry", owner)
			}
			r.leftOut(left)
		}, func(source, n int) {
			if source >= 0 {
				r.count(source).LeftOut += n
			}
		})
		if err != nil {
			return err
		}
	}
	if t.Key == catalog.InteractionEntry {
		if err := s.adopt(ctx); err != nil {
			return err
		}
	}
	if err := s.completeFromContact(ctx); err != nil {
		return err
	}
	counts, err := r.store(ctx, s)
	if err != nil {
		return err
	}
	if t.Key == catalog.InteractionEntry {
		if err := r.exec(ctx, dropAdopted); err != nil {
			return err
		}
	}
	r.stored += s.rows
	counts.Table, counts.LeftOut = t.Key, left
	for i, c := range r.result.Rows {
		if r.input.all[i].table() == t.Key {
			counts.Merged += c.Merged
		}
	}
	r.result.Tables = append(r.result.Tables, counts)
	return nil
}

// stageWords stages the countries and mailing groups that lists name and the
// company does not have yet.
func (r *run) stageWords(ctx context.Context) error {
	if r.lists == nil {
		return nil
	}
	for _, words := range []struct {
		table string
		fresh map[string]string
	}{{"country_region", r.countries.names()}, {"mailing_group", r.groups.fresh}} {
		if len(words.fresh) == 0 {
			continue
		}
		t := catalog.Must(words.table)
		s, err := r.stage(ctx, t)
		if err != nil {
			return err
		}
		if err := s.addWords(ctx, words.fresh); err != nil {
			return fmt.Errorf("stage %s: %w", t.Key, err)
		}
	}
	return nil
}

func (r *run) stage(ctx context.Context, t catalog.Table) (*stage, error) {
	if s := r.stages[t.Key]; s != nil {
		return s, nil
	}
	s, err := newStage(ctx, r.tx, t, &r.undo)
	if err != nil {
		return nil, fmt.Errorf("stage %s: %w", t.Key, err)
	}
	r.stages[t.Key] = s
	return s, nil
}

// refuseDoubles notes the rows that have the key of an earlier row.
func (r *run) refuseDoubles(ctx context.Context) error {
	for _, t := range r.known.Tables() {
		s := r.stages[t.Key]
		if s == nil {
			continue
		}
		if err := s.add.flush(); err != nil {
			return err
		}
		err := s.doubles(ctx, func(d double) {
			from := ""
			if d.source != d.firstSource {
				from = r.input.name(d.firstSource)
			}
			r.wrong(d.source, RowError{Source: r.input.name(d.source), Row: d.row, Value: d.key, Message: sameKey(d.firstRow, from)})
			r.refuse(d.source, d.row)
		})
		if err != nil {
			return fmt.Errorf("compare the keys of %s: %w", t.Key, err)
		}
		if err := r.refuseForeign(ctx, s); err != nil {
			return fmt.Errorf("compare the numbers of %s: %w", t.Key, err)
		}
	}
	if r.lists == nil {
		return nil
	}
	if err := r.exec(ctx, indexListMail, indexListNo); err != nil {
		return fmt.Errorf("index the lists: %w", err)
	}
	for i, from := range r.input.all {
		if from.list == nil {
			continue
		}
		if err := r.twoNumbers(ctx, i); err != nil {
			return fmt.Errorf("compare the numbers of %s: %w", from.name(), err)
		}
	}
	return nil
}

// step counts a row; every few rows it checks the context and reports the progress.
func (r *run) step(ctx context.Context) error {
	r.read++
	if r.read%1000 != 0 {
		return nil
	}
	r.progress(Progress{Rows: r.read, Part: readingPart * r.input.meter.Part()})
	return ctx.Err()
}

// storing tells how far storing is, done of the work on a table.
func (r *run) storing(s *stage, done float64) {
	var all int64
	for _, stage := range r.stages {
		all += stage.rows
	}
	stored := float64(r.stored) + done*float64(s.rows)
	r.progress(Progress{Rows: r.read, Table: s.table.Key, Part: readingPart + (1-readingPart)*stored/float64(max(1, all))})
}

func (r *run) progress(p Progress) {
	if r.options.OnProgress != nil && p.Part >= r.part {
		r.part = p.Part
		r.options.OnProgress(p)
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
	r.faults++
	return nil
}

// readSource reads a source's rows into its table's stage. From the first
// error on rows are only looked over, since nothing will be stored.
func (r *run) readSource(ctx context.Context, index int, s *rowSource) (err error) {
	for _, caption := range s.header.unknown {
		r.result.UnknownColumns = append(r.result.UnknownColumns, UnknownColumn{Source: s.name, Column: caption})
	}
	into, err := r.stage(ctx, s.table)
	if err != nil {
		return err
	}
	reading, err := r.survey(s)
	if err != nil {
		return r.bad(s.name, err)
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
			if err := into.add.flush(); err != nil {
				return fmt.Errorf("stage the rows of %s: %w", s.name, err)
			}
			return nil
		}
		if err != nil {
			return r.bad(s.name, err)
		}
		if err := r.step(ctx); err != nil {
			return err
		}
		if next.Number <= s.header.row || s.blank(next) {
			continue
		}
		r.count(index).Read++
		for _, n := range next.Notes {
			r.remark(index, next.Number, n.Column, n.Value, n.Text)
		}
		for place := s.header.width; place < len(next.Cells); place++ {
			if c := next.Cells[place]; !c.Empty() {
				r.remark(index, next.Number, "", c.Shown(), core.Text("importer.cell_stands_beyond_headings"))
			}
		}
		if !unnamed && s.hasUnnamed(next) {
			unnamed = true
			r.result.UnknownColumns = append(r.result.UnknownColumns, UnknownColumn{Source: s.name})
		}
		if !r.readRow(index, s, reading, next, values) {
			r.refuse(index, next.Number)
			continue
		}
		again, err := into.put(values, index, next.Number)
		if err != nil {
			return fmt.Errorf("stage row %d of %s: %w", next.Number, s.name, err)
		}
		if again {
			r.count(index).Merged++
		}
	}
}

// hasUnnamed reports whether a row has something below no caption.
func (s *rowSource) hasUnnamed(r cell.Row) bool {
	for place, c := range r.Cells {
		if place < s.header.width && s.header.unnamed[place] && !c.Empty() {
			return true
		}
	}
	return false
}

// readRow reads a row's values, nil where the source lacks the column. It
// reports false for a row with bad values, which it notes.
func (r *run) readRow(index int, s *rowSource, reading reading, next cell.Row, values []any) bool {
	clear(values)
	good := true
	first, second := streets(s.table)
	var rest []string
	for _, c := range s.header.columns {
		at := next.At(c.place)
		f := s.table.Fields[c.field]
		if at.Kind == cell.Text && at.Text != "" {
			text, lines, changed := tidy(at.Text)
			if changed || at.WasGuarded {
				r.result.Cleaned++
			}
			if c.field == first && second >= 0 && len(lines) > 1 {
				text, rest = lines[0], lines[1:]
			}
			at.Text = text
		}
		v, err := reading.of(c.field).read(f, at)
		if err == nil {
			v, err = lookOver(s.table, f, at, v)
		}
		if err != nil {
			r.wrong(index, RowError{Source: s.name, Row: next.Number, Column: c.caption, Value: at.Shown(), Message: why(err)})
			good = false
			continue
		}
		values[c.field] = v
	}
	if len(rest) > 0 {
		if more, ok := values[second].(string); ok && more != "" {
			rest = append(rest, more)
		}
		values[second] = strings.Join(rest, ", ")
	}
	return good
}

// blank reports whether a row has nothing in the columns that the table has.
func (s *rowSource) blank(r cell.Row) bool {
	for _, c := range s.header.columns {
		if !r.At(c.place).Empty() {
			return false
		}
	}
	return true
}

// lookOver decides what the empty cells of a row mean: an error in a key field that
// must have a value, a number that the series gives, or a type that is guessed later.
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
	if t.Requires(f) {
		return nil, core.NewProblem(core.Invalid, "importer.it_is_empty_every_row_of_table", "table", core.Word(t.Caption))
	}
	return v, nil
}

// exec runs statements that bind nothing.
func (r *run) exec(ctx context.Context, statements ...string) error {
	for _, s := range statements {
		if _, err := r.tx.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// execOf runs statements over the rows of a list, ?1.
func (r *run) execOf(ctx context.Context, index int, statements ...string) error {
	for _, s := range statements {
		if _, err := r.tx.ExecContext(ctx, s, index); err != nil {
			return err
		}
	}
	return nil
}
