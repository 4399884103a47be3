package exporter_test

import (
	"encoding/csv"
	"errors"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"winnow/core"
	"winnow/core/coretest"
	"winnow/core/exporter"
	"winnow/core/output"
)

// book is a company with one segment, for tests that read as a story.
type book struct{ *coretest.Book }

func newBook(t testing.TB) *book {
	t.Helper()
	return &book{coretest.NewSpring(t)}
}

// export writes the segment to a file of that name.
func (b *book) export(name string, o exporter.Options) output.Result {
	b.T.Helper()
	o.Path = b.Path(name)
	r, err := exporter.Export(b.Context(), b.Company, b.Store, b.No, o)
	if err != nil {
		b.T.Fatal(err)
	}
	return r
}

// refused exports what cannot be exported and returns why.
func (b *book) refused(name string, o exporter.Options) *core.Problem {
	b.T.Helper()
	o.Path = b.Path(name)
	_, err := exporter.Export(b.Context(), b.Company, b.Store, b.No, o)
	var p *core.Problem
	if !errors.As(err, &p) {
		b.T.Fatalf("the error is %v, not a Problem", err)
	}
	return p
}

// cells exports the columns to a workbook and returns its first row of data.
func (b *book) cells(columns ...string) []string {
	b.T.Helper()
	b.export("cells.xlsx", exporter.Options{Columns: columns, Force: true})
	return b.sheet("cells.xlsx", "Contacts")[1]
}

// sheet reads a sheet with another program's reader, every row as long as the
// first.
func (b *book) sheet(name, sheet string) [][]string {
	b.T.Helper()
	f, err := excelize.OpenFile(b.Path(name))
	if err != nil {
		b.T.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(sheet)
	if err != nil {
		b.T.Fatal(err)
	}
	for i := range rows {
		for len(rows[i]) < len(rows[0]) {
			rows[i] = append(rows[i], "")
		}
	}
	return rows
}

// csv reads a CSV file, which begins with a byte order mark.
func (b *book) csv(name string) [][]string {
	b.T.Helper()
	text, found := strings.CutPrefix(b.Read(name), "\ufeff")
	if !found {
		b.T.Error("there is no byte order mark")
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		b.T.Fatal(err)
	}
	return rows
}
