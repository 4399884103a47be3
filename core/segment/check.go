package segment

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core"
	"winnow/core/criteria"
	"winnow/data"
)

// highestOf is the highest number of a set of lines, 0 where there are none.
func highestOf(lines *roaring.Bitmap) int64 {
	if lines.IsEmpty() {
		return 0
	}
	return LineNo(lines.Maximum())
}

// Check looks every segment's history over and returns what is wrong, one
// sentence each; nothing where all is sound.
func (s *Store) Check(ctx context.Context) ([]core.Message, error) {
	var faults []core.Message
	err := s.company.Read(ctx, func(tx *sql.Tx) error {
		segments, err := selectSegments(ctx, tx, allSegments)
		if err != nil {
			return err
		}
		for _, seg := range segments {
			found, err := checkHistory(ctx, tx, seg)
			if err != nil {
				return fmt.Errorf("check segment %s: %w", seg.No, err)
			}
			for _, fault := range found {
				faults = append(faults, core.Text("segment.fault", "segment", seg.No, "fault", fault))
			}
		}
		return nil
	})
	return faults, err
}

// checkHistory holds a segment's steps against each other and against its lines.
func checkHistory(ctx context.Context, tx *sql.Tx, seg Segment) ([]core.Message, error) {
	var faults []core.Message
	fault := func(what core.Message) { faults = append(faults, what) }
	faults = append(faults, checkHeader(seg)...)
	own, err := checkOwn(ctx, tx, seg)
	if err != nil {
		return nil, err
	}
	faults = append(faults, own...)
	if !seg.Damage.Empty() {
		return append([]core.Message{seg.Damage}, faults...), nil
	}
	unread := func(err error) ([]core.Message, error) {
		if !errors.Is(data.Sentinel(err), data.ErrValue) {
			return nil, err
		}
		return append(faults, reason(err)), nil
	}
	stored := roaring.New()
	if err := selectLines(ctx, tx, seg.ID, func(line, _ uint32) { stored.Add(line) }); err != nil {
		return unread(err)
	}
	reachable, highest := roaring.New(), int64(0)
	for n := range seg.Replays + 1 {
		list := stepList{seg.ID, listOf(seg, n)}
		found, last, err := checkList(ctx, tx, seg, list, highest, reachable)
		faults = append(faults, found...)
		if err != nil {
			return unread(err)
		}
		if highest = last; n == 0 {
			continue
		}
		replay, err := selectReplay(ctx, tx, seg.ID, n)
		if err != nil {
			return unread(err)
		}
		steps, err := selectSteps(ctx, tx, list)
		if err != nil {
			return unread(err)
		}
		if replay.End > len(steps) || !replay.Kind.valid() {
			fault(core.Text("segment.replay_cannot_be_read", "replay", n))
		}
	}
	if missing := roaring.AndNot(reachable, stored); !missing.IsEmpty() {
		fault(core.Text("segment.lines_lost", "count", int(missing.GetCardinality()), "line", LineNo(missing.Minimum())))
	}
	if extra := roaring.AndNot(stored, reachable); !extra.IsEmpty() {
		fault(core.Text("segment.lines_of_no_step", "count", int(extra.GetCardinality()), "line", LineNo(extra.Minimum())))
	}
	return faults, nil
}

// listOf says with which replay the list is kept that there is when so many replays are
// in force; 0 for the present one.
func listOf(seg Segment, replays int) int {
	switch {
	case replays < seg.Replay:
		return replays + 1
	case replays > seg.Replay:
		return replays
	}
	return 0
}

// checkList holds the steps of one list against each other, and adds the lines that they
// lead to. highest is the highest number of a line in the lists before; it returns that
// with this list.
func checkList(ctx context.Context, tx *sql.Tx, seg Segment, l stepList, highest int64, reachable *roaring.Bitmap) ([]core.Message, int64, error) {
	rows, err := selectSteps(ctx, tx, l)
	if err != nil {
		return nil, 0, err
	}
	if l.replay == 0 && len(rows) != seg.Steps {
		return nil, 0, damaged(seg.No, core.Text("segment.steps_misnumbered", "count", len(rows), "last", seg.Steps))
	}
	steps, err := decodeSteps(seg, rows)
	if err != nil {
		return nil, 0, err
	}
	before, err := selectStepOf(ctx, tx, l, 0)
	if err != nil {
		return nil, 0, err
	}
	var faults []core.Message
	reachable.Or(before.snapshot)
	if highest = max(highest, highestOf(before.snapshot)); before.lastLineNo != highest {
		faults = append(faults, core.Text("segment.step_value", "step", 0, "value", core.Text("segment.it_says_that_highest_number_of_line", "last", before.lastLineNo, "found", highest)))
	}
	for _, step := range steps {
		after, err := selectStepOf(ctx, tx, l, step.Number)
		if err != nil {
			return faults, 0, err
		}
		reachable.Or(after.snapshot)
		faults = append(faults, checkStep(step, before, after)...)
		before = after
	}
	return faults, before.lastLineNo, nil
}

// checkHeader tells of values that no field of a header can have.
func checkHeader(seg Segment) []core.Message {
	var faults []core.Message
	for _, f := range headerTable.Fields {
		if !possible(f, seg.Values[f.Key]) {
			faults = append(faults, core.Text("segment.field_holds_values", "field", core.Word(f.Caption), "values", shown(seg.Values[f.Key])))
		}
	}
	return faults
}

// checkOwn tells of lines whose own values cannot be.
func checkOwn(ctx context.Context, tx *sql.Tx, seg Segment) ([]core.Message, error) {
	var faults []core.Message
	err := selectOwn(ctx, tx, seg.ID, func(line int64, stored any) error {
		own, err := readOwn(stored)
		wrong := err != nil
		for key, v := range own {
			f, _ := lineTable.Field(key)
			wrong = wrong || !possible(f, v)
		}
		if wrong {
			faults = append(faults, core.Text("segment.own_values_of_line_cannot_be_read", "line", line))
		}
		return nil
	})
	return faults, err
}

// checkStep tells what does not fit together in one step.
func checkStep(step Step, before, after stepRow) []core.Message {
	var faults []core.Message
	fault := func(what core.Message) {
		faults = append(faults, core.Text("segment.step_value", "step", step.Number, "value", what))
	}
	if n := int(before.snapshot.GetCardinality()); n != after.linesBefore {
		fault(core.Text("segment.lines_before_differ", "count", after.linesBefore, "found", n))
	}
	if n := int(after.snapshot.GetCardinality()); n != after.linesAfter {
		fault(core.Text("segment.lines_after_differ", "count", after.linesAfter, "found", n))
	}
	larger, smaller := after.snapshot, before.snapshot
	if step.Action != criteria.Add {
		larger, smaller = smaller, larger
	}
	if !roaring.AndNot(smaller, larger).IsEmpty() {
		fault(core.Text("segment.action_cannot_have_led_from_lines_before", "action", step.Action))
	}
	if highest := max(before.lastLineNo, highestOf(after.snapshot)); after.lastLineNo != highest {
		fault(core.Text("segment.it_says_that_highest_number_of_line", "last", after.lastLineNo, "found", highest))
	}
	return faults
}
