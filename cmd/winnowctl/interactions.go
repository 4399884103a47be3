package main

import (
	"context"
	"encoding/csv"
	"io"
	"slices"
	"strconv"

	"winnow/core/catalog"
	"winnow/core/cell"
	"winnow/core/company"
	"winnow/core/interaction"
	"winnow/core/segment"
)

type interactionsCommand struct {
	listFilters
	Postponed bool `help:"List those that are to be finished later, which count nowhere else."`
	Local     bool `help:"List only those that were made here; with --csv in the form that Business Central reads."`
	CSV       bool `name:"csv" help:"Print comma-separated values."`
}

func (interactionsCommand) Help() string {
	return `They are listed by Entry No. Every field is there with --json and --csv, by its key. With --local --csv
the first row has Business Central's captions, and no number is there that was given here: no Entry No., and
neither the logged segment's nor the campaign entry's.

Example:

	winnowctl interactions -f 'date=>=t-30d' -f evaluation=Positive
	winnowctl interactions --local --csv > made-here.csv`
}

func (c *interactionsCommand) Run(ctx context.Context, s *session) error {
	if c.CSV && s.json {
		return usagef("--csv and --json cannot both be asked for")
	}
	filters, err := c.read()
	if err != nil {
		return err
	}
	query := interaction.Query{Filters: filters, Postponed: c.Postponed, Local: c.Local, Env: s.env}
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		w := c.writer(s)
		if err := interaction.New(open).Each(ctx, query, w.write); err != nil {
			return err
		}
		s.wait.stop()
		return w.end()
	})
}

// entryWriter prints interactions in one form.
type entryWriter interface {
	write(interaction.Entry) error
	end() error
}

func (c *interactionsCommand) writer(s *session) entryWriter {
	fields := catalog.Must(catalog.InteractionEntry).Fields
	switch {
	case s.json:
		return &jsonEntries{out: s.out}
	case c.CSV && c.Local:
		fields = slices.DeleteFunc(slices.Clone(fields), func(f catalog.Field) bool { return f.Key == "entry_no" })
		return newCSVEntries(s.out, fields, true)
	case c.CSV:
		return newCSVEntries(s.out, fields, false)
	}
	return newTextEntries(s.out)
}

// jsonEntries prints an array, one interaction in a line of text.
type jsonEntries struct {
	out   io.Writer
	begun bool
	row   []byte
}

func (w *jsonEntries) write(e interaction.Entry) (err error) {
	o := fieldMembers(e.Table.Fields, e.Value)
	o = append(o, member{"contact_name", e.ContactName}, member{"contact_company_name", e.ContactCompanyName},
		member{"has_document", e.HasDocument}, member{"comments", e.Comments}, member{"local", e.Local})
	w.row = append(w.row[:0], ",\n"...)
	if !w.begun {
		w.row = append(w.row[:0], "[\n"...)
	}
	w.begun = true
	if w.row, err = appendJSON(w.row, o); err != nil {
		return err
	}
	_, err = w.out.Write(w.row)
	return err
}

func (w *jsonEntries) end() error {
	last := "\n]\n"
	if !w.begun {
		last = "[]\n"
	}
	_, err := io.WriteString(w.out, last)
	return err
}

// csvEntries prints RFC 4180.
type csvEntries struct {
	out    *csv.Writer
	fields []catalog.Field
	// more says that what the entries' table lacks follows its fields.
	more bool
	row  []string
}

// newCSVEntries begins with the fields' captions, or with their keys.
func newCSVEntries(out io.Writer, fields []catalog.Field, captions bool) *csvEntries {
	w := &csvEntries{out: csv.NewWriter(out), fields: fields, more: !captions}
	w.out.UseCRLF = true
	for _, f := range fields {
		if captions {
			w.row = append(w.row, f.Caption)
		} else {
			w.row = append(w.row, f.Key)
		}
	}
	if w.more {
		w.row = append(w.row, "contact_name", "has_document", "comments")
	}
	// The writer keeps an error until the end.
	_ = w.out.Write(w.row)
	return w
}

func (w *csvEntries) write(e interaction.Entry) error {
	for i, f := range w.fields {
		w.row[i] = cell.Guarded(e.Text(f.Key))
		if no, ok := e.Value(f.Key).(int64); ok && !w.more && f.Type == catalog.Integer && no >= catalog.FirstMadeHere {
			// No number of ours gets to Business Central, which has no such logged segment
			// or campaign entry, and would make others after it.
			w.row[i] = ""
		}
	}
	if w.more {
		more := w.row[len(w.fields):]
		more[0], more[1], more[2] = cell.Guarded(e.ContactName), yesNo(e.HasDocument), strconv.Itoa(len(e.Comments))
	}
	return w.out.Write(w.row)
}

func (w *csvEntries) end() error {
	w.out.Flush()
	return w.out.Error()
}

func yesNo(yes bool) string {
	if yes {
		return "Yes"
	}
	return "No"
}

// textEntries prints columns for people.
type textEntries struct {
	out  io.Writer
	rows [][]string
}

func (w *textEntries) write(e interaction.Entry) error {
	w.rows = append(w.rows, []string{e.Text("entry_no"), e.Text("canceled"), e.Text("date"), e.Text("interaction_template_code"), e.Text("description"),
		yesNo(e.HasDocument), e.Text("contact_no"), e.ContactName, e.Text("evaluation"), e.Text("salesperson_code"), e.Text("campaign_no"), strconv.Itoa(len(e.Comments))})
	if len(w.rows) < rowsAtOnce {
		return nil
	}
	return w.flush()
}

// rowsAtOnce is how many rows get columns of the same width.
const rowsAtOnce = 1000

func (w *textEntries) flush() error {
	err := writeTable(w.out, w.rows)
	w.rows = w.rows[:0]
	return err
}

func (w *textEntries) end() error { return w.flush() }

func newTextEntries(out io.Writer) *textEntries {
	return &textEntries{out: out, rows: [][]string{{"Entry No.", "Canceled", "Date", "Interaction Template Code", "Description",
		"Attachment", "Contact No.", "Contact Name", "Evaluation", "Salesperson Code", "Campaign No.", "Comments"}}}
}
