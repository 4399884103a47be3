package gui

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"winnow/core/fold"
	"winnow/gui/entry"
)

// findable is something that Find offers: by the words of its caption, and by
// other words that people call it. Two that have a name in common do the same.
type findable struct {
	entry.Found
	also  string
	names []string
}

// matching returns what the words of a text name, in the order of the list and
// those first whose captions begin with the text. Of those that do the same only the
// one that the text names best is there. An empty text names all.
func matching(all []findable, text string) []entry.Found {
	wanted := wordsOf(text)
	var groups []string
	found := map[string][]entry.Found{}
	for _, f := range best(all, wanted) {
		if !slices.Contains(groups, f.Group) {
			groups = append(groups, f.Group)
		}
		found[f.Group] = append(found[f.Group], f)
	}
	begins := func(f entry.Found) int {
		if strings.HasPrefix(strings.Join(wordsOf(f.Caption), " "), strings.Join(wanted, " ")) {
			return 0
		}
		return 1
	}
	var list []entry.Found
	for _, group := range groups {
		slices.SortStableFunc(found[group], func(a, b entry.Found) int {
			return cmp.Or(cmp.Compare(a.Match, b.Match), cmp.Compare(begins(a), begins(b)))
		})
		list = append(list, found[group]...)
	}
	slices.SortStableFunc(list, func(a, b entry.Found) int { return cmp.Compare(a.Match, b.Match) })
	return list
}

// best returns those that the words name, each once: where several do the same, the
// one that the words name best, in the place of the first.
func best(all []findable, wanted []string) []entry.Found {
	var list []entry.Found
	at := map[string]int{}
	for _, f := range all {
		match, ok := f.match(wanted)
		if !ok {
			continue
		}
		f.Found.Match = match
		place := len(list)
		names := append(f.names, f.Group+"\n"+f.Caption)
		for _, name := range names {
			if i, ok := at[name]; ok {
				place = i
			}
		}
		switch {
		case place == len(list):
			list = append(list, f.Found)
		case match < list[place].Match:
			list[place] = f.Found
		}
		for _, name := range names {
			at[name] = place
		}
	}
	return list
}

// match is how well words name it, if they do.
func (f findable) match(wanted []string) (match entry.Match, ok bool) {
	caption := wordsOf(f.Caption)
	if match := named(wanted, f.Caption); match < entry.Synonym {
		return match, true
	}
	return entry.Synonym, allBegin(wanted, append(caption, wordsOf(f.Detail+" "+f.also)...))
}

// named is how well words name something by one of its names; Synonym where none
// of them has the words.
func named(wanted []string, names ...string) entry.Match {
	best := entry.Synonym
	for _, name := range names {
		words := wordsOf(name)
		switch {
		case len(words) == 0:
		case strings.Join(words, " ") == strings.Join(wanted, " "):
			best = min(best, entry.Exact)
		case allBegin(wanted, words):
			best = min(best, entry.WordStart)
		case allWithin(wanted, words):
			best = min(best, entry.Within)
		}
	}
	return best
}

// allBegin reports whether each of the wanted words is how one of the others
// begins.
func allBegin(wanted, words []string) bool {
	for _, w := range wanted {
		if !slices.ContainsFunc(words, func(word string) bool { return strings.HasPrefix(word, w) }) {
			return false
		}
	}
	return true
}

// allWithin reports whether each of the wanted words stands in one of the others.
func allWithin(wanted, words []string) bool {
	for _, w := range wanted {
		if !slices.ContainsFunc(words, func(word string) bool { return strings.Contains(word, w) }) {
			return false
		}
	}
	return true
}

// wordsOf are the words of a text in spite of their spelling.
func wordsOf(text string) []string {
	return strings.FieldsFunc(fold.Plain(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
