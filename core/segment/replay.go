package segment

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/idset"
)

// ReplayKind is what a replay was made for.
type ReplayKind string

const (
	Edited    ReplayKind = "edit"
	Dropped   ReplayKind = "drop"
	Refreshed ReplayKind = "refresh"
)

func (k ReplayKind) valid() bool { return k == Edited || k == Dropped || k == Refreshed }

// Replay is one entry of a segment's history: steps were run again, which made another
// list of steps.
type Replay struct {
	// Number counts the replays of the history from 1.
	Number int
	Kind   ReplayKind
	// Changed is the step that was changed; 0 for a refresh.
	Changed int
	// End is the last step of the list that the replay made. The replay stands behind
	// it.
	End    int
	At, By string
}

// ReplayParams say what is run again, and how.
type ReplayParams struct {
	// Step is the number of the step that is changed, in force; 0 refreshes: all steps
	// run again, with the dates of today.
	Step int
	// With is the step as it is to be; nil leaves it out. For Step 0 it is nil.
	With *criteria.Step
	// Preview tells what would happen and changes nothing.
	Preview bool
	// Background, with Preview, is for what nobody waits for: at most how long it may
	// take, after which it ends with context.DeadlineExceeded. It also stops as soon as
	// anything is to be written; the error is then one that company.GaveWay knows.
	Background time.Duration
	// Env overrides the company's settings where a refresh resolves filters.
	Env filter.Env
	// Progress, where it is not nil, is called after each step.
	Progress func(done, total int)
}

// Replayed is what a replay did, or would do. Its JSON form is public.
type Replayed struct {
	Steps []ReplayedStep `json:"steps"`
	// Comes and Goes are the numbers of the contacts that are on the segment only
	// afterwards, and only before.
	Comes []string `json:"comes"`
	Goes  []string `json:"goes"`
	// KeptByHand are contacts that filters would remove in a refresh, and that stay
	// since they were added by hand.
	KeptByHand []string `json:"kept_by_hand,omitempty"`
	// Seed is what decided who was taken, where the changed step takes a part at random.
	Seed *int64 `json:"seed,omitempty"`
	// Differs says that something is different afterwards. Where nothing is, nothing
	// is recorded.
	Differs bool `json:"-"`

	LinesBefore int `json:"-"`
	LinesAfter  int `json:"-"`
	// From and To are where the segment stood in its history, and stands now.
	From Place `json:"-"`
	To   Place `json:"-"`
}

// ReplayedStep is how many lines a step leaves: as it was, and run again. One that is
// left out leaves those of the step before it.
type ReplayedStep struct {
	Step    int  `json:"step"`
	Before  int  `json:"before"`
	After   int  `json:"after"`
	Dropped bool `json:"dropped,omitempty"`
}

// Replay changes a step, or refreshes all of them, and runs those behind it again, on
// today's data. Filters of a changed list are resolved with each step's own day, those of
// a refresh with today's. Lines that stay keep their numbers, and lines that come back
// have theirs again. A refresh leaves contacts as they are whose lines were last changed
// by hand. It is one entry of the history, which drops what was taken back before.
//
// The error is a *criteria.FilterError of the changed step, a *criteria.StepError that
// names another step, or a core.Problem; then nothing was changed.
func (s *Store) Replay(ctx context.Context, no string, p ReplayParams) (Replayed, error) {
	var done Replayed
	replay := func(ctx context.Context, tx *sql.Tx) error {
		r, err := s.newReplayer(ctx, tx, no, p)
		if err != nil {
			return err
		}
		if done, err = r.run(ctx); err != nil {
			return err
		}
		if p.Preview || !done.Differs {
			return errRollBack
		}
		return nil
	}
	var err error
	if p.Preview && p.Background > 0 {
		err = s.try(ctx, no, p.Background, replay)
	} else {
		err = s.change(ctx, no, func(tx *sql.Tx) error { return replay(ctx, tx) })
	}
	if err != nil && !errors.Is(err, errRollBack) {
		return Replayed{}, err
	}
	if !done.Differs {
		done.To = done.From
	}
	return done, nil
}

