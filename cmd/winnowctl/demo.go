package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"winnow/core"
	"winnow/core/atomicfile"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/record"
	"winnow/core/sample"
	"winnow/core/segment"
)

type demoCommand struct {
	Contacts  *number `placeholder:"N" help:"The number of contacts, for a company of another size."`
	Seed      number  `placeholder:"N" default:"1" help:"The same number always gives the same company."`
	Templates string  `placeholder:"DIR" help:"Also create this folder with sample templates: spring.docx for letters, spring.txt for e-mails."`
}

func (demoCommand) Help() string {
	return `The company has a Word template for letters with the code SPRING.

Example:

	winnowctl demo --db sample.winnow
	winnowctl demo --db sample.winnow --templates templates`
}

func (c *demoCommand) Run(ctx context.Context, s *session) error {
	options := sample.Options{Seed: int64(c.Seed), Today: s.env.Today, Progress: s.wait.progress}
	if c.Contacts != nil {
		if options.Contacts = int(*c.Contacts); options.Contacts < 1 {
			return core.NewProblem(core.Invalid, "winnowctl.contacts_company_cannot_have_contacts", "contacts", options.Contacts)
		}
	}
	contacts := 0
	fill := func(open *company.Company, _ *segment.Store) error {
		if err := sample.Fill(ctx, open, options); err != nil {
			return err
		}
		var err error
		contacts, err = record.New(open).Count(ctx, catalog.Contact)
		return err
	}
	if err := c.withTemplates(func() error { return s.makeCompany(ctx, fill) }); err != nil {
		return err
	}
	if s.json {
		return s.printJSON(object{{"file", s.path}, {"contacts", contacts}})
	}
	s.say("winnowctl.contacts_in", "count", contacts, "file", s.path)
	return nil
}

// withTemplates writes the templates that are asked for, and none where the
// company cannot be made.
func (c *demoCommand) withTemplates(makeCompany func() error) error {
	if c.Templates == "" {
		return makeCompany()
	}
	letter, err := sample.Letter()
	if err != nil {
		return err
	}
	err = atomicfile.Folder{Path: c.Templates}.Write(func(folder string) error {
		return errors.Join(os.WriteFile(filepath.Join(folder, "spring.docx"), letter, 0o600),
			os.WriteFile(filepath.Join(folder, "spring.txt"), sample.Mail(), 0o600), makeCompany())
	})
	var p *core.Problem
	if core.Advised(err, core.Replace) && errors.As(err, &p) {
		p.Hint("common.choose_another_name")
	}
	return err
}
