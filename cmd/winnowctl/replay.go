package main

import (
	"context"
	"strings"

	"github.com/alecthomas/kong"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/segment"
)

type replayCommand struct {
	No   string `arg:"" help:"The segment's No."`
	Step number `required:"" placeholder:"N" help:"The step that is changed; it must be in force."`
	filterFlags
	takeFlags
	All                   bool  `help:"Take all again, where the step took only a part."`
	Drop                  bool  `help:"Leave the step out."`
	AllowExistingContacts *bool `negatable:"" help:"Add contacts even if they already have a line."`
	ExpandCompanies       *bool `negatable:"" help:"Add all contacts of the selected contacts' companies."`
	AllowRelatedCompanies *bool `negatable:"" help:"Add the companies of the selected contacts."`
	IgnoreExclusion       *bool `negatable:"" help:"Add contacts even if Exclude from Segment is on."`
	EntireCompanies       *bool `negatable:"" help:"A contact counts as selected when any contact of its company is."`
	Preview               bool  `help:"Say what would happen, and change nothing."`
}

func (replayCommand) Help() string {
	return `The filters given take the place of all that the step had; without any it keeps them. Its options stay unless a flag changes them; of the part that it takes, too, each flag changes what it names. The steps behind it run again as they were typed, with the dates of their own days, on today's data. One winnowctl back brings the steps and lines from before.

Example:

	winnowctl replay SM00001 --step 1 -f 'contact.post_code=GB-W1*' --preview
	winnowctl replay SM00001 --step 2 --drop`
}

func (c *replayCommand) Run(ctx context.Context, line *kong.Context, s *session) error {
	var typed criteria.Step
	if err := c.filterFlags.read(line, &typed); err != nil {
		return err
	}
	filtered := len(typed.Filters)+len(typed.Without)+len(typed.Any) > 0
	switch {
	case c.Drop && (filtered || c.given()):
		return usagef("--drop leaves the step out, so it takes no filters")
	case c.All && c.given():
		return usagef("--all and --take cannot both be given")
	}
	return s.withCompany(ctx, func(_ *company.Company, store *segment.Store) error {
		step, err := findStep(ctx, store, c.No, int(c.Step))
		if err != nil {
			return err
		}
		p := segment.ReplayParams{Step: step.Number, Preview: c.Preview, Env: s.env, Progress: s.wait.progress}
		if !c.Drop {
			changed := step.Step
			if filtered {
				changed.Filters, changed.Without, changed.Any = typed.Filters, typed.Without, typed.Any
			}
			if c.All {
				changed.Options.Take = nil
			}
			if changed.Options.Take, err = c.change(changed.Options.Take); err != nil {
				return err
			}
			if err := c.setOptions(&changed); err != nil {
				return err
			}
			p.With = &changed
		}
		return s.replay(ctx, store, c.No, p)
	})
}

// setOptions changes the options that flags name.
func (c *replayCommand) setOptions(step *criteria.Step) error {
	flags := map[string]*bool{
		"allow_existing_contacts": c.AllowExistingContacts, "expand_companies": c.ExpandCompanies,
		"allow_related_companies": c.AllowRelatedCompanies, "ignore_exclusion": c.IgnoreExclusion, "entire_companies": c.EntireCompanies,
	}
	for _, o := range criteria.OptionsOf(step.Action) {
		if on := flags[o.Key]; on != nil {
			*o.Value(&step.Options) = *on
		}
		delete(flags, o.Key)
	}
	for key, on := range flags {
		if on != nil {
			return core.NewProblem(core.Invalid, "winnowctl.action_has_no_option", "action", step.Action, "option", "--"+strings.ReplaceAll(key, "_", "-"))
		}
	}
	return nil
}

// findStep returns a step of a segment.
func findStep(ctx context.Context, store *segment.Store, no string, n int) (segment.Step, error) {
	steps, err := store.Steps(ctx, no)
	if err != nil {
		return segment.Step{}, err
	}
	if n < 1 || n > len(steps) {
		return segment.Step{}, core.NewProblem(core.NotFound, "segment.has_no_step_its_steps_are_1", "segment", no, "step", n, "count", len(steps))
	}
	return steps[n-1], nil
}

type refreshCommand struct {
	No      string `arg:"" help:"The segment's No."`
	Preview bool   `help:"Say what would happen, and change nothing."`
}

func (refreshCommand) Help() string {
	return `All steps run again on today's data, with today's dates. Contacts whose lines were last added or deleted by hand stay as they are. One winnowctl back brings the steps and lines from before.

Example:

	winnowctl refresh SM00001 --preview
	winnowctl refresh SM00001`
}

func (c *refreshCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(_ *company.Company, store *segment.Store) error {
		return s.replay(ctx, store, c.No, segment.ReplayParams{Preview: c.Preview, Env: s.env, Progress: s.wait.progress})
	})
}

// replay runs steps again and prints what is different.
func (s *session) replay(ctx context.Context, store *segment.Store, no string, p segment.ReplayParams) error {
	done, err := store.Replay(ctx, no, p)
	if err != nil {
		return err
	}
	if s.json {
		return s.printJSON(done)
	}
	for _, step := range done.Steps {
		id := "winnowctl.step_replayed"
		if step.Dropped {
			id = "winnowctl.step_dropped"
		}
		s.say(id, "step", step.Step, "before", step.Before, "count", step.After)
	}
	for _, list := range []struct {
		id       string
		contacts []string
	}{{"winnowctl.come", done.Comes}, {"winnowctl.go", done.Goes}, {"winnowctl.kept_by_hand", done.KeptByHand}} {
		if len(list.contacts) > 0 {
			s.say(list.id, "count", len(list.contacts), "contacts", strings.Join(list.contacts, ", "))
		}
	}
	if done.Seed != nil {
		s.say("winnowctl.seed", "seed", *done.Seed)
	}
	switch {
	case !done.Differs:
		s.say("winnowctl.nothing_differs", "count", done.LinesBefore)
	case p.Preview:
		s.remark("preview: nothing was changed")
	default:
		s.say("winnowctl.replayed", "count", done.LinesAfter)
	}
	return nil
}

// replayName is what a replay was, as one entry of the history.
func replayName(r segment.Replay) string {
	switch r.Kind {
	case segment.Refreshed:
		return text("winnowctl.refresh")
	case segment.Dropped:
		return text("winnowctl.replay_without_step", "step", r.Changed)
	}
	return text("winnowctl.replay_of_step", "step", r.Changed)
}
