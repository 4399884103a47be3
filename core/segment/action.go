package segment

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/idset"
	"winnow/core/selection"
)

// Result is what an action did, or would do. Its JSON form is public.
type Result struct {
	Action criteria.Action `json:"-"`
	// Step is the number of the new step, Replay how many replays are before it in the
	// history.
	Step   int `json:"step"`
	Replay int `json:"-"`
	// Selected counts the contacts that the filters select, before the options
	// take effect: for Add among all contacts, else among the segment's lines.
	Selected int `json:"selected"`
	// Concerned counts whom Add would bring with the companies that it expands to,
	// Excluded and There those of them that it leaves out: since they are excluded,
	// or else have a line already.
	Concerned int `json:"-"`
	Excluded  int `json:"-"`
	There     int `json:"-"`
	// NotTaken counts those of the others whom Add leaves out since it takes only a part.
	NotTaken int `json:"-"`

	LinesBefore int `json:"lines_before"`
	LinesAfter  int `json:"lines_after"`
	// Sections tell how many each section leaves, in dialog order.
	Sections []SectionCount  `json:"sections"`
	Notes    []criteria.Note `json:"notes"`
	// Seed is what decided who was taken, where a part was taken at random.
	Seed *int64 `json:"seed,omitempty"`
}

// Place is where the segment stands behind the step.
func (r Result) Place() Place { return Place{r.Replay, r.Step} }

// Before is where the segment stood before the step.
func (r Result) Before() Place { return Place{r.Replay, r.Step - 1} }

// SectionCount is how many satisfy a section alone, and how many it and those
// of the same alternative before it.
type SectionCount struct {
	// Alternative is the number of the alternative, from 1; 0 where the step has none.
	Alternative int    `json:"alternative,omitempty"`
	Section     string `json:"section"`
	Alone       int    `json:"alone"`
	Together    int    `json:"together"`
}

// Run carries out one criteria action as a new step. Steps that were taken
// back are dropped. The error is a *criteria.FilterError or a core.Problem
// where a person can correct it; then nothing was changed.
func (s *Store) Run(ctx context.Context, no string, step criteria.Step, override filter.Env) (Result, error) {
	results, err := s.Apply(ctx, no, ApplyParams{Steps: []criteria.Step{step}, Env: override})
	if err != nil {
		// Only where it is the error itself, not one that wraps it: what befell the
		// file is told of the file, whatever step it happened in.
		if at, ok := any(err).(*criteria.StepError); ok {
			return Result{}, at.Err
		}
		return Result{}, err
	}
	return results[0], nil
}

// work is an action on one segment within one transaction.
type work struct {
	tx      *sql.Tx
	segment Segment
	// current is the step in force, with its snapshot.
	current stepRow
	env     filter.Env
	at, by  string
	asker   *selection.Asker
}

func (s *Store) begin(ctx context.Context, tx *sql.Tx, no string, override filter.Env) (*work, error) {
	seg, current, err := findCurrent(ctx, tx, no)
	if err != nil {
		return nil, err
	}
	settings, err := company.ReadValues(ctx, tx)
	if err != nil {
		return nil, err
	}
	env := s.company.EnvOf(settings, override)
	return &work{tx: tx, segment: seg, current: current, env: env, at: s.company.Stamp(), by: s.company.User, asker: NewAsker(env)}, nil
}

// run carries out one action and makes its step the one in force.
func (w *work) run(ctx context.Context, step criteria.Step) (Result, error) {
	return w.runWith(ctx, step, w.insertLines)
}

// insertion writes lines for contacts, behind the line with the number last.
type insertion func(ctx context.Context, last int64, contacts *roaring.Bitmap) error

