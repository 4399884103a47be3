package segment

import (
	"context"
	"database/sql"
	"fmt"

	"winnow/core"
	"winnow/data"
)

// OwnValues are the values that a segment's header and lines had of their own at one
// moment, so that an edit can be taken back. An edit is not a step: Go Back does not
// change these values.
type OwnValues struct {
	header map[string]any
	typed  fieldKeys
	// all says that lines has every line with values of its own; the others had none.
	all   bool
	lines map[int64]storedLine
}

// storedLine is a line's own values as they are stored, and its contact: the line of
// another contact may get its number when steps are dropped.
type storedLine struct {
	contact int64
	own     sql.NullString
	filled  sql.NullString
}

// OwnValuesParams say which lines are read besides the header.
type OwnValuesParams struct {
	LineNos []int64
	// All reads every line, also those that only Go Back or Go Forward brings back.
	All bool
}

// OwnValues reads the values that the header and lines have of their own now.
func (s *Store) OwnValues(ctx context.Context, no string, p OwnValuesParams) (OwnValues, error) {
	v := OwnValues{all: p.All, lines: map[int64]storedLine{}}
	err := s.company.Read(ctx, func(tx *sql.Tx) error {
		seg, err := findSegment(ctx, tx, no)
		if err != nil {
			return err
		}
		v.header, v.typed = seg.Values, seg.typed
		if p.All {
			v.lines, err = selectOwnValues(ctx, tx, selectAllOwnValues, seg.ID)
			return err
		}
		v.lines, err = selectOwnValues(ctx, tx, selectOwnValuesOfLines, seg.ID, data.JSONList(p.LineNos))
		return err
	})
	if err != nil {
		return v, fmt.Errorf("read own values: %w", err)
	}
	return v, nil
}

// RestoreOwnValues writes back values that OwnValues read. Lines that no longer exist
// are left out.
func (s *Store) RestoreOwnValues(ctx context.Context, no string, v OwnValues) (Segment, error) {
	var after Segment
	err := s.change(ctx, no, func(tx *sql.Tx) error {
		seg, err := findSegment(ctx, tx, no)
		if err != nil {
			return err
		}
		before, _ := v.header["no"].(string)
		if before != seg.No {
			taken, err := segmentExists(ctx, tx, before)
			if err != nil {
				return err
			}
			if taken {
				return core.NewProblem(core.Exists, "segment.exists_already", "segment", before)
			}
		}
		if err := updateHeader(ctx, tx, seg.ID, v.header, v.typed, s.company.Stamp()); err != nil {
			return fmt.Errorf("put the header back: %w", err)
		}
		if err := v.restoreLines(ctx, tx, seg.ID); err != nil {
			return fmt.Errorf("put the lines back: %w", err)
		}
		after, err = findSegment(ctx, tx, before)
		return err
	})
	return after, err
}

func (v OwnValues) restoreLines(ctx context.Context, tx *sql.Tx, id int64) error {
	if v.all {
		now, err := selectOwnValues(ctx, tx, selectAllOwnValues, id)
		if err != nil {
			return err
		}
		for line := range now {
			if _, ok := v.lines[line]; !ok {
				if err := updateOwn(ctx, tx, id, line, nil); err != nil {
					return err
				}
				if err := updateFilled(ctx, tx, id, line, nil); err != nil {
					return err
				}
			}
		}
	}
	update, err := tx.PrepareContext(ctx, updateOwnValues)
	if err != nil {
		return err
	}
	defer update.Close()
	for lineNo, line := range v.lines {
		if _, err := update.ExecContext(ctx, line.own, line.filled, id, lineNo, line.contact); err != nil {
			return err
		}
	}
	return nil
}
