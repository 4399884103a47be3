package data

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/url"
	"os"
	"strconv"

	"github.com/mattn/go-sqlite3"
)

// A file that is open changes only as its log is folded into it, by this program or
// another: SQLite writes nothing else into it. So what its first page says must have
// been there before, or come out of the log. Each write gives the first page a stamp
// of its own, so that no two states of a company look alike there.

// state is a file's first page and the log that it may change from.
type state struct {
	header header
	log    logID
}

// logID tells a log from the one that begins when it was folded in: by the random
// numbers in its header or, where it is empty, by when it became so.
type logID struct {
	salts [8]byte
	empty int64
}

// header tells the states of a file apart: the stamp, and the schema's counter,
// which is another in a copy.
type header struct{ stamp, schema int32 }

// Where SQLite's format has them (sqlite.org/fileformat.html).
const (
	logHeader   = 32
	pageSizeAt  = 8
	saltsAt     = 16
	frameHeader = 24
	frameSalts  = 8
	schemaAt    = 40
	stampAt     = 60
)

// setStamp gives the file a new stamp, where something was changed since before.
func setStamp(ctx context.Context, tx *sql.Tx, before int64) error {
	after, err := totalChanges(ctx, tx)
	if err != nil || after == before {
		return err
	}
	_, err = tx.ExecContext(ctx, "PRAGMA user_version = "+strconv.Itoa(int(int32(rand.Uint32()))))
	return err
}

// Stamp is a number that is another after every write that changed something. In a
// transaction it is that of the state which the transaction sees.
func Stamp(ctx context.Context, tx *sql.Tx) (stamp int64, err error) {
	err = tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&stamp)
	return stamp, err
}

// stampFirst gives a file a stamp that never had one, at once and not only in its log.
// Where that cannot be, the next write does it.
func (f *File) stampFirst(ctx context.Context) {
	var stamp int
	if err := f.reader.QueryRowContext(ctx, "PRAGMA user_version").Scan(&stamp); err != nil || stamp != 0 {
		return
	}
	if err := inTx(ctx, f.writer, func(tx *sql.Tx) error { return setStamp(ctx, tx, -1) }); err != nil {
		return
	}
	_, _ = f.writer.ExecContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)")
}

// totalChanges is how many rows the connection has changed so far.
func totalChanges(ctx context.Context, tx *sql.Tx) (n int64, err error) {
	err = tx.QueryRowContext(ctx, "SELECT total_changes()").Scan(&n)
	return n, err
}

// stateOf reads the state of the file by a connection of its own, so that the locks of
// this program stay. It is kept: to open one takes a hundred times as long as to read a
// page.
func (p place) stateOf() (state, error) {
	for {
		s, err := p.stateNow()
		if err != nil {
			return state{}, err
		}
		// Where another log has begun meanwhile, the first page may be of the one before.
		if log, err := logOf(p.at); err != nil || log == s.log {
			return s, err
		}
	}
}

func (p place) stateNow() (s state, err error) {
	if s.log, err = logOf(p.at); err != nil {
		return s, err
	}
	if p.look != nil {
		if s.header, err = headerInFile(p.look); err == nil {
			return s, nil
		}
		// It goes by how large the file was when it was opened.
		if err := p.endLook(); err != nil {
			return s, err
		}
	}
	// Immutable is how SQLite reads the file alone, without its log.
	how := url.Values{"mode": {"ro"}, "immutable": {"1"}}
	p.look = sql.OpenDB(connector{at: place{at: p.at}, dsn: dsn(p.at, how), sqlite: &sqlite3.SQLiteDriver{}})
	p.look.SetMaxOpenConns(1)
	s.header, err = headerInFile(p.look)
	return s, err
}

// headerInFile reads the header that is in the file now. Nobody cancels that: what is not
// known would pass for unchanged.
func headerInFile(look *sql.DB) (header, error) {
	// What the connection has in memory it does not read again.
	if _, err := look.Exec("PRAGMA shrink_memory"); err != nil {
		return header{}, err
	}
	return headerBy(look.QueryRow)
}

// endLook closes what the state is read by.
func (p place) endLook() error {
	if p.look == nil {
		return nil
	}
	look := p.look
	p.look = nil
	return look.Close()
}

// headerBy reads the header that a connection or a transaction sees, by its QueryRow.
func headerBy(row func(query string, args ...any) *sql.Row) (h header, err error) {
	if err = row("PRAGMA user_version").Scan(&h.stamp); err == nil {
		err = row("PRAGMA schema_version").Scan(&h.schema)
	}
	return h, err
}

// logOf tells which log lies beside a file.
func logOf(path string) (id logID, err error) {
	log, err := os.Open(path + "-wal")
	if errors.Is(err, fs.ErrNotExist) {
		return id, nil
	}
	if err != nil {
		return id, err
	}
	defer log.Close()
	info, err := log.Stat()
	if err != nil {
		return id, err
	}
	if _, err := log.ReadAt(id.salts[:], saltsAt); err == io.EOF {
		return logID{empty: info.ModTime().UnixNano()}, nil
	} else if err != nil {
		return id, err
	}
	return id, nil
}

// errAnotherLog is returned where another log has begun meanwhile.
var errAnotherLog = errors.New("another log has begun")

// headers are those of the first pages in a log, in its order.
type headers []header

// since reports whether they have a header, and not from before another.
func (l headers) since(was, now header) (found bool) {
	for _, h := range l {
		switch h {
		case now:
			found = true
		case was:
			found = false
		}
	}
	return found
}

// readLog reads the headers in a log. It returns errAnotherLog where another log has begun
// meanwhile.
func readLog(path string, id logID) (list headers, err error) {
	log, err := os.Open(path + "-wal")
	if err != nil {
		return nil, err
	}
	defer log.Close()
	head := make([]byte, frameHeader+stampAt+4)
	if _, err := log.ReadAt(head[:logHeader], 0); err == io.EOF {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	size := int64(binary.BigEndian.Uint32(head[pageSizeAt:]))
	for at := int64(logHeader); ; at += frameHeader + size {
		if _, err := log.ReadAt(head, at); err == io.EOF {
			break
		} else if err != nil {
			return nil, err
		}
		if [8]byte(head[frameSalts:]) != id.salts {
			break // what follows is left of a log before
		}
		if binary.BigEndian.Uint32(head) == 1 {
			page := head[frameHeader:]
			list = append(list, header{int32(binary.BigEndian.Uint32(page[stampAt:])), int32(binary.BigEndian.Uint32(page[schemaAt:]))})
		}
	}
	if now, err := logOf(path); err != nil || now != id {
		return nil, errors.Join(err, errAnotherLog)
	}
	return list, nil
}

// asideSuffix ends the name of the log of a file that was replaced. SQLite takes no
// file of that name for a log.
const asideSuffix = ".replaced-wal"

// freeName makes an empty file at a path, or at one much like it where there is one.
func freeName(path string) (string, error) {
	name := path
	for n := 2; ; n++ {
		err := touch(name)
		if err == nil || !errors.Is(err, fs.ErrExist) {
			return name, err
		}
		name = fmt.Sprintf("%s-%d", path, n)
	}
}
