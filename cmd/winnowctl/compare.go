package main

import (
	"context"
	"fmt"
	"strings"

	"winnow/core/company"
	"winnow/core/compare"
	"winnow/core/segment"
)

type compareCommand struct {
	A string `arg:"" help:"The No. of a segment."`
	B string `arg:"" help:"The No. of another segment."`
}

func (compareCommand) Help() string {
	return `Counts are of contacts. With --json it also lists them. To make a segment of one part, use filters such as
segment_line.segment_no=SM00001 with add, refine and reduce.

Example:

	winnowctl compare SM00001 SM00002
	winnowctl compare SM00001 SM00002 --json`
}

func (c *compareCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		found, err := compare.Segments(ctx, open, c.A, c.B)
		if err != nil {
			return err
		}
		if s.json {
			return s.printComparison(ctx, open, found)
		}
		names := map[compare.Part]string{
			compare.AOnly: text("winnowctl.compare_only", "segment", found.A.No), compare.Both: text("winnowctl.compare_both"),
			compare.BOnly: text("winnowctl.compare_only", "segment", found.B.No),
		}
		longest, rows := 1, [][]string(nil)
		for _, part := range compare.Parts() {
			longest = max(longest, found.Count(part))
		}
		for _, part := range compare.Parts() {
			n := found.Count(part)
			rows = append(rows, []string{names[part], fmt.Sprint(n), strings.Repeat("█", (n*barWidth+longest-1)/longest)})
		}
		return s.table([]string{"Segment", "Contacts", ""}, rows)
	})
}

// printComparison prints a comparison as JSON, with the contacts of each part.
func (s *session) printComparison(ctx context.Context, open *company.Company, found compare.Comparison) error {
	out := object{{"a", found.A.No}, {"b", found.B.No}}
	for _, part := range compare.Parts() {
		numbers, err := found.Numbers(ctx, open, part)
		if err != nil {
			return err
		}
		out = append(out, member{string(part), object{{"count", found.Count(part)}, {"contacts", numbers}}})
	}
	return s.printJSON(out)
}
