package segment

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core"
	"winnow/core/criteria"
	"winnow/core/filter"
)

// RemoveParams say which lines are removed, and why.
type RemoveParams struct {
	Lines []int64
	// Filters stand in the step's criteria where they select just those lines, so
	// that the criteria do the same for other contacts. Where they do not, or
	// there are none, the contacts' numbers stand there.
	Filters criteria.Filters
	// Reason is kept with the step, for people to read.
	Reason string
	// Env overrides the company's settings where filters are resolved.
	Env filter.Env
}

// Remove removes lines for a reason, as one Reduce step; more contacts than one
// filter has room for are named in several. The error is a core.Problem where
// the segment has not one of the lines; then nothing was changed.
func (s *Store) Remove(ctx context.Context, no string, p RemoveParams) ([]Result, error) {
	var results []Result
	err := s.change(ctx, no, func(tx *sql.Tx) error {
		w, err := s.begin(ctx, tx, no, p.Env)
		if err != nil {
			return err
		}
		results, err = w.remove(ctx, p)
		return err
	})
	if err != nil {
		return nil, err
	}
	return results, nil
}

func (w *work) remove(ctx context.Context, p RemoveParams) ([]Result, error) {
	if len(p.Lines) == 0 {
		return nil, core.NewProblem(core.Invalid, "segment.no_line_is_named")
	}
	if !criteria.ValidReason(p.Reason) {
		return nil, core.NewProblem(core.Invalid, "segment.reason_is_one_line_of_at_most", "max", criteria.MaxReason)
	}
	gone, err := linesIn(w.segment, w.current.snapshot, p.Lines)
	if err != nil {
		return nil, err
	}
	m := w.members()
	if err := m.readAll(ctx, w.tx); err != nil {
		return nil, err
	}
	if len(p.Filters) > 0 {
		step := criteria.Step{Action: criteria.Reduce, Filters: p.Filters, Reason: p.Reason}
		found, err := w.wouldGo(ctx, m, step)
		if err != nil {
			return nil, err
		}
		if found.Equals(gone) {
			result, err := w.run(ctx, step)
			return []Result{result}, err
		}
	}
	return w.removeSome(ctx, m, gone, p.Reason)
}

// wouldGo returns the lines that a Reduce step would take out.
func (w *work) wouldGo(ctx context.Context, m *members, step criteria.Step) (*roaring.Bitmap, error) {
	compiled, err := criteria.Compile(step, w.env)
	if err != nil {
		return nil, err
	}
	p, err := newPlan(ctx, w.tx, w.asker, compiled, m)
	if err != nil {
		return nil, err
	}
	return roaring.AndNot(m.lines, p.staying), nil
}

// removeSome takes lines out by their contacts' numbers, half of the contacts
// after the other where one filter has no room for all. All members must have
// been read.
func (w *work) removeSome(ctx context.Context, m *members, gone *roaring.Bitmap, reason string) ([]Result, error) {
	contacts := m.contactsOf(gone)
	numbers, err := selectNumbers(ctx, w.tx, contacts)
	if err != nil {
		return nil, fmt.Errorf("look for the lines' contacts: %w", err)
	}
	n := contacts.GetCardinality()
	if n < 2 || len(filter.QuoteAll(numbers)) <= filter.MaxLength {
		result, err := w.removeNamed(ctx, m, gone, numbers, reason)
		return []Result{result}, err
	}
	middle, err := contacts.Select(uint32(n / 2))
	if err != nil {
		return nil, err
	}
	contacts.RemoveRange(uint64(middle), 1<<32)
	theirs, err := m.linesOf(ctx, w.tx, contacts)
	if err != nil {
		return nil, err
	}
	half := roaring.And(gone, theirs)
	first, err := w.removeSome(ctx, m, half, reason)
	if err != nil {
		return nil, err
	}
	second, err := w.removeSome(ctx, m, roaring.AndNot(gone, half), reason)
	return append(first, second...), err
}
