package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"winnow/core/company"
	"winnow/core/facet"
	"winnow/core/segment"
)

type facetCommand struct {
	No     string `arg:"" help:"The segment's No."`
	Field  string `arg:"" name:"section.field" help:"The field, by the keys of its section and its own."`
	Top    number `default:"50" placeholder:"N" help:"How many values are told one by one, those that most contacts have (50)."`
	By     string `enum:",year,month,week,day" default:"" placeholder:"LENGTH" help:"Put dates together by year, month, week or day."`
	Ranges number `placeholder:"N" help:"Put numbers together into at most so many ranges."`
}

func (facetCommand) Help() string {
	return `Every count is of contacts: one that has several values counts for each.

Example:

	winnowctl facet SM00001 contact.country_region_code
	winnowctl facet SM00001 interaction_log_entry.date --by month`
}

func (c *facetCommand) Run(ctx context.Context, s *session) error {
	section, field, ok := strings.Cut(strings.TrimSpace(c.Field), ".")
	switch {
	case c.Top < 0:
		return usagef("--top %d: expected 0 or more", c.Top)
	case c.Ranges < 0:
		return usagef("--ranges %d: expected 0 or more", c.Ranges)
	case !ok:
		return missingSection(c.Field)
	}
	p := facet.Params{Section: section, Field: field, Top: int(c.Top), By: facet.Interval(c.By), Ranges: int(c.Ranges)}
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		f, err := facet.OfSegment(ctx, open, c.No, p)
		if err != nil {
			return err
		}
		if s.json {
			return s.printJSON(facetObject(f))
		}
		return s.printFacet(f, p)
	})
}

func facetObject(f facet.Facet) object {
	values := make([]object, len(f.Values))
	for i, v := range f.Values {
		values[i] = object{{"value", v.Value}, {"description", v.Description}, {"count", v.Count}}
	}
	return object{{"field", f.Key()}, {"contacts", f.Contacts}, {"values", values}, {"none", f.None}, {"other", f.Other}}
}

// barWidth is how long the longest bar is, in characters.
const barWidth = 30

// printFacet writes the values in columns with bars; intervals and ranges in their own
// order, as a histogram.
func (s *session) printFacet(f facet.Facet, p facet.Params) error {
	if p.By != "" || p.Ranges > 0 {
		slices.SortFunc(f.Values, facet.Value.Compare)
	}
	longest := max(f.None, f.Other.Contacts, 1)
	for _, v := range f.Values {
		longest = max(longest, v.Count)
	}
	row := func(name, description string, n int) []string {
		return []string{name, description, fmt.Sprint(n), strings.Repeat("█", (n*barWidth+longest-1)/longest)}
	}
	var rows [][]string
	for _, v := range f.Values {
		rows = append(rows, row(v.Text, v.Description, v.Count))
	}
	if f.Other.Values > 0 {
		rows = append(rows, row(text("winnowctl.facet_other", "count", f.Other.Values), "", f.Other.Contacts))
	}
	if f.None > 0 {
		rows = append(rows, row(text("winnowctl.facet_none"), "", f.None))
	}
	return s.table([]string{f.Field.Caption, "Description", "Contacts", ""}, rows)
}
