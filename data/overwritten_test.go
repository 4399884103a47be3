package data_test

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"winnow/data"
)

// pour writes a file's bytes into another, as cp does.
func pour(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// reopened closes a File and opens it again.
func reopened(t *testing.T, f *data.File) *data.File {
	t.Helper()
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return opened(t, f.Path())
}

// addTerritories writes many at once, two to a page.
func addTerritories(t *testing.T, f *data.File, n int) {
	t.Helper()
	if n == 0 {
		return
	}
	err := f.Write(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.Exec("INSERT INTO territory (code, name) SELECT hex(randomblob(10)), hex(randomblob(900)) FROM json_each(?)", "[1"+strings.Repeat(",1", n-1)+"]")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A file into which another is written, which keeps its place on the disk, is
// noticed before the next write. The other stays as it came, also when this one is
// closed, and what the log held is kept until it was saved.
func TestWrittenOver(t *testing.T) {
	for _, c := range []struct {
		name  string
		other func(t *testing.T, f *data.File) string // what comes over it
		later int                                     // how many are written before it comes
		codes []string                                // what it holds
		saved bool
	}{
		{"older state", func(t *testing.T, f *data.File) string { return filepath.Join(filepath.Dir(f.Path()), "older.winnow") }, 1, []string{"FIRST"}, true},
		{"older state, not saved", func(t *testing.T, f *data.File) string { return filepath.Join(filepath.Dir(f.Path()), "older.winnow") }, 1, []string{"FIRST"}, false},
		{"older state, folded in", func(t *testing.T, f *data.File) string { return filepath.Join(filepath.Dir(f.Path()), "older.winnow") }, 3000, []string{"FIRST"}, true},
		{"other company", func(t *testing.T, f *data.File) string { return closed(t) }, 1, []string{"SOUTH"}, false},
		{"backup of the same state", func(t *testing.T, f *data.File) string {
			path := filepath.Join(t.TempDir(), "backup.winnow")
			if err := f.Backup(t.Context(), path, false); err != nil {
				t.Fatal(err)
			}
			return path
		}, 0, []string{"FIRST", "KEPT"}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := create(t, "company.winnow")
			addTerritory(t, f, "FIRST")
			f = reopened(t, f)
			pour(t, f.Path(), filepath.Join(filepath.Dir(f.Path()), "older.winnow"))
			addTerritory(t, f, "KEPT")
			f = reopened(t, f)
			addTerritories(t, f, c.later)
			other := c.other(t, f)
			pour(t, other, f.Path())
			err := f.Write(t.Context(), func(*sql.Tx) error {
				t.Error("the write was begun")
				return nil
			})
			if !errors.Is(err, data.ErrReplaced) || !f.Overwritten() {
				t.Fatalf("written: %v", err)
			}
			saved := filepath.Join(t.TempDir(), "saved.winnow")
			if c.saved {
				if err := f.Backup(t.Context(), saved, false); err != nil {
					// What is in memory and the other file need not fit together; then nothing is saved.
					if !errors.Is(err, data.ErrLost) {
						t.Error(err)
					}
					c.saved = false
				}
			}
			if err := f.Close(); err != nil {
				t.Error(err)
			}
			if now, want := read(t, f.Path()), read(t, other); now != want {
				t.Error("the other file has changed")
			}
			_, err = os.Stat(f.Path() + ".replaced-wal")
			if kept := err == nil; kept != (!c.saved && c.later > 0) {
				t.Errorf("its log is kept: %v", kept)
			}
			there := opened(t, f.Path())
			if diff := cmp.Diff(c.codes, territories(t, there)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Another file that is written over this one while a write begins a log is noticed, and
// stays as it came.
func TestWrittenOverWhileALogBegins(t *testing.T) {
	f := create(t, "company.winnow")
	older := filepath.Join(filepath.Dir(f.Path()), "older.winnow")
	f = reopened(t, f)
	pour(t, f.Path(), older)
	addTerritory(t, f, "FIRST")
	f = reopened(t, f)
	err := f.Write(t.Context(), func(tx *sql.Tx) error {
		if _, err := tx.Exec("INSERT INTO territory (code, name) VALUES ('SECOND', '')"); err != nil {
			return err
		}
		pour(t, older, f.Path())
		return nil
	})
	if !errors.Is(err, data.ErrReplaced) || !f.Overwritten() {
		t.Errorf("written: %v", err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	if read(t, f.Path()) != read(t, older) {
		t.Error("the file that came has changed")
	}
}

// What is read while another file is being written over this one, which begins by
// emptying it, does not make it a damaged one.
func TestReadWhileWrittenOver(t *testing.T) {
	f := create(t, "company.winnow")
	addTerritories(t, f, 3000)
	f = reopened(t, f)
	if err := os.Truncate(f.Path(), 0); err != nil {
		t.Fatal(err)
	}
	names := func(tx *sql.Tx) error {
		var n int
		return tx.QueryRow("SELECT sum(length(name)) FROM territory").Scan(&n)
	}
	if err := f.Read(t.Context(), names); !errors.Is(err, data.ErrReplaced) {
		t.Errorf("read: %v", err)
	}
	if err := f.ReadTogether(t.Context(), names, names); !errors.Is(err, data.ErrReplaced) {
		t.Errorf("read together: %v", err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// What others do to a company file by way of SQLite is never taken for a file that
// was written over it.
func TestNotWrittenOver(t *testing.T) {
	f := create(t, "company.winnow")
	other := opened(t, f.Path())
	look := func(after string) {
		t.Helper()
		if f.Replaced() || other.Replaced() {
			t.Fatalf("%s: taken for a file that was written over", after)
		}
	}
	for n := range 40 {
		for _, w := range []*data.File{f, other} {
			addTerritories(t, w, 80)
			look("written " + strconv.Itoa(n))
		}
	}
	content := read(t, f.Path())
	if err := os.WriteFile(f.Path(), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	look("the same file again")
	if err := f.Backup(t.Context(), filepath.Join(t.TempDir(), "b"), false); err != nil {
		t.Fatal(err)
	}
	look("backed up")
	db, err := sql.Open("sqlite3", f.Path()+"?_busy_timeout=10000")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for n, statement := range []string{
		"VACUUM", "PRAGMA wal_checkpoint(PASSIVE)", "PRAGMA wal_checkpoint(FULL)", "UPDATE territory SET name = ''", "PRAGMA wal_checkpoint(RESTART)",
		"CREATE TABLE t (a)", "PRAGMA wal_checkpoint(TRUNCATE)", "DROP TABLE t", "PRAGMA wal_checkpoint(TRUNCATE)",
		"UPDATE territory SET name = 'x'", "VACUUM", "REINDEX", "ANALYZE",
	} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(statement, err)
		}
		look(statement)
		addTerritory(t, f, strconv.Itoa(n))
		look(statement)
	}
	if err := os.Chtimes(f.Path(), time.Unix(1, 0), time.Unix(1, 0)); err != nil {
		t.Fatal(err)
	}
	look("touched")
}

// Nor is it where another program folds the log in while this one writes, so that the file
// itself changes between the two looks of the write.
func TestNotWrittenOverWhileFoldedIn(t *testing.T) {
	f := create(t, "company.winnow")
	addTerritory(t, f, "FIRST")
	db, err := sql.Open("sqlite3", f.Path()+"?_busy_timeout=10000")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = f.Write(t.Context(), func(tx *sql.Tx) error {
		if _, err := db.Exec("PRAGMA wal_checkpoint(PASSIVE)"); err != nil {
			return err
		}
		_, err := tx.Exec("INSERT INTO territory (code) VALUES ('SECOND')")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"FIRST", "SECOND"}, territories(t, f)); diff != "" {
		t.Error(diff)
	}
}

// Nor is it where several write and look at the same time, and open and close it.
func TestNotWrittenOverAtOnce(t *testing.T) {
	f := create(t, "company.winnow")
	const writers = 3
	done := make(chan error, writers)
	for range writers {
		go func() {
			done <- func() error {
				for range 3 {
					w, err := data.Open(t.Context(), f.Path())
					if err != nil {
						return err
					}
					for range 8 {
						addTerritories(t, w, 100)
					}
					if err := w.Close(); err != nil {
						return err
					}
				}
				return nil
			}()
		}()
	}
	for left := writers; left > 0; {
		if f.Replaced() {
			t.Fatal("taken for a file that was written over")
		}
		select {
		case err := <-done:
			if left--; err != nil {
				t.Error(err)
			}
		default:
		}
	}
}
