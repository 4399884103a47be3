package main

import (
	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/record"
	"winnow/core/sample"
	"winnow/core/segment"
)

type demoCommand struct {
	Contacts *number `placeholder:"N" help:"How many contacts there shall be, for a company of another size."`
	Seed     number  `placeholder:"N" default:"1" help:"Equal numbers make equal companies."`
}

// Help shows an example.
func (demoCommand) Help() string {
	return `Example:

	winnowctl demo --db sample.winnow`
}

func (c *demoCommand) Run(s *session) error {
	options := sample.Options{Seed: int64(c.Seed), Today: s.env.Today, Progress: s.wait.progress}
	if c.Contacts != nil {
		if options.Contacts = int(*c.Contacts); options.Contacts < 1 {
			return core.Problemf(core.Invalid, "--contacts: a company cannot have %d contacts", options.Contacts)
		}
	}
	contacts := 0
	err := s.makeCompany(func(open *company.Company, _ *segment.Store) error {
		if err := sample.Fill(s.ctx, open, options); err != nil {
			return err
		}
		var err error
		contacts, err = record.New(open).Count(s.ctx, catalog.Contact)
		return err
	})
	if err != nil {
		return err
	}
	if s.json {
		return s.printJSON(object{{"file", s.path}, {"contacts", contacts}})
	}
	s.print("%d contacts in %s", contacts, s.path)
	return nil
}
