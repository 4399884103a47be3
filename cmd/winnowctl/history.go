package main

import (
	"context"
	"strconv"
	"strings"

	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/saved"
	"winnow/core/segment"
)

// number is a whole number on the command line.
type number int64

// UnmarshalText is called by the parser.
func (n *number) UnmarshalText(text []byte) error {
	v, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
	if err != nil {
		return usagef("%q is not a whole number", text)
	}
	*n = number(v)
	return nil
}

type backCommand struct {
	No string `arg:"" help:"The segment's No."`
}

func (backCommand) Help() string {
	return `The lines come back exactly as they were, edited fields included.

Example:

	winnowctl back SM00001`
}

func (c *backCommand) Run(ctx context.Context, s *session) error {
	return s.move(ctx, c.No, (*segment.Store).Back)
}

type forwardCommand struct {
	No string `arg:"" help:"The segment's No."`
}

func (forwardCommand) Help() string {
	return `Example:

	winnowctl forward SM00001`
}

func (c *forwardCommand) Run(ctx context.Context, s *session) error {
	return s.move(ctx, c.No, (*segment.Store).Forward)
}

type gotoCommand struct {
	No   string `arg:"" help:"The segment's No."`
	Step number `arg:"" help:"The step's number; 0 is the segment before its first step."`
}

func (gotoCommand) Help() string {
	return `Example:

	winnowctl goto SM00001 2`
}

func (c *gotoCommand) Run(ctx context.Context, s *session) error {
	return s.move(ctx, c.No, func(store *segment.Store, ctx context.Context, no string) (segment.Move, error) {
		return store.GoTo(ctx, no, int(c.Step))
	})
}

// move goes to another step of the history and says what that did.
func (s *session) move(ctx context.Context, no string, do func(*segment.Store, context.Context, string) (segment.Move, error)) error {
	return s.withCompany(ctx, func(_ *company.Company, store *segment.Store) error {
		m, err := do(store, ctx, no)
		if err != nil {
			return err
		}
		if s.json {
			told := object{{"from", m.From.Step}, {"to", m.To.Step}, {"lines_before", m.LinesBefore}, {"lines_after", m.LinesAfter}}
			if m.Replay != nil {
				told = append(told, member{"replay", string(m.Replay.Kind)})
			}
			return s.printJSON(told)
		}
		switch {
		case m.Replay != nil && m.Back():
			s.say("winnowctl.taken_back", "steps", replayName(*m.Replay), "count", m.LinesAfter)
		case m.Replay != nil:
			s.say("winnowctl.done_again", "steps", replayName(*m.Replay), "count", m.LinesAfter)
		case len(m.Steps) == 0:
			s.say("winnowctl.step_in_force", "step", m.To.Step, "count", m.LinesAfter)
		case m.Back():
			s.say("winnowctl.taken_back", "steps", actions(m.Steps), "count", m.LinesAfter)
		default:
			s.say("winnowctl.done_again", "steps", actions(m.Steps), "count", m.LinesAfter)
		}
		return nil
	})
}

// maxActions is how many steps are named in a line.
const maxActions = 5

// actions lists what the steps did, such as "reduce" or "reduce, refine", or
// counts them where they are many.
func actions(steps []segment.Step) string {
	if len(steps) > maxActions {
		return text("winnowctl.steps", "count", len(steps))
	}
	names := make([]string, len(steps))
	for i, step := range steps {
		names[i] = string(step.Action)
	}
	return strings.Join(names, ", ")
}

type clearCriteriaCommand struct {
	No string `arg:"" help:"The segment's No."`
}

func (clearCriteriaCommand) Help() string {
	return `After that, Go Back cannot change the lines.

Example:

	winnowctl clear-criteria SM00001`
}

func (c *clearCriteriaCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(_ *company.Company, store *segment.Store) error {
		if err := store.ClearCriteria(ctx, c.No); err != nil {
			return err
		}
		seg, err := store.Segment(ctx, c.No)
		if err != nil {
			return s.unshown(err)
		}
		if s.json {
			return s.printJSON(summary(seg))
		}
		s.say("winnowctl.criteria_cleared", "count", seg.Lines)
		return nil
	})
}

type criteriaCommand struct {
	No     string `arg:"" help:"The segment's No."`
	Recipe bool   `help:"Print the steps in force as a recipe, which apply reads."`
}

func (criteriaCommand) Help() string {
	return `Example:

	winnowctl criteria SM00001 --json
	winnowctl criteria SM00001 --recipe > autumn.json`
}

func (c *criteriaCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(_ *company.Company, store *segment.Store) error {
		steps, err := store.Steps(ctx, c.No)
		if err != nil {
			return err
		}
		switch {
		case c.Recipe:
			return criteria.WriteRecipe(s.out, criteria.NewRecipe(saved.InForce(steps)))
		case s.json:
			list := make([]object, len(steps))
			for i, step := range steps {
				list[i] = stepObject(step)
			}
			return s.printJSON(list)
		}
		for _, step := range steps {
			s.printStep(step)
		}
		return nil
	})
}

func stepObject(step segment.Step) object {
	options := object{}
	for _, o := range criteria.OptionsOf(step.Action) {
		options = append(options, member{o.Key, *o.Value(&step.Options)})
	}
	if step.Options.Take != nil {
		options = append(options, member{"take", step.Options.Take})
	}
	filters := object{{"filters", present(step.Filters)}, {"without", present(step.Without)}}
	resolved := object{{"filters", present(step.Resolved.Filters)}, {"without", present(step.Resolved.Without)}}
	if len(step.Any) > 0 {
		filters, resolved = append(filters, member{"any", step.Any}), append(resolved, member{"any", step.Resolved.Any})
	}
	o := append(object{{"step", step.Number}, {"action", string(step.Action)}, {"options", options}}, filters...)
	o = append(o, object{
		{"resolved", resolved},
		{"lines_before", step.LinesBefore}, {"lines_after", step.LinesAfter},
		{"at", moment(step.At, momentInJSON)}, {"by", step.By}, {"in_force", step.InForce},
	}...)
	if step.Reason != "" {
		o = append(o, member{"reason", step.Reason})
	}
	return o
}

// present makes filters that are not there an empty object, not null.
func present(f criteria.Filters) criteria.Filters {
	if f == nil {
		return criteria.Filters{}
	}
	return f
}