// replayer runs steps again, within one transaction.
type replayer struct {
	*work
	ReplayParams
	kind ReplayKind
	// old are the steps as they were, step 0 first, and asked what they asked for.
	old   []stepRow
	asked []Step
	// lines and contacts are all lines that the segment has or had and their contacts,
	// by line number.
	lines, contacts []uint32
	// frozen are the contacts that the replay leaves as they are, and frozenLines
	// their lines.
	frozen, frozenLines *roaring.Bitmap
	// kept are frozen lines that filters would have removed.
	kept *roaring.Bitmap
}

func (s *Store) newReplayer(ctx context.Context, tx *sql.Tx, no string, p ReplayParams) (*replayer, error) {
	w, err := s.begin(ctx, tx, no, p.Env)
	if err != nil {
		return nil, err
	}
	r := &replayer{work: w, ReplayParams: p, kind: Edited, frozen: roaring.New(), frozenLines: roaring.New(), kept: roaring.New()}
	switch {
	case p.Step == 0:
		r.kind = Refreshed
	case p.With == nil:
		r.kind = Dropped
	}
	if err := r.check(); err != nil {
		return nil, err
	}
	if err := w.dropTakenBack(ctx); err != nil {
		return nil, err
	}
	if r.asked, err = readSteps(ctx, tx, w.segment); err != nil {
		return nil, err
	}
	for n := range w.segment.Step + 1 {
		row, err := selectStep(ctx, tx, w.segment.ID, n)
		if err != nil {
			return nil, err
		}
		r.old = append(r.old, row)
	}
	if err := selectLines(ctx, tx, w.segment.ID, r.addLine); err != nil {
		return nil, fmt.Errorf("read the lines: %w", err)
	}
	if r.kind == Refreshed {
		r.freeze()
	}
	return r, nil
}

// check refuses a step that cannot be changed.
func (r *replayer) check() error {
	seg := r.segment
	switch {
	case r.kind == Refreshed && seg.Step == 0:
		return core.NewProblem(core.Invalid, "segment.has_no_criteria_action_to_refresh", "segment", seg.No).Hint("segment.nothing_was_changed")
	case r.Step > seg.Step && r.Step <= seg.Steps:
		return core.NewProblem(core.Invalid, "segment.step_is_taken_back", "segment", seg.No, "step", r.Step).Hint("segment.go_forward_first")
	case r.Step < 0 || r.Step > seg.Steps:
		return core.NewProblem(core.NotFound, "segment.has_no_step_its_steps_are_1", "segment", seg.No, "step", r.Step, "count", seg.Steps)
	}
	return nil
}

func (r *replayer) addLine(line, contact uint32) {
	r.lines, r.contacts = append(r.lines, line), append(r.contacts, contact)
}

// contactsOf returns the contacts of lines.
func (r *replayer) contactsOf(lines *roaring.Bitmap) *roaring.Bitmap {
	var found []uint32
	for i, line := range r.lines {
		if lines.Contains(line) {
			found = append(found, r.contacts[i])
		}
	}
	return idset.Of(found)
}

// linesOf returns the lines that contacts have or had.
func (r *replayer) linesOf(contacts *roaring.Bitmap) *roaring.Bitmap {
	var found []uint32
	for i, contact := range r.contacts {
		if contacts.Contains(contact) {
			found = append(found, r.lines[i])
		}
	}
	return idset.Of(found)
}

// freeze finds the lines of the contacts whose lines were last changed by hand.
func (r *replayer) freeze() {
	for i, step := range r.asked {
		changed := roaring.Xor(r.old[i].snapshot, r.old[i+1].snapshot)
		switch hand := step.ByHand() != nil; {
		case changed.IsEmpty() || !hand && r.frozen.IsEmpty():
		case hand:
			r.frozen.Or(r.contactsOf(changed))
		default:
			r.frozen.AndNot(r.contactsOf(changed))
		}
	}
	r.frozenLines = r.linesOf(r.frozen)
}

