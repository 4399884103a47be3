package cancellation

import (
	"context"
	"database/sql"
	"slices"
)

const (
	// reasons is the sum of a row's reasons.
	reasons = "iif(canceled AND canceled_by = 0, 1, canceled_by)"

	onlyFor   = reasons + " = ?"
	hasReason = reasons + " & ? <> 0"
	cancel    = "canceled_by = " + reasons + " | ?, canceled = 1"
	uncancel  = "canceled_by = " + reasons + " & ~?, canceled = (" + reasons + " & ~?) <> 0"
)

// count returns how many of the rows satisfy another condition.
func (r Rows) count(ctx context.Context, tx *sql.Tx, condition string, args ...any) (n int, err error) {
	err = tx.QueryRowContext(ctx, "SELECT count(*) FROM "+r.Table+" WHERE ("+r.Where+") AND "+condition, slices.Concat(r.Args, args)...).Scan(&n)
	return n, err
}

func (r Rows) update(ctx context.Context, tx *sql.Tx, set string, args ...any) error {
	_, err := tx.ExecContext(ctx, "UPDATE "+r.Table+" SET "+set+" WHERE "+r.Where, slices.Concat(args, r.Args)...)
	return err
}
