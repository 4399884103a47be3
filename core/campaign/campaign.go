// Package campaign reads campaigns with what came of them: how many contacts were
// written to, how many answered, what it cost, and the campaign's entries. [Store.All]
// and [Store.Statistics] count, [Store.Entries] lists the entries, and [Store.Cancel],
// [Store.Uncancel] and [Store.DeleteEntries] change them. [WriteDetails] writes the
// report of one campaign. Campaigns themselves are changed by package upkeep.
package campaign

import (
	"context"
	"database/sql"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/filter"
	"winnow/core/record"
	"winnow/core/value"
)

// Store has the campaigns of one company.
type Store struct {
	company *company.Company
}

// New returns the campaigns of a company.
func New(c *company.Company) *Store { return &Store{company: c} }

// Campaign is a campaign and what came of it.
type Campaign struct {
	record.Row
	Statistics Statistics
}

// All returns all campaigns by their number.
func (s *Store) All(ctx context.Context) ([]Campaign, error) {
	var list []Campaign
	err := s.company.Read(ctx, func(tx *sql.Tx) error {
		rows, err := selectCampaigns(ctx, tx)
		if err != nil {
			return err
		}
		counted, err := selectStatistics(ctx, tx, "", filter.Filter{})
		for _, row := range rows {
			list = append(list, Campaign{row, counted[row.Text("no")]})
		}
		return err
	})
	return list, err
}

// Runs reports whether the campaign has begun by a day and has not ended before it;
// one without an Ending Date is open.
func (c Campaign) Runs(day string) bool {
	end := c.Text("ending_date")
	return c.Text("starting_date") <= day && (end == "" || end >= day)
}

// Running counts the campaigns that run today.
func (s *Store) Running(ctx context.Context) (int, error) {
	env, err := s.company.Env(ctx, filter.Env{})
	if err != nil {
		return 0, err
	}
	return company.Read(ctx, s.company, func(tx *sql.Tx) (n int, err error) { return countRunning(ctx, tx, env.Today) })
}

// Campaign returns one campaign; the error is a core.Problem of kind NotFound where
// there is none.
func (s *Store) Campaign(ctx context.Context, no string) (Campaign, error) {
	return s.read(ctx, no, filter.Filter{})
}

// Statistics counts what came of a campaign, in the interactions whose Date the filter
// selects.
func (s *Store) Statistics(ctx context.Context, no string, dates filter.Filter) (Statistics, error) {
	c, err := s.read(ctx, no, dates)
	return c.Statistics, err
}

func (s *Store) read(ctx context.Context, no string, dates filter.Filter) (Campaign, error) {
	return company.Read(ctx, s.company, func(tx *sql.Tx) (Campaign, error) {
		row, err := find(ctx, tx, no)
		if err != nil {
			return Campaign{}, err
		}
		counted, err := selectStatistics(ctx, tx, row.Text("no"), dates)
		return Campaign{row, counted[row.Text("no")]}, err
	})
}

// find returns the row of a campaign.
func find(ctx context.Context, tx *sql.Tx, no string) (record.Row, error) {
	code, err := value.Code(no)
	if err != nil {
		return record.Row{}, core.NewProblem(core.Invalid, "common.place_and_problem", "place", core.Word("No."), "problem", err)
	}
	rows, err := selectCampaign(ctx, tx, code)
	if err != nil {
		return record.Row{}, err
	}
	if len(rows) == 0 {
		return record.Row{}, core.NewProblem(core.NotFound, "campaign.no_such_campaign", "campaign", code)
	}
	return rows[0], nil
}

// Dates reads a filter of the days that statistics count.
func Dates(typed string, env filter.Env) (filter.Filter, error) {
	f, _ := catalog.Must(catalog.InteractionEntry).Field("date")
	return filter.Parse(typed, f, env)
}
