package saved

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
	"winnow/core/selection"
)

// Missing are values that a filter of a recipe names and that occur nowhere in this
// company.
type Missing struct {
	// Step is the number of the step in its recipe, from 0.
	Step int
	selection.Absent
}

// String reads like `steps[1].filters.contact.salesperson_code: JR occurs in no
// contact here`.
func (m Missing) String() string {
	group, verb := "filters", "occurs"
	if m.Without {
		group = "without"
	}
	if m.Alternative > 0 {
		group = fmt.Sprintf("any[%d].%s", m.Alternative-1, group)
	}
	if len(m.Values) > 1 {
		verb = "occur"
	}
	return fmt.Sprintf("steps[%d].%s.%s.%s: %s %s in no %s here", m.Step, group, m.Section.Key, m.Field.Key, m.Listed(), verb,
		strings.ToLower(m.Section.Caption))
}

// Missing tells, filter by filter, which values that the steps name do not
// occur in this company. Patterns, ranges and tokens name none.
func (s *Store) Missing(ctx context.Context, steps []criteria.Step, override filter.Env) ([]Missing, error) {
	env, err := s.company.Env(ctx, override)
	if err != nil {
		return nil, err
	}
	list := []Missing{}
	err = s.company.Read(ctx, func(tx *sql.Tx) error {
		asker := segment.NewAsker(env)
		for i, step := range steps {
			compiled, err := criteria.Compile(step, env)
			if err != nil {
				return &criteria.StepError{Index: i, Err: err}
			}
			absent, err := asker.Absent(ctx, tx, compiled)
			if err != nil {
				return err
			}
			for _, values := range absent {
				list = append(list, Missing{Step: i, Absent: values})
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return list, nil
}
