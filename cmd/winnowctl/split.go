package main

import (
	"context"
	"strings"

	"winnow/core/company"
	"winnow/core/segment"
)

type splitCommand struct {
	No     string   `arg:"" help:"The segment's No."`
	Parts  *number  `arg:"" optional:"" help:"How many parts of equal size; or say --sizes."`
	Sizes  []string `sep:"," placeholder:"10%,10%,rest" help:"The sizes of the parts: percentages, counts, and one part that is the rest."`
	Random *number  `placeholder:"SEED" help:"Shuffle the lines with this seed, and not in their own order."`
	By     []string `sep:"," placeholder:"FIELD,-FIELD" help:"Put the lines in the order of these fields, such as contact.city; - turns the order."`
	Per    string   `placeholder:"company|household|FIELD" help:"Keep the lines of each company, household, or value of a field, such as contact.city, together."`
}

func (splitCommand) Help() string {
	return `Each part is a new segment with the header and the lines' own values; the segment itself stays as it is. The new numbers are printed, one a line. All parts are made, or none.

Example:

	winnowctl split SM00001 3
	winnowctl split SM00001 --sizes 10%,10%,rest --random 17 --per company`
}

func (c *splitCommand) Run(ctx context.Context, s *session) error {
	if c.Random != nil && c.By != nil {
		return usagef("the lines go into the parts either --random or --by fields, not both")
	}
	p := segment.SplitParams{By: c.By, Per: c.Per}
	if err := c.sizes(&p); err != nil {
		return err
	}
	if c.Random != nil {
		seed := int64(*c.Random)
		p.Seed = &seed
	}
	return s.withCompany(ctx, func(_ *company.Company, store *segment.Store) error {
		parts, err := store.Split(ctx, c.No, p)
		if err != nil {
			return err
		}
		if s.json {
			list := make([]object, len(parts))
			for i, part := range parts {
				list[i] = object{{"no", part.No}, {"description", part.Description}, {"no_of_lines", part.Lines}}
			}
			return s.printJSON(list)
		}
		for _, part := range parts {
			s.print("%s", part.No)
		}
		return nil
	})
}

// sizes says how large the parts are to be.
func (c *splitCommand) sizes(p *segment.SplitParams) error {
	switch {
	case c.Parts == nil && c.Sizes == nil:
		return usagef("say into how many parts, or their --sizes")
	case c.Parts != nil && c.Sizes != nil && int(*c.Parts) != len(c.Sizes):
		return usagef("the number of parts and the number of --sizes differ")
	case c.Sizes == nil:
		p.Parts = int(*c.Parts)
	}
	for _, word := range c.Sizes {
		size := segment.Size{Rest: strings.EqualFold(strings.TrimSpace(word), "rest")}
		if !size.Rest {
			var a amount
			if err := a.UnmarshalText([]byte(word)); err != nil {
				return err
			}
			size.Count, size.Percent = a.count, a.percent
		}
		p.Sizes = append(p.Sizes, size)
	}
	return nil
}
