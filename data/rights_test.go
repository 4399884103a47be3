package data_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"winnow/data"
)

// closed makes a company file with one territory and closes it.
func closed(t *testing.T) string {
	t.Helper()
	f, err := data.Create(context.Background(), filepath.Join(t.TempDir(), "company.winnow"))
	if err != nil {
		t.Fatal(err)
	}
	addTerritory(t, f, "SOUTH")
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return f.Path()
}

// A file that brings code along is refused and left as it is.
func TestOpenAltered(t *testing.T) {
	for name, statement := range map[string]string{
		"trigger":       "CREATE TRIGGER grab AFTER INSERT ON territory BEGIN DELETE FROM contact; END",
		"view":          "CREATE VIEW grab AS SELECT load_extension('grab')",
		"virtual table": "CREATE VIRTUAL TABLE grab USING rtree(id, low, high)",
	} {
		t.Run(name, func(t *testing.T) {
			path := closed(t)
			db, err := sql.Open("sqlite3", path)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := db.Exec(statement); err != nil {
				t.Fatal(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			before, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := data.Open(context.Background(), path); !errors.Is(err, data.ErrAltered) {
				t.Errorf("got %v", err)
			}
			after, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if string(before) != string(after) {
				t.Error("the file has changed")
			}
		})
	}
}

// A file that cannot be written to is read, and says so to whoever writes.
func TestOpenToRead(t *testing.T) {
	path := closed(t)
	if os.Geteuid() == 0 {
		t.Skip("root may write everywhere; winnowctl's tests try it as somebody else")
	}
	folder := filepath.Dir(path)
	for _, name := range []string{path, folder} {
		if err := os.Chmod(name, 0o500); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { os.Chmod(folder, 0o700) })
	f, err := data.Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if !f.ReadOnly() {
		t.Error("it is said that it can be written to")
	}
	if got := territories(t, f); len(got) != 1 {
		t.Errorf("read: %v", got)
	}
	if err := f.Write(context.Background(), func(*sql.Tx) error { return nil }); !errors.Is(err, data.ErrReadOnly) {
		t.Errorf("written: %v", err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 1 {
		t.Errorf("beside it: %v, %v", left, err)
	}
}

// Whoever was stopped while writing with a journal leaves a file that opens as
// it was before.
func TestOpenHalfWritten(t *testing.T) {
	ctx, whole := context.Background(), closed(t)
	db, err := sql.Open("sqlite3", whole+"?_journal_mode=DELETE&_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("PRAGMA cache_size = 5"); err != nil {
		t.Fatal(err)
	}
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	for i := range 20_000 {
		if _, err := tx.Exec("INSERT INTO territory (code) VALUES (?)", i); err != nil {
			t.Fatal(err)
		}
	}
	half := filepath.Join(t.TempDir(), "company.winnow")
	for _, ending := range []string{"", "-journal"} {
		content, err := os.ReadFile(whole + ending)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(half+ending, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f, err := data.Open(ctx, half)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := territories(t, f); len(got) != 1 || got[0] != "SOUTH" {
		t.Errorf("there are %d territories", len(got))
	}
	if faults, err := f.Check(ctx); err != nil || len(faults) > 0 {
		t.Errorf("check: %v, %v", faults, err)
	}
}
