package data

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/mattn/go-sqlite3"
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
	replaced := f.Replaced()
	if err := f.copyTo(ctx, path); err != nil {
		return fmt.Errorf("back up to %s: %w", path, Sentinel(fileError(err)))
	}
	if replaced {
		f.setSaved()
	}
	return nil
}

// copyTo copies the file over one of its own connections, so that the copy is of
// what is open even where another file has come to its path.
func (f *File) copyTo(ctx context.Context, path string) (err error) {
	if f.Overwritten() {
		return f.copyRest(ctx, path)
	}
	conn, err := f.openConnection(ctx)
	if err != nil {
		return err
	}
	// A connection that may only ask cannot fill the copy either.
	if _, err := conn.ExecContext(ctx, "PRAGMA query_only = off"); err != nil {
		return errors.Join(err, conn.Close())
	}
	defer func() {
		_, restored := conn.ExecContext(context.WithoutCancel(ctx), "PRAGMA query_only = on")
		err = errors.Join(err, restored, conn.Close())
	}()
	return copyInto(ctx, conn, path)
}

// openConnection returns a connection that reads. Where the file was replaced no further one
// is opened, and it waits for one of those that are open.
func (f *File) openConnection(ctx context.Context) (*sql.Conn, error) {
	for {
		conn, err := f.reader.Conn(ctx)
		if !errors.Is(err, ErrReplaced) || f.reader.Stats().OpenConnections == 0 {
			return conn, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(connectionEvery):
		}
	}
}

// copyRest copies what is left of a file that was written over: what is in memory
// and in the log. It returns ErrLost where that is no whole company.
func (f *File) copyRest(ctx context.Context, path string) error {
	// The connection that writes has in memory what was written last.
	faults, err := check(ctx, f.writer)
	if err == nil && len(faults) == 0 {
		err = copyInto(ctx, f.writer, path)
	}
	if len(faults) > 0 {
		return ErrLost
	}
	for _, lost := range []error{ErrCorrupt, ErrForeign, ErrValue, ErrGone} { // that of a shorter file has no end
		if errors.Is(Sentinel(err), lost) {
			return sentinelError{ErrLost, err}
		}
	}
	return err
}

// Image returns a consistent copy of the file, looked over, as bytes that have
// never been on a disk. It returns ErrReplaced for a file that was written over.
func (f *File) Image(ctx context.Context) (image []byte, err error) {
	if f.Replaced() && f.Overwritten() {
		return nil, ErrReplaced
	}
	conn, err := f.openConnection(ctx)
	if err != nil {
		return nil, Sentinel(err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "BEGIN"); err != nil {
		return nil, Sentinel(err)
	}
	defer func() {
		_, ended := conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		err = errors.Join(err, ended)
	}()
	if err := quickCheck(ctx, conn); err != nil {
		return nil, Sentinel(err)
	}
	err = conn.Raw(func(driver any) error {
		image, err = driver.(*sqlite3.SQLiteConn).Serialize("main")
		return err
	})
	return image, Sentinel(err)
}

func sameFile(a, b string) (bool, error) {
	infoA, err := os.Stat(a)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
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

// execer is a database or one of its connections.
type execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// copyInto copies the database behind a connection to path by way of a file
// beside it, so that path is either as it was or a whole, sound copy.
func copyInto(ctx context.Context, db execer, path string) error {
	scratch, err := NewScratch(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer scratch.Remove()
	part := scratch.Path("new")
	// VACUUM INTO fills an empty file that is there, so the owner-only rights
	// hold from the first byte.
	if err := touch(part); err != nil {
		return err
	}
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

// verify reads a file that was made through, and fails where SQLite finds fault
// with it or where it is not a company file.
func verify(ctx context.Context, path string) error {
	db := readOnly(path)
	defer db.Close()
	return quickCheck(ctx, db)
}

func quickCheck(ctx context.Context, from interface {
	QueryRowContext(context.Context, string, ...any) *sql.Row
}) error {
	var found string
	if err := from.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&found); err != nil {
		return err
	}
	if found != "ok" {
		return fmt.Errorf("%w: %s", ErrCorrupt, found)
	}
	var id int64
	if err := from.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return err
	}
	if id != applicationID {
		return fmt.Errorf("%w: it bears the mark %#x", ErrCorrupt, id)
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

// marked reports whether a file bears Winnow's mark, whatever its journal says,
// or is so much between two states that only its journal can tell.
func marked(path string) bool {
	db := asItLies(path)
	defer db.Close()
	var id int64
	err := db.QueryRow("PRAGMA application_id").Scan(&id)
	return err == nil && id == applicationID || isCorrupt(err)
}

// asItLies opens a file to be read without its journal, its log and its locks.
func asItLies(path string) *sql.DB {
	return connectAs(path, url.Values{"mode": {"ro"}, "immutable": {"1"}})
}

// IsDatabase reports whether a file is a database of SQLite's, damaged or not. It
// asks SQLite: POSIX takes all of a process's locks on a file away when the
// process closes it, so that a company file that is open would lose them if
// anything but SQLite looked into it.
func IsDatabase(path string) bool {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() < smallestPage {
		return false
	}
	db := asItLies(path)
	defer db.Close()
	var version int64
	err = db.QueryRow("PRAGMA schema_version").Scan(&version)
	return err == nil || isCorrupt(err)
}

// smallestPage is how large a database is at least. SQLite takes what is smaller
// for one that is still empty.
const smallestPage = 512

// isCorrupt reports whether SQLite found a database in a file, but a damaged one.
func isCorrupt(err error) bool {
	var s sqlite3.Error
	return errors.As(err, &s) && s.Code == sqlite3.ErrCorrupt
}
