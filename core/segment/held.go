package segment

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"winnow/core"
)

// Held is what a segment's header and lines held of their own at one moment, so
// that an edit can be taken back. Edits are no steps: Go Back never touches
// what is held here.
type Held struct {
	header map[string]any
	typed  fieldKeys
	// all says that lines are all that had values of their own; the others had
	// none.
	all   bool
	lines map[int64]heldLine
}

// heldLine is a line's own values, for one contact: another line may get its
// number when steps are dropped.
type heldLine struct {
	contact int64
	own     sql.NullString
	filled  sql.NullString
}

// HoldParams say what is to be held beside the header.
type HoldParams struct {
	LineNos []int64
	// All holds every line, those that can come back too.
	All bool
}

// Hold reads what the header and lines hold of their own now.
func (s *Store) Hold(ctx context.Context, no string, p HoldParams) (Held, error) {
	h := Held{all: p.All, lines: map[int64]heldLine{}}
	err := s.company.Read(ctx, func(tx *sql.Tx) error {
		seg, err := findSegment(ctx, tx, no)
		if err != nil {
			return err
		}
		h.header, h.typed = seg.Values, seg.typed
		if p.All {
			h.lines, err = selectHeld(ctx, tx, selectHeldAll, seg.ID)
			return err
		}
		list, err := json.Marshal(p.LineNos)
		if err != nil {
			return err
		}
		h.lines, err = selectHeld(ctx, tx, selectHeldLines, seg.ID, string(list))
		return err
	})
	if err != nil {
		return h, fmt.Errorf("read what is to be kept: %w", err)
	}
	return h, nil
}

// Restore puts back what was held. Lines that there are no longer stay away.
func (s *Store) Restore(ctx context.Context, no string, h Held) (Segment, error) {
	var after Segment
	err := s.company.Write(ctx, func(tx *sql.Tx) error {
		seg, err := findSegment(ctx, tx, no)
		if err != nil {
			return err
		}
		before, _ := h.header["no"].(string)
		if before != seg.No {
			taken, err := segmentExists(ctx, tx, before)
			if err != nil {
				return err
			}
			if taken {
				return core.NewProblem(core.Exists, "segment.exists_already", "segment", before)
			}
		}
		if err := updateHeader(ctx, tx, seg.ID, h.header, h.typed, s.company.Stamp()); err != nil {
			return fmt.Errorf("put the header back: %w", err)
		}
		if err := h.restoreLines(ctx, tx, seg.ID); err != nil {
			return fmt.Errorf("put the lines back: %w", err)
		}
		after, err = findSegment(ctx, tx, before)
		return err
	})
	return after, err
}

func (h Held) restoreLines(ctx context.Context, tx *sql.Tx, id int64) error {
	if h.all {
		now, err := selectHeld(ctx, tx, selectHeldAll, id)
		if err != nil {
			return err
		}
		for line := range now {
			if _, ok := h.lines[line]; !ok {
				if err := updateOwn(ctx, tx, id, line, nil); err != nil {
					return err
				}
				if err := updateFilled(ctx, tx, id, line, nil); err != nil {
					return err
				}
			}
		}
	}
	update, err := tx.PrepareContext(ctx, updateHeld)
	if err != nil {
		return err
	}
	defer update.Close()
	for line, held := range h.lines {
		if _, err := update.ExecContext(ctx, held.own, held.filled, id, line, held.contact); err != nil {
			return err
		}
	}
	return nil
}
