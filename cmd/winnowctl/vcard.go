package main

import (
	"winnow/core/company"
	"winnow/core/segment"
	"winnow/core/vcard"
)

type vcardCommand struct {
	No             string `arg:"" help:"The segment's No."`
	File           string `arg:"" help:"The .vcf file to write."`
	Version        string `enum:"4.0,3.0" default:"4.0" help:"The version of vCards: ${enum}. Older phones read 3.0."`
	IncludeBlocked bool   `help:"Write Privacy Blocked contacts, too."`
	Force          bool   `help:"Replace a file that is there."`
}

// Help shows an example.
func (vcardCommand) Help() string {
	return `A contact that stands on several lines is written once.

Example:

	winnowctl vcard SM00001 contacts.vcf --version 3.0`
}

func (c *vcardCommand) Run(s *session) error {
	options := vcard.Options{Path: c.File, Version: c.Version, IncludeBlocked: c.IncludeBlocked, Force: c.Force, Progress: s.wait.progress}
	return s.withOutput(func(open *company.Company, store *segment.Store) error {
		result, err := vcard.Write(s.ctx, open, store, c.No, options)
		if err != nil {
			return err
		}
		if s.json {
			return s.printJSON(result)
		}
		s.say("winnowctl.wrote_vcards", "count", result.Rows, "file", result.Path, "blocked", blocked(result.Blocked, c.IncludeBlocked))
		s.nameBlocked(result.BlockedContacts)
		s.nameUnusable(result.UnusableEMails)
		return nil
	})
}
