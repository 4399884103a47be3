package data_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/data"
	"winnow/data/datatest"
)

func create(t *testing.T, name string) *data.File {
	t.Helper()
	f, err := data.Create(t.Context(), filepath.Join(t.TempDir(), name))
	if err != nil {
		t.Fatal(err)
	}
	datatest.Close(t, f)
	return f
}

func opened(t *testing.T, path string) *data.File {
	t.Helper()
	f, err := data.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	datatest.Close(t, f)
	return f
}

func addTerritory(t *testing.T, f *data.File, code string) {
	t.Helper()
	err := f.Write(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.Exec("INSERT INTO territory (code) VALUES (?)", code)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func territories(t *testing.T, f *data.File) []string {
	t.Helper()
	var list []string
	err := f.Read(t.Context(), func(tx *sql.Tx) (err error) {
		list, err = data.Values[string](t.Context(), tx, "SELECT code FROM territory ORDER BY code")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// A path is taken as it is, whatever signs of a URL it has.
func TestPathsWithSigns(t *testing.T) {
	f := create(t, "a #1 50% what?&x=y.winnow")
	addTerritory(t, f, "N")
	if _, err := os.Stat(f.Path()); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	again := opened(t, f.Path())
	if diff := cmp.Diff([]string{"N"}, territories(t, again)); diff != "" {
		t.Error(diff)
	}
}

// A panic ends the transaction: nothing of it stays, and others get at the file.
func TestPanicRollsBack(t *testing.T) {
	f := create(t, "company.winnow")
	other := opened(t, f.Path())
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic is lost")
			}
		}()
		_ = f.Write(t.Context(), func(tx *sql.Tx) error {
			if _, err := tx.Exec("INSERT INTO territory (code) VALUES ('N')"); err != nil {
				t.Error(err)
			}
			panic("on purpose")
		})
	}()
	addTerritory(t, other, "S")
	addTerritory(t, f, "W")
	if diff := cmp.Diff([]string{"S", "W"}, territories(t, f)); diff != "" {
		t.Error(diff)
	}
}

func TestOnlyTheOwnerReads(t *testing.T) {
	f := create(t, "company.winnow")
	backup := filepath.Join(t.TempDir(), "backup.winnow")
	if err := f.Backup(t.Context(), backup, false); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{f.Path(), backup} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != 0o600 {
			t.Errorf("%s has the rights %o", path, got)
		}
	}
}

// What is not ours is refused by name and stays as it is.
func TestForeignFilesAreLeftUntouched(t *testing.T) {
	folder := t.TempDir()
	other := filepath.Join(folder, "other.db")
	db, err := sql.Open("sqlite3", other)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("CREATE TABLE theirs (x); PRAGMA application_id = 7"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	text := filepath.Join(folder, "text.winnow")
	if err := os.WriteFile(text, []byte("this is a letter, and a long one at that, to somebody else altogether"), 0o600); err != nil {
		t.Fatal(err)
	}
	empty := filepath.Join(folder, "empty.winnow")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{other, text, folder, empty} {
		before, _ := os.ReadFile(path)
		_, err := data.Open(t.Context(), path)
		if !errors.Is(err, data.ErrForeign) {
			t.Errorf("opening %s: %v", filepath.Base(path), err)
		}
		after, _ := os.ReadFile(path)
		if diff := cmp.Diff(before, after); diff != "" {
			t.Errorf("%s was changed", filepath.Base(path))
		}
	}
	if _, err := data.Open(t.Context(), filepath.Join(folder, "none.winnow")); !errors.Is(err, data.ErrMissing) {
		t.Errorf("opening nothing: %v", err)
	}
	if _, err := data.Create(t.Context(), text); !errors.Is(err, data.ErrExists) {
		t.Errorf("creating over a file: %v", err)
	}
}

func TestNewerFilesAreRefused(t *testing.T) {
	f := create(t, "company.winnow")
	err := f.Write(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	if _, err := data.Open(t.Context(), f.Path()); !errors.Is(err, data.ErrNewer) {
		t.Errorf("opening a newer file: %v", err)
	}
}

// An older file is copied beside itself before it is brought up to date.
func TestOlderFilesAreCopiedFirst(t *testing.T) {
	path := old(t, "0001_company.sql")
	again := opened(t, path)
	if diff := cmp.Diff([]string{"N"}, territories(t, again)); diff != "" {
		t.Error(diff)
	}
	if _, err := os.Stat(path + ".version-1.backup"); err != nil {
		t.Error(err)
	}
}

func TestWriteIsAllOrNothing(t *testing.T) {
	f := create(t, "company.winnow")
	boom := errors.New("boom")
	err := f.Write(t.Context(), func(tx *sql.Tx) error {
		if _, err := tx.Exec("INSERT INTO territory (code) VALUES ('N')"); err != nil {
			return err
		}
		return boom
	})
	if !errors.Is(err, boom) {
		t.Errorf("the error is %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	err = f.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO territory (code) VALUES ('S')")
		cancel()
		return err
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the error of a cancelled write is %v", err)
	}
	if got := territories(t, f); len(got) > 0 {
		t.Errorf("stored %v", got)
	}
	err = f.Read(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.Exec("INSERT INTO territory (code) VALUES ('W')")
		return err
	})
	if !errors.Is(err, data.ErrReadOnly) {
		t.Errorf("writing while reading: %v", err)
	}
}

// A file that is closed while something is read of it is not closed at once.
func TestAwaitClosed(t *testing.T) {
	f := create(t, "company.winnow")
	over, end := context.WithCancel(t.Context())
	end()
	err := f.Read(t.Context(), func(*sql.Tx) error {
		if err := f.Close(); err != nil {
			return err
		}
		if err := f.AwaitClosed(over); !errors.Is(err, context.Canceled) {
			t.Errorf("while it is read: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.AwaitClosed(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestBackupWhileInUse(t *testing.T) {
	f := create(t, "company.winnow")
	addTerritory(t, f, "N")
	path := filepath.Join(t.TempDir(), "backup.winnow")
	for _, c := range []struct {
		path    string
		replace bool
		want    error
	}{{path, false, nil}, {path, false, data.ErrExists}, {path, true, nil}, {f.Path(), true, data.ErrExists}} {
		if err := f.Backup(t.Context(), c.path, c.replace); !errors.Is(err, c.want) {
			t.Errorf("backup to %s: %v, not %v", filepath.Base(c.path), err, c.want)
		}
	}
	copied := opened(t, path)
	if diff := cmp.Diff([]string{"N"}, territories(t, copied)); diff != "" {
		t.Error(diff)
	}
	faults, err := copied.Check(t.Context())
	if err != nil || len(faults) > 0 {
		t.Errorf("check of the copy: %v, %v", faults, err)
	}
	if left, _ := filepath.Glob(path + ".part*"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// The log of a large write does not keep its size until the file is closed.
func TestLogShrinks(t *testing.T) {
	f := create(t, "company.winnow")
	log := func() int64 {
		info, err := os.Stat(f.Path() + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	addTerritories(t, f, 40_000)
	large := log()
	for n := range 2 { // the first still goes into the log as it is
		addTerritory(t, f, strconv.Itoa(n))
	}
	if now := log(); large < 50<<20 || now > 20<<20 {
		t.Errorf("the log had %d bytes and has %d", large, now)
	}
}
