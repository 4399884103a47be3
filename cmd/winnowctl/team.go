package main

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/hub"
	"winnow/core/segment"
)

type hubJoinCommand struct {
	DSN  string   `arg:"" name:"dsn" help:"Where the database is, and as whom to connect."`
	Name string   `placeholder:"NAME" help:"The hub's name, where the database has several."`
	Part []string `sep:"none" placeholder:"SECTION.FIELD=FILTER" help:"Have only the contacts that this filter selects, with their companies and persons; repeat it for more."`
}

func (hubJoinCommand) Help() string {
	return `Where there is no company file it is made, and gets all that the hub has. A company that exists is sent to a hub that has nothing yet. Either is the first sync; where that breaks off, "winnowctl hub sync" goes on with it. With --part a new file gets the contacts that all of the filters select, the companies of selected persons, the persons of selected companies, and all rows that belong to them.

A password in the DSN is put into the system's keyring, never into the company file. Other programs see the command line while it runs, so that $PGPASSWORD or the file .pgpass is the better place for it.

Example:

	winnowctl hub join "host=office.example dbname=winnow user=jo" --db team.winnow
	winnowctl hub join "host=office.example dbname=winnow user=jo" --part contact.salesperson_code=JO`
}

func (c *hubJoinCommand) Run(ctx context.Context, s *session) error {
	part, err := readPart("--part", c.Part)
	if err != nil {
		return err
	}
	err = s.withNewCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		return hub.Join(ctx, open, c.DSN, c.Name, part)
	})
	if err != nil {
		return err
	}
	kept, err := hub.KeepPassword(ctx, c.DSN)
	if err != nil {
		return err
	}
	if !kept.Empty() {
		s.remark("note: %s", kept)
	}
	err = s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		result, err := s.sync(ctx, open, hub.SyncParams{Password: hub.PasswordIn(c.DSN)})
		if err != nil {
			return err
		}
		status, err := hub.ReadStatus(ctx, open)
		if err != nil {
			return s.unshown(err)
		}
		if !s.json {
			s.say("winnowctl.hub_joined", "name", status.Name, "hub", status.Hub, "user", status.User)
		}
		return s.synced(result)
	})
	if err != nil {
		s.remark("note: %s", text("winnowctl.hub_joined_unfinished"))
	}
	return err
}

// readPart reads the filters of a part, which were given by a flag.
func readPart(flag string, typed []string) (criteria.Filters, error) {
	filters := criteria.Filters{}
	for _, t := range typed {
		if !strings.Contains(t, "=") {
			return nil, usagef("%s %s: write it as section.field=FILTER, such as contact.post_code=GB*", flag, t)
		}
		if err := addFilter(filters, t); err != nil {
			return nil, err
		}
	}
	return filters, nil
}

type hubPartCommand struct {
	Filter []string `short:"f" sep:"none" placeholder:"SECTION.FIELD=FILTER" help:"A filter; repeat it for more. A contact of the part is selected by all of them."`
	All    bool     `help:"Have all of the company."`
}

func (hubPartCommand) Help() string {
	return `The file gets the contacts that the filters select on the hub, the companies of selected persons, the persons of selected companies, and all rows that belong to them. The rest goes from the file, but for contacts of segments that are held here and for what was not sent. It needs the hub.

Example:

	winnowctl hub part -f contact.salesperson_code=JO -f 'contact.country_region_code=GB|IE'
	winnowctl hub part --all`
}

func (c *hubPartCommand) Run(ctx context.Context, s *session) error {
	if c.All == (len(c.Filter) > 0) {
		return usagef("say which part, with -f, or --all")
	}
	part, err := readPart("-f", c.Filter)
	if err != nil {
		return err
	}
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		result, err := hub.SetPart(ctx, open, part, hub.SyncParams{Progress: func(rows int) { s.wait.progress(rows, -1) }})
		if err != nil {
			return err
		}
		return s.synced(result)
	})
}

type hubSyncCommand struct {
	Full bool `help:"Compare all rows, also those that other programs changed on the hub."`
}

func (hubSyncCommand) Help() string {
	return `It sends what was changed here, field by field, and fetches what others have sent. A field that was changed on both sides is a conflict: the hub's value stands, and ours is kept; see "winnowctl help hub conflicts". A sync that breaks off loses nothing, and the next one goes on with it.

Example:

	winnowctl hub sync --json
	winnowctl hub sync --full`
}

func (c *hubSyncCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		result, err := s.sync(ctx, open, hub.SyncParams{Full: c.Full})
		if err != nil {
			return err
		}
		return s.synced(result)
	})
}

// sync exchanges changes with the hub, and shows on a terminal that it does. Where it
// fails, what it noted before is told, since the next one does not note it again.
func (s *session) sync(ctx context.Context, open *company.Company, p hub.SyncParams) (hub.Result, error) {
	p.Progress = func(rows int) { s.wait.progress(rows, -1) }
	result, err := hub.Sync(ctx, open, p)
	if err != nil {
		for _, n := range result.Notes {
			s.remark("note: %s", n.In(locale()))
		}
	}
	return result, err
}

// synced tells what came of a sync.
func (s *session) synced(r hub.Result) error {
	if s.json {
		r.Notes = append([]core.Message{}, r.Notes...)
		return s.printJSON(r)
	}
	s.say("winnowctl.hub_sent", "count", r.Sent)
	s.say("winnowctl.hub_fetched", "count", r.Fetched)
	if r.Conflicts > 0 {
		s.say("winnowctl.hub_new_conflicts", "count", r.Conflicts)
	}
	for _, n := range r.Notes {
		s.print("%s", n.In(locale()))
	}
	return nil
}

