package data_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mattn/go-sqlite3"

	"winnow/data"
)

// old makes a company file as a program made it that knew only these
// migrations.
func old(t *testing.T, scripts ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "company.winnow")
	db := plainDB(path)
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

// plainDB opens a file with what migrations need of a connection, and nothing else.
func plainDB(path string) *sql.DB { return sql.OpenDB(plainConnector(path)) }

type plainConnector string

func (c plainConnector) Connect(context.Context) (driver.Conn, error) {
	return c.Driver().Open(string(c))
}

func (c plainConnector) Driver() driver.Driver {
	return &sqlite3.SQLiteDriver{ConnectHook: func(conn *sqlite3.SQLiteConn) error {
		return conn.RegisterFunc("sha256", func(content []byte) string { return fmt.Sprintf("%x", sha256.Sum256(content)) }, true)
	}}
}

// The bytes of Word templates move to the documents, the same ones to one document.
func TestTemplatesMoveToAttachments(t *testing.T) {
	scripts, err := filepath.Glob(filepath.Join("migrations", "*.sql"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range scripts {
		scripts[i] = filepath.Base(scripts[i])
	}
	path := old(t, scripts[:13]...)
	db := plainDB(path)
	_, err = db.Exec(`INSERT INTO word_template (code, language_code, description, added_at, added_by, document)
VALUES ('SPRING', '', 'Spring', '2026-11-23T09:00:00Z', 'jo', x'0102'), ('SPRING', 'DEU', '', '', '', x'03'), ('AUTUMN', '', '', '', '', x'0102')`)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	saved, _ := recovered(t, path)
	if n := count(t, saved, "no_series"); n != 4 {
		t.Errorf("%d number series were recovered", n)
	}
	for _, f := range []*data.File{saved, opened(t, path)} {
		templatesMoved(t, f)
	}
}

func templatesMoved(t *testing.T, f *data.File) {
	t.Helper()
	var got []string
	err := f.Read(t.Context(), func(tx *sql.Tx) (err error) {
		got, err = data.Values[string](t.Context(), tx, `
SELECT t.code || t.language_code || ' ' || t.added_by || ' ' || a.id || ' ' || a.file_name || ' ' || a.size || ' ' || hex(a.content) || ' ' || (a.sha256 = sha256(a.content))
FROM word_template AS t
JOIN attachment AS a ON a.id = t.attachment_id
ORDER BY 1`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"AUTUMN  1 AUTUMN.docx 2 0102 1", "SPRING jo 1 AUTUMN.docx 2 0102 1", "SPRINGDEU  2 SPRING.docx 1 03 1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
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
