package filter

import (
	"unicode/utf8"

	"winnow/core/fold"
)

// Match reports whether a field's value passes the filter: a string for Code,
// Text and Date, int64, int, float64 or bool for the types that are numbers.
// It answers as the SQL of the filter does.
func (f Filter) Match(v any) bool {
	s := subjectOf(v)
	return f.rule == nil || f.rule.match(&s)
}

// Values are values of a field that filters are put to over and over. What they are when
// upper and lower case and accents do not count is worked out once.
type Values struct{ subjects []subject }

// NewValues returns values as Match takes them.
func NewValues(values []any) Values {
	v := Values{make([]subject, len(values))}
	for i, value := range values {
		v.subjects[i] = subjectOf(value)
		v.subjects[i].value(true)
	}
	return v
}

// Matches reports of each of some values whether it passes the filter, as Match does. The
// values may be matched by several filters at once.
func (f Filter) Matches(values Values) []bool {
	fits := make([]bool, len(values.subjects))
	for i := range values.subjects {
		fits[i] = f.rule == nil || f.rule.match(&values.subjects[i])
	}
	return fits
}

func subjectOf(v any) subject {
	var s subject
	switch v := v.(type) {
	case string:
		s.plain.s = v
	case int64:
		s.plain.n = float64(v)
	case int:
		s.plain.n = float64(v)
	case float64:
		s.plain.n = v
	case bool:
		s.plain.n = float64(bit(v))
	}
	return s
}

// subject is a value under test, folded once when that is first asked for.
type subject struct {
	plain, folded operand
	isFolded      bool
}

func (s *subject) value(folded bool) operand {
	if !folded {
		return s.plain
	}
	if !s.isFolded {
		s.folded, s.isFolded = operand{s: fold.Case(s.plain.s)}, true
	}
	return s.folded
}

func (r *spanRule) match(s *subject) bool { return holds(r.spans, s.value(r.fold)) }

func (r *globRule) match(s *subject) bool {
	text := s.value(r.fold).s
	for _, p := range r.patterns {
		if fits := glob(p, text) != r.not; fits != r.every {
			return fits
		}
	}
	return r.every
}

func (r *joinRule) match(s *subject) bool {
	for _, kid := range r.rules {
		if ok := kid.match(s); ok != (r.op == '&') {
			return ok
		}
	}
	return r.op == '&'
}

// glob reports whether text fits pattern, in which * is any run of characters
// and ? one character. After a mismatch only the last star takes one character
// more, so the work is at most the product of the lengths.
func glob(pattern, text string) bool {
	p, t := 0, 0
	star, resume := -1, 0
	for t < len(text) {
		if p < len(pattern) {
			switch c := pattern[p]; {
			case c == '*':
				star, resume = p, t
				p++
				continue
			case c == '?':
				_, size := utf8.DecodeRuneInString(text[t:])
				p, t = p+1, t+size
				continue
			case c == text[t]:
				p, t = p+1, t+1
				continue
			}
		}
		if star < 0 {
			return false
		}
		_, size := utf8.DecodeRuneInString(text[resume:])
		resume += size
		p, t = star+1, resume
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}
