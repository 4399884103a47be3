package segment

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"winnow/core"
	"winnow/core/value"
)

// change runs fn in a transaction that changes a segment. Every change of a segment
// goes through here, so that one that is logged stays as it was.
func (s *Store) change(ctx context.Context, no string, fn func(*sql.Tx) error) error {
	return s.company.Write(ctx, func(tx *sql.Tx) error {
		if err := CheckActive(ctx, tx, no); err != nil {
			return err
		}
		return fn(tx)
	})
}

// try is change for what is only tried, gives way to whatever is written, and
// ends after a time limit.
func (s *Store) try(ctx context.Context, no string, limit time.Duration, fn func(context.Context, *sql.Tx) error) error {
	return s.company.Try(ctx, limit, func(ctx context.Context, tx *sql.Tx) error {
		if err := CheckActive(ctx, tx, no); err != nil {
			return err
		}
		return fn(ctx, tx)
	})
}

// CheckActive refuses a segment that is sealed under its logged segment, or that somebody
// else holds: the error is then a core.Problem that names that. A number of no segment is
// no concern of it.
func CheckActive(ctx context.Context, tx *sql.Tx, no string) error {
	code, err := value.Code(no)
	if err != nil {
		return nil // what is wrong with it is said when the segment is looked for
	}
	entry, err := selectLoggedAs(ctx, tx, code)
	if err != nil {
		return fmt.Errorf("read whether segment %s is logged: %w", code, err)
	}
	if entry == 0 {
		return CheckHeld(ctx, tx, code)
	}
	return Logged(code, entry)
}

// Logged is the Problem of a segment that cannot be changed or logged, since it is
// logged.
func Logged(no string, entry int64) error {
	return core.NewProblem(core.Exists, "segment.is_logged_already", "segment", no, "entry", entry)
}

// Seal makes a segment one that can be looked at and not be changed: it belongs to a
// logged segment. An entry of 0 makes it active again, as it was.
func Seal(ctx context.Context, tx *sql.Tx, id, entry int64) error {
	no, err := selectNo(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := CheckHeld(ctx, tx, no); err != nil {
		return err
	}
	return updateLoggedAs(ctx, tx, id, entry)
}

// DropSealed deletes a segment that is sealed under a logged segment, with its lines
// and steps; there need be none. It returns the segment's number.
func DropSealed(ctx context.Context, tx *sql.Tx, entry int64) (no string, err error) {
	list, err := selectSegments(ctx, tx, loggedAs+" = ?", entry)
	if err != nil {
		return "", err
	}
	for _, seg := range list {
		no = seg.No
		if err := CheckHeld(ctx, tx, no); err != nil {
			return "", err
		}
		if err := deleteSegment(ctx, tx, seg.ID); err != nil {
			return "", err
		}
	}
	return no, nil
}

// State is a text that is another one after any change of a segment, its history or
// its lines.
func State(ctx context.Context, tx *sql.Tx, no string) (string, error) {
	seg, err := findSegment(ctx, tx, no)
	if err != nil {
		return "", err
	}
	return selectState(ctx, tx, seg.ID)
}
