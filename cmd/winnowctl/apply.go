package main

import (
	"context"
	"slices"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/saved"
	"winnow/core/segment"
)

type applyCommand struct {
	No      string `arg:"" help:"The segment's No."`
	File    string `arg:"" help:"The recipe, a .json file; - reads standard input."`
	Preview bool   `help:"Say what would happen, and change nothing."`
}

func (applyCommand) Help() string {
	return `A recipe applies wholly or not at all. One line is printed for each step, and the seed where it takes a part at random.

Example:

	winnowctl criteria SM00001 --recipe > autumn.json
	winnowctl apply SM00002 autumn.json`
}

func (c *applyCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, store *segment.Store) error {
		recipe, err := s.readRecipe(c.File, open.Catalog())
		if err != nil {
			return err
		}
		return s.apply(ctx, open, store, c.No, segment.ApplyParams{Steps: recipe.Steps, Preview: c.Preview})
	})
}

// readRecipe reads a recipe from a file or, for "-", from standard input.
func (s *session) readRecipe(path string, known catalog.Catalog) (criteria.Recipe, error) {
	if path == "-" {
		return criteria.ReadRecipe(s.in, known)
	}
	return saved.ReadFile(path, known)
}

// apply puts steps to a segment and prints what each did; values that nobody
// has in this company are told on standard error.
func (s *session) apply(ctx context.Context, open *company.Company, store *segment.Store, no string, p segment.ApplyParams) error {
	p.Env, p.Progress = s.env, s.wait.progress
	missing, err := saved.New(open).Missing(ctx, p.Steps, s.env)
	if err != nil {
		return err
	}
	results, err := store.Apply(ctx, no, p)
	if err != nil {
		return err
	}
	if s.json {
		err = s.printJSON(results)
	} else {
		for _, result := range results {
			// They are told below, with their place in the recipe.
			result.Notes = slices.DeleteFunc(result.Notes, func(n criteria.Note) bool { return n.Absent })
			s.printSummary(result)
		}
	}
	for _, m := range missing {
		s.remark("note: %s", m)
	}
	if p.Preview && !s.json {
		s.remark("preview: nothing was changed")
	}
	return err
}
