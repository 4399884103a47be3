// Package suggest is what a lookup offers to filter a field to: values, each as the
// filter language writes it, of which several may be ticked. It reads nothing
// and opens nothing.
package suggest

import (
	"strings"

	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/core/fold"
	"winnow/core/record"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/widget"
)

// Blank is how the filter language writes the empty value.
const Blank = "''"

// Fixed returns the values that a field can have, where these are known without
// asking: the options, or yes and no; those in which the text is found. ok says
// whether they are.
func Fixed(f catalog.Field, search string) (items []entry.LookupItem, ok bool) {
	captions := f.Options
	switch f.Type {
	case catalog.Boolean:
		captions = []string{"Yes", "No"}
	case catalog.Option:
	default:
		return nil, false
	}
	for _, caption := range captions {
		item := entry.LookupItem{Value: i18n.Shown(f, caption)}
		if caption == "" {
			item = entry.LookupItem{Value: Blank, Text: i18n.T("suggest.blank")}
		}
		if fold.NewSearch(search).Finds(item.Value, item.Text) {
			items = append(items, item)
		}
	}
	return items, true
}

// Found returns values that were found, each with what it is called and how many
// contacts have it where that was counted.
func Found(choices []record.Choice) []entry.LookupItem {
	items := make([]entry.LookupItem, len(choices))
	for i, c := range choices {
		items[i] = entry.LookupItem{Value: c.Value, Text: c.Description}
		if c.Count >= 0 {
			items[i].Right = widget.Number(c.Count)
		}
		if c.Value == "" {
			items[i].Value, items[i].Text = Blank, i18n.T("suggest.empty")
		}
	}
	return items
}

// Join writes ticked values as a filter.
func Join(values []string) string {
	plain := make([]string, len(values))
	for i, v := range values {
		if v != Blank {
			plain[i] = v
		}
	}
	return filter.QuoteAll(plain)
}

// Listed returns the values of a filter that is nothing but a list of values, as
// Join writes it; none of any other filter.
func Listed(typed string) []string {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return nil
	}
	var values []string
	for _, word := range strings.Split(typed, "|") {
		word = strings.TrimSpace(word)
		if inner, ok := strings.CutPrefix(word, "'"); ok && word != Blank {
			word = strings.ReplaceAll(strings.TrimSuffix(inner, "'"), "''", "'")
		}
		values = append(values, word)
	}
	if Join(values) != typed {
		return nil
	}
	return values
}
