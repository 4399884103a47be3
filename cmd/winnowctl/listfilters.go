package main

import (
	"strings"

	"winnow/core"
)

// listFilters are the filters of a list of one table.
type listFilters struct {
	Filter []string `short:"f" sep:"none" placeholder:"FIELD=FILTER" help:"A filter; repeat it for more. Everything behind the first = is the filter."`
}

// read returns the filters by field. Whether there are such fields is for core to say.
func (f listFilters) read() (map[string]string, error) {
	filters := map[string]string{}
	for _, typed := range f.Filter {
		key, text, ok := strings.Cut(typed, "=")
		if key = strings.TrimSpace(key); !ok || key == "" {
			return nil, usagef("-f %s: write it as field=FILTER, such as date=2026-11", typed)
		}
		if _, twice := filters[key]; twice {
			return nil, core.NewProblem(core.Invalid, "winnowctl.key_is_given_twice_join_two_filters", "key", key)
		}
		filters[key] = text
	}
	return filters, nil
}

// deleteFilters are the filters of what is deleted, or --all.
type deleteFilters struct {
	listFilters
	All bool `help:"Without filters: all that can be deleted."`
}

// read returns the filters, of which there must be one, unless all is meant.
func (f deleteFilters) read() (map[string]string, error) {
	filters, err := f.listFilters.read()
	switch {
	case err != nil:
		return nil, err
	case len(filters) == 0 && !f.All:
		return nil, usagef("say with -f what to delete, or --all")
	case len(filters) > 0 && f.All:
		return nil, usagef("-f and --all cannot both be given")
	}
	return filters, nil
}
