package list

import (
	"slices"
	"sort"
)

// Range is a run of rows, both ends included.
type Range struct {
	First, Last int
}

// rangeSet is a set of rows as sorted runs that neither touch nor overlap, so
// that "all" of a million rows is one run.
type rangeSet []Range

func (s rangeSet) has(row int) bool {
	i := sort.Search(len(s), func(i int) bool { return s[i].Last >= row })
	return i < len(s) && s[i].First <= row
}

func (s rangeSet) count() int {
	n := 0
	for _, r := range s {
		n += r.Last - r.First + 1
	}
	return n
}

func (s rangeSet) add(r Range) rangeSet {
	out := make(rangeSet, 0, len(s)+1)
	for _, o := range s {
		if o.Last < r.First-1 || o.First > r.Last+1 {
			out = append(out, o)
			continue
		}
		r.First, r.Last = min(r.First, o.First), max(r.Last, o.Last)
	}
	at := sort.Search(len(out), func(i int) bool { return out[i].First > r.First })
	return slices.Insert(out, at, r)
}

func (s rangeSet) remove(r Range) rangeSet {
	out := make(rangeSet, 0, len(s)+1)
	for _, o := range s {
		if o.First < r.First {
			out = append(out, Range{o.First, min(o.Last, r.First-1)})
		}
		if o.Last > r.Last {
			out = append(out, Range{max(o.First, r.Last+1), o.Last})
		}
	}
	return out
}

func (s rangeSet) toggle(row int) rangeSet {
	if s.has(row) {
		return s.remove(Range{row, row})
	}
	return s.add(Range{row, row})
}
