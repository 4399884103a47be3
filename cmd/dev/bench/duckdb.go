package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"winnow/core/catalog"
)

// duck is a database of DuckDB with the company's tables, as far as the dialogs' first
// filters ask them.
type duck struct{ path string }

// newDuck gives DuckDB the tables as they are in the company now; nil where there is no
// program duckdb on the PATH.
func (b *bench) newDuck(ctx context.Context) (*duck, error) {
	if program, _ := exec.LookPath("duckdb"); program == "" {
		return nil, nil
	}
	d := &duck{filepath.Join(b.folder, "bench.duckdb")}
	script := ""
	err := b.company.Read(ctx, func(tx *sql.Tx) error {
		for _, t := range duckTables() {
			if err := t.write(ctx, tx, t.path(b.folder)); err != nil {
				return fmt.Errorf("write %s: %w", t.name, err)
			}
			script += t.load(b.folder)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if _, err := d.run(ctx, script); err != nil {
		return nil, err
	}
	for _, t := range duckTables() {
		err = errors.Join(err, os.Remove(t.path(b.folder)))
	}
	return d, err
}

// duckTable is a table with the columns that DuckDB is given.
type duckTable struct {
	name    string
	columns []string
}

// duckTables are the tables that the fields of defaultFields are asked of, and those that
// lead from them to contacts.
func duckTables() []duckTable {
	list := []duckTable{
		{"posted_document", []string{"source_type", "document_no", "contact_no", "bill_to_pay_to_contact_no"}},
		{"segment_header", []string{"id", "no"}},
		{"segment_line", []string{"segment_id", "contact_id"}},
	}
	for _, s := range catalog.Sections() {
		t := duckTable{s.Key, nil}
		switch s.Link {
		case catalog.ByLine:
			continue
		case catalog.Itself:
			t.columns = []string{"id", "no", "company_no"}
		case catalog.ByContact, catalog.ByCompany:
			t.columns = append([]string{"contact_no"}, s.Void...)
		case catalog.ByRelation:
			t.columns = []string{"source_type", "source_no", "document_no"}
		}
		if s.Key == catalog.BusinessRelation {
			t.columns = append(t.columns, "link_to_table", "no")
		}
		t.columns = append(t.columns, s.Default...)
		slices.Sort(t.columns)
		t.columns = slices.Compact(t.columns)
		list = append(list, t)
	}
	return list
}

func (t duckTable) path(folder string) string { return filepath.Join(folder, t.name+".csv") }

// types are what DuckDB keeps the columns as.
func (t duckTable) types() []string {
	list := make([]string, len(t.columns))
	for i, column := range t.columns {
		list[i] = "BIGINT" // ids are no fields
		f, ok := catalog.Must(t.name).Field(column)
		switch {
		case !ok:
		case f.Type == catalog.Code || f.Type == catalog.Text:
			list[i] = "VARCHAR"
		case f.Type == catalog.Date:
			list[i] = "DATE"
		case f.Type == catalog.Decimal:
			list[i] = "DOUBLE"
		}
	}
	return list
}

// noDate stands in the files for an empty date.
const noDate = `\N`

// write writes the table's rows into a file.
func (t duckTable) write(ctx context.Context, tx *sql.Tx, path string) (err error) {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	types, row, w := t.types(), make([]string, len(t.columns)), csv.NewWriter(file)
	err = duckRows(ctx, tx, t, func(values []any) error {
		for i, v := range values {
			if row[i] = fmt.Sprint(v); row[i] == "" && types[i] == "DATE" {
				row[i] = noDate
			}
		}
		return w.Write(row)
	})
	w.Flush()
	return errors.Join(err, w.Error())
}

// load returns the statements that make the table of its file.
func (t duckTable) load(folder string) string {
	columns := slices.Clone(t.columns)
	for i, of := range t.types() {
		columns[i] += " " + of
	}
	return fmt.Sprintf(createDuck, t.name, strings.Join(columns, ", "), literal(t.path(folder)), literal(noDate))
}

// literal writes a value as it stands in a statement, since the program takes none beside
// it.
func literal(v any) string {
	if text, ok := v.(string); ok {
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	}
	return fmt.Sprint(v)
}

// run runs statements and returns what they print.
func (d *duck) run(ctx context.Context, script string) (string, error) {
	var complaint bytes.Buffer
	program := exec.CommandContext(ctx, "duckdb", "-init", os.DevNull, "-batch", "-bail", "-csv", "-noheader", d.path)
	program.Stdin, program.Stderr = strings.NewReader(script), &complaint
	printed, err := program.Output()
	if err != nil {
		return "", fmt.Errorf("run duckdb: %w: %s", err, complaint.String())
	}
	return string(printed), nil
}

// duckRepeats is how often a count is run while the program has the table in memory.
const duckRepeats = 5

// count counts the contacts that a filter for one value of a field selects.
func (d *duck) count(ctx context.Context, s catalog.Section, key string, v any, into *best) (int, error) {
	printed, err := d.run(ctx, duckThreads+strings.Repeat(fmt.Sprintf(timedDuck, duckCount(s, key, v)), duckRepeats))
	if err != nil {
		return 0, err
	}
	return counted(printed, into)
}

// counted reads what timedDuck prints, over and over: when a count began, the count, and
// when it was over, in microseconds.
func counted(printed string, into *best) (int, error) {
	var numbers []int
	for _, text := range strings.Fields(printed) {
		n, err := strconv.Atoi(text)
		if err != nil {
			return 0, fmt.Errorf("duckdb printed %q: %w", printed, err)
		}
		numbers = append(numbers, n)
	}
	if len(numbers) == 0 || len(numbers)%3 != 0 {
		return 0, fmt.Errorf("duckdb printed %q", printed)
	}
	for one := range slices.Chunk(numbers, 3) {
		if one[1] != numbers[1] {
			return 0, fmt.Errorf("duckdb counted %d, and then %d", numbers[1], one[1])
		}
		into.note(took{clock: time.Duration(one[2]-one[0]) * time.Microsecond})
	}
	return numbers[1], nil
}

// duckCount returns the query that counts the contacts which a filter for one value of a
// field selects.
func duckCount(s catalog.Section, key string, v any) string {
	where := key + " = " + literal(v)
	for _, void := range s.VoidUnless(key) {
		where += " AND " + void + " = 0"
	}
	switch s.Link {
	case catalog.ByContact:
		return fmt.Sprintf(duckByRows, "no", s.Key, where)
	case catalog.ByCompany:
		return fmt.Sprintf(duckByRows, "company_no", s.Key, where)
	case catalog.ByRelation:
		return fmt.Sprintf(duckByEntries, where)
	case catalog.ByLine:
		return fmt.Sprintf(duckByLines, literal(v))
	}
	return "SELECT count(*) FROM contact WHERE " + where
}