// runWith is run where insert writes the lines of Add.
func (w *work) runWith(ctx context.Context, step criteria.Step, insert insertion) (Result, error) {
	compiled, err := criteria.Compile(step.Seeded(newSeed), w.env)
	if err != nil {
		return Result{}, err
	}
	p, err := newPlan(ctx, w.tx, w.asker, compiled, w.members())
	if err != nil {
		return Result{}, err
	}
	after := stepRow{snapshot: p.staying, lastLineNo: w.current.lastLineNo}
	if err := w.dropTakenBack(ctx); err != nil {
		return Result{}, err
	}
	if step.Action == criteria.Add {
		if after.snapshot, after.lastLineNo, err = w.addLines(ctx, p.joining, insert); err != nil {
			return Result{}, fmt.Errorf("write the new lines: %w", err)
		}
	}
	if err := w.record(ctx, compiled, after); err != nil {
		return Result{}, err
	}
	p.result.Step, p.result.Replay = w.current.step, w.segment.Replay
	return p.result, nil
}

// dropTakenBack drops the steps that Go Forward could do again.
func (w *work) dropTakenBack(ctx context.Context) error {
	if !w.segment.CanGoForward() {
		return nil
	}
	w.segment.Steps, w.segment.Replays = w.segment.Step, w.segment.Replay
	return deleteStepsAfter(ctx, w.tx, w.segment.ID, w.segment.Replay, w.current.step, w.current.lastLineNo)
}

// addLines has insert write lines for contacts, and returns the set of lines with them and
// the number of the last.
func (w *work) addLines(ctx context.Context, contacts *roaring.Bitmap, insert insertion) (*roaring.Bitmap, int64, error) {
	last := w.current.lastLineNo
	lines := w.current.snapshot.Clone()
	if contacts.IsEmpty() {
		return lines, last, nil
	}
	if err := w.makeRoom(ctx, contacts.GetCardinality()); err != nil {
		return nil, 0, err
	}
	if err := insert(ctx, last, contacts); err != nil {
		return nil, 0, err
	}
	first := uint64(Ordinal(last)) + 1
	end := first + contacts.GetCardinality()
	lines.AddRange(first, end)
	return lines, LineNo(uint32(end - 1)), nil
}

// makeRoom makes sure that the next lines get numbers that none has yet. The steps
// that were taken back must have been dropped.
func (w *work) makeRoom(ctx context.Context, n uint64) error {
	highest, err := selectHighest(ctx, w.tx, w.segment.ID)
	if err != nil {
		return err
	}
	last := w.current.lastLineNo
	if line, ok := highest.(int64); !ok || line > last || uint64(last/lineStep)+n >= math.MaxUint32 {
		return damaged(w.segment.No, core.Text("segment.it_says_that_highest_number_of_line", "last", last, "found", shown(highest)))
	}
	return nil
}

// lookupFraction says when contacts are looked up one by one and sorted: where they are
// fewer than this fraction, an eighth, of all contacts. More are picked out of all, which
// an index has in order.
const lookupFraction = 8

// insertLines writes a line for each contact.
func (w *work) insertLines(ctx context.Context, last int64, contacts *roaring.Bitmap) error {
	from, list, err := contactsIn(ctx, w.tx, w.asker, contacts)
	if err != nil {
		return err
	}
	return insertLines(ctx, w.tx, from, w.segment.ID, last, list...)
}

// contactsIn returns what queries read a set of contacts c from, with the values that
// it binds, in the way that is the quickest for so many.
func contactsIn(ctx context.Context, tx *sql.Tx, a *selection.Asker, contacts *roaring.Bitmap) (from string, list []any, err error) {
	n := contacts.GetCardinality()
	total, err := a.Bound(ctx, tx)
	switch {
	case err != nil:
		return "", nil, err
	case n*lookupFraction < total:
		return contactsLookedUp, []any{idset.JSON(contacts, 1)}, nil
	case n*2 < total:
		return contactsAmong, []any{idset.JSON(contacts, 1)}, nil
	}
	all, err := a.Everybody(ctx, tx)
	if err != nil {
		return "", nil, err
	}
	if missing := roaring.AndNot(all, contacts); !missing.IsEmpty() {
		return contactsBut, []any{idset.JSON(missing, 1)}, nil
	}
	return allContacts, nil, nil
}

