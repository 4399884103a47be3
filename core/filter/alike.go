package filter

import (
	"strings"

	"winnow/core/catalog"
	"winnow/core/fold"
)

// alikeLimit is of how many values a filter's spelling is looked at.
const alikeLimit = 20

// Alike is a value or a pattern that a filter names, without case and accents.
type Alike struct{ pattern string }

// Alikes returns the values and patterns of which one is enough for the filter, without
// case and accents. It returns none where the filter asks for anything else, or for very
// many, and for fields that are neither Code nor Text.
func (f Filter) Alikes() []Alike {
	if f.root == nil || f.field.Type != catalog.Code && f.field.Type != catalog.Text {
		return nil
	}
	kids := []node{f.root}
	if b, ok := f.root.(*branch); ok && b.op == '|' {
		kids = b.kids
	}
	if len(kids) > alikeLimit {
		return nil
	}
	var list []Alike
	for _, kid := range kids {
		t, ok := kid.(*term)
		if !ok || t.op != equal && t.op != like || t.lo.me || t.lo.s == "" {
			return nil
		}
		list = append(list, Alike{fold.Plain(t.lo.s)})
	}
	return list
}

// Words are the words that each text has that is alike, to look for it.
func (a Alike) Words() string {
	return strings.Join(strings.FieldsFunc(a.pattern, func(r rune) bool { return r == '*' || r == '?' }), " ")
}

// Match reports whether a text is the value, or like the pattern, but for case and accents.
func (a Alike) Match(text string) bool { return glob(a.pattern, fold.Plain(text)) }
