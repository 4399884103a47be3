package filter

import (
	"strings"

	"winnow/core"
	"winnow/core/catalog"
)

// ClauseIn says what the filter lets through as the rest of a sentence that
// begins with the field's name: "begins with GB or is DE". Without a filter it
// is "is anything".
func (f Filter) ClauseIn(locale core.Locale) string {
	if f.root == nil {
		return core.Text("filter.is_value", "value", core.Text("filter.anything")).In(locale)
	}
	return f.clause(f.root, locale)
}

func (f Filter) clause(n node, locale core.Locale) string {
	b, ok := n.(*branch)
	if !ok {
		return f.termClause(n.(*term), locale)
	}
	if b.op == '|' && alike(b) {
		return core.Text("filter.is_value", "value", f.meaning(b, locale)).In(locale)
	}
	var kids []string
	for _, kid := range b.kids[:min(len(b.kids), described)] {
		text := f.clause(kid, locale)
		if inner, ok := kid.(*branch); ok && inner.op == '|' && !alike(inner) {
			text = "(" + text + ")"
		}
		kids = append(kids, text)
	}
	if more := len(b.kids) - len(kids); more > 0 {
		kids = append(kids, core.Text("filter.more", "more", more).In(locale))
	}
	if b.op == '|' {
		return strings.Join(kids, core.Text("filter.or").In(locale))
	}
	return strings.Join(kids, core.Text("filter.and").In(locale))
}

// alike reports whether all that a branch joins are plain values.
func alike(b *branch) bool {
	for _, kid := range b.kids {
		if t, ok := kid.(*term); !ok || t.op != equal || t.fold {
			return false
		}
	}
	return true
}

func (f Filter) termClause(t *term, locale core.Locale) string {
	lo, hi := f.shown(t.lo, locale), f.shown(t.hi, locale)
	var text core.Message
	switch t.op {
	case equal:
		text = core.Text("filter.is_value", "value", lo)
	case notEqual:
		text = core.Text("filter.is_not_value", "value", lo)
	case like:
		text = patternClause(t.lo.s, patternMeaning)
	case notLike:
		text = patternClause(t.lo.s, notPatternMeaning)
	case within:
		text = core.Text("filter.lies_from_value_to_last", "value", lo, "last", hi)
	case upTo:
		text = f.orderClauses()[t.op].With("value", hi)
	default:
		text = f.orderClauses()[t.op].With("value", lo)
	}
	if t.fold {
		text = core.Text("filter.text_in_any_case", "text", text)
	}
	return text.In(locale)
}

// patternClause is what a pattern means, with a verb.
func patternClause(pattern string, meaning func(string) core.Message) core.Message {
	if pattern == "*" {
		return core.Text("filter.is_value", "value", meaning(pattern))
	}
	return meaning(pattern)
}

// orderClauses are the clauses of comparisons.
func (f Filter) orderClauses() map[op]core.Message {
	switch f.field.Type {
	case catalog.Date:
		later, earlier := core.Text("filter.is_value_or_later"), core.Text("filter.is_value_or_earlier")
		return map[op]core.Message{more: core.Text("filter.is_after_value"), atLeast: later, onward: later,
			less: core.Text("filter.is_before_value"), atMost: earlier, upTo: earlier}
	case catalog.Integer, catalog.Decimal:
		orMore, orLess := core.Text("filter.is_value_or_more"), core.Text("filter.is_value_or_less")
		return map[op]core.Message{more: core.Text("filter.is_more_than_value"), atLeast: orMore, onward: orMore,
			less: core.Text("filter.is_less_than_value"), atMost: orLess, upTo: orLess}
	}
	behind, ahead := core.Text("filter.is_value_or_sorts_after_it"), core.Text("filter.is_value_or_sorts_before_it")
	return map[op]core.Message{more: core.Text("filter.sorts_after_value"), atLeast: behind, onward: behind,
		less: core.Text("filter.sorts_before_value"), atMost: ahead, upTo: ahead}
}
