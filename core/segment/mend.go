package segment

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core"
)

// Mendable are the tables that Mend mends, whatever kinds of values they hold.
func Mendable() []string { return []string{"segment_header", "segment_step", "segment_line"} }

// Mend brings the segments of a company file that was recovered from a damaged
// one in order, so that each has the lines that were saved of those it had, and
// a history that fits them. It returns what was lost, one sentence each.
func (s *Store) Mend(ctx context.Context) ([]core.Sentence, error) {
	var lost []core.Sentence
	err := s.write(ctx, func(tx *sql.Tx) error {
		segments, err := selectSaved(ctx, tx)
		if err != nil {
			return err
		}
		for _, seg := range segments {
			found, err := mend(ctx, tx, seg)
			if err != nil {
				return fmt.Errorf("mend segment %s: %w", seg.No, err)
			}
			for _, what := range found {
				lost = append(lost, core.Sayf("segment %s: %s", seg.No, what))
			}
		}
		return nil
	})
	return lost, err
}

// mend mends one segment: its history where all steps can be read, else a new
// one that begins with the lines it had.
func mend(ctx context.Context, tx *sql.Tx, seg Segment) ([]core.Sentence, error) {
	if err := deleteFalseLines(ctx, tx, seg.ID); err != nil {
		return nil, err
	}
	stored, highest := roaring.New(), uint32(0)
	if err := selectLines(ctx, tx, seg.ID, func(line, _ uint32) {
		stored.Add(line)
		highest = max(highest, line)
	}); err != nil {
		return nil, err
	}
	steps, whole, err := savedSteps(ctx, tx, seg)
	if err != nil {
		return nil, err
	}
	var lost []core.Sentence
	broken, err := deleteBrokenOwn(ctx, tx, seg.ID)
	if err != nil {
		return nil, err
	}
	if broken > 0 {
		lost = append(lost, core.Sayf("the own values of %d lines", broken))
	}
	if !whole {
		lines := stored
		for _, step := range steps {
			if step.step <= seg.Step {
				lines = step.snapshot
			}
		}
		first := stepRow{snapshot: lines, at: seg.ChangedAt}
		steps, seg.Step = []stepRow{first}, 0
		lost = append(lost, core.Sayf("its history; Go Back cannot go behind what it is now"))
	}
	before := 0
	for i, step := range steps {
		if gone := roaring.AndNot(step.snapshot, stored); !gone.IsEmpty() && step.step == seg.Step {
			lost = append(lost, core.Sayf("%d of its lines", gone.GetCardinality()))
		}
		step.snapshot = roaring.And(step.snapshot, stored)
		step.linesBefore, step.linesAfter = before, int(step.snapshot.GetCardinality())
		if !whole {
			step.lastLineNo = lineNo(highest)
		}
		steps[i], before = step, step.linesAfter
	}
	if err := deleteSteps(ctx, tx, seg.ID); err != nil {
		return nil, err
	}
	reachable := roaring.New()
	for _, step := range steps {
		reachable.Or(step.snapshot)
		if err := insertStep(ctx, tx, seg.ID, step); err != nil {
			return nil, err
		}
	}
	if err := deleteLinesBut(ctx, tx, seg.ID, reachable); err != nil {
		return nil, err
	}
	return lost, updateStep(ctx, tx, seg.ID, seg.Step, seg.ChangedAt)
}

// savedSteps returns the steps that can be read, and whether those are all that
// there were.
func savedSteps(ctx context.Context, tx *sql.Tx, seg Segment) (steps []stepRow, whole bool, err error) {
	rows, err := selectSavedSteps(ctx, tx, seg.ID)
	if err != nil {
		return nil, false, err
	}
	whole = seg.Step >= 0 && seg.Step < len(rows)
	for i, row := range rows {
		step, err := selectStep(ctx, tx, seg.ID, row)
		if err != nil || row != i {
			whole = false
		}
		if err == nil {
			steps = append(steps, step)
		}
	}
	if _, err := readSteps(ctx, tx, seg); err != nil {
		whole = false
	}
	return steps, whole, nil
}
