// Package data owns the company file: one SQLite file with its connections,
// migrations, transactions, backup and check. [Create] and [Open] return a [File];
// [File.Read] and [File.Write] run a function in a transaction. [Sentinel] turns
// errors of the driver into those that this package exports. It never knows what a
// segment or a filter means.
package data

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"database/sql/driver"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/mattn/go-sqlite3"

	"winnow/data/email"
	"winnow/data/fold"
)

// File is an open company file: one connection that writes, unless the file can
// only be read, and some that read. It is safe for concurrent use.
type File struct {
	path   string  // as people are told
	writer *sql.DB // nil where the file can only be read
	reader *sql.DB
	place
	written atomic.Bool
	tries   *tries
	watch   watch
	// together is held by whoever needs two connections at once.
	together sync.Mutex
}

// readers bounds the connections that read at the same time.
const readers = 4

// busyTimeout is how long, in milliseconds, one program waits for another that
// writes, before ErrBusy.
const busyTimeout = 10_000

// maxValue bounds, in bytes, what one value of a file may have, so that a file
// from elsewhere cannot fill the memory. The largest of ours, the numbers of a
// million contacts, has eight million.
const maxValue = 128 << 20

// Create makes a new company file at path, with its folder, readable by its
// owner only. It returns ErrExists where there is a file already, and ErrLog where
// there is the log of another.
func Create(ctx context.Context, path string) (*File, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of %s: %w", path, fileError(err))
	}
	// SQLite would delete the log that another file left.
	if err := free(path); err != nil {
		return nil, fmt.Errorf("make %s: %w", path, err)
	}
	if err := touch(path); err != nil {
		return nil, fmt.Errorf("make %s: %w", path, fileError(err))
	}
	file, err := open(ctx, path, true)
	if err != nil {
		removeAll(path)
		return nil, err
	}
	return file, nil
}

// Open opens the company file at path and brings its schema up to date, after
// a copy of an older file was put beside it. A file that cannot be written to is
// opened to be read; an older one of those is ErrReadOnly. Open returns
// ErrMissing where there is none, ErrForeign for a file that is not Winnow's,
// ErrAltered for one with code of its own and ErrNewer for one that a newer
// program wrote; all are left untouched.
func Open(ctx context.Context, path string) (*File, error) {
	if err := regular(path); err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	how := readable(path)
	if err := identify(ctx, toRead(path, how)); err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	if how != nil {
		return openToRead(ctx, path, how)
	}
	return open(ctx, path, false)
}

// regular refuses what is no file, such as a folder, and a named pipe, which to
// open would wait for whoever writes to it.
func regular(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return fileError(err)
	}
	if !info.Mode().IsRegular() {
		return ErrForeign
	}
	return nil
}

// readable returns how to open a file that can only be read, and nil for one
// that can be written to.
func readable(path string) url.Values {
	if mayWrite(path) && mayMake(filepath.Dir(path)) {
		return nil
	}
	how := url.Values{"mode": {"ro"}}
	if _, err := os.Stat(path + "-wal"); err != nil {
		// Nobody has it open, and SQLite would put files beside it to read it.
		how.Set("immutable", "1")
	}
	return how
}

func openToRead(ctx context.Context, path string, how url.Values) (*File, error) {
	at, err := placeOf(path)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	f := &File{path: path, place: at, reader: connectAt(at, how)}
	have, err := schemaVersion(ctx, f.reader)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, Sentinel(err)), f.Close())
	}
	provider, err := migrator(f.reader)
	switch {
	case err != nil:
	case have > lastVersion(provider):
		err = ErrNewer
	case have < lastVersion(provider):
		err = ErrReadOnly
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, err), f.Close())
	}
	f.reader.SetMaxOpenConns(readers)
	f.reader.SetMaxIdleConns(readers)
	return f, nil
}

// open opens a file to work in it; isNew says that it was made for that and is empty.
func open(ctx context.Context, path string, isNew bool) (*File, error) {
	if err := migrate(ctx, path, isNew); err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	at, err := placeOf(path)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	f := &File{path: path, place: at, tries: newTries(), writer: connectAt(at, working("immediate")), reader: connectAt(at, working("deferred"))}
	f.writer.SetMaxOpenConns(1)
	f.reader.SetMaxOpenConns(readers)
	f.reader.SetMaxIdleConns(readers)
	// The first of each kind is opened now: where the file is replaced later, none is
	// opened any more, and these still read and copy what is open.
	if err := errors.Join(f.writer.PingContext(ctx), f.reader.PingContext(ctx)); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, Sentinel(err)), f.Close())
	}
	f.stampFirst(ctx)
	if err := at.see(); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, Sentinel(err)), f.Close())
	}
	return f, nil
}

// connector opens connections with the functions that Winnow adds to SQL.
type connector struct {
	sqlite driver.Driver
	dsn    string
	at     place
}

