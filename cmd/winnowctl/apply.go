package main

import (
	"errors"
	"io/fs"
	"os"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/segment"
)

type applyCommand struct {
	No      string `arg:"" help:"The segment's No."`
	File    string `arg:"" help:"The recipe, a .json file; - reads standard input."`
	Preview bool   `help:"Say what would happen, and change nothing."`
}

// Help shows an example.
func (applyCommand) Help() string {
	return `A recipe applies wholly or not at all. One line is printed for each step.

Example:

	winnowctl criteria SM00001 --recipe > autumn.json
	winnowctl apply SM00002 autumn.json`
}

func (c *applyCommand) Run(s *session) error {
	recipe, err := s.readRecipe(c.File)
	if err != nil {
		return err
	}
	return s.withCompany(func(_ *company.Company, store *segment.Store) error {
		do := store.Apply
		if c.Preview {
			do = store.PreviewApply
		}
		results, err := do(s.ctx, c.No, recipe.Steps, s.env)
		if err != nil {
			return err
		}
		if s.json {
			return s.printJSON(results)
		}
		for _, result := range results {
			s.printSummary(result)
		}
		if c.Preview {
			s.remark("preview: nothing was changed")
		}
		return nil
	})
}

func (s *session) readRecipe(path string) (criteria.Recipe, error) {
	in := s.in
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return criteria.Recipe{}, fileProblem(path, err)
		}
		defer f.Close()
		in = f
	}
	recipe, err := criteria.ReadRecipe(in)
	var p *core.Problem
	if err != nil && !errors.As(err, &p) {
		return recipe, fileProblem(path, err)
	}
	return recipe, err
}

// fileProblem says in words for people why a file cannot be read or written.
func fileProblem(path string, err error) error {
	var cause *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return core.Problemf(core.NotFound, "there is no file %s", path)
	case errors.Is(err, fs.ErrPermission):
		return core.Problemf(core.Unusable, "%s may not be read", path)
	case errors.As(err, &cause):
		return core.Problemf(core.Unusable, "%s: %v", path, cause.Err)
	}
	return core.Problemf(core.Unusable, "%s: %v", path, err)
}
