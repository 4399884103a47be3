package main

import (
	"context"
	"strconv"
	"strings"

	"winnow/core"
	"winnow/core/campaign"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
	"winnow/core/upkeep"
	"winnow/core/value"
)

type campaignsCommand struct{}

func (campaignsCommand) Help() string {
	return `Contacts are counted by interactions: those with Campaign Target are contacted, those with Campaign Response responded. Canceled and postponed interactions do not count.

Example:

	winnowctl campaigns --json`
}

func (c *campaignsCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		list, err := campaign.New(open).All(ctx)
		if err != nil {
			return err
		}
		if s.json {
			out := make([]object, len(list))
			for i, c := range list {
				out[i] = campaignObject(c)
			}
			return s.printJSON(out)
		}
		var rows [][]string
		for _, c := range list {
			rows = append(rows, []string{c.Text("no"), c.Text("description"), c.Text("status_code"), c.Text("starting_date"), c.Text("ending_date"),
				c.Text("salesperson_code"), strconv.Itoa(c.Statistics.TargetContactsContacted), strconv.Itoa(c.Statistics.ContactsResponded)})
		}
		return s.table([]string{"No.", "Description", "Status Code", "Starting Date", "Ending Date", "Salesperson Code", "Contacted", "Responded"}, rows)
	})
}

// campaignObject is a campaign by key, with its statistics.
func campaignObject(c campaign.Campaign) object {
	return append(fieldMembers(c.Table.Fields, c.Value), statisticsObject(c.Statistics)...)
}

func statisticsObject(t campaign.Statistics) object {
	return object{
		{"target_contacts_contacted", t.TargetContactsContacted}, {"contacts_responded", t.ContactsResponded},
		{"response_rate", t.ResponseRate}, {"cost_lcy", t.Cost}, {"avg_cost_per_response", t.AvgCostPerResponse},
		{"duration_min", t.Duration}, {"avg_duration_per_response", t.AvgDurationPerResponse},
		{"contacts_contacted_once", t.ContactsContactedOnce}, {"contacts_responded_once", t.ContactsRespondedOnce},
	}
}

// campaignCommand is the group of commands on one campaign.
type campaignCommand struct {
	New        campaignNewCommand        `cmd:"" help:"Make a campaign and print its No."`
	Set        campaignSetCommand        `cmd:"" help:"Change a campaign."`
	Delete     campaignDeleteCommand     `cmd:"" help:"Delete a campaign that nothing names."`
	Show       campaignShowCommand       `cmd:"" help:"Show a campaign."`
	Statistics campaignStatisticsCommand `cmd:"" help:"Count what came of a campaign."`
	Entries    campaignEntriesCommand    `cmd:"" help:"List the entries of a campaign."`
	Entry      campaignEntryCommand      `cmd:"" help:"Cancel and delete campaign entries."`
	Details    campaignDetailsCommand    `cmd:"" help:"Write a workbook of a campaign, its segments and entries."`
}

func (campaignCommand) Help() string {
	return `Campaigns are listed by "winnowctl campaigns".

Example:

	winnowctl campaign new "description=Autumn" starting_date=2026-09-01 ending_date=2026-11-30
	winnowctl campaign statistics CP0001 --date 2026-10`
}

type campaignNewCommand struct {
	Words   []string `arg:"" optional:"" name:"no|field=value" help:"The campaign's No., and fields by their keys with their values; without a No. the number series gives it."`
	Preview bool     `help:"Say what would be made, and change nothing."`
}

func (campaignNewCommand) Help() string {
	return `Without salesperson_code it gets your own code (the setting me, or --me).

Example:

	winnowctl campaign new "description=Autumn" starting_date=2026-09-01 status_code=PLAN
	winnowctl campaign new AUTUMN26 "description=Autumn"`
}

func (c *campaignNewCommand) Run(ctx context.Context, s *session) error {
	return s.makeRow(ctx, catalog.Campaign, c.Words, c.Preview)
}

