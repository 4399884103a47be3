package campaign

import (
	"context"

	"winnow/core/campaign"
	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/core/output"
	"winnow/gui/i18n"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/table"
	"winnow/gui/theme"
	"winnow/gui/transfer"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// navigation is where one goes from a campaign; on is something done with it.
func navigation(on func(func(s *session.Session, no string)) func(), details func()) []widget.Action {
	return []widget.Action{
		{Text: i18n.T("campaigns.entries"), Icon: theme.IconLog, Do: on(entries)},
		{Text: i18n.T("common.segments"), Icon: theme.IconSegment, Do: on(segments)},
		{Text: i18n.T("caption.interactions"), Icon: theme.IconHistory, Key: "Ctrl+F7", Do: on(interactions)},
		{Text: i18n.T("caption.tasks"), Icon: theme.IconCheck, Do: on(tasks)},
		{Text: i18n.T("card.statistics"), Icon: theme.IconStatistics, Key: "F7", Do: on(statistics)},
		{Text: i18n.T("campaigns.details_dialog"), Icon: theme.IconExport, Minor: true, Do: details},
	}
}

// of narrows a list to what names a campaign.
func of(no string) route.Where { return route.Where{Field: "campaign_no", Filter: filter.Quote(no)} }

func entries(s *session.Session, no string) {
	s.Go.Open(route.CampaignEntries{Title: i18n.T("campaigns.entries_of_campaign", "campaign", no), Where: of(no)})
}

func segments(s *session.Session, no string) { s.Go.Open(route.CampaignSegments{No: no}) }

func interactions(s *session.Session, no string) {
	s.Go.Open(route.Interactions{Title: i18n.T("campaigns.interactions_of_campaign", "campaign", no), Where: of(no)})
}

func tasks(s *session.Session, no string) {
	s.Go.Open(route.Tasks{Title: i18n.T("campaigns.tasks_of_campaign", "campaign", no), Where: of(no)})
}

func statistics(s *session.Session, no string) {
	s.Go.Open(route.Statistics{Table: catalog.Campaign, Code: no})
}

// details asks where to, and writes the report Campaign - Details.
func details(s *session.Session, d *work.Tasks, no string, say func(string)) {
	transfer.Save(s, transfer.SaveParams{
		Tasks: d, Name: i18n.T("campaigns.file.details", "campaign", no), Extensions: []string{".xlsx"}, Say: say,
		Write: func(ctx context.Context, path string, replace bool) (output.Result, error) {
			return campaign.WriteDetails(ctx, s.Company, s.Segments, no, path, replace)
		},
	})
}

// askDelete asks whether campaigns shall go.
func askDelete(s *session.Session, n int, named string, yes func()) {
	widget.Ask(s.Window.Canvas(), widget.Question{
		Title: i18n.T("campaigns.delete_n_campaigns", "count", n), Text: i18n.T("campaigns.delete_campaigns_what_is_named_stays", "campaigns", named),
		Yes: i18n.T("common.delete"), No: i18n.T("common.cancel"), OnYes: yes,
	})
}

// remove deletes campaigns, up to the first that something names.
func remove(ctx context.Context, s *session.Session, numbers []string, report func(done, total int)) (table.Done, error) {
	var gone []map[string]string
	back := func(ctx context.Context) error {
		for _, fields := range gone {
			if err := s.Upkeep.PutBack(ctx, catalog.Campaign, fields); err != nil {
				return err
			}
		}
		return nil
	}
	for i, no := range numbers {
		row, err := s.Upkeep.Row(ctx, catalog.Campaign, no)
		if err == nil {
			err = s.Upkeep.Delete(ctx, catalog.Campaign, no)
		}
		if err != nil {
			if len(gone) == 0 {
				return table.Done{}, err
			}
			return table.Done{Said: i18n.T("campaigns.n_deleted_then", "count", len(gone), "why", work.Text(err)), Back: back}, nil
		}
		fields := map[string]string{}
		for _, f := range row.Table.Fields {
			fields[f.Key] = row.Text(f.Key)
		}
		gone = append(gone, fields)
		report(i+1, len(numbers))
	}
	return table.Done{Said: i18n.T("campaigns.n_campaigns_deleted", "count", len(gone)), Back: back}, nil
}
