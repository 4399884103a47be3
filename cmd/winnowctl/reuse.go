package main

import (
	"context"

	"winnow/core/company"
	"winnow/core/saved"
	"winnow/core/segment"
)

type reuseCommand struct {
	No      string `arg:"" help:"The segment's No."`
	Code    string `arg:"" help:"The code of the saved criteria."`
	Instead bool   `help:"Remove the segment's lines first; that is a step of its own, which can be taken back."`
	Preview bool   `help:"Say what would happen, and change nothing."`
}

func (reuseCommand) Help() string {
	return `The criteria apply wholly or not at all. One line is printed for each step, and the seed where it takes a part at random.

Example:

	winnowctl reuse SM00002 GB --preview
	winnowctl reuse SM00002 GB --instead`
}

func (c *reuseCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, store *segment.Store) error {
		_, steps, err := saved.New(open).Find(ctx, c.Code)
		if err != nil {
			return err
		}
		return s.apply(ctx, open, store, c.No, segment.ApplyParams{Steps: steps, Instead: c.Instead, Preview: c.Preview})
	})
}