// makeRow makes a row of fields, behind the No. where there is one, and prints its No.
func (s *session) makeRow(ctx context.Context, table string, words []string, preview bool) error {
	no := ""
	if len(words) > 0 && !strings.Contains(words[0], "=") {
		no, words = words[0], words[1:]
	}
	fields, err := assignments(words)
	if err != nil {
		return err
	}
	if _, twice := fields["no"]; twice {
		return usagef("no=: the No. stands by itself, without no=")
	}
	fields["no"] = no
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		saved, err := s.upkeep(open, preview).Create(ctx, table, fields)
		if err != nil {
			return err
		}
		s.previewed(preview)
		if s.json {
			return s.printJSON(fieldMembers(saved.Row.Table.Fields, saved.Row.Value))
		}
		s.print("%s", saved.Row.Text("no"))
		return nil
	})
}

// upkeep returns what changes rows, as the command line says.
func (s *session) upkeep(open *company.Company, preview bool) *upkeep.Store {
	u := upkeep.New(open)
	u.Env, u.Preview = s.env, preview
	return u
}

type campaignSetCommand struct {
	No      string   `arg:"" help:"The campaign's No."`
	Values  []string `arg:"" name:"field=value" help:"A field by its key and its new value; field= empties it."`
	Preview bool     `help:"Say what would change, and change nothing."`
}

func (campaignSetCommand) Help() string {
	return `A new No. renames the campaign wherever it is named.

Example:

	winnowctl campaign set CP0001 ending_date=2026-12-31 status_code=DONE`
}

func (c *campaignSetCommand) Run(ctx context.Context, s *session) error {
	return s.setRow(ctx, catalog.Campaign, c.No, c.Values, c.Preview)
}

// setRow changes fields of a row and says which.
func (s *session) setRow(ctx context.Context, table, no string, words []string, preview bool) error {
	fields, err := assignments(words)
	if err != nil {
		return err
	}
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		saved, err := s.upkeep(open, preview).Update(ctx, upkeep.Change{Table: table, Key: []string{no}, Fields: fields})
		if err != nil {
			return err
		}
		if s.json {
			s.previewed(preview)
			return s.printJSON(fieldMembers(saved.Row.Table.Fields, saved.Row.Value))
		}
		s.printChanged(saved, preview)
		return nil
	})
}

// printChanged says which fields of a row changed.
func (s *session) printChanged(saved upkeep.Saved, preview bool) {
	var keys []string
	for _, f := range saved.Row.Table.Fields {
		if _, changed := saved.Before[f.Key]; changed {
			keys = append(keys, f.Key)
		}
	}
	no := strings.Join(saved.Key(), " ")
	s.previewed(preview)
	switch {
	case len(keys) == 0:
		s.say("winnowctl.nothing_changed", "no", no)
	default:
		s.say("winnowctl.changed_fields", "no", no, "fields", strings.Join(keys, ", "))
	}
	if saved.Persons > 0 {
		s.say("winnowctl.persons_follow", "count", saved.Persons)
	}
}

type campaignDeleteCommand struct {
	No      string `arg:"" help:"The campaign's No."`
	Preview bool   `help:"Say whether it can be deleted, and change nothing."`
}

func (campaignDeleteCommand) Help() string {
	return `It is refused while a segment, an interaction, an entry or anything else names the campaign.

Example:

	winnowctl campaign delete CP0001`
}

func (c *campaignDeleteCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		found, err := campaign.New(open).Campaign(ctx, c.No)
		if err != nil {
			return err
		}
		no := found.Text("no")
		if err := s.upkeep(open, c.Preview).Delete(ctx, catalog.Campaign, no); err != nil {
			return err
		}
		switch {
		case s.json:
			return s.printJSON(object{{"deleted", no}})
		case c.Preview:
			s.say("winnowctl.campaign_can_be_deleted", "campaign", no)
		default:
			s.say("winnowctl.campaign_deleted", "campaign", no)
		}
		return nil
	})
}

type campaignShowCommand struct {
	No string `arg:"" help:"The campaign's No."`
}

func (campaignShowCommand) Help() string {
	return `Example:

	winnowctl campaign show CP0001 --json`
}

func (c *campaignShowCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		found, err := campaign.New(open).Campaign(ctx, c.No)
		if err != nil {
			return err
		}
		if s.json {
			return s.printJSON(campaignObject(found))
		}
		var rows [][]string
		for _, f := range found.Table.Fields[1:] {
			rows = append(rows, []string{f.Caption, found.Text(f.Key)})
		}
		return s.table([]string{"No.", found.Text("no")}, append(rows, statisticsRows(found.Statistics)...))
	})
}

