package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/duplicate"
	"winnow/core/segment"
	"winnow/core/statistics"
	"winnow/core/upkeep"
)

// contactCommand is the group of commands on one contact.
type contactCommand struct {
	New        contactNewCommand        `cmd:"" help:"Make a contact and print its No."`
	Set        contactSetCommand        `cmd:"" help:"Change a contact."`
	Statistics contactStatisticsCommand `cmd:"" help:"Count what happened with a contact."`
	Merge      contactMergeCommand      `cmd:"" help:"Make one contact of two, or take that back."`
	Distinct   contactDistinctCommand   `cmd:"" help:"Say that contacts are not the same, so that they are found as duplicates no more."`
	Erase      contactEraseCommand      `cmd:"" help:"Take away who a person is, for good."`
}

func (contactCommand) Help() string {
	return `Example:

	winnowctl contact statistics CT000010
	winnowctl contact merge CT000010 CT000014 phone_no=0123`
}

type contactNewCommand struct {
	Words   []string `arg:"" name:"no|field=value" help:"The contact's No., and fields by their keys with their values; without a No. the number series gives it."`
	Preview bool     `help:"Say what would be made, and change nothing."`
}

func (contactNewCommand) Help() string {
	return `A person takes from the company what is not given: address, country, language, territory, salesperson, phone.

Example:

	winnowctl contact new "name=Adatum Corp." city=Leeds
	winnowctl contact new first_name=Ann surname=Beebe company_no=CT000010`
}

func (c *contactNewCommand) Run(ctx context.Context, s *session) error {
	return s.makeRow(ctx, catalog.Contact, c.Words, c.Preview)
}

type contactSetCommand struct {
	No      string   `arg:"" help:"The contact's No."`
	Values  []string `arg:"" name:"field=value" help:"A field by its key and its new value; field= empties it."`
	Preview bool     `help:"Say what would change, and change nothing."`
}

func (contactSetCommand) Help() string {
	return `Persons of a company who had what it had get its new name, address, country, language, territory and
salesperson. Minor, and any change of parental consent, sets Privacy Blocked.

Example:

	winnowctl contact set CT000010 "address=1 High Street" city=Leeds`
}

func (c *contactSetCommand) Run(ctx context.Context, s *session) error {
	return s.setRow(ctx, catalog.Contact, c.No, c.Values, c.Preview)
}

type contactStatisticsCommand struct {
	No   string `arg:"" help:"The contact's No."`
	Date string `placeholder:"FILTER" help:"Count only interactions whose Date the filter selects."`
}

func (contactStatisticsCommand) Help() string {
	return `Canceled and postponed interactions do not count. A company's figures are its own; beside them stand those of all who were its contacts at the time.

Example:

	winnowctl contact statistics CT000010 --date t-1Y..`
}

func (c *contactStatisticsCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		dates, err := s.filtersOf(ctx, open, catalog.Must(catalog.InteractionEntry), map[string]string{"date": c.Date})
		if err != nil {
			return err
		}
		counted, err := statistics.OfContact(ctx, open, c.No, dates["date"])
		if err != nil {
			return err
		}
		figures := contactFigures(counted)
		if s.json {
			out := object{{"no", counted.No}}
			for _, f := range figures {
				out = append(out, member{f.key, f.value})
			}
			return s.printJSON(out)
		}
		rows := make([][]string, len(figures))
		for i, f := range figures {
			rows[i] = []string{f.caption, fmt.Sprint(f.value)}
			if n, ok := f.value.(float64); ok {
				rows[i][1] = decimals(n)
			}
		}
		return s.table([]string{"No.", counted.No}, rows)
	})
}

// figure is a number or a day with its caption.
type figure struct {
	key, caption string
	value        any
}

func contactFigures(c statistics.Contact) []figure {
	list := []figure{
		{"no_of_interactions", "No. of Interactions", c.Count}, {"cost_lcy", "Cost (LCY)", c.Cost}, {"duration_min", "Duration (Min.)", c.Duration},
		{"last_interaction_date", "Last Interaction Date", c.LastInteraction}, {"last_date_attempted", "Last Date Attempted", c.LastAttempted},
		{"next_task_date", "Next Task Date", c.NextTask},
		{"no_of_job_responsibilities", "No. of Job Responsibilities", c.JobResponsibilities},
		{"no_of_industry_groups", "No. of Industry Groups", c.IndustryGroups},
		{"no_of_business_relations", "No. of Business Relations", c.BusinessRelations},
		{"no_of_mailing_groups", "No. of Mailing Groups", c.MailingGroups},
	}
	if c.OfCompany == nil {
		return list
	}
	return append(list, figure{"company_no_of_interactions", "No. of Interactions of its contacts", c.OfCompany.Count},
		figure{"company_cost_lcy", "Cost (LCY) of its contacts", c.OfCompany.Cost},
		figure{"company_duration_min", "Duration (Min.) of its contacts", c.OfCompany.Duration})
}

type contactMergeCommand struct {
	Keep    string   `arg:"" optional:"" help:"The No. of the contact that stays."`
	Other   string   `arg:"" optional:"" help:"The No. of the contact that goes into it."`
	Values  []string `arg:"" optional:"" name:"field=value" help:"A value that the contact has in the end."`
	Undo    bool     `help:"Take the merge back; without contacts, the last one."`
	Preview bool     `help:"Say what would become of them, and change nothing."`
}

func (contactMergeCommand) Help() string {
	return `Interactions, answers, groups, lines and tasks move, and the other number finds the contact that stays. Its values stay, unless others are given; where it has none, it takes those of the other. Who was not to be written to as either of the two is not to be written to afterwards. Two lines of one segment stay two; "winnowctl ready" names them. What is taken back is as it was, but for what was changed since.

Example:

	winnowctl contact merge CT000010 CT000014 --preview
	winnowctl contact merge CT000010 CT000014 phone_no=0123
	winnowctl contact merge CT000010 CT000014 --undo`
}

