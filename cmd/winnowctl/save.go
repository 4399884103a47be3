package main

import (
	"context"

	"winnow/core/company"
	"winnow/core/saved"
	"winnow/core/segment"
)

type saveCommand struct {
	No          string  `arg:"" help:"The segment's No."`
	Code        string  `arg:"" help:"The code, of at most 10 characters."`
	Description *string `placeholder:"TEXT" help:"What the criteria are for."`
	Replace     bool    `help:"Replace existing criteria with this code."`
}

func (saveCommand) Help() string {
	return `Steps that were taken back are not saved. Replaced criteria keep their description unless a new one is given.

Example:

	winnowctl save SM00001 GB --description "Customers in Great Britain"`
}

func (c *saveCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		kept, err := saved.New(open).SaveSegment(ctx, c.No, saved.SaveParams{
			Code: c.Code, Description: c.Description, Replace: c.Replace,
		})
		if err != nil {
			return err
		}
		if s.json {
			return s.printJSON(savedObject(kept))
		}
		s.say("winnowctl.criteria_saved", "code", kept.Code, "count", kept.Actions)
		return nil
	})
}
