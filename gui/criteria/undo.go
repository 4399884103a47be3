package criteria

import (
	"context"

	"winnow/core/segment"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// TakeBackParams say what of a segment's history can be taken back.
type TakeBackParams struct {
	// Tasks do it.
	Tasks   *work.Tasks
	Segment string
	// From is the step in force after what is to be taken back, and To that before
	// it.
	From, To segment.Place
	// Say receives what that did, and what undoes it in turn.
	Say func(text string, undo func())
	// Done is called where the segment has changed; nil for nothing.
	Done func()
}

// TakeBack returns what takes steps of a segment back. Where the segment has been
// changed since, it stays as it is.
func TakeBack(s *session.Session, p TakeBackParams) func() {
	return func() {
		var moved segment.Move
		p.Tasks.Write(func(ctx context.Context) (err error) {
			moved, err = s.Segments.Return(ctx, p.Segment, p.From, p.To)
			return err
		}, func(err error) {
			if err != nil {
				s.Tell(err, func(text string) { p.Say(text, nil) })
				return
			}
			again := p
			again.From, again.To = p.To, p.From
			p.Say(Moved(moved), TakeBack(s, again))
			widget.Call(p.Done)
		})
	}
}

// SayReplayed returns what says what running steps again did, with what takes it back.
// From and To are those of the replay.
func SayReplayed(s *session.Session, p TakeBackParams) func(segment.Replayed) {
	return func(r segment.Replayed) {
		if !r.Differs {
			p.Say(ReplayDone(r), nil)
			return
		}
		p.From, p.To = r.To, r.From
		p.Say(ReplayDone(r), TakeBack(s, p))
	}
}

// TakeBackAll returns what takes back all of some actions, or nil where there were
// none.
func TakeBackAll(s *session.Session, results []segment.Result, p TakeBackParams) func() {
	if len(results) == 0 {
		return nil
	}
	p.From, p.To = results[len(results)-1].Place(), results[0].Before()
	return TakeBack(s, p)
}

// ReplayCaption says what a replay was made for.
func ReplayCaption(r segment.Replay) string {
	switch r.Kind {
	case segment.Refreshed:
		return i18n.T("criteria.refresh")
	case segment.Dropped:
		return i18n.T("criteria.step_left_out", "step", r.Changed)
	}
	return i18n.T("criteria.step_edited", "step", r.Changed)
}

// Moved says what a move through the history did.
func Moved(m segment.Move) string {
	what := ""
	if m.Replay != nil {
		what = ReplayCaption(*m.Replay)
	} else if len(m.Steps) == 1 {
		what = ActionVerb(m.Steps[0].Action)
	} else {
		what = i18n.T("criteria.n_steps", "count", len(m.Steps))
	}
	change := m.LinesAfter - m.LinesBefore
	values := map[string]any{"what": what, "n": widget.Number(max(change, -change))}
	switch {
	case m.Replay == nil && len(m.Steps) == 0:
		return i18n.T("criteria.this_step_is_in_force_already")
	case m.Back() && change > 0:
		return i18n.T("criteria.what_taken_back_n_contacts", "count", change, values)
	case m.Back() && change < 0:
		return i18n.T("criteria.what_taken_back_n_contacts_have_left", "count", -change, values)
	case m.Back():
		return i18n.T("criteria.what_taken_back_number_of_lines_stays", values)
	case change > 0:
		return i18n.T("criteria.what_done_again_n_contacts", "count", change, values)
	case change < 0:
		return i18n.T("criteria.what_done_again_n_contacts_have_left", "count", -change, values)
	}
	return i18n.T("criteria.what_done_again_number_of_lines_stays", values)
}
