package segment

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core"
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
	found, err := l.read(ctx, tx, l.flow(tx), set.ToArray(), contactFields)
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

// BeforeCall is what a line had before a call.
type BeforeCall struct {
	line Line
	// entry is the interaction of an earlier call, or 0.
	entry int64
}

// LineNo is the number of the line.
func (b BeforeCall) LineNo() int64 { return b.line.LineNo }

// calledFields are the fields of a line in which the result of a call is noted.
var calledFields = []string{"evaluation", "attempt_failed", "contact_via"}

// SetCalled notes on a line what came of a call, within a transaction of the caller's:
// its Evaluation, Attempt Failed and Contact Via are the line's own from then on, and
// the line is not logged a second time. It returns what TakeBackCalled needs. A segment
// that is logged is refused.
func (s *Store) SetCalled(ctx context.Context, tx *sql.Tx, no string, c Called) (before BeforeCall, err error) {
	failed := int64(0)
	if c.AttemptFailed {
		failed = 1
	}
	edit := lineEdit{values: map[string]any{"evaluation": c.Evaluation, "attempt_failed": failed, "contact_via": c.ContactVia}}
	if before.line, _, err = s.LineIn(ctx, tx, no, c.LineNo); err != nil {
		return before, err
	}
	if before.entry, err = s.editCalled(ctx, tx, no, c.LineNo, edit, c.Entry); err != nil {
		return before, err
	}
	return before, nil
}

// TakeBackCalled gives a line what it had before a call that made an interaction, within
// a transaction of the caller's. Where there was another call since, it is refused as
// Busy.
func (s *Store) TakeBackCalled(ctx context.Context, tx *sql.Tx, no string, entry int64, before BeforeCall) error {
	edit := lineEdit{values: map[string]any{}}
	for _, key := range calledFields {
		if before.line.Own(key) {
			edit.values[key] = before.line.Value(key)
		} else {
			edit.follow = append(edit.follow, key)
		}
	}
	was, err := s.editCalled(ctx, tx, no, before.line.LineNo, edit, before.entry)
	if err == nil && was != entry {
		err = core.NewProblem(core.Busy, "segment.line_was_called_again", "line", before.line.LineNo)
	}
	return err
}

// editCalled changes a line's own fields and the interaction of its call, and returns
// the one that it had.
func (s *Store) editCalled(ctx context.Context, tx *sql.Tx, no string, lineNo int64, edit lineEdit, entry int64) (was int64, err error) {
	if err := CheckActive(ctx, tx, no); err != nil {
		return 0, err
	}
	l, err := s.OpenLines(ctx, tx, no)
	if err != nil {
		return 0, err
	}
	set, err := linesIn(l.Segment(), l.lines, []int64{lineNo})
	if err != nil {
		return 0, err
	}
	if err := edit.prepare(ctx, tx, l); err != nil {
		return 0, err
	}
	chosen := &Lines{store: s, defaults: l.defaults, lines: set, addresses: l.addresses}
	if err := chosen.Each(ctx, tx, nil, func(lines []Line) error { return edit.run(ctx, tx, lines) }); err != nil {
		return 0, err
	}
	id := l.Segment().ID
	if was, err = updateCall(ctx, tx, id, lineNo, entry); err != nil {
		return 0, fmt.Errorf("note the call of line %d: %w", lineNo, err)
	}
	return was, updateStep(ctx, tx, id, l.Segment().Step, s.company.Stamp())
}

// CallEntry returns the interaction of the call that was made from a line; 0 where none
// was, or where it is canceled.
func (s *Store) CallEntry(ctx context.Context, tx *sql.Tx, id, lineNo int64) (int64, error) {
	return selectCall(ctx, tx, id, lineNo)
}

// NextToCall returns the number of the first line behind one that has not been called
// and whose contact is not blocked, and its place among the lines, counted from 0; the
// number is 0 where there is none. Behind the last line it goes on with the first.
func (l *Lines) NextToCall(ctx context.Context, tx *sql.Tx, after int64) (line int64, place int, err error) {
	called, blocked, err := l.calls(ctx, tx)
	if err != nil {
		return 0, 0, err
	}
	left := roaring.AndNot(l.lines, roaring.Or(called, blocked))
	if left.IsEmpty() {
		return 0, 0, nil
	}
	behind := left.Clone()
	behind.RemoveRange(0, uint64(Ordinal(after))+1)
	if behind.IsEmpty() {
		behind = left
	}
	next := behind.Minimum()
	return LineNo(next), int(l.lines.Rank(next)) - 1, nil
}

// Calls counts the calls from a segment's lines.
type Calls struct {
	// Called are the lines that were called, of which Failed were not reached, and
	// Blocked those that are not called since their contacts are blocked.
	Lines, Called, Failed, Blocked int
}

// Calls counts what was called and what was not.
func (l *Lines) Calls(ctx context.Context, tx *sql.Tx) (Calls, error) {
	called, blocked, err := l.calls(ctx, tx)
	if err != nil {
		return Calls{}, err
	}
	failed, err := selectFailedCalls(ctx, tx, l.Segment().ID)
	if err != nil {
		return Calls{}, fmt.Errorf("look for calls that failed: %w", err)
	}
	count := func(some *roaring.Bitmap) int { return int(l.lines.AndCardinality(some)) }
	return Calls{Lines: l.Len(), Called: count(called), Failed: count(failed), Blocked: count(roaring.AndNot(blocked, called))}, nil
}

// calls returns the lines that were called, and those whose contact is blocked.
func (l *Lines) calls(ctx context.Context, tx *sql.Tx) (called, blocked *roaring.Bitmap, err error) {
	if called, err = selectCalled(ctx, tx, l.Segment().ID); err != nil {
		return nil, nil, fmt.Errorf("look for lines that were called: %w", err)
	}
	if blocked, err = selectBlockedLines(ctx, tx, l.Segment().ID); err != nil {
		return nil, nil, fmt.Errorf("look for blocked contacts: %w", err)
	}
	return called, blocked, nil
}
