// Package contact shows one contact as it is edited, asks for new ones, and
// lists those that may be the same. It decides nothing itself; what a contact is
// and what follows a change is the engine's.
package contact

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/core/record"
	"winnow/core/upkeep"
	"winnow/gui/entry"
	"winnow/gui/field"
	"winnow/gui/i18n"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/undo"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// Contact is the page of one contact.
type Contact struct {
	// Tasks do the page's work.
	Tasks *work.Tasks

	session *session.Session
	page    *widget.Page
	bar     *widget.ActionBar
	room    *field.Room
	form    *form
	lists   []*belonging
	facts   *facts
	counted *counted
	undo    *undo.History

	no     string
	read   data
	cancel context.CancelFunc // stops the reading under way
}

// data is what was read last.
type data struct {
	env   filter.Env
	row   record.Row
	names map[string]string // what the contact's codes are called, by field
}

// person reports whether the contact is one.
func (d data) person() bool { return d.row.Text("type") == "Person" }

// Open returns the page of a contact.
func Open(s *session.Session, no string) *Contact {
	c := &Contact{Tasks: work.NewTasks(), session: s, no: no}
	contact := s.Company.Catalog().Contact()
	c.read.row = record.Row{Table: contact, Values: make([]any, len(contact.Fields))}
	c.room = &field.Room{Session: s, Tasks: c.Tasks, Env: func() filter.Env { return c.read.env }}
	c.undo = undo.New(undo.Page{Session: s, Tasks: c.Tasks, No: &c.no, Say: c.say, SayUndo: c.sayUndo, Reload: c.Reload})
	c.form, c.facts, c.counted = newForm(c), newFacts(c), newCounted(c)
	c.lists = belongings(c)
	c.page = &widget.Page{
		Title: no, Actions: c.actions(), Content: c.content(), First: c.form.fields["name"].Entry().Focusable(),
		Keys: c.keys(), OnShow: c.Reload, OnClose: c.Tasks.Close,
	}
	c.loadView()
	return c
}

// Page is the contact as the navigator shows it.
func (c *Contact) Page() *widget.Page { return c.page }

func (c *Contact) content() fyne.CanvasObject {
	var tabs []fyne.CanvasObject
	for _, tab := range c.tabs() {
		tab.OnToggle = func(bool) { c.saveView() }
		tabs = append(tabs, tab)
	}
	left := container.NewVScroll(widget.NewStack(8, 10, tabs...))
	return container.NewBorder(nil, nil, nil, widget.Wide(container.NewVScroll(c.facts.object), 300), left)
}

// tabs are the FastTabs, from the top.
func (c *Contact) tabs() []*widget.FastTab {
	tabs := c.form.tabs()
	for _, l := range c.lists {
		tabs = append(tabs, l.table.Tab)
	}
	return append(tabs, c.counted.tab)
}

func (c *Contact) actions() *widget.ActionBar {
	c.bar = widget.NewActionBar(widget.Action{Text: i18n.T("common.new"), Icon: theme.IconNew, Kind: widget.Primary, Key: "Alt+N", Do: c.create})
	c.bar.Add(widget.Action{Text: i18n.T("common.delete"), Icon: theme.IconDelete, Kind: widget.Boxed, Key: "Ctrl+Delete", Do: c.askDelete})
	c.bar.Separate()
	var add *widget.Button
	add = c.bar.Add(widget.Action{Text: i18n.T("common.add_to_segment_dialog"), Icon: theme.IconSegment, Do: func() {
		AddToSegment(c.session, AddParams{Tasks: c.Tasks, Anchor: add, Say: c.added,
			Contacts: func(context.Context) ([]string, error) { return []string{c.no}, nil }})
	}})
	c.bar.Add(widget.Action{Text: i18n.T("interactions.create_dialog"), Icon: theme.IconNew, Do: c.createInteraction})
	c.bar.Add(widget.Action{Text: i18n.T("calls.make_phone_call_dialog"), Icon: theme.IconPerson, Do: c.call})
	c.bar.Add(widget.Action{Text: i18n.T("caption.interactions"), Icon: theme.IconHistory, Key: "Ctrl+F7", Do: c.interactions})
	c.bar.Add(widget.Action{Text: i18n.T("caption.contact"), Icon: theme.IconPerson, Menu: c.menu})
	return c.bar
}

// menu are the further actions.
func (c *Contact) menu() []*fyne.MenuItem {
	items := []*fyne.MenuItem{
		widget.MenuItem(i18n.T("tasks.create_task_dialog"), theme.IconNew, c.createTask),
		widget.MenuItem(i18n.T("caption.tasks"), theme.IconCheck, c.tasks),
		widget.MenuItem(i18n.T("card.statistics"), theme.IconStatistics, c.statistics),
	}
	return append(append(items, c.twins()...),
		widget.MenuItem(i18n.T("common.copy"), theme.IconCopy, c.copy),
		widget.MenuItem(i18n.T("contact.erase_person_dialog"), theme.IconDelete, c.askErase),
	)
}

