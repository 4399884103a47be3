package data

import (
	"strings"
	"unicode"
)

// Fold returns s with case folded by Unicode's simple rules, one character to
// one, so that texts that differ in case only become equal. İ and ı fold to
// themselves, ß and ẞ to each other but not to "ss". It is registered on every
// connection as the SQL function fold, so that SQL and Go agree.
func Fold(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 0x80 || 'A' <= c && c <= 'Z' {
			return s[:i] + strings.Map(foldRune, s[i:])
		}
	}
	return s
}

func foldRune(r rune) rune {
	switch {
	case r < 0x80:
		if 'A' <= r && r <= 'Z' {
			return r + ('a' - 'A')
		}
		return r
	case unicode.Is(unicode.Cherokee, r):
		// The one script that folds to upper case: its small letters came
		// later, and folded text must not change from version to version.
		return unicode.ToUpper(r)
	}
	// Ligatures and Greek letters with two marks that fold to their twin,
	// though neither has another case.
	switch r {
	case '\uFB05':
		return '\uFB06'
	case '\u1FD3':
		return '\u0390'
	case '\u1FE3':
		return '\u03B0'
	}
	if unicode.SimpleFold(r) == r {
		return r
	}
	// By way of upper case, so that ς, ſ and the like join their kin.
	return unicode.ToLower(unicode.ToUpper(r))
}

// Containing returns the GLOB pattern that finds a text anywhere in a folded
// one: fold(column) GLOB pattern.
func Containing(text string) string {
	return "*" + strings.NewReplacer("*", "[*]", "?", "[?]", "[", "[[]").Replace(Fold(text)) + "*"
}

// Finding returns the SQL condition that a text is found in an expression, upper
// and lower case alike, with its bound values. It finds what fold and Containing
// find, but asks SQLite's own LIKE first, as Resembling does.
func Finding(text, expression string) (condition string, args []any) {
	l := likePattern{exact: true}
	l.WriteByte('%')
	for _, r := range Fold(text) {
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
