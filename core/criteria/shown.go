package criteria

import (
	"maps"
	"slices"
	"strings"

	"winnow/core/catalog"
)

// Sections returns the sections in which a step's filters are shown, in the order of the
// dialogs. Contact has also the fields that the step names and that the company has no
// longer, which are called as their keys.
func (s Step) Sections(known catalog.Catalog) []catalog.Section {
	gone := s.Gone(known)
	if len(gone) == 0 {
		return known.Sections()
	}
	fields := known.Own()
	for _, key := range gone {
		fields = append(fields, catalog.Field{Key: key, Caption: key, Type: catalog.Text, Own: true})
	}
	return catalog.WithOwn(fields).Sections()
}

// Gone returns the keys of the fields of contacts that the step names and that the company
// has no longer, in order.
func (s Step) Gone(known catalog.Catalog) []string {
	contact := known.Contact().WithFlowFields()
	var gone []string
	note := func(key string) {
		if _, ok := contact.Field(key); !ok && !slices.Contains(gone, key) {
			gone = append(gone, key)
		}
	}
	for _, a := range s.Alternatives() {
		for _, key := range slices.Sorted(maps.Keys(a.Filters[catalog.Contact])) {
			note(key)
		}
	}
	if t := s.Options.Take; t != nil {
		for _, word := range t.By {
			note(contactKey(word))
		}
		if t.Per != "" && t.Per != PerCompany && t.Per != PerHousehold {
			note(contactKey(t.Per))
		}
	}
	return gone
}

// Names reports whether the step names a field: in a filter, or where it says in which
// order, and of which groups, a part is taken.
func (s Step) Names(section, field string) bool {
	for _, a := range s.Alternatives() {
		for _, filters := range []Filters{a.Filters, a.Without} {
			if _, ok := filters[section][field]; ok {
				return true
			}
		}
	}
	t := s.Options.Take
	if t == nil || section != catalog.Contact {
		return false
	}
	return slices.ContainsFunc(append(slices.Clone(t.By), t.Per), func(word string) bool { return contactKey(word) == field })
}

// contactKey is the key of the field that a word such as "-contact.city" names.
func contactKey(word string) string {
	return strings.TrimPrefix(strings.TrimPrefix(word, "-"), catalog.Contact+".")
}
