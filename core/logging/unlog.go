package logging

import (
	"context"
	"database/sql"
	"fmt"

	"winnow/core"
	"winnow/core/cancellation"
	"winnow/core/segment"
)

// Unlogged is a log that was taken back. Its JSON form is public.
type Unlogged struct {
	SegmentNo string `json:"segment_no"`
	EntryNo   int64  `json:"entry_no"`
	// Interactions and CampaignEntries count those that are canceled with it.
	Interactions    int `json:"interactions"`
	CampaignEntries int `json:"campaign_entries"`
	// Calls counts the calls that are the log's no longer; they are not canceled.
	Calls int `json:"calls"`
	MadeSince
	// FollowUp is the follow-up segment that was made with the log, or "". It is
	// deleted, unless somebody changed it: then it stays.
	FollowUp      string `json:"follow_up"`
	FollowUpStays bool   `json:"follow_up_stays"`
}

// MadeSince counts what was made since on the interactions of a log, which stays on
// the canceled ones.
type MadeSince struct {
	Comments int `json:"comments"`
	Tasks    int `json:"tasks"`
	// Edited counts the interactions that were evaluated or changed otherwise.
	Edited int `json:"edited"`
}

// Any tells whether there is anything.
func (m MadeSince) Any() bool { return m != MadeSince{} }

// Unlog takes a log back: the segment is active again exactly as it was, and what the
// log made is canceled. A log that was taken back stays so; the segment can be logged
// again. The error is a core.Problem.
func (s *Store) Unlog(ctx context.Context, entry int64, preview bool) (Unlogged, error) {
	var u Unlogged
	err := s.company.Change(ctx, preview, func(tx *sql.Tx) (err error) {
		u, err = s.unlog(ctx, tx, entry)
		return err
	})
	if err != nil {
		return Unlogged{}, err
	}
	return u, nil
}

func (s *Store) unlog(ctx context.Context, tx *sql.Tx, entry int64) (Unlogged, error) {
	g, err := find(ctx, tx, entry)
	if err != nil {
		return Unlogged{}, err
	}
	if g.TakenBack {
		return Unlogged{}, core.NewProblem(core.Invalid, "logging.was_taken_back_already", "entry", entry)
	}
	id, err := selectSealed(ctx, tx, entry)
	if err != nil {
		return Unlogged{}, fmt.Errorf("look for the sealed segment: %w", err)
	}
	if id == 0 {
		return Unlogged{}, core.NewProblem(core.Invalid, "logging.has_no_segment_here", "entry", entry).Hint("logging.it_can_be_canceled")
	}
	u := Unlogged{SegmentNo: g.SegmentNo, EntryNo: entry, FollowUp: g.FollowUpNo}
	if u.MadeSince, err = selectMadeSince(ctx, tx, id, entry); err != nil {
		return u, fmt.Errorf("count what was made since: %w", err)
	}
	if u.Calls, err = unlinkCalls(ctx, tx, id, entry); err != nil {
		return u, fmt.Errorf("unlink the calls: %w", err)
	}
	if u.Interactions, u.CampaignEntries, err = setCanceled(ctx, tx, entry, cancellation.TakenBack, cancellation.TakenBack, cancellation.Cancel); err != nil {
		return u, err
	}
	if err := updateTakenBack(ctx, tx, entry); err != nil {
		return u, err
	}
	if g.FollowUpNo != "" {
		if u.FollowUpStays, err = segment.DropUnchanged(ctx, tx, g.FollowUpNo, g.followUpState); err != nil {
			return u, err
		}
	}
	return u, segment.Seal(ctx, tx, id, 0)
}
