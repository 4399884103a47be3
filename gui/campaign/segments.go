package campaign

import (
	"context"

	"winnow/core/campaign"
	"winnow/core/catalog"
	"winnow/core/segment"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/table"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// Segments is the page with the segments of a campaign, active and logged.
type Segments struct {
	session *session.Session
	table   *table.Table
	page    *widget.Page
}

// OpenSegments returns the list of the segments whose header names a campaign.
func OpenSegments(s *session.Session, no string) *Segments {
	p := &Segments{session: s}
	columns := segmentColumns()
	p.table = table.New(table.Params{
		Session: s, Name: "campaign_segments", Caption: i18n.T("campaigns.segments_of_campaign", "campaign", no), Columns: columns, Fresh: true,
		Source: table.Items[campaign.Segment]{
			Columns: columns, Value: segmentValue, Cell: segmentCell,
			All: func(ctx context.Context) ([]campaign.Segment, error) {
				return s.Campaigns.Segments(ctx, s.Segments, no)
			},
			Key: func(g campaign.Segment) string { return g.No },
		},
		Count: func(n int) string { return i18n.T("common.n_segments", "count", n) },
		Empty: i18n.T("campaigns.no_segment_names_it"),
	})
	bar := widget.NewActionBar()
	open := func() { p.open(p.table.List.Current()) }
	needing := []*widget.Button{bar.Add(widget.Action{Text: i18n.T("common.open"), Icon: theme.IconOpen, Kind: widget.Boxed, Do: open})}
	p.page = p.table.Page(table.PageParams{Bar: bar, Needing: needing, Open: p.open})
	return p
}

// Page is the list as the navigator shows it.
func (p *Segments) Page() *widget.Page { return p.page }

func (p *Segments) open(row int) {
	if no, ok := p.table.Key(row); ok {
		p.session.Go.Open(route.Segment{No: no})
	}
}

func segmentColumns() []table.Column {
	var columns []table.Column
	for _, c := range []list.Column{{Key: "no", Width: 120}, {Key: "description", Width: 300}, {Key: "salesperson_code", Width: 120}, {Key: "date", Width: 110}} {
		for _, f := range segment.HeaderFields() {
			if f.Key == c.Key {
				columns = append(columns, table.FieldColumn(f, c))
			}
		}
	}
	return append(columns, table.NewColumn("lines", i18n.T("common.no_of_lines"), catalog.Integer, 110),
		table.NewColumn("cost_lcy", i18n.Translate("Cost (LCY)"), catalog.Decimal, 110), table.NewColumn("duration_min", i18n.Translate("Duration (Min.)"), catalog.Decimal, 120),
		table.NewColumn("logged_as", i18n.Translate("Logged Segment Entry No."), catalog.Integer, 190))
}

func segmentValue(g campaign.Segment, column string) any {
	switch column {
	case "no":
		return g.No
	case "lines":
		return int64(g.Lines)
	case "cost_lcy":
		return g.Cost
	case "duration_min":
		return g.Duration
	case "logged_as":
		return g.LoggedAs
	}
	return g.Values[column]
}

func segmentCell(g campaign.Segment, column string) list.Cell {
	f := catalog.Field{Type: catalog.Decimal}
	switch column {
	case "no":
		return list.Cell{Text: g.No, Style: list.Link}
	case "lines":
		return list.Cell{Text: widget.Number(g.Lines)}
	case "logged_as":
		if g.LoggedAs == 0 {
			return list.Cell{}
		}
	case "description", "salesperson_code":
		f.Type = catalog.Text
	case "date":
		f.Type = catalog.Date
	}
	if column == "logged_as" {
		f.Type = catalog.Integer
	}
	return list.Cell{Text: i18n.Value(f, segmentValue(g, column))}
}
