package filter

import "winnow/core/catalog"

// Range is a run of values without a gap. Lower is ">" or ">=" and Upper "<" or "<=",
// each "" where the run has no end on that side; Low and High are the values as they
// are stored.
type Range struct {
	Lower, Upper string
	Low, High    any
}

// Ranges returns the values that the filter lets through as ranges in order. Only
// filters of dates and numbers are ranges; ok is false for others, and without a
// filter.
func (f Filter) Ranges() (list []Range, ok bool) {
	set, ok := f.rule.(*spanRule)
	if !ok || f.field.Type == catalog.Code || f.field.Type == catalog.Text {
		return nil, false
	}
	stored := number
	if f.field.Type == catalog.Date {
		stored = func(v operand) any { return v.s }
	}
	for _, s := range set.spans {
		lower, upper := bounds(s)
		r := Range{}
		if s.lo.end == 0 {
			r.Lower, r.Low = lower[1:len(lower)-1], stored(s.lo.v)
		}
		if s.hi.end == 0 {
			r.Upper, r.High = upper[1:len(upper)-1], stored(s.hi.v)
		}
		list = append(list, r)
	}
	return list, true
}
