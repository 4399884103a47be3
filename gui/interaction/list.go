// Package interaction shows what happened with contacts: the list of the interaction
// log entries, the list of those that are postponed, the page of one, and the dialog
// in which one is made or finished. What can be changed, and what follows, the engine
// says.
package interaction

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/core/interaction"
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

// spec describes the entries.
var spec = catalog.Must(catalog.InteractionEntry)

// List is a page with interactions.
type List struct {
	session *session.Session
	table   *table.Table
	room    *field.Room
	env     filter.Env // read when the page is shown
	page    *widget.Page
	of      bool // a contact's
}

// Params say which interactions are listed.
type Params struct {
	Title string // "" for "Interaction Log Entries"
	Where route.Where
}

// OpenList returns the list of the interaction log entries. Postponed ones are not
// among them.
func OpenList(s *session.Session, params Params) *List {
	p := newList(s)
	p.of = params.Where.Field == "contact_no"
	caption := params.Title
	if caption == "" {
		caption = i18n.T("interactions.interaction_log_entries")
	}
	p.table = table.New(table.Params{
		Session: s, Tasks: p.room.Tasks, Name: "interactions", Caption: caption, Columns: columns(logColumns(), true), Where: params.Where,
		Source:  source{session: s},
		Count:   func(n int) string { return i18n.T("interactions.n_interactions", "count", n) },
		Empty:   i18n.T("interactions.no_interactions_here"),
		Editing: &table.Editing{Entry: p.entry, Check: p.check, Save: p.save},
	})
	bar, needing := p.actions()
	p.page = p.table.Page(table.PageParams{Bar: bar, Needing: needing, New: p.create, Menu: p.menu})
	p.table.List.OnOpen = p.open
	p.table.List.OnLink = p.follow
	p.ready()
	return p
}

// newList begins a page.
func newList(s *session.Session) *List {
	p := &List{session: s}
	p.room = &field.Room{Session: s, Tasks: work.NewTasks(), Env: func() filter.Env { return p.env }}
	return p
}

// ready gives the page what all lists of interactions have.
func (p *List) ready() {
	p.page.Keys["Ctrl+Z"] = p.table.TakeBack
	p.page.OnShow = func() {
		p.table.Reload()
		p.session.Env(p.room.Tasks, func(env filter.Env) { p.env = env })
	}
}

// Page is the list as the navigator shows it.
func (p *List) Page() *widget.Page { return p.page }

// actions are the page's, and the buttons that need an interaction.
func (p *List) actions() (bar *widget.ActionBar, needing []*widget.Button) {
	bar = widget.NewActionBar(widget.Action{Text: i18n.T("interactions.create_dialog"), Icon: theme.IconNew, Kind: widget.Primary, Key: "Alt+N", Do: p.create})
	need := func(a widget.Action) { needing = append(needing, bar.Add(a)) }
	need(widget.Action{Text: i18n.T("interactions.evaluate"), Icon: theme.IconCheck, Menu: p.evaluations})
	need(widget.Action{Text: i18n.T("interactions.comments_dialog"), Icon: theme.IconEdit, Do: p.comments})
	need(widget.Action{Text: i18n.T("interactions.show_attachment"), Icon: theme.IconOpen, Do: p.showAttachment})
	need(widget.Action{Text: i18n.T("interactions.register_response_dialog"), Icon: theme.IconAdd, Minor: true, Do: p.respond})
	need(widget.Action{Text: i18n.T("logged.resend_dialog"), Icon: theme.IconMail, Minor: true, Do: p.resend})
	bar.Separate()
	need(widget.Action{Text: i18n.T("interactions.cancel_entries"), Icon: theme.IconClose, Do: p.cancel})
	need(widget.Action{Text: i18n.T("interactions.uncancel_entries"), Icon: theme.IconRefresh, Minor: true, Do: p.uncancel})
	need(widget.Action{Text: i18n.T("interactions.delete_canceled_dialog"), Icon: theme.IconDelete, Minor: true, Do: p.askDeleteCanceled})
	bar.Separate()
	need(widget.Action{Text: i18n.T("common.open_contact"), Icon: theme.IconPerson, Minor: true, Do: func() { p.openContact(p.table.List.Current()) }})
	return bar, needing
}

