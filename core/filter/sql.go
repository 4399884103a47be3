package filter

import (
	"encoding/json"
	"math"
	"strings"

	"winnow/core/catalog"
	"winnow/core/fold"
)

const (
	// fewValues is up to how many values each are bound by themselves; a
	// longer list is bound as one JSON text.
	fewValues = 50
	// fewRules is up to how many conditions stand in a plain row. SQLite nests
	// a row as deep as it is long, so longer ones are halved with brackets.
	fewRules = 20
	// fewParts is up to how many parts of a filter may keep their lists at
	// hand: SQLite lets a statement have no more than 1000 of those.
	fewParts = 40
)

// SQL returns the filter as a condition on column, a trusted SQL expression,
// and the values bound in it. The condition can be joined with others as it
// stands. The same filter gives the same text and order of values. It uses the
// SQL function fold(text), which stands for fold.Case. Without a filter the
// condition is 1.
func (f Filter) SQL(column string) (cond string, args []any) { return f.In(SQLite, column) }

// In is SQL in a dialect. Both let the same values through.
func (f Filter) In(d Dialect, column string) (cond string, args []any) {
	if f.rule == nil {
		return d.Truth(true), nil
	}
	n := parts(f.rule)
	w := &sqlWriter{dialect: d, column: column, few: max(1, min(fewValues, maxParts/n)), keep: n <= fewParts}
	switch f.field.Type {
	case catalog.Code, catalog.Text, catalog.Date:
		w.bound = func(v operand) any { return v.s }
	default:
		w.bound = number
	}
	return w.rule(f.rule).within('('), w.args
}

// number is a value as it is bound: whole numbers as such.
func number(v operand) any {
	if v.n == math.Trunc(v.n) && math.Abs(v.n) < 1e15 {
		return int64(v.n)
	}
	return v.n
}

// sqlWriter writes conditions from left to right, and their values.
type sqlWriter struct {
	dialect Dialect
	column  string
	few     int
	// keep says that lists bound as JSON are read once a statement, and not
	// once a row.
	keep  bool
	bound func(operand) any
	args  []any
}

// sqlText is a condition; op is what its outermost parts are joined by, or 0.
type sqlText struct {
	text string
	op   byte
}

// within returns the condition as a part of a row joined by op.
func (t sqlText) within(op byte) string {
	if t.op == 0 || t.op == op {
		return t.text
	}
	return "(" + t.text + ")"
}

// row joins conditions.
func row(op byte, list []sqlText) sqlText {
	if len(list) == 1 {
		return list[0]
	}
	sign := map[byte]string{'&': " AND ", '|': " OR "}[op]
	texts := make([]string, len(list))
	for i, t := range list {
		texts[i] = t.within(op)
	}
	if len(texts) > fewRules {
		// The last may nest deepest, so it stays outside the halves.
		last := len(texts) - 1
		return sqlText{halves(texts[:last], sign) + sign + texts[last], op}
	}
	return sqlText{strings.Join(texts, sign), op}
}

// halves joins texts so that they nest as little as can be.
func halves(texts []string, sign string) string {
	if len(texts) <= 2 {
		return strings.Join(texts, sign)
	}
	mid := len(texts) / 2
	return "(" + halves(texts[:mid], sign) + ")" + sign + "(" + halves(texts[mid:], sign) + ")"
}

func (w *sqlWriter) rule(r rule) sqlText {
	switch r := r.(type) {
	case *spanRule:
		return w.spans(w.side(r.fold), r.spans)
	case *globRule:
		return w.globs(r)
	}
	j := r.(*joinRule)
	list := make([]sqlText, len(j.rules))
	for i, kid := range j.rules {
		list[i] = w.rule(kid)
	}
	return row(j.op, list)
}

// side is the left side of a comparison.
func (w *sqlWriter) side(fold bool) string {
	if fold {
		return w.dialect.folded(w.column)
	}
	return w.column
}

