package main

import (
	"context"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/salvage"
)

type recoverCommand struct {
	Damaged string `arg:"" help:"The damaged company file."`
	New     string `arg:"" help:"The new company file."`
}

func (recoverCommand) Help() string {
	return `The damaged file is not changed. What could not be saved is printed, one item a line.

Example:

	winnowctl recover company.winnow saved.winnow`
}

func (c *recoverCommand) Run(ctx context.Context, s *session) error {
	report, err := salvage.Recover(ctx, c.Damaged, c.New, func(rows int) { s.wait.progress(rows, -1) })
	if err != nil {
		return err
	}
	if s.json {
		tables := []object{}
		for _, t := range report.Tables {
			tables = append(tables, object{{"table", t.Table}, {"rows", t.Rows}, {"gaps", t.Gaps}, {"refused", t.Refused}})
		}
		if report.Lost == nil {
			report.Lost = []core.Message{}
		}
		return s.printJSON(object{{"file", c.New}, {"whole", report.Whole()}, {"tables", tables}, {"lost", report.Lost}})
	}
	rows := 0
	for _, t := range report.Tables {
		rows += t.Rows
		caption := t.Table
		if known, ok := catalog.Find(t.Table); ok {
			caption = known.Caption
		}
		if t.Gaps > 0 {
			s.say("winnowctl.saved_with_gaps", "table", caption, "count", t.Rows, "places", core.Text("winnowctl.places", "count", t.Gaps))
		}
		if t.Refused > 0 {
			s.say("winnowctl.saved_without", "table", caption, "count", t.Refused)
		}
	}
	for _, lost := range report.Lost {
		s.print("lost: %s", lost)
	}
	s.say("winnowctl.saved_rows", "count", rows, "file", c.New)
	return nil
}
