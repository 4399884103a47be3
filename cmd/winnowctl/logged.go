package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/logging"
	"winnow/core/segment"
)

// loggedCommand is the group of commands on logged segments; list is meant where none
// is named.
type loggedCommand struct {
	List     loggedListCommand     `cmd:"" help:"List the logged segments."`
	Show     loggedShowCommand     `cmd:"" help:"Show a logged segment."`
	Cancel   loggedCancelCommand   `cmd:"" help:"Cancel logged segments with their interactions and campaign entries."`
	Uncancel loggedUncancelCommand `cmd:"" help:"Let canceled logged segments count again."`
	Resend   loggedResendCommand   `cmd:"" help:"Make what went out with a log again."`
	Delete   loggedDeleteCommand   `cmd:"" help:"Delete canceled logged segments, and the segments kept under them."`
}

func (loggedCommand) Help() string {
	return `A segment is logged by "winnowctl log". Canceled logs count in no statistics, in no filter that does not ask for them, and cannot be reused.

Example:

	winnowctl logged
	winnowctl logged --canceled no
	winnowctl logged cancel 2000000001 2000000002
	winnowctl logged delete -f segment_no=SM00001`
}

type loggedListCommand struct {
	Canceled string `enum:",yes,no" default:"" placeholder:"yes|no" help:"List only those that are canceled, or that are not."`
	listFilters
}

func (loggedListCommand) Help() string {
	return `Example:

	winnowctl logged list --json`
}

func (c *loggedListCommand) Run(ctx context.Context, s *session) error {
	q := logging.Query{Env: s.env}
	if c.Canceled != "" {
		canceled := c.Canceled == "yes"
		q.Canceled = &canceled
	}
	var err error
	if q.Filters, err = c.read(); err != nil {
		return err
	}
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		list, err := logging.New(open).List(ctx, q)
		if err != nil {
			return err
		}
		if s.json {
			return s.printJSON(list)
		}
		rows := make([][]string, len(list))
		for i, g := range list {
			rows[i] = []string{strconv.FormatInt(g.EntryNo, 10), g.SegmentNo, g.Description, g.CreationDate,
				strconv.Itoa(g.Interactions), strconv.Itoa(g.CampaignEntries), yesNo(g.Canceled)}
		}
		return s.table([]string{"Entry No.", "Segment No.", "Description", "Creation Date", "No. of Interactions", "No. of Campaign Entries", "Canceled"}, rows)
	})
}

type loggedShowCommand struct {
	Entry number `arg:"" help:"The Entry No."`
}

func (loggedShowCommand) Help() string {
	return `The segment that is kept under it is shown by "winnowctl show", with its No.

Example:

	winnowctl logged show 2000000001 --json`
}

func (c *loggedShowCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		g, err := logging.New(open).Find(ctx, int64(c.Entry))
		if err != nil {
			return err
		}
		if s.json {
			return s.printJSON(g)
		}
		return s.table([]string{"Entry No.", strconv.FormatInt(g.EntryNo, 10)}, [][]string{
			{"Segment No.", g.SegmentNo}, {"Description", g.Description}, {"Creation Date", g.CreationDate}, {"User ID", g.UserID},
			{"Canceled", yesNo(g.Canceled)}, {"Taken Back", yesNo(g.TakenBack)}, {"Segment Kept", yesNo(g.Sealed)}, {"Follow-up Segment No.", g.FollowUpNo},
			{"No. of Interactions", strconv.Itoa(g.Interactions)}, {"No. of Campaign Entries", strconv.Itoa(g.CampaignEntries)},
		})
	})
}

// loggedFlags are what the commands have that change logged segments.
type loggedFlags struct {
	Entries []number `arg:"" name:"entry" help:"The Entry Nos."`
	Preview bool     `help:"Say what would happen, and change nothing."`
}

func (f loggedFlags) run(ctx context.Context, s *session, did string, change func(*logging.Store, []int64) (logging.Changed, error)) error {
	entries := make([]int64, len(f.Entries))
	for i, n := range f.Entries {
		entries[i] = int64(n)
	}
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		changed, err := change(logging.New(open), entries)
		if err != nil {
			return err
		}
		return s.printLogged(changed, did, f.Preview)
	})
}

// printLogged tells what became of logged segments.
func (s *session) printLogged(c logging.Changed, did string, preview bool) error {
	if s.json {
		return s.printJSON(c)
	}
	s.say(did, "count", c.LoggedSegments, "interactions", text("winnowctl.interactions", "count", c.Interactions),
		"entries", text("winnowctl.campaign_entries", "count", c.CampaignEntries))
	s.previewed(preview)
	return nil
}

type loggedCancelCommand struct{ loggedFlags }

func (loggedCancelCommand) Help() string {
	return `Example:

	winnowctl logged cancel 2000000001`
}

func (c *loggedCancelCommand) Run(ctx context.Context, s *session) error {
	return c.run(ctx, s, "winnowctl.logged_canceled", func(store *logging.Store, entries []int64) (logging.Changed, error) {
		return store.Cancel(ctx, entries, c.Preview)
	})
}

