package logging

import (
	"context"
	"database/sql"
	"fmt"

	"winnow/core"
	"winnow/core/filter"
	"winnow/core/segment"
)

// FollowUp returns the number of the segment that follows up on a logged one, and makes
// that where there is none any more, as a log with the option does. The error is a
// core.Problem where the logged segment is canceled.
func (s *Store) FollowUp(ctx context.Context, entry int64, env filter.Env) (no string, err error) {
	err = s.company.Write(ctx, func(tx *sql.Tx) error {
		g, err := find(ctx, tx, entry)
		if err != nil {
			return err
		}
		if g.FollowUpNo != "" {
			there, err := s.segments.OpenLines(ctx, tx, g.FollowUpNo)
			if err == nil {
				no = there.Segment().No
				return nil
			}
			if !core.IsKind(err, core.NotFound) {
				return err
			}
		}
		if g.Canceled {
			return core.NewProblem(core.Invalid, "logging.logged_segment_is_canceled", "entry", entry)
		}
		of := segment.Segment{No: g.SegmentNo}
		if g.Sealed {
			lines, err := s.segments.OpenLines(ctx, tx, g.SegmentNo)
			if err != nil {
				return fmt.Errorf("read the segment of logged segment %d: %w", entry, err)
			}
			of = lines.Segment()
		}
		no, err = s.followUp(ctx, tx, of, entry, env)
		return err
	})
	return no, err
}

// followUp makes the follow-up segment, and notes what it is like, so that Unlog knows
// whether somebody changed it.
func (s *Store) followUp(ctx context.Context, tx *sql.Tx, of segment.Segment, entry int64, env filter.Env) (no string, err error) {
	if no, err = s.segments.FollowUp(ctx, tx, of, segment.AddLoggedParams{Entry: entry, Env: env}); err != nil {
		return "", err
	}
	state, err := segment.State(ctx, tx, no)
	if err != nil {
		return "", err
	}
	return no, updateFollowUp(ctx, tx, entry, no, state)
}
