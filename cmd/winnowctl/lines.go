package main

import (
	"context"
	"database/sql"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"

	"winnow/core/catalog"
	"winnow/core/cell"
	"winnow/core/company"
	"winnow/core/segment"
	"winnow/core/value"
)

type linesCommand struct {
	No  string `arg:"" help:"The segment's No."`
	CSV bool   `name:"csv" help:"Print comma-separated values."`
}

func (linesCommand) Help() string {
	return `Every field of the lines is there with --json and --csv, by its key.

Example:

	winnowctl lines SM00001 --json`
}

// lineWriter prints lines in one form, some at a time.
type lineWriter interface {
	write([]segment.Line) error
	end() error
}

func (c *linesCommand) Run(ctx context.Context, s *session) error {
	if c.CSV && s.json {
		return usagef("--csv and --json cannot both be given")
	}
	return s.withCompany(ctx, func(open *company.Company, store *segment.Store) error {
		return open.Read(ctx, func(tx *sql.Tx) error {
			lines, err := store.OpenLines(ctx, tx, c.No)
			if err != nil {
				return err
			}
			// From here on the output itself shows how far the work is.
			s.wait.stop()
			w := c.writer(s)
			if err := lines.Each(ctx, tx, ofContact, w.write); err != nil {
				return err
			}
			return w.end()
		})
	})
}

func (c *linesCommand) writer(s *session) lineWriter {
	switch {
	case s.json:
		return &jsonLines{out: s.out}
	case c.CSV:
		return newCSVLines(s.out)
	}
	return &textLines{out: s.out}
}

// ofContact are the fields of a line's contact that are printed with it.
var ofContact = []string{"name", "company_name", "company_no", "type"}

// column is a column of the lines: its key and how a line fills it.
type column struct {
	field catalog.Field
	of    func(segment.Line) any
}

// lineColumns are the columns of the lines in JSON and CSV.
func lineColumns() []column {
	number := catalog.Field{Caption: "Line No.", Key: "line_no", Type: catalog.Integer}
	columns := []column{{number, func(l segment.Line) any { return l.LineNo }}}
	own := segment.LineFields()
	add := func(f catalog.Field) {
		columns = append(columns, column{f, func(l segment.Line) any { return l.Value(f.Key) }})
	}
	add(own[0])
	contact := catalog.Must(catalog.Contact)
	for _, key := range ofContact {
		f, _ := contact.Field(key)
		columns = append(columns, column{f, func(l segment.Line) any { return l.Contact(key) }})
	}
	for _, f := range own[1:] {
		add(f)
	}
	return columns
}

// jsonLines prints an array, one line of the segment in a line of text.
type jsonLines struct {
	out     io.Writer
	columns []column
	row     []byte
}

func (w *jsonLines) write(lines []segment.Line) (err error) {
	for _, line := range lines {
		w.row = append(w.row[:0], ",\n"...)
		if w.columns == nil {
			w.columns = lineColumns()
			w.row = append(w.row[:0], "[\n"...)
		}
		for i, c := range w.columns {
			w.row = append(w.row, "{,"[min(i, 1)])
			w.row = append(appendText(w.row, c.field.Key), ':')
			if w.row, err = appendJSON(w.row, value.JSON(c.field, c.of(line))); err != nil {
				return err
			}
		}
		if _, err := w.out.Write(append(w.row, '}')); err != nil {
			return err
		}
	}
	return nil
}

func (w *jsonLines) end() error {
	close := "\n]\n"
	if w.columns == nil {
		close = "[]\n"
	}
	_, err := io.WriteString(w.out, close)
	return err
}

// csvLines prints RFC 4180.
type csvLines struct {
	out     *csv.Writer
	columns []column
	row     []string
}

func newCSVLines(out io.Writer) *csvLines {
	w := &csvLines{out: csv.NewWriter(out), columns: lineColumns()}
	w.out.UseCRLF = true
	for _, c := range w.columns {
		w.row = append(w.row, c.field.Key)
	}
	// The writer keeps an error until the end.
	_ = w.out.Write(w.row)
	return w
}

func (w *csvLines) write(lines []segment.Line) error {
	for _, line := range lines {
		for i, c := range w.columns {
			w.row[i] = cell.Harmless(value.Format(c.field, c.of(line)))
		}
		if err := w.out.Write(w.row); err != nil {
			return err
		}
	}
	return nil
}

func (w *csvLines) end() error {
	w.out.Flush()
	return w.out.Error()
}

// textLines prints columns for people.
type textLines struct {
	out   io.Writer
	begun bool
}

func (w *textLines) write(lines []segment.Line) error {
	var rows [][]string
	if !w.begun {
		w.begun = true
		rows = append(rows, []string{"Line No.", "Contact No.", "Type", "Name", "Company Name", "Salesperson Code", "Correspondence Type", "Date", "Description"})
	}
	kind, _ := catalog.Must(catalog.Contact).Field("type")
	for _, l := range lines {
		rows = append(rows, []string{strconv.FormatInt(l.LineNo, 10), l.Text("contact_no"), value.Format(kind, l.Contact("type")),
			fmt.Sprint(l.Contact("name")), fmt.Sprint(l.Contact("company_name")), l.Text("salesperson_code"), l.Text("correspondence_type"), l.Text("date"), l.Text("description")})
	}
	return writeTable(w.out, rows)
}

func (w *textLines) end() error {
	if w.begun {
		return nil
	}
	return w.write(nil)
}
