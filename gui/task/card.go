package task

import (
	"context"

	"fyne.io/fyne/v2/container"

	"winnow/core/filter"
	"winnow/core/task"
	"winnow/gui/field"
	"winnow/gui/i18n"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/undo"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// Card is the page of one task.
type Card struct {
	// Tasks do the page's work.
	Tasks *work.Tasks

	session *session.Session
	no      string
	page    *widget.Page
	bar     *widget.ActionBar
	env     filter.Env
	groups  *field.Groups
	read    task.Task

	close, reopen, cancel *widget.Button

	history *undo.History
}

// groups are the FastTabs with their fields.
func groups() []field.Group {
	return []field.Group{
		{Caption: i18n.T("common.general"), Keys: []string{"no", "description", "type", "priority", "date", "start_time", "salesperson_code", "duration", "location"}},
		{Caption: i18n.T("tasks.about"), Keys: []string{"contact_no", "contact_company_no", "segment_no", "campaign_no", "opportunity_no"}},
		{Caption: i18n.T("caption.recurring"), Keys: []string{"recurring_date_interval", "calc_due_date_from", "recurring"}},
		{Caption: i18n.T("caption.status"), Keys: []string{statusField, closedField, "date_closed", "canceled"}},
	}
}

// OpenCard returns the page of a task.
func OpenCard(s *session.Session, no string) *Card {
	p := &Card{Tasks: work.NewTasks(), session: s, no: no}
	room := &field.Room{Session: s, Tasks: p.Tasks, Env: func() filter.Env { return p.env }}
	p.groups = field.NewGroups(room, spec, groups(), typedKeys(), func(key, text string) { p.do(setting(s, key, text), key) })
	p.groups.Values["contact_no"].OnTap = p.openContact
	p.groups.Values["segment_no"].OnTap = func() {
		if no := p.read.Text("segment_no"); no != "" {
			s.Go.Open(route.Segment{No: no})
		}
	}
	actions := p.actions()
	p.history = undo.New(undo.Page{Session: s, Tasks: p.Tasks, No: &p.no, Say: p.bar.SetStatus, SayUndo: p.bar.SayUndo, Reload: p.Reload})
	p.page = &widget.Page{
		Title: no, Actions: actions, Content: container.NewVScroll(widget.NewStack(8, 10, p.groups.Tabs...)),
		First: p.groups.Fields["description"].Entry().Focusable(), OnShow: p.Reload, OnClose: p.Tasks.Close,
		Keys: map[string]func(){
			"F5": p.Reload, "Ctrl+Z": p.history.Back, "Ctrl+Shift+Z": p.history.Forward, "Ctrl+Y": p.history.Forward, "Alt+N": s.To(route.NewTask{}),
			"Ctrl+F7": p.interactions,
		},
	}
	return p
}

func (p *Card) actions() *widget.ActionBar {
	s := p.session
	p.bar = widget.NewActionBar(widget.Action{Text: i18n.T("tasks.new_task_dialog"), Icon: theme.IconNew, Kind: widget.Primary, Key: "Alt+N", Do: s.To(route.NewTask{})})
	p.close = p.bar.Add(widget.Action{Text: i18n.T("tasks.close_task"), Icon: theme.IconCheck, Kind: widget.Boxed, Do: func() { p.do(closing(s), "") }})
	p.reopen = p.bar.Add(widget.Action{Text: i18n.T("tasks.reopen"), Icon: theme.IconRefresh, Do: func() { p.do(reopening(s), "") }})
	p.cancel = p.bar.Add(widget.Action{Text: i18n.T("tasks.cancel_task"), Icon: theme.IconClose, Do: func() { p.do(canceling(s), "") }})
	p.bar.Separate()
	p.bar.Add(widget.Action{Text: i18n.T("calls.make_phone_call_dialog"), Icon: theme.IconPerson, Do: func() { call(s, p.read, p.bar.SetStatus) }})
	p.bar.Add(widget.Action{Text: i18n.T("interactions.create_dialog"), Icon: theme.IconNew, Minor: true, Do: func() {
		s.Go.Open(route.NewInteraction{Contact: p.read.Text("contact_no"), Task: p.no})
	}})
	p.bar.Add(widget.Action{Text: i18n.T("caption.interactions"), Icon: theme.IconHistory, Key: "Ctrl+F7", Do: p.interactions})
	p.bar.Add(widget.Action{Text: i18n.T("common.open_contact"), Icon: theme.IconPerson, Do: p.openContact})
	return p.bar
}

// Page is the task as the navigator shows it.
func (p *Card) Page() *widget.Page { return p.page }

func (p *Card) openContact() {
	if no := p.read.Text("contact_no"); no != "" {
		p.session.Go.Open(route.Contact{No: no})
		return
	}
	p.bar.SetStatus(i18n.T("tasks.task_has_no_contact", "task", p.no))
}

// interactions lists what was recorded for the task.
func (p *Card) interactions() {
	p.session.Go.Open(route.Interactions{Title: i18n.T("caption.interactions") + " · " + p.page.Title, Where: route.Where{Field: "to_do_no", Filter: filter.Quote(p.no)}})
}

// Reload reads the task again.
func (p *Card) Reload() {
	var env filter.Env
	var read task.Task
	p.Tasks.Run(func(ctx context.Context) (err error) {
		if env, err = p.session.Company.Env(ctx, filter.Env{}); err != nil {
			return err
		}
		read, err = p.session.ToDos.Task(ctx, p.no)
		return err
	}, p.session.Then(func() {
		p.env, p.read = env, read
		p.publish()
	}))
}

func (p *Card) publish() {
	p.page.Title = p.no
	if description := p.read.Text("description"); description != "" {
		p.page.Title += " · " + description
	}
	p.session.Go.Title(p.page.Title)
	p.groups.Publish(p.read.Row, p.read.ContactName)
	if text, _ := due(p.read, p.env.Today); text != "" {
		p.groups.Fields["date"].Publish(p.read.Text("date"), text)
	}
	closed := p.read.Flag(closedField)
	p.close.SetEnabled(!closed)
	p.reopen.SetEnabled(closed)
	p.cancel.SetEnabled(!p.read.Flag("canceled"))
	p.page.Layout()
}

// do changes the task. A value that is not taken is marked at the field with that key.
func (p *Card) do(c change, key string) {
	var changed task.Changed
	again := func(ctx context.Context, no string) (_ string, err error) {
		changed, err = c.do(ctx, []string{no})
		return no, err
	}
	p.Tasks.Write(func(ctx context.Context) error {
		_, err := again(ctx, p.no)
		return err
	}, func(err error) {
		switch f := p.groups.Fields[key]; {
		case err != nil && p.Tasks.Closed(): // nobody sees the page
			p.session.Go.Fail(err)
			return
		case err != nil:
			if f != nil {
				f.Refuse(err)
			}
			p.session.Tell(err, p.bar.SetStatus)
			return
		}
		if len(changed.Nos) > 0 {
			p.history.Push(undo.Step{Again: again, Back: func(ctx context.Context, no string) (string, error) {
				return no, p.session.ToDos.TakeBack(ctx, changed)
			}})
			p.bar.SayUndo(said(c.done, changed), p.history.Back)
			if c.closes {
				offer(p.session, p.Tasks, p.no)
			}
		}
		p.Reload()
	})
}