func (c *Contact) keys() map[string]func() {
	keys := map[string]func(){
		"Alt+N": c.create, "Ctrl+Delete": c.askDelete, "F5": c.Reload,
		"Ctrl+Z": c.undo.Back, "Ctrl+Shift+Z": c.undo.Forward, "Ctrl+Y": c.undo.Forward,
		"Ctrl+F7": c.interactions, "F7": c.statistics,
		"F6": func() { c.nextTab(1) }, "Shift+F6": func() { c.nextTab(-1) }, "Alt+F6": c.collapse,
	}
	for _, key := range []string{"F3", "Shift+F3", "Alt+F3", "Alt+F7", "F8"} {
		keys[key] = func() { c.listKey(key) }
	}
	return keys
}

// listKey does what a key means in the list that has the keyboard.
func (c *Contact) listKey(key string) {
	for _, l := range c.lists {
		if !l.table.Focused() {
			continue
		}
		if do := l.table.Keys()[key]; do != nil {
			do()
		} else if key == "F8" {
			l.table.CopyAbove()
		}
	}
}

// tabAt is the FastTab in which the keyboard is, or -1.
func (c *Contact) tabAt() int {
	for i, tab := range c.tabs() {
		if tab.Focused() || c.form.focusedIn(tab) {
			return i
		}
		for _, l := range c.lists {
			if l.table.Tab == tab && l.table.Focused() {
				return i
			}
		}
	}
	return -1
}

// nextTab gives the keyboard to the next FastTab that is shown.
func (c *Contact) nextTab(step int) {
	tabs := c.tabs()
	at := c.tabAt()
	if at < 0 && step < 0 {
		at = 0
	}
	for range tabs {
		at = (at + step + len(tabs)) % len(tabs)
		if tabs[at].Visible() {
			tabs[at].Focus()
			return
		}
	}
}

func (c *Contact) collapse() {
	if at := c.tabAt(); at >= 0 {
		tab := c.tabs()[at]
		tab.Focus()
		tab.Toggle()
	}
}

// Reload reads the contact again.
func (c *Contact) Reload() {
	if c.cancel != nil {
		c.cancel()
	}
	no := c.no
	c.cancel = session.Read(c.session, c.Tasks, func(ctx context.Context) (data, error) {
		return c.readAll(ctx, no)
	}, func(read data) {
		c.publish(read)
		c.facts.reload()
		c.counted.reload()
	})
}

// readAll reads the contact, and what its codes are called.
func (c *Contact) readAll(ctx context.Context, no string) (read data, err error) {
	if read.env, err = c.session.Company.Env(ctx, filter.Env{}); err != nil {
		return read, err
	}
	if read.row, err = c.session.Upkeep.Row(ctx, catalog.Contact, no); err != nil {
		return read, err
	}
	read.names = map[string]string{}
	for _, f := range read.row.Table.Fields {
		code := read.row.Text(f.Key)
		if f.Lookup == "" || code == "" || f.Key == "no" {
			continue
		}
		if read.names[f.Key], err = c.session.Records.Describe(ctx, f.Lookup, code); err != nil {
			return read, err
		}
	}
	return read, nil
}

// publish shows what was read.
func (c *Contact) publish(read data) {
	c.read = read
	c.no = read.row.Text("no")
	c.page.Title = c.title()
	c.session.Go.Title(c.page.Title)
	c.form.publish()
	for _, l := range c.lists {
		l.publish()
	}
}

// title names the contact for people.
func (c *Contact) title() string { return joined(c.no, c.read.row.Text("name")) }

// joined sets what there is of some texts side by side.
func joined(texts ...string) string {
	return i18n.Join(" · ", texts...)
}

// say shows in the action bar what was done.
func (c *Contact) say(text string) { c.bar.SetStatus(text) }

// sayUndo does so with Undo.
func (c *Contact) sayUndo(text string, undo func()) { c.bar.SayUndo(text, undo) }

func (c *Contact) added(text string, undo func()) {
	c.sayUndo(text, undo)
	c.facts.reload()
}

// set saves a field that was typed; one that is not taken is marked.
func (c *Contact) set(key, typed string) {
	no := c.no
	change := upkeep.Change{Table: catalog.Contact, Key: []string{no}, Fields: map[string]string{key: typed},
		Was: map[string]string{key: c.read.row.Text(key)}}
	var saved upkeep.Saved
	c.Tasks.RunSlow(c.session.Window.Canvas(), i18n.T("common.saving_dialog"), func(ctx context.Context, _ func(done, total int)) (err error) {
		saved, err = c.session.Upkeep.Update(ctx, change)
		return err
	}, func(err error, stopped bool) {
		switch {
		case stopped:
			c.form.publish()
		case err != nil:
			c.form.refuse(key, err)
		default:
			c.saved(saved, change.Fields)
		}
	})
}

