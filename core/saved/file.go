package saved

import (
	"errors"
	"io/fs"
	"os"

	"winnow/core"
	"winnow/core/criteria"
	"winnow/core/inputfile"
	"winnow/core/target"
)

// FileParams say which steps go into which recipe file.
type FileParams struct {
	Path  string
	Steps []criteria.Step
	// Replace says that a file that is there gives way.
	Replace bool
}

// WriteFile writes a recipe's file, readable by its owner only; where it fails
// the old file stays. The error is a core.Problem, of kind Exists where there
// is a file that may not be replaced.
func (s *Store) WriteFile(p FileParams) error {
	file := target.Target{Path: p.Path, Replace: p.Replace, Keep: s.company.Path()}
	return file.Write(func(f *os.File) error { return criteria.WriteRecipe(f, criteria.NewRecipe(p.Steps)) })
}

// ReadFile reads a recipe's file. The error is a core.Problem.
func ReadFile(path string) (criteria.Recipe, error) {
	f, err := inputfile.Open(path)
	if err != nil {
		return criteria.Recipe{}, fileProblem(path, err)
	}
	defer f.Close()
	recipe, err := criteria.ReadRecipe(f)
	var p *core.Problem
	if err != nil && !errors.As(err, &p) {
		err = fileProblem(path, err)
	}
	return recipe, err
}

// fileProblem says in words for people why a file cannot be read.
func fileProblem(path string, err error) error {
	var already *core.Problem
	if errors.As(err, &already) {
		return err
	}
	var cause *fs.PathError
	p := core.Problemf(core.Unusable, "%s cannot be read", path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		p = core.Problemf(core.NotFound, "there is no file %s", path)
	case errors.Is(err, fs.ErrPermission):
		p = core.Problemf(core.Unusable, "%s may not be read", path)
	case errors.As(err, &cause):
		p = core.Problemf(core.Unusable, "%s: %v", path, cause.Err)
	}
	return p.By(err)
}
