package company

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"winnow/data"
)

// errTried ends the transaction of a change that was only tried.
var errTried = errors.New("the change was only tried")

// Change runs fn as Write does; where preview is set, it takes back what fn did, so
// that what fn found out is what the change would do.
func (c *Company) Change(ctx context.Context, preview bool, fn func(*sql.Tx) error) error {
	err := c.Write(ctx, func(tx *sql.Tx) error {
		if err := fn(tx); err != nil || !preview {
			return err
		}
		return errTried
	})
	if errors.Is(err, errTried) {
		return nil
	}
	return err
}

// Try runs fn in one transaction that may change the company, and takes back all that it
// changed. It gives way to whatever is written: then the context that fn is given ends,
// and the error is one that GaveWay knows. After the time limit it ends with
// context.DeadlineExceeded. Else the error is as with Write.
func (c *Company) Try(ctx context.Context, limit time.Duration, fn func(context.Context, *sql.Tx) error) error {
	return Problem(c.File.Try(ctx, limit, fn), c.Path())
}

// GaveWay reports whether an error says that Try was stopped by what was to be written.
func GaveWay(err error) bool { return errors.Is(err, data.ErrGaveWay) }