// record writes the step and puts it in force.
func (w *work) record(ctx context.Context, compiled criteria.Compiled, after stepRow) error {
	typed, err := json.Marshal(compiled.Step)
	if err != nil {
		return fmt.Errorf("write the criteria: %w", err)
	}
	told, err := w.resolved(ctx, compiled)
	if err != nil {
		return err
	}
	resolved, err := json.Marshal(told)
	if err != nil {
		return fmt.Errorf("write the criteria: %w", err)
	}
	after.step, after.at, after.by = w.current.step+1, w.at, w.by
	after.criteria, after.resolved = string(typed), string(resolved)
	after.today, after.workDate, after.me = w.env.Today, w.env.WorkDate, w.env.Me
	after.linesBefore = int(w.current.snapshot.GetCardinality())
	after.linesAfter = int(after.snapshot.GetCardinality())
	if err := insertStep(ctx, w.tx, w.segment.ID, after); err != nil {
		return fmt.Errorf("write step %d: %w", after.step, err)
	}
	w.current = after
	w.segment.Step, w.segment.Steps = after.step, after.step
	w.asker.ForgetLines()
	return updateStep(ctx, w.tx, w.segment.ID, after.step, w.at)
}

// members returns the lines that are in the segment and their contacts.
func (w *work) members() *members { return newMembers(w.segment.ID, w.current.snapshot) }

// plan is what an action would do.
type plan struct {
	result Result
	// joining are the contacts for whom Add writes lines.
	joining *roaring.Bitmap
	// staying are the lines that Refine or Reduce leave.
	staying *roaring.Bitmap
}

// newPlan works out an action on the members of a segment.
func newPlan(ctx context.Context, tx *sql.Tx, a *selection.Asker, c criteria.Compiled, m *members) (plan, error) {
	found, err := a.SelectBy(ctx, tx, c)
	if err != nil {
		return plan{}, err
	}
	p := plan{}
	concerned, err := a.Outcome(ctx, tx, c.Step, found.Selected)
	if err != nil {
		return p, err
	}
	p.result = Result{Action: c.Step.Action, LinesBefore: int(m.lines.GetCardinality()), Sections: []SectionCount{}, Notes: c.Notes()}
	if p.result.Notes == nil {
		p.result.Notes = []criteria.Note{}
	}
	if t := c.Step.Options.Take; t != nil {
		p.result.Seed = t.Seed
	}
	if err := p.workOut(ctx, tx, a, c.Step, concerned, m); err != nil {
		return p, err
	}
	count := func(set *roaring.Bitmap) (int, error) { return m.count(ctx, tx, set) }
	if c.Step.Action == criteria.Add {
		count = func(set *roaring.Bitmap) (int, error) { return int(set.GetCardinality()), nil }
	}
	if p.result.Selected, err = count(found.Selected); err != nil {
		return p, err
	}
	alone := make([]int, len(found.Answers))
	for i, answer := range found.Answers {
		if alone[i], err = count(answer.Alone); err != nil {
			return p, err
		}
		together, err := count(answer.Together)
		if err != nil {
			return p, err
		}
		p.result.Sections = append(p.result.Sections, SectionCount{Alternative: answer.Alternative, Section: answer.Section.Key, Alone: alone[i], Together: together})
	}
	notes, err := spellingNotes(ctx, tx, a, c, alone, count)
	if err != nil {
		return p, err
	}
	p.result.Notes = append(p.result.Notes, notes...)
	absent, err := a.Absent(ctx, tx, c)
	for _, values := range absent {
		p.result.Notes = append(p.result.Notes, values.Note())
	}
	return p, err
}

