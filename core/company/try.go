package company

import (
	"context"
	"database/sql"
	"errors"
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
