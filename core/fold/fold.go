// Package fold compares texts with their case ignored, in Go and in SQL. It needs
// neither a company file nor the driver.
package fold

import (
	"strings"

	"winnow/data/fold"
)

// Case returns s with its case folded, one character to one, as the SQL function
// fold does.
func Case(s string) string { return fold.Case(s) }

// Containing returns the GLOB pattern that finds a text anywhere in a folded
// one: fold(column) GLOB pattern.
func Containing(text string) string {
	return "*" + strings.NewReplacer("*", "[*]", "?", "[?]", "[", "[[]").Replace(Case(text)) + "*"
}

// Finding returns the SQL condition that a text is found in an expression, upper
// and lower case alike, with its bound values. It finds what fold and Containing
// find, but asks SQLite's own LIKE first, as Resembling does.
func Finding(text, expression string) (condition string, args []any) {
	l := likePattern{exact: true}
	l.WriteByte('%')
	for _, r := range Case(text) {
		l.add(r)
	}
	l.WriteByte('%')
	return l.condition(expression, Containing(text))
}

// Resembling returns the SQL condition that an expression, folded, is like a GLOB
// pattern of folded text, in which only * and ? stand for others, with its bound
// values. glob is that pattern as GLOB takes it. SQLite's own LIKE is asked first,
// which takes a fifth of the time.
func Resembling(pattern, glob, expression string) (condition string, args []any) {
	l := likePattern{exact: true}
	for _, r := range pattern {
		switch r {
		case '*':
			l.WriteByte('%')
		case '?':
			l.WriteByte('_')
		default:
			l.add(r)
		}
	}
	return l.condition(expression, glob)
}

// likePattern is a pattern that finds at least what folded texts find. LIKE folds
// only the letters of ASCII, so that all others, and the two that a letter beyond
// ASCII folds to, stand for any character; then it is not exact.
type likePattern struct {
	strings.Builder
	exact bool
}

// add adds one character of a folded text.
func (l *likePattern) add(r rune) {
	switch {
	case r >= 0x80 || r == 'k' || r == 's': // K (Kelvin) and ſ
		l.exact = false
		l.WriteByte('_')
	case r == '%' || r == '_' || r == '\\':
		l.WriteByte('\\')
		l.WriteRune(r)
	default:
		l.WriteRune(r)
	}
}

// condition asks LIKE, and GLOB where that is not enough.
func (l *likePattern) condition(expression, glob string) (condition string, args []any) {
	condition, args = expression+` LIKE ? ESCAPE '\'`, []any{l.String()}
	if l.exact {
		return condition, args
	}
	return "(" + condition + " AND fold(" + expression + ") GLOB ?)", append(args, glob)
}