type loggedUncancelCommand struct{ loggedFlags }

func (loggedUncancelCommand) Help() string {
	return `Interactions and campaign entries that were canceled one by one stay canceled. A log that was taken back cannot count again.

Example:

	winnowctl logged uncancel 2000000001`
}

func (c *loggedUncancelCommand) Run(ctx context.Context, s *session) error {
	return c.run(ctx, s, "winnowctl.logged_uncanceled", func(store *logging.Store, entries []int64) (logging.Changed, error) {
		return store.Uncancel(ctx, entries, c.Preview)
	})
}

type loggedResendCommand struct {
	Entry number `arg:"" help:"The Entry No.; 0 for interactions that belong to no logged segment."`
	listFilters
	As     string `enum:",email,hard-copy,fax" default:"" placeholder:"email|hard-copy|fax" help:"What it goes out as; without it, as it did."`
	Folder string `required:"" placeholder:"DIR" help:"The folder to make, with a file for each document."`
}

func (loggedResendCommand) Help() string {
	return `Each document is made again as it was. Interactions whose documents could not be delivered are delivered then.

Example:

	winnowctl logged resend 2000000001 --folder again
	winnowctl logged resend 2000000001 -f delivery_status=Error --as email --folder again`
}

func (c *loggedResendCommand) Run(ctx context.Context, s *session) error {
	filters, err := c.read()
	if err != nil {
		return err
	}
	as := map[string]int{"hard-copy": 1, "email": 2, "fax": 3}[c.As]
	return s.withOutput(ctx, func(open *company.Company, _ *segment.Store) error {
		r, err := logging.New(open).Resend(ctx, logging.ResendParams{Entry: int64(c.Entry), Filters: filters, As: as, Folder: c.Folder, Env: s.env})
		if err != nil {
			return err
		}
		if s.json {
			return s.printJSON(r)
		}
		s.say("winnowctl.resent", "letters", core.Text("winnowctl.letters", "count", r.Letters), "mails", core.Text("winnowctl.e_mails", "count", r.Mails), "folder", r.Folder)
		for _, left := range []struct {
			n  int
			id string
		}{{r.WithoutDocument, "winnowctl.without_document"}, {r.WithoutEMail, "winnowctl.without_e_mail"}} {
			if left.n > 0 {
				s.remark("note: %s", text(left.id, "count", left.n))
			}
		}
		if r.Blocked > 0 {
			s.remark("note: %s", blocked(r.Blocked, false))
		}
		if r.Unmarked != nil {
			s.remark("note: %s", r.Unmarked.In(locale()))
		}
		return nil
	})
}

type loggedDeleteCommand struct {
	deleteFilters
	Preview bool `help:"Say what would be deleted, and change nothing."`
}

func (loggedDeleteCommand) Help() string {
	return `Only canceled ones are deleted. Their interactions and campaign entries stay, canceled. The segments that are kept under them go too; this cannot be taken back.

Example:

	winnowctl logged delete -f "entry_no=..2000000010" --preview
	winnowctl logged delete --all`
}

func (c *loggedDeleteCommand) Run(ctx context.Context, s *session) error {
	filters, err := c.read()
	if err != nil {
		return err
	}
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		changed, err := logging.New(open).Delete(ctx, logging.Query{Filters: filters, Env: s.env}, c.Preview)
		if err != nil {
			return err
		}
		if err := s.printLogged(changed, "winnowctl.logged_deleted", c.Preview); err != nil || s.json {
			return err
		}
		if len(changed.Entries) > 0 {
			s.print("%s", strings.Trim(fmt.Sprint(changed.Entries), "[]"))
		}
		if len(changed.Segments) > 0 {
			s.say("winnowctl.segments_deleted_with_logs", "count", len(changed.Segments), "segments", strings.Join(changed.Segments, ", "))
		}
		return nil
	})
}

type reuseLoggedCommand struct {
	No            string `arg:"" help:"The No. of the segment to add to."`
	Entry         number `arg:"" help:"The logged segment's Entry No."`
	AllowExisting bool   `help:"Add contacts that have a line already, too."`
	Preview       bool   `help:"Say what would happen, and change nothing."`
}

func (reuseLoggedCommand) Help() string {
	return `One Add step is recorded: a line for each contact of the log's interactions, in the order of their numbers, excluded contacts too. A line keeps the interaction's campaign.

Example:

	winnowctl reuse-logged SM00002 2000000001`
}

func (c *reuseLoggedCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		reused, err := logging.New(open).Reuse(ctx, c.No, logging.ReuseParams{
			Entry: int64(c.Entry), AllowExisting: c.AllowExisting, Preview: c.Preview, Env: s.env,
		})
		if err != nil {
			return err
		}
		if s.json {
			return s.printJSON(reused)
		}
		if err := s.printResult(reused.Result, c.Preview); err != nil {
			return err
		}
		if reused.Blocked > 0 {
			s.remark("note: %s", blocked(reused.Blocked, true))
		}
		return nil
	})
}
