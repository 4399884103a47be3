package segment

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"winnow/core"
	"winnow/core/criteria"
)

// Step is one criteria action of a segment's history.
type Step struct {
	Number int
	criteria.Step
	Resolved    criteria.Resolved
	LinesBefore int
	LinesAfter  int
	// At is when, in RFC 3339; By is by whom.
	At, By string
	// InForce is false for a step that was taken back.
	InForce bool
}

// Move is what going to another step of the history did.
type Move struct {
	// From and To are the numbers of the steps in force before and after.
	From, To                int
	LinesBefore, LinesAfter int
	// Steps are the steps that were taken back or done again, in that order.
	Steps []Step
}

// Steps returns the segment's history, taken-back steps included.
func (s *Store) Steps(ctx context.Context, no string) ([]Step, error) {
	list := []Step{}
	err := s.company.Read(ctx, func(tx *sql.Tx) error {
		seg, err := findSegment(ctx, tx, no)
		if err != nil {
			return err
		}
		list, err = readSteps(ctx, tx, seg)
		return err
	})
	return list, err
}

// Steps returns the segment's history within the transaction that opened the
// lines.
func (l *Lines) Steps(ctx context.Context, tx *sql.Tx) ([]Step, error) {
	return readSteps(ctx, tx, l.Segment())
}

func readSteps(ctx context.Context, tx *sql.Tx, seg Segment) ([]Step, error) {
	rows, err := selectSteps(ctx, tx, seg.ID)
	if err != nil {
		return nil, err
	}
	if len(rows) != seg.Steps {
		return nil, damaged(seg.No, core.Text("segment.steps_misnumbered", "count", len(rows), "last", seg.Steps))
	}
	list := []Step{}
	for _, row := range rows {
		step := Step{Number: row.step, LinesBefore: row.linesBefore, LinesAfter: row.linesAfter,
			At: row.at, By: row.by, InForce: row.step <= seg.Step}
		err := errors.Join(json.Unmarshal([]byte(row.criteria), &step.Step), json.Unmarshal([]byte(row.resolved), &step.Resolved))
		if err != nil || !step.Action.Valid() {
			return nil, damaged(seg.No, core.Text("segment.criteria_of_step_cannot_be_read", "step", row.step))
		}
		list = append(list, step)
	}
	return list, nil
}

// findCurrent returns a segment and its step in force, with the snapshot.
func findCurrent(ctx context.Context, tx *sql.Tx, no string) (Segment, stepRow, error) {
	seg, err := findSegment(ctx, tx, no)
	if err != nil {
		return seg, stepRow{}, err
	}
	current, err := selectStep(ctx, tx, seg.ID, seg.Step)
	return seg, current, err
}

// Back takes back the last step in force.
func (s *Store) Back(ctx context.Context, no string) (Move, error) {
	return s.move(ctx, no, func(seg Segment) (int, error) {
		if seg.Step == 0 {
			return 0, core.NewProblem(core.Invalid, "segment.has_no_criteria_action_to_take_back", "segment", seg.No).Hint("segment.nothing_was_changed")
		}
		return seg.Step - 1, nil
	})
}

// Forward does the step again that was taken back last.
func (s *Store) Forward(ctx context.Context, no string) (Move, error) {
	return s.move(ctx, no, func(seg Segment) (int, error) {
		if seg.Step == seg.Steps {
			return 0, core.NewProblem(core.Invalid, "segment.has_no_criteria_action_to_do_again", "segment", seg.No).Hint("segment.nothing_was_changed")
		}
		return seg.Step + 1, nil
	})
}

// GoTo puts any step of the history in force; 0 is the segment before its
// first step.
func (s *Store) GoTo(ctx context.Context, no string, step int) (Move, error) {
	return s.move(ctx, no, func(seg Segment) (int, error) {
		return step, inHistory(seg, step)
	})
}

// Return goes from one step of the history to another where the first is still in
// force. Where somebody has changed the segment since, it is refused.
func (s *Store) Return(ctx context.Context, no string, from, to int) (Move, error) {
	return s.move(ctx, no, func(seg Segment) (int, error) {
		if seg.Step != from {
			return 0, core.NewProblem(core.Invalid, "segment.has_been_changed_since", "segment", seg.No).Hint("segment.nothing_was_changed")
		}
		return to, inHistory(seg, to)
	})
}

// inHistory refuses a step that the segment has not.
func inHistory(seg Segment, step int) error {
	if step < 0 || step > seg.Steps {
		return core.NewProblem(core.NotFound, "segment.has_no_step_its_steps_are_0", "segment", seg.No, "step", step, "steps", seg.Steps)
	}
	return nil
}

// move changes which step is in force: one number, whatever the steps did.
func (s *Store) move(ctx context.Context, no string, target func(Segment) (int, error)) (Move, error) {
	var m Move
	err := s.change(ctx, no, func(tx *sql.Tx) error {
		seg, err := findSegment(ctx, tx, no)
		if err != nil {
			return err
		}
		to, err := target(seg)
		if err != nil {
			return err
		}
		m = Move{From: seg.Step, To: to, LinesBefore: seg.Lines}
		steps, err := readSteps(ctx, tx, seg)
		if err != nil {
			return err
		}
		for n := seg.Step; n > to; n-- {
			m.Steps = append(m.Steps, steps[n-1])
		}
		for n := seg.Step; n < to; n++ {
			m.Steps = append(m.Steps, steps[n])
		}
		if to != seg.Step {
			if err := updateStep(ctx, tx, seg.ID, to, s.company.Stamp()); err != nil {
				return err
			}
		}
		after, err := findSegment(ctx, tx, no)
		m.LinesAfter = after.Lines
		return err
	})
	return m, err
}

// ClearCriteria forgets the steps and keeps the lines, which are then what Go
// Back cannot go behind.
func (s *Store) ClearCriteria(ctx context.Context, no string) error {
	return s.change(ctx, no, func(tx *sql.Tx) error {
		seg, current, err := findCurrent(ctx, tx, no)
		if err != nil {
			return err
		}
		if err := deleteSteps(ctx, tx, seg.ID); err != nil {
			return err
		}
		if err := deleteLinesBut(ctx, tx, seg.ID, current.snapshot); err != nil {
			return err
		}
		base := stepRow{linesAfter: seg.Lines, at: s.company.Stamp(), by: s.company.User, snapshot: current.snapshot}
		if !current.snapshot.IsEmpty() {
			base.lastLineNo = LineNo(current.snapshot.Maximum())
		}
		if err := insertStep(ctx, tx, seg.ID, base); err != nil {
			return err
		}
		return updateStep(ctx, tx, seg.ID, 0, s.company.Stamp())
	})
}