// workOut finds the contacts who join or the lines that stay, where an action concerns
// these contacts, and tells how many they are.
func (p *plan) workOut(ctx context.Context, tx *sql.Tx, a *selection.Asker, step criteria.Step, concerned *roaring.Bitmap, m *members) (err error) {
	if step.Action != criteria.Add {
		if p.staying, err = remaining(ctx, tx, a, step, concerned, m); err != nil {
			return err
		}
		p.result.LinesAfter = int(p.staying.GetCardinality())
		return nil
	}
	p.joining = concerned
	p.result.Concerned = int(concerned.GetCardinality())
	if !step.Options.IgnoreExclusion {
		excluded, err := a.Excluded(ctx, tx)
		if err != nil {
			return fmt.Errorf("look for excluded contacts: %w", err)
		}
		p.joining = roaring.AndNot(p.joining, excluded)
		p.result.Excluded = p.result.Concerned - int(p.joining.GetCardinality())
	}
	if !step.Options.AllowExistingContacts {
		there, err := m.among(ctx, tx, p.joining)
		if err != nil {
			return err
		}
		if !there.IsEmpty() {
			p.joining = roaring.AndNot(p.joining, there)
		}
		p.result.There = int(there.GetCardinality())
	}
	if step.Options.Take != nil {
		all := p.joining
		if p.joining, err = takeContacts(ctx, tx, *step.Options.Take, a, all); err != nil {
			return err
		}
		p.result.NotTaken = int(all.GetCardinality() - p.joining.GetCardinality())
	}
	p.result.LinesAfter = p.result.LinesBefore + int(p.joining.GetCardinality())
	return nil
}

// remaining returns the lines that Refine or Reduce leaves.
func remaining(ctx context.Context, tx *sql.Tx, a *selection.Asker, step criteria.Step, concerned *roaring.Bitmap, m *members) (*roaring.Bitmap, error) {
	chosen, err := m.linesOf(ctx, tx, concerned)
	if err == nil && step.Options.Take != nil {
		chosen, err = m.take(ctx, tx, *step.Options.Take, a, concerned, chosen)
	}
	if err != nil || step.Action == criteria.Refine {
		return chosen, err
	}
	return roaring.AndNot(m.lines, chosen), nil
}

// spellingsTold is how many other spellings a note tells.
const spellingsTold = 10

// spellingNotes tells of filters that find nothing but would find something if upper and
// lower case did not count, or accents. alone are how many each section found.
func spellingNotes(ctx context.Context, tx *sql.Tx, a *selection.Asker, c criteria.Compiled, alone []int, count func(*roaring.Bitmap) (int, error)) ([]criteria.Note, error) {
	var notes []criteria.Note
	for i, s := range c.Sections {
		if alone[i] > 0 {
			continue
		}
		for j, f := range s.With {
			found := func(other filter.Filter) (int, error) {
				asked := s
				asked.With = slices.Clone(s.With)
				asked.With[j].Filter = other
				would, err := a.Alone(ctx, tx, asked)
				if err != nil {
					return 0, err
				}
				return count(would)
			}
			note := criteria.Note{Alternative: s.Alternative, Section: s.Section.Key, Field: f.Field.Key}
			if folded, ok := f.Filter.FoldCase(); ok {
				n, err := found(folded)
				if err != nil {
					return nil, err
				}
				if n > 0 {
					note.Text = core.Text("segment.case_matters", "count", n, "filter", folded)
					notes = append(notes, note)
					continue
				}
			}
			values, err := a.Spelled(ctx, tx, s.Section, f)
			if err != nil {
				return nil, err
			}
			if len(values) == 0 {
				continue
			}
			note.Spelled = filter.QuoteAll(values)
			spelled, err := filter.Parse(note.Spelled, f.Field, filter.Env{})
			if err != nil {
				return nil, fmt.Errorf("read the spellings that were found: %w", err)
			}
			n, err := found(spelled)
			if err != nil {
				return nil, err
			}
			if n > 0 {
				shown := note.Spelled
				if len(values) > spellingsTold {
					shown = filter.QuoteAll(values[:spellingsTold]) + "|…"
				}
				note.Text = core.Text("segment.accents_matter", "count", n, "filter", shown)
				notes = append(notes, note)
			}
		}
	}
	return notes, nil
}
