package segment

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"time"

	"winnow/core"
	"winnow/core/criteria"
	"winnow/core/filter"
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
	// Env is what its filters were resolved with; empty for a step that is older than
	// replays.
	Env filter.Env
}

// Day is the day that the step's filters took for today.
func (s Step) Day() string {
	if s.Env.Today != "" {
		return s.Env.Today
	}
	at, err := time.Parse(time.RFC3339, s.At)
	if err != nil {
		return ""
	}
	return at.Local().Format(time.DateOnly)
}

// CriteriaDay is the day of the oldest criteria among steps in force: the earliest that
// one took for today. Lines by hand have no such day; it is "" where there is nothing
// else.
func CriteriaDay(steps []Step) string {
	oldest := ""
	for _, s := range steps {
		day := s.Day()
		if s.InForce && s.ByHand() == nil && day != "" && (oldest == "" || day < oldest) {
			oldest = day
		}
	}
	return oldest
}

// Place is where a segment stands in its history: how many replays are in force, and
// which step of the present list.
type Place struct{ Replay, Step int }

// Move is what going to another step of the history did.
type Move struct {
	// From and To are where the segment stood before, and stands now.
	From, To                Place
	LinesBefore, LinesAfter int
	// Steps are the steps that were taken back or done again, in that order; none
	// where a replay was.
	Steps []Step
	// Replay is the replay that was taken back or done again, or nil.
	Replay *Replay
}

// Back reports whether something was taken back.
func (m Move) Back() bool {
	return m.To.Replay < m.From.Replay || m.To.Replay == m.From.Replay && m.To.Step < m.From.Step
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
	rows, err := selectSteps(ctx, tx, stepList{segment: seg.ID})
	if err != nil {
		return nil, err
	}
	if len(rows) != seg.Steps {
		return nil, damaged(seg.No, core.Text("segment.steps_misnumbered", "count", len(rows), "last", seg.Steps))
	}
	return decodeSteps(seg, rows)
}

