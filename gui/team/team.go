package team

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/hub"
	"winnow/gui/entry"
	"winnow/gui/filters"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/table"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// Route leads to the page.
type Route struct{}

// Page shows the hub of a company, and the fields that were changed here and there.
type Page struct {
	session  *session.Session
	live     *Live
	table    *table.Table
	page     *widget.Page
	bar      *widget.ActionBar
	told     *widget.Paragraph
	notes    *widget.Paragraph
	facts    *entry.Fields
	schedule *entry.Choice
	buttons  buttons
	dialog   *Join // the one shown last
	filters  *filters.Dialog
	typed    *entry.Entry // of the dialog that asks for a value
}

// buttons are those that need a hub, or none.
type buttons struct{ join, sync, part, leave *widget.Button }

// Open returns the page.
func Open(s *session.Session, live *Live) *Page {
	p := &Page{session: s, live: live, told: widget.NewParagraph(""), notes: widget.NewParagraph(""), facts: entry.NewFields()}
	p.facts.CaptionWidth = 172
	p.notes.Color = theme.Caption
	p.schedule = entry.NewChoice(frequencies(), p.setSchedule)
	columns := columns()
	p.table = table.New(table.Params{
		Session: s, Name: "team.conflicts", Caption: i18n.T("team.conflicts"), Columns: columns,
		Source: table.Items[hub.Conflict]{
			Columns: columns, All: p.conflicts, Key: func(c hub.Conflict) string { return strconv.FormatInt(c.ID, 10) },
			Value: p.value, Cell: p.cell, Order: p.order,
		},
		Count: func(n int) string { return i18n.T("team.n_conflicts", "count", n) },
		Empty: i18n.T("team.no_conflicts"),
	})
	p.bar = widget.NewActionBar()
	p.buttons.sync = p.bar.Add(widget.Action{Text: i18n.T("team.sync"), Icon: theme.IconRefresh, Kind: widget.Primary, Key: "F9", Do: p.sync})
	p.buttons.join = p.bar.Add(widget.Action{Text: i18n.T("team.join_dialog"), Icon: theme.IconLink, Kind: widget.Boxed, Key: "Alt+N", Do: p.join})
	p.bar.Separate()
	needing := []*widget.Button{
		p.bar.Add(widget.Action{Text: i18n.T("team.take_mine"), Icon: theme.IconPerson, Do: func() { p.take(hub.Mine) }}),
		p.bar.Add(widget.Action{Text: i18n.T("team.take_theirs"), Icon: theme.IconCompany, Do: func() { p.take(hub.Theirs) }}),
		p.bar.Add(widget.Action{Text: i18n.T("team.type_dialog"), Icon: theme.IconEdit, Do: p.askValue}),
	}
	p.bar.Separate()
	p.buttons.part = p.bar.Add(widget.Action{Text: i18n.T("team.part_dialog"), Icon: theme.IconFilter, Do: p.askPart})
	p.buttons.leave = p.bar.Add(widget.Action{Text: i18n.T("team.leave_dialog"), Icon: theme.IconClose, Do: p.askLeave})
	p.page = p.table.Page(table.PageParams{Bar: p.bar, Needing: needing, Open: p.openContact, New: p.join, Menu: p.menu})
	p.table.List.OnLink = func(row int, _ string) { p.openContact(row) }
	p.page.Title = i18n.T("team.team")
	p.page.Content = widget.NewStackFill(8, 12, widget.NewFastTab(i18n.T("team.hub"), widget.NewStack(8, 10, p.told, p.facts, p.notes)), p.table.Tab)
	p.page.Keys["F9"], p.page.Keys["F5"] = p.sync, p.reload
	p.page.OnShow = func() {
		live.changed = p.show // a Team page over this one has followed the sync meanwhile
		p.reload()
	}
	closeTable := p.page.OnClose
	p.page.OnClose = func() {
		live.changed = func() {}
		closeTable()
	}
	p.show()
	return p
}