// run makes the new list of steps and tells what is different.
func (r *replayer) run(ctx context.Context) (Replayed, error) {
	last := len(r.old) - 1
	done := Replayed{Steps: []ReplayedStep{}, From: r.segment.Place(), LinesBefore: r.segment.Lines, Differs: r.kind == Dropped}
	if err := r.begin(ctx, max(r.Step, 1)); err != nil {
		return done, err
	}
	for n := 1; n <= last; n++ {
		told := ReplayedStep{Step: n, Before: r.old[n].linesAfter, After: r.old[n].linesAfter, Dropped: r.kind == Dropped && n == r.Step}
		if n >= r.Step && !told.Dropped {
			differs, err := r.again(ctx, n, &done)
			if err != nil && n != r.Step {
				err = &criteria.StepError{Index: n - 1, Err: err}
			}
			if err != nil {
				return done, err
			}
			done.Differs = done.Differs || differs
		}
		if n >= r.Step {
			told.After = r.current.linesAfter
		}
		done.Steps = append(done.Steps, told)
		if r.Progress != nil {
			r.Progress(n, last)
		}
	}
	if err := updateReplayEnd(ctx, r.tx, r.segment.ID, r.segment.Replay, r.current.step); err != nil {
		return done, err
	}
	done.To, done.LinesAfter = r.segment.Place(), r.current.linesAfter
	return done, r.tell(ctx, &done)
}

// begin keeps the present list with the replay, and begins another with the steps before
// one.
func (r *replayer) begin(ctx context.Context, first int) error {
	id, last := r.segment.ID, r.current.lastLineNo
	r.segment.Replay++
	r.segment.Replays = r.segment.Replay
	replay := Replay{Number: r.segment.Replay, Kind: r.kind, Changed: r.Step, At: r.at, By: r.by}
	if err := insertReplay(ctx, r.tx, id, replay); err != nil {
		return fmt.Errorf("write the replay: %w", err)
	}
	if err := swapSteps(ctx, r.tx, id, replay.Number); err != nil {
		return fmt.Errorf("keep the steps before the replay: %w", err)
	}
	if err := updateReplay(ctx, r.tx, id, replay.Number); err != nil {
		return err
	}
	for _, row := range r.old[:first] {
		// Their lines are also those of the list before, whose numbers stay given.
		row.lastLineNo = last
		if err := insertStep(ctx, r.tx, id, row); err != nil {
			return fmt.Errorf("write step %d: %w", row.step, err)
		}
		r.current = row
	}
	r.segment.Step, r.segment.Steps = r.current.step, r.current.step
	return updateStep(ctx, r.tx, id, r.current.step, r.at)
}

// again runs a step of the old list again, and reports whether it is different now.
func (r *replayer) again(ctx context.Context, n int, done *Replayed) (differs bool, err error) {
	old := r.asked[n-1]
	step, changed := old.Step, false
	if n == r.Step {
		if changed, err = different(step, *r.With); err != nil {
			return false, err
		}
		step = r.With.Seeded(newSeed)
		if t := step.Options.Take; t != nil {
			done.Seed = t.Seed
		}
	}
	today := r.env
	defer func() { r.env = today }()
	if r.kind != Refreshed {
		r.env = old.ResolvedWith(today)
	}
	compiled, err := criteria.Compile(step, r.env)
	if err != nil {
		return false, err
	}
	r.asker.On(r.env.WorkDate)
	p, err := newPlan(ctx, r.tx, r.asker, compiled, r.members())
	if err != nil {
		return false, err
	}
	after := stepRow{lastLineNo: r.current.lastLineNo}
	before, was := r.old[n-1].snapshot, r.old[n].snapshot
	if step.Action == criteria.Add {
		after.snapshot, after.lastLineNo, err = r.join(ctx, p.joining, roaring.AndNot(was, before))
		if err != nil {
			return false, fmt.Errorf("write the new lines: %w", err)
		}
	} else {
		after.snapshot = p.staying
		if !changed && step.Action == criteria.Reduce && step.Options == (criteria.Options{}) && named(step) != nil {
			// By hand some lines may have been removed of a contact that has others.
			after.snapshot = roaring.Or(p.staying, roaring.And(r.current.snapshot, was))
		}
	}
	after.snapshot = r.thaw(after.snapshot, was, old.ByHand() != nil)
	if err := r.record(ctx, compiled, after); err != nil {
		return false, err
	}
	return changed || !after.snapshot.Equals(was), nil
}

