package segment

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core"
	"winnow/core/criteria"
)

// Check looks every segment's history over and returns what is wrong, one
// sentence each; nothing where all is sound.
func (s *Store) Check(ctx context.Context) ([]core.Sentence, error) {
	var faults []core.Sentence
	err := s.read(ctx, func(tx *sql.Tx) error {
		segments, err := selectSegments(ctx, tx, "")
		if err != nil {
			return err
		}
		for _, seg := range segments {
			found, err := checkHistory(ctx, tx, seg)
			if err != nil {
				return fmt.Errorf("check segment %s: %w", seg.No, err)
			}
			for _, fault := range found {
				faults = append(faults, core.Sayf("segment %s: %s", seg.No, fault))
			}
		}
		return nil
	})
	return faults, err
}

// checkHistory holds a segment's steps against each other and against its lines.
func checkHistory(ctx context.Context, tx *sql.Tx, seg Segment) ([]core.Sentence, error) {
	var faults []core.Sentence
	fault := func(what core.Sentence) { faults = append(faults, what) }
	if seg.Step < 0 || seg.Step > seg.Steps {
		fault(core.Sayf("step %d is said to be in force, but the steps are 0 to %d", seg.Step, seg.Steps))
	}
	steps, err := readSteps(ctx, tx, seg)
	if err != nil {
		return append(faults, core.Sayf("its history cannot be read: %v", err)), nil
	}
	if len(steps) != seg.Steps {
		fault(core.Sayf("there are %d steps, but they are numbered up to %d", len(steps), seg.Steps))
		return faults, nil
	}
	stored := roaring.New()
	if err := selectLines(ctx, tx, seg.ID, func(line, _ uint32) { stored.Add(line) }); err != nil {
		return nil, err
	}
	before, err := selectStep(ctx, tx, seg.ID, 0)
	if err != nil {
		return append(faults, core.Sayf("its history cannot be read: %v", err)), nil
	}
	reachable := before.snapshot.Clone()
	for _, step := range steps {
		after, err := selectStep(ctx, tx, seg.ID, step.Number)
		if err != nil {
			return append(faults, core.Sayf("its history cannot be read: %v", err)), nil
		}
		reachable.Or(after.snapshot)
		faults = append(faults, checkStep(step, before, after)...)
		before = after
	}
	if missing := roaring.AndNot(reachable, stored); !missing.IsEmpty() {
		fault(core.Sayf("%d lines of its history do not exist, the first is line %d", missing.GetCardinality(), lineNo(missing.Minimum())))
	}
	if extra := roaring.AndNot(stored, reachable); !extra.IsEmpty() {
		fault(core.Sayf("%d lines belong to no step, the first is line %d", extra.GetCardinality(), lineNo(extra.Minimum())))
	}
	return faults, nil
}

// checkStep tells what does not fit together in one step.
func checkStep(step Step, before, after stepRow) []core.Sentence {
	var faults []core.Sentence
	fault := func(what core.Sentence) { faults = append(faults, core.Sayf("step %d: %s", step.Number, what)) }
	if n := int(before.snapshot.GetCardinality()); n != after.linesBefore {
		fault(core.Sayf("it says that there were %d lines before it, but there were %d", after.linesBefore, n))
	}
	if n := int(after.snapshot.GetCardinality()); n != after.linesAfter {
		fault(core.Sayf("it says that it left %d lines, but it left %d", after.linesAfter, n))
	}
	larger, smaller := after.snapshot, before.snapshot
	if step.Action != criteria.Add {
		larger, smaller = smaller, larger
	}
	if !roaring.AndNot(smaller, larger).IsEmpty() {
		fault(core.Sayf("%s cannot have led from the lines before it to those after it", step.Action))
	}
	if after.lastLineNo < before.lastLineNo || (!after.snapshot.IsEmpty() && lineNo(after.snapshot.Maximum()) > after.lastLineNo) {
		fault(core.Sayf("its lines' numbers lie above the highest that it gave"))
	}
	return faults
}
