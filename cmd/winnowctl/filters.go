package main

import (
	"strings"

	"github.com/alecthomas/kong"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/criteria"
)

// filterFlags are the filters of an action.
type filterFlags struct {
	Filter  []string `short:"f" sep:"none" placeholder:"SECTION.FIELD=FILTER" help:"A filter; repeat it for more. Everything after the first = is the filter."`
	Without []string `sep:"none" placeholder:"SECTION[.FIELD=FILTER]" help:"Select contacts without a matching row in the section, or with no row at all; repeat it for more."`
	Or      bool     `help:"Stands between alternatives: select contacts that match the filters before it or those after it; repeat it for more."`
}

// read puts the filters into a step; line has the order in which they were given.
// Whether there are such sections and fields is for core to say.
func (f filterFlags) read(line *kong.Context, step *criteria.Step) error {
	list := []criteria.Alternative{{Filters: criteria.Filters{}, Without: criteria.Filters{}}}
	filters, withouts := f.Filter, f.Without
	for _, part := range line.Path {
		if part.Flag == nil {
			continue
		}
		last := list[len(list)-1]
		var err error
		switch part.Flag.Name {
		case "filter":
			err = readFilter(last.Filters, filters[0])
			filters = filters[1:]
		case "without":
			err = readWithout(last.Without, withouts[0])
			withouts = withouts[1:]
		case "or":
			list = append(list, criteria.Alternative{Filters: criteria.Filters{}, Without: criteria.Filters{}})
		}
		if err != nil {
			return err
		}
	}
	if f.Or {
		step.Any = list
	} else {
		step.Filters, step.Without = list[0].Filters, list[0].Without
	}
	return nil
}

func readFilter(into criteria.Filters, typed string) error {
	if !strings.Contains(typed, "=") {
		return usagef("-f %s: write it as section.field=FILTER, such as contact.post_code=GB*", typed)
	}
	return addFilter(into, typed)
}

func readWithout(into criteria.Filters, typed string) error {
	if key := strings.TrimSpace(typed); key != "" && !strings.ContainsAny(key, ".=") {
		if into[key] == nil {
			into[key] = map[string]string{}
		}
		return nil
	}
	if !strings.Contains(typed, "=") {
		return usagef("--without %s: write it as section.field=FILTER, or as the section alone", typed)
	}
	return addFilter(into, typed)
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
