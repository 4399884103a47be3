// Package filterset stores the filters and options of a dialog under a name, so
// that they can be chosen again in any of the three dialogs. [Store.Save] stores a
// [Set], [Store.Sets] lists them. It reads and runs no filter.
package filterset

import (
	"context"
	"database/sql"
	"strings"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/named"
)

// Set is a set of filters with its name. The step's action is the one it was
// kept from; its filters serve any other as well.
type Set struct {
	Name string
	Step criteria.Step
}

// sets are how the sets are kept. Names that differ in the case of plain letters only
// are one name.
var sets = named.Table[Set]{
	Name: "filter_set", Columns: []string{"name", "step"},
	Fields: func(s *Set) []any { return []any{&s.Name, named.JSON{Of: &s.Step}} },
	Sound:  func(s Set) bool { return s.Step.Action.Valid() },
	Missing: func(name string) error {
		return core.NewProblem(core.NotFound, "filterset.no_filters_under_name", "name", name)
	},
}

// Store reads and changes the sets of one company.
type Store struct {
	company *company.Company
}

// New returns the sets of a company.
func New(c *company.Company) *Store { return &Store{company: c} }

// Sets returns all sets by name.
func (s *Store) Sets(ctx context.Context) ([]Set, error) { return sets.All(ctx, s.company) }

// Broken returns the names of sets that cannot be read, which Sets leaves out.
func (s *Store) Broken(ctx context.Context) ([]string, error) { return sets.Broken(ctx, s.company) }

// SaveParams are what Save keeps.
type SaveParams struct {
	Set Set
	// Replace allows that there is a set of that name, which is then lost.
	Replace bool
}

// Save keeps a set. The error is a core.Problem: of kind Exists where there is
// one of that name that must not be replaced, Invalid where the name cannot be.
func (s *Store) Save(ctx context.Context, p SaveParams) (err error) {
	if p.Set.Name, err = named.Name(p.Set.Name); err != nil {
		return err
	}
	return s.company.Write(ctx, func(tx *sql.Tx) error {
		if !p.Replace {
			if err := free(ctx, tx, p.Set.Name); err != nil {
				return err
			}
		}
		return sets.Put(ctx, tx, p.Set)
	})
}

// Rename gives a set another name. The error is a core.Problem: of kind NotFound
// where there is no such set, Exists where another has the name.
func (s *Store) Rename(ctx context.Context, from, to string) error {
	to, err := named.Name(to)
	if err != nil {
		return err
	}
	return s.company.Write(ctx, func(tx *sql.Tx) error {
		if !strings.EqualFold(from, to) {
			if err := free(ctx, tx, to); err != nil {
				return err
			}
		}
		return sets.Rename(ctx, tx, from, to)
	})
}

// Delete forgets a set. The error is a core.Problem of kind NotFound where there
// is no such set.
func (s *Store) Delete(ctx context.Context, name string) error {
	return s.company.Write(ctx, func(tx *sql.Tx) error { return sets.Delete(ctx, tx, name) })
}

// free refuses a name that a set has already.
func free(ctx context.Context, tx *sql.Tx, name string) error {
	taken, err := sets.Has(ctx, tx, name)
	if err == nil && taken {
		return core.NewProblem(core.Exists, "filterset.filters_under_name_already", "name", name)
	}
	return err
}
