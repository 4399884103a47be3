package data_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"winnow/data"
)

// What takes a statement back grows with what it changes, and goes to the disk: a
// company of any size can be changed as a whole.
func TestStatementsAreTakenBackFromTheDisk(t *testing.T) {
	ctx := t.Context()
	f, err := data.Create(ctx, filepath.Join(t.TempDir(), "c.winnow"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	fill := func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
INSERT INTO territory (code, name) SELECT 'T' || i, 'A territory with a long description' FROM n`)
		return err
	}
	if err := f.Write(ctx, fill); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the connection is the same
		err := f.Write(ctx, func(tx *sql.Tx) error {
			before := temporaryFiles(t)
			for _, statement := range []string{"SAVEPOINT s", "UPDATE territory SET name = name || '.'"} {
				if _, err := tx.ExecContext(ctx, statement); err != nil {
					return err
				}
			}
			if got := temporaryFiles(t); got <= before {
				t.Errorf("%d temporary files are open, as many as before", got)
			}
			_, err := tx.ExecContext(ctx, "RELEASE s")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// temporaryFiles counts the files without a name that this process has open, as SQLite's
// temporary ones are.
func temporaryFiles(t *testing.T) int {
	t.Helper()
	open, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, fd := range open {
		if name, err := os.Readlink("/proc/self/fd/" + fd.Name()); err == nil && strings.HasSuffix(name, "(deleted)") {
			count++
		}
	}
	return count
}
