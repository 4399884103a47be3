package data

import (
	"context"
	"database/sql"
)

// ReadTogether runs two functions at the same time, each in a transaction of its own that
// only reads: all queries of both see the same state, as those of Read do. The error is
// the first function's, or else the second's.
func (f *File) ReadTogether(ctx context.Context, first, second func(*sql.Tx) error) error {
	if f.Overwritten() {
		return ErrReplaced
	}
	// Two calls that wait for one another's connections would wait forever.
	f.together.Lock()
	defer f.together.Unlock()
	same, err := readTogether(ctx, f.reader, first, second)
	if same || err != nil {
		return f.orReplaced(err)
	}
	return f.Read(ctx, func(tx *sql.Tx) error {
		if err := first(tx); err != nil {
			return err
		}
		return second(tx)
	})
}

// readTogether runs the functions, unless something was written between the beginnings of
// the two transactions; it reports whether nothing was.
func readTogether(ctx context.Context, db *sql.DB, first, second func(*sql.Tx) error) (same bool, err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return false, Sentinel(err)
	}
	defer conn.Close()
	// A connection's data_version changes with what others write. To ask for it begins
	// what the transaction sees.
	const version = "PRAGMA data_version"
	var before, after, other int64
	if err := conn.QueryRowContext(ctx, version).Scan(&before); err != nil {
		return false, Sentinel(err)
	}
	err = inTx(ctx, db, func(one *sql.Tx) error {
		if err := one.QueryRowContext(ctx, version).Scan(&other); err != nil {
			return err
		}
		return inTx(ctx, conn, func(two *sql.Tx) error {
			if err := two.QueryRowContext(ctx, version).Scan(&after); err != nil || after != before {
				return err
			}
			same = true
			done := make(chan error, 1)
			go func() { done <- second(two) }()
			err := first(one)
			if behind := <-done; err == nil {
				err = behind
			}
			return err
		})
	})
	return same, err
}
