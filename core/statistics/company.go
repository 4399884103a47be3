package statistics

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"winnow/core/company"
	"winnow/core/filter"
	"winnow/core/output"
	"winnow/core/segment"
)

// Countries counts a company's contacts by country, the most first, those without
// one last.
func Countries(ctx context.Context, c *company.Company) ([]Share, error) {
	var list []Share
	err := c.Read(ctx, func(tx *sql.Tx) error {
		counts, err := selectCountries(ctx, tx)
		if err != nil {
			return fmt.Errorf("count the contacts by country: %w", err)
		}
		list = shares(counts)
		return nameShares(ctx, tx, "country_region", list)
	})
	return list, err
}

// Types counts a company's contacts by type.
func Types(ctx context.Context, c *company.Company) (companies, persons int, err error) {
	err = c.Read(ctx, func(tx *sql.Tx) (err error) {
		companies, persons, err = selectTypes(ctx, tx)
		return err
	})
	return companies, persons, err
}

// Contacted is a contact with the day of the last interaction.
type Contacted struct {
	No, Name string
	Date     string
	// Days is how many days that is before the work date.
	Days int
}

// oldest is how many of the oldest interactions are looked at first. Most often
// they lead to enough contacts; where they do not, all interactions are read.
const oldest = 20_000

// LongestAgo returns the contacts whose last interaction is longest ago, that one
// first. Interactions that were canceled or failed do not count, and contacts that
// are excluded from segments or blocked are left out, as are those without any
// interaction.
func LongestAgo(ctx context.Context, c *company.Company, limit int) ([]Contacted, error) {
	return longestAgo(ctx, c, limit, oldest)
}

func longestAgo(ctx context.Context, c *company.Company, limit, look int) ([]Contacted, error) {
	env, err := c.Env(ctx, filter.Env{})
	if err != nil {
		return nil, err
	}
	var list []Contacted
	err = c.Read(ctx, func(tx *sql.Tx) error {
		until, err := selectOldDay(ctx, tx, look)
		if err != nil {
			return fmt.Errorf("look for the oldest interactions: %w", err)
		}
		if list, err = selectLongestAgo(ctx, tx, until, limit); err != nil {
			return fmt.Errorf("look for the oldest interactions: %w", err)
		}
		if len(list) < limit && until != lastDay {
			if list, err = selectLastInteractions(ctx, tx, limit); err != nil {
				return fmt.Errorf("look for the last interactions: %w", err)
			}
		}
		for i := range list {
			list[i].Days = daysBetween(list[i].Date, env.WorkDate)
		}
		return nil
	})
	return list, err
}

// How many days before its Date a segment becomes due, and for how many after it it
// stays due.
const (
	dueBefore = 14
	dueAfter  = 90
)

// DueSegment is a segment that should go out.
type DueSegment struct {
	segment.Segment
	// Days is how many days there are until its Date; less than 0 after it.
	Days int
}

// Due returns those of the segments that have lines, whose Date is near or was not
// long ago, and of which nothing has left the company file yet, by their Date.
func Due(ctx context.Context, c *company.Company, segments []segment.Segment) ([]DueSegment, error) {
	log, err := output.List(ctx, c)
	if err != nil {
		return nil, err
	}
	out := map[string]bool{}
	for _, e := range log {
		out[e.SegmentNo] = true
	}
	env, err := c.Env(ctx, filter.Env{})
	var list []DueSegment
	for _, s := range segments {
		date := s.Text("date")
		if days := daysBetween(env.WorkDate, date); date != "" && s.Lines > 0 && !out[s.No] && days <= dueBefore && days >= -dueAfter {
			list = append(list, DueSegment{s, days})
		}
	}
	slices.SortStableFunc(list, func(a, b DueSegment) int { return cmp.Compare(a.Days, b.Days) })
	return list, err
}

// daysBetween is how many days lie between two days, 0 where one is none.
func daysBetween(from, to string) int {
	a, err := time.Parse(time.DateOnly, from)
	b, err2 := time.Parse(time.DateOnly, to)
	if err != nil || err2 != nil {
		return 0
	}
	return int(b.Sub(a).Hours() / 24)
}
