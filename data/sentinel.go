package data

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"

	"github.com/mattn/go-sqlite3"
)

// What can go wrong with a file, for errors.Is.
var (
	ErrMissing  = errors.New("there is no such file")
	ErrExists   = errors.New("it exists already")
	ErrForeign  = errors.New("it is not a Winnow company file")
	ErrNewer    = errors.New("it was written by a newer version of Winnow")
	ErrBusy     = errors.New("another program is writing to it")
	ErrFull     = errors.New("there is no room left on the disk")
	ErrReadOnly = errors.New("it cannot be written to")
	ErrCorrupt  = errors.New("it is damaged")
	ErrValue    = errors.New("it holds a value that Winnow does not write")
	ErrAltered  = errors.New("it holds what Winnow does not make")
	ErrReplaced = errors.New("it was replaced or deleted while it was open")
	ErrLost     = errors.New("parts of it were written over while it was open")
	ErrLog      = errors.New("the log of another file lies beside it")
	ErrGone     = errors.New("its disk does not answer")
	ErrNeeded   = errors.New("rows that belong together would be torn apart")
)

// sentinelError keeps the cause beside what it means.
type sentinelError struct{ meaning, cause error }

func (e sentinelError) Error() string   { return e.meaning.Error() }
func (e sentinelError) Unwrap() []error { return []error{e.meaning, e.cause} }

// How database/sql says that a value is of another type than the one it is read
// as, and SQLite that a text is no JSON. Neither has an error of its own for it.
const (
	unfit      = "sql: Scan error"
	brokenJSON = "malformed JSON"
)

// Sentinel turns an error of the driver into one of this package's, where it
// has a meaning for callers; others are returned as they are.
func Sentinel(err error) error {
	var already sentinelError
	if errors.As(err, &already) {
		return err
	}
	var s sqlite3.Error
	if !errors.As(err, &s) {
		if err != nil && strings.Contains(err.Error(), unfit) {
			return sentinelError{ErrValue, err}
		}
		return err
	}
	switch s.Code {
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return sentinelError{ErrBusy, err}
	case sqlite3.ErrFull:
		return sentinelError{ErrFull, err}
	case sqlite3.ErrReadonly, sqlite3.ErrCantOpen, sqlite3.ErrPerm:
		return sentinelError{ErrReadOnly, err}
	case sqlite3.ErrIoErr:
		// What SQLite shares with other programs found no room.
		if s.ExtendedCode == sqlite3.ErrIoErrSHMSize {
			return sentinelError{ErrFull, err}
		}
		return sentinelError{ErrGone, err}
	case sqlite3.ErrCorrupt:
		return sentinelError{ErrCorrupt, err}
	case sqlite3.ErrTooBig, sqlite3.ErrMismatch:
		return sentinelError{ErrValue, err}
	case sqlite3.ErrError:
		if strings.Contains(s.Error(), brokenJSON) {
			return sentinelError{ErrValue, err}
		}
	case sqlite3.ErrNotADB:
		return sentinelError{ErrForeign, err}
	case sqlite3.ErrConstraint:
		if s.ExtendedCode == sqlite3.ErrConstraintUnique || s.ExtendedCode == sqlite3.ErrConstraintPrimaryKey {
			return sentinelError{ErrExists, err}
		}
		if s.ExtendedCode == sqlite3.ErrConstraintForeignKey {
			return sentinelError{ErrNeeded, err}
		}
	}
	return err
}

// Refuses reports whether an error of the driver says that a row cannot be stored, or
// deleted, beside the others.
func Refuses(err error) bool {
	var s sqlite3.Error
	return errors.As(err, &s) && s.Code == sqlite3.ErrConstraint
}

// NeedsOther reports whether a row was refused because one that it names is not there.
func NeedsOther(err error) bool {
	var s sqlite3.Error
	return errors.As(err, &s) && (s.ExtendedCode == sqlite3.ErrConstraintForeignKey || s.ExtendedCode == sqlite3.ErrConstraintNotNull)
}

// fileError does the same for errors of the operating system.
func fileError(err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return sentinelError{ErrMissing, err}
	case errors.Is(err, fs.ErrExist):
		return sentinelError{ErrExists, err}
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return sentinelError{ErrReadOnly, err}
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return sentinelError{ErrFull, err}
	case errors.Is(err, syscall.EIO):
		return sentinelError{ErrGone, err}
	}
	return err
}