// saved says what a change did, and lets Ctrl+Z take it back.
func (c *Contact) saved(saved upkeep.Saved, fields map[string]string) {
	before := saved.Before
	write := func(change upkeep.Change) func(context.Context, string) (string, error) {
		return func(ctx context.Context, no string) (string, error) {
			change.Table, change.Key = catalog.Contact, []string{no}
			after, err := c.session.Upkeep.Update(ctx, change)
			if err != nil {
				return no, err
			}
			return after.Key()[0], nil
		}
	}
	c.undo.Push(undo.Step{Back: write(upkeep.Change{Fields: before, TakenBack: true}), Again: write(upkeep.Change{Fields: fields})})
	c.no = saved.Key()[0]
	said := i18n.T("common.saved")
	switch {
	case saved.Persons > 0:
		said = i18n.T("contact.saved_n_persons_follow", "count", saved.Persons)
	case saved.Renamed > 0:
		said = i18n.T("common.renamed_with_n_rows_that_named", "count", saved.Renamed)
	}
	c.sayUndo(said, c.undo.Back)
	c.Reload()
}

// create asks for a new contact: beside a company or its person, a person of it.
func (c *Contact) create() {
	c.session.Go.Open(route.NewContact{Company: c.read.row.Text("company_no")})
}

// createInteraction asks what happened with the contact.
func (c *Contact) createInteraction() { c.session.Go.Open(route.NewInteraction{Contact: c.no}) }

// call asks what came of a phone call with the contact.
func (c *Contact) call() { c.session.Go.Open(route.Call{Contact: c.no}) }

// createTask asks what is to be done with the contact.
func (c *Contact) createTask() { c.session.Go.Open(route.NewTask{Contact: c.no}) }

// tasks lists what is to be done with the contact, and what was done.
func (c *Contact) tasks() {
	c.session.Go.Open(route.Tasks{Title: joined(i18n.T("caption.tasks"), c.title()), Contact: c.no, Where: route.Where{Field: "contact_no", Filter: filter.Quote(c.no)}})
}

// interactions lists what happened with the contact.
func (c *Contact) interactions() {
	c.session.Go.Open(route.Interactions{Title: joined(i18n.T("caption.interactions"), c.title()), Where: route.Where{Field: "contact_no", Filter: filter.Quote(c.no)}})
}

func (c *Contact) askDelete() {
	AskDelete(c.session, DeleteParams{Tasks: c.Tasks, Contacts: []string{c.no}, Done: c.deleted})
}

// askErase asks whether the person shall be erased. What was changed on the page cannot
// be taken back afterwards, as that would bring back what is to be gone.
func (c *Contact) askErase() {
	AskErase(c.session, EraseParams{Tasks: c.Tasks, No: c.no, Say: c.say, Done: func(said string) {
		c.undo.Forget()
		for _, l := range c.lists {
			l.table.ForgetDone()
		}
		c.say(said)
		c.Reload()
	}})
}

// twins are the contacts that the contact can be merged with: those that may be the
// same, and any other.
func (c *Contact) twins() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, row := range c.facts.duplicates.rows {
		no := row.Key
		items = append(items, widget.MenuItem(i18n.T("contact.twin_merge_with_dialog", "contact", joined(no, row.Cells[0].Text)), theme.IconContacts, func() { c.merge(no) }))
	}
	return append(items, widget.MenuItem(i18n.T("contact.twin_another_contact_dialog"), theme.IconContacts, c.askTwin))
}

// merge shows the contact beside another, which may go into it.
func (c *Contact) merge(other string) { c.session.Go.Open(route.Merge{Keep: c.no, Other: other}) }

// askTwin asks with which contact the contact is to be merged.
func (c *Contact) askTwin() {
	spec, _ := catalog.Must(catalog.InteractionEntry).Field("contact_no")
	other := field.New(c.room, spec, nil)
	m := &widget.Modal{Title: i18n.T("contact.merge_duplicates"), Subtitle: c.title(), Width: 520, OK: i18n.T("contact.twin_compare"),
		Body: widget.NewStack(8, 16, entry.NewFields(other.Beside()))}
	m.OnOK = func() {
		if other.Text() == "" {
			m.SetStatus(i18n.T("contact.twin_name_other_contact"), true)
			return
		}
		m.Close()
		c.merge(other.Text())
	}
	m.Show(c.session.Window.Canvas())
	other.Entry().Focus()
}

// deleted leaves the page when the contact is gone.
func (c *Contact) deleted(said string, deleted int) {
	if deleted > 0 {
		c.session.Go.Back()
		return
	}
	c.say(said)
}

// copy puts the fields that are filled onto the clipboard, one a line.
func (c *Contact) copy() {
	var b strings.Builder
	for _, f := range c.read.row.Table.Fields {
		if text := c.read.row.Text(f.Key); text != "" {
			b.WriteString(i18n.Translate(f.Caption) + "\t" + i18n.Shown(f, text) + "\n")
		}
	}
	fyne.CurrentApp().Clipboard().SetContent(b.String())
	c.say(i18n.T("contact.copied"))
}
