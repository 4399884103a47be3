package main

import (
	"context"

	"github.com/alecthomas/kong"

	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/segment"
)

type addCommand struct {
	No string `arg:"" help:"The segment's No."`
	filterFlags
	takeFlags
	AllowExistingContacts bool `help:"Add contacts even if they already have a line."`
	ExpandCompanies       bool `help:"Add all contacts of the selected contacts' companies."`
	AllowRelatedCompanies bool `help:"Add the companies of the selected contacts."`
	IgnoreExclusion       bool `help:"Add contacts even if Exclude from Segment is on."`
	Preview               bool `help:"Say what would happen, and change nothing."`
}

func (addCommand) Help() string {
	return `Without a filter it adds everybody.

Example:

	winnowctl add SM00001 -f 'contact.post_code=GB-W1*|GB-N16*' --without 'interaction_log_entry.date=>=t-6m' --expand-companies
	winnowctl add SM00001 -f contact.country_region_code=GB --take 500`
}

func (c *addCommand) Run(ctx context.Context, line *kong.Context, s *session) error {
	options := criteria.Options{
		AllowExistingContacts: c.AllowExistingContacts, ExpandCompanies: c.ExpandCompanies,
		AllowRelatedCompanies: c.AllowRelatedCompanies, IgnoreExclusion: c.IgnoreExclusion,
	}
	return s.act(ctx, line, actionFlags{c.No, c.filterFlags, c.takeFlags, c.Preview}, criteria.Step{Action: criteria.Add, Options: options})
}

// removeFlags are what Refine and Reduce have in common.
type removeFlags struct {
	No string `arg:"" help:"The segment's No."`
	filterFlags
	takeFlags
	EntireCompanies bool `help:"A contact counts as selected when any contact of its company is."`
	Preview         bool `help:"Say what would happen, and change nothing."`
}

func (c removeFlags) run(ctx context.Context, line *kong.Context, s *session, action criteria.Action) error {
	options := criteria.Options{EntireCompanies: c.EntireCompanies}
	return s.act(ctx, line, actionFlags{c.No, c.filterFlags, c.takeFlags, c.Preview}, criteria.Step{Action: action, Options: options})
}

// actionFlags are what all actions have in common.
type actionFlags struct {
	no      string
	filters filterFlags
	take    takeFlags
	preview bool
}

type refineCommand struct{ removeFlags }

func (refineCommand) Help() string {
	return `Without a filter it keeps everybody.

Example:

	winnowctl refine SM00001 -f contact.type=Person
	winnowctl refine SM00001 -f contact.type=Person --or -f contact_mailing_group.mailing_group_code=VIP
	winnowctl refine SM00001 -f contact.type=Person --take 1 --by contact.birthday,contact.name --per company`
}

func (c *refineCommand) Run(ctx context.Context, line *kong.Context, s *session) error {
	return c.run(ctx, line, s, criteria.Refine)
}

type reduceCommand struct{ removeFlags }

func (reduceCommand) Help() string {
	return `Without a filter it removes everybody.

Example:

	winnowctl reduce SM00001 -f "contact.e_mail=''"
	winnowctl reduce SM00001 --take 12.5% --random 17`
}

func (c *reduceCommand) Run(ctx context.Context, line *kong.Context, s *session) error {
	return c.run(ctx, line, s, criteria.Reduce)
}

// act carries out one action or previews it.
func (s *session) act(ctx context.Context, line *kong.Context, flags actionFlags, step criteria.Step) error {
	if err := flags.filters.read(line, &step); err != nil {
		return err
	}
	var err error
	if step.Options.Take, err = flags.take.read(); err != nil {
		return err
	}
	return s.withCompany(ctx, func(_ *company.Company, store *segment.Store) error {
		do := store.Run
		if flags.preview {
			do = store.Preview
		}
		result, err := do(ctx, flags.no, step, s.env)
		if err != nil {
			return err
		}
		return s.printResult(result, flags.preview)
	})
}

// printResult writes what an action did. A preview says the same; that nothing
// was changed goes to standard error.
func (s *session) printResult(result segment.Result, preview bool) error {
	if s.json {
		return s.printJSON(result)
	}
	s.printSummary(result)
	if preview {
		s.remark("preview: nothing was changed")
	}
	return nil
}

func (s *session) printSummary(result segment.Result) {
	did, n := "winnowctl.added", result.LinesAfter-result.LinesBefore
	if result.Action != criteria.Add {
		did, n = "winnowctl.removed", -n
	}
	s.say(did, "n", n, "count", result.LinesAfter)
	if result.Seed != nil {
		s.say("winnowctl.seed", "seed", *result.Seed)
	}
	for _, note := range result.Notes {
		s.remark("note: %s.%s: %s", note.Section, note.Field, note.Text)
	}
}