type hubStatusCommand struct{}

func (hubStatusCommand) Help() string {
	return `The hub is not asked, so that this works without a network.

Example:

	winnowctl hub status --json`
}

func (*hubStatusCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		status, err := hub.ReadStatus(ctx, open)
		if err != nil {
			return err
		}
		if s.json {
			return s.printJSON(status)
		}
		return s.table([]string{"Name", status.Name}, [][]string{
			{"Hub", status.Hub}, {"User", status.User}, {"Last Sync", cmp.Or(status.LastSync, "never")},
			{"Waiting Changes", strconv.Itoa(status.Waiting)}, {"Conflicts", strconv.Itoa(status.Conflicts)},
			{"Part", cmp.Or(strings.Join(status.Part, ", "), "all contacts")}})
	})
}

type hubConflictsCommand struct {
	IDs  []number `arg:"" optional:"" name:"id" help:"With --take: the conflicts to settle."`
	Take string   `enum:",mine,theirs" default:"" placeholder:"mine|theirs" help:"Which value stands: the one from here, which the next sync sends, or the hub's."`
}

func (hubConflictsCommand) Help() string {
	return `A conflict is a field that was changed here and on the hub since the last sync. The hub's value stands until you take yours. A conflict without a field is a row that the hub refused, with what it said: mine sends it again, theirs makes it what the hub has.

Where one of the conflicts cannot be settled, none is.

Example:

	winnowctl hub conflicts
	winnowctl hub conflicts --take mine 3 4`
}

func (c *hubConflictsCommand) Run(ctx context.Context, s *session) error {
	switch {
	case c.Take == "" && len(c.IDs) > 0:
		return usagef("say which values stand: --take mine or --take theirs")
	case c.Take != "" && len(c.IDs) == 0:
		return usagef("--take %s: say which conflicts are meant, by their ids", c.Take)
	}
	var settled []hub.Resolution
	for _, id := range c.IDs {
		settled = append(settled, hub.Resolution{ID: int64(id), Take: hub.Take(c.Take)})
	}
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		if len(settled) > 0 {
			if err := hub.Resolve(ctx, open, settled); err != nil {
				return err
			}
		}
		list, err := hub.Conflicts(ctx, open)
		if err != nil && len(settled) > 0 {
			return s.unshown(err)
		}
		if err != nil {
			return err
		}
		if s.json {
			return s.printJSON(append([]hub.Conflict{}, list...))
		}
		if len(settled) > 0 {
			s.say("winnowctl.hub_settled", "count", len(settled), "left", text("winnowctl.hub_conflicts_left", "count", len(list)))
			return nil
		}
		var rows [][]string
		for _, f := range list {
			rows = append(rows, []string{strconv.FormatInt(f.ID, 10), f.Table, f.Key, f.ContactNo, f.Field, f.Mine, f.Theirs, f.By, f.At})
		}
		return s.table([]string{"ID", "Table", "Key", "Contact No.", "Field", "Mine", "Theirs", "By", "At"}, rows)
	})
}

type hubGiveCommand struct {
	No   string `arg:"" help:"The segment's No."`
	User string `arg:"" help:"The person's role on the database server."`
}

func (hubGiveCommand) Help() string {
	return `A segment has one holder, who alone changes it. It syncs first, so that the segment is on the hub as it is here. From then on it can be looked at, used in filters and copied here.

Example:

	winnowctl hub give SM00012 ann`
}

func (c *hubGiveCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		result, err := hub.Give(ctx, open, hub.GiveParams{Segment: c.No, User: c.User})
		if err != nil {
			return err
		}
		if !s.json {
			s.say("winnowctl.hub_gave", "no", c.No, "user", c.User)
		}
		return s.synced(result)
	})
}

type hubTakeOverCommand struct {
	No string `arg:"" help:"The segment's No."`
}

func (hubTakeOverCommand) Help() string {
	return `It syncs first, and fetches the segment with its history and its contacts. What its holder had not sent becomes a segment of its own there.

Example:

	winnowctl hub take-over SM00012`
}

func (c *hubTakeOverCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		result, err := hub.TakeOver(ctx, open, c.No, hub.SyncParams{})
		if err != nil {
			return err
		}
		if !s.json {
			s.say("winnowctl.hub_took_over", "no", c.No)
		}
		return s.synced(result)
	})
}

type hubLeaveCommand struct {
	Yes bool `help:"Do not ask."`
}

func (hubLeaveCommand) Help() string {
	return `The company file keeps all that it has, as a company of its own, and nothing more is sent or fetched. What was not sent is told before. It cannot join this hub again; a new file can.

Example:

	winnowctl hub leave --yes`
}

func (c *hubLeaveCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		status, err := hub.ReadStatus(ctx, open)
		if err != nil {
			return err
		}
		values := func(of hub.Status) []any {
			return []any{"name", of.Name, "hub", of.Hub, "waiting", text("winnowctl.hub_waiting", "count", of.Waiting),
				"conflicts", text("winnowctl.hub_conflicts_left", "count", of.Conflicts)}
		}
		if !c.Yes {
			if err := s.confirm(core.Text("winnowctl.hub_leave", values(status)...)); err != nil {
				return err
			}
		}
		if status, err = hub.Leave(ctx, open); err != nil {
			return err
		}
		if s.json {
			return s.printJSON(object{{"hub", status.Hub}, {"name", status.Name}, {"waiting", status.Waiting}, {"conflicts", status.Conflicts}})
		}
		s.say("winnowctl.hub_left", values(status)...)
		return nil
	})
}
