// Package campaign shows the campaigns: the list of them, the card of one, its segments
// and its entries. What can be changed, and what follows, the engine says.
package campaign

import (
	"context"

	"fyne.io/fyne/v2"

	"winnow/core/campaign"
	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/table"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// spec describes the campaigns.
var spec = catalog.Must(catalog.Campaign)

// List is the page with the campaigns.
type List struct {
	session *session.Session
	table   *table.Table
	page    *widget.Page
	running bool
}

// OpenList returns the list of the campaigns: all, or those that run today.
func OpenList(s *session.Session, to route.Campaigns) *List {
	p := &List{session: s, running: to.Running}
	caption := i18n.T("caption.campaigns")
	if to.Running {
		caption = i18n.T("campaigns.campaigns_running_today")
	}
	columns := listColumns()
	p.table = table.New(table.Params{
		Session: s, Name: "campaigns", Caption: caption, Columns: columns, Fresh: to.Running,
		Source: table.Items[campaign.Campaign]{
			Columns: columns, All: p.all, Value: value, Cell: cell,
			Key: func(c campaign.Campaign) string { return c.Text("no") },
		},
		Count: func(n int) string { return i18n.T("campaigns.n_campaigns", "count", n) },
		Empty: i18n.T("campaigns.no_campaigns_yet_new_alt_n_makes"),
	})
	bar, needing := p.actions()
	p.page = p.table.Page(table.PageParams{Bar: bar, Needing: needing, Open: p.open, New: p.create, Delete: p.askDelete, Menu: p.menu})
	p.page.Keys["F7"], p.page.Keys["Ctrl+F7"] = p.on(statistics), p.on(interactions)
	p.page.Keys["Ctrl+Z"] = p.table.TakeBack
	return p
}

// Page is the list as the navigator shows it.
func (p *List) Page() *widget.Page { return p.page }

func (p *List) all(ctx context.Context) ([]campaign.Campaign, error) {
	all, err := p.session.Campaigns.All(ctx)
	if err != nil || !p.running {
		return all, err
	}
	env, err := p.session.Company.Env(ctx, filter.Env{})
	var running []campaign.Campaign
	for _, c := range all {
		if c.Runs(env.Today) {
			running = append(running, c)
		}
	}
	return running, err
}

// counted are the columns of what came of campaigns.
func counted() []table.Column {
	hidden := func(c table.Column) table.Column {
		c.Hidden = true
		return c
	}
	return []table.Column{
		table.NewColumn("target_contacts_contacted", i18n.T("totals.target_contacts_contacted"), catalog.Integer, 130),
		table.NewColumn("contacts_responded", i18n.T("totals.contacts_responded"), catalog.Integer, 130),
		table.NewColumn("response_rate", i18n.T("totals.response_rate"), catalog.Decimal, 120),
		table.NewColumn("cost_lcy", i18n.Translate("Cost (LCY)"), catalog.Decimal, 100),
		hidden(table.NewColumn("avg_cost_per_response", i18n.T("totals.avg_cost_per_response"), catalog.Decimal, 130)),
		hidden(table.NewColumn("duration_min", i18n.Translate("Duration (Min.)"), catalog.Decimal, 110)),
		hidden(table.NewColumn("avg_duration_per_response", i18n.T("totals.avg_duration_per_response"), catalog.Decimal, 130)),
		hidden(table.NewColumn("contacts_contacted_once", i18n.T("campaigns.contacts_contacted_once"), catalog.Integer, 130)),
		hidden(table.NewColumn("contacts_responded_once", i18n.T("campaigns.contacts_responded_once"), catalog.Integer, 130)),
	}
}

func listColumns() []table.Column {
	columns := table.FieldColumns(spec.Fields, []list.Column{
		{Key: "no", Width: 110}, {Key: "description", Width: 200}, {Key: "status_code", Width: 110},
		{Key: "starting_date", Width: 110}, {Key: "ending_date", Width: 110}, {Key: "salesperson_code", Caption: i18n.T("caption.salesperson"), Width: 110},
	})
	return append(columns, counted()...)
}

// value is what a campaign has in a column: a field, or what came of it.
func value(c campaign.Campaign, column string) any {
	s := c.Statistics
	switch column {
	case "target_contacts_contacted":
		return int64(s.TargetContactsContacted)
	case "contacts_responded":
		return int64(s.ContactsResponded)
	case "response_rate":
		return s.ResponseRate
	case "cost_lcy":
		return s.Cost
	case "avg_cost_per_response":
		return s.AvgCostPerResponse
	case "duration_min":
		return s.Duration
	case "avg_duration_per_response":
		return s.AvgDurationPerResponse
	case "contacts_contacted_once":
		return int64(s.ContactsContactedOnce)
	case "contacts_responded_once":
		return int64(s.ContactsRespondedOnce)
	}
	return c.Value(column)
}

func cell(c campaign.Campaign, column string) list.Cell {
	f, ok := spec.Field(column)
	switch v := value(c, column).(type) {
	case int64:
		return list.Cell{Text: widget.Number(int(v))}
	default:
		if !ok {
			f = catalog.Field{Type: catalog.Decimal}
		}
		shown := list.Cell{Text: i18n.Value(f, v)}
		if column == "no" {
			shown.Style = list.Link
		}
		return shown
	}
}

// actions are the page's, and the buttons that need a campaign.
func (p *List) actions() (bar *widget.ActionBar, needing []*widget.Button) {
	bar = widget.NewActionBar(widget.Action{Text: i18n.T("common.new_dialog"), Icon: theme.IconNew, Kind: widget.Primary, Key: "Alt+N", Do: p.create})
	need := func(a widget.Action) { needing = append(needing, bar.Add(a)) }
	need(widget.Action{Text: i18n.T("common.edit"), Icon: theme.IconEdit, Kind: widget.Boxed, Do: func() { p.open(p.table.List.Current()) }})
	need(widget.Action{Text: i18n.T("common.delete"), Icon: theme.IconDelete, Kind: widget.Boxed, Key: "Ctrl+Delete", Do: p.askDelete})
	bar.Separate()
	for _, a := range navigation(p.on, p.details) {
		need(a)
	}
	return bar, needing
}

// on is something done with the current campaign.
func (p *List) on(do func(s *session.Session, no string)) func() {
	return func() {
		if no, ok := p.table.Current(); ok {
			do(p.session, no)
		}
	}
}

func (p *List) details() {
	if no, ok := p.table.Current(); ok {
		details(p.session, p.table.Tasks, no, p.table.Say)
	}
}

func (p *List) menu(row int, at fyne.Position) {
	items := []*fyne.MenuItem{widget.MenuItem(i18n.T("common.open"), theme.IconOpen, func() { p.open(row) })}
	for _, a := range navigation(p.on, p.details) {
		items = append(items, widget.MenuItem(a.Text, a.Icon, a.Do))
	}
	p.table.Menu(at, append(items, widget.MenuItem(i18n.T("common.delete"), theme.IconDelete, p.askDelete))...)
}

func (p *List) open(row int) {
	if no, ok := p.table.Key(row); ok {
		p.session.Go.Open(route.Campaign{No: no})
	}
}

func (p *List) create() { create(p.session) }

// create asks for a new campaign, and opens it.
func create(s *session.Session) {
	s.Services.NewCode(catalog.Campaign, "", func(no string) { s.Go.Open(route.Campaign{No: no}) })
}

// askDelete asks whether the selected campaigns shall go; those that something names
// stay.
func (p *List) askDelete() {
	p.table.NamePicked(catalog.Campaign, func(numbers []string, named string) {
		askDelete(p.session, len(numbers), named, func() {
			p.table.Change(i18n.T("campaigns.deleting_campaigns_dialog"), func(ctx context.Context, report func(done, total int)) (table.Done, error) {
				return remove(ctx, p.session, numbers, report)
			})
			p.table.List.ClearSelection()
		})
	})
}
