package main

import (
	"context"
	"strconv"
	"strings"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/segment"
	"winnow/core/task"
)

type tasksCommand struct {
	listFilters
	ICS            *string `name:"ics" placeholder:"FILE" help:"Write them to this .ics file, which calendar programs read."`
	IncludeBlocked bool    `help:"With --ics: write tasks about Privacy Blocked contacts, too."`
	Force          bool    `help:"With --ics: replace a file that is there."`
}

func (tasksCommand) Help() string {
	return `They are listed by No. Every field is there with --json, by its key.

Example:

	winnowctl tasks -f closed=no -f date=..t
	winnowctl tasks -f closed=no -f salesperson_code=%me --ics tasks.ics`
}

func (c *tasksCommand) Run(ctx context.Context, s *session) error {
	filters, err := c.read()
	if err != nil {
		return err
	}
	query := task.Query{Filters: filters, Env: s.env}
	switch {
	case c.ICS != nil && *c.ICS == "":
		return usagef("--ics: the name of a file is missing")
	case c.ICS != nil:
		params := task.CalendarParams{Query: query, Path: *c.ICS, Force: c.Force, IncludeBlocked: c.IncludeBlocked}
		return s.withOutput(ctx, func(open *company.Company, _ *segment.Store) error {
			result, err := task.New(open).WriteCalendar(ctx, params)
			if err != nil {
				return err
			}
			if s.json {
				return s.printJSON(result)
			}
			s.say("winnowctl.wrote", "what", text("winnowctl.tasks", "count", result.Rows), "file", result.Path, "blocked", blocked(result.Blocked, c.IncludeBlocked))
			return nil
		})
	}
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error { return s.listTasks(ctx, open, query) })
}

// listTasks prints tasks.
func (s *session) listTasks(ctx context.Context, open *company.Company, query task.Query) error {
	objects, rows := []object{}, [][]string(nil)
	err := task.New(open).Each(ctx, query, func(t task.Task) error {
		if s.json {
			objects = append(objects, append(fieldMembers(t.Table.Fields, t.Value),
				member{"contact_name", t.ContactName}, member{"contact_company_name", t.ContactCompanyName}))
			return nil
		}
		rows = append(rows, []string{t.No, t.Text("date"), t.Text("type"), t.Text("description"), t.Text("status"), t.Text("priority"),
			t.Text("salesperson_code"), t.Text("contact_no"), t.ContactName, t.Text("closed"), t.Text("canceled")})
		return nil
	})
	if err != nil {
		return err
	}
	if s.json {
		return s.printJSON(objects)
	}
	return s.table([]string{"No.", "Date", "Type", "Description", "Status", "Priority", "Salesperson Code", "Contact No.", "Contact Name", "Closed", "Canceled"}, rows)
}

// taskCommand is the group of commands on single tasks.
type taskCommand struct {
	New    taskNewCommand    `cmd:"" help:"Make a task, or one for each contact of a segment."`
	Set    taskSetCommand    `cmd:"" help:"Change fields of tasks."`
	Close  taskCloseCommand  `cmd:"" help:"Complete tasks; one that recurs makes the next."`
	Reopen taskReopenCommand `cmd:"" help:"Put tasks into progress again, canceled ones too."`
	Cancel taskCancelCommand `cmd:"" help:"Cancel tasks; one that recurs makes the next."`
	Undo   taskUndoCommand   `cmd:"" help:"Take back the tasks that were made last for a segment."`
	Delete taskDeleteCommand `cmd:"" help:"Delete canceled tasks."`
}

func (taskCommand) Help() string {
	return `Tasks are listed by "winnowctl tasks".

Example:

	winnowctl task new CT000012 "description=Send the catalog" date=2026-12-01
	winnowctl task close TD000001`
}

type taskNewCommand struct {
	Words           []string `arg:"" optional:"" name:"contact|field=value" help:"The contact's No., and fields by their keys with their values."`
	Segment         *string  `placeholder:"NO" help:"Make one for each contact of this segment's lines, all or none."`
	Date            *string  `placeholder:"DAY" help:"The day, as date=DAY."`
	Description     *string  `placeholder:"TEXT" help:"What is to be done, as description=TEXT."`
	Spread          *number  `placeholder:"N" help:"With --segment: only so many a day, Monday to Friday from the date on."`
	LineSalesperson bool     `help:"With --segment: give each the salesperson of its line, rather than the segment's."`
	Preview         bool     `help:"Say what would be made, and change nothing."`
}