// statisticsRows are the statistics under their captions.
func statisticsRows(t campaign.Statistics) [][]string {
	return [][]string{
		{"Target Contacts Contacted", strconv.Itoa(t.TargetContactsContacted)},
		{"Contacts", strconv.Itoa(t.ContactsContactedOnce)},
		{"Contacts Responded", strconv.Itoa(t.ContactsResponded)},
		{"Contacts", strconv.Itoa(t.ContactsRespondedOnce)},
		{"Response Rate %", decimals(t.ResponseRate)},
		{"Cost (LCY)", decimals(t.Cost)},
		{"Avg. Cost per Response", decimals(t.AvgCostPerResponse)},
		{"Duration (Min.)", decimals(t.Duration)},
		{"Avg. Duration per Response", decimals(t.AvgDurationPerResponse)},
	}
}

func decimals(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

type campaignStatisticsCommand struct {
	No   string `arg:"" help:"The campaign's No."`
	Date string `placeholder:"FILTER" help:"Count only interactions whose Date the filter selects."`
}

func (campaignStatisticsCommand) Help() string {
	return `Interactions are counted, and beside them contacts, each once.

Example:

	winnowctl campaign statistics CP0001 --date 2026-09..2026-11`
}

func (c *campaignStatisticsCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		dates, err := s.filtersOf(ctx, open, catalog.Must(catalog.InteractionEntry), map[string]string{"date": c.Date})
		if err != nil {
			return err
		}
		counted, err := campaign.New(open).Statistics(ctx, c.No, dates["date"])
		if err != nil {
			return err
		}
		if s.json {
			return s.printJSON(statisticsObject(counted))
		}
		no, err := value.Code(c.No)
		if err != nil {
			return err
		}
		return s.table([]string{"No.", no}, statisticsRows(counted))
	})
}

// filtersOf reads filters of a table's fields.
func (s *session) filtersOf(ctx context.Context, open *company.Company, t catalog.Table, typed map[string]string) (map[string]filter.Filter, error) {
	env, err := open.Env(ctx, s.env)
	if err != nil {
		return nil, err
	}
	return criteria.OfTable(t, typed, env)
}

type campaignEntriesCommand struct {
	No string `arg:"" help:"The campaign's No."`
}

func (campaignEntriesCommand) Help() string {
	return `No. of Interactions, Cost and Duration are those of interactions that are canceled where the entry is, and not where it is not.

Example:

	winnowctl campaign entries CP0001 --json`
}

func (c *campaignEntriesCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		list, err := campaign.New(open).Entries(ctx, c.No)
		if err != nil {
			return err
		}
		if s.json {
			out := make([]object, len(list))
			for i, e := range list {
				out[i] = append(fieldMembers(e.Table.Fields, e.Value),
					member{"no_of_interactions", e.Interactions}, member{"cost_lcy", e.Cost}, member{"duration_min", e.Duration})
			}
			return s.printJSON(out)
		}
		var rows [][]string
		for _, e := range list {
			rows = append(rows, []string{e.Text("entry_no"), e.Text("canceled"), e.Text("date"), e.Text("description"), e.Text("segment_no"),
				decimals(e.Cost), decimals(e.Duration), strconv.Itoa(e.Interactions)})
		}
		return s.table([]string{"Entry No.", "Canceled", "Date", "Description", "Segment No.", "Cost (LCY)", "Duration (Min.)", "No. of Interactions"}, rows)
	})
}

type campaignDetailsCommand struct {
	No    string `arg:"" help:"The campaign's No."`
	File  string `arg:"" help:"The workbook to write, .xlsx."`
	Force bool   `help:"Replace a file that is there."`
}

func (campaignDetailsCommand) Help() string {
	return `The workbook has the campaign's fields, then its segments, those that are logged among them, then its entries.

Example:

	winnowctl campaign details CP0001 autumn.xlsx`
}

func (c *campaignDetailsCommand) Run(ctx context.Context, s *session) error {
	return s.withOutput(ctx, func(open *company.Company, store *segment.Store) error {
		result, err := campaign.WriteDetails(ctx, open, store, c.No, c.File, c.Force)
		if err != nil {
			return err
		}
		if s.json {
			return s.printJSON(object{{"rows", result.Rows}, {"path", result.Path}})
		}
		s.say("winnowctl.details_written", "file", result.Path)
		return nil
	})
}

