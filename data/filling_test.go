package data_test

import (
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/data"
	"winnow/data/datatest"
)

// schemaOf lists all indexes and triggers of a file, the indexes with what they are.
func schemaOf(t *testing.T, f *data.File) (list []string) {
	t.Helper()
	err := f.Read(t.Context(), func(tx *sql.Tx) (err error) {
		list, err = data.Values[string](t.Context(), tx, `
SELECT name || CASE type WHEN 'index' THEN replace(replace(replace(coalesce(sql, ''), ' ', ''), char(9), ''), char(10), '') ELSE '' END
FROM sqlite_schema
WHERE type IN ('index', 'trigger')
ORDER BY name`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func postpone(t *testing.T, f *data.File) {
	t.Helper()
	before := len(schemaOf(t, f))
	write(t, f, func(tx *sql.Tx) error {
		return errors.Join(data.PostponeIndexes(t.Context(), tx, "contact"), data.PostponeIndexes(t.Context(), tx, "to_do"))
	})
	if now := len(schemaOf(t, f)); now > before-10 {
		t.Fatalf("of %d indexes and triggers %d are left", before, now)
	}
}

// A file that is being filled can be opened without its indexes, and has them all in the end.
func TestPostponedIndexes(t *testing.T) {
	f := joined(t)
	path, want := f.Path(), schemaOf(t, f)
	postpone(t, f)
	write(t, f, func(tx *sql.Tx) error {
		_, err := tx.Exec("INSERT INTO contact (no, name) VALUES ('C1', 'a'), ('C2', 'b')")
		return err
	})
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	f = opened(t, path)
	if err := f.BuildIndexes(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, schemaOf(t, f)); diff != "" {
		t.Error(diff)
	}
	if faults, err := f.Check(t.Context()); err != nil || len(faults) > 0 {
		t.Errorf("check finds %v, %v", faults, err)
	}
}

// A file that leaves its hub before it was filled has all indexes.
func TestPostponedIndexesOfAFileThatLeaves(t *testing.T) {
	f := create(t, "company.winnow")
	want := schemaOf(t, f)
	write(t, f, func(tx *sql.Tx) error { return data.TrackChanges(t.Context(), tx) })
	postpone(t, f)
	write(t, f, func(tx *sql.Tx) error { return data.StopTracking(t.Context(), tx) })
	if diff := cmp.Diff(want, schemaOf(t, f)); diff != "" {
		t.Error(diff)
	}
}

// Only a file that is being filled may lack indexes, and none of those that keep keys
// apart.
func TestIndexesThatMustBeThere(t *testing.T) {
	for name, statement := range map[string]string{
		"it was filled before":        "DROP INDEX contact_search_name; UPDATE hub SET mark = 1",
		"it has no mark":              "DROP INDEX contact_search_name; UPDATE hub SET mark = 'x'",
		"it is no table of the hub's": "DROP INDEX undo_action_kind",
	} {
		f := joined(t)
		path := f.Path()
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		db := plainDB(path)
		if _, err := db.Exec(statement); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := data.Open(t.Context(), path); !errors.Is(err, data.ErrCorrupt) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// An older file that was being filled is brought up to date, and has all indexes then.
func TestOlderFilesWithPostponedIndexes(t *testing.T) {
	kept, err := filepath.Glob(filepath.Join("testdata", "version-*.winnow.gz"))
	if err != nil {
		t.Fatal(err)
	}
	path := datatest.Unpack(t, filepath.Join("testdata", fmt.Sprintf("version-%d.winnow.gz", len(kept)-1)))
	current := joined(t)
	db := plainDB(path)
	err = current.Read(t.Context(), func(tx *sql.Tx) error {
		statements, err := data.Values[string](t.Context(), tx, "SELECT sql FROM sqlite_schema WHERE name LIKE 'hub%' AND type <> 'trigger' AND sql IS NOT NULL ORDER BY rowid")
		for _, statement := range append(statements, "INSERT INTO hub (id, tracking) VALUES (1, 0)", "DROP INDEX contact_search_name", "DROP INDEX to_do_open") {
			if _, err := db.Exec(statement); err != nil {
				return err
			}
		}
		return err
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(schemaOf(t, current), schemaOf(t, opened(t, path))); diff != "" {
		t.Error(diff)
	}
}

// What is written while nothing is noted is not noted, and what is written behind it is.
func TestWithoutTracking(t *testing.T) {
	f := joined(t)
	want := schemaOf(t, f)
	write(t, f, func(tx *sql.Tx) error {
		err := data.WithoutTracking(t.Context(), tx, "territory", func() error {
			_, err := tx.Exec("INSERT INTO territory (code) VALUES ('N')")
			return err
		})
		if err != nil {
			return err
		}
		if _, err := tx.Exec("INSERT INTO territory (code) VALUES ('S')"); err != nil {
			return err
		}
		noted, err := notedRows(tx)
		if diff := cmp.Diff(map[trackedRow]string{{"territory", `["S"]`}: ""}, noted, cmp.AllowUnexported(trackedRow{})); diff != "" {
			t.Error(diff)
		}
		return err
	})
	if diff := cmp.Diff(want, schemaOf(t, f)); diff != "" {
		t.Error(diff)
	}
	for _, err := range []error{errors.New("it failed"), nil} {
		failed := f.Write(t.Context(), func(tx *sql.Tx) error {
			return data.WithoutTracking(t.Context(), tx, "contact", func() error { return err })
		})
		if !errors.Is(failed, err) {
			t.Errorf("%v is told as %v", err, failed)
		}
		if diff := cmp.Diff(want, schemaOf(t, f)); diff != "" {
			t.Error(diff)
		}
	}
}
