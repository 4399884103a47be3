package criteria

import (
	"errors"
	"maps"
	"slices"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/filter"
)

// OfTable reads what was typed as filters of a table's fields, by their keys; blank
// ones are left out. The error is a core.Problem for a field that does not exist, or
// a *FilterError.
func OfTable(t catalog.Table, typed map[string]string, env filter.Env) (map[string]filter.Filter, error) {
	for _, key := range slices.Sorted(maps.Keys(typed)) {
		if _, ok := t.Field(key); !ok {
			return nil, guess(core.NewProblem(core.Invalid, "criteria.key_no_such_field", "key", key), key, fieldKeys(t))
		}
	}
	filters := map[string]filter.Filter{}
	for _, f := range t.Fields {
		text, ok := typed[f.Key]
		if !ok {
			continue
		}
		read, err := filter.Parse(text, f, env)
		var wrong *filter.Error
		if errors.As(err, &wrong) {
			err = &FilterError{Section: catalog.Section{Table: t}, Field: f, Err: wrong}
		}
		if err != nil {
			return nil, err
		}
		if !read.Empty() {
			filters[f.Key] = read
		}
	}
	return filters, nil
}
