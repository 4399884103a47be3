package criteria

import (
	"sort"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/filter"
)

// FieldFilter is a filter of one field, read and checked.
type FieldFilter struct {
	Field  catalog.Field
	Filter filter.Filter
}

// SectionFilters are the filters of one section. WithoutAsked says that the
// section is asked for the other way round, which it can be without a filter.
type SectionFilters struct {
	Section      catalog.Section
	With         []FieldFilter
	Without      []FieldFilter
	WithoutAsked bool
}

// Compiled is a step whose filters were read and checked: the sections that
// have something to ask, in dialog order, their fields in the table's order.
type Compiled struct {
	Step     Step
	Sections []SectionFilters
}

// Compile reads the step's filters. The error is a *FilterError, or a
// core.Problem for a section or field that does not exist.
func Compile(s Step, env filter.Env) (Compiled, error) { return NewReader(env).Compile(s) }

// checkKeys refuses sections and fields that do not exist, the first by name.
func checkKeys(s Step) error {
	for _, group := range []struct {
		name    string
		filters Filters
	}{{"filters", s.Filters}, {"without", s.Without}} {
		for _, key := range sortedKeys(group.filters) {
			section, ok := catalog.SectionOf(key)
			if !ok {
				return guess(core.NewProblem(core.Invalid, "criteria.key_no_such_section", "key", key), key, sectionKeys())
			}
			if group.name == "without" && key == catalog.Contact {
				return core.NewProblem(core.Invalid, "criteria.contact_cannot_be_asked_for_without")
			}
			for _, fieldKey := range sortedKeys(group.filters[key]) {
				if _, ok := section.Field(fieldKey); !ok {
					return guess(core.NewProblem(core.Invalid, "criteria.key_no_such_field", "key", key+"."+fieldKey), fieldKey, fieldKeys(section.Table))
				}
			}
		}
	}
	return nil
}

// guess adds to the Problem of a key that does not exist the nearest that does.
func guess(p *core.Problem, key string, known []string) *core.Problem {
	if near := Nearest(key, known); near != "" {
		return p.Hint("common.did_you_mean_meant", "meant", near)
	}
	return p
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

func sectionKeys() []string {
	var keys []string
	for _, s := range catalog.Sections() {
		keys = append(keys, s.Key)
	}
	return keys
}

func fieldKeys(t catalog.Table) []string {
	var keys []string
	for _, f := range t.Fields {
		keys = append(keys, f.Key)
	}
	return keys
}

// Resolved returns the step's filters with tokens and dates resolved.
func (c Compiled) Resolved() Resolved {
	r := Resolved{Filters: Filters{}, Without: Filters{}}
	for _, s := range c.Sections {
		for _, f := range s.With {
			r.Filters.Set(s.Section.Key, f.Field.Key, f.Filter.Resolved())
		}
		if s.WithoutAsked {
			r.Without[s.Section.Key] = map[string]string{}
		}
		for _, f := range s.Without {
			r.Without.Set(s.Section.Key, f.Field.Key, f.Filter.Resolved())
		}
	}
	return r
}

// Resolved are filters in which tokens and relative dates are replaced by what
// they meant when the step ran.
type Resolved struct {
	Filters Filters `json:"filters"`
	Without Filters `json:"without"`
}

// Note is something that a person should know of a filter that is not wrong.
type Note struct {
	Section string       `json:"section"`
	Field   string       `json:"field"`
	Text    core.Message `json:"text"`
	// Absent says that it tells of values that occur nowhere.
	Absent bool `json:"-"`
}

// Notes returns what the filters' own texts give reason to say.
func (c Compiled) Notes() []Note {
	var notes []Note
	for _, s := range c.Sections {
		for _, f := range append(append([]FieldFilter(nil), s.With...), s.Without...) {
			for _, text := range f.Filter.Notes() {
				notes = append(notes, Note{Section: s.Section.Key, Field: f.Field.Key, Text: text})
			}
		}
	}
	return notes
}
