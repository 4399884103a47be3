package segment

import (
	"context"
	"database/sql"

	"winnow/core/value"
)

// Membership is a segment that has a contact on it.
type Membership struct {
	No, Description, Date string
	// Lines is how many lines the contact has there.
	Lines int
}

// OfContact returns the segments that a contact is on now, the newest first.
func (s *Store) OfContact(ctx context.Context, contact string) ([]Membership, error) {
	no, err := value.Code(contact)
	if err != nil {
		return nil, err
	}
	var list []Membership
	err = s.read(ctx, func(tx *sql.Tx) error {
		lines, err := selectMemberships(ctx, tx, no)
		if err != nil {
			return err
		}
		for _, of := range lines {
			seg, current, err := findCurrent(ctx, tx, of.segment)
			if err != nil {
				return err
			}
			m := Membership{No: seg.No, Description: seg.Text("description"), Date: seg.Text("date")}
			for _, line := range of.lines {
				if current.snapshot.Contains(line) {
					m.Lines++
				}
			}
			if m.Lines > 0 {
				list = append(list, m)
			}
		}
		return nil
	})
	return list, err
}