// Page is what the navigator shows.
func (p *Page) Page() *widget.Page { return p.page }

// reload reads all again.
func (p *Page) reload() {
	p.live.read(func() {})
	p.table.Reload()
}

// show shows how the company stands to its hub.
func (p *Page) show() {
	joined, writable := p.live.state.joined, !p.session.Company.ReadOnly()
	p.buttons.join.SetEnabled(!joined && writable)
	p.buttons.sync.SetEnabled(joined && writable && !p.live.syncing)
	p.buttons.part.SetEnabled(joined && writable && !p.live.syncing)
	p.buttons.leave.SetEnabled(joined && writable && !p.live.syncing)
	widget.SetVisible(p.facts, joined)
	p.told.SetText(p.sentence())
	p.notes.SetText(p.remarks())
	widget.SetVisible(p.notes, p.notes.Text() != "")
	if joined {
		p.facts.SetFields(p.fields()...)
	}
	p.page.Layout()
}

// sentence says how the company stands to its hub.
func (p *Page) sentence() string {
	switch l := p.live; {
	case p.session.Company.ReadOnly() && !l.state.joined:
		return i18n.T("team.alone") + " " + i18n.T("team.read_only")
	case p.session.Company.ReadOnly():
		return i18n.T("team.read_only")
	case !l.state.joined:
		return i18n.T("team.alone") + " " + i18n.T("team.what_is_a_hub")
	case hub.Offline(l.failed):
		return i18n.T("team.offline_said")
	case l.failed != nil:
		return i18n.T("team.sync_failed", "problem", i18n.Localize(problem(l.failed)))
	case l.result != nil:
		return told(*l.result)
	}
	return i18n.T("team.works_offline")
}

// remarks are what the last sync noted, a sentence each.
func (p *Page) remarks() string {
	if p.live.result == nil {
		return ""
	}
	var said []string
	for _, n := range p.live.result.Notes {
		said = append(said, i18n.Sentence(i18n.Localize(n)))
	}
	return strings.Join(said, " ")
}

// fields are what is known of the hub.
func (p *Page) fields() []entry.Field {
	st := p.live.state.status
	value := func(text string) fyne.CanvasObject { return widget.NewValue(text, widget.Left) }
	last := cmp.Or(i18n.Moment(st.LastSync), i18n.T("facet.never"))
	part := cmp.Or(described(p.session.Company.Catalog(), p.live.state.part), i18n.T("team.all_contacts"))
	p.schedule.SetValue(p.live.state.schedule.key())
	return []entry.Field{
		{Caption: i18n.T("team.hub"), Object: value(st.Name)}, {Caption: i18n.T("team.server"), Object: value(st.Hub)},
		{Caption: i18n.T("team.user"), Object: value(st.User)}, {Caption: i18n.T("team.last_sync"), Object: value(last)},
		{Caption: i18n.T("team.to_send"), Object: value(widget.Number(st.Waiting))}, {Caption: i18n.T("team.part"), Object: value(part)},
		{Caption: i18n.T("team.sync_by_itself"), Object: p.schedule},
	}
}

// described writes the filters of a part as people read them, "" where there are none.
func described(known catalog.Catalog, part criteria.Filters) string {
	var said []string
	for _, section := range known.Sections() {
		for _, f := range section.Fields {
			typed := part[section.Key][f.Key]
			if typed == "" {
				continue
			}
			name := i18n.Translate(f.Caption)
			if section.Key != catalog.Contact {
				name = i18n.Translate(section.Caption) + ", " + name
			}
			said = append(said, name+": "+i18n.ShownFilter(f, typed))
		}
	}
	return strings.Join(said, "; ")
}

// key is how a choice names when a company syncs by itself.
func (o schedule) key() string {
	switch {
	case o.Minutes > 0:
		return strconv.Itoa(o.Minutes)
	case o.Start:
		return "start"
	}
	return ""
}

