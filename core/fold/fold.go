// Package fold compares texts without regard to case ([Case]), and finds words in
// spite of their spelling ([NewSearch]), with the same answer in Go and in SQL
// ([Resembling]). It needs neither a company file nor the driver.
package fold

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"winnow/data/fold"
)

// Case returns s with its case folded, one character to one, as the SQL function
// fold does.
func Case(s string) string { return fold.Case(s) }

// Plain returns s without case and accents, by which searches compare: "Köhler" and
// "kohler" become equal, ß is ss, ø o, ł l and ı i.
func Plain(s string) string { return fold.Plain(norm.NFC.String(s)) }

// Search is what somebody looks for: words of which each must be found, in spite
// of case and accents, in any place of a text. The zero Search finds everything.
type Search struct{ words []string }

// NewSearch returns the search for the words of a text.
func NewSearch(text string) Search { return Search{strings.Fields(Plain(text))} }

// Empty reports whether there are no words, so that everything is found.
func (s Search) Empty() bool { return len(s.words) == 0 }

// Finds reports whether the words are found in some texts: each in any of them.
func (s Search) Finds(texts ...string) bool {
	return fold.Finds(strings.Join(texts, "\n"), s.String())
}

// Among returns those of the ids that Gathered gathered whose texts have the words.
func (s Search) Among(gathered string) ([]int64, error) {
	if gathered == "" {
		return nil, nil
	}
	var ids []int64
	for row := range strings.SplitSeq(fold.Plain(gathered), rowEnd) {
		id, text, _ := strings.Cut(row, "\n")
		if !s.within(text) {
			continue
		}
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("read the id of a row: %w", err)
		}
		ids = append(ids, n)
	}
	return ids, nil
}

// within reports whether each of the words stands in a plain text.
func (s Search) within(text string) bool {
	for _, word := range s.words {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// rowEnd is between the rows that Gathered gathers. No text has it.
const rowEnd = "\x00"

// String returns the words as the SQL function finds takes them.
func (s Search) String() string { return strings.Join(s.words, " ") }

// askedWords is how many words SQL is asked for one by one, and askedLength how
// long one of them may be.
const askedWords, askedLength = 8, 1000

// SQL returns the condition that the words are found in an expression, with its
// bound values. Where it can, it asks SQLite's own LIKE first, which takes a
// fraction of the time: LIKE finds plain words in texts of ASCII without fail, and
// in others only some. The expression is worked out several times, so that a long
// one had better be the column of a subquery, as Joined makes it.
func (s Search) SQL(expression string) (condition string, args []any) {
	finds := "finds(" + expression + ", ?)"
	if s.Empty() {
		return "1", nil
	}
	var like []string
	for _, word := range s.words {
		if len(word) > askedLength || len(s.words) > askedWords {
			return finds, []any{s.String()}
		}
		like, args = append(like, expression+` LIKE ? ESCAPE '\'`), append(args, "%"+likeEscape.Replace(word)+"%")
	}
	return "(" + strings.Join(like, " AND ") + " OR octet_length(" + expression + ") > length(" + expression + ") AND " + finds + ")",
		append(args, s.String())
}

// Joined returns a subquery with the rows of another and, as the column searched,
// some of their columns as one text; none has a line break. Its LIMIT keeps SQLite
// from working the text out again wherever a condition names it.
func Joined(from string, columns []string) string {
	return "(SELECT *, " + JoinedColumns(columns...) + " AS searched FROM " + from + " LIMIT -1 OFFSET 0)"
}

// JoinedColumns returns the expression that has columns as one text.
func JoinedColumns(columns ...string) string {
	return "concat_ws(char(10), " + strings.Join(columns, ", ") + ")"
}

// Gathered returns the expression that gathers the ids of a query's rows and some of
// their columns as one text, for Among. Many texts that are searched in Go at once
// take half the time that SQL takes for them, which calls Go for each text that is
// not ASCII.
func Gathered(id string, columns ...string) string {
	return "coalesce(group_concat(" + JoinedColumns(append([]string{id}, columns...)...) + ", char(0)), '')"
}

var likeEscape = strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`)

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
