package main

import (
	"context"
	"strconv"

	"winnow/core/company"
	"winnow/core/output"
	"winnow/core/segment"
)

type outputsCommand struct{}

func (outputsCommand) Help() string {
	return `Every file that contacts were written to is listed, the newest first.

Example:

	winnowctl outputs`
}

func (c *outputsCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		list, err := output.List(ctx, open)
		if err != nil {
			return err
		}
		if s.json {
			for i := range list {
				list[i].At = moment(list[i].At, momentInJSON)
			}
			return s.printJSON(list)
		}
		rows := make([][]string, len(list))
		for i, e := range list {
			rows[i] = []string{moment(e.At, momentForPeople), e.By, e.What, e.SegmentNo, strconv.Itoa(e.Rows), strconv.Itoa(e.Blocked), e.Target}
		}
		return s.table([]string{"At", "By", "What", "Segment No.", "Rows", "Privacy Blocked", "File"}, rows)
	})
}