// frequencies are what one can choose.
func frequencies() []entry.Option {
	options := []entry.Option{{Value: "", Text: i18n.T("facet.never")}, {Value: "start", Text: i18n.T("team.on_start")}}
	for _, n := range []int{5, 15, 60} {
		options = append(options, entry.Option{Value: strconv.Itoa(n), Text: i18n.T("team.on_start_and_every_n_minutes", "count", n)})
	}
	return options
}

// setSchedule keeps when the company syncs by itself.
func (p *Page) setSchedule(key string) {
	minutes, _ := strconv.Atoi(key) // 0 for words
	p.live.state.schedule = schedule{Start: key != "", Minutes: minutes}
	p.session.Keep(p.live.Tasks, keptKey, p.live.state.schedule)
}

// columns are those of the conflicts.
func columns() []table.Column {
	column := func(key, caption string, width float32) table.Column {
		return table.NewColumn(key, caption, catalog.Text, width)
	}
	return []table.Column{
		column("contact_no", i18n.Translate("Contact No."), 120), column("table", i18n.T("common.table"), 150), column("key", i18n.T("team.row"), 150),
		column("field", i18n.T("common.field"), 150), column("mine", i18n.T("team.mine"), 200), column("theirs", i18n.T("team.theirs"), 200),
		column("by", i18n.T("common.by"), 100), table.NewColumn("at", i18n.T("common.when"), catalog.Date, 150),
	}
}

// fieldOf returns the field that a conflict is in; an empty one where the catalog has none.
func (p *Page) fieldOf(c hub.Conflict) catalog.Field {
	t, _ := p.session.Company.Catalog().Find(c.Table)
	f, _ := t.Field(c.Field)
	return f
}

// value is what a conflict has in a column.
func (p *Page) value(c hub.Conflict, column string) any {
	switch f := p.fieldOf(c); column {
	case "contact_no":
		return c.ContactNo
	case "table":
		t, _ := catalog.Find(c.Table)
		return i18n.Translate(t.Caption)
	case "key":
		return strings.NewReplacer(`["`, "", `"]`, "", `","`, " ", "[", "", "]", "", `"`, "").Replace(c.Key)
	case "field":
		if c.Field == "" {
			return i18n.T("team.whole_row")
		}
		if f.Caption != "" {
			return i18n.Translate(f.Caption)
		}
		return c.Field
	case "mine":
		return i18n.Shown(f, c.Mine)
	case "theirs":
		return i18n.Shown(f, c.Theirs)
	case "by":
		return c.By
	}
	return i18n.DayOf(c.At)
}

// order is what conflicts are sorted by there: those of one day by their time.
func (p *Page) order(c hub.Conflict, column string) any {
	if column == "at" {
		return c.At
	}
	return p.value(c, column)
}

func (p *Page) cell(c hub.Conflict, column string) list.Cell {
	text, _ := p.value(c, column).(string)
	switch column {
	case "contact_no":
		return list.Cell{Text: text, Style: list.Link}
	case "theirs":
		return list.Cell{Text: text, Style: list.Bold} // it stands
	case "at":
		return list.Cell{Text: i18n.Moment(c.At)}
	}
	return list.Cell{Text: text}
}

// conflicts reads the conflicts; a company without a hub has none.
func (p *Page) conflicts(ctx context.Context) ([]hub.Conflict, error) {
	if joined, err := hub.Joined(ctx, p.session.Company); err != nil || !joined {
		return nil, err
	}
	return hub.Conflicts(ctx, p.session.Company)
}

// openContact opens the contact that a conflict is about.
func (p *Page) openContact(row int) {
	c, ok := table.Item[hub.Conflict](p.table, row)
	switch {
	case !ok:
	case c.ContactNo == "":
		p.table.Say(i18n.T("team.no_contact"))
	default:
		p.session.Go.Open(route.Contact{No: c.ContactNo})
	}
}