func (taskNewCommand) Help() string {
	return `A task needs a description and a date. Without a salesperson_code it gets your own code (the setting me, or
--me), else the contact's; with --segment the segment's. One that recurs needs recurring=yes,
recurring_date_interval=1M and calc_due_date_from="Due Date" or "Closing Date".

Example:

	winnowctl task new CT000012 "description=Send the catalog" date=2026-12-01 priority=High
	winnowctl task new --segment SM00001 description=Call "type=Phone Call" date=2026-12-01 --spread 40`
}

// fields returns the contact and the fields that were given.
func (c *taskNewCommand) fields() (contact string, fields map[string]string, err error) {
	var assigned []string
	for _, word := range c.Words {
		switch {
		case strings.Contains(word, "="):
			assigned = append(assigned, word)
		case contact != "":
			return "", nil, usagef("%q: a task is about one contact; write fields as field=value", word)
		default:
			contact = word
		}
	}
	for key, given := range map[string]*string{"date": c.Date, "description": c.Description} {
		if given != nil {
			assigned = append(assigned, key+"="+*given)
		}
	}
	fields, err = assignments(assigned)
	return contact, fields, err
}

func (c *taskNewCommand) Run(ctx context.Context, s *session) error {
	contact, fields, err := c.fields()
	switch {
	case err != nil:
		return err
	case c.Segment != nil && contact != "":
		return usagef("a contact and --segment cannot both be given")
	case c.Segment == nil && (c.Spread != nil || c.LineSalesperson):
		return usagef("--spread and --line-salesperson go with --segment")
	case c.Spread != nil && *c.Spread < 1:
		return usagef("--spread: it is how many tasks a day has, 1 or more")
	}
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		store := task.New(open)
		var made task.Made
		if c.Segment == nil {
			made, err = store.Add(ctx, task.NewParams{Contact: contact, Fields: fields, Preview: c.Preview, Env: s.env})
		} else {
			params := task.SegmentParams{Segment: *c.Segment, Fields: fields, LineSalesperson: c.LineSalesperson, Preview: c.Preview, Env: s.env}
			if c.Spread != nil {
				params.Spread = int(*c.Spread)
			}
			made, err = store.AddForSegment(ctx, params)
		}
		if err != nil {
			return err
		}
		return c.tell(s, made)
	})
}

func (c *taskNewCommand) tell(s *session, made task.Made) error {
	s.previewed(c.Preview)
	if s.json {
		return s.printJSON(object{{"tasks", len(made.Nos)}, {"nos", made.Nos}, {"first", made.First}, {"last", made.Last}})
	}
	n := text("winnowctl.tasks", "count", len(made.Nos))
	switch {
	case c.Preview && made.First == made.Last:
		s.print("%s on %s", n, made.First)
	case c.Preview:
		s.print("%s from %s to %s", n, made.First, made.Last)
	case c.Segment == nil:
		s.print("%s made: %s", n, made.Nos[0])
	default:
		s.print("%s made", n)
	}
	return nil
}

type taskSetCommand struct {
	Words   []string `arg:"" name:"no|field=value" help:"Task Nos., and fields by their keys with their new values."`
	Preview bool     `help:"Check everything, and change nothing."`
}

func (taskSetCommand) Help() string {
	return `The status Completed closes a task, another one opens it again.

Example:

	winnowctl task set TD000001 date=2026-12-08 status=Waiting`
}

func (c *taskSetCommand) Run(ctx context.Context, s *session) error {
	var nos, assigned []string
	for _, word := range c.Words {
		if strings.Contains(word, "=") {
			assigned = append(assigned, word)
		} else {
			nos = append(nos, word)
		}
	}
	if len(nos) == 0 || len(assigned) == 0 {
		return usagef("write task Nos. and field=value")
	}
	fields, err := assignments(assigned)
	if err != nil {
		return err
	}
	return s.moveTasks(ctx, c.Preview, "changed", "winnowctl.tasks_changed", func(store *task.Store) (task.Changed, error) {
		return store.Set(ctx, nos, fields, c.Preview, s.env)
	})
}

