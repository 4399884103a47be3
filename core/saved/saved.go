// Package saved stores criteria under a code, so that they can be run on any
// segment, and writes recipe files. [Store.Save] and [Store.SaveSegment] store the
// steps, [Store.Find] returns them, [Store.WriteFile] and [ReadFile] exchange them
// with other companies, and [Store.Missing] says which values of a recipe do not
// occur in this company. Package [winnow/core/segment] runs the steps.
package saved

import (
	"bytes"
	"context"
	"database/sql"
	"strings"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/named"
	"winnow/core/segment"
)

// MaxCode is how many characters a code may have, as in Business Central.
const MaxCode = 10

// Criteria are criteria that are kept under a code, less their steps.
type Criteria struct {
	Code, Description string
	// Actions is how many steps there are.
	Actions int
	// At is when they were saved, in RFC 3339; By is by whom.
	At, By string
}

// Store reads and changes the saved criteria of one company.
type Store struct {
	company  *company.Company
	segments *segment.Store
}

// New returns the saved criteria of a company.
func New(c *company.Company) *Store { return &Store{company: c, segments: segment.New(c)} }

// All returns all saved criteria, by code.
func (s *Store) All(ctx context.Context) ([]Criteria, error) {
	return company.Read(ctx, s.company, func(tx *sql.Tx) ([]Criteria, error) { return selectAll(ctx, tx) })
}

// Broken returns the codes of saved criteria that cannot be read.
func (s *Store) Broken(ctx context.Context) (codes []string, err error) {
	return company.Read(ctx, s.company, func(tx *sql.Tx) ([]string, error) { return selectBroken(ctx, tx) })
}

// Count returns how many saved criteria there are.
func (s *Store) Count(ctx context.Context) (int, error) {
	return company.Read(ctx, s.company, func(tx *sql.Tx) (int, error) { return count(ctx, tx) })
}

// Find returns saved criteria with their steps, or a core.Problem of kind
// NotFound.
func (s *Store) Find(ctx context.Context, code string) (Criteria, []criteria.Step, error) {
	var c Criteria
	var r criteria.Recipe
	err := s.company.Read(ctx, func(tx *sql.Tx) (err error) {
		var recipe string
		if c, recipe, err = find(ctx, tx, code); err != nil {
			return err
		}
		if r, err = criteria.ReadRecipe(strings.NewReader(recipe)); err != nil {
			return damaged(c.Code)
		}
		return nil
	})
	return c, r.Steps, err
}

// SaveParams say what is saved, and under which code.
type SaveParams struct {
	Code string
	// Description is nil where criteria that are replaced keep theirs.
	Description *string
	Steps       []criteria.Step
	// Replace says that criteria that have the code give way.
	Replace bool
}

// Save keeps steps under a code. The error is a core.Problem, of kind Exists
// where there are criteria with that code that may not be replaced.
func (s *Store) Save(ctx context.Context, p SaveParams) (Criteria, error) {
	if len(p.Steps) == 0 {
		return Criteria{}, core.NewProblem(core.Invalid, "saved.no_criteria_action_to_save")
	}
	code, err := checkCode(p.Code)
	if err != nil {
		return Criteria{}, err
	}
	if _, err := named.Description(p.Description, ""); err != nil {
		return Criteria{}, err
	}
	var recipe bytes.Buffer
	if err := criteria.WriteRecipe(&recipe, criteria.NewRecipe(p.Steps)); err != nil {
		return Criteria{}, err
	}
	c := Criteria{Code: code, Actions: len(p.Steps), By: s.company.User, At: s.company.Stamp()}
	err = s.company.Write(ctx, func(tx *sql.Tx) error {
		old, _, err := find(ctx, tx, code)
		switch {
		case err == nil && !p.Replace:
			return core.NewProblem(core.Exists, "saved.criteria_code_exist_already", "code", code).Advise(core.ReplaceCriteria)
		case err != nil && !core.IsKind(err, core.NotFound) && !(p.Replace && core.IsKind(err, core.Unusable)):
			return err
		}
		if c.Description, err = named.Description(p.Description, old.Description); err != nil {
			return err
		}
		return upsert(ctx, tx, c, recipe.String())
	})
	return c, err
}

// SaveSegment keeps the steps of a segment that are in force.
func (s *Store) SaveSegment(ctx context.Context, no string, p SaveParams) (Criteria, error) {
	steps, err := s.segments.Steps(ctx, no)
	if err != nil {
		return Criteria{}, err
	}
	p.Steps = InForce(steps)
	if len(p.Steps) == 0 {
		return Criteria{}, core.NewProblem(core.Invalid, "saved.segment_has_no_criteria_action_in_force", "segment", no)
	}
	return s.Save(ctx, p)
}

// InForce returns what the steps of a history ask for that were not taken back.
func InForce(history []segment.Step) []criteria.Step {
	var steps []criteria.Step
	for _, step := range history {
		if step.InForce {
			steps = append(steps, step.Step)
		}
	}
	return steps
}

// RenameParams say what criteria are to be called; nil leaves it as it is.
type RenameParams struct{ Code, Description *string }

// Rename gives saved criteria another code, another description, or both.
func (s *Store) Rename(ctx context.Context, code string, p RenameParams) (Criteria, error) {
	if _, err := named.Description(p.Description, ""); err != nil {
		return Criteria{}, err
	}
	var c Criteria
	err := s.company.Write(ctx, func(tx *sql.Tx) (err error) {
		if c, _, err = find(ctx, tx, code); err != nil {
			return err
		}
		old := c.Code
		if p.Code != nil {
			if c.Code, err = checkCode(*p.Code); err != nil {
				return err
			}
		}
		if c.Description, err = named.Description(p.Description, c.Description); err != nil {
			return err
		}
		if c.Code != old {
			if _, _, err := find(ctx, tx, c.Code); err == nil {
				return core.NewProblem(core.Exists, "saved.criteria_code_exist_already", "code", c.Code)
			} else if !core.IsKind(err, core.NotFound) {
				return err
			}
		}
		return update(ctx, tx, old, c)
	})
	return c, err
}

// Delete removes saved criteria, damaged ones too, all of them or none.
func (s *Store) Delete(ctx context.Context, codes ...string) error {
	return s.company.Write(ctx, func(tx *sql.Tx) error {
		for _, code := range codes {
			c, _, err := find(ctx, tx, code)
			if err != nil && !core.IsKind(err, core.Unusable) {
				return err
			}
			if err := remove(ctx, tx, c.Code); err != nil {
				return err
			}
		}
		return nil
	})
}

// checkCode reads a code as typed.
func checkCode(typed string) (string, error) {
	code, err := named.Code(core.Word("Code"), typed, MaxCode)
	if err == nil && code == "" {
		err = core.NewProblem(core.Invalid, "saved.code_is_missing")
	}
	return code, err
}