func (p *Page) menu(_ int, at fyne.Position) {
	p.table.Menu(at,
		widget.MenuItem(i18n.T("team.take_mine"), theme.IconPerson, func() { p.take(hub.Mine) }),
		widget.MenuItem(i18n.T("team.take_theirs"), theme.IconCompany, func() { p.take(hub.Theirs) }),
		widget.MenuItem(i18n.T("team.type_dialog"), theme.IconEdit, p.askValue))
}

// sync syncs now.
func (p *Page) sync() {
	if p.buttons.sync.Disabled() {
		return
	}
	p.live.Sync(p.session, p.synced)
}

// synced says what came of a sync.
func (p *Page) synced(r hub.Result, err error, stopped bool) {
	p.table.Reload()
	switch {
	case stopped:
		p.table.Say(i18n.T("team.stopped"))
	case hub.Offline(err):
		p.table.Say(i18n.T("team.offline_said"))
	case hub.WrongPassword(err):
		p.askPassword(err)
	case err != nil:
		p.session.Go.Fail(err)
	default:
		p.table.Say(told(r))
	}
}

// askPart asks which contacts of the hub the file shall have.
func (p *Page) askPart() {
	p.filters = filters.ShowPart(p.session, filters.PartParams{
		Title: i18n.T("team.part_of_hub"), Subtitle: i18n.T("team.part_said"), Filters: p.live.state.part, Tasks: p.table.Tasks,
		Done: func(part criteria.Filters) { p.live.SetPart(p.session, part, p.synced) },
	})
}

// take settles the chosen conflicts.
func (p *Page) take(which hub.Take) {
	if p.readOnly() {
		return
	}
	chosen := p.table.Chosen()
	settled := 0
	p.table.Tasks.RunSlow(p.session.Window.Canvas(), i18n.T("common.saving_dialog"), func(ctx context.Context, _ func(done, total int)) error {
		ids, err := table.Numbers(ctx, chosen)
		if err != nil {
			return err
		}
		var resolutions []hub.Resolution
		for _, id := range ids {
			resolutions = append(resolutions, hub.Resolution{ID: id, Take: which})
		}
		settled = len(resolutions)
		return hub.Resolve(ctx, p.session.Company, resolutions)
	}, func(err error, stopped bool) {
		if !stopped {
			p.session.Then(func() { p.settled(settled) })(err)
		}
	})
}

// settled says how many conflicts were settled.
func (p *Page) settled(n int) {
	p.table.List.ClearSelection()
	p.table.Say(i18n.T("team.n_settled", "count", n))
	p.reload()
}

// readOnly reports whether nothing can be changed, and says so.
func (p *Page) readOnly() bool {
	if p.session.Company.ReadOnly() {
		p.table.Say(i18n.T("team.read_only"))
		return true
	}
	return false
}

// askLeave asks whether the company shall be one of its own, and says what was not sent.
func (p *Page) askLeave() {
	var st hub.Status
	p.table.Tasks.Run(func(ctx context.Context) (err error) {
		st, err = hub.ReadStatus(ctx, p.session.Company)
		return err
	}, p.session.Then(func() {
		widget.Ask(p.session.Window.Canvas(), widget.Question{
			Title: i18n.T("team.leave_hub", "name", st.Name), Final: true,
			Text: i18n.T("team.leave_said"),
			Hint: i18n.T("team.not_sent", "waiting", i18n.T("team.n_changes", "count", st.Waiting), "conflicts", i18n.T("team.n_conflicts", "count", st.Conflicts)),
			Yes:  i18n.T("team.leave"), No: i18n.T("common.cancel"), OnYes: p.leave,
		})
	}))
}

func (p *Page) leave() {
	if p.live.stop != nil {
		p.live.stop()
	}
	p.table.Tasks.Write(func(ctx context.Context) error {
		_, err := hub.Leave(ctx, p.session.Company)
		return err
	}, p.session.Then(func() {
		p.live.result, p.live.failed = nil, nil
		p.table.Say(i18n.T("team.left"))
		p.reload()
	}))
}
