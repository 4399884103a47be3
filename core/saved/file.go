package saved

import (
	"os"

	"winnow/core/atomicfile"
	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/inputfile"
)

// FileParams say which steps go into which recipe file.
type FileParams struct {
	Path  string
	Steps []criteria.Step
	// Replace says that an existing file may be replaced.
	Replace bool
}

// WriteFile writes a recipe's file, readable by its owner only; where it fails
// the old file stays. The error is a core.Problem, of kind Exists where there
// is a file that may not be replaced.
func (s *Store) WriteFile(p FileParams) error {
	file := atomicfile.File{Path: p.Path, Replace: p.Replace, Keep: s.company.Path()}
	return file.Write(func(f *os.File) error { return criteria.WriteRecipe(f, criteria.NewRecipe(p.Steps)) })
}

// ReadFile reads a recipe's file; known is which fields the company has. The error is a
// core.Problem.
func ReadFile(path string, known catalog.Catalog) (criteria.Recipe, error) {
	f, err := inputfile.Open(path)
	if err != nil {
		return criteria.Recipe{}, inputfile.Problem(path, err)
	}
	defer f.Close()
	recipe, err := criteria.ReadRecipe(f, known)
	return recipe, inputfile.Problem(path, err)
}