// spans writes a set: single values, single values left out of what surrounds
// them, and the ranges.
func (w *sqlWriter) spans(side string, spans []span) sqlText {
	var ranges []span
	var in, out []operand
	for _, s := range spans {
		last := len(ranges) - 1
		switch {
		case s.point():
			in = append(in, s.lo.v)
		case last >= 0 && s.lo.after && !ranges[last].hi.after && compareValues(s.lo.v, ranges[last].hi.v) == 0:
			out = append(out, s.lo.v)
			ranges[last].hi = s.hi
		default:
			ranges = append(ranges, s)
		}
	}
	var either []sqlText
	if len(ranges) > 0 {
		var both []sqlText
		if !everything(ranges) {
			both = append(both, w.ranges(side, ranges))
		}
		if len(out) > 0 {
			both = append(both, w.set(side, " <> ", " NOT IN ", out))
		}
		if len(both) == 0 {
			return sqlText{text: w.dialect.Truth(true)}
		}
		either = append(either, row('&', both))
	}
	if len(in) > 0 {
		either = append(either, w.set(side, " = ", " IN ", in))
	}
	if len(either) == 0 {
		return sqlText{text: w.dialect.Truth(false)}
	}
	return row('|', either)
}

// set writes that the side is one of values, or none of them.
func (w *sqlWriter) set(side, one, many string, values []operand) sqlText {
	bound := make([]any, len(values))
	for i, v := range values {
		bound[i] = w.bound(v)
	}
	switch {
	case len(bound) == 1:
		return sqlText{text: side + one + w.bind(bound[0])}
	case w.dialect == PostgreSQL:
		quantified := map[string]string{" = ": " = ANY(", " <> ": " <> ALL("}[one]
		return sqlText{text: side + quantified + w.bindArray(bound) + ")"}
	case len(bound) <= w.few:
		w.args = append(w.args, bound...)
		return sqlText{text: side + many + "(?" + strings.Repeat(", ?", len(bound)-1) + ")"}
	}
	w.args = append(w.args, jsonText(bound))
	return sqlText{text: side + many + "(SELECT value FROM json_each(?))"}
}

// bind binds a value and returns its place.
func (w *sqlWriter) bind(v any) string {
	w.args = append(w.args, v)
	return w.dialect.Place(v)
}

// bindArray binds a list as one value of PostgreSQL's and returns its place.
func (w *sqlWriter) bindArray(list []any) string {
	values, of := array(list)
	w.args = append(w.args, values)
	return "?::" + of
}

// ranges writes that the side is in one of spans.
func (w *sqlWriter) ranges(side string, spans []span) sqlText {
	var list []sqlText
	if len(spans) <= w.few {
		for _, s := range spans {
			list = append(list, w.bounds(side, s))
		}
		return row('|', list)
	}
	// Only the first can be open below and only the last above; the others
	// come in four kinds, by which of their ends belong to them.
	kinds := map[string][]pair{}
	for _, s := range spans {
		if s.lo.end != 0 || s.hi.end != 0 {
			list = append(list, w.bounds(side, s))
			continue
		}
		lower, upper := bounds(s)
		kind := side + lower + "winnow_lo AND " + side + upper + "winnow_hi"
		kinds[kind] = append(kinds[kind], pair{w.bound(s.lo.v), w.bound(s.hi.v)})
	}
	for _, lower := range []string{" >= ", " > "} {
		for _, upper := range []string{" <= ", " < "} {
			kind := side + lower + "winnow_lo AND " + side + upper + "winnow_hi"
			if pairs := kinds[kind]; pairs != nil {
				list = append(list, w.existsPair(pairs, kind))
			}
		}
	}
	return row('|', list)
}

// bounds returns the signs before a span's lower and upper bound.
func bounds(s span) (lower, upper string) {
	lower, upper = " >= ", " < "
	if s.lo.after {
		lower = " > "
	}
	if s.hi.after {
		upper = " <= "
	}
	return lower, upper
}

func (w *sqlWriter) bounds(side string, s span) sqlText {
	lower, upper := bounds(s)
	var list []sqlText
	if s.lo.end == 0 {
		list = append(list, sqlText{text: side + lower + w.bind(w.bound(s.lo.v))})
	}
	if s.hi.end == 0 {
		list = append(list, sqlText{text: side + upper + w.bind(w.bound(s.hi.v))})
	}
	return row('&', list)
}

