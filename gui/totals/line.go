package totals

import (
	"context"
	"fmt"
	"strconv"

	"winnow/core/campaign"
	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/core/interaction"
	"winnow/core/statistics"
	"winnow/gui/i18n"
	"winnow/gui/region"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/widget"
)

// Line is a number of the statistics, as people read it.
type Line struct {
	Caption, Number string
	// Once is how many contacts that are, each counted once; "" where that is not asked.
	Once string
}

// field is the key of the interactions' field that names a row of a table.
func field(table string) string {
	if table == catalog.Campaign || table == catalog.Contact {
		return table + "_no"
	}
	return table + "_code"
}

// count counts in the interactions of some dates, which are also given as they were
// typed.
func count(ctx context.Context, s *session.Session, of route.Statistics, dates filter.Filter, typed string) ([]Line, error) {
	switch of.Table {
	case catalog.Campaign:
		counted, err := s.Campaigns.Statistics(ctx, of.Code, dates)
		return Campaign(counted), err
	case catalog.Contact:
		counted, err := statistics.OfContact(ctx, s.Company, of.Code, dates)
		return Contact(counted), err
	case "interaction_template", "interaction_group":
		counted, err := s.Interactions.Of(ctx, field(of.Table), of.Code, interaction.Query{Filters: map[string]string{"date": typed}})
		return []Line{
			{Caption: i18n.T("totals.no_of_interactions"), Number: widget.Number(int(counted.Interactions))},
			{Caption: i18n.Translate("Cost (LCY)"), Number: decimal(counted.Cost, -1)},
			{Caption: i18n.Translate("Duration (Min.)"), Number: decimal(counted.Duration, -1)},
		}, err
	}
	return nil, fmt.Errorf("count the statistics of %s: it has none", of.Table)
}

// Campaign is what came of a campaign.
func Campaign(s campaign.Statistics) []Line {
	return []Line{
		{i18n.T("totals.target_contacts_contacted"), widget.Number(s.TargetContactsContacted), widget.Number(s.ContactsContactedOnce)},
		{i18n.T("totals.contacts_responded"), widget.Number(s.ContactsResponded), widget.Number(s.ContactsRespondedOnce)},
		{Caption: i18n.T("totals.response_rate"), Number: decimal(s.ResponseRate, 1)},
		{Caption: i18n.Translate("Cost (LCY)"), Number: decimal(s.Cost, -1)},
		{Caption: i18n.T("totals.avg_cost_per_response"), Number: decimal(s.AvgCostPerResponse, 2)},
		{Caption: i18n.Translate("Duration (Min.)"), Number: decimal(s.Duration, -1)},
		{Caption: i18n.T("totals.avg_duration_per_response"), Number: decimal(s.AvgDurationPerResponse, 0)},
	}
}

// Contact is what happened with a contact.
func Contact(c statistics.Contact) []Line {
	day := func(text string) string { return i18n.Value(catalog.Field{Type: catalog.Date}, text) }
	lines := []Line{
		{Caption: i18n.T("totals.no_of_interactions"), Number: widget.Number(c.Count)},
		{Caption: i18n.Translate("Cost (LCY)"), Number: decimal(c.Cost, -1)},
		{Caption: i18n.Translate("Duration (Min.)"), Number: decimal(c.Duration, -1)},
		{Caption: i18n.T("totals.last_interaction_date"), Number: day(c.LastInteraction)},
		{Caption: i18n.T("totals.last_date_attempted"), Number: day(c.LastAttempted)},
		{Caption: i18n.T("totals.next_task_date"), Number: day(c.NextTask)},
		{Caption: i18n.T("totals.no_of_job_responsibilities"), Number: widget.Number(c.JobResponsibilities)},
		{Caption: i18n.T("totals.no_of_industry_groups"), Number: widget.Number(c.IndustryGroups)},
		{Caption: i18n.T("totals.no_of_business_relations"), Number: widget.Number(c.BusinessRelations)},
		{Caption: i18n.T("totals.no_of_mailing_groups"), Number: widget.Number(c.MailingGroups)},
	}
	if c.OfCompany == nil {
		return lines
	}
	return append(lines,
		Line{Caption: i18n.T("totals.no_of_interactions_of_its_contacts"), Number: widget.Number(c.OfCompany.Count)},
		Line{Caption: i18n.T("totals.cost_of_its_contacts"), Number: decimal(c.OfCompany.Cost, -1)},
		Line{Caption: i18n.T("totals.duration_of_its_contacts"), Number: decimal(c.OfCompany.Duration, -1)})
}

// decimal is a number with so many decimals; -1 for those that it has.
func decimal(n float64, decimals int) string {
	return region.Current().Number(strconv.FormatFloat(n, 'f', decimals, 64))
}
