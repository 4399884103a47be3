package upkeep

import (
	"context"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/lookup"
	"winnow/core/value"
)

const (
	startingDate = "starting_date"
	endingDate   = "ending_date"
	lastModified = "last_date_modified"
)

// newCampaign completes a new campaign: its number, and my own code where its table
// has it.
func (e *edit) newCampaign(ctx context.Context, row, typed values) error {
	if row.text("no") == "" {
		no, err := company.NextNo(ctx, e.tx, company.CampaignSeries, func(no string) (bool, error) {
			there, err := selectByKey(ctx, e.tx, e.table, []any{no})
			return len(there) > 0, err
		})
		if err != nil {
			return err
		}
		row["no"] = no
	}
	if _, said := typed[lastModified]; !said {
		row[lastModified] = e.env.Today
	}
	if _, said := typed["salesperson_code"]; said {
		return nil
	}
	me, err := value.Code(e.env.Me)
	if err != nil || me == "" {
		return nil
	}
	f, _ := e.table.Field("salesperson_code")
	switch err := lookup.Check(ctx, e.tx, f, me); {
	case err == nil:
		row["salesperson_code"] = me
	case !core.IsKind(err, core.Invalid):
		return err
	}
	return nil
}

// followCampaign dates a campaign that changes.
func (e *edit) followCampaign(old, row, typed values) {
	if _, said := typed[lastModified]; said {
		return
	}
	for _, f := range e.table.Fields {
		if row[f.Key] != old[f.Key] {
			row[lastModified] = e.env.Today
			return
		}
	}
}

// checkCampaign refuses a campaign that would end before it starts; without an
// Ending Date it is open.
func (e *edit) checkCampaign(row, typed values) error {
	_, starts := typed[startingDate]
	_, ends := typed[endingDate]
	start, end := row.text(startingDate), row.text(endingDate)
	if e.takenBack || !starts && !ends || end == "" || end >= start {
		return nil
	}
	field, _ := e.table.Field(endingDate)
	if !ends {
		field, _ = e.table.Field(startingDate)
	}
	return core.NewProblem(core.Invalid, "upkeep.campaign_ends_before_it_starts", "field", core.Word(field.Caption), "end", end, "start", start)
}