// decodeSteps reads what steps ask for.
func decodeSteps(seg Segment, rows []stepRow) ([]Step, error) {
	list := []Step{}
	for _, row := range rows {
		step := Step{Number: row.step, LinesBefore: row.linesBefore, LinesAfter: row.linesAfter,
			At: row.at, By: row.by, InForce: row.step <= seg.Step, Env: filter.Env{Today: row.today, WorkDate: row.workDate, Me: row.me}}
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

// Back takes back the last step in force. Where a replay stands behind it, it takes
// that back, and the list of steps before the replay is in force again.
func (s *Store) Back(ctx context.Context, no string) (Move, error) {
	return s.move(ctx, no, func(tx *sql.Tx, seg Segment) (Place, error) {
		if !seg.CanGoBack() {
			return Place{}, core.NewProblem(core.Invalid, "segment.has_no_criteria_action_to_take_back", "segment", seg.No).Hint("segment.nothing_was_changed")
		}
		if seg.Replay == 0 {
			return Place{Step: seg.Step - 1}, nil
		}
		replay, err := selectReplay(ctx, tx, seg.ID, seg.Replay)
		if seg.Step == 0 || seg.Step == replay.End {
			return Place{seg.Replay - 1, lastStep}, err
		}
		return Place{seg.Replay, seg.Step - 1}, err
	})
}

// Forward does the step, or the replay, again that was taken back last.
func (s *Store) Forward(ctx context.Context, no string) (Move, error) {
	return s.move(ctx, no, func(tx *sql.Tx, seg Segment) (Place, error) {
		switch {
		case seg.Step < seg.Steps:
			return Place{seg.Replay, seg.Step + 1}, nil
		case seg.CanGoForward():
			replay, err := selectReplay(ctx, tx, seg.ID, seg.Replay+1)
			return Place{replay.Number, replay.End}, err
		}
		return Place{}, core.NewProblem(core.Invalid, "segment.has_no_criteria_action_to_do_again", "segment", seg.No).Hint("segment.nothing_was_changed")
	})
}

// GoTo puts any step of the present list in force; 0 is the segment before its first
// step.
func (s *Store) GoTo(ctx context.Context, no string, step int) (Move, error) {
	return s.move(ctx, no, func(_ *sql.Tx, seg Segment) (Place, error) {
		return Place{seg.Replay, step}, inHistory(seg, step)
	})
}

// Return goes from one place in the history to another where the segment still stands
// at the first. Where somebody has changed it since, it is refused.
func (s *Store) Return(ctx context.Context, no string, from, to Place) (Move, error) {
	return s.move(ctx, no, func(_ *sql.Tx, seg Segment) (Place, error) {
		if seg.Place() != from || to.Replay > seg.Replays {
			return Place{}, core.NewProblem(core.Invalid, "segment.has_been_changed_since", "segment", seg.No).Hint("segment.nothing_was_changed")
		}
		return to, nil
	})
}

// inHistory refuses a step that the segment has not.
func inHistory(seg Segment, step int) error {
	if step < 0 || step > seg.Steps {
		return core.NewProblem(core.NotFound, "segment.has_no_step_its_steps_are_0", "segment", seg.No, "step", step, "steps", seg.Steps)
	}
	return nil
}

// lastStep stands for the last step of a list that is not the present one.
const lastStep = math.MaxInt

// move changes where in its history a segment stands: a number, whatever the steps
// did, and which list of steps is the present one.
func (s *Store) move(ctx context.Context, no string, target func(*sql.Tx, Segment) (Place, error)) (Move, error) {
	var m Move
	err := s.change(ctx, no, func(tx *sql.Tx) error {
		seg, err := findSegment(ctx, tx, no)
		if err != nil {
			return err
		}
		to, err := target(tx, seg)
		if err != nil {
			return err
		}
		m = Move{From: seg.Place(), LinesBefore: seg.Lines}
		if to.Replay == seg.Replay {
			m.Steps, err = passed(ctx, tx, seg, to.Step)
		} else {
			m.Replay, to, err = swapLists(ctx, tx, seg, to)
		}
		if err != nil {
			return err
		}
		if to != seg.Place() {
			if err := updateStep(ctx, tx, seg.ID, to.Step, s.company.Stamp()); err != nil {
				return err
			}
		}
		after, err := findSegment(ctx, tx, no)
		m.To, m.LinesAfter = after.Place(), after.Lines
		return err
	})
	return m, err
}

// passed returns the steps between the one in force and another.
func passed(ctx context.Context, tx *sql.Tx, seg Segment, to int) ([]Step, error) {
	steps, err := readSteps(ctx, tx, seg)
	if err != nil {
		return nil, err
	}
	if err := inHistory(seg, to); err != nil {
		return nil, err
	}
	var list []Step
	for n := seg.Step; n > to; n-- {
		list = append(list, steps[n-1])
	}
	for n := seg.Step; n < to; n++ {
		list = append(list, steps[n])
	}
	return list, nil
}

// swapLists makes the list of steps that to is in the present one. It returns the last
// replay on the way, and the place with the step that there is.
func swapLists(ctx context.Context, tx *sql.Tx, seg Segment, to Place) (*Replay, Place, error) {
	var last Replay
	for seg.Replay != to.Replay {
		number, after := seg.Replay, seg.Replay-1
		if to.Replay > seg.Replay {
			number, after = seg.Replay+1, seg.Replay+1
		}
		var err error
		if last, err = selectReplay(ctx, tx, seg.ID, number); err != nil {
			return nil, to, err
		}
		if err := swapSteps(ctx, tx, seg.ID, number); err != nil {
			return nil, to, fmt.Errorf("exchange the steps of replay %d: %w", number, err)
		}
		if err := updateReplay(ctx, tx, seg.ID, after); err != nil {
			return nil, to, err
		}
		seg.Replay = after
	}
	steps, err := selectSteps(ctx, tx, stepList{segment: seg.ID})
	seg.Steps = len(steps)
	if to.Step == lastStep {
		to.Step = seg.Steps
	}
	if err == nil {
		err = inHistory(seg, to.Step)
	}
	return &last, to, err
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
		if err := deleteReplays(ctx, tx, seg.ID); err != nil {
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
