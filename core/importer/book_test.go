package importer_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/importer"
)

// desk is a company in a temporary folder and a folder for what it imports.
type desk struct {
	t       testing.TB
	ctx     context.Context
	company *company.Company
	folder  string
}

func newDesk(t testing.TB) *desk {
	t.Helper()
	ctx := context.Background()
	c, err := company.Create(ctx, filepath.Join(t.TempDir(), "company.winnow"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if faults, err := c.Check(ctx); err != nil || len(faults) > 0 {
			t.Errorf("check: %v %v", faults, err)
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return &desk{t: t, ctx: ctx, company: c, folder: t.TempDir()}
}

// file writes a file and returns its path.
func (d *desk) file(name string, lines ...string) string {
	d.t.Helper()
	path := filepath.Join(d.folder, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		d.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		d.t.Fatal(err)
	}
	return path
}

// sheet is a sheet of a workbook: its name and its rows from the first.
type sheet struct {
	name string
	rows [][]any
}

// workbook writes a workbook and returns its path.
func (d *desk) workbook(name string, sheets ...sheet) string {
	d.t.Helper()
	f := excelize.NewFile()
	for i, s := range sheets {
		if i == 0 {
			d.must(f.SetSheetName("Sheet1", s.name))
		} else if _, err := f.NewSheet(s.name); err != nil {
			d.t.Fatal(err)
		}
		for r, cells := range s.rows {
			d.must(f.SetSheetRow(s.name, fmt.Sprintf("A%d", r+1), &cells))
		}
	}
	return d.save(f, name)
}

func (d *desk) save(f *excelize.File, name string) string {
	d.t.Helper()
	path := filepath.Join(d.folder, name)
	d.must(f.SaveAs(path))
	d.must(f.Close())
	return path
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// imported imports what is right, after a dry run that must say the same and
// change nothing.
func (d *desk) imported(path string, o importer.Options) importer.Result {
	d.t.Helper()
	before := d.dump()
	o.DryRun = true
	dry, err := importer.Import(d.ctx, d.company, path, o)
	d.must(err)
	if diff := cmp.Diff(before, d.dump()); diff != "" {
		d.t.Fatalf("the dry run changed something:\n%s", diff)
	}
	o.DryRun = false
	result, err := importer.Import(d.ctx, d.company, path, o)
	d.must(err)
	if diff := cmp.Diff(dry, result); diff != "" {
		d.t.Fatalf("the dry run said otherwise:\n%s", diff)
	}
	return result
}

// counts returns a result's tables as "contact 1 new 0 changed …".
func counts(r importer.Result) []string {
	list := []string{}
	for _, t := range r.Tables {
		list = append(list, fmt.Sprintf("%s: %d new, %d changed, %d unchanged, %d left out", t.Table, t.New, t.Changed, t.Unchanged, t.LeftOut))
	}
	return list
}

// twice imports what is right two times: the second changes nothing.
func (d *desk) twice(path string) importer.Result {
	d.t.Helper()
	first := d.imported(path, importer.Options{})
	before := d.dump()
	second := d.imported(path, importer.Options{})
	if diff := cmp.Diff(before, d.dump()); diff != "" {
		d.t.Fatalf("the second import changed something:\n%s", diff)
	}
	for i, t := range second.Tables {
		was := first.Tables[i]
		if t.New+t.Changed > 0 || t.LeftOut != was.LeftOut {
			d.t.Fatalf("first %+v, then %+v", was, t)
		}
	}
	return first
}

// twiceAfter imports what changes something, and again, which changes nothing.
func (d *desk) twiceAfter(path string) {
	d.t.Helper()
	d.imported(path, importer.Options{})
	before := d.dump()
	d.imported(path, importer.Options{})
	if diff := cmp.Diff(before, d.dump()); diff != "" {
		d.t.Fatalf("the second import changed something:\n%s", diff)
	}
}

// refused imports what is wrong and returns the errors' lines; nothing may
// have changed.
func (d *desk) refused(path string, o importer.Options) []string {
	d.t.Helper()
	before := d.dump()
	result, err := importer.Import(d.ctx, d.company, path, o)
	var bad *importer.Errors
	if !errors.As(err, &bad) {
		d.t.Fatalf("the error is %v", err)
	}
	if diff := cmp.Diff(bad.List, result.Errors); diff != "" {
		d.t.Fatalf("the result has other errors:\n%s", diff)
	}
	if diff := cmp.Diff(before, d.dump()); diff != "" {
		d.t.Fatalf("something changed:\n%s", diff)
	}
	return bad.Lines(core.Voice{})
}

// rows returns the rows of a query, their values joined by bars.
func (d *desk) rows(query string, args ...any) []string {
	d.t.Helper()
	list := []string{}
	err := d.company.Read(d.ctx, func(tx *sql.Tx) error {
		rows, err := tx.Query(query, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		columns, err := rows.Columns()
		if err != nil {
			return err
		}
		for rows.Next() {
			values, dest := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				dest[i] = &values[i]
			}
			if err := rows.Scan(dest...); err != nil {
				return err
			}
			texts := make([]string, len(values))
			for i, v := range values {
				texts[i] = fmt.Sprint(v)
			}
			list = append(list, strings.Join(texts, "|"))
		}
		return rows.Err()
	})
	d.must(err)
	return list
}

// dump returns all rows of all tables that hold a company's data, and the
// number series.
func (d *desk) dump() map[string][]string {
	d.t.Helper()
	all := map[string][]string{}
	for _, t := range d.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'goose_db_version'") {
		all[t] = d.rows("SELECT * FROM " + t + " ORDER BY 1, 2")
	}
	return all
}

func (d *desk) same(want, got []string) {
	d.t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		d.t.Error(diff)
	}
}
