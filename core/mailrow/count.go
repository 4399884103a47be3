package mailrow

import (
	"context"

	"winnow/core/company"
	"winnow/core/segment"
)

// Blocked counts the segment's lines whose contact is blocked, which an
// export leaves out unless it is told otherwise.
func Blocked(ctx context.Context, c *company.Company, s *segment.Store, no string) (n int, err error) {
	err = Read(ctx, c, s, no, Options{}, func(r *Rows) error {
		n, err = countBlocked(ctx, r.tx, r.lines)
		return err
	})
	return n, err
}

// Count counts the rows that an output with these options has.
func Count(ctx context.Context, c *company.Company, s *segment.Store, no string, o Options) (n int, err error) {
	err = Read(ctx, c, s, no, o, func(r *Rows) error {
		n, err = r.Count(ctx)
		return err
	})
	return n, err
}
