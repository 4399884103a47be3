package contact

import (
	"context"

	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/core/statistics"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/totals"
	"winnow/gui/widget"
)

// counted is the FastTab with what happened with the contact, of all days.
type counted struct {
	contact *Contact
	tab     *widget.FastTab
	grid    *entry.Fields
}

func newCounted(c *Contact) *counted {
	t := &counted{contact: c, grid: entry.NewFields()}
	t.grid.CaptionWidth = 260
	byDate := widget.NewLink(i18n.T("contact.statistics_by_date"), c.statistics)
	t.tab = widget.NewFastTab(i18n.T("card.statistics"), widget.NewStack(6, 0, t.grid, widget.NewRow(byDate)))
	return t
}

// reload counts again.
func (t *counted) reload() {
	c := t.contact
	no := c.no
	session.Read(c.session, c.Tasks, func(ctx context.Context) (statistics.Contact, error) {
		return statistics.OfContact(ctx, c.session.Company, no, filter.Filter{})
	}, func(of statistics.Contact) {
		t.grid.SetFields(totals.Fields(totals.Contact(of))...)
		t.tab.SetSummary("", joined(i18n.T("interactions.n_interactions", "count", of.Count), i18n.Value(catalog.Field{Type: catalog.Date}, of.LastInteraction)))
		c.page.Layout()
	})
}

// statistics counts by date what happened with the contact.
func (c *Contact) statistics() {
	c.session.Go.Open(route.Statistics{Table: catalog.Contact, Code: c.no})
}