func (w *sqlWriter) globs(r *globRule) sqlText {
	if w.dialect == PostgreSQL {
		return w.likes(r)
	}
	side, sign := w.side(r.fold), " GLOB "
	if r.not {
		sign = " NOT GLOB "
	}
	bound := make([]any, len(r.patterns))
	for i, p := range r.patterns {
		bound[i] = globText(p)
	}
	if len(bound) <= w.few {
		list := make([]sqlText, len(bound))
		if r.fold && !r.not {
			for i, p := range r.patterns {
				text, args := fold.Resembling(p, globText(p), w.column)
				list[i], w.args = sqlText{text: text}, append(w.args, args...)
			}
			return row(map[bool]byte{true: '&', false: '|'}[r.every], list)
		}
		for i := range list {
			list[i] = sqlText{text: side + sign + "?"}
		}
		w.args = append(w.args, bound...)
		return row(map[bool]byte{true: '&', false: '|'}[r.every], list)
	}
	// Every pattern is as asked where none is otherwise.
	exists := "EXISTS"
	if r.every {
		exists = "NOT EXISTS"
		sign = map[bool]string{false: " NOT GLOB ", true: " GLOB "}[r.not]
	}
	return w.exists(exists, "value AS winnow_value", bound, side+sign+"winnow_value")
}

// likes is globs with PostgreSQL's LIKE, whose patterns may hold any characters.
func (w *sqlWriter) likes(r *globRule) sqlText {
	sign := map[bool]string{false: " LIKE ", true: " NOT LIKE "}[r.not] + map[bool]string{false: "ANY(", true: "ALL("}[r.every]
	patterns := make([]any, len(r.patterns))
	for i, p := range r.patterns {
		patterns[i] = likeText.Replace(p)
	}
	return sqlText{text: w.side(r.fold) + sign + w.bindArray(patterns) + ")"}
}

// likeText makes a pattern one that LIKE takes.
var likeText = strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`, "*", "%", "?", "_")

// pair has the two ends of a span.
type pair [2]any

// existsPair asks for the spans of a list that satisfy a condition.
func (w *sqlWriter) existsPair(pairs []pair, cond string) sqlText {
	if w.dialect == SQLite {
		list := make([]any, len(pairs))
		for i, p := range pairs {
			list[i] = p
		}
		return w.exists("EXISTS", "value ->> 0 AS winnow_lo, value ->> 1 AS winnow_hi", list, cond)
	}
	low, high := make([]any, len(pairs)), make([]any, len(pairs))
	for i, p := range pairs {
		low[i], high[i] = p[0], p[1]
	}
	source := "unnest(" + w.bindArray(low) + ", " + w.bindArray(high) + ") AS winnow_list (winnow_lo, winnow_hi)"
	return sqlText{text: "EXISTS (SELECT 1 FROM " + source + " WHERE " + cond + ")"}
}

// exists asks for the members of a list that satisfy a condition, in which
// they go by names that no column has.
func (w *sqlWriter) exists(how, names string, list []any, cond string) sqlText {
	w.args = append(w.args, jsonText(list))
	source := "(SELECT " + names + " FROM json_each(?))"
	if w.keep {
		return sqlText{text: how + " (WITH winnow_list AS MATERIALIZED " + source + " SELECT 1 FROM winnow_list WHERE " + cond + ")"}
	}
	return sqlText{text: how + " (SELECT 1 FROM " + source + " WHERE " + cond + ")"}
}

// globText is a pattern as GLOB takes it, to which [ means something too.
func globText(pattern string) string { return strings.ReplaceAll(pattern, "[", "[[]") }

// jsonText writes a list of texts and numbers, which JSON can always hold.
func jsonText(list []any) string {
	text, err := json.Marshal(list)
	if err != nil {
		panic("filter: " + err.Error())
	}
	return string(text)
}
