package task

import (
	"context"
	"strconv"

	"winnow/core"
	"winnow/core/filter"
	"winnow/core/segment"
	"winnow/core/task"
	"winnow/gui/entry"
	"winnow/gui/field"
	"winnow/gui/i18n"
	"winnow/gui/region"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// ForSegment is the dialog in which a task is made for each contact of a segment.
type ForSegment struct {
	*form
	params   SegmentParams
	each     *entry.Check // each line's own salesperson
	spread   *entry.Entry
	stop     context.CancelFunc
	segment  segment.Segment
	settling bool // what the fields begin with is being read
}

// SegmentParams say for which segment tasks are made.
type SegmentParams struct {
	Segment string
	// Done is told what was made, with what takes it back.
	Done func(said string, undo func())
}

// AskForSegment asks what is to be done with each contact of a segment, and makes tasks
// of it.
func AskForSegment(s *session.Session, params SegmentParams) *ForSegment {
	c := &ForSegment{params: params, settling: true}
	c.form = newForm(s, []string{"description", "type", "date", "priority", "salesperson_code", "start_time", "duration", "location"}, func(string) { c.preview() })
	c.each = entry.NewCheck(i18n.T("tasks.each_lines_own"), "", func(on bool) {
		c.fields["salesperson_code"].Entry().SetEnabled(!on)
		c.preview()
	})
	c.spread = entry.New(theme.IconNone)
	c.spread.OnCommit = func(text string) error {
		if _, err := perDay(text); err != nil {
			return i18n.Error(err)
		}
		c.preview()
		return nil
	}
	c.modal = &widget.Modal{
		Title: i18n.T("tasks.create_tasks"), Subtitle: i18n.T("tasks.one_for_each_contact_of_segment", "segment", params.Segment), Width: 920,
		Body: widget.NewStack(10, 16, c.body(
			entry.Field{Caption: i18n.T("tasks.salesperson"), Object: c.each},
			entry.Field{Caption: i18n.T("tasks.spread_tasks_a_day"), Object: c.spread}),
			widget.NewParagraph(i18n.T("tasks.spread_is_how_many_a_day"))),
		OK: i18n.T("tasks.create"), OnOK: c.save, Unsaved: field.Unsaved(c.fields), OnCancel: c.tasks.Close,
	}
	c.modal.Show(s.Window.Canvas())
	c.fields["description"].Entry().Focus()
	c.begin()
	return c
}

// begin reads what the fields hold at first.
func (c *ForSegment) begin() {
	var env filter.Env
	var seg segment.Segment
	c.tasks.Run(func(ctx context.Context) (err error) {
		if env, err = c.session.Company.Env(ctx, filter.Env{}); err != nil {
			return err
		}
		seg, err = c.session.Segments.Segment(ctx, c.params.Segment)
		return err
	}, func(err error) {
		if err != nil {
			c.modal.SetStatus(work.Text(err), true)
			return
		}
		c.env, c.segment, c.settling = env, seg, false
		c.fill("date", env.WorkDate)
		c.fill("salesperson_code", seg.Text("salesperson_code"))
		c.preview()
	})
}

// perDay is how many tasks a day has; 0 where all are on one.
func perDay(text string) (int, error) {
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, core.NewProblem(core.Invalid, "tasks.spread_is_not_a_number")
	}
	return n, nil
}

// asked are the tasks as they are asked for.
func (c *ForSegment) asked() (task.SegmentParams, error) {
	p := task.SegmentParams{Segment: c.params.Segment, Fields: c.typed(), LineSalesperson: c.each.On()}
	if p.LineSalesperson {
		delete(p.Fields, "salesperson_code")
	}
	var err error
	p.Spread, err = perDay(c.spread.Text())
	return p, err
}

// preview says how many tasks there will be, and when.
func (c *ForSegment) preview() {
	if c.settling {
		return
	}
	if c.stop != nil {
		c.stop()
	}
	p, err := c.asked()
	if err != nil {
		c.modal.SetStatus(work.Text(err), true)
		return
	}
	p.Preview = true
	if p.Fields["description"] == "" { // which is said when they are made
		p.Fields["description"] = "-"
	}
	c.modal.SetStale()
	var made task.Made
	c.stop = c.tasks.Run(func(ctx context.Context) (err error) {
		made, err = c.session.ToDos.AddForSegment(ctx, p)
		return err
	}, func(err error) {
		if err != nil {
			c.modal.SetStatus(work.Text(err), true)
			return
		}
		c.modal.SetStatus(planned(made), false)
	})
}

// planned says how many tasks there are, and when they are due.
func planned(made task.Made) string {
	n, first, last := len(made.Nos), region.Current().Date(made.First), region.Current().Date(made.Last)
	if first == last {
		return i18n.T("tasks.n_tasks_on_day", "count", n, "date", first)
	}
	return i18n.T("tasks.n_tasks_from_day_to_day", "count", n, "first", first, "last", last)
}

// save makes the tasks, or says at the foot what is wrong with them.
func (c *ForSegment) save() {
	p, err := c.asked()
	if err != nil {
		c.modal.SetStatus(work.Text(err), true)
		return
	}
	if c.stop != nil {
		c.stop()
	}
	var made task.Made
	c.modal.SetOK(false)
	c.tasks.RunSlow(c.session.Window.Canvas(), i18n.T("tasks.creating_tasks_dialog"), func(ctx context.Context, _ func(done, total int)) (err error) {
		made, err = c.session.ToDos.AddForSegment(ctx, p)
		return err
	}, session.Submitted(c.modal, c.tasks, func() {
		tellMade(c.session, c.tasks, i18n.T("tasks.n_tasks_created", "count", len(made.Nos), "plan", planned(made)), made, c.params.Done)
	}))
}
