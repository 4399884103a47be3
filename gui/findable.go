package gui

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"winnow/gui/entry"
)

// findable is something that Find offers: by the words of its caption, and by
// other words that people call it. One that repeats is left out where something of
// that caption stands before it, as what the page shown offers does.
type findable struct {
	entry.Found
	also    string
	repeats bool
}

// The better what is typed matches, the further up it stands in its group.
const (
	beginsWithIt = iota
	hasItsWords
	isAlsoCalled
	noMatch
)

// matching returns what the words of a text name, each word a beginning of one of
// the caption's, in any order; the best come first in each group, and the groups
// stay in their order. An empty text names all.
func matching(all []findable, text string) []entry.Found {
	wanted := wordsOf(text)
	var groups []string
	found := map[string][]ranked{}
	seen := map[string]bool{}
	for _, f := range all {
		rank := f.rank(wanted)
		if rank == noMatch || f.repeats && seen[f.Caption] {
			continue
		}
		seen[f.Caption] = true
		if !slices.Contains(groups, f.Group) {
			groups = append(groups, f.Group)
		}
		found[f.Group] = append(found[f.Group], ranked{f.Found, rank})
	}
	var list []entry.Found
	for _, group := range groups {
		slices.SortStableFunc(found[group], func(a, b ranked) int { return cmp.Compare(a.rank, b.rank) })
		for _, r := range found[group] {
			list = append(list, r.Found)
		}
	}
	return list
}

type ranked struct {
	entry.Found
	rank int
}

// rank is how well words match.
func (f findable) rank(wanted []string) int {
	caption := wordsOf(f.Caption)
	switch {
	case strings.HasPrefix(strings.Join(caption, " "), strings.Join(wanted, " ")):
		return beginsWithIt
	case allBegin(wanted, caption):
		return hasItsWords
	case allBegin(wanted, append(caption, wordsOf(f.Detail+" "+f.also)...)):
		return isAlsoCalled
	}
	return noMatch
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

// wordsOf are the words of a text without upper case and accents.
func wordsOf(text string) []string {
	plain := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(text))
	return strings.FieldsFunc(plain, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
