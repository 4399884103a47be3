package fold

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// PostgreSQL returns the expression of a text with its case folded as Case folds it, in
// PostgreSQL's SQL. The expression is worked out several times. lower with the collation
// "C" knows the letters of ASCII only, and translate is asked for no other texts than
// those that have more, since it looks each character up in a list of all.
func PostgreSQL(expression string) string {
	lower := "lower(" + expression + ` COLLATE "C")`
	from := folds()
	return "(CASE WHEN octet_length(" + expression + ") = char_length(" + expression + ") THEN " + lower +
		" ELSE translate(" + lower + ", '" + from[0] + "', '" + from[1] + "') END)"
}

// folds are the letters beyond ASCII that fold to others, and what they fold to.
var folds = sync.OnceValue(func() [2]string {
	var from, to strings.Builder
	for r := rune(utf8.RuneSelf); r <= utf8.MaxRune; r++ {
		if !utf8.ValidRune(r) {
			continue
		}
		if folded := Case(string(r)); folded != string(r) {
			from.WriteRune(r)
			to.WriteString(folded)
		}
	}
	return [2]string{from.String(), to.String()}
})
