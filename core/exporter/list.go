package exporter

import (
	"context"
	"errors"
	"html"
	"os"
	"path/filepath"
	"strings"

	"winnow/core"
	"winnow/core/cell"
	"winnow/core/company"
	"winnow/core/output"
)

// List is a list of anything, as it is shown, to be written to a file.
type List struct {
	// Path is the file to write: .xlsx or .csv.
	Path string
	// Name is what the workbook's sheet is called.
	Name    string
	Headers []string
	// Each calls write with one row after the other and returns the error that
	// this returns. The cells need be valid only until then.
	Each func(ctx context.Context, write func(ListRow) error) error
	// Force replaces an existing file.
	Force bool
	// SegmentNo is the segment whose lines these are, or "".
	SegmentNo string
	// IncludeBlocked writes the rows of Privacy Blocked contacts too.
	IncludeBlocked bool
}

// ListRow is one row of a List.
type ListRow struct {
	Cells []string
	// Blocked says that it is a Privacy Blocked contact's.
	Blocked bool
}

// WriteList writes a list to l.Path, every cell a text, less the rows of Privacy
// Blocked contacts unless these are asked for. Errors are those of an output.
func WriteList(ctx context.Context, c *company.Company, l List) (output.Result, error) {
	asCSV, err := isCSV(Options{Path: l.Path})
	if err != nil {
		return output.Result{Path: l.Path}, err
	}
	to := output.Output{Kind: ListKind(), Path: l.Path, Force: l.Force, SegmentNo: l.SegmentNo, IncludeBlocked: l.IncludeBlocked}
	return to.Write(ctx, c, func(file *os.File, r *output.Result) error {
		out, err := l.open(file, c, asCSV)
		if err != nil {
			return err
		}
		err = l.Each(ctx, func(row ListRow) error {
			if row.Blocked {
				if r.Blocked++; !l.IncludeBlocked {
					return nil
				}
			}
			if r.Rows++; r.Rows > maxRows && !asCSV {
				return core.NewProblem(core.Invalid, "exporter.sheet_has_room_for_max_rows", "max", maxRows).
					Hint("exporter.export_to_csv_file_or_filter_list")
			}
			return l.named(out.row(row.Cells), r.Rows)
		})
		if err != nil {
			return err
		}
		return out.close()
	})
}

// open starts the file's content.
func (l List) open(file *os.File, c *company.Company, asCSV bool) (table, error) {
	if asCSV {
		return newCSV(file, l.Headers, cell.Guarded)
	}
	purpose := ""
	if l.SegmentNo != "" {
		purpose = ForMailing // lines have salespeople and languages of their own
	}
	return newWorkbook(file, sheetName(l.Name), purpose, l.Headers, nil, c.Now())
}

// named adds to a cell's error whose cell it is.
func (l List) named(err error, row int) error {
	var long *cellError
	if !errors.As(err, &long) {
		return err
	}
	return core.NewProblem(core.Invalid, "exporter.row_headers_has_length_characters_and_cell",
		"row", row, "headers", core.Word(l.Headers[long.column]), "length", long.length, "max", maxCell)
}

// Sheets is a workbook of several sheets, as reports have them.
type Sheets struct {
	// Path is the file to write, an .xlsx.
	Path string
	// Force replaces an existing file.
	Force  bool
	Sheets []Sheet
}

// Sheet is one of them.
type Sheet struct {
	Name    string
	Headers []string
	Rows    [][]string
}

// WriteSheets writes a workbook, every cell a text. The result counts the rows below
// the headers of all sheets. Errors are those of an output.
func WriteSheets(ctx context.Context, c *company.Company, s Sheets) (output.Result, error) {
	if !strings.EqualFold(filepath.Ext(s.Path), ".xlsx") {
		return output.Result{Path: s.Path}, core.NewProblem(core.Invalid, "exporter.file_name_of_report_ends_in_xlsx", "file", s.Path)
	}
	to := output.Output{Kind: ListKind(), Path: s.Path, Force: s.Force}
	return to.Write(ctx, c, func(file *os.File, r *output.Result) error {
		for _, sheet := range s.Sheets {
			if len(sheet.Rows) > maxRows {
				return core.NewProblem(core.Invalid, "exporter.sheet_has_room_for_max_rows", "max", maxRows)
			}
			r.Rows += len(sheet.Rows)
		}
		return writeSheets(file, s.Sheets, c.Now())
	})
}

// sheetName makes a text the name of a sheet: without the signs that none may
// have, and at most 31 characters long.
func sheetName(text string) string {
	text = strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) || r < ' ' {
			return ' '
		}
		return r
	}, text), " '")
	if runes := []rune(text); len(runes) > 31 {
		text = strings.TrimRight(string(runes[:31]), " '")
	}
	if text == "" {
		text = "List"
	}
	return html.EscapeString(text)
}
