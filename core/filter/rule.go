package filter

import (
	"slices"
	"strings"
	"unicode/utf8"

	"winnow/core/fold"
)

const (
	// maxParts is how many conditions a filter may come to after all that can
	// be put together has been. It keeps SQL within SQLite's limits.
	maxParts = 2000
	// maxPattern is the longest pattern, in bytes, that SQLite takes. A text
	// in the company file is too short to fit a longer one.
	maxPattern = 50_000
)

// rule is a filter made ready to be asked: lists are sets, and only what
// cannot be one stays a row of conditions. It is a *spanRule, a *globRule or a
// *joinRule. What kinds are put together decides how large the SQL gets.
type rule interface{ match(*subject) bool }

// spanRule asks whether a value is in one of spans, which are as union returns
// them.
type spanRule struct {
	fold  bool
	spans []span
}

// globRule asks whether some pattern, or every one, is fitted, or, if not is
// set, is not fitted.
type globRule struct {
	fold, every, not bool
	patterns         []string
}

// joinRule asks whether every rule holds ('&') or some rule ('|'). Those that
// nest deepest stand last.
type joinRule struct {
	op    byte
	rules []rule
	depth int
}

// newRule makes a tree ready.
func newRule(n node) rule {
	if t, ok := n.(*term); ok {
		return termRule(t)
	}
	b := n.(*branch)
	rules := make([]rule, len(b.kids))
	for i, kid := range b.kids {
		rules[i] = newRule(kid)
	}
	return joinRules(b.op, rules)
}

func termRule(t *term) rule {
	lo, hi := operand{s: t.lo.s, n: t.lo.n}, operand{s: t.hi.s, n: t.hi.n}
	if t.fold {
		lo.s, hi.s = fold.Case(lo.s), fold.Case(hi.s)
	}
	var s span
	switch t.op {
	case equal, notEqual:
		s = span{before(lo), after(lo)}
	case like, notLike:
		var ok bool
		if s, ok = patternSpan(lo.s); !ok {
			return &globRule{fold: t.fold, not: t.op == notLike, patterns: []string{lo.s}}
		}
	case more:
		s = span{after(lo), afterAll}
	case atLeast, onward:
		s = span{before(lo), afterAll}
	case less:
		s = span{beforeAll, before(lo)}
	case atMost:
		s = span{beforeAll, after(lo)}
	case upTo:
		s = span{beforeAll, after(hi)}
	case within:
		s = span{before(lo), after(hi)}
	}
	spans := union([]span{s})
	if t.op == notEqual || t.op == notLike {
		spans = complement(spans)
	}
	return &spanRule{t.fold, spans}
}

// patternSpan returns the span of the texts that fit a pattern, where they are
// one: all, none, or those that begin with the same characters.
func patternSpan(pattern string) (span, bool) {
	if pattern == "*" {
		return span{beforeAll, afterAll}, true
	}
	prefix, ok := strings.CutSuffix(pattern, "*")
	if ok && !strings.ContainsAny(prefix, "*?") {
		return span{before(operand{s: prefix}), afterPrefix(prefix)}, true
	}
	if len(globText(pattern)) > maxPattern || strings.Contains(pattern, "\x00") {
		return span{beforeAll, beforeAll}, true
	}
	return span{}, false
}

// afterPrefix is the cut behind all texts that begin with prefix.
func afterPrefix(prefix string) cut {
	for prefix != "" {
		r, size := utf8.DecodeLastRuneInString(prefix)
		prefix = prefix[:len(prefix)-size]
		if r == utf8.MaxRune {
			continue
		}
		r++
		if !utf8.ValidRune(r) {
			r = 0xE000 // the first character behind the surrogates
		}
		return before(operand{s: prefix + string(r)})
	}
	return afterAll
}

// joinRules puts together what can be: spans become one set, patterns one
// list.
func joinRules(op byte, rules []rule) rule {
	var spans [2][]*spanRule
	var globs [4]*globRule
	var others []rule
	var joins []*joinRule
	for _, r := range rules {
		switch r := r.(type) {
		case *spanRule:
			spans[bit(r.fold)] = append(spans[bit(r.fold)], r)
		case *globRule:
			if len(r.patterns) > 1 && r.every != (op == '&') {
				others = append(others, r)
				continue
			}
			same := &globs[2*bit(r.fold)+bit(r.not)]
			if *same == nil {
				*same = &globRule{fold: r.fold, not: r.not, every: op == '&'}
			}
			(*same).patterns = append((*same).patterns, r.patterns...)
		case *joinRule:
			joins = append(joins, r)
		}
	}
	out := &joinRule{op: op}
	for _, same := range spans {
		if len(same) == 0 {
			continue
		}
		merged := mergeSpans(op, same)
		all, none := everything(merged.spans), len(merged.spans) == 0
		if all && op == '|' || none && op == '&' {
			return merged
		}
		if !all && !none {
			out.rules = append(out.rules, merged)
		}
	}
	for _, r := range globs {
		if r != nil {
			slices.Sort(r.patterns)
			r.patterns = slices.Compact(r.patterns)
			out.rules = append(out.rules, r)
		}
	}
	out.rules = append(out.rules, others...)
	slices.SortStableFunc(joins, func(a, b *joinRule) int { return a.depth - b.depth })
	for _, j := range joins {
		out.rules, out.depth = append(out.rules, j), j.depth+1
	}
	switch len(out.rules) {
	case 0:
		// Nothing but spans of all values beside &, or of none beside |.
		return &spanRule{spans: map[byte][]span{'|': nil, '&': {{beforeAll, afterAll}}}[op]}
	case 1:
		return out.rules[0]
	}
	return out
}

func mergeSpans(op byte, same []*spanRule) *spanRule {
	if len(same) == 1 {
		return same[0]
	}
	var all []span
	for _, r := range same {
		if op == '&' {
			all = append(all, complement(r.spans)...)
		} else {
			all = append(all, r.spans...)
		}
	}
	all = union(all)
	if op == '&' {
		all = complement(all)
	}
	return &spanRule{same[0].fold, all}
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// parts counts the conditions of a rule.
func parts(r rule) int {
	j, ok := r.(*joinRule)
	if !ok {
		return 1
	}
	n := 0
	for _, kid := range j.rules {
		n += parts(kid)
	}
	return n
}