func (c *contactMergeCommand) Run(ctx context.Context, s *session) error {
	if c.Undo {
		return c.undo(ctx, s)
	}
	if c.Other == "" {
		return usagef("name the contact that stays and the one that goes into it")
	}
	fields, err := assignments(c.Values)
	if err != nil {
		return err
	}
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		merged, err := s.upkeep(open, c.Preview).Merge(ctx, upkeep.MergeParams{Keep: c.Keep, Other: c.Other, Fields: fields})
		if err != nil {
			return err
		}
		s.previewed(c.Preview)
		if s.json {
			return s.printJSON(mergedObject(merged))
		}
		moved := merged.Lines
		for _, m := range merged.Moved {
			moved += m.Rows
		}
		s.say("winnowctl.contact_merged", "keep", merged.Keep, "other", merged.Other, "count", moved)
		s.printFields("taken from "+merged.Other, merged.Taken)
		if len(merged.Twice) > 0 {
			s.remark("note: %s has more than one line on %s; winnowctl ready names them", merged.Keep, strings.Join(merged.Twice, ", "))
		}
		return nil
	})
}

// mergedObject is what became of two contacts as JSON.
func mergedObject(m upkeep.Merged) object {
	moved := []object{}
	for _, t := range m.Moved {
		moved = append(moved, object{{"table", t.Table.Key}, {"rows", t.Rows}})
	}
	twice := m.Twice
	if twice == nil {
		twice = []string{}
	}
	return object{{"keep", m.Keep}, {"other", m.Other}, {"taken", keysOf(m.Taken)}, {"moved", moved}, {"lines", m.Lines},
		{"dropped", m.Dropped}, {"twice", twice}}
}

// undo takes a merge back.
func (c *contactMergeCommand) undo(ctx context.Context, s *session) error {
	switch {
	case len(c.Values) > 0:
		return usagef("--undo takes no values")
	case (c.Keep == "") != (c.Other == ""):
		return usagef("name both contacts of the merge, or none for the last one")
	}
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		undone, err := s.upkeep(open, c.Preview).UndoMerge(ctx, c.Keep, c.Other)
		if err != nil {
			return err
		}
		s.previewed(c.Preview)
		if s.json {
			return s.printJSON(object{{"keep", undone.Keep}, {"other", undone.Other}, {"restored", undone.Restored}, {"kept", undone.Kept}})
		}
		s.say("winnowctl.contact_unmerged", "other", undone.Other)
		if undone.Kept > 0 {
			s.say("winnowctl.rows_kept", "count", undone.Kept)
		}
		return nil
	})
}

type contactDistinctCommand struct {
	Contacts []string `arg:"" name:"contact" help:"Contact numbers, two or more."`
	Undo     bool     `help:"Take back that they are not the same."`
	Preview  bool     `help:"Say how many pairs would be marked, and change nothing."`
}

func (contactDistinctCommand) Help() string {
	return `Every two of the contacts are marked as not the same, and Duplicate Contacts no longer shows them together.

Example:

	winnowctl contact distinct CT000010 CT000014
	winnowctl contact distinct CT000010 CT000014 --undo`
}

func (c *contactDistinctCommand) Run(ctx context.Context, s *session) error {
	if len(c.Contacts) < 2 {
		return usagef("name two contacts or more")
	}
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		n, err := duplicate.New(open).Distinct(ctx, duplicate.DistinctParams{Numbers: c.Contacts, Undo: c.Undo, Preview: c.Preview})
		if err != nil {
			return err
		}
		s.previewed(c.Preview)
		switch {
		case s.json:
			return s.printJSON(object{{"pairs", n}})
		case c.Undo:
			s.say("winnowctl.pairs_no_longer_distinct", "count", n)
		default:
			s.say("winnowctl.pairs_distinct", "count", n)
		}
		return nil
	})
}

type contactEraseCommand struct {
	No      string `arg:"" help:"The person's No."`
	Yes     bool   `help:"Do it without asking."`
	Preview bool   `help:"Say what would go, and change nothing."`
}

func (contactEraseCommand) Help() string {
	return `Name, addresses, numbers, e-mail addresses and the documents of interactions go, also from what an import or a merge could bring back. The No. and all that is counted by it stay, marked so that nobody writes to it. Comments and other texts that people typed stay, and backups that were made before have it all. This cannot be undone: it asks on a terminal, and elsewhere needs --yes.

Example:

	winnowctl contact erase CT000010 --preview
	winnowctl contact erase CT000010 --yes`
}

func (c *contactEraseCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		found, err := s.upkeep(open, true).Row(ctx, catalog.Contact, c.No)
		if err != nil {
			return err
		}
		if !c.Preview && !c.Yes {
			name := strings.TrimSpace(found.Text("no") + " " + found.Text("name"))
			if err := s.confirm(core.Text("winnowctl.erase_contact", "contact", name)); err != nil {
				return err
			}
		}
		erased, err := s.upkeep(open, c.Preview).Erase(ctx, c.No)
		if err != nil {
			return err
		}
		s.previewed(c.Preview)
		if s.json {
			return s.printJSON(object{{"erased", erased.No}, {"addresses", erased.Addresses}, {"documents", erased.Documents}, {"merges", erased.Merges}})
		}
		s.say("winnowctl.contact_erased", "contact", erased.No, "addresses", strconv.Itoa(erased.Addresses), "documents", strconv.Itoa(erased.Documents))
		return nil
	})
}
