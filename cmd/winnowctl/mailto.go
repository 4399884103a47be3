package main

import (
	"winnow/core/company"
	"winnow/core/mail"
	"winnow/core/segment"
)

type mailtoCommand struct {
	No             string `arg:"" help:"The segment's No."`
	Chunk          int    `default:"50" placeholder:"N" help:"How many addresses a link has at most."`
	IncludeBlocked bool   `help:"List Privacy Blocked contacts, too."`
}

// Help shows an example.
func (mailtoCommand) Help() string {
	return `Each link opens a message whose addresses stand in BCC, each address once. Links are kept short enough for every system.

Example:

	winnowctl mailto SM00001 --chunk 20`
}

func (c *mailtoCommand) Run(s *session) error {
	if c.Chunk < 1 {
		return usagef("--chunk: a link has one address at least")
	}
	return s.withCompany(func(open *company.Company, store *segment.Store) error {
		list, err := mail.Links(s.ctx, open, store, c.No, mail.ListOptions{Chunk: c.Chunk, IncludeBlocked: c.IncludeBlocked, Progress: s.wait.progress})
		if err != nil {
			return err
		}
		if s.json {
			return s.printJSON(list)
		}
		for _, link := range list.Links {
			s.print("%s", link)
		}
		s.remark("%d addresses, %s", list.Addresses, blocked(list.Blocked, c.IncludeBlocked))
		s.mailCounts(list.Counts)
		return nil
	})
}
