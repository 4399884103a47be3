// Package exporter writes a segment as a data source for mail merge, and lists as
// they are shown on the screen, to a workbook or a CSV file in which every cell is
// a text. [Export] writes a segment, [Preview] returns the first rows of the same,
// and [WriteList] writes a [List]. It changes nothing in the company file except
// the output log.
package exporter

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/cell"
	"winnow/core/company"
	"winnow/core/mailrow"
	"winnow/core/output"
	"winnow/core/segment"
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
	Per mailrow.Per
	// Force replaces an existing file.
	Force bool
	// IncludeBlocked writes the lines of Privacy Blocked contacts too.
	IncludeBlocked bool
	// Progress receives how many of the segment's lines are done.
	Progress func(done, total int)
}

// table is a file that rows are written to.
type table interface {
	// row writes one row of texts.
	row(cells []string) error
	// close writes what is left; the file itself stays open.
	close() error
}

// Export writes the segment's lines to o.Path, in their order. Errors are those
// of an output.
func Export(ctx context.Context, c *company.Company, s *segment.Store, no string, o Options) (output.Result, error) {
	result := output.Result{Path: o.Path}
	columns, err := mailrow.Choose(c.Catalog(), o.columns())
	if err != nil {
		return result, err
	}
	asCSV, err := isCSV(o)
	if err != nil {
		return result, err
	}
	err = mailrow.Read(ctx, c, s, no, o.rows(), func(rows *mailrow.Rows) error {
		if !asCSV {
			if err := fits(ctx, rows); err != nil {
				return err
			}
		}
		to := output.Output{Kind: Kind(), Path: o.Path, Force: o.Force, Rows: rows}
		result, err = to.Write(ctx, c, func(file *os.File, r *output.Result) error {
			headers := headersOf(columns, o.CaptionHeaders)
			out, err := o.table(ctx, file, c, rows, headers, asCSV)
			if err != nil {
				return err
			}
			mail := slices.IndexFunc(columns, func(c mailrow.Column) bool { return c.Key == "e_mail" })
			err = rows.Each(ctx, func(row *mailrow.Row) error {
				r.Rows++
				cells := row.Texts()
				if mail >= 0 && email.Mailbox(cells[mail]) == email.Unusable {
					r.UnusableEMails = append(r.UnusableEMails, mailrow.ContactEMail{Contact: row.Contact(), EMail: cells[mail]})
				}
				return named(out.row(cells), row, headers)
			})
			if err != nil {
				return err
			}
			return out.close()
		})
		return err
	})
	return result, err
}

// WriteIn writes the rows of some lines as CSV with the usual columns, within a
// transaction of the caller's, and says how many there are. It writes no log.
func WriteIn(ctx context.Context, tx *sql.Tx, s *segment.Store, no string, out io.Writer, rows mailrow.Options) (n int, err error) {
	rows.Columns = mailrow.Usual()
	columns, err := mailrow.Choose(catalog.Catalog{}, rows.Columns)
	if err != nil {
		return 0, err
	}
	err = mailrow.ReadIn(ctx, tx, s, no, rows, func(rows *mailrow.Rows) error {
		table, err := newCSV(out, headersOf(columns, false), cell.Harmless)
		if err != nil {
			return err
		}
		err = rows.Each(ctx, func(row *mailrow.Row) error {
			n++
			return table.row(row.Texts())
		})
		if err != nil {
			return err
		}
		return table.close()
	})
	return n, err
}

// columns are the keys of the columns.
func (o Options) columns() []string {
	if len(o.Columns) == 0 {
		return mailrow.Usual()
	}
	return o.Columns
}

// rows says which rows are exported.
func (o Options) rows() mailrow.Options {
	return mailrow.Options{Columns: o.columns(), Per: o.Per, IncludeBlocked: o.IncludeBlocked, Progress: o.Progress}
}

// Kind is exports among the outputs.
func Kind() output.Kind { return output.Kind{Key: "export", Name: "Export"} }

// ListKind is lists among the outputs.
func ListKind() output.Kind { return output.Kind{Key: "list", Name: "List"} }

// errEnough ends a reading that has what it wants.
var errEnough = errors.New("there are rows enough")

// Preview returns the header row and the first n rows as Export would write
// them; without a path, as into a workbook.
func Preview(ctx context.Context, c *company.Company, s *segment.Store, no string, o Options, n int) (headers []string, rows [][]string, err error) {
	columns, err := mailrow.Choose(c.Catalog(), o.columns())
	if err != nil {
		return nil, nil, err
	}
	o.Progress = nil
	rows = [][]string{}
	err = mailrow.Read(ctx, c, s, no, o.rows(), func(all *mailrow.Rows) error {
		if n <= 0 {
			return nil
		}
		return all.Each(ctx, func(row *mailrow.Row) error {
			cells := slices.Clone(row.Texts())
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

// headersOf returns the header row.
func headersOf(columns []mailrow.Column, captions bool) []string {
	headers := make([]string, len(columns))
	for i, c := range columns {
		headers[i] = c.Header
		if captions {
			headers[i] = c.Caption
		}
	}
	return headers
}

// isCSV tells which of the two kinds of file is asked for.
func isCSV(o Options) (bool, error) {
	switch strings.ToLower(filepath.Ext(o.Path)) {
	case ".xlsx":
		return false, nil
	case ".csv":
		if o.CriteriaSheet {
			return true, core.NewProblem(core.Invalid, "exporter.csv_file_has_no_second_sheet").Hint("exporter.export_to_file_that_ends_in_xlsx")
		}
		return true, nil
	}
	return false, core.NewProblem(core.Invalid, "exporter.file_name_of_export_ends_in_xlsx", "file", o.Path)
}

// table starts the file's content.
func (o Options) table(ctx context.Context, file *os.File, c *company.Company, rows *mailrow.Rows, headers []string, asCSV bool) (table, error) {
	if asCSV {
		return newCSV(file, headers, cell.Harmless)
	}
	var criteria [][]string
	if o.CriteriaSheet {
		steps, err := rows.Steps(ctx)
		if err != nil {
			return nil, err
		}
		criteria = criteriaRows(rows, steps, c.Now())
	}
	return newWorkbook(file, "Contacts", ForMailing, headers, criteria, c.Now())
}

// fits refuses a segment that has more rows than a sheet.
func fits(ctx context.Context, rows *mailrow.Rows) error {
	if rows.Len() <= maxRows {
		return nil
	}
	n, err := rows.Count(ctx)
	if err != nil || n <= maxRows {
		return err
	}
	return core.NewProblem(core.Invalid, "exporter.segment_would_be_number_rows_and_sheet", "segment", rows.Segment().No, "number", n, "max", maxRows).
		Hint("exporter.export_to_csv_file_or_refine")
}

// named adds to a cell's error whose cell it is.
func named(err error, row *mailrow.Row, headers []string) error {
	var long *cellError
	if !errors.As(err, &long) {
		return err
	}
	return core.NewProblem(core.Invalid, "exporter.line_contact_headers_has_length_characters",
		"line", row.LineNo(), "contact", row.Contact().ContactNo, "headers", headers[long.column], "length", long.length, "max", maxCell)
}