func (p *List) menu(row int, at fyne.Position) {
	evaluate := widget.MenuItem(i18n.T("interactions.evaluate"), theme.IconCheck, func() {})
	evaluate.ChildMenu = fyne.NewMenu("", p.evaluations()...)
	p.table.Menu(at,
		widget.MenuItem(i18n.T("common.open"), theme.IconOpen, func() { p.open(row) }),
		widget.MenuItem(i18n.T("common.open_contact"), theme.IconPerson, func() { p.openContact(row) }),
		widget.MenuItem(i18n.T("tasks.create_task_dialog"), theme.IconNew, func() { p.createTask(row) }),
		evaluate,
		widget.MenuItem(i18n.T("interactions.comments_dialog"), theme.IconEdit, p.comments),
		widget.MenuItem(i18n.T("interactions.show_attachment"), theme.IconOpen, p.showAttachment),
		widget.MenuItem(i18n.T("interactions.add_document_dialog"), theme.IconImport, p.addDocument),
		widget.MenuItem(i18n.T("interactions.register_response_dialog"), theme.IconAdd, p.respond),
		widget.MenuItem(i18n.T("logged.resend_dialog"), theme.IconMail, p.resend),
		widget.MenuItem(i18n.T("interactions.cancel_entries"), theme.IconClose, p.cancel),
		widget.MenuItem(i18n.T("interactions.uncancel_entries"), theme.IconRefresh, p.uncancel),
	)
}

// resend asks what of the selected interactions is made again. They are of one logged
// segment, or of none.
func (p *List) resend() {
	chosen := p.table.Chosen()
	var to route.Resend
	one := true
	p.table.Tasks.Run(func(ctx context.Context) error {
		entries, err := table.Numbers(ctx, chosen)
		if err != nil {
			return err
		}
		list, err := p.session.Interactions.Entries(ctx, entries)
		var keys []string
		for i, e := range list {
			of := e.Number("logged_segment_entry_no")
			one = one && (i == 0 || of == to.LoggedSegment)
			to.LoggedSegment, keys = of, append(keys, key(e.No))
		}
		to.Entries = strings.Join(keys, "|")
		return err
	}, func(err error) {
		switch {
		case err != nil:
			p.session.Tell(err, p.table.Say)
		case !one:
			p.table.Say(i18n.T("interactions.choose_those_of_one_logged_segment"))
		case to.Entries != "":
			p.session.Go.Open(to)
		}
	})
}

// respond asks for the answer to the current interaction.
func (p *List) respond() {
	if e, ok := p.item(p.table.List.Current()); ok {
		p.session.Go.Open(route.Response{Entry: e.No})
	}
}

// addDocument asks for a file, and keeps it with the current interaction.
func (p *List) addDocument() {
	if e, ok := p.item(p.table.List.Current()); ok {
		addDocument(p.session, p.table.Tasks, e.No, func(said string) {
			p.table.Say(said)
			p.table.Reload()
		}, p.table.Say)
	}
}

// item is the interaction in a row.
func (p *List) item(row int) (interaction.Entry, bool) {
	return table.Item[interaction.Entry](p.table, row)
}

func (p *List) open(row int) {
	if e, ok := p.item(row); ok {
		p.session.Go.Open(route.Interaction{Entry: e.No})
	}
}

func (p *List) openContact(row int) {
	if e, ok := p.item(row); ok {
		p.session.Go.Open(route.Contact{No: e.Text("contact_no")})
	}
}

// createTask asks what is to be done with the contact of an interaction.
func (p *List) createTask(row int) {
	if e, ok := p.item(row); ok {
		p.session.Go.Open(route.NewTask{Contact: e.Text("contact_no")})
	}
}

// follow goes where a link leads.
func (p *List) follow(row int, column string) {
	e, ok := p.item(row)
	if !ok {
		return
	}
	switch column {
	case attached:
		p.attachment(e.No)
	case "contact_no":
		p.openContact(row)
	case "segment_no":
		p.session.Go.Open(route.Segment{No: e.Text(column)})
	default:
		p.open(row)
	}
}

// create asks what happened: with the contact whose interactions these are, or with
// any.
func (p *List) create() {
	to := route.NewInteraction{}
	if e, ok := p.item(p.table.List.Current()); ok && p.of {
		to.Contact = e.Text("contact_no")
	}
	p.session.Go.Open(to)
}

func (p *List) entry(c table.Column) *entry.Entry {
	return field.Entry(p.room, c.Field, entry.NewCell)
}

func (p *List) check(c table.Column, text string) error {
	_, err := value.Parse(c.Field, i18n.Typed(c.Field, text, p.env.WorkDate), p.env)
	return err
}
