package main

import (
	"context"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/label"
	"winnow/core/segment"
)

type coversCommand struct {
	sheetFlags
}

// Help shows an example.
func (coversCommand) Help() string {
	return `A sheet has the sender, the address, the date and the line's subject, or else the segment's description.

Example:

	winnowctl covers SM00001 covers.pdf --day 2026-12-01`
}

func (c *coversCommand) Run(s *session) error {
	return c.run(s, label.PrintCovers, "winnowctl.cover_sheets")
}

// sheetFlags are those of what is printed on plain paper.
type sheetFlags struct {
	No             string `arg:"" help:"The segment's No."`
	File           string `arg:"" help:"The .pdf file to write."`
	Paper          string `enum:"A4,Letter" default:"A4" help:"The size of the paper: ${enum}."`
	Day            day    `placeholder:"DAY" help:"The date to print, such as 2026-12-01; else today's."`
	IncludeBlocked bool   `help:"Print Privacy Blocked contacts, too."`
	Force          bool   `help:"Replace a file that is there."`
}

// printer prints a segment.
type printer func(ctx context.Context, c *company.Company, s *segment.Store, no string, o label.SheetOptions) (label.SheetResult, error)

// run prints what is called so.
func (c *sheetFlags) run(s *session, print printer, what string) error {
	options := label.SheetOptions{Path: c.File, Paper: c.Paper, Day: string(c.Day), IncludeBlocked: c.IncludeBlocked, Force: c.Force, Progress: s.wait.progress}
	return s.withOutput(func(open *company.Company, store *segment.Store) error {
		result, err := print(s.ctx, open, store, c.No, options)
		if err != nil {
			return err
		}
		if s.json {
			return s.printJSON(result)
		}
		s.say("winnowctl.printed_pages", "what", core.Text(what, "count", result.Rows), "pages", core.Text("winnowctl.pages", "count", result.Pages),
			"file", result.Path, "blocked", blocked(result.Blocked, c.IncludeBlocked))
		s.nameBlocked(result.BlockedContacts)
		s.replaced(result.Replaced)
		return nil
	})
}
