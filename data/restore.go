package data

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strconv"

	"github.com/mattn/go-sqlite3"
)

// RestoreParams says what Restore does.
type RestoreParams struct {
	// Backup is the file to restore. It is only read.
	Backup string
	// Path is where the company file will be.
	Path string
	// Keep is where a file that is at Path goes; "" is for none there.
	Keep string
}

// Restore puts a copy of a backup at a path, brought up to date and looked
// over. It is made beside and comes there when it is sound, so that a backup
// that cannot be used changes nothing. It returns ErrExists where there is a
// file at Path and nowhere to keep it, ErrBusy where somebody works in it, and
// ErrLog where there is none but the log of another.
func Restore(ctx context.Context, p RestoreParams) error {
	if err := regular(p.Backup); err != nil {
		return fmt.Errorf("restore %s: %w", p.Backup, err)
	}
	if same, err := sameFile(p.Backup, p.Path); err != nil {
		return fmt.Errorf("restore %s: %w", p.Backup, err)
	} else if same {
		return fmt.Errorf("restore %s: %w", p.Backup, ErrExists)
	}
	if p.Keep == "" {
		if err := free(p.Path); err != nil {
			return fmt.Errorf("restore to %s: %w", p.Path, err)
		}
	}
	if err := identify(ctx, readOnly(p.Backup)); err != nil {
		return fmt.Errorf("restore %s: %w", p.Backup, err)
	}
	if err := os.MkdirAll(filepath.Dir(p.Path), 0o700); err != nil {
		return fmt.Errorf("make the folder of %s: %w", p.Path, fileError(err))
	}
	scratch, err := NewScratch(filepath.Dir(p.Path))
	if err != nil {
		return fmt.Errorf("restore to %s: %w", p.Path, fileError(err))
	}
	defer scratch.Remove()
	made := scratch.Path("new")
	if err := restoreTo(ctx, p.Backup, made); err != nil {
		return fmt.Errorf("restore %s: %w", p.Backup, err)
	}
	if p.Keep == "" {
		return fileError(publish(made, p.Path))
	}
	if err := overwrite(ctx, made, p.Path, p.Keep); err != nil {
		return fmt.Errorf("restore to %s: %w", p.Path, Sentinel(fileError(err)))
	}
	return nil
}

// restoreTo copies a backup, and fails where the copy is not sound.
func restoreTo(ctx context.Context, backup, made string) error {
	source := readOnly(backup)
	defer source.Close()
	if err := copyInto(ctx, source, made); err != nil {
		return Sentinel(fileError(err))
	}
	file, err := Open(ctx, made)
	if err != nil {
		return err
	}
	faults, err := file.Check(ctx)
	if err == nil && len(faults) > 0 {
		err = fmt.Errorf("%w: %s", ErrCorrupt, faults[0])
	}
	if err != nil {
		return errors.Join(err, file.Close())
	}
	return Sentinel(fileError(file.finish(ctx, made)))
}

// overwrite writes the database at made over the one at path, in one transaction
// and behind a copy of the old one at keep. Nobody else can open the file from
// before it is copied until it is written, so that nothing is lost that another
// program was told is done. It returns ErrBusy where somebody has it open.
func overwrite(ctx context.Context, made, path, keep string) (err error) {
	held, err := openAlone(ctx, path)
	var s sqlite3.Error
	if isCorrupt(err) || errors.As(err, &s) && s.Code == sqlite3.ErrNotADB {
		return replaceDamaged(made, path, keep)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, held.Close()) }()
	old := made + ".old"
	if err := touch(old); err != nil {
		return err
	}
	if err := copyPages(ctx, held, old, pagesTo); err != nil {
		return err
	}
	if err := publish(old, keep); err != nil {
		return err
	}
	if err := copyPages(ctx, held, made, pagesFrom); err != nil {
		return errors.Join(err, os.Remove(keep))
	}
	return nil
}

// aloneTimeout is how long, in milliseconds, a restore waits for programs that have
// the file open. A command has it open for a moment, a window for hours.
const aloneTimeout = 2_000

// openAlone opens a file that nobody else has open, and lets nobody else open it
// until it is closed. It returns ErrBusy where somebody has it open.
func openAlone(ctx context.Context, path string) (*sqlite3.SQLiteConn, error) {
	conn, err := openConn(ctx, path, url.Values{
		"mode": {"rw"}, "_locking_mode": {"EXCLUSIVE"}, "_synchronous": {"FULL"}, "_busy_timeout": {strconv.Itoa(aloneTimeout)},
	})
	if err != nil {
		return nil, err
	}
	// In this mode a lock that was taken once is kept.
	if _, err := conn.Exec("BEGIN EXCLUSIVE; COMMIT", nil); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

func openConn(ctx context.Context, path string, query url.Values) (*sqlite3.SQLiteConn, error) {
	conn, err := newConnector(place{at: path}, query).Connect(ctx)
	if err != nil {
		return nil, err
	}
	return conn.(*sqlite3.SQLiteConn), nil
}

// direction is where copyPages copies.
type direction bool

const (
	pagesTo   direction = true  // from the connection to the file
	pagesFrom direction = false // from the file to the connection
)

// pagesAtOnce is how many pages are copied between two looks whether to stop.
const pagesAtOnce = 2_000

// copyPages copies a database between a connection and a file page by page, so
// that a damaged one is copied as it is. What was there before gives way in one
// transaction.
func copyPages(ctx context.Context, held *sqlite3.SQLiteConn, file string, to direction) (err error) {
	other, err := openConn(ctx, file, url.Values{"mode": {"rw"}, "_synchronous": {"FULL"}})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, other.Close()) }()
	source, target := other, held
	if to == pagesTo {
		source, target = held, other
	}
	copying, err := target.Backup("main", source, "main")
	if err != nil {
		return err
	}
	for done := false; err == nil && !done; {
		if err = ctx.Err(); err == nil {
			done, err = copying.Step(pagesAtOnce)
		}
	}
	return errors.Join(plainCode(err), plainCode(copying.Close()))
}

// plainCode gives an error of a copy the code that SQLite's other errors have; a
// copy's come with the extended code in its place.
func plainCode(err error) error {
	var s sqlite3.Error
	if !errors.As(err, &s) {
		return err
	}
	s.Code, s.ExtendedCode = s.Code&0xFF, sqlite3.ErrNoExtended(s.Code)
	return s
}

// replaceDamaged moves the file at made to path, where the one that is there is so
// damaged that nobody can open it; that is copied to keep first.
func replaceDamaged(made, path, keep string) error {
	var copied []string
	for _, suffix := range besides {
		err := duplicate(path+suffix, keep+suffix)
		if suffix != "" && errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			for _, name := range copied {
				err = errors.Join(err, os.Remove(name))
			}
			return err
		}
		copied = append(copied, keep+suffix)
	}
	// What SQLite kept beside the old file must not be taken for the new one's.
	if err := removeBeside(path); err != nil {
		return err
	}
	return os.Rename(made, path)
}

// duplicate copies a file to a name that nobody has, or leaves nothing there.
func duplicate(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	if err := errors.Join(err, target.Sync(), target.Close()); err != nil {
		return errors.Join(err, os.Remove(to))
	}
	return nil
}
