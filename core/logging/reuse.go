package logging

import (
	"context"
	"database/sql"
	"fmt"

	"winnow/core"
	"winnow/core/filter"
	"winnow/core/segment"
)

// ReuseParams say which logged segment is used again, and how.
type ReuseParams struct {
	Entry int64
	// AllowExisting adds contacts that have a line already, too.
	AllowExisting bool
	Preview       bool
	// Env overrides the company's settings where filters are resolved.
	Env filter.Env
}

// Reused is what was added to a segment. Its JSON form is public.
type Reused struct {
	segment.Result
	// Blocked counts the Privacy Blocked contacts among those of the logged segment;
	// they are added too.
	Blocked int `json:"blocked"`
}

// Reuse adds the contacts of a logged segment to another segment, as one Add step. The
// error is a core.Problem where the logged segment is canceled.
func (s *Store) Reuse(ctx context.Context, no string, p ReuseParams) (Reused, error) {
	var r Reused
	err := s.company.Change(ctx, p.Preview, func(tx *sql.Tx) error {
		g, err := find(ctx, tx, p.Entry)
		if err != nil {
			return err
		}
		if g.Canceled {
			return core.NewProblem(core.Invalid, "logging.logged_segment_is_canceled", "entry", p.Entry)
		}
		if r.Result, err = s.segments.AddLogged(ctx, tx, no, segment.AddLoggedParams{Entry: p.Entry, AllowExisting: p.AllowExisting, Env: p.Env}); err != nil {
			return err
		}
		if r.Blocked, err = countBlocked(ctx, tx, p.Entry); err != nil {
			return fmt.Errorf("count blocked contacts: %w", err)
		}
		return nil
	})
	if err != nil {
		return Reused{}, err
	}
	return r, nil
}
