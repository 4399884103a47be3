package mailrow

import (
	"context"
	"database/sql"

	"winnow/core/company"
	"winnow/core/privacy"
	"winnow/core/segment"
)

// Blocked counts the segment's lines whose contact is blocked, which an
// export leaves out unless it is told otherwise.
func Blocked(ctx context.Context, c *company.Company, s *segment.Store, no string) (n int, err error) {
	err = c.Read(ctx, func(tx *sql.Tx) error {
		lines, err := s.OpenLines(ctx, tx, no)
		if err != nil {
			return err
		}
		return lines.Each(ctx, tx, privacy.Fields(), func(list []segment.Line) error {
			for _, line := range list {
				if privacy.Blocked(line.Contact) {
					n++
				}
			}
			return ctx.Err()
		})
	})
	if err != nil {
		return 0, err
	}
	return n, nil
}
