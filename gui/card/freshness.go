package card

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"

	"winnow/core/company"
	"winnow/core/segment"
	shown "winnow/gui/criteria"
	"winnow/gui/i18n"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// How long a card is at rest before it is counted what a refresh would change, also
// after that gave way to something, and how long that may take: meanwhile other programs
// wait to write.
const (
	rest       = 400 * time.Millisecond
	countLimit = 8 * time.Second
)

// freshness says over the steps how old the criteria are, and what a refresh would
// change. That is counted in the background, and gives way to whatever is written.
type freshness struct {
	card   *Card
	object *widget.Stack
	age    *widget.Paragraph
	link   *widget.Button
	row    fyne.CanvasObject // that the link stands in
	panel  *widget.Stack     // that it stands in, over the steps

	asked  criteriaState // what was counted last, or is being counted
	cancel context.CancelFunc
}

// criteriaState is what decides how old criteria are and what a refresh changes, as far
// as it is the segment's own.
type criteriaState struct {
	place segment.Place
	steps int
	today string
}

func newFreshness(c *Card) *freshness {
	f := &freshness{card: c, age: widget.NewParagraph("")}
	f.age.Color = theme.Caption
	f.link = widget.NewLink("", c.refresh)
	f.row = widget.NewRow(f.link)
	f.object = widget.NewStack(2, 10, f.age, f.row)
	f.object.Hide()
	return f
}

// over returns the steps with it over them.
func (f *freshness) over(steps fyne.CanvasObject) fyne.CanvasObject {
	f.panel = widget.NewStackFill(0, 0, f.object, steps)
	return f.panel
}

// forget lets the next publish count again, as the data may have changed.
func (f *freshness) forget() {
	if f.cancel != nil {
		f.cancel()
	}
	f.asked = criteriaState{}
}

// days is how many days ago the criteria took for today; 0 where they are of today, and
// where there is nothing to refresh.
func (f *freshness) days() int {
	c := f.card
	if c.no == "" || c.sealed() {
		return 0
	}
	then, err := time.Parse(time.DateOnly, segment.CriteriaDay(c.read.steps))
	today, wrong := time.Parse(time.DateOnly, c.read.env.Today)
	if err != nil || wrong != nil || !then.Before(today) {
		return 0
	}
	return int(today.Sub(then).Hours() / 24)
}

// publish says how old the criteria are, and counts what a refresh would change.
func (f *freshness) publish() {
	days := f.days()
	widget.SetVisible(f.object, days > 0)
	defer f.panel.Refresh()
	if days == 0 {
		f.forget()
		return
	}
	age := i18n.T("card.criteria_from_n_days_ago", "count", days)
	if f.card.session.Company.ReadOnly() {
		f.age.SetText(age + ". " + i18n.T("card.read_only_so_that_segment_cannot_be_refreshed"))
		f.object.SetObjects(f.age)
		return
	}
	f.age.SetText(age)
	seg := f.card.read.segment
	if state := (criteriaState{seg.Place(), seg.Steps, f.card.read.env.Today}); f.asked != state {
		f.forget()
		f.asked = state
		f.sayLink(i18n.T("criteria.refresh_segment_dialog"))
		f.count()
	}
}

// count counts what a refresh would change.
func (f *freshness) count() {
	c, no := f.card, f.card.no
	var found segment.Replayed
	f.cancel = c.Tasks.Run(func(ctx context.Context) (err error) {
		for {
			select {
			case <-time.After(rest):
			case <-ctx.Done():
				return ctx.Err()
			}
			found, err = c.session.Segments.Replay(ctx, no, segment.ReplayParams{Preview: true, Background: countLimit})
			if !company.GaveWay(err) {
				return err
			}
		}
	}, func(err error) {
		switch {
		case errors.Is(err, context.DeadlineExceeded): // the page counts it, with Cancel
		case err != nil: // the page says it
			c.session.Log.Warn("count what a refresh would change", "segment", no, "error", err)
		default:
			f.sayLink(wouldChange(found))
		}
	})
}

// sayLink changes what stands on the link.
func (f *freshness) sayLink(text string) {
	f.link.SetText(text)
	f.row.Refresh() // the text has another length
}

// wouldChange says what a refresh would change.
func wouldChange(r segment.Replayed) string {
	if len(r.Comes)+len(r.Goes) == 0 {
		return i18n.T("card.no_contact_would_come_or_go")
	}
	return i18n.T("card.n_would_come", "count", len(r.Comes)) + ", " + i18n.T("card.n_would_go", "count", len(r.Goes))
}

// replay shows what running steps again would change, and says what was done.
func (c *Card) replay(title string, p segment.ReplayParams) {
	c.now()
	c.differences = shown.OpenDifferences(c.session, shown.DifferencesParams{Segment: c.no, Title: title, Replay: p, Done: c.replayed})
	c.session.Go.Show(c.differences.Page())
}

// replayed says what running steps again did.
func (c *Card) replayed(r segment.Replayed) {
	if !r.Differs {
		c.say(shown.ReplayDone(r))
		return
	}
	c.together.undo.acted()
	c.sayUndo(shown.ReplayDone(r), c.back)
	c.changed()
}

// refresh shows what running all steps again on today's data would change.
func (c *Card) refresh() {
	c.replay(i18n.T("criteria.refresh_segment_no", "segment", c.no), segment.ReplayParams{})
}
