// Package cancellation cancels interactions, campaign entries and logged segments, and
// uncancels them. Such a row may be canceled for several reasons at once, see [Reason], and counts
// again only when each of them is gone: an interaction that somebody canceled by itself
// stays canceled when its logged segment is uncanceled. The column canceled says whether
// there is a reason, canceled_by is the sum of the reasons. [Cancel] and [Uncancel]
// change both.
package cancellation

import (
	"context"
	"database/sql"
	"slices"
)

// Reason is why a row is canceled.
type Reason int

const (
	// Itself is the reason of a row that a person canceled. It is that of a row, too,
	// which an import brought canceled, though its canceled_by is 0.
	Itself Reason = 1 << iota
	// LoggedSegment is the reason of what belongs to a canceled logged segment.
	LoggedSegment
	// CampaignEntry is the reason of what belongs to a canceled campaign entry.
	CampaignEntry
	// TakenBack is the reason of a log that was undone, and of all that belongs to it.
	// It is never taken away.
	TakenBack
)

// Rows are rows of a table that can be canceled.
type Rows struct {
	Table string
	// Where is an SQL condition with a ? for each of Args.
	Where string
	Args  []any
}

// Change is [Cancel] or [Uncancel].
type Change func(context.Context, *sql.Tx, Rows, Reason) (int, error)

// Cancel cancels rows for a reason, and returns how many were not canceled before.
func Cancel(ctx context.Context, tx *sql.Tx, rows Rows, reason Reason) (int, error) {
	n, err := rows.count(ctx, tx, "canceled = 0")
	if err != nil {
		return 0, err
	}
	return n, rows.update(ctx, tx, cancel, reason)
}

// Uncancel takes a reason away from rows, and returns how many are no longer canceled.
func Uncancel(ctx context.Context, tx *sql.Tx, rows Rows, reason Reason) (int, error) {
	n, err := rows.count(ctx, tx, onlyFor, reason)
	if err != nil {
		return 0, err
	}
	having := Rows{rows.Table, "(" + rows.Where + ") AND " + hasReason, slices.Concat(rows.Args, []any{reason})}
	return n, having.update(ctx, tx, uncancel, reason, reason)
}
