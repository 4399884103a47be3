package data

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strconv"
)

// Backup writes a consistent copy of the file to path while it is in use. The
// copy is written beside, looked over and renamed. An existing file is only
// replaced where replace says so; else ErrExists.
func (f *File) Backup(ctx context.Context, path string, replace bool) error {
	if same, err := sameFile(f.path, path); err != nil {
		return fmt.Errorf("back up to %s: %w", path, err)
	} else if same {
		return fmt.Errorf("back up to %s: %w", path, ErrExists)
	}
	if _, err := os.Lstat(path); err == nil && !replace {
		return fmt.Errorf("back up to %s: %w", path, ErrExists)
	}
	if err := copyBeside(ctx, f.path, path); err != nil {
		return fmt.Errorf("back up to %s: %w", path, Sentinel(fileError(err)))
	}
	return nil
}

func sameFile(a, b string) (bool, error) {
	infoA, err := os.Stat(a)
	if err != nil {
		return false, fileError(err)
	}
	infoB, err := os.Stat(b)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fileError(err)
	}
	return os.SameFile(infoA, infoB), nil
}

// copyBeside copies the database at source to path by way of a file beside it,
// so that path is either as it was or a whole, sound copy.
func copyBeside(ctx context.Context, source, path string) error {
	db := readOnly(source)
	defer db.Close()
	return copyInto(ctx, db, path)
}

// copyInto does so with a database that is open.
func copyInto(ctx context.Context, db *sql.DB, path string) (err error) {
	part := path + ".part"
	if err := removeAll(part); err != nil {
		return err
	}
	// VACUUM INTO fills an empty file that is there, so the owner-only rights
	// hold from the first byte.
	if err := touch(part); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, removeAll(part))
		}
	}()
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", part); err != nil {
		return err
	}
	if err := verify(ctx, part); err != nil {
		return err
	}
	// SQLite does not wait until such a copy has reached the disk.
	if err := flush(part); err != nil {
		return err
	}
	return os.Rename(part, path)
}

// flush waits until a file has reached the disk.
func flush(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// verify reads a copy through and fails where SQLite finds fault with it.
func verify(ctx context.Context, path string) error {
	db := readOnly(path)
	defer db.Close()
	var found string
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&found); err != nil {
		return err
	}
	if found != "ok" {
		return fmt.Errorf("%w: %s", ErrCorrupt, found)
	}
	return nil
}

// readOnly opens a database that nothing is written to.
func readOnly(path string) *sql.DB { return toRead(path, readable(path)) }

// toRead does so with what readable said of the file, which costs a look at its
// folder.
func toRead(path string, how url.Values) *sql.DB {
	if how == nil {
		how = url.Values{"mode": {"ro"}, "_busy_timeout": {strconv.Itoa(busyTimeout)}}
		if _, err := os.Stat(path + "-journal"); err == nil && marked(path) {
			// Somebody was stopped while writing, and what was half done can only be
			// taken back by one who may write.
			how.Set("mode", "rw")
		}
	}
	return connectAs(path, how)
}

// marked reports whether a file bears Winnow's mark where SQLite's format has it
// (sqlite.org/fileformat.html).
func marked(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	mark := make([]byte, 4)
	_, err = f.ReadAt(mark, 68)
	return err == nil && binary.BigEndian.Uint32(mark) == applicationID
}
