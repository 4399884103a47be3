package main

import (
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/criteria"
)

// filterFlags are the filters of an action.
type filterFlags struct {
	Filter  []string `short:"f" sep:"none" placeholder:"SECTION.FIELD=FILTER" help:"A filter; repeat it for more. Everything after the first = is the filter."`
	Without []string `sep:"none" placeholder:"SECTION[.FIELD=FILTER]" help:"Select contacts without a matching row in the section, or with no row at all; repeat it for more."`
}

// read returns the filters by section and field. Whether there are such
// sections and fields is for core to say.
func (f filterFlags) read() (with, without criteria.Filters, err error) {
	with, without = criteria.Filters{}, criteria.Filters{}
	for _, typed := range f.Filter {
		if !strings.Contains(typed, "=") {
			return nil, nil, usagef("-f %s: write it as section.field=FILTER, such as contact.post_code=GB*", typed)
		}
		if err := addFilter(with, typed); err != nil {
			return nil, nil, err
		}
	}
	for _, typed := range f.Without {
		if key := strings.TrimSpace(typed); !strings.ContainsAny(key, ".=") {
			if without[key] == nil {
				without[key] = map[string]string{}
			}
			continue
		}
		if !strings.Contains(typed, "=") {
			return nil, nil, usagef("--without %s: write it as section.field=FILTER, or as the section alone", typed)
		}
		if err := addFilter(without, typed); err != nil {
			return nil, nil, err
		}
	}
	return with, without, nil
}

func addFilter(filters criteria.Filters, typed string) error {
	key, text, _ := strings.Cut(typed, "=")
	key = strings.TrimSpace(key)
	section, field, ok := strings.Cut(key, ".")
	if key == "" {
		return usagef("%q: write a filter as section.field=FILTER, such as contact.post_code=GB*", typed)
	}
	if !ok {
		return missingSection(key)
	}
	if _, twice := filters[section][field]; twice {
		return core.NewProblem(core.Invalid, "winnowctl.key_is_given_twice_join_two_filters", "key", key)
	}
	filters.Set(section, field, text)
	return nil
}

// missingSection tells which section a field without one may belong to.
func missingSection(key string) error {
	p := core.NewProblem(core.Invalid, "winnowctl.key_no_such_field_it_is_written", "key", key)
	for _, section := range catalog.Sections() {
		if _, ok := section.Field(key); ok {
			p.Hint("winnowctl.did_you_mean_section_field", "section", section.Key, "field", key)
			break
		}
	}
	return p
}

// assignments reads field=value words.
func assignments(words []string) (map[string]string, error) {
	values := map[string]string{}
	for _, word := range words {
		key, typed, ok := strings.Cut(word, "=")
		key = strings.TrimSpace(key)
		if !ok || key == "" {
			return nil, usagef("%q: write it as field=value; field= empties the field", word)
		}
		if _, twice := values[key]; twice {
			return nil, core.NewProblem(core.Invalid, "winnowctl.key_is_given_twice", "key", key)
		}
		values[key] = typed
	}
	return values, nil
}
