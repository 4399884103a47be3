package segment

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"math"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/value"
)

// Repairable are the tables that Repair repairs, whatever kinds of values they hold.
func Repairable() []string { return []string{"segment_header", "segment_step", "segment_line"} }

// Repair brings the segments of a company file that was recovered from a damaged
// one in order, so that each has the lines that were saved of those it had, and
// a history that fits them. It returns what was lost, one sentence each.
func (s *Store) Repair(ctx context.Context) ([]core.Message, error) {
	var lost []core.Message
	err := s.company.Write(ctx, func(tx *sql.Tx) error {
		segments, err := selectSegments(ctx, tx, allSegments)
		if err != nil {
			return err
		}
		for _, seg := range segments {
			found, err := repair(ctx, tx, seg)
			if err != nil {
				return fmt.Errorf("repair segment %s: %w", seg.No, err)
			}
			for _, what := range found {
				lost = append(lost, core.Text("segment.fault", "segment", seg.No, "fault", what))
			}
		}
		return nil
	})
	return lost, err
}

// repair repairs one segment: its history where all steps can be read, else a new
// one that begins with the lines it had.
func repair(ctx context.Context, tx *sql.Tx, seg Segment) ([]core.Message, error) {
	lostReplays, sound, err := repairReplays(ctx, tx, seg)
	if err != nil || sound {
		return nil, err
	}
	seg.Replay, seg.Replays = 0, 0
	lost, err := repairSteps(ctx, tx, seg)
	return append(lostReplays, lost...), err
}

// repairReplays leaves a history with replays as it is where it is sound as a whole.
// Else the lists before and after the present one are given up.
func repairReplays(ctx context.Context, tx *sql.Tx, seg Segment) (lost []core.Message, sound bool, err error) {
	if seg.Replay == 0 && seg.Replays == 0 {
		return nil, false, nil
	}
	faults, err := checkHistory(ctx, tx, seg)
	if err != nil {
		return nil, false, err
	}
	if len(faults) == 0 {
		return nil, true, deleteUnfitFilled(ctx, tx, seg.ID)
	}
	return []core.Message{core.Text("segment.lists_before_replays_lost")}, false, deleteReplays(ctx, tx, seg.ID)
}

// repairSteps repairs a history without replays.
func repairSteps(ctx context.Context, tx *sql.Tx, seg Segment) ([]core.Message, error) {
	lost, seg, err := repairHeader(ctx, tx, seg)
	if err != nil {
		return nil, err
	}
	if err := deleteFalseLines(ctx, tx, seg.ID); err != nil {
		return nil, err
	}
	stored := roaring.New()
	if err := selectLines(ctx, tx, seg.ID, func(line, _ uint32) { stored.Add(line) }); err != nil {
		return nil, err
	}
	// Which line number was given last is computed again below.
	if err := updateLastLineNo(ctx, tx, seg.ID, LineNo(math.MaxUint32-1)); err != nil {
		return nil, err
	}
	steps, whole, err := savedSteps(ctx, tx, seg)
	if err != nil {
		return nil, err
	}
	broken, err := repairOwn(ctx, tx, seg.ID)
	if err != nil {
		return nil, err
	}
	if broken > 0 {
		lost = append(lost, core.Text("segment.own_values_lost", "count", broken))
	}
	if last := len(steps) - 1; last >= 0 && (seg.Step < 0 || seg.Step > steps[last].step) {
		seg.Step = steps[last].step
		lost = append(lost, core.Text("segment.which_step_is_in_force", "step", seg.Step))
	}
	if !whole {
		lines, of := stored, -1
		for _, step := range steps {
			if step.step <= seg.Step {
				lines, of = step.snapshot, step.step
			}
		}
		lost = append(lost, core.Text("segment.its_history_go_back_cannot_go_behind"))
		switch {
		case of < 0:
			lost = append(lost, core.Text("segment.which_of_its_lines"))
		case of < seg.Step:
			lost = append(lost, core.Text("segment.lines_that_step_left_it_has_those", "step", seg.Step, "other", of))
		}
		steps, seg.Step = []stepRow{{snapshot: lines, at: seg.ChangedAt}}, 0
	}
	before, highest := 0, int64(0)
	for i, step := range steps {
		if gone := roaring.AndNot(step.snapshot, stored); !gone.IsEmpty() && step.step == seg.Step {
			lost = append(lost, core.Text("segment.lines_of_its_lines", "lines", gone.GetCardinality()))
		}
		step.snapshot = roaring.And(step.snapshot, stored)
		step.linesBefore, step.linesAfter = before, int(step.snapshot.GetCardinality())
		highest = max(highest, highestOf(step.snapshot))
		step.lastLineNo = highest
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

// repairHeader gives what in a header cannot be its empty value. A segment whose No.
// cannot be read gets another.
func repairHeader(ctx context.Context, tx *sql.Tx, seg Segment) ([]core.Message, Segment, error) {
	raw, err := selectHeader(ctx, tx, seg.ID)
	if err != nil {
		return nil, seg, err
	}
	var lost []core.Message
	values := map[string]any{}
	for i, f := range headerTable.Fields {
		if fits(f, raw[i]) && possible(f, value.Stored(f, raw[i])) {
			continue
		}
		values[f.Key] = value.Zero(f)
		if f.Key == "no" {
			no, err := company.NextNo(ctx, tx, company.SegmentSeries, func(no string) (bool, error) { return segmentExists(ctx, tx, no) })
			if err != nil {
				return nil, seg, err
			}
			values[f.Key], seg.No = no, no
		}
		lost = append(lost, core.Text("segment.field_which_held_value", "field", core.Word(f.Caption), "value", shown(raw[i])))
	}
	seg.ChangedAt = cmp.Or(seg.ChangedAt, "1970-01-01T00:00:00Z")
	return lost, seg, updateHeader(ctx, tx, seg.ID, values, seg.typed, seg.ChangedAt)
}

// repairOwn drops the values of lines that cannot be, and counts the lines.
func repairOwn(ctx context.Context, tx *sql.Tx, id int64) (int, error) {
	if err := deleteUnfitFilled(ctx, tx, id); err != nil {
		return 0, err
	}
	broken := 0
	err := selectOwn(ctx, tx, id, func(line int64, stored any) error {
		own, err := readOwn(stored)
		whole := err == nil
		for key, v := range own {
			if f, _ := lineTable.Field(key); !possible(f, v) {
				delete(own, key)
				whole = false
			}
		}
		if whole {
			return nil
		}
		broken++
		kept, err := own.stored()
		if err != nil {
			return err
		}
		return updateOwn(ctx, tx, id, line, kept)
	})
	return broken, err
}

// savedSteps returns the steps of which can be read which lines they left, and
// whether those are all that there were, with all that belongs to them.
func savedSteps(ctx context.Context, tx *sql.Tx, seg Segment) (steps []stepRow, whole bool, err error) {
	rows, err := selectSavedSteps(ctx, tx, seg.ID)
	if err != nil {
		return nil, false, err
	}
	whole = len(rows) > 0
	for i, row := range rows {
		step, err := selectStep(ctx, tx, seg.ID, row)
		if err != nil || row != i {
			whole = false
		}
		if step.snapshot != nil {
			step.step = row
			steps = append(steps, step)
		}
	}
	seg.Steps = len(rows) - 1
	if _, err := readSteps(ctx, tx, seg); err != nil {
		whole = false
	}
	return steps, whole, nil
}
