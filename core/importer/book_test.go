package importer_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"winnow/core"
	"winnow/core/coretest"
	"winnow/core/importer"
)

// desk is a company in a temporary folder and a folder for what it imports, for
// tests that read as a story.
type desk struct{ *coretest.Book }

// seeds is how many random companies are tried: a third of so many where tests are short, as
// under the race detector.
func seeds(n int) uint64 {
	if testing.Short() {
		n /= 3
	}
	return uint64(n)
}

func newDesk(t testing.TB) *desk {
	t.Helper()
	d := &desk{coretest.New(t)}
	t.Cleanup(func() {
		if faults, err := d.Company.Check(d.Context()); err != nil || len(faults) > 0 {
			t.Errorf("check: %v %v", faults, err)
		}
	})
	return d
}

// file writes a file and returns its path.
func (d *desk) file(name string, lines ...string) string {
	d.T.Helper()
	path := filepath.Join(d.Folder, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		d.T.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		d.T.Fatal(err)
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
	d.T.Helper()
	f := excelize.NewFile()
	for i, s := range sheets {
		if i == 0 {
			d.must(f.SetSheetName("Sheet1", s.name))
		} else if _, err := f.NewSheet(s.name); err != nil {
			d.T.Fatal(err)
		}
		for r, cells := range s.rows {
			d.must(f.SetSheetRow(s.name, fmt.Sprintf("A%d", r+1), &cells))
		}
	}
	return d.save(f, name)
}

func (d *desk) save(f *excelize.File, name string) string {
	d.T.Helper()
	path := filepath.Join(d.Folder, name)
	d.must(f.SaveAs(path))
	d.must(f.Close())
	return path
}

func (d *desk) must(err error) {
	d.T.Helper()
	if err != nil {
		d.T.Fatal(err)
	}
}

// imported imports what is right, after a dry run that must say the same and
// change nothing.
func (d *desk) imported(path string, o importer.Options) importer.Result {
	d.T.Helper()
	before := d.dump()
	o.DryRun = true
	dry, err := importer.Import(d.Context(), d.Company, path, o)
	d.must(err)
	if diff := cmp.Diff(before, d.dump()); diff != "" {
		d.T.Fatalf("the dry run changed something:\n%s", diff)
	}
	o.DryRun = false
	result, err := importer.Import(d.Context(), d.Company, path, o)
	d.must(err)
	if diff := cmp.Diff(dry, result); diff != "" {
		d.T.Fatalf("the dry run said otherwise:\n%s", diff)
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
	d.T.Helper()
	first := d.imported(path, importer.Options{})
	before := d.dump()
	second := d.imported(path, importer.Options{})
	if diff := cmp.Diff(before, d.dump()); diff != "" {
		d.T.Fatalf("the second import changed something:\n%s", diff)
	}
	for i, t := range second.Tables {
		was := first.Tables[i]
		if t.New+t.Changed > 0 || t.LeftOut != was.LeftOut {
			d.T.Fatalf("first %+v, then %+v", was, t)
		}
	}
	return first
}

// twiceAfter imports what changes something, and again, which changes nothing.
func (d *desk) twiceAfter(path string) {
	d.T.Helper()
	d.imported(path, importer.Options{})
	before := d.dump()
	d.imported(path, importer.Options{})
	if diff := cmp.Diff(before, d.dump()); diff != "" {
		d.T.Fatalf("the second import changed something:\n%s", diff)
	}
}

// refused imports what is wrong and returns the errors' lines; nothing may
// have changed.
func (d *desk) refused(path string, o importer.Options) []string {
	d.T.Helper()
	before := d.dump()
	result, err := importer.Import(d.Context(), d.Company, path, o)
	var bad *importer.Errors
	if !errors.As(err, &bad) {
		d.T.Fatalf("the error is %v", err)
	}
	if diff := cmp.Diff(bad.List, result.Errors); diff != "" {
		d.T.Fatalf("the result has other errors:\n%s", diff)
	}
	if diff := cmp.Diff(before, d.dump()); diff != "" {
		d.T.Fatalf("something changed:\n%s", diff)
	}
	return bad.Lines(core.Locale{})
}

// dump returns all rows of all tables that hold a company's data, and the
// number series.
func (d *desk) dump() map[string][]string {
	d.T.Helper()
	all := map[string][]string{}
	for _, t := range d.Rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'goose_db_version'") {
		all[t] = d.Rows("SELECT * FROM " + t + " ORDER BY 1, 2")
	}
	return all
}
