package interaction

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/core/filter"
	"winnow/core/interaction"
	"winnow/gui/field"
	"winnow/gui/i18n"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/undo"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// Entry is the page of one interaction.
type Entry struct {
	// Tasks do the page's work.
	Tasks *work.Tasks

	session  *session.Session
	no       int64
	page     *widget.Page
	bar      *widget.ActionBar
	env      filter.Env
	groups   *field.Groups
	comments *widget.Stack
	read     interaction.Entry
	history  *undo.History
}

// groups are the FastTabs with their fields.
func groups() []field.Group {
	return []field.Group{
		{Caption: i18n.T("common.general"), Keys: []string{"entry_no", "contact_no", "interaction_template_code", "description", "date", "time_of_interaction", "salesperson_code", "subject"}},
		{Caption: i18n.T("interactions.result"), Keys: []string{"evaluation", "attempt_failed", "cost_lcy", "duration_min", "canceled", "delivery_status"}},
		{Caption: i18n.T("caption.campaign"), Keys: []string{"campaign_no", "campaign_entry_no", "campaign_target", "campaign_response", "segment_no", "logged_segment_entry_no"}},
	}
}

// OpenEntry returns the page of an interaction.
func OpenEntry(s *session.Session, no int64) *Entry {
	p := &Entry{Tasks: work.NewTasks(), session: s, no: no, comments: widget.NewStack(6, 12)}
	room := &field.Room{Session: s, Tasks: p.Tasks, Env: func() filter.Env { return p.env }}
	p.groups = field.NewGroups(room, spec, groups(), editable, p.set)
	openContact := func() { s.Go.Open(route.Contact{No: p.read.Text("contact_no")}) }
	p.groups.Values["contact_no"].OnTap = openContact
	p.groups.Values["segment_no"].OnTap = func() {
		if no := p.read.Text("segment_no"); no != "" {
			s.Go.Open(route.Segment{No: no})
		}
	}
	tabs := append(p.groups.Tabs, widget.NewFastTab(i18n.T("interactions.comments"), p.comments))
	p.bar = widget.NewActionBar(
		widget.Action{Text: i18n.T("interactions.comments_dialog"), Icon: theme.IconEdit, Kind: widget.Boxed, Do: p.comment},
		widget.Action{Text: i18n.T("interactions.show_attachment"), Icon: theme.IconOpen, Kind: widget.Boxed, Do: func() { showAttachment(s, p.Tasks, no, p.bar.SetStatus, nil) }},
		widget.Action{Text: i18n.T("interactions.add_document_dialog"), Icon: theme.IconImport, Do: p.addDocument},
		widget.Action{Text: i18n.T("interactions.register_response_dialog"), Icon: theme.IconAdd, Do: s.To(route.Response{Entry: no})},
		widget.Action{Text: i18n.T("tasks.create_task_dialog"), Icon: theme.IconNew, Do: func() { s.Go.Open(route.NewTask{Contact: p.read.Text("contact_no")}) }},
		widget.Action{Text: i18n.T("logged.resend_dialog"), Icon: theme.IconMail, Do: p.resend},
		widget.Action{Text: i18n.T("common.open_contact"), Icon: theme.IconPerson, Do: openContact},
	)
	number := key(no)
	p.history = undo.New(undo.Page{Session: s, Tasks: p.Tasks, No: &number, Say: p.bar.SetStatus, SayUndo: p.bar.SayUndo, Reload: p.Reload})
	p.page = &widget.Page{
		Title: i18n.T("caption.interaction_log_entry"), Actions: p.bar, Content: container.NewVScroll(widget.NewStack(8, 10, tabs...)),
		First: p.groups.Fields["evaluation"].Object().(fyne.Focusable), OnShow: p.Reload, OnClose: p.Tasks.Close,
		Keys: map[string]func(){"F5": p.Reload, "Ctrl+Z": p.history.Back, "Ctrl+Shift+Z": p.history.Forward, "Ctrl+Y": p.history.Forward},
	}
	return p
}

// Page is the interaction as the navigator shows it.
func (p *Entry) Page() *widget.Page { return p.page }

// Reload reads the interaction again.
func (p *Entry) Reload() {
	var env filter.Env
	var read interaction.Entry
	p.Tasks.Run(func(ctx context.Context) (err error) {
		if env, err = p.session.Company.Env(ctx, filter.Env{}); err != nil {
			return err
		}
		read, err = p.session.Interactions.Entry(ctx, p.no)
		return err
	}, p.session.Then(func() {
		p.env, p.read = env, read
		p.publish()
	}))
}

func (p *Entry) publish() {
	p.page.Title = i18n.T("caption.interaction_log_entry") + " · " + title(p.read)
	p.session.Go.Title(p.page.Title)
	p.groups.Publish(p.read.Row, p.read.ContactName)
	lines := commentLines(p.read)
	if len(lines) == 0 {
		lines = append(lines, widget.NewParagraph(i18n.T("interactions.no_comments")))
	}
	p.comments.SetObjects(lines...)
	p.page.Layout()
}

// set saves a field that was typed; one that is not taken is marked.
func (p *Entry) set(key, text string) {
	var edited []interaction.Edited
	set := func(ctx context.Context, no string) (_ string, err error) {
		edited, err = p.session.Interactions.Set(ctx, interaction.Change{Entries: []int64{p.no}, Fields: map[string]string{key: text}})
		return no, err
	}
	p.Tasks.Write(func(ctx context.Context) error {
		_, err := set(ctx, "")
		return err
	}, func(err error) {
		switch {
		case err != nil && p.Tasks.Closed(): // nobody sees the page
			p.session.Go.Fail(err)
			return
		case err != nil:
			p.groups.Fields[key].Refuse(err)
			p.session.Tell(err, p.bar.SetStatus)
			return
		case len(edited) > 0:
			p.history.Push(undo.Step{Again: set, Back: func(ctx context.Context, no string) (string, error) {
				return no, p.session.Interactions.TakeBack(ctx, edited)
			}})
			p.bar.SayUndo(i18n.T("common.saved"), p.history.Back)
		}
		p.Reload()
	})
}

func (p *Entry) comment() {
	if p.read.No != 0 {
		askComment(p.session, p.Tasks, p.read, func() {
			p.bar.SetStatus(i18n.T("interactions.comment_added"))
			p.Reload()
		})
	}
}

// addDocument asks for a file, and keeps it with the interaction.
func (p *Entry) addDocument() {
	addDocument(p.session, p.Tasks, p.no, func(said string) {
		p.bar.SetStatus(said)
		p.Reload()
	}, p.bar.SetStatus)
}

// resend asks how what went out with the interaction is made again.
func (p *Entry) resend() {
	if p.read.No != 0 {
		p.session.Go.Open(route.Resend{LoggedSegment: p.read.Number("logged_segment_entry_no"), Entries: key(p.no)})
	}
}
