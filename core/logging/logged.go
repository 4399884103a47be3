package logging

import (
	"context"
	"database/sql"
	"fmt"

	"winnow/core"
	"winnow/core/cancellation"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/filter"
	"winnow/core/lookup"
	"winnow/core/segment"
)

// Query says which logged segments are wanted.
type Query struct {
	// Canceled, where it is not nil, asks for those that are canceled, or are not.
	Canceled *bool
	// Filters are filters of the table's fields by key, as typed; all must hold.
	Filters map[string]string
	// Env overrides the company's settings where filters are resolved.
	Env filter.Env
}

// List returns logged segments, by number.
func (s *Store) List(ctx context.Context, q Query) ([]LoggedSegment, error) {
	env, err := s.company.Env(ctx, q.Env)
	if err != nil {
		return nil, err
	}
	return company.Read(ctx, s.company, func(tx *sql.Tx) ([]LoggedSegment, error) {
		condition, args, err := q.condition(ctx, tx, env)
		if err != nil {
			return nil, err
		}
		return selectLoggedBy(ctx, tx, condition, args...)
	})
}

// Count returns how many logged segments are not canceled.
func (s *Store) Count(ctx context.Context) (int, error) {
	return company.Read(ctx, s.company, func(tx *sql.Tx) (int, error) { return countLogged(ctx, tx) })
}

// condition is what SQL asks of a logged segment g.
func (q Query) condition(ctx context.Context, tx *sql.Tx, env filter.Env) (string, []any, error) {
	text, args, err := lookup.Where(ctx, tx, catalog.Must(catalog.LoggedSegment), "g", q.Filters, env)
	if q.Canceled != nil {
		text, args = text+" AND g.canceled = ?", append(args, *q.Canceled)
	}
	return text, args, err
}

// Find returns one logged segment, or a core.Problem of kind NotFound.
func (s *Store) Find(ctx context.Context, entry int64) (LoggedSegment, error) {
	return company.Read(ctx, s.company, func(tx *sql.Tx) (LoggedSegment, error) { return find(ctx, tx, entry) })
}

// Changed is what Cancel, Uncancel or Delete did. Its JSON form is public.
type Changed struct {
	LoggedSegments  int `json:"logged_segments"`
	Interactions    int `json:"interactions"`
	CampaignEntries int `json:"campaign_entries"`
	// Entries are the logged segments, and Segments the numbers of the segments that
	// were deleted with them.
	Entries  []int64  `json:"entries"`
	Segments []string `json:"segments"`
}

// Cancel cancels logged segments with their interactions and campaign entries: they no
// longer count anywhere. The error is a core.Problem; then none is changed.
func (s *Store) Cancel(ctx context.Context, entries []int64, preview bool) (Changed, error) {
	return s.set(ctx, entries, preview, true)
}

// Uncancel takes Cancel back. Interactions and campaign entries that were canceled one
// by one stay canceled. A log that was taken back is refused.
func (s *Store) Uncancel(ctx context.Context, entries []int64, preview bool) (Changed, error) {
	return s.set(ctx, entries, preview, false)
}

func (s *Store) set(ctx context.Context, entries []int64, preview, canceled bool) (Changed, error) {
	c := Changed{Entries: []int64{}, Segments: []string{}}
	err := s.company.Change(ctx, preview, func(tx *sql.Tx) error {
		for _, entry := range entries {
			g, err := find(ctx, tx, entry)
			if err != nil {
				return err
			}
			if g.TakenBack && !canceled {
				return core.NewProblem(core.Invalid, "logging.taken_back_log_stays_canceled", "entry", entry).
					Hint("logging.log_segment_again", "segment", g.SegmentNo)
			}
			if g.Canceled == canceled {
				continue
			}
			change := cancellation.Change(cancellation.Uncancel)
			if canceled {
				change = cancellation.Cancel
			}
			interactions, campaignEntries, err := setCanceled(ctx, tx, entry, cancellation.Itself, cancellation.LoggedSegment, change)
			if err != nil {
				return err
			}
			c.LoggedSegments++
			c.Interactions += interactions
			c.CampaignEntries += campaignEntries
			c.Entries = append(c.Entries, entry)
		}
		return nil
	})
	if err != nil {
		return Changed{}, err
	}
	return c, nil
}

// Delete deletes the canceled ones of the logged segments that a query finds, and the
// segments that are sealed under them; these cannot be brought back. Their interactions
// and campaign entries stay, canceled, and belong to no logged segment.
func (s *Store) Delete(ctx context.Context, q Query, preview bool) (Changed, error) {
	env, err := s.company.Env(ctx, q.Env)
	if err != nil {
		return Changed{}, err
	}
	canceled := true
	q.Canceled = &canceled
	c := Changed{Entries: []int64{}, Segments: []string{}}
	err = s.company.Change(ctx, preview, func(tx *sql.Tx) error {
		condition, args, err := q.condition(ctx, tx, env)
		if err != nil {
			return err
		}
		list, err := selectLoggedBy(ctx, tx, condition, args...)
		if err != nil {
			return fmt.Errorf("look for logged segments: %w", err)
		}
		for _, g := range list {
			no, err := segment.DropSealed(ctx, tx, g.EntryNo)
			if err != nil {
				return fmt.Errorf("delete the segment of logged segment %d: %w", g.EntryNo, err)
			}
			if no != "" {
				c.Segments = append(c.Segments, no)
			}
			if err := deleteLogged(ctx, tx, g.EntryNo); err != nil {
				return fmt.Errorf("delete logged segment %d: %w", g.EntryNo, err)
			}
			c.LoggedSegments++
			c.Interactions += g.Interactions
			c.CampaignEntries += g.CampaignEntries
			c.Entries = append(c.Entries, g.EntryNo)
		}
		return nil
	})
	if err != nil {
		return Changed{}, err
	}
	return c, nil
}