// thaw gives frozen contacts the lines that they had after the step.
func (r *replayer) thaw(lines, was *roaring.Bitmap, byHand bool) *roaring.Bitmap {
	if r.frozen.IsEmpty() {
		return lines
	}
	had := roaring.And(was, r.frozenLines)
	if !byHand {
		r.kept.Or(roaring.AndNot(roaring.And(had, r.current.snapshot), lines))
	}
	return roaring.Or(roaring.AndNot(lines, r.frozenLines), had)
}

// ResolvedWith is what the step's filters were resolved with. Of a step that does not say
// so, the day is known and the rest is as it is now.
func (s Step) ResolvedWith(now filter.Env) filter.Env {
	if day := s.Day(); day != "" {
		now.Today, now.WorkDate = day, cmp.Or(s.Env.WorkDate, day)
	}
	now.Me = cmp.Or(s.Env.Me, now.Me)
	return now
}

// different reports whether two steps ask for different things.
func different(a, b criteria.Step) (bool, error) {
	one, err := json.Marshal(a)
	if err != nil {
		return false, fmt.Errorf("read the criteria: %w", err)
	}
	other, err := json.Marshal(b)
	if err != nil {
		return false, fmt.Errorf("read the criteria: %w", err)
	}
	return string(one) != string(other), nil
}

// join returns the present lines with one for each contact that joins, and the highest
// number of a line. added are the lines that the step added when it ran before: contacts
// have those again, else a line that they had at any time, else a new one.
func (r *replayer) join(ctx context.Context, joining, added *roaring.Bitmap) (*roaring.Bitmap, int64, error) {
	joining = roaring.AndNot(joining, r.frozen)
	lines, rest := r.current.snapshot.Clone(), joining.Clone()
	for i, line := range r.lines {
		if contact := r.contacts[i]; added.Contains(line) && joining.Contains(contact) && lines.CheckedAdd(line) {
			rest.Remove(contact)
		}
	}
	if !rest.IsEmpty() {
		for i, line := range r.lines {
			if contact := r.contacts[i]; rest.Contains(contact) && lines.CheckedAdd(line) {
				rest.Remove(contact)
			}
		}
	}
	present := r.current.snapshot
	r.current.snapshot = lines
	defer func() { r.current.snapshot = present }()
	lines, last, err := r.addLines(ctx, rest, r.insertLines)
	if err != nil || rest.IsEmpty() {
		return lines, last, err
	}
	return lines, last, selectLinesBehind(ctx, r.tx, r.segment.ID, r.current.lastLineNo, r.addLine)
}

// members returns the lines that are in the segment at the present step.
func (r *replayer) members() *members {
	m := newMembers(r.segment.ID, r.current.snapshot)
	m.read = true
	for i, line := range r.lines {
		if r.current.snapshot.Contains(line) {
			m.pairLines, m.pairContacts = append(m.pairLines, line), append(m.pairContacts, r.contacts[i])
		}
	}
	return m
}

// tell finds the contacts that come and go.
func (r *replayer) tell(ctx context.Context, done *Replayed) (err error) {
	was, is := r.contactsOf(r.old[len(r.old)-1].snapshot), r.contactsOf(r.current.snapshot)
	for _, list := range []struct {
		contacts *roaring.Bitmap
		into     *[]string
	}{
		{roaring.AndNot(is, was), &done.Comes},
		{roaring.AndNot(was, is), &done.Goes},
		{roaring.And(r.contactsOf(r.kept), is), &done.KeptByHand},
	} {
		if *list.into, err = selectNumbers(ctx, r.tx, list.contacts); err != nil {
			return fmt.Errorf("look for who comes and goes: %w", err)
		}
		if *list.into == nil {
			*list.into = []string{}
		}
	}
	return nil
}
