package criteria

import (
	"context"

	"fyne.io/fyne/v2/container"

	"winnow/core/catalog"
	"winnow/core/segment"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// differencesLimit is how many of the contacts that come, and of those that go, are
// listed.
const differencesLimit = 500

// DifferencesParams say what is run again on which segment.
type DifferencesParams struct {
	// Segment is the segment's No.; Title names what is done for people.
	Segment, Title string
	// Replay is what is run again.
	Replay segment.ReplayParams
	// Done receives what was done, when the page was left.
	Done func(segment.Replayed)
}

// Differences is the page that shows what running steps again would change, before
// anything is kept.
type Differences struct {
	// Tasks do the page's work.
	Tasks *work.Tasks

	session     *session.Session
	params      DifferencesParams
	page        *widget.Page
	keep        *widget.Button
	headline    *widget.Paragraph
	more        *widget.Paragraph
	steps       *list.List
	comes, goes *difference
	found       segment.Replayed
	why         *Explain // the page that was opened last, or nil
}

// difference is a list of contacts that come or go.
type difference struct {
	list    *list.List
	tab     *widget.FastTab
	all     int      // how many there are
	numbers []string // of those that are listed
	rows    []list.Row
}

// OpenDifferences returns the page that shows what running steps again would change.
func OpenDifferences(s *session.Session, p DifferencesParams) *Differences {
	d := &Differences{session: s, params: p, Tasks: work.NewTasks(), headline: widget.NewTitle(""), more: widget.NewParagraph("")}
	d.more.Color = theme.Caption
	d.steps = list.New([]list.Column{
		{Key: "no", Caption: i18n.T("criteria.step"), Width: 60, Align: widget.Right},
		{Key: "action", Caption: i18n.T("criteria.action"), Width: 150},
		{Key: "before", Caption: i18n.T("criteria.lines_as_they_are"), Width: 110, Align: widget.Right},
		{Key: "after", Caption: i18n.T("criteria.lines_then"), Width: 120, Align: widget.Right},
		{Key: "change", Caption: i18n.T("criteria.change"), Width: 100, Align: widget.Right},
		{Key: "note", Caption: "", Width: 110},
		{Key: "filters", Caption: i18n.T("common.filters_and_options"), Width: 420},
	})
	d.steps.MinRows = 4
	d.comes, d.goes = d.newDifference(i18n.T("criteria.come")), d.newDifference(i18n.T("criteria.go"))
	bar := widget.NewActionBar()
	d.keep = bar.Add(widget.Action{Text: i18n.T("criteria.keep"), Icon: theme.IconCheck, Kind: widget.Primary, Do: d.run})
	bar.Add(widget.Action{Text: i18n.T("criteria.leave_as_it_is"), Icon: theme.IconBack, Kind: widget.Boxed, Do: s.Go.Back})
	d.page = &widget.Page{
		Title: p.Title, Actions: bar, First: d.steps, OnShow: d.Reload, OnClose: d.Tasks.Close, Keys: map[string]func(){"F5": d.Reload},
		Content: widget.NewStackFill(8, 12, widget.NewStack(2, 4, d.headline, d.more), widget.Panel(i18n.T("criteria.step_by_step"), d.steps),
			container.NewGridWithColumns(2, d.comes.tab, d.goes.tab)),
	}
	d.keep.SetEnabled(false)
	return d
}

func (d *Differences) newDifference(caption string) *difference {
	l := &difference{list: list.New([]list.Column{
		{Key: "no", Caption: i18n.T("caption.no"), Width: 120}, {Key: "name", Caption: i18n.T("caption.name"), Width: 300},
	})}
	l.list.MinRows = 6
	l.list.Empty = i18n.T("criteria.no_contacts")
	l.list.OnOpen = func(row int) { d.explain(l.numbers[row]) }
	l.list.OnLink = func(row int, _ string) { d.explain(l.numbers[row]) }
	l.tab = widget.Panel(caption, l.list)
	return l
}

// explain shows why a contact would come or go.
func (d *Differences) explain(contact string) {
	d.why = openExplain(d.session, d.params.Segment, contact, &d.params.Replay)
	d.session.Go.Show(d.why.Shown())
}

// Page is the differences as the navigator shows them.
func (d *Differences) Page() *widget.Page { return d.page }

// read reads the names of contacts.
func (l *difference) read(ctx context.Context, s *session.Session, numbers []string) error {
	l.all, l.numbers, l.rows = len(numbers), numbers[:min(len(numbers), differencesLimit)], nil
	for _, no := range l.numbers {
		name, err := s.Records.Describe(ctx, catalog.Contact, no)
		if err != nil {
			return err
		}
		l.rows = append(l.rows, list.Row{Cells: []list.Cell{{Text: no, Style: list.Link}, {Text: name}}})
	}
	return nil
}

// publish shows the contacts.
func (l *difference) publish() {
	l.list.SetRows(l.rows)
	l.tab.SetRight("")
	if len(l.rows) < l.all {
		l.tab.SetRight(i18n.T("filters.part_of_all", "part", widget.Number(len(l.rows)), "all", widget.Number(l.all)))
	}
}

// readSteps reads what the steps ask for, the changed one as it is to be.
func (d *Differences) readSteps(ctx context.Context) ([]segment.Step, error) {
	steps, err := d.session.Segments.Steps(ctx, d.params.Segment)
	if p := d.params.Replay; p.With != nil && p.Step <= len(steps) {
		steps[p.Step-1] = segment.Step{Step: *p.With}
	}
	return steps, err
}

// Reload works the differences out again.
func (d *Differences) Reload() {
	p := d.params.Replay
	p.Preview = true
	var found segment.Replayed
	var steps []segment.Step
	comes, goes := *d.comes, *d.goes
	d.Tasks.RunSlow(d.session.Window.Canvas(), i18n.T("common.counting_dialog"), func(ctx context.Context, report func(done, total int)) (err error) {
		p.Progress = report
		if found, err = d.session.Segments.Replay(ctx, d.params.Segment, p); err != nil {
			return err
		}
		if steps, err = d.readSteps(ctx); err != nil {
			return err
		}
		if err := comes.read(ctx, d.session, found.Comes); err != nil {
			return err
		}
		return goes.read(ctx, d.session, found.Goes)
	}, func(err error, stopped bool) {
		switch {
		case stopped:
			d.session.Go.Back()
		case err != nil:
			d.session.Tell(err, d.headline.SetText)
		default:
			d.found = found
			*d.comes, *d.goes = comes, goes
			d.publish(steps)
		}
	})
}

// publish shows what was found out.
func (d *Differences) publish(steps []segment.Step) {
	d.headline.SetText("**" + i18n.T("criteria.n_come", "count", len(d.found.Comes)) + ", " + i18n.T("criteria.n_go", "count", len(d.found.Goes)) + "**")
	more := i18n.T("criteria.nothing_is_changed_until_you_keep_it")
	if !d.found.Differs {
		more = i18n.T("criteria.nothing_differs")
	}
	if n := len(d.found.KeptByHand); n > 0 {
		more += " " + i18n.T("criteria.n_stay_by_hand", "count", n)
	}
	if len(d.found.Comes)+len(d.found.Goes) > 0 {
		more += " " + i18n.T("criteria.open_contact_to_see_why")
	}
	d.more.SetText(more)
	rows := make([]list.Row, len(d.found.Steps))
	for i, s := range d.found.Steps {
		note := ""
		switch {
		case s.Dropped:
			note = i18n.T("criteria.left_out")
		case s.Step == d.params.Replay.Step:
			note = i18n.T("criteria.changed")
		}
		action, filters := "", ""
		if i < len(steps) { // else the history has changed meanwhile
			action, filters = ActionCaption(steps[i].Action), summary(d.session.Company.Catalog(), steps[i])
		}
		rows[i] = list.Row{Cells: []list.Cell{{Text: widget.Number(s.Step)}, {Text: action}, {Text: widget.Number(s.Before)}, {Text: widget.Number(s.After)},
			{Text: Signed(s.After - s.Before)}, {Text: note}, {Text: filters}}}
	}
	d.steps.SetRows(rows)
	d.comes.publish()
	d.goes.publish()
	d.keep.SetEnabled(d.found.Differs)
	d.page.Layout()
}

// run keeps what is shown.
func (d *Differences) run() {
	p := d.params.Replay
	var done segment.Replayed
	d.Tasks.RunSlow(d.session.Window.Canvas(), i18n.T("criteria.running_steps_again_dialog"), func(ctx context.Context, report func(done, total int)) (err error) {
		p.Progress = report
		done, err = d.session.Segments.Replay(ctx, d.params.Segment, p)
		return err
	}, func(err error, stopped bool) {
		switch {
		case stopped:
		case err != nil:
			d.session.Tell(err, d.headline.SetText)
		default:
			d.session.Go.Back()
			d.params.Done(done)
		}
	})
}

// ReplayDone says what running steps again did.
func ReplayDone(r segment.Replayed) string {
	if !r.Differs {
		return i18n.T("criteria.nothing_differs")
	}
	return i18n.T("criteria.n_come", "count", len(r.Comes)) + ", " + i18n.T("criteria.n_go", "count", len(r.Goes))
}
