package data_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"winnow/data"
)

// snatched takes the file away beneath a File: it moves another one there, or none.
func snatched(t *testing.T, f *data.File, by string) {
	t.Helper()
	var err error
	if by == "" {
		err = os.Remove(f.Path())
	} else {
		err = os.Rename(by, f.Path())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// A file that was replaced or deleted while it was open takes no more writes, which
// nobody would find. What is open can be copied, and the other file stays as it is:
// neither connections nor a log of the first get at it.
func TestReplaced(t *testing.T) {
	for _, name := range []string{"replaced", "deleted"} {
		t.Run(name, func(t *testing.T) {
			f := create(t, "company.winnow")
			addTerritory(t, f, "FIRST")
			other, content := "", []byte(nil)
			if name == "replaced" {
				other = closed(t)
				read, err := os.ReadFile(other)
				if err != nil {
					t.Fatal(err)
				}
				content = read
			}
			addTerritory(t, f, "SECOND") // which the log still holds
			snatched(t, f, other)
			err := f.Write(t.Context(), func(*sql.Tx) error {
				t.Error("the write was begun")
				return nil
			})
			if !errors.Is(err, data.ErrReplaced) {
				t.Errorf("written: %v", err)
			}
			if _, err := f.Version(t.Context()); !errors.Is(err, data.ErrReplaced) {
				t.Errorf("asked for the version: %v", err)
			}
			left := []string{}
			for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
				if _, err := os.Stat(f.Path() + suffix); err == nil {
					left = append(left, suffix)
				}
			}
			if want := map[string][]string{"replaced": {""}, "deleted": {}}[name]; !cmp.Equal(want, left) {
				t.Errorf("beside it are %q", left)
			}

			if _, err := os.Stat(f.Path() + ".replaced-wal"); err != nil {
				t.Errorf("what the log holds is saved nowhere: %v", err)
			}

			// More connections than there are would be to the other file.
			const readers = 6
			answers, release := make(chan error), make(chan struct{})
			for range readers {
				go func() {
					answers <- f.Read(t.Context(), func(tx *sql.Tx) error {
						<-release
						return nil
					})
				}()
			}
			for range readers - 1 {
				if err := <-answers; !errors.Is(err, data.ErrReplaced) {
					t.Errorf("a further connection: %v", err)
				}
			}
			close(release)
			if err := <-answers; err != nil {
				t.Error(err)
			}
			saved := filepath.Join(t.TempDir(), "saved.winnow")
			if err := f.Backup(t.Context(), saved, false); err != nil {
				t.Fatal(err)
			}
			if err := f.Close(); err != nil {
				t.Error(err)
			}
			if _, err := os.Stat(f.Path() + ".replaced-wal"); !os.IsNotExist(err) {
				t.Errorf("the log of what was saved is still there: %v", err)
			}
			again := opened(t, saved)
			if diff := cmp.Diff([]string{"FIRST", "SECOND"}, territories(t, again)); diff != "" {
				t.Error(diff)
			}
			if other == "" {
				if _, err := os.Stat(f.Path()); err == nil {
					t.Error("there is a file again")
				}
				return
			}
			if now, err := os.ReadFile(f.Path()); err != nil || string(now) != string(content) {
				t.Errorf("the other file has changed, %v", err)
			}
			there := opened(t, f.Path())
			if diff := cmp.Diff([]string{"SOUTH"}, territories(t, there)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Where what is open was not saved, the log is kept: put beside a file that was moved
// away, it brings back what was written last. A log that was kept before stays.
func TestMovedKeepsItsLog(t *testing.T) {
	f := create(t, "company.winnow")
	addTerritory(t, f, "FIRST")
	earlier := f.Path() + ".replaced-wal"
	if err := os.WriteFile(earlier, []byte("earlier"), 0o600); err != nil {
		t.Fatal(err)
	}
	moved := filepath.Join(t.TempDir(), "moved.winnow")
	if err := os.Rename(f.Path(), moved); err != nil {
		t.Fatal(err)
	}
	if !f.Replaced() {
		t.Fatal("it is not missed")
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	if err := os.Rename(earlier+"-2", moved+"-wal"); err != nil {
		t.Fatal(err)
	}
	if read(t, earlier) != "earlier" {
		t.Error("the log that was kept before is gone")
	}
	there := opened(t, moved)
	if diff := cmp.Diff([]string{"FIRST"}, territories(t, there)); diff != "" {
		t.Error(diff)
	}
}

// A log that is gone takes along what is written to it, so nothing more is.
func TestLogGone(t *testing.T) {
	f := create(t, "company.winnow")
	addTerritory(t, f, "FIRST")
	if err := os.Remove(f.Path() + "-wal"); err != nil {
		t.Fatal(err)
	}
	err := f.Write(t.Context(), func(*sql.Tx) error {
		t.Error("the write was begun")
		return nil
	})
	if !errors.Is(err, data.ErrReplaced) {
		t.Errorf("written: %v", err)
	}
}

// A connection that is opened while the file is replaced would find the file that came and
// the log of the one before, which it must not fold in.
func TestReplacedWhileConnecting(t *testing.T) {
	f := create(t, "company.winnow")
	addTerritory(t, f, "FIRST")
	other := closed(t)
	content := read(t, other)
	if err := f.ConnectAfter(func() { snatched(t, f, other) }); !errors.Is(err, data.ErrReplaced) {
		t.Errorf("connected: %v", err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	if read(t, f.Path()) != content {
		t.Error("the file that came has changed")
	}
}

// A copy of a file that was replaced waits for a connection that somebody reads with.
func TestReplacedWhileRead(t *testing.T) {
	f := create(t, "company.winnow")
	addTerritory(t, f, "FIRST")
	saved := filepath.Join(t.TempDir(), "saved.winnow")
	err := f.Read(t.Context(), func(*sql.Tx) error {
		snatched(t, f, closed(t))
		for name, copied := range map[string]func(context.Context) error{
			"backup": func(ctx context.Context) error { return f.Backup(ctx, saved, false) },
			"image":  func(ctx context.Context) error { _, err := f.Image(ctx); return err },
		} {
			waits, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer stop()
			if err := copied(waits); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s meanwhile: %v", name, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if err := f.Backup(t.Context(), saved, false); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"FIRST"}, territories(t, opened(t, saved))); diff != "" {
		t.Error(diff)
	}
}

// What happens to the file while a write is under way is noticed as well.
func TestReplacedMeanwhile(t *testing.T) {
	f := create(t, "company.winnow")
	other := closed(t)
	err := f.Write(t.Context(), func(tx *sql.Tx) error {
		snatched(t, f, other)
		_, err := tx.Exec("INSERT INTO territory (code) VALUES ('N')")
		return err
	})
	if !errors.Is(err, data.ErrReplaced) {
		t.Errorf("written: %v", err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	there := opened(t, f.Path())
	if diff := cmp.Diff([]string{"SOUTH"}, territories(t, there)); diff != "" {
		t.Error(diff)
	}
}

// The log that another program has brought along with another file stays.
func TestReplacedWithItsLog(t *testing.T) {
	f := create(t, "company.winnow")
	addTerritory(t, f, "FIRST")
	other := create(t, "other.winnow")
	addTerritory(t, other, "THEIRS")
	for _, suffix := range []string{"-wal", "-shm", ""} {
		if err := os.Rename(other.Path()+suffix, f.Path()+suffix); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Write(t.Context(), func(*sql.Tx) error { return nil }); !errors.Is(err, data.ErrReplaced) {
		t.Errorf("written: %v", err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	there := opened(t, f.Path())
	if diff := cmp.Diff([]string{"THEIRS"}, territories(t, there)); diff != "" {
		t.Error(diff)
	}
}

// A file that was made a moment ago and is given up takes none along that has come
// to its place.
func TestDiscardReplaced(t *testing.T) {
	f := create(t, "company.winnow")
	snatched(t, f, closed(t))
	if err := f.Discard(); !errors.Is(err, data.ErrReplaced) {
		t.Errorf("discarded: %v", err)
	}
	if _, err := os.Stat(f.Path()); err != nil {
		t.Error(err)
	}
}
