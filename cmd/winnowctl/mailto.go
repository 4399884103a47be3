package main

import (
	"context"

	"winnow/core/company"
	"winnow/core/mail"
	"winnow/core/segment"
)

type mailtoCommand struct {
	No             string `arg:"" help:"The segment's No."`
	Chunk          int    `default:"50" placeholder:"N" help:"How many addresses a link has at most."`
	IncludeBlocked bool   `help:"List Privacy Blocked contacts, too."`
}

func (mailtoCommand) Help() string {
	return `Each link opens a message with the addresses in Bcc, each address once. Links are short enough for every system.

Example:

	winnowctl mailto SM00001 --chunk 20`
}

func (c *mailtoCommand) Run(ctx context.Context, s *session) error {
	if c.Chunk < 1 {
		return usagef("--chunk: a link must have at least one address")
	}
	return s.withOutput(ctx, func(open *company.Company, store *segment.Store) error {
		options := mail.ListOptions{Chunk: c.Chunk, IncludeBlocked: c.IncludeBlocked, Progress: s.wait.progress, Deliver: s.printLinks}
		list, err := mail.Links(ctx, open, store, c.No, options)
		if err != nil || s.json {
			return err
		}
		s.remark("%s", text("winnowctl.addresses", "count", list.Addresses, "blocked", blocked(list.Blocked, c.IncludeBlocked)))
		s.nameBlocked(list.BlockedContacts)
		s.mailCounts(list.Counts)
		return nil
	})
}

// printLinks prints a list and sees that it has left the program.
func (s *session) printLinks(list mail.List) error {
	if s.json {
		if err := s.printJSON(list); err != nil {
			return err
		}
		return s.out.Flush()
	}
	for _, link := range list.Links {
		s.print("%s", link)
	}
	return s.out.Flush()
}
