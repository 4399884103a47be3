package exporter

import (
	"context"
	"database/sql"
	"os"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/outputs"
	"winnow/core/segment"
	"winnow/core/target"
)

// RowOptions say which of a segment's lines an output is made of, and which of
// their values.
type RowOptions struct {
	// Columns are the keys of the columns that a row has, in order; none for the
	// usual.
	Columns []string
	// columns are those of an output that no export can choose.
	columns []Column
	// Per says what has a row of its own; "" for every line.
	Per Per
	// IncludeBlocked gives the lines of Privacy Blocked contacts, too.
	IncludeBlocked bool
	// Plain gives days and amounts as they are stored, 2026-11-23 and 1234.5, for
	// an output that writes each in its own way; Written writes them as usual.
	Plain bool
	// First and Count choose some of the lines, counted from 0; a Count of 0
	// means all.
	First, Count int
	// Progress is told how many of the lines are done.
	Progress func(done, total int)
}

// Rows are the lines of a segment as an export has them, for outputs of another
// kind: letters, labels, e-mails.
type Rows struct {
	ctx context.Context
	tx  *sql.Tx
	src *source
	// formats are those of the settings, whatever the cells have.
	formats formats
}

// ReadRows calls do with the segment's rows, which are there until it returns.
// All that is read meanwhile is as it was at one moment.
func ReadRows(ctx context.Context, c *company.Company, s *segment.Store, no string, o RowOptions, do func(*Rows) error) error {
	columns := o.columns
	if columns == nil {
		var err error
		if columns, err = choose(o.Columns); err != nil {
			return err
		}
	}
	return c.Read(ctx, func(tx *sql.Tx) error {
		src, err := open(ctx, tx, s, no, columns, Options{Per: o.Per, IncludeBlocked: o.IncludeBlocked, Progress: o.Progress})
		if err != nil {
			return err
		}
		written := src.company.formats
		if o.Plain {
			src.company.formats = formats{}
		}
		if o.Count > 0 {
			src.lines = src.lines.Part(o.First, o.Count)
		}
		return do(&Rows{ctx: ctx, tx: tx, src: src, formats: written})
	})
}

// Segment returns the segment's header.
func (r *Rows) Segment() segment.Segment { return r.src.lines.Segment() }

// Settings returns the company's settings.
func (r *Rows) Settings() company.Values { return r.src.company.settings }

// Date writes a day of the form 2026-11-23 as the rows write theirs.
func (r *Rows) Date(day string) string { return r.formats.date(day) }

// Country returns the name of a country by its code, or the code where the code
// table has no name for it.
func (r *Rows) Country(code string) string { return r.src.company.country(code) }

// Written writes a plain cell of the n-th column as the settings have it, and
// reports whether it is a day or an amount at all.
func (r *Rows) Written(n int, cell string) (string, bool) {
	switch r.src.columns[n].kind {
	case catalog.Date:
		return r.formats.date(cell), true
	case catalog.Decimal:
		return r.formats.number(cell), true
	case catalog.Integer:
		return cell, true
	}
	return cell, false
}

// Len returns how many lines there are, those of Privacy Blocked contacts among
// them.
func (r *Rows) Len() int { return r.src.lines.Len() }

// Each calls fn with the cells of one row after the other, which it must not
// keep. It ends with fn's error, or that of a cancelled context.
func (r *Rows) Each(fn func(cells []string) error) error { return r.src.each(r.ctx, r.tx, fn) }

// Blocked returns how many lines of Privacy Blocked contacts Each came across.
func (r *Rows) Blocked() int { return len(r.src.blocked) }

// BlockedContacts returns whose lines these are.
func (r *Rows) BlockedContacts() []Named { return r.src.blocked }

// Output is a file, or a folder of files, that is made of rows.
type Output struct {
	RowOptions
	// What the log of outputs calls it: "Labels".
	What string
	// Path is the file or the folder.
	Path string
	// Force replaces what is there.
	Force bool
	// Inputs are the files that it is made of besides, which it never replaces.
	Inputs []string
}

// Write writes a file that is made of a segment's rows; fill does so and returns
// how many of them it used. Where it fails or is cancelled, a file that was
// there stays as it was. Errors that a person can mend are core.Problems, as
// those of Export are.
func Write(ctx context.Context, c *company.Company, s *segment.Store, no string, o Output, fill func(*Rows, *os.File) (int, error)) (Result, error) {
	return o.write(ctx, c, s, no, func(rows *Rows, result *Result, log target.Log) error {
		file := target.Target{Path: o.Path, Replace: o.Force, Keep: c.Path(), Inputs: o.Inputs, Log: log}
		return file.Write(func(f *os.File) (err error) {
			result.Rows, err = fill(rows, f)
			return err
		})
	})
}

// WriteFolder is Write for a folder of files of one kind, whose names end in
// ending; fill is given the folder to make them in.
func WriteFolder(ctx context.Context, c *company.Company, s *segment.Store, no, ending string, o Output, fill func(*Rows, string) (int, error)) (Result, error) {
	return o.write(ctx, c, s, no, func(rows *Rows, result *Result, log target.Log) error {
		folder := target.Folder{Path: o.Path, Replace: o.Force, Ending: ending, Inputs: o.Inputs, Log: log}
		return folder.Write(func(path string) (err error) {
			result.Rows, err = fill(rows, path)
			return err
		})
	})
}

// write reads the rows for do, which writes the result's rows and gives log to
// its target.
func (o Output) write(ctx context.Context, c *company.Company, s *segment.Store, no string, do func(rows *Rows, result *Result, log target.Log) error) (Result, error) {
	result := Result{Path: o.Path}
	err := ReadRows(ctx, c, s, no, o.RowOptions, func(rows *Rows) error {
		err := do(rows, &result, outputs.Log(ctx, c, func() outputs.Entry {
			entry := outputs.Entry{What: o.What, SegmentNo: rows.Segment().No, Rows: result.Rows, Target: absolute(o.Path)}
			if o.IncludeBlocked {
				entry.Blocked = rows.Blocked()
			}
			return entry
		}))
		result.Blocked, result.BlockedContacts, result.Shared = rows.Blocked(), rows.BlockedContacts(), rows.src.shared
		return err
	})
	if err != nil {
		return Result{Path: o.Path}, err
	}
	return result, nil
}
