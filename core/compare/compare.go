// Package compare tells two segments apart: who is on the one only, on both, and on the
// other only. It changes nothing; [Comparison.Steps] are the steps that make a segment of
// a part.
package compare

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
)

// Part is one of the parts into which two segments divide their contacts.
type Part string

const (
	AOnly Part = "a_only"
	Both  Part = "both"
	BOnly Part = "b_only"
)

// Parts are the parts in the order in which they are shown.
func Parts() []Part { return []Part{AOnly, Both, BOnly} }

// Comparison is how two segments divide their contacts.
type Comparison struct {
	// A and B are the segments' headers.
	A, B segment.Segment
	// contacts are the ids of the contacts of each part.
	contacts map[Part]*roaring.Bitmap
	// canceled is the first of them whose log is canceled, so that no filter finds its
	// lines; "" for none.
	canceled string
}

// side is what one of the two segments has.
type side struct {
	header   segment.Segment
	contacts *roaring.Bitmap
	canceled bool
}

// Segments compares the lines that two segments have now, logged ones too. The error is a
// core.Problem where one does not exist.
func Segments(ctx context.Context, c *company.Company, a, b string) (Comparison, error) {
	var first, second side
	err := c.ReadTogether(ctx,
		func(tx *sql.Tx) (err error) { first, err = read(ctx, tx, c, a); return err },
		func(tx *sql.Tx) (err error) { second, err = read(ctx, tx, c, b); return err })
	if err != nil {
		return Comparison{}, err
	}
	found := Comparison{A: first.header, B: second.header, contacts: map[Part]*roaring.Bitmap{
		AOnly: roaring.AndNot(first.contacts, second.contacts),
		Both:  roaring.And(first.contacts, second.contacts),
		BOnly: roaring.AndNot(second.contacts, first.contacts),
	}}
	for _, of := range []side{second, first} {
		if of.canceled {
			found.canceled = of.header.No
		}
	}
	return found, nil
}

// read reads one of the segments.
func read(ctx context.Context, tx *sql.Tx, c *company.Company, no string) (side, error) {
	lines, err := segment.New(c).OpenLines(ctx, tx, no)
	if err != nil {
		return side{}, err
	}
	s := side{header: lines.Segment()}
	if s.contacts, err = lines.Contacts(ctx, tx); err != nil {
		return s, fmt.Errorf("read the contacts of %s: %w", no, err)
	}
	if s.canceled, err = isCanceled(ctx, tx, s.header.LoggedAs); err != nil {
		return s, fmt.Errorf("read the log of %s: %w", s.header.No, err)
	}
	return s, nil
}

// Count returns how many contacts a part has.
func (c Comparison) Count(p Part) int { return int(c.contacts[p].GetCardinality()) }

// IDs returns the ids of a part's contacts.
func (c Comparison) IDs(p Part) []int64 {
	ids := make([]int64, 0, c.Count(p))
	for it := c.contacts[p].Iterator(); it.HasNext(); {
		ids = append(ids, int64(it.Next()))
	}
	return ids
}

// Numbers returns the numbers of a part's contacts, in their order.
func (c Comparison) Numbers(ctx context.Context, from *company.Company, p Part) ([]string, error) {
	return company.Read(ctx, from, func(tx *sql.Tx) ([]string, error) {
		list, err := selectNumbers(ctx, tx, c.contacts[p])
		if err != nil {
			return nil, fmt.Errorf("read the numbers of contacts: %w", err)
		}
		return list, nil
	})
}

// Steps returns the steps that make a segment of a part. Excluded contacts are on it as
// they are on the segments. The error is a core.Problem where the log of one of the
// segments is canceled: filters do not find its lines.
func (c Comparison) Steps(p Part) ([]criteria.Step, error) {
	if c.canceled != "" {
		return nil, core.NewProblem(core.Invalid, "compare.log_is_canceled", "segment", c.canceled).Hint("compare.log_is_canceled_hint")
	}
	step := func(action criteria.Action, of segment.Segment) criteria.Step {
		s := criteria.Step{Action: action, Filters: criteria.Filters{}}
		s.Options.IgnoreExclusion = action == criteria.Add
		s.Filters.Set(catalog.SegmentLine, catalog.SegmentNo, filter.Quote(of.No))
		return s
	}
	switch p {
	case AOnly:
		return []criteria.Step{step(criteria.Add, c.A), step(criteria.Reduce, c.B)}, nil
	case Both:
		return []criteria.Step{step(criteria.Add, c.A), step(criteria.Refine, c.B)}, nil
	}
	return []criteria.Step{step(criteria.Add, c.B), step(criteria.Reduce, c.A)}, nil
}
