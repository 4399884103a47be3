package exporter_test

import (
	"context"
	"database/sql"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/exporter"
	"winnow/core/filter"
	"winnow/core/output"
	"winnow/core/segment"
)

// book is a company in a temporary folder with one segment, for tests that
// read as a story.
type book struct {
	t       testing.TB
	ctx     context.Context
	folder  string
	no      string
	company *company.Company
	*segment.Store
}

func newBook(t testing.TB) *book {
	t.Helper()
	b := &book{t: t, ctx: context.Background(), folder: t.TempDir()}
	c, err := company.Create(b.ctx, filepath.Join(t.TempDir(), "company.winnow"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	c.Now = func() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }
	c.User = "jo"
	b.company, b.Store = c, segment.New(c)
	b.no, err = b.CreateSegment(b.ctx, "", map[string]string{"description": "Spring", "date": "2026-11-23"}, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// row writes a row: alternating column and value.
func (b *book) row(table string, pairs ...any) {
	b.t.Helper()
	var names, marks []string
	var args []any
	for i := 0; i < len(pairs); i += 2 {
		names, marks = append(names, pairs[i].(string)), append(marks, "?")
		args = append(args, pairs[i+1])
	}
	b.exec(fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", table, strings.Join(names, ", "), strings.Join(marks, ", ")), args...)
}

// exec changes the company's data behind the engine's back.
func (b *book) exec(statement string, args ...any) {
	b.t.Helper()
	err := b.company.Write(b.ctx, func(tx *sql.Tx) error {
		_, err := tx.Exec(statement, args...)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

// line makes a contact and puts it on the segment.
func (b *book) line(no string, pairs ...any) {
	b.t.Helper()
	b.row("contact", append([]any{"no", no, "type", 1}, pairs...)...)
	if _, err := b.AddLines(b.ctx, b.no, []string{no}, false); err != nil {
		b.t.Fatal(err)
	}
}

func (b *book) set(values company.Values) {
	b.t.Helper()
	if err := b.company.SetValues(b.ctx, values); err != nil {
		b.t.Fatal(err)
	}
}

func (b *book) path(name string) string { return filepath.Join(b.folder, name) }

// export writes the segment to a file of that name.
func (b *book) export(name string, o exporter.Options) output.Result {
	b.t.Helper()
	o.Path = b.path(name)
	r, err := exporter.Export(b.ctx, b.company, b.Store, b.no, o)
	if err != nil {
		b.t.Fatal(err)
	}
	return r
}

// refused exports what cannot be exported and returns why.
func (b *book) refused(name string, o exporter.Options) *core.Problem {
	b.t.Helper()
	o.Path = b.path(name)
	_, err := exporter.Export(b.ctx, b.company, b.Store, b.no, o)
	var p *core.Problem
	if !errors.As(err, &p) {
		b.t.Fatalf("the error is %v, not a Problem", err)
	}
	return p
}

// cells exports the columns to a workbook and returns its first row of data.
func (b *book) cells(columns ...string) []string {
	b.t.Helper()
	b.export("cells.xlsx", exporter.Options{Columns: columns, Force: true})
	return b.sheet("cells.xlsx", "Contacts")[1]
}

// sheet reads a sheet with another program's reader, every row as long as the
// first.
func (b *book) sheet(name, sheet string) [][]string {
	b.t.Helper()
	f, err := excelize.OpenFile(b.path(name))
	if err != nil {
		b.t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(sheet)
	if err != nil {
		b.t.Fatal(err)
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
	b.t.Helper()
	text, found := strings.CutPrefix(b.read(name), "\ufeff")
	if !found {
		b.t.Error("there is no byte order mark")
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		b.t.Fatal(err)
	}
	return rows
}

func (b *book) read(name string) string {
	b.t.Helper()
	content, err := os.ReadFile(b.path(name))
	if err != nil {
		b.t.Fatal(err)
	}
	return string(content)
}

func (b *book) write(name, content string) {
	b.t.Helper()
	if err := os.WriteFile(b.path(name), []byte(content), 0o600); err != nil {
		b.t.Fatal(err)
	}
}

// files returns the names in the folder of exports.
func (b *book) files() []string {
	b.t.Helper()
	entries, err := os.ReadDir(b.folder)
	if err != nil {
		b.t.Fatal(err)
	}
	names := []string{}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	slices.Sort(names)
	return names
}

func same(t testing.TB, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}
