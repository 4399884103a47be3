package ready

import (
	"context"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core/company"
	"winnow/core/segment"
)

// State says how ready a line is.
type State int

const (
	// Fit are the lines in none of the groups.
	Fit State = iota
	// LookAt are the lines in a group that can be reached.
	LookAt
	// OutOfReach are the lines that nothing reaches: without an address and without an
	// e-mail that is one, or blocked, so that no output has them.
	OutOfReach
)

// States are all of them, in the order in which they are shown.
func States() []State { return []State{Fit, LookAt, OutOfReach} }

// findAll returns the lines of each group, in the order of groups.
func (s *sight) findAll(ctx context.Context) ([]found, error) {
	all := make([]found, len(groups))
	for i, g := range groups {
		var err error
		if all[i], err = s.find(ctx, g); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// states divides the lines; all are those of each group.
func (s *sight) states(all []found) map[State]*roaring.Bitmap {
	named := map[string]*roaring.Bitmap{}
	any := roaring.New()
	for i, g := range groups {
		named[g.Key] = all[i].lines
		any.Or(all[i].lines)
	}
	out := roaring.And(named["no_address"], roaring.Or(named["no_e_mail"], named["invalid_e_mail"]))
	out.Or(named["blocked"])
	fit := roaring.New()
	for n := range s.lines.Len() {
		fit.Add(segment.Ordinal(s.lines.LineNo(n)))
	}
	fit.AndNot(any)
	any.AndNot(out)
	return map[State]*roaring.Bitmap{Fit: fit, LookAt: any, OutOfReach: out}
}

// FindState returns the lines that are so ready, in line order.
func FindState(ctx context.Context, c *company.Company, no string, state State, p Params) (List, error) {
	var list List
	err := look(ctx, c, no, p, func(s *sight) error {
		all, err := s.findAll(ctx)
		if err != nil {
			return err
		}
		list = List{Lines: s.lines.Pick(numbers(s.states(all)[state].ToArray()))}
		return nil
	})
	return list, err
}
