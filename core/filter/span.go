package filter

import "slices"

// cut is a place between values: before everything, before or after a value,
// or after everything.
type cut struct {
	// end is -1 before everything, 1 after everything, else 0.
	end   int8
	after bool
	v     operand
}

var (
	beforeAll = cut{end: -1}
	afterAll  = cut{end: 1}
)

func before(v operand) cut { return cut{v: v} }
func after(v operand) cut  { return cut{v: v, after: true} }

func compareCuts(a, b cut) int {
	if a.end != b.end {
		return int(a.end) - int(b.end)
	}
	if c := compareValues(a.v, b.v); c != 0 {
		return c
	}
	switch {
	case a.after == b.after:
		return 0
	case b.after:
		return -1
	}
	return 1
}

// span is all values between two cuts.
type span struct{ lo, hi cut }

// point reports whether the span is a single value.
func (s span) point() bool {
	return s.lo.end == 0 && s.hi.end == 0 && !s.lo.after && s.hi.after && compareValues(s.lo.v, s.hi.v) == 0
}

// union returns the values of all spans as spans in order that neither overlap
// nor touch.
func union(spans []span) []span {
	spans = slices.DeleteFunc(slices.Clone(spans), func(s span) bool { return compareCuts(s.lo, s.hi) >= 0 })
	slices.SortFunc(spans, func(a, b span) int { return compareCuts(a.lo, b.lo) })
	out := spans[:0]
	for _, s := range spans {
		last := len(out) - 1
		switch {
		case last < 0 || compareCuts(s.lo, out[last].hi) > 0:
			out = append(out, s)
		case compareCuts(s.hi, out[last].hi) > 0:
			out[last].hi = s.hi
		}
	}
	return out
}

// complement returns what spans leave out; they must be as union returns them.
func complement(spans []span) []span {
	out := make([]span, 0, len(spans)+1)
	at := beforeAll
	for _, s := range spans {
		if compareCuts(at, s.lo) < 0 {
			out = append(out, span{at, s.lo})
		}
		at = s.hi
	}
	if compareCuts(at, afterAll) < 0 {
		out = append(out, span{at, afterAll})
	}
	return out
}

// everything reports whether spans leave nothing out.
func everything(spans []span) bool { return len(spans) == 1 && spans[0] == span{beforeAll, afterAll} }

// holds reports whether v is in one of spans, which must be as union returns
// them.
func holds(spans []span, v operand) bool {
	at := before(v)
	i, found := slices.BinarySearchFunc(spans, at, func(s span, c cut) int { return compareCuts(s.lo, c) })
	if !found {
		i--
	}
	return i >= 0 && compareCuts(at, spans[i].hi) < 0
}
