package logging

import (
	"winnow/core/catalog"
	"winnow/core/logging"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/table"
)

// spec describes the logged segments.
var spec = catalog.Must(catalog.LoggedSegment)

// The columns that are no fields of a logged segment.
const (
	interactions    = "no_of_interactions"
	campaignEntries = "no_of_campaign_entries"
	followUpNo      = "follow_up_no"
)

// columns are those of Business Central's page; the number of the follow-up segment
// where one asks for it.
func columns() []table.Column {
	shown := table.FieldColumns(spec.Fields, []list.Column{
		{Key: "canceled", Width: 90}, {Key: "entry_no", Width: 110}, {Key: "creation_date", Width: 120}, {Key: "user_id", Width: 110},
		{Key: "segment_no", Width: 120}, {Key: "description", Width: 300},
	})
	followUp := table.NewColumn(followUpNo, i18n.T("logged.follow_up_segment_no"), catalog.Code, 160)
	followUp.Hidden = true
	return append(shown, table.NewColumn(interactions, i18n.T("logged.no_of_interactions"), catalog.Integer, 140),
		table.NewColumn(campaignEntries, i18n.T("logged.no_of_campaign_entries"), catalog.Integer, 180), followUp)
}

// value is what a logged segment has in a column.
func value(g logging.LoggedSegment, column string) any {
	switch column {
	case "canceled":
		if g.Canceled {
			return int64(1)
		}
		return int64(0)
	case "entry_no":
		return g.EntryNo
	case "creation_date":
		return g.CreationDate
	case "user_id":
		return g.UserID
	case "segment_no":
		return g.SegmentNo
	case "description":
		return g.Description
	case interactions:
		return int64(g.Interactions)
	case campaignEntries:
		return int64(g.CampaignEntries)
	}
	return g.FollowUpNo
}

// style is how a column looks. What is canceled is grey.
func style(g logging.LoggedSegment, column string) list.CellStyle {
	switch {
	case column == "segment_no" && (g.Sealed || g.TakenBack):
		return list.Link
	case g.Canceled:
		return list.Grey
	}
	return list.Normal
}
