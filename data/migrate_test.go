package data_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// old makes a company file as a program made it that knew only these
// migrations.
func old(t *testing.T, scripts ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "company.winnow")
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	run := func(statement string, args ...any) {
		t.Helper()
		if _, err := db.Exec(statement, args...); err != nil {
			t.Fatal(err)
		}
	}
	run("CREATE TABLE goose_db_version (id INTEGER PRIMARY KEY AUTOINCREMENT, version_id INTEGER NOT NULL, is_applied INTEGER NOT NULL, tstamp TIMESTAMP DEFAULT (datetime('now')))")
	run("INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, 1)")
	for i, script := range scripts {
		text, err := os.ReadFile(filepath.Join("migrations", script))
		if err != nil {
			t.Fatal(err)
		}
		run(string(text))
		run("INSERT INTO goose_db_version (version_id, is_applied) VALUES (?, 1)", i+1)
	}
	run("INSERT INTO territory (code) VALUES ('N')")
	return path
}

// A file from before there were saved criteria keeps what it has, and can hold
// them then.
func TestSavedCriteriaComeToOlderFiles(t *testing.T) {
	path := old(t, "0001_company.sql", "0002_segments.sql")
	f := opened(t, path)
	if diff := cmp.Diff([]string{"N"}, territories(t, f)); diff != "" {
		t.Error(diff)
	}
	if _, err := os.Stat(path + ".version-2.backup"); err != nil {
		t.Error(err)
	}
	err := f.Write(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.Exec(`INSERT INTO saved_criteria (code, no_of_actions, recipe, saved_at, saved_by)
VALUES ('GB', 1, '{}', '2026-11-23T09:00:00Z', 'jo')`)
		return err
	})
	if err != nil {
		t.Error(err)
	}
	if faults, err := f.Check(t.Context()); err != nil || len(faults) > 0 {
		t.Errorf("check finds %v, %v", faults, err)
	}
}
