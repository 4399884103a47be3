package segment

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"
)

// LineIn returns one line of a segment, with the named fields of its contact, within a
// transaction of the caller's. The error is a core.Problem where there is none with
// that number in the segment.
func (s *Store) LineIn(ctx context.Context, tx *sql.Tx, no string, lineNo int64, contactFields ...string) (Line, Segment, error) {
	l, err := s.OpenLines(ctx, tx, no)
	if err != nil {
		return Line{}, Segment{}, err
	}
	set, err := linesIn(l.Segment(), l.lines, []int64{lineNo})
	if err != nil {
		return Line{}, Segment{}, err
	}
	found, err := l.read(ctx, tx, set.ToArray(), contactFields)
	if err != nil {
		return Line{}, Segment{}, err
	}
	if len(found) == 0 {
		return Line{}, Segment{}, fmt.Errorf("line %d of %s is missing", lineNo, no)
	}
	return found[0], l.Segment(), nil
}

// Called is what came of a call.
type Called struct {
	LineNo int64
	// Entry is the interaction that the call made.
	Entry         int64
	Evaluation    int64
	AttemptFailed bool
	// ContactVia is the number that was called, or "".
	ContactVia string
}

// SetCalled notes on a line what came of a call, within a transaction of the caller's:
// its Evaluation, Attempt Failed and Contact Via are the line's own from then on, and
// the line is not logged a second time. A segment that is logged is refused.
func (s *Store) SetCalled(ctx context.Context, tx *sql.Tx, no string, c Called) error {
	if err := CheckActive(ctx, tx, no); err != nil {
		return err
	}
	l, err := s.OpenLines(ctx, tx, no)
	if err != nil {
		return err
	}
	set, err := linesIn(l.Segment(), l.lines, []int64{c.LineNo})
	if err != nil {
		return err
	}
	failed := int64(0)
	if c.AttemptFailed {
		failed = 1
	}
	edit := lineEdit{values: map[string]any{"evaluation": c.Evaluation, "attempt_failed": failed, "contact_via": c.ContactVia}}
	if err := edit.prepare(ctx, tx, l); err != nil {
		return err
	}
	chosen := &Lines{store: s, defaults: l.defaults, lines: set, addresses: l.addresses}
	if err := chosen.Each(ctx, tx, nil, func(lines []Line) error { return edit.run(ctx, tx, lines) }); err != nil {
		return err
	}
	id := l.Segment().ID
	if err := updateCall(ctx, tx, id, c.LineNo, c.Entry); err != nil {
		return fmt.Errorf("note the call of line %d: %w", c.LineNo, err)
	}
	return updateStep(ctx, tx, id, l.Segment().Step, s.company.Stamp())
}

// CallEntry returns the interaction of the call that was made from a line; 0 where none
// was, or where it is canceled.
func (s *Store) CallEntry(ctx context.Context, tx *sql.Tx, id, lineNo int64) (int64, error) {
	return selectCall(ctx, tx, id, lineNo)
}

// NextToCall returns the number of the first line behind one that has not been called
// and whose contact is not blocked; 0 where there is none. Behind the last line it goes
// on with the first.
func (l *Lines) NextToCall(ctx context.Context, tx *sql.Tx, after int64) (int64, error) {
	done, err := selectNotToCall(ctx, tx, l.Segment().ID)
	if err != nil {
		return 0, fmt.Errorf("look for lines that were called: %w", err)
	}
	left := roaring.AndNot(l.lines, done)
	if left.IsEmpty() {
		return 0, nil
	}
	behind := left.Clone()
	behind.RemoveRange(0, uint64(Ordinal(after))+1)
	if behind.IsEmpty() {
		behind = left
	}
	return LineNo(behind.Minimum()), nil
}
