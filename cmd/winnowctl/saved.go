package main

import (
	"context"
	"strconv"

	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/saved"
	"winnow/core/segment"
)

// savedCommand is the group of commands on saved criteria; list is meant where
// none is named.
type savedCommand struct {
	List   savedListCommand   `cmd:"" help:"List the saved criteria."`
	Show   savedShowCommand   `cmd:"" help:"Show saved criteria, or print them as a recipe."`
	Rename savedRenameCommand `cmd:"" help:"Give saved criteria another code or description."`
	Delete savedDeleteCommand `cmd:"" help:"Delete saved criteria."`
}

func (savedCommand) Help() string {
	return `A segment's criteria are saved by "winnowctl save" and used by "winnowctl reuse".

Example:

	winnowctl saved
	winnowctl saved show GB --recipe
	winnowctl saved rename GB UK`
}

type savedListCommand struct{}

func (savedListCommand) Help() string {
	return `Example:

	winnowctl saved list --json`
}

func (c *savedListCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		all, err := saved.New(open).All(ctx)
		if err != nil {
			return err
		}
		if s.json {
			list := make([]object, len(all))
			for i, one := range all {
				list[i] = savedObject(one)
			}
			return s.printJSON(list)
		}
		var rows [][]string
		for _, one := range all {
			rows = append(rows, []string{one.Code, one.Description, strconv.Itoa(one.Actions), moment(one.At, momentForPeople), one.By})
		}
		return s.table([]string{"Code", "Description", "No. of Actions", "Saved", "By"}, rows)
	})
}

func savedObject(c saved.Criteria) object {
	return object{{"code", c.Code}, {"description", c.Description}, {"no_of_actions", c.Actions}, {"at", moment(c.At, momentInJSON)}, {"by", c.By}}
}

type savedShowCommand struct {
	Code   string `arg:"" help:"The code."`
	Recipe bool   `help:"Print the steps as a recipe, which apply reads."`
}

func (savedShowCommand) Help() string {
	return `Filter values that do not occur in this company are listed, too.

Example:

	winnowctl saved show GB --json
	winnowctl saved show GB --recipe > gb.json`
}

func (c *savedShowCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		store := saved.New(open)
		found, steps, err := store.Find(ctx, c.Code)
		if err != nil {
			return err
		}
		if c.Recipe {
			return criteria.WriteRecipe(s.out, criteria.NewRecipe(steps))
		}
		// Filters that cannot be read today, such as %me without a salesperson
		// code, are shown all the same.
		missing, wrong := store.Missing(ctx, steps, s.env)
		if s.json {
			list := []object{}
			for _, m := range missing {
				told := object{{"step", m.Step + 1}}
				if m.Alternative > 0 {
					told = append(told, member{"alternative", m.Alternative})
				}
				list = append(list, append(told, object{{"section", m.Section.Key}, {"field", m.Field.Key}, {"without", m.Without}, {"values", m.Values}}...))
			}
			shown := savedObject(found)
			return s.printJSON(append(shown, member{"steps", steps}, member{"missing", list}))
		}
		s.print("%s  %s", found.Code, found.Description)
		for i, step := range steps {
			s.print("%d  %s", i+1, step.Action)
			s.printAsked(step, criteria.Resolved{})
		}
		for _, m := range missing {
			s.remark("note: %s", m)
		}
		if wrong != nil {
			s.remark("note: %v", wrong)
		}
		return nil
	})
}

type savedRenameCommand struct {
	Code        string  `arg:"" help:"The code."`
	New         *string `arg:"" optional:"" help:"The new code; without it only the description changes."`
	Description *string `placeholder:"TEXT" help:"The new description."`
}

func (savedRenameCommand) Help() string {
	return `Example:

	winnowctl saved rename GB BRITAIN --description "Customers in Great Britain"`
}

func (c *savedRenameCommand) Run(ctx context.Context, s *session) error {
	if c.New == nil && c.Description == nil {
		return usagef("neither a new code nor a new description is given")
	}
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		renamed, err := saved.New(open).Rename(ctx, c.Code, saved.RenameParams{Code: c.New, Description: c.Description})
		if err != nil {
			return err
		}
		return s.printSaved(renamed, "renamed")
	})
}

// printSaved writes what became of saved criteria.
func (s *session) printSaved(c saved.Criteria, what string) error {
	if s.json {
		return s.printJSON(savedObject(c))
	}
	s.print("%s %s", what, c.Code)
	return nil
}

type savedDeleteCommand struct {
	Code string `arg:"" help:"The code."`
}

func (savedDeleteCommand) Help() string {
	return `Segments that reused the criteria keep their lines and steps.

Example:

	winnowctl saved delete GB`
}

func (c *savedDeleteCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		store := saved.New(open)
		found, _, err := store.Find(ctx, c.Code)
		if err != nil {
			return err
		}
		if err := store.Delete(ctx, found.Code); err != nil {
			return err
		}
		return s.printSaved(found, "deleted")
	})
}
