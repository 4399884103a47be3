package data

import (
	"context"
	"database/sql"
	"errors"
	"sync"
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
	if t.stops == nil {
		t.stops = map[*context.CancelCauseFunc]bool{}
	}
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
// changed. It is for what nobody waits for: as soon as Write is called, the context that
// fn is given ends, and Try returns ErrGaveWay. Other programs cannot write meanwhile,
// as with Write, so that ctx should end soon.
func (f *File) Try(ctx context.Context, fn func(context.Context, *sql.Tx) error) error {
	if f.writer == nil {
		return ErrReadOnly
	}
	if f.Replaced() {
		return ErrReplaced
	}
	tried, stop := context.WithCancelCause(ctx)
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