// Connect opens one more connection, to the file that the others have open and to
// none that has taken its place since.
func (c connector) Connect(context.Context) (driver.Conn, error) {
	if c.at.Replaced() {
		return nil, ErrReplaced
	}
	conn, err := c.sqlite.Open(c.dsn)
	if err == nil && c.at.Replaced() {
		// It may be to the file that came and have found the log of the one before. As it
		// closes, SQLite would fold that in: it stays open until the program ends.
		abandoned.Lock()
		defer abandoned.Unlock()
		abandoned.connections = append(abandoned.connections, conn)
		return nil, ErrReplaced
	}
	return conn, err
}

// abandoned are connections that are never closed; the driver closes those that nobody has.
var abandoned struct {
	sync.Mutex
	connections []driver.Conn
}

func (c connector) Driver() driver.Driver { return c.sqlite }

// connect returns a pool for path. locking is when a transaction takes the
// write lock: "immediate" for the writer, "deferred" for readers.
func connect(path, locking string) *sql.DB { return connectAs(path, working(locking)) }

// writerStatements is how many statements the writer keeps ready.
const writerStatements = 32

// working says how a file is opened that is worked in. That it has a write-ahead log stands
// in the file, and no connection asks for one: where another program has emptied the file a
// moment ago to write over it, SQLite would begin a new database in it, and write that as
// soon as no other connection keeps it from doing so, over what came.
func working(locking string) url.Values {
	query := url.Values{
		"_txlock":       {locking},
		"_busy_timeout": {strconv.Itoa(busyTimeout)},
		// What was done is on the disk when it is said to be done, also where the
		// battery gives out.
		"_synchronous":  {"FULL"},
		"_foreign_keys": {"on"},
		"_cache_size":   {"-65536"},
	}
	if locking == "deferred" {
		query.Set("_query_only", "on")
	} else {
		// To read a statement again with all triggers that it sets off takes longer than
		// to write a row by it.
		query.Set("_stmt_cache_size", strconv.Itoa(writerStatements))
	}
	return query
}

// connectAs returns a pool for path, opened as query says.
func connectAs(path string, query url.Values) *sql.DB { return connectAt(place{at: path}, query) }

// connectAt returns a pool for the file at a place.
func connectAt(at place, query url.Values) *sql.DB { return sql.OpenDB(newConnector(at, query)) }

