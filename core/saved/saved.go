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
	"winnow/core/value"
	"winnow/data"
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

// entry is a row of the company file: criteria with their steps, as a recipe's file.
type entry struct {
	Criteria
	recipe string
}

// entries are how saved criteria are stored.
var entries = named.Table[entry]{
	Name: "saved_criteria", Columns: []string{"code", "description", "no_of_actions", "saved_at", "saved_by", "recipe"}, Listed: 5,
	Fields: func(e *entry) []any { return []any{&e.Code, &e.Description, &e.Actions, &e.At, &e.By, &e.recipe} },
	Sound: func(e entry) bool {
		r, err := criteria.ReadStored(strings.NewReader(e.recipe))
		return err == nil && len(r.Steps) == e.Actions
	},
	Missing: func(code string) error {
		return core.NewProblem(core.NotFound, "saved.criteria_code_do_not_exist", "code", code)
	},
	Damaged: damaged,
}

// damaged is the Problem of saved criteria that cannot be read.
func damaged(code string) error {
	return core.NewProblem(core.Unusable, "saved.criteria_code_are_damaged", "code", code).Advise(core.Recover).By(data.ErrValue)
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
	stored, err := entries.List(ctx, s.company)
	list := make([]Criteria, len(stored))
	for i, e := range stored {
		list[i] = e.Criteria
	}
	return list, err
}

// Broken returns the codes of saved criteria that cannot be read.
func (s *Store) Broken(ctx context.Context) ([]string, error) { return entries.Broken(ctx, s.company) }

// Count returns how many saved criteria there are.
func (s *Store) Count(ctx context.Context) (int, error) { return entries.Count(ctx, s.company) }

// Find returns saved criteria with their steps, or a core.Problem of kind
// NotFound.
func (s *Store) Find(ctx context.Context, code string) (Criteria, []criteria.Step, error) {
	e, err := company.Read(ctx, s.company, func(tx *sql.Tx) (entry, error) { return find(ctx, tx, code) })
	if err != nil {
		return Criteria{}, nil, err
	}
	r, err := criteria.ReadStored(strings.NewReader(e.recipe))
	if err != nil {
		return Criteria{}, nil, damaged(e.Code)
	}
	return e.Criteria, r.Steps, nil
}

// find returns what has a code, as typed.
func find(ctx context.Context, tx *sql.Tx, typed string) (entry, error) {
	code, err := typedCode(typed)
	if err != nil {
		return entry{}, err
	}
	return entries.Find(ctx, tx, code)
}

// SaveParams say what is saved, and under which code.
type SaveParams struct {
	Code string
	// Description is nil where criteria that are replaced keep theirs.
	Description *string
	Steps       []criteria.Step
	// Replace says that criteria with the code may be replaced.
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
		old, err := entries.Find(ctx, tx, code)
		switch {
		case err == nil && !p.Replace:
			return core.NewProblem(core.Exists, "saved.criteria_code_exist_already", "code", code).Advise(core.ReplaceCriteria)
		case err != nil && !core.IsKind(err, core.NotFound) && !(p.Replace && core.IsKind(err, core.Unusable)):
			return err
		}
		if c.Description, err = named.Description(p.Description, old.Description); err != nil {
			return err
		}
		return entries.Put(ctx, tx, entry{c, recipe.String()})
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
	var e entry
	err := s.company.Write(ctx, func(tx *sql.Tx) (err error) {
		if e, err = find(ctx, tx, code); err != nil {
			return err
		}
		old := e.Code
		if p.Code != nil {
			if e.Code, err = checkCode(*p.Code); err != nil {
				return err
			}
		}
		if e.Description, err = named.Description(p.Description, e.Description); err != nil {
			return err
		}
		if e.Code != old {
			if taken, err := entries.Has(ctx, tx, e.Code); err != nil {
				return err
			} else if taken {
				return core.NewProblem(core.Exists, "saved.criteria_code_exist_already", "code", e.Code)
			}
			if err := entries.Delete(ctx, tx, old); err != nil {
				return err
			}
		}
		return entries.Put(ctx, tx, e)
	})
	return e.Criteria, err
}

// Delete removes saved criteria, damaged ones too, all of them or none.
func (s *Store) Delete(ctx context.Context, codes ...string) error {
	return s.company.Write(ctx, func(tx *sql.Tx) error {
		for _, code := range codes {
			code, err := typedCode(code)
			if err != nil {
				return err
			}
			if err := entries.Delete(ctx, tx, code); err != nil {
				return err
			}
		}
		return nil
	})
}

// typedCode reads the code of criteria that exist.
func typedCode(typed string) (string, error) {
	code, err := value.Code(typed)
	if err != nil {
		err = core.NewProblem(core.Invalid, "common.place_and_problem", "place", core.Word("Code"), "problem", err)
	}
	return code, err
}

// checkCode reads the code under which criteria are to be saved.
func checkCode(typed string) (string, error) {
	code, err := named.Code(core.Word("Code"), typed, MaxCode)
	if err == nil && code == "" {
		err = core.NewProblem(core.Invalid, "saved.code_is_missing")
	}
	return code, err
}
