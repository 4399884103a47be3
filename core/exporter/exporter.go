// Package exporter writes a segment as a data source for mail merge: a workbook
// or a CSV file with one row a line, all of it text. It reads in one
// transaction and holds a batch of lines at a time, whatever the segment's
// size. It changes nothing in the company file and never prints.
package exporter

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core"
	"winnow/core/cell"
	"winnow/core/company"
	"winnow/core/outputs"
	"winnow/core/privacy"
	"winnow/core/segment"
	"winnow/core/target"
	"winnow/data/email"
)

// Options say what an export is like.
type Options struct {
	// Path is the file to write: .xlsx or .csv.
	Path string
	// Columns are the keys of the columns in their order; none for the usual.
	Columns []string
	// CaptionHeaders heads the columns with Business Central's captions.
	CaptionHeaders bool
	// CriteriaSheet adds a second sheet that tells how the list was made.
	CriteriaSheet bool
	// Per says what has a row of its own; "" for every line.
	Per Per
	// Force replaces an existing file.
	Force bool
	// IncludeBlocked writes the lines of Privacy Blocked contacts too.
	IncludeBlocked bool
	// Progress is told how many of the segment's lines are done.
	Progress func(done, total int)
}

// Result is what was written.
type Result struct {
	// Rows counts the rows below the header.
	Rows int `json:"rows"`
	// Blocked counts the lines of Privacy Blocked contacts, which are among the
	// rows only where that was asked for.
	Blocked         int     `json:"blocked"`
	BlockedContacts []Named `json:"blocked_contacts,omitempty"`
	Path            string  `json:"path"`
	// Shared counts the lines that are told of by another's row, where a company
	// or a household has one row.
	Shared int `json:"shared,omitempty"`
	// UnusableEMails are the contacts among the rows whose E-Mail is no address.
	UnusableEMails []ContactEMail `json:"unusable_e_mails,omitempty"`
}

// table is a file that rows are written to.
type table interface {
	// row writes one row of texts.
	row(cells []string) error
	// close writes what is left; the file itself stays open.
	close() error
}

// Export writes the segment's lines to o.Path, in their order. Where it fails
// or is cancelled, a file that was there stays as it was. Errors that a person
// can mend are core.Problems: Exists for a file that is there already, Busy for
// one that another program holds.
func Export(ctx context.Context, c *company.Company, s *segment.Store, no string, o Options) (Result, error) {
	result := Result{Path: o.Path}
	columns, err := choose(o.Columns)
	if err != nil {
		return result, err
	}
	asCSV, err := isCSV(o)
	if err != nil {
		return result, err
	}
	err = c.Read(ctx, func(tx *sql.Tx) error {
		src, err := open(ctx, tx, s, no, columns, o)
		if err != nil {
			return err
		}
		if !asCSV {
			if err := src.fits(ctx, tx); err != nil {
				return err
			}
		}
		log := outputs.Log(ctx, c, func() outputs.Entry {
			entry := outputs.Entry{What: "Export", SegmentNo: src.lines.Segment().No, Rows: result.Rows, Target: absolute(o.Path)}
			if o.IncludeBlocked {
				entry.Blocked = len(src.blocked)
			}
			return entry
		})
		file := target.Target{Path: o.Path, Replace: o.Force, Keep: c.Path(), Log: log}
		return file.Write(func(file *os.File) error {
			result.Rows = 0
			out, err := src.table(ctx, tx, file, c, asCSV)
			if err != nil {
				return err
			}
			src.judge = true
			err = src.each(ctx, tx, func(cells []string) error {
				result.Rows++
				return out.row(cells)
			})
			if err != nil {
				return err
			}
			result.Blocked, result.BlockedContacts, result.Shared, result.UnusableEMails = len(src.blocked), src.blocked, src.shared, src.unusable
			return out.close()
		})
	})
	if err != nil {
		return Result{Path: o.Path}, err
	}
	return result, nil
}

// absolute is where a file is, whatever the folder one is in.
func absolute(path string) string {
	if whole, err := filepath.Abs(path); err == nil {
		return whole
	}
	return path
}

// errEnough ends a reading that has what it wants.
var errEnough = errors.New("there are rows enough")

// Preview returns the header row and the first n rows as Export would write
// them; without a path, as into a workbook.
func Preview(ctx context.Context, c *company.Company, s *segment.Store, no string, o Options, n int) (headers []string, rows [][]string, err error) {
	columns, err := choose(o.Columns)
	if err != nil {
		return nil, nil, err
	}
	o.Progress = nil
	rows = [][]string{}
	err = c.Read(ctx, func(tx *sql.Tx) error {
		src, err := open(ctx, tx, s, no, columns, o)
		if err != nil || n <= 0 {
			return err
		}
		return src.each(ctx, tx, func(cells []string) error {
			cells = slices.Clone(cells)
			if strings.EqualFold(filepath.Ext(o.Path), ".csv") {
				for i, text := range cells {
					cells[i] = cell.Harmless(text)
				}
			}
			if rows = append(rows, cells); len(rows) == n {
				return errEnough
			}
			return nil
		})
	})
	if err != nil && !errors.Is(err, errEnough) {
		return nil, nil, err
	}
	return headersOf(columns, o.CaptionHeaders), rows, nil
}

