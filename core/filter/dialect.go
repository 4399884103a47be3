package filter

import (
	"fmt"
	"strings"

	"winnow/core/fold"
)

// Dialect is the SQL that conditions are written in. The zero Dialect is SQLite.
type Dialect int

const (
	// SQLite is what company files speak.
	SQLite Dialect = iota
	// PostgreSQL is what hubs speak. Values have the place ? there, too, until Numbered
	// gives the places of a whole statement their numbers.
	PostgreSQL
)

// Truth is a condition that always holds, or never does.
func (d Dialect) Truth(holds bool) string {
	if d == PostgreSQL {
		return map[bool]string{true: "TRUE", false: "FALSE"}[holds]
	}
	return map[bool]string{true: "1", false: "0"}[holds]
}

// Place is where a bound value stands in a condition.
func (d Dialect) Place(v any) string {
	if d == PostgreSQL {
		return "?::" + typeOf(v)
	}
	return "?"
}

// Present is what a condition has to add for a row to be one that was not deleted: a
// hub keeps the keys of those that were. alias is what the statement calls the row.
func (d Dialect) Present(alias string) string {
	if d == PostgreSQL {
		return " AND NOT " + alias + ".deleted"
	}
	return ""
}

// folded is the expression of a text with its case folded.
func (d Dialect) folded(text string) string {
	if d == PostgreSQL {
		return fold.PostgreSQL(text)
	}
	return "fold(" + text + ")"
}

// typeOf is PostgreSQL's type of a bound value.
func typeOf(v any) string {
	switch v.(type) {
	case int64:
		return "bigint"
	case float64:
		return "double precision"
	}
	return "text"
}

// array is a list of bound values as one value of PostgreSQL's, and its type.
func array(list []any) (values any, of string) {
	var texts []string
	var whole []int64
	var decimals []float64
	for _, v := range list {
		switch v := v.(type) {
		case string:
			texts = append(texts, v)
		case int64:
			whole, decimals = append(whole, v), append(decimals, float64(v))
		case float64:
			decimals = append(decimals, v)
		}
	}
	switch {
	case texts != nil:
		return texts, "text[]"
	case len(whole) == len(list):
		return whole, "bigint[]"
	}
	return decimals, "double precision[]"
}

// Numbered returns a statement of PostgreSQL's with the places of its values numbered
// from left to right. The statement must have no other question marks.
func Numbered(statement string) string {
	var b strings.Builder
	n := 0
	for {
		before, rest, found := strings.Cut(statement, "?")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		n++
		fmt.Fprintf(&b, "$%d", n)
		statement = rest
	}
}
