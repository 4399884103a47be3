package card

import (
	"context"
	"math/rand/v2"

	"winnow/core/criteria"
	"winnow/core/segment"
	shown "winnow/gui/criteria"
	"winnow/gui/filters"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/work"
)

// EditStepParams say which step is changed.
type EditStepParams struct {
	Segment string
	Step    int
	// Done receives what was done.
	Done func(segment.Replayed)
}

// StepEditing is an earlier step being changed: its dialog, and then the page that shows
// what that would change.
type StepEditing struct {
	// Tasks do its work.
	Tasks *work.Tasks
	// Dialog is the step's dialog, Differences the page; each nil until it is shown.
	Dialog      *filters.Dialog
	Differences *shown.Differences

	session *session.Session
	params  EditStepParams
}

// EditStep opens the dialog of a step with its filters, and then shows what changing it
// would change, before anything is kept.
func EditStep(s *session.Session, p EditStepParams) *StepEditing {
	e := &StepEditing{Tasks: work.NewTasks(), session: s, params: p}
	var steps []segment.Step
	var seg segment.Segment
	e.Tasks.Run(func(ctx context.Context) (err error) {
		if seg, err = s.Segments.Segment(ctx, p.Segment); err != nil {
			return err
		}
		steps, err = s.Segments.Steps(ctx, p.Segment)
		return err
	}, s.Then(func() {
		if p.Step < 1 || p.Step > len(steps) {
			return // the history has changed meanwhile
		}
		e.Dialog = filters.Show(s, filters.Params{
			Segment: p.Segment, Title: shown.TitleOf(seg), Action: steps[p.Step-1].Action, Tasks: e.Tasks, Edit: &steps[p.Step-1], Changed: e.changed,
		})
	}))
	return e
}

// changed shows what the changed step would change.
func (e *StepEditing) changed(step criteria.Step) {
	// What is taken at random is the same when it is kept as when it is shown.
	step = step.Seeded(func() int64 { return rand.Int64N(1_000_000) })
	p := e.params
	e.Differences = shown.OpenDifferences(e.session, shown.DifferencesParams{
		Segment: p.Segment, Title: i18n.T("criteria.edit_step_of_segment", "step", p.Step, "segment", p.Segment),
		Replay: segment.ReplayParams{Step: p.Step, With: &step},
		Done:   p.Done,
	})
	e.session.Go.Show(e.Differences.Page())
}
