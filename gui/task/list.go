// Package task shows what is to be done: the list of tasks, the page of one, the dialog
// in which one is made, and the one that makes a task for each contact of a segment.
// What follows a change, the engine says.
package task

import (
	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/core/task"
	"winnow/core/value"
	"winnow/gui/entry"
	"winnow/gui/field"
	"winnow/gui/i18n"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/table"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// spec describes the tasks.
var spec = catalog.Must(catalog.Task)

// List is the page with the tasks.
type List struct {
	session *session.Session
	table   *table.Table
	room    *field.Room
	env     filter.Env // read when the page is shown
	page    *widget.Page
	contact string // whose tasks these are, or ""
}

// OpenList returns the list of the tasks.
func OpenList(s *session.Session, to route.Tasks) *List {
	p := &List{session: s}
	p.room = &field.Room{Session: s, Tasks: work.NewTasks(), Env: func() filter.Env { return p.env }}
	caption := to.Title
	where := []route.Where{to.Where}
	if to.Due {
		where = nil
		for _, key := range []string{closedField, "date"} {
			where = append(where, route.Where{Field: key, Filter: task.Due().Filters[key]})
		}
	}
	switch {
	case caption != "":
	case to.Due:
		caption = i18n.T("home.tasks_due")
	default:
		caption = i18n.T("caption.tasks")
	}
	p.table = table.New(table.Params{
		Session: s, Tasks: p.room.Tasks, Name: "tasks", Caption: caption, Columns: columns(), Where: where[0], AndWhere: where[1:],
		Source:  source{s},
		Count:   func(n int) string { return i18n.T("tasks.n_tasks", "count", n) },
		Empty:   i18n.T("tasks.no_tasks_here"),
		Editing: &table.Editing{Entry: p.entry, Check: p.check, Save: p.save},
	})
	bar, needing := p.actions()
	p.page = p.table.Page(table.PageParams{Bar: bar, Needing: needing, New: p.create, Menu: p.menu})
	p.table.List.OnOpen = p.open
	p.table.List.OnLink = p.follow
	p.page.Keys["Ctrl+Z"] = p.table.TakeBack
	p.page.OnShow = func() {
		p.table.Reload()
		s.Env(p.room.Tasks, func(env filter.Env) { p.env = env })
	}
	p.contact = to.Contact
	return p
}

// Page is the list as the navigator shows it.
func (p *List) Page() *widget.Page { return p.page }

// actions are the page's, and the buttons that need a task.
func (p *List) actions() (bar *widget.ActionBar, needing []*widget.Button) {
	bar = widget.NewActionBar(widget.Action{Text: i18n.T("tasks.new_task_dialog"), Icon: theme.IconNew, Kind: widget.Primary, Key: "Alt+N", Do: p.create})
	need := func(a widget.Action) { needing = append(needing, bar.Add(a)) }
	need(widget.Action{Text: i18n.T("tasks.close_task"), Icon: theme.IconCheck, Kind: widget.Boxed, Do: p.close})
	need(widget.Action{Text: i18n.T("tasks.reopen"), Icon: theme.IconRefresh, Do: p.reopen})
	need(widget.Action{Text: i18n.T("tasks.cancel_task"), Icon: theme.IconClose, Do: p.cancel})
	bar.Separate()
	need(widget.Action{Text: i18n.T("calls.make_phone_call_dialog"), Icon: theme.IconPerson, Do: p.call})
	need(widget.Action{Text: i18n.T("common.open_contact"), Icon: theme.IconPerson, Minor: true, Do: func() { p.openContact(p.table.List.Current()) }})
	bar.Separate()
	need(widget.Action{Text: i18n.T("tasks.calendar_file_dialog"), Icon: theme.IconExport, Do: p.askCalendar})
	need(widget.Action{Text: i18n.T("tasks.delete_canceled_dialog"), Icon: theme.IconDelete, Minor: true, Do: p.askDeleteCanceled})
	return bar, needing
}

func (p *List) menu(row int, at fyne.Position) {
	p.table.Menu(at,
		widget.MenuItem(i18n.T("common.open"), theme.IconOpen, func() { p.open(row) }),
		widget.MenuItem(i18n.T("common.open_contact"), theme.IconPerson, func() { p.openContact(row) }),
		widget.MenuItem(i18n.T("tasks.close_task"), theme.IconCheck, p.close),
		widget.MenuItem(i18n.T("tasks.reopen"), theme.IconRefresh, p.reopen),
		widget.MenuItem(i18n.T("tasks.cancel_task"), theme.IconClose, p.cancel),
		widget.MenuItem(i18n.T("calls.make_phone_call_dialog"), theme.IconPerson, p.call),
		widget.MenuItem(i18n.T("interactions.create_dialog"), theme.IconNew, p.createInteraction),
	)
}

// item is the task in a row.
func (p *List) item(row int) (task.Task, bool) { return table.Item[task.Task](p.table, row) }

// current is the task in the current row.
func (p *List) current() (task.Task, bool) { return p.item(p.table.List.Current()) }

func (p *List) open(row int) {
	if t, ok := p.item(row); ok {
		p.session.Go.Open(route.Task{No: t.No})
	}
}

func (p *List) openContact(row int) {
	if t, ok := p.item(row); ok && t.Text("contact_no") != "" {
		p.session.Go.Open(route.Contact{No: t.Text("contact_no")})
	} else if ok {
		p.table.Say(i18n.T("tasks.task_has_no_contact", "task", t.No))
	}
}

// follow goes where a link leads.
func (p *List) follow(row int, column string) {
	t, ok := p.item(row)
	switch {
	case !ok:
	case column == "contact_no":
		p.openContact(row)
	case column == "segment_no":
		p.session.Go.Open(route.Segment{No: t.Text(column)})
	default:
		p.open(row)
	}
}

// create asks for a new task, about the contact whose tasks these are.
func (p *List) create() { p.session.Go.Open(route.NewTask{Contact: p.contact}) }

func (p *List) call() {
	if t, ok := p.current(); ok {
		call(p.session, t, p.table.Say)
	}
}

func (p *List) createInteraction() {
	if t, ok := p.current(); ok {
		p.session.Go.Open(route.NewInteraction{Contact: t.Text("contact_no"), Task: t.No})
	}
}

// call asks what came of a phone call for a task.
func call(s *session.Session, t task.Task, say func(string)) {
	if t.Text("contact_no") == "" {
		say(i18n.T("tasks.task_has_no_contact", "task", t.No))
		return
	}
	s.Go.Open(route.Call{Task: t.No})
}

func (p *List) entry(c table.Column) *entry.Entry { return field.Entry(p.room, c.Field, entry.NewCell) }

func (p *List) check(c table.Column, text string) error {
	_, err := value.Parse(c.Field, i18n.Typed(c.Field, text, p.env.WorkDate), p.env)
	return err
}