func newConnector(at place, query url.Values) connector {
	return connector{at: at, dsn: dsn(at.at, query), sqlite: &sqlite3.SQLiteDriver{ConnectHook: prepareConnection}}
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

// logLimit is to how many bytes a log shrinks that a large write has made longer, when the
// next log begins. Without it that stays as long as the file is open.
const logLimit = "16777216"

// prepareConnection adds the functions fold, finds, mailbox, hash64, sha256 and draw, and distrusts what the file's own
// schema could bring along.
func prepareConnection(conn *sqlite3.SQLiteConn) error {
	if _, err := conn.Exec("PRAGMA trusted_schema = off; PRAGMA cell_size_check = on; PRAGMA temp_store = memory; PRAGMA journal_size_limit = "+logLimit, nil); err != nil {
		return err
	}
	conn.SetLimit(sqlite3.SQLITE_LIMIT_LENGTH, maxValue)
	if err := conn.RegisterFunc("mailbox", email.Mailbox, true); err != nil {
		return err
	}
	return errors.Join(conn.RegisterFunc("fold", fold.Case, true), conn.RegisterFunc("finds", fold.Finds, true),
		conn.RegisterFunc("hash64", hash64, true), conn.RegisterFunc("sha256", sha256Of, true), conn.RegisterFunc("draw", draw, true))
}

// Path returns where the file is.
func (f *File) Path() string { return f.path }

// ReadOnly reports whether the file can only be read.
func (f *File) ReadOnly() bool { return f.writer == nil }

// Read runs fn in one transaction that only reads: all its queries see the
// same state. It returns ErrReplaced where the file was found to be written over:
// what would be read is of both files.
func (f *File) Read(ctx context.Context, fn func(*sql.Tx) error) error {
	if f.Overwritten() {
		return ErrReplaced
	}
	return f.orReplaced(inTx(ctx, f.reader, fn))
}

// orReplaced returns ErrReplaced in the place of an error that says that the file is
// damaged, where another is being written over it: what was read is of both.
func (f *File) orReplaced(err error) error {
	if (errors.Is(err, ErrCorrupt) || errors.Is(err, ErrForeign) || errors.Is(err, ErrGone)) && f.Replaced() && f.Overwritten() {
		return ErrReplaced
	}
	return err
}

// Write runs fn in one transaction and commits it, unless fn returns an error
// or ctx ends first: then nothing is changed. It returns ErrReadOnly where the
// file can only be read, and ErrReplaced where it is no longer at its path or was
// written over, so that nobody would find what was written.
func (f *File) Write(ctx context.Context, fn func(*sql.Tx) error) error {
	if f.writer == nil {
		return ErrReadOnly
	}
	if f.Replaced() {
		return ErrReplaced
	}
	defer f.tries.write()()
	// What takes a statement back, which can be most of the file, does not fit into
	// memory. Where that goes is settled when the transaction begins; the rest of what
	// statements put aside is quicker in memory. A connection that has temporary tables
	// keeps them where they are, which is no reason to fail.
	if _, err := f.writer.ExecContext(ctx, "PRAGMA temp_store = file"); err != nil {
		return Sentinel(err)
	}
	var keep func()
	var gave header
	began := false
	defer func() {
		if began { // and it failed
			f.ended(header{})
		}
	}()
	err := inTx(ctx, f.writer, func(tx *sql.Tx) (err error) {
		if f.begun() {
			return ErrReplaced
		}
		began = true
		_, _ = tx.ExecContext(ctx, "PRAGMA temp_store = memory")
		keep, err = f.watching(ctx, tx, func() error {
			before, err := totalChanges(ctx, tx)
			if err != nil {
				return err
			}
			if err := fn(tx); err != nil {
				return err
			}
			return setStamp(ctx, tx, before)
		})
		if err == nil {
			gave, err = headerBy(tx.QueryRow)
		}
		return err
	})
	if err != nil {
		return f.orReplaced(err)
	}
	keep()
	began = false
	if f.ended(gave) { // it may have been replaced meanwhile
		return ErrReplaced
	}
	f.written.Store(true)
	return nil
}

// Written reports whether anything was written to the file since it was opened.
func (f *File) Written() bool { return f.written.Load() }

// beginner is a pool or a connection.
type beginner interface {
	BeginTx(ctx context.Context, o *sql.TxOptions) (*sql.Tx, error)
}

func inTx(ctx context.Context, db beginner, fn func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return Sentinel(err)
	}
	// Where fn panics, the connection and its locks are free again. After all else
	// this finds the transaction done.
	defer tx.Rollback()
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

// Version is a number that is another whenever another program, or another File,
// has changed the file since. What this File itself writes leaves it as it is.
// It waits for what is being written here. It returns ErrReplaced as Write does.
func (f *File) Version(ctx context.Context) (int64, error) {
	if f.Replaced() {
		return 0, ErrReplaced
	}
	if f.writer == nil {
		return 0, nil // nobody can change it under a connection that believes it immutable
	}
	defer f.tries.write()() // nothing that is only tried is waited for
	version, err := dataVersion(ctx, f.writer)
	if err == nil {
		f.watch.see(version)
	}
	return version, Sentinel(err)
}

// Close closes the file. The last to close it folds the write-ahead log in. The log
// of a file that was replaced is deleted where what was open was backed up since.
func (f *File) Close() error {
	if f.writer == nil {
		return f.reader.Close()
	}
	then, err := f.leave()
	if err != nil {
		// To close it would write into another's file: it stays open until the program ends.
		return fmt.Errorf("keep the log of %s: %w", f.path, fileError(err))
	}
	return errors.Join(f.reader.Close(), f.writer.Close(), then())
}

// connectionEvery is how often is looked whether connections are free or have ended.
const connectionEvery = 10 * time.Millisecond

// AwaitClosed returns when all connections of a file that was closed have ended: what is
// read or written while Close is called ends later. Until then SQLite takes what it knows
// of the file for what is in it, even where another was written over it. The error is that
// of ctx where it ends before.
func (f *File) AwaitClosed(ctx context.Context) error {
	for _, db := range []*sql.DB{f.reader, f.writer} {
		for db != nil && db.Stats().OpenConnections > 0 {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(connectionEvery):
			}
		}
	}
	return nil
}

// Discard closes a file that was made a moment ago and removes it. Another that has
// taken its place stays.
func (f *File) Discard() error {
	if err := f.Close(); err != nil {
		return err
	}
	if f.Replaced() {
		return ErrReplaced
	}
	return removeAll(f.at)
}

// touch makes an empty file that only its owner can read.
func touch(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// besides are the endings of a SQLite file's name and of those that SQLite keeps
// beside it.
var besides = []string{"", "-wal", "-shm", "-journal"}

// Beside returns the names of the files that SQLite keeps beside a company file,
// now or at another time.
func Beside(path string) []string {
	names := make([]string, 0, len(besides)-1)
	for _, suffix := range besides[1:] {
		names = append(names, path+suffix)
	}
	return names
}

// removeAll removes a SQLite file and what SQLite keeps beside it.
func removeAll(path string) error {
	err := os.Remove(path)
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return errors.Join(err, removeBeside(path))
}

// removeBeside removes what SQLite keeps beside a file.
func removeBeside(path string) error {
	var errs []error
	for _, suffix := range besides[1:] {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// hash64 is the SQL function of a text's hash, by which it is seen whether a row
// is as it was.
func hash64(text string) int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text))
	return int64(h.Sum64())
}

// draw returns a number by which texts are put into a random order: the same for the
// same text and seed, everywhere and always, and unrelated for all others.
func draw(seed int64, text string) int64 {
	sum := sha256.Sum256(append(strconv.AppendInt(nil, seed, 10), "\n"+text...))
	return int64(binary.BigEndian.Uint64(sum[:8]))
}

// sha256Of returns the SHA-256 of some bytes in hexadecimal digits.
func sha256Of(content []byte) string { return fmt.Sprintf("%x", sha256.Sum256(content)) }
