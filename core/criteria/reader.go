package criteria

import (
	"errors"
	"sync"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/filter"
)

// Reader reads the filters of steps that differ little, as somebody types them:
// a filter that stays as it is typed is not read again. Several goroutines can
// use it.
type Reader struct {
	env  filter.Env
	lock sync.Mutex
	last map[place]reading
}

// place is where a filter stands in a step.
type place struct {
	alternative    int
	section, field string
	without        bool
}

// reading is what came of a filter.
type reading struct {
	typed  string
	filter filter.Filter
	err    error
}

// NewReader returns a Reader that has read nothing yet.
func NewReader(env filter.Env) *Reader { return &Reader{env: env, last: map[place]reading{}} }

// Read reads the filter of a field. The error is a *FilterError.
func (r *Reader) Read(section catalog.Section, field catalog.Field, without bool, typed string) (filter.Filter, error) {
	return r.read(0, section, field, without, typed)
}

// read is Read for a filter of an alternative.
func (r *Reader) read(alternative int, section catalog.Section, field catalog.Field, without bool, typed string) (filter.Filter, error) {
	r.lock.Lock()
	defer r.lock.Unlock()
	at := place{alternative, section.Key, field.Key, without}
	if last, ok := r.last[at]; ok && last.typed == typed {
		return last.filter, last.err
	}
	f, err := filter.Parse(typed, field, r.env)
	var wrong *filter.Error
	if errors.As(err, &wrong) {
		err = &FilterError{Section: section, Field: field, Without: without, Alternative: alternative, Err: wrong}
	}
	r.last[at] = reading{typed, f, err}
	return f, err
}

// Compile is the Compile of this package.
func (r *Reader) Compile(s Step) (Compiled, error) {
	c := Compiled{Step: s}
	if err := checkAny(s); err != nil {
		return c, err
	}
	if t := s.Options.Take; t != nil {
		if err := t.Check(r.env.Catalog); err != nil {
			return c, core.NewProblem(core.Invalid, "common.place_and_problem", "place", takeKey, "problem", err)
		}
	}
	for i, a := range s.Alternatives() {
		number := 0
		if len(s.Any) > 0 {
			number = i + 1
		}
		sections, err := r.sections(number, a)
		if err != nil {
			return c, err
		}
		c.Sections = append(c.Sections, sections...)
	}
	return c, nil
}

// sections reads the filters of an alternative, or of a step without any.
func (r *Reader) sections(alternative int, a Alternative) ([]SectionFilters, error) {
	if err := checkKeys(a, r.env.Catalog); err != nil {
		return nil, err
	}
	var list []SectionFilters
	for _, section := range r.env.Catalog.Sections() {
		with, err := r.fields(alternative, section, a.Filters[section.Key], false)
		if err != nil {
			return nil, err
		}
		without, err := r.fields(alternative, section, a.Without[section.Key], true)
		if err != nil {
			return nil, err
		}
		_, asked := a.Without[section.Key]
		if len(with) > 0 || asked {
			list = append(list, SectionFilters{Alternative: alternative, Section: section, With: with, Without: without, WithoutAsked: asked})
		}
	}
	return list, nil
}

func (r *Reader) fields(alternative int, section catalog.Section, typed map[string]string, without bool) ([]FieldFilter, error) {
	var list []FieldFilter
	for _, field := range section.Fields {
		text, ok := typed[field.Key]
		if !ok {
			continue
		}
		f, err := r.read(alternative, section, field, without, text)
		if err != nil {
			return nil, err
		}
		if !f.Empty() {
			list = append(list, FieldFilter{Field: field, Filter: f})
		}
	}
	return list, nil
}