// isCSV tells which of the two kinds of file is asked for.
func isCSV(o Options) (bool, error) {
	switch strings.ToLower(filepath.Ext(o.Path)) {
	case ".xlsx":
		return false, nil
	case ".csv":
		if o.CriteriaSheet {
			return true, &core.Problem{Kind: core.Invalid, Text: "a CSV file has no second sheet for the criteria", Hint: "export to a file that ends in .xlsx"}
		}
		return true, nil
	}
	return false, core.Problemf(core.Invalid, "%s: the name of an export ends in .xlsx or .csv", o.Path)
}

// source is a segment that is being exported.
type source struct {
	options Options
	columns []Column
	lines   *segment.Lines
	company *lookups
	// own are the lines that have a row of their own, as ordinals; nil for all.
	own *roaring.Bitmap
	// judge says that each looks at the e-mail addresses that it gives.
	judge bool
	// What each came across: whose lines are blocked, how many lines another's row
	// tells of, and whose E-Mail is no address.
	blocked  []Named
	shared   int
	unusable []ContactEMail
}

func open(ctx context.Context, tx *sql.Tx, s *segment.Store, no string, columns []Column, o Options) (*source, error) {
	lines, err := s.OpenLines(ctx, tx, no)
	if err != nil {
		return nil, err
	}
	shared, err := readLookups(ctx, tx, lines.Segment())
	if err != nil {
		return nil, err
	}
	own, err := o.Per.lines(ctx, tx, lines, o.IncludeBlocked)
	return &source{options: o, columns: columns, lines: lines, company: shared, own: own}, err
}

// table starts the file's content.
func (src *source) table(ctx context.Context, tx *sql.Tx, file *os.File, c *company.Company, asCSV bool) (table, error) {
	headers := headersOf(src.columns, src.options.CaptionHeaders)
	if asCSV {
		return newCSV(file, headers, cell.Harmless)
	}
	var criteria [][]string
	if src.options.CriteriaSheet {
		steps, err := src.lines.Steps(ctx, tx)
		if err != nil {
			return nil, err
		}
		criteria = criteriaRows(src.lines, steps, c.Now())
	}
	return newWorkbook(file, "Contacts", ForMailing, headers, criteria, c.Now())
}

// fits refuses a segment that has more rows than a sheet.
func (src *source) fits(ctx context.Context, tx *sql.Tx) error {
	n := src.lines.Len()
	if src.own != nil {
		n = int(src.own.GetCardinality())
	} else if n > maxRows && !src.options.IncludeBlocked {
		blocked, err := countBlocked(ctx, tx, src.lines)
		if err != nil {
			return fmt.Errorf("count the lines of blocked contacts: %w", err)
		}
		n -= blocked
	}
	if n <= maxRows {
		return nil
	}
	return core.Problemf(core.Invalid, "Segment %s would be %d rows, and a sheet has room for %d", src.lines.Segment().No, n, maxRows).
		Hintf("export to a .csv file, or refine it in two segments, by post code for instance, and export each")
}

// each calls fn with the cells of one line after the other. They are only valid
// until fn returns.
func (src *source) each(ctx context.Context, tx *sql.Tx, fn func(cells []string) error) error {
	src.blocked, src.shared, src.unusable = nil, 0, nil
	total, done := src.lines.Len(), 0
	cells := make([]string, len(src.columns))
	r := row{company: src.company}
	return src.lines.Each(ctx, tx, src.needs(), func(lines []segment.Line) error {
		addresses, err := src.addresses(ctx, tx, lines)
		if err != nil {
			return fmt.Errorf("read alternative addresses: %w", err)
		}
		for _, line := range lines {
			if privacy.Blocked(line.Contact) {
				src.blocked = append(src.blocked, namedOf(line))
				if !src.options.IncludeBlocked {
					continue
				}
			}
			if src.own != nil && !src.own.Contains(uint32(line.LineNo/segment.LineStep)) {
				src.shared++
				continue
			}
			r.line, r.alternative = line, addresses[addressOf(line)]
			for i, c := range src.columns {
				cells[i] = c.text(&r)
				if src.judge && c.Key == "e_mail" && email.Mailbox(cells[i]) == email.Unusable {
					src.unusable = append(src.unusable, ContactEMail{namedOf(line), cells[i]})
				}
			}
			if err := fn(cells); err != nil {
				return src.named(err, line)
			}
		}
		done += len(lines)
		if src.options.Progress != nil {
			src.options.Progress(done, total)
		}
		return ctx.Err()
	})
}

// named adds to a cell's error whose cell it is.
func (src *source) named(err error, line segment.Line) error {
	var long *cellError
	if !errors.As(err, &long) {
		return err
	}
	return core.Problemf(core.Invalid, "line %d, contact %s: %s has %d characters, and a cell of a workbook has room for %d",
		line.LineNo, line.Contact("no"), headersOf(src.columns, src.options.CaptionHeaders)[long.column], long.length, maxCell)
}

// needs returns the contact's fields that the columns are made of.
func (src *source) needs() []string {
	keys := append(privacy.Fields(), "name")
	for _, c := range src.columns {
		for _, key := range c.needs {
			if !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

func addressOf(line segment.Line) addressKey {
	contact, _ := line.Contact("no").(string)
	code, _ := line.Value("contact_alt_address_code").(string)
	return addressKey{contact, code}
}

// addresses returns the alternative addresses of those lines that have one.
func (src *source) addresses(ctx context.Context, tx *sql.Tx, lines []segment.Line) (map[addressKey]*address, error) {
	var contacts []string
	for _, line := range lines {
		if key := addressOf(line); key.code != "" {
			contacts = append(contacts, key.contactNo)
		}
	}
	if len(contacts) == 0 {
		return nil, nil
	}
	return selectAddresses(ctx, tx, contacts)
}
