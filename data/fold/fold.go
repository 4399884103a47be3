// Package fold folds case as the SQL function fold does: [Case] is that function.
// It needs no driver, so that texts can be compared without a company file.
package fold

import (
	"strings"
	"unicode"
)

// Case returns s with case folded by Unicode's simple rules, one character to
// one, so that texts that differ in case only become equal. İ and ı fold to
// themselves, ß and ẞ to each other but not to "ss". Package data
// registers it on every connection as the SQL function fold, so that SQL and Go
// agree.
func Case(s string) string {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return strings.Map(foldRune, s)
		}
	}
	return strings.ToLower(s)
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