// moveTasks changes tasks and tells how many are others now, and which were made after
// them.
func (s *session) moveTasks(ctx context.Context, preview bool, key, id string, change func(*task.Store) (task.Changed, error)) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		changed, err := change(task.New(open))
		if err != nil {
			return err
		}
		s.previewed(preview)
		if s.json {
			next := []object{}
			for _, n := range changed.Next {
				next = append(next, object{{"after", n.After}, {"no", n.No}, {"date", n.Date}})
			}
			return s.printJSON(object{{key, changed.Nos}, {"next", next}})
		}
		said := core.Text(id, "count", len(changed.Nos)).In(locale())
		for _, n := range changed.Next {
			said += "; after " + n.After + " comes " + n.No + " on " + n.Date
		}
		s.print("%s", said)
		return nil
	})
}

// tasksArg are tasks that a command changes.
type tasksArg struct {
	Nos     []string `arg:"" name:"no" help:"Task Nos."`
	Preview bool     `help:"Say what would happen, and change nothing."`
}

type taskCloseCommand struct{ tasksArg }

func (taskCloseCommand) Help() string {
	return `They become Completed, today.

Example:

	winnowctl task close TD000001 TD000002`
}

func (c *taskCloseCommand) Run(ctx context.Context, s *session) error {
	return s.moveTasks(ctx, c.Preview, "closed", "winnowctl.tasks_closed", func(store *task.Store) (task.Changed, error) {
		return store.Close(ctx, c.Nos, c.Preview, s.env)
	})
}

type taskReopenCommand struct{ tasksArg }

func (taskReopenCommand) Help() string {
	return `They become In Progress, and are not canceled.

Example:

	winnowctl task reopen TD000001`
}

func (c *taskReopenCommand) Run(ctx context.Context, s *session) error {
	return s.moveTasks(ctx, c.Preview, "reopened", "winnowctl.tasks_reopened", func(store *task.Store) (task.Changed, error) {
		return store.Reopen(ctx, c.Nos, c.Preview, s.env)
	})
}

type taskCancelCommand struct{ tasksArg }

func (taskCancelCommand) Help() string {
	return `They are closed, too.

Example:

	winnowctl task cancel TD000001`
}

func (c *taskCancelCommand) Run(ctx context.Context, s *session) error {
	return s.moveTasks(ctx, c.Preview, "canceled", "winnowctl.tasks_canceled", func(store *task.Store) (task.Changed, error) {
		return store.Cancel(ctx, c.Nos, c.Preview, s.env)
	})
}

type taskUndoCommand struct {
	Preview bool `help:"Say what would happen, and change nothing."`
}

func (taskUndoCommand) Help() string {
	return `Tasks that were changed since they were made stay.

Example:

	winnowctl task undo --preview`
}

func (c *taskUndoCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		undone, err := task.New(open).Undo(ctx, c.Preview)
		if err != nil {
			return err
		}
		s.previewed(c.Preview)
		if s.json {
			return s.printJSON(object{{"segment_no", undone.Segment}, {"deleted", undone.Deleted}, {"kept", undone.Kept}})
		}
		said := text("winnowctl.tasks", "count", int(undone.Deleted)) + " of " + undone.Segment + " taken back"
		if undone.Kept > 0 {
			said += "; " + strconv.FormatInt(undone.Kept, 10) + " changed since, which stay"
		}
		s.print("%s", said)
		return nil
	})
}

type taskDeleteCommand struct {
	deleteFilters
	Preview bool `help:"Say how many, and change nothing."`
}

func (taskDeleteCommand) Help() string {
	return `Only canceled tasks go.

Example:

	winnowctl task delete -f date=..2025-12-31
	winnowctl task delete --all --preview`
}

func (c *taskDeleteCommand) Run(ctx context.Context, s *session) error {
	filters, err := c.read()
	if err != nil {
		return err
	}
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		n, err := task.New(open).Delete(ctx, task.Query{Filters: filters, Env: s.env}, c.Preview)
		if err != nil {
			return err
		}
		s.previewed(c.Preview)
		if s.json {
			return s.printJSON(object{{"deleted", n}})
		}
		s.say("winnowctl.tasks_deleted", "count", int(n))
		return nil
	})
}
