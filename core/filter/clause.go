package filter

import (
	"strings"

	"winnow/core"
	"winnow/core/catalog"
)

// ClauseIn says what the filter lets through as the rest of a sentence that
// begins with the field's name: "begins with GB or is DE". Without a filter it
// is "is anything".
func (f Filter) ClauseIn(v core.Voice) string {
	if f.root == nil {
		return core.Sayf("is %s", core.Sayf("anything")).In(v)
	}
	return f.clause(f.root, v)
}

func (f Filter) clause(n node, v core.Voice) string {
	b, ok := n.(*branch)
	if !ok {
		return f.termClause(n.(*term), v)
	}
	if b.op == '|' && alike(b) {
		return core.Sayf("is %s", f.meaning(b, v)).In(v)
	}
	var kids []string
	for _, kid := range b.kids[:min(len(b.kids), described)] {
		text := f.clause(kid, v)
		if inner, ok := kid.(*branch); ok && inner.op == '|' && !alike(inner) {
			text = "(" + text + ")"
		}
		kids = append(kids, text)
	}
	if more := len(b.kids) - len(kids); more > 0 {
		kids = append(kids, core.Sayf("%d more", more).In(v))
	}
	if b.op == '|' {
		return strings.Join(kids, core.Sayf(" or ").In(v))
	}
	return strings.Join(kids, core.Sayf(" and ").In(v))
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

func (f Filter) termClause(t *term, v core.Voice) string {
	lo, hi := f.shown(t.lo, v), f.shown(t.hi, v)
	var text core.Sentence
	switch t.op {
	case equal:
		text = core.Sayf("is %s", lo)
	case notEqual:
		text = core.Sayf("is not %s", lo)
	case like:
		text = patternClause(t.lo.s, patternMeaning)
	case notLike:
		text = patternClause(t.lo.s, notPatternMeaning)
	case within:
		text = core.Sayf("lies from %s to %s", lo, hi)
	case upTo:
		text = f.orderClauses()[t.op].With(hi)
	default:
		text = f.orderClauses()[t.op].With(lo)
	}
	if t.fold {
		text = core.Sayf("%s (in any case)", text)
	}
	return text.In(v)
}

// patternClause is what a pattern means, with a verb.
func patternClause(pattern string, meaning func(string) core.Sentence) core.Sentence {
	if pattern == "*" {
		return core.Sayf("is %s", meaning(pattern))
	}
	return meaning(pattern)
}

// orderClauses are the clauses of comparisons.
func (f Filter) orderClauses() map[op]core.Sentence {
	switch f.field.Type {
	case catalog.Date:
		later, earlier := core.Sayf("is %s or later"), core.Sayf("is %s or earlier")
		return map[op]core.Sentence{more: core.Sayf("is after %s"), atLeast: later, onward: later,
			less: core.Sayf("is before %s"), atMost: earlier, upTo: earlier}
	case catalog.Integer, catalog.Decimal:
		orMore, orLess := core.Sayf("is %s or more"), core.Sayf("is %s or less")
		return map[op]core.Sentence{more: core.Sayf("is more than %s"), atLeast: orMore, onward: orMore,
			less: core.Sayf("is less than %s"), atMost: orLess, upTo: orLess}
	}
	behind, ahead := core.Sayf("is %s or sorts after it"), core.Sayf("is %s or sorts before it")
	return map[op]core.Sentence{more: core.Sayf("sorts after %s"), atLeast: behind, onward: behind,
		less: core.Sayf("sorts before %s"), atMost: ahead, upTo: ahead}
}
