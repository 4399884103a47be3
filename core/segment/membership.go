package segment

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"

	"winnow/core/value"
	"winnow/data"
)

// Membership is a segment that has a contact on it.
type Membership struct {
	No, Description, Date string
	// Lines is how many lines the contact has there.
	Lines int
}

// OfContact returns the active segments that a contact is on now, by date, the newest first.
func (s *Store) OfContact(ctx context.Context, contact string) ([]Membership, error) {
	no, err := value.Code(contact)
	if err != nil {
		return nil, err
	}
	var list []Membership
	err = s.company.Read(ctx, func(tx *sql.Tx) error {
		ids, err := ContactIDs(ctx, tx, data.JSONList([]string{no}))
		if err != nil {
			return err
		}
		segments, err := selectSegments(ctx, tx, activeSegments)
		if err != nil {
			return err
		}
		for _, seg := range segments {
			lines, err := linesOf(ctx, tx, seg, ids[no])
			if errors.Is(err, data.ErrValue) || !seg.Damage.Empty() {
				continue // its own page tells that it is damaged
			}
			if err != nil {
				return err
			}
			if lines > 0 {
				list = append(list, Membership{No: seg.No, Description: seg.Text("description"), Date: seg.Text("date"), Lines: lines})
			}
		}
		return nil
	})
	slices.SortStableFunc(list, func(a, b Membership) int { return cmp.Compare(b.Date, a.Date) })
	return list, err
}

// linesOf counts the lines of a contact that are in a segment now. The snapshot
// is read only where the contact has a line at all.
func linesOf(ctx context.Context, tx *sql.Tx, seg Segment, contact int64) (int, error) {
	lines, err := selectContactLines(ctx, tx, seg.ID, contact)
	if err != nil || lines.IsEmpty() {
		return 0, err
	}
	current, err := selectStep(ctx, tx, seg.ID, seg.Step)
	if err != nil {
		return 0, err
	}
	return int(lines.AndCardinality(current.snapshot)), nil
}
