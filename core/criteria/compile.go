package criteria

import (
	"maps"
	"slices"

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
	// Alternative is the number of the alternative that they belong to, from 1; 0 where
	// the step has none.
	Alternative  int
	Section      catalog.Section
	With         []FieldFilter
	Without      []FieldFilter
	WithoutAsked bool
}

// Compiled is a step whose filters were read and checked: the sections that
// have something to ask, alternative by alternative, in dialog order, their fields in
// the table's order.
type Compiled struct {
	Step     Step
	Sections []SectionFilters
}

// Compile reads the step's filters. The error is a *FilterError, or a
// core.Problem for a section or field that does not exist.
func Compile(s Step, env filter.Env) (Compiled, error) { return NewReader(env).Compile(s) }

// checkAny refuses alternatives that cannot be.
func checkAny(s Step) error {
	switch {
	case len(s.Any) == 0:
		return nil
	case len(s.Any) > MaxAlternatives:
		return core.NewProblem(core.Invalid, "criteria.too_many_alternatives", "max", MaxAlternatives)
	case len(s.Filters) > 0 || len(s.Without) > 0:
		return core.NewProblem(core.Invalid, "criteria.any_stands_alone")
	}
	for i, a := range s.Any {
		if a.Empty() {
			return core.NewProblem(core.Invalid, "criteria.alternative_has_no_filters", "n", i+1)
		}
	}
	return nil
}

// checkKeys refuses sections and fields that do not exist, the first by name.
func checkKeys(s Alternative, known catalog.Catalog) error {
	for _, group := range []struct {
		name    string
		filters Filters
	}{{"filters", s.Filters}, {"without", s.Without}} {
		for _, key := range slices.Sorted(maps.Keys(group.filters)) {
			section, ok := known.SectionOf(key)
			if !ok {
				return guess(core.NewProblem(core.Invalid, "criteria.key_no_such_section", "key", key), key, sectionKeys())
			}
			if group.name == "without" && key == catalog.Contact {
				return core.NewProblem(core.Invalid, "criteria.contact_cannot_be_asked_for_without")
			}
			for _, fieldKey := range slices.Sorted(maps.Keys(group.filters[key])) {
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
	if len(c.Step.Any) == 0 {
		resolve(c.Sections, Alternative{r.Filters, r.Without})
		return r
	}
	for _, sections := range c.ByAlternative() {
		a := Alternative{Filters{}, Filters{}}
		resolve(sections, a)
		r.Any = append(r.Any, a)
	}
	return r
}

// resolve puts the filters of sections into an alternative, resolved.
func resolve(sections []SectionFilters, into Alternative) {
	for _, s := range sections {
		for _, f := range s.With {
			into.Filters.Set(s.Section.Key, f.Field.Key, f.Filter.Resolved())
		}
		if s.WithoutAsked {
			into.Without[s.Section.Key] = map[string]string{}
		}
		for _, f := range s.Without {
			into.Without.Set(s.Section.Key, f.Field.Key, f.Filter.Resolved())
		}
	}
}

// ByAlternative returns the sections of each alternative; those of a step without
// any together.
func (c Compiled) ByAlternative() [][]SectionFilters {
	list := make([][]SectionFilters, len(c.Step.Alternatives()))
	for _, s := range c.Sections {
		i := max(s.Alternative-1, 0)
		list[i] = append(list[i], s)
	}
	return list
}

// Resolved are filters in which tokens and relative dates are replaced by what
// they meant when the step ran.
type Resolved struct {
	Filters Filters       `json:"filters"`
	Without Filters       `json:"without"`
	Any     []Alternative `json:"any,omitempty"`
}

// Alternatives returns the resolved alternatives as Step.Alternatives does.
func (r Resolved) Alternatives() []Alternative {
	return Step{Filters: r.Filters, Without: r.Without, Any: r.Any}.Alternatives()
}

// Note is something that a person should know of a filter that is not wrong.
type Note struct {
	// Alternative is the number of the alternative that has the filter, from 1; 0 where
	// the step has none.
	Alternative int          `json:"alternative,omitempty"`
	Section     string       `json:"section"`
	Field       string       `json:"field"`
	Text        core.Message `json:"text"`
	// Without says that the filter asks for contacts without such a row.
	Without bool `json:"-"`
	// Absent says that it tells of values that occur nowhere.
	Absent bool `json:"-"`
	// Spelled is the filter of the values that would be found if accents did not count; ""
	// where the note tells of something else.
	Spelled string `json:"-"`
}

// Notes returns what the filters' own texts give reason to say.
func (c Compiled) Notes() []Note {
	var notes []Note
	for _, s := range c.Sections {
		for i, f := range append(append([]FieldFilter(nil), s.With...), s.Without...) {
			for _, text := range f.Filter.Notes() {
				notes = append(notes, Note{Alternative: s.Alternative, Section: s.Section.Key, Field: f.Field.Key, Without: i >= len(s.With), Text: text})
			}
		}
	}
	return notes
}