// campaignEntryCommand is the group of commands on campaign entries.
type campaignEntryCommand struct {
	Cancel   campaignEntryCancelCommand   `cmd:"" help:"Cancel campaign entries with their interactions."`
	Uncancel campaignEntryUncancelCommand `cmd:"" help:"Take the cancellation of campaign entries back."`
	Delete   campaignEntryDeleteCommand   `cmd:"" help:"Delete canceled campaign entries with their interactions."`
}

func (campaignEntryCommand) Help() string {
	return `Campaign entries are listed by "winnowctl campaign entries".

Example:

	winnowctl campaign entry cancel 2000000001
	winnowctl campaign entry delete -f campaign_no=CP0001`
}

type campaignEntryCancelCommand struct {
	Entries []number `arg:"" name:"entry" help:"Entry numbers."`
	Preview bool     `help:"Say what would be canceled, and change nothing."`
}

func (campaignEntryCancelCommand) Help() string {
	return `They stay canceled when their logged segment is uncanceled.

Example:

	winnowctl campaign entry cancel 2000000001 2000000002`
}

func (c *campaignEntryCancelCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		changed, err := campaign.New(open).Cancel(ctx, int64s(c.Entries), c.Preview)
		return s.printCanceled("canceled", changed, c.Preview, err)
	})
}

type campaignEntryUncancelCommand struct {
	Entries []number `arg:"" name:"entry" help:"Entry numbers."`
	Preview bool     `help:"Say what would change, and change nothing."`
}

func (campaignEntryUncancelCommand) Help() string {
	return `Interactions that were canceled by themselves stay canceled. It is refused while the logged segment of an entry is canceled.

Example:

	winnowctl campaign entry uncancel 2000000001`
}

func (c *campaignEntryUncancelCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		changed, err := campaign.New(open).Uncancel(ctx, int64s(c.Entries), c.Preview)
		return s.printCanceled("uncanceled", changed, c.Preview, err)
	})
}

func int64s(list []number) []int64 {
	numbers := make([]int64, len(list))
	for i, n := range list {
		numbers[i] = int64(n)
	}
	return numbers
}

// printCanceled says which campaign entries were canceled or uncanceled.
func (s *session) printCanceled(did string, changed campaign.Changed, preview bool, err error) error {
	if err != nil {
		return err
	}
	s.previewed(preview)
	if s.json {
		return s.printJSON(object{{did, changed.Entries}, {"interactions", changed.Interactions}})
	}
	interactions := core.Text("winnowctl.interactions", "count", changed.Interactions)
	said := map[string]core.Message{
		"canceled":   core.Text("winnowctl.campaign_entries_canceled", "count", len(changed.Entries), "interactions", interactions),
		"uncanceled": core.Text("winnowctl.campaign_entries_uncanceled", "count", len(changed.Entries), "interactions", interactions),
	}[did]
	s.print("%s", said.In(locale()))
	return nil
}

type campaignEntryDeleteCommand struct {
	deleteFilters
	Preview bool `help:"Say how many would go, and change nothing."`
}

func (campaignEntryDeleteCommand) Help() string {
	return `Only canceled entries go, with their canceled interactions, the comments of these, and documents that nothing else has. This cannot be undone.

Example:

	winnowctl campaign entry delete -f campaign_no=CP0001 -f date=..t-1Y
	winnowctl campaign entry delete --all --preview`
}

func (c *campaignEntryDeleteCommand) Run(ctx context.Context, s *session) error {
	typed, err := c.read()
	if err != nil {
		return err
	}
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		filters, err := s.filtersOf(ctx, open, campaign.EntryTable(), typed)
		if err != nil {
			return err
		}
		deleted, err := campaign.New(open).DeleteEntries(ctx, campaign.DeleteParams{Filters: filters, Preview: c.Preview})
		if err != nil {
			return err
		}
		s.previewed(c.Preview)
		if s.json {
			return s.printJSON(object{{"campaign_entries", deleted.Entries}, {"interactions", deleted.Interactions},
				{"comments", deleted.Comments}, {"documents", deleted.Documents}})
		}
		s.say("winnowctl.campaign_entries_deleted", "count", deleted.Entries,
			"interactions", core.Text("winnowctl.interactions", "count", deleted.Interactions))
		return nil
	})
}
