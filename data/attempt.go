package data

import (
	"context"
	"database/sql"
	"errors"
)

// Attempt runs fn so that nothing of what it did is left where it fails, and what was done
// before in the transaction stands.
func Attempt(ctx context.Context, tx *sql.Tx, fn func() error) error {
	if _, err := tx.ExecContext(ctx, "SAVEPOINT attempt"); err != nil {
		return err
	}
	failed := fn()
	if failed != nil {
		if _, err := tx.ExecContext(ctx, "ROLLBACK TO attempt"); err != nil {
			return errors.Join(failed, err)
		}
	}
	if _, err := tx.ExecContext(ctx, "RELEASE attempt"); err != nil {
		return errors.Join(failed, err)
	}
	return failed
}
