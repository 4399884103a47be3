package saved

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/fold"
)

// Missing are values that a filter names and that occur nowhere in this
// company: neither in a row of the section nor, for a code, in its code table.
type Missing struct {
	// Step is the number of the step in its recipe, from 0.
	Step    int
	Section catalog.Section
	Field   catalog.Field
	Without bool
	Values  []string
}

// named is how many missing values are told one by one.
const named = 10

// Listed are the values as they stand in a sentence: "JR, KL".
func (m Missing) Listed() string {
	if more := len(m.Values) - named; more > 1 {
		return fmt.Sprintf("%s, … (%d)", strings.Join(m.Values[:named], ", "), len(m.Values))
	}
	return strings.Join(m.Values, ", ")
}

// String reads like `steps[1].filters.contact.salesperson_code: JR occurs in no
// contact here`.
func (m Missing) String() string {
	group, verb := "filters", "occurs"
	if m.Without {
		group = "without"
	}
	if len(m.Values) > 1 {
		verb = "occur"
	}
	return fmt.Sprintf("steps[%d].%s.%s.%s: %s %s in no %s here", m.Step, group, m.Section.Key, m.Field.Key, m.Listed(), verb,
		strings.ToLower(m.Section.Caption))
}

// place is a field that filters ask for.
type place struct{ section, field string }

// Missing tells, filter by filter, which values that the steps name do not
// occur in this company. Patterns, ranges and tokens name none. Each field is
// read once, however many values there are.
func (s *Store) Missing(ctx context.Context, steps []criteria.Step, over filter.Env) ([]Missing, error) {
	env, err := s.company.Env(ctx, over)
	if err != nil {
		return nil, err
	}
	asked, err := literalsOf(steps, env)
	if err != nil {
		return nil, err
	}
	wanted := map[place][]filter.Literal{}
	for _, a := range asked {
		at := place{a.Section.Key, a.Field.Key}
		wanted[at] = append(wanted[at], a.literals...)
	}
	known := map[place]lookup{}
	err = s.read(ctx, func(tx *sql.Tx) error {
		for _, a := range asked {
			at := place{a.Section.Key, a.Field.Key}
			if _, read := known[at]; read {
				continue
			}
			found, err := readKnown(ctx, tx, a.Missing, wanted[at])
			if err != nil {
				return fmt.Errorf("look for the values of %s, %s: %w", a.Section.Caption, a.Field.Caption, err)
			}
			known[at] = found
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	list := []Missing{}
	for _, a := range asked {
		m := a.Missing
		seen := map[string]bool{}
		for _, l := range a.literals {
			if !known[place{m.Section.Key, m.Field.Key}].has(l) && !seen[l.Text] {
				seen[l.Text] = true
				m.Values = append(m.Values, l.Text)
			}
		}
		if len(m.Values) > 0 {
			list = append(list, m)
		}
	}
	return list, nil
}

// literals are the values that one filter names.
type literals struct {
	Missing
	literals []filter.Literal
}

func literalsOf(steps []criteria.Step, env filter.Env) ([]literals, error) {
	var list []literals
	for i, step := range steps {
		compiled, err := criteria.Compile(step, env)
		if err != nil {
			return nil, &criteria.StepError{Index: i, Err: err}
		}
		for _, section := range compiled.Sections {
			for j, f := range append(append([]criteria.FieldFilter(nil), section.With...), section.Without...) {
				if found := f.Filter.Literals(); len(found) > 0 {
					m := Missing{Step: i, Section: section.Section, Field: f.Field, Without: j >= len(section.With)}
					list = append(list, literals{m, found})
				}
			}
		}
	}
	return list, nil
}

// lookup holds values that occur, as they are and folded.
type lookup struct{ plain, folded map[string]bool }

func (l lookup) has(v filter.Literal) bool {
	if v.Fold {
		return l.folded[fold.Case(v.Text)]
	}
	return l.plain[v.Text]
}

func readKnown(ctx context.Context, tx *sql.Tx, at Missing, wanted []filter.Literal) (lookup, error) {
	found := lookup{map[string]bool{}, map[string]bool{}}
	plain, folded, err := arrays(at.Field, wanted)
	if err != nil {
		return found, err
	}
	values, err := selectKnown(ctx, tx, at.Section, at.Field, plain, folded)
	for _, v := range values {
		found.plain[v], found.folded[fold.Case(v)] = true, true
	}
	return found, err
}

// arrays are the values as JSON arrays, those whose case counts and, folded,
// those whose case does not; the latter is "" where there are none.
func arrays(f catalog.Field, wanted []filter.Literal) (plain, folded string, err error) {
	exact, any := []json.RawMessage{}, []json.RawMessage{}
	for _, l := range wanted {
		text := l.Text
		if l.Fold {
			text = fold.Case(text)
		}
		raw, err := json.Marshal(text)
		if err != nil {
			return "", "", err
		}
		switch {
		case f.Type == catalog.Integer:
			exact = append(exact, json.RawMessage(text))
		case l.Fold:
			any = append(any, raw)
		default:
			exact = append(exact, raw)
		}
	}
	list, err := json.Marshal(exact)
	if err != nil || len(any) == 0 {
		return string(list), "", err
	}
	more, err := json.Marshal(any)
	return string(list), string(more), err
}
