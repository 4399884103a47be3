package campaign

import (
	"context"

	"fyne.io/fyne/v2"

	"winnow/core/campaign"
	"winnow/core/catalog"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/table"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// Entries is the page with campaign entries.
type Entries struct {
	session *session.Session
	table   *table.Table
	page    *widget.Page
}

// The columns of an entry that are sums of its interactions.
const (
	entryCost         = "cost_lcy"
	entryDuration     = "duration_min"
	entryInteractions = "no_of_interactions"
)

// OpenEntries returns the list of the campaign entries.
func OpenEntries(s *session.Session, to route.CampaignEntries) *Entries {
	p := &Entries{session: s}
	caption := to.Title
	if caption == "" {
		caption = i18n.T("caption.campaign_entries")
	}
	columns := entryColumns()
	p.table = table.New(table.Params{
		Session: s, Name: "campaign_entries", Caption: caption, Columns: columns, Where: to.Where,
		Source: table.Items[campaign.Entry]{
			Columns: columns, All: s.Campaigns.AllEntries, Value: entryValue, Cell: entryCell,
			Key: func(e campaign.Entry) string { return e.Text("entry_no") },
		},
		Count: func(n int) string { return i18n.T("campaigns.n_entries", "count", n) },
		Empty: i18n.T("campaigns.no_entries_here"),
	})
	bar := widget.NewActionBar()
	needing := []*widget.Button{
		bar.Add(widget.Action{Text: i18n.T("caption.interactions"), Icon: theme.IconHistory, Kind: widget.Boxed, Key: "Ctrl+F7", Do: p.interactions}),
		bar.Add(widget.Action{Text: i18n.T("campaigns.open_campaign"), Icon: theme.IconCampaign, Do: p.openCampaign}),
	}
	bar.Separate()
	needing = append(needing,
		bar.Add(widget.Action{Text: i18n.T("interactions.cancel_entries"), Icon: theme.IconClose, Do: p.cancel}),
		bar.Add(widget.Action{Text: i18n.T("interactions.uncancel_entries"), Icon: theme.IconRefresh, Do: p.uncancel}),
		bar.Add(widget.Action{Text: i18n.T("interactions.delete_canceled_dialog"), Icon: theme.IconDelete, Do: p.askDelete}))
	p.page = p.table.Page(table.PageParams{Bar: bar, Needing: needing, Open: func(int) { p.interactions() }, Menu: p.menu})
	p.table.List.OnLink = p.follow
	p.page.Keys["Ctrl+F7"], p.page.Keys["Ctrl+Z"] = p.interactions, p.table.TakeBack
	return p
}

// Page is the list as the navigator shows it.
func (p *Entries) Page() *widget.Page { return p.page }

func entryColumns() []table.Column {
	shown := []list.Column{
		{Key: "entry_no", Width: 110}, {Key: "campaign_no", Width: 110}, {Key: "canceled", Width: 84}, {Key: "date", Width: 100}, {Key: "description", Width: 260},
		{Key: "segment_no", Width: 110},
	}
	columns := table.FieldColumns(campaign.EntryTable().Fields, shown)
	sums := []table.Column{
		table.NewColumn(entryCost, i18n.Translate("Cost (LCY)"), catalog.Decimal, 100), table.NewColumn(entryDuration, i18n.Translate("Duration (Min.)"), catalog.Decimal, 110),
		table.NewColumn(entryInteractions, i18n.T("totals.no_of_interactions"), catalog.Integer, 130),
	}
	return append(columns[:len(shown):len(shown)], append(sums, columns[len(shown):]...)...)
}

// entryValue is what an entry has in a column: a field, or a sum.
func entryValue(e campaign.Entry, column string) any {
	switch column {
	case entryCost:
		return e.Cost
	case entryDuration:
		return e.Duration
	case entryInteractions:
		return int64(e.Interactions)
	}
	return e.Value(column)
}

// entryCell is what stands in a column. What is canceled is grey.
func entryCell(e campaign.Entry, column string) list.Cell {
	f, ok := campaign.EntryTable().Field(column)
	if !ok {
		f = catalog.Field{Type: catalog.Decimal}
	}
	c := list.Cell{Text: i18n.Value(f, entryValue(e, column))}
	switch column {
	case entryInteractions, "campaign_no", "segment_no":
		if c.Text != "" {
			c.Style = list.Link
		}
	}
	if c.Style == list.Normal && e.Flag("canceled") {
		c.Style = list.Grey
	}
	return c
}

func (p *Entries) menu(row int, at fyne.Position) {
	p.table.Menu(at,
		widget.MenuItem(i18n.T("caption.interactions"), theme.IconHistory, p.interactions),
		widget.MenuItem(i18n.T("campaigns.open_campaign"), theme.IconCampaign, p.openCampaign),
		widget.MenuItem(i18n.T("interactions.cancel_entries"), theme.IconClose, p.cancel),
		widget.MenuItem(i18n.T("interactions.uncancel_entries"), theme.IconRefresh, p.uncancel),
	)
}

func (p *Entries) item(row int) (campaign.Entry, bool) {
	return table.Item[campaign.Entry](p.table, row)
}

// follow goes where a link leads.
func (p *Entries) follow(row int, column string) {
	e, ok := p.item(row)
	switch {
	case !ok:
	case column == "campaign_no":
		p.session.Go.Open(route.Campaign{No: e.Text(column)})
	case column == "segment_no":
		p.session.Go.Open(route.Segment{No: e.Text(column)})
	default:
		p.listInteractions(e)
	}
}

func (p *Entries) interactions() {
	if e, ok := p.item(p.table.List.Current()); ok {
		p.listInteractions(e)
	}
}

func (p *Entries) listInteractions(e campaign.Entry) {
	no := e.Text("entry_no")
	p.session.Go.Open(route.Interactions{Title: i18n.T("campaigns.interactions_of_entry", "entry", no), Where: route.Where{Field: "campaign_entry_no", Filter: no}})
}

func (p *Entries) openCampaign() {
	if e, ok := p.item(p.table.List.Current()); ok {
		p.session.Go.Open(route.Campaign{No: e.Text("campaign_no")})
	}
}

// change cancels or uncancels the selected entries and says what it did, with Undo.
func (p *Entries) change(do, back func(context.Context, []int64, bool) (campaign.Changed, error), said, nothing string) {
	chosen := p.table.Chosen()
	p.table.Change(i18n.T("common.saving_dialog"), func(ctx context.Context, _ func(done, total int)) (table.Done, error) {
		entries, err := table.Numbers(ctx, chosen)
		if err != nil {
			return table.Done{}, err
		}
		changed, err := do(ctx, entries, false)
		if err != nil || len(changed.Entries) == 0 {
			return table.Done{Said: i18n.T(nothing)}, err
		}
		with := i18n.T("interactions.n_interactions", "count", changed.Interactions)
		return table.Done{Said: i18n.T(said, "count", len(changed.Entries), "interactions", with), Back: func(ctx context.Context) error {
			_, err := back(ctx, changed.Entries, false)
			return err
		}}, nil
	})
}

func (p *Entries) cancel() {
	s := p.session.Campaigns
	p.change(s.Cancel, s.Uncancel, "campaigns.n_entries_canceled", "interactions.they_are_canceled_already")
}

func (p *Entries) uncancel() {
	s := p.session.Campaigns
	p.change(s.Uncancel, s.Cancel, "campaigns.n_entries_uncanceled", "interactions.they_are_not_canceled")
}

// askDelete asks whether the canceled ones of the entries that are shown shall go.
func (p *Entries) askDelete() {
	shown := p.table.All()
	params := campaign.DeleteParams{Preview: true}
	var would campaign.Deleted
	p.table.Tasks.RunSlow(p.session.Window.Canvas(), i18n.T("common.counting_dialog"), func(ctx context.Context, _ func(done, total int)) (err error) {
		if params.Among, err = table.Numbers(ctx, shown); err != nil {
			return err
		}
		would, err = p.session.Campaigns.DeleteEntries(ctx, params)
		return err
	}, func(err error, stopped bool) {
		switch {
		case stopped:
		case err != nil:
			p.session.Go.Fail(err)
		case would.Entries == 0:
			p.table.Say(i18n.T("campaigns.no_entry_in_list_is_canceled"))
		default:
			params.Preview = false
			widget.Ask(p.session.Window.Canvas(), widget.Question{
				Title: i18n.T("campaigns.delete_n_canceled_entries", "count", would.Entries), Final: true,
				Text: i18n.T("campaigns.with_what_entries_go",
					"interactions", i18n.T("interactions.n_interactions", "count", would.Interactions),
					"comments", i18n.T("campaigns.n_comments", "count", would.Comments), "documents", i18n.T("campaigns.n_documents", "count", would.Documents)),
				Yes: i18n.T("common.delete"), No: i18n.T("common.cancel"), OnYes: func() { p.delete(params) },
			})
		}
	})
}

func (p *Entries) delete(params campaign.DeleteParams) {
	p.table.Change(i18n.T("campaigns.deleting_entries_dialog"), func(ctx context.Context, _ func(done, total int)) (table.Done, error) {
		deleted, err := p.session.Campaigns.DeleteEntries(ctx, params)
		with := i18n.T("interactions.n_interactions", "count", deleted.Interactions)
		return table.Done{Said: i18n.T("campaigns.n_entries_deleted", "count", deleted.Entries, "interactions", with)}, err
	})
	p.table.List.ClearSelection()
}
