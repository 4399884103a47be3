package data_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"winnow/data"
)

// withOwn makes a company file with own fields of each type, changed by statements past
// all checks.
func withOwn(t *testing.T, statements ...string) string {
	t.Helper()
	f := create(t, "company.winnow")
	err := f.Write(t.Context(), func(tx *sql.Tx) error {
		if _, err := tx.Exec("INSERT INTO contact (no) VALUES ('CT1')"); err != nil {
			return err
		}
		for i, kind := range []string{"text", "code", "date", "decimal", "integer", "boolean", "option"} {
			own := data.OwnField{Key: kind + "_order", Type: kind}
			if _, err := tx.Exec("ALTER TABLE contact ADD COLUMN " + own.Column()); err != nil {
				return err
			}
			if _, err := tx.Exec("INSERT INTO own_field (key, place, caption, type) VALUES (?, ?, ?, ?)", own.Key, i+1, kind, kind); err != nil {
				return err
			}
		}
		if _, err := tx.Exec("UPDATE contact SET text_order = 'Ä', decimal_order = 1.5, option_order = 2"); err != nil {
			return err
		}
		for _, s := range statements {
			if _, err := tx.Exec(s); err != nil {
				return fmt.Errorf("%s: %w", s, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return f.Path()
}

// A file's contacts have exactly the columns of their own that own_field names, whose
// names and types are such as we make them. Whatever else there is, is refused.
func TestOwnColumnsAreThoseThatAreNamed(t *testing.T) {
	for _, c := range []struct {
		statement string
		want      error
	}{
		{"SELECT 1", nil},
		{"ALTER TABLE contact DROP COLUMN text_order; DELETE FROM own_field WHERE key = 'text_order'", nil},
		{"ALTER TABLE contact DROP COLUMN date_order; DELETE FROM own_field WHERE key = 'date_order'", nil},
		{"ALTER TABLE contact DROP COLUMN option_order; DELETE FROM own_field WHERE key = 'option_order'", nil},
		{"ALTER TABLE contact ADD COLUMN later TEXT NOT NULL DEFAULT ''", data.ErrAltered},
		{"ALTER TABLE contact ADD COLUMN \"later\" TEXT NOT NULL DEFAULT ''", data.ErrAltered},
		{"DELETE FROM own_field WHERE key = 'text_order'", data.ErrAltered},
		{"ALTER TABLE contact DROP COLUMN text_order", data.ErrCorrupt},
		{"UPDATE own_field SET type = 'integer' WHERE key = 'text_order'", data.ErrCorrupt},
		{"UPDATE own_field SET type = 'blob' WHERE key = 'text_order'", data.ErrAltered},
		{"UPDATE own_field SET key = 'name' WHERE key = 'text_order'", data.ErrCorrupt},
		{`UPDATE own_field SET key = 'x" TEXT, "y' WHERE key = 'text_order'`, data.ErrAltered},
		{"UPDATE own_field SET key = 'X' WHERE key = 'text_order'", data.ErrAltered},
		{"UPDATE own_field SET key = CAST('text_order' AS BLOB) WHERE key = 'text_order'", nil},
		{"INSERT INTO own_field (key, place, caption, type) VALUES ('', 99, '', 'text')", data.ErrAltered},
		{"ALTER TABLE contact DROP COLUMN text_order; ALTER TABLE contact ADD COLUMN \"text_order\" TEXT NOT NULL DEFAULT '' CHECK (length(text_order) < 9)", data.ErrAltered},
		{"ALTER TABLE contact DROP COLUMN text_order; ALTER TABLE contact ADD COLUMN \"text_order\" TEXT NOT NULL DEFAULT '' COLLATE NOCASE", data.ErrAltered},
		{"DROP TABLE own_field; CREATE VIEW own_field AS SELECT 'text_order' AS key, 1 AS place, '' AS caption, 'text' AS type, '' AS options", data.ErrAltered},
		{"CREATE INDEX mine ON contact (text_order)", data.ErrAltered},
	} {
		path := withOwn(t, c.statement)
		f, err := data.Open(t.Context(), path)
		if !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
			t.Errorf("after %s: %v, want %v", c.statement, err, c.want)
		}
		if err == nil {
			f.Close()
		}
	}
}

// Own fields and what contacts have in them are recovered. What names a column that
// cannot be is left out, and the file that comes of it can be opened.
func TestOwnFieldsAreRecovered(t *testing.T) {
	for _, statement := range []string{
		"SELECT 1",
		"INSERT INTO own_field (key, place, caption, type) VALUES ('no', 90, 'No.', 'code'), ('x\" TEXT', 91, '', 'text'), ('gone', 92, '', 'text')",
		"ALTER TABLE contact ADD COLUMN more TEXT NOT NULL DEFAULT ''",
	} {
		path := withOwn(t, statement)
		made := create(t, "recovered.winnow")
		if _, err := made.Recover(t.Context(), data.RecoverParams{From: path}); err != nil {
			t.Fatal(err)
		}
		if err := made.Close(); err != nil {
			t.Fatal(err)
		}
		f := opened(t, made.Path())
		if n := count(t, f, "own_field"); n != 7 {
			t.Errorf("%s: %d own fields were recovered", statement, n)
		}
		err := f.Read(t.Context(), func(tx *sql.Tx) error {
			values, err := data.Values[string](t.Context(), tx, "SELECT text_order || decimal_order || option_order FROM contact")
			if err == nil && (len(values) != 1 || values[0] != "Ä1.52") {
				t.Errorf("%s: the contacts have %q", statement, values)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
		if faults, err := f.Check(context.Background()); err != nil || len(faults) > 0 {
			t.Errorf("check: %v, %v", faults, err)
		}
	}
}

// A backup of a company with own fields takes the place of another one.
func TestOwnFieldsAreRestored(t *testing.T) {
	path := filepath.Join(t.TempDir(), "restored.winnow")
	if err := data.Restore(t.Context(), data.RestoreParams{Backup: withOwn(t), Path: path}); err != nil {
		t.Fatal(err)
	}
	if n := count(t, opened(t, path), "own_field"); n != 7 {
		t.Errorf("%d own fields were restored", n)
	}
}

// A file that has joined a hub gets and loses own fields, and what notes its changes knows
// their columns.
func TestOwnColumnsAreTracked(t *testing.T) {
	f := create(t, "company.winnow")
	own := data.OwnField{Key: "select", Type: "text"}
	write := func(do func(tx *sql.Tx) error) {
		t.Helper()
		if err := f.Write(t.Context(), do); err != nil {
			t.Fatal(err)
		}
	}
	write(func(tx *sql.Tx) error { return data.TrackChanges(t.Context(), tx) })
	write(func(tx *sql.Tx) error {
		if _, err := tx.Exec("INSERT INTO own_field (key, place, caption, type) VALUES ('select', 1, 'S', 'text'), ('other', 2, 'O', 'date')"); err != nil {
			return err
		}
		if err := data.AddOwnColumn(t.Context(), tx, own); err != nil {
			return err
		}
		return data.AddOwnColumn(t.Context(), tx, data.OwnField{Key: "other", Type: "date"})
	})
	write(func(tx *sql.Tx) error {
		_, err := tx.Exec(`INSERT INTO contact (no, "select") VALUES ('CT1', 'a'); DELETE FROM hub_change; UPDATE contact SET "select" = 'b'`)
		return err
	})
	write(func(tx *sql.Tx) error {
		noted, err := data.Values[string](t.Context(), tx, "SELECT json_extract(before, '$.select') FROM hub_change")
		if err == nil && (len(noted) != 1 || noted[0] != "a") {
			t.Errorf("noted: %v", noted)
		}
		return err
	})
	write(func(tx *sql.Tx) error {
		if _, err := tx.Exec("DELETE FROM own_field WHERE key = 'other'"); err != nil {
			return err
		}
		return data.DropOwnColumn(t.Context(), tx, "other")
	})
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	opened(t, f.Path())
}
