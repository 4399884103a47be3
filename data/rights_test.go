package data_test

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"winnow/data"
)

// closed makes a company file with one territory and closes it.
func closed(t *testing.T) string {
	t.Helper()
	f, err := data.Create(t.Context(), filepath.Join(t.TempDir(), "company.winnow"))
	if err != nil {
		t.Fatal(err)
	}
	addTerritory(t, f, "SOUTH")
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return f.Path()
}

// A file that brings along what no migration of ours makes is refused by its name
// and left as it is.
func TestOpenAltered(t *testing.T) {
	for name, c := range map[string]struct{ statement, named string }{
		"trigger":              {"CREATE TRIGGER grab AFTER INSERT ON territory BEGIN DELETE FROM contact; END", "trigger grab"},
		"view":                 {"CREATE VIEW grab AS SELECT load_extension('grab')", "view grab"},
		"virtual table":        {"CREATE VIRTUAL TABLE grab USING rtree(id, low, high)", "table grab"},
		"table":                {"CREATE TABLE grab (a)", "table grab"},
		"computed column":      {"ALTER TABLE territory ADD COLUMN grab AS (hex(zeroblob(1000000000)))", "table territory"},
		"computed, said so":    {"ALTER TABLE territory ADD COLUMN grab GENERATED ALWAYS AS (1)", "table territory"},
		"check":                {rewritten("territory", "name TEXT NOT NULL DEFAULT ''", "name TEXT NOT NULL DEFAULT '' CHECK (length(hex(zeroblob(1000000000))) > 0)"), "table territory"},
		"default that is ours": {rewritten("territory", "DEFAULT ''", "DEFAULT (hex(zeroblob(100000000)))"), "table territory"},
		"index":                {"CREATE INDEX grab ON territory (name)", "index grab"},
		"computing index":      {"CREATE INDEX grab ON territory (hex(zeroblob(length(name))))", "index grab"},
		"partial index":        {"CREATE INDEX grab ON territory (name) WHERE length(name) > 5", "index grab"},
		"index of our name":    {"DROP INDEX contact_search_name; CREATE INDEX contact_search_name ON contact (lower(search_name))", "index contact_search_name"},
		"a name that is long":  {"CREATE TABLE \"" + strings.Repeat("\x1b", 100) + "\" (a)", `table "\x1b`},
		"statistics of theirs": {"ANALYZE; " + rewritten("sqlite_stat1", "tbl,idx,stat", "tbl,idx,stat AS (1)"), "table sqlite_stat1"},
	} {
		t.Run(name, func(t *testing.T) {
			statement := c.statement
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
			_, err = data.Open(t.Context(), path)
			if !errors.Is(err, data.ErrAltered) || !strings.Contains(err.Error(), c.named) || len(err.Error()) > 500 {
				t.Errorf("got %.1000v", err)
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

// rewritten changes the SQL of a table, as only a program does that means harm.
func rewritten(table, from, to string) string {
	quoted := func(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }
	return "PRAGMA writable_schema = on; UPDATE sqlite_schema SET sql = replace(sql, " + quoted(from) + ", " + quoted(to) + ") WHERE name = " + quoted(table)
}

// What a file lacks is named.
func TestOpenWithout(t *testing.T) {
	for statement, named := range map[string]string{
		"DROP TABLE segment_step":                       "table segment_step",
		"DROP TABLE goose_db_version":                   "table goose_db_version",
		"ALTER TABLE segment_header DROP COLUMN step":   "column segment_header.step",
		"DROP INDEX contact_search_name":                "index contact_search_name",
		"DELETE FROM goose_db_version":                  "",
		"UPDATE goose_db_version SET version_id = 'x'":  "",
		"UPDATE goose_db_version SET version_id = -100": "",
	} {
		t.Run(statement, func(t *testing.T) {
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
			if _, err := data.Open(t.Context(), path); !errors.Is(err, data.ErrCorrupt) || !strings.Contains(err.Error(), named) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// What SQLite's own statistics keep is no part of the schema.
func TestOpenAnalyzed(t *testing.T) {
	path := closed(t)
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("ANALYZE"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := data.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
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
	f := opened(t, path)
	if !f.ReadOnly() {
		t.Error("it is said that it can be written to")
	}
	if got := territories(t, f); len(got) != 1 {
		t.Errorf("read: %v", got)
	}
	if err := f.Write(t.Context(), func(*sql.Tx) error { return nil }); !errors.Is(err, data.ErrReadOnly) {
		t.Errorf("written: %v", err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 1 {
		t.Errorf("beside it: %v, %v", left, err)
	}
}

// Whoever was stopped while writing with a journal leaves a file that opens as
// it was before.
func TestOpenHalfWritten(t *testing.T) {
	whole := closed(t)
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
	f := opened(t, half)
	if got := territories(t, f); len(got) != 1 || got[0] != "SOUTH" {
		t.Errorf("there are %d territories", len(got))
	}
	if faults, err := f.Check(t.Context()); err != nil || len(faults) > 0 {
		t.Errorf("check: %v, %v", faults, err)
	}
}
