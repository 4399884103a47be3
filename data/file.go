// Package data keeps the company file: one SQLite file with its connections,
// migrations, transactions, backup and check. It never knows what a segment
// or a filter means.
package data

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"

	"github.com/mattn/go-sqlite3"
)

// File is an open company file: one connection that writes and some that read.
// It is safe for concurrent use.
type File struct {
	path   string
	writer *sql.DB
	reader *sql.DB
}

// readers bounds the connections that read at the same time.
const readers = 4

// busyTimeout is how long, in milliseconds, one program waits for another that
// writes, before ErrBusy.
const busyTimeout = 10_000

// Create makes a new company file at path, with its folder, readable by its
// owner only. It returns ErrExists where there is a file already.
func Create(ctx context.Context, path string) (*File, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of %s: %w", path, fileError(err))
	}
	if err := touch(path); err != nil {
		return nil, fmt.Errorf("make %s: %w", path, fileError(err))
	}
	file, err := open(ctx, path)
	if err != nil {
		removeAll(path)
		return nil, err
	}
	return file, nil
}

// Open opens the company file at path and brings its schema up to date, after
// a copy of an older file was put beside it. It returns ErrMissing where there
// is none, ErrForeign for a file that is not Winnow's and ErrNewer for one
// that a newer program wrote; both are left untouched.
func Open(ctx context.Context, path string) (*File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, fileError(err))
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("open %s: %w", path, ErrForeign)
	}
	if err := identify(ctx, path); err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return open(ctx, path)
}

func open(ctx context.Context, path string) (*File, error) {
	if err := migrate(ctx, path); err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	f := &File{path: path, writer: connect(path, "immediate"), reader: connect(path, "deferred")}
	f.writer.SetMaxOpenConns(1)
	f.reader.SetMaxOpenConns(readers)
	f.reader.SetMaxIdleConns(readers)
	if err := f.writer.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, Sentinel(err)), f.Close())
	}
	return f, nil
}

// connector opens connections with the functions that Winnow adds to SQL.
type connector struct {
	sqlite *sqlite3.SQLiteDriver
	dsn    string
}

func (c connector) Connect(context.Context) (driver.Conn, error) { return c.sqlite.Open(c.dsn) }
func (c connector) Driver() driver.Driver                        { return c.sqlite }

// connect returns a pool for path. locking is when a transaction takes the
// write lock: "immediate" for the writer, "deferred" for readers.
func connect(path, locking string) *sql.DB {
	query := url.Values{
		"_txlock":       {locking},
		"_busy_timeout": {strconv.Itoa(busyTimeout)},
		"_journal_mode": {"WAL"},
		"_synchronous":  {"NORMAL"},
		"_foreign_keys": {"on"},
		"_cache_size":   {"-65536"},
	}
	if locking == "deferred" {
		query.Set("_query_only", "on")
	}
	return sql.OpenDB(connector{dsn: dsn(path, query), sqlite: &sqlite3.SQLiteDriver{ConnectHook: prepareConnection}})
}

func dsn(path string, query url.Values) string {
	return (&url.URL{Scheme: "file", Opaque: escapePath(path), RawQuery: query.Encode()}).String()
}

// escapePath writes a path for a SQLite URI, so that "#", "?" and "%" in it
// name the file that they are part of.
func escapePath(path string) string {
	escaped := (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()
	if runtime.GOOS == "windows" && filepath.IsAbs(path) {
		escaped = "///" + escaped
	}
	return escaped
}

// prepareConnection adds the function fold and distrusts what the file's own
// schema could bring along.
func prepareConnection(conn *sqlite3.SQLiteConn) error {
	if _, err := conn.Exec("PRAGMA trusted_schema = off; PRAGMA temp_store = memory", nil); err != nil {
		return err
	}
	return conn.RegisterFunc("fold", Fold, true)
}

// Path returns where the file is.
func (f *File) Path() string { return f.path }

// Read runs fn in one transaction that only reads: all its queries see the
// same state.
func (f *File) Read(ctx context.Context, fn func(*sql.Tx) error) error {
	return inTx(ctx, f.reader, fn)
}

// Write runs fn in one transaction and commits it, unless fn returns an error
// or ctx ends first: then nothing is changed.
func (f *File) Write(ctx context.Context, fn func(*sql.Tx) error) error {
	return inTx(ctx, f.writer, fn)
}

func inTx(ctx context.Context, db *sql.DB, fn func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return Sentinel(err)
	}
	if err := fn(tx); err != nil {
		if rollback := tx.Rollback(); rollback != nil && !errors.Is(rollback, sql.ErrTxDone) {
			return errors.Join(Sentinel(err), rollback)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return Sentinel(err)
	}
	if err := tx.Commit(); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return Sentinel(err)
	}
	return nil
}

// Close closes the file. The last to close it folds the write-ahead log in.
func (f *File) Close() error {
	return errors.Join(f.reader.Close(), f.writer.Close())
}

// Discard closes a file that was made a moment ago and removes it.
func (f *File) Discard() error {
	if err := f.Close(); err != nil {
		return err
	}
	return removeAll(f.path)
}

// touch makes an empty file that only its owner can read.
func touch(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// removeAll removes a SQLite file and what SQLite keeps beside it.
func removeAll(path string) error {
	var errs []error
	for _, name := range []string{path, path + "-wal", path + "-shm", path + "-journal"} {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
