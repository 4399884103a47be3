package data

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"time"
)

// ErrGaveWay is the error of a Try that was stopped, or not begun, since something is
// to be written.
var ErrGaveWay = errors.New("it gave way to what is written")

// errTakeBack ends a transaction whose changes nobody wants.
var errTakeBack = errors.New("nothing is to be kept")

// tries are the transactions of Try that are under way, and how many Writes there are
// that they give way to.
type tries struct {
	lock   sync.Mutex
	writes int
	stops  map[*context.CancelCauseFunc]bool
	// turn lets one be tried at a time.
	turn chan struct{}
}

func newTries() *tries {
	return &tries{stops: map[*context.CancelCauseFunc]bool{}, turn: make(chan struct{}, 1)}
}

// write stops what is being tried and keeps more from beginning, until the function
// that it returns is called.
func (t *tries) write() (done func()) {
	t.lock.Lock()
	defer t.lock.Unlock()
	t.writes++
	for stop := range t.stops {
		(*stop)(ErrGaveWay)
	}
	return func() {
		t.lock.Lock()
		defer t.lock.Unlock()
		t.writes--
	}
}

// begin lets write stop a transaction, and stops it at once where something is being
// written.
func (t *tries) begin(stop *context.CancelCauseFunc) {
	t.lock.Lock()
	defer t.lock.Unlock()
	t.stops[stop] = true
	if t.writes > 0 {
		(*stop)(ErrGaveWay)
	}
}

func (t *tries) end(stop *context.CancelCauseFunc) {
	t.lock.Lock()
	defer t.lock.Unlock()
	delete(t.stops, stop)
}

// Try runs fn in one transaction that may change the file, and takes back all that it
// changed. It is for what nobody waits for: one is tried at a time, and as soon as Write
// is called, the context that fn is given ends, and Try returns ErrGaveWay. Other
// programs cannot write meanwhile, as with Write, so that the context also ends after a
// time limit; the error is then context.DeadlineExceeded.
func (f *File) Try(ctx context.Context, limit time.Duration, fn func(context.Context, *sql.Tx) error) error {
	if f.writer == nil {
		return ErrReadOnly
	}
	if f.Replaced() {
		return ErrReplaced
	}
	select {
	case f.tries.turn <- struct{}{}:
		defer func() { <-f.tries.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	tried, stop := context.WithCancelCause(limited)
	defer stop(nil)
	f.tries.begin(&stop)
	defer f.tries.end(&stop)
	err := inTx(tried, f.writer, func(tx *sql.Tx) error {
		if err := fn(tried, tx); err != nil {
			return err
		}
		return errTakeBack
	})
	switch {
	case errors.Is(err, errTakeBack):
		return nil
	case err != nil && errors.Is(context.Cause(tried), ErrGaveWay):
		return ErrGaveWay
	}
	return err
}
