package segment

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core"
	"winnow/data"
)

// CheckHeld refuses a segment that somebody else holds on the hub that the company file
// has joined: the error is then a core.Problem of kind Exists that names who. In a file
// without a hub nobody holds anything.
func CheckHeld(ctx context.Context, tx *sql.Tx, no string) error {
	others, err := othersSegments(ctx, tx, no)
	if err != nil {
		return fmt.Errorf("read who holds segment %s: %w", no, err)
	}
	if other, ok := others[no]; ok {
		return core.NewProblem(core.Exists, "segment.is_held", "segment", no, "holder", other.holder).Hint("segment.is_held_hint")
	}
	return nil
}

// otherHolder is who holds a segment, and how many of its lines are not here.
type otherHolder struct {
	holder    string
	elsewhere int
}

// othersSegments returns the segments that somebody else holds: one, or all where no is
// "".
func othersSegments(ctx context.Context, tx *sql.Tx, no string) (map[string]otherHolder, error) {
	joined, err := data.HasJoined(ctx, tx)
	if err != nil || !joined {
		return nil, err
	}
	return selectOthersSegments(ctx, tx, no)
}

// fillHolders says of segments who holds them, where that is somebody else.
func fillHolders(ctx context.Context, tx *sql.Tx, list []Segment) error {
	no := ""
	if len(list) == 1 {
		no = list[0].No
	}
	others, err := othersSegments(ctx, tx, no)
	if err != nil {
		return fmt.Errorf("read who holds segments: %w", err)
	}
	for i := range list {
		other := others[list[i].No]
		list[i].Holder, list[i].Elsewhere = other.holder, other.elsewhere
	}
	return nil
}

// Faults says what is wrong with a segment's rows, one sentence each; nothing where it is
// sound.
func Faults(ctx context.Context, tx *sql.Tx, no string) ([]core.Message, error) {
	seg, err := findHeader(ctx, tx, no)
	if err != nil {
		return nil, err
	}
	return checkHistory(ctx, tx, seg)
}

// ForgetDropped forgets what merges of contacts did to lines of a segment that are gone,
// for who replaces the lines.
func ForgetDropped(ctx context.Context, tx *sql.Tx, no string) error {
	seg, err := findHeader(ctx, tx, no)
	if err != nil {
		return err
	}
	return forgetDropped(ctx, tx, seg.ID)
}

// Trim leaves in each step of a segment's history the lines that are stored, so that the
// history fits where lines were left out or taken away.
func Trim(ctx context.Context, tx *sql.Tx, no string) error {
	seg, err := findSegment(ctx, tx, no)
	if err != nil {
		return err
	}
	stored := roaring.New()
	if err := selectLines(ctx, tx, seg.ID, func(line, _ uint32) { stored.Add(line) }); err != nil {
		return fmt.Errorf("read lines: %w", err)
	}
	highest := int64(0)
	for n := range seg.Replays + 1 {
		list := stepList{seg.ID, listOf(seg, n)}
		rows, err := selectSteps(ctx, tx, list)
		if err != nil {
			return err
		}
		before := 0
		for number := range len(rows) + 1 {
			step, err := selectStepOf(ctx, tx, list, number)
			if err != nil {
				return err
			}
			step.snapshot.And(stored)
			highest = max(highest, highestOf(step.snapshot))
			step.linesAfter, step.lastLineNo = int(step.snapshot.GetCardinality()), highest
			step.linesBefore, before = before, step.linesAfter
			if err := updateStepRow(ctx, tx, list, step); err != nil {
				return fmt.Errorf("trim step %d: %w", number, err)
			}
		}
	}
	return forgetDropped(ctx, tx, seg.ID)
}
