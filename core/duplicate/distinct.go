package duplicate

import (
	"context"
	"database/sql"
	"slices"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/value"
)

// pair are the ids of two contacts, the smaller one first.
type pair struct{ contact, other int64 }

func pairOf(a, b int64) pair { return pair{min(a, b), max(a, b)} }

// DistinctParams say of which contacts it is known whether they are the same.
type DistinctParams struct {
	// Numbers are those of the contacts, two or more; each is told from each.
	Numbers []string
	// Undo takes back that they are not the same.
	Undo bool
	// Preview changes nothing.
	Preview bool
}

// Distinct says of contacts that they are not the same, so that they are found as
// duplicates no more, or takes that back. It returns how many pairs are told apart, or
// no longer are, that were not so before.
func (s *Store) Distinct(ctx context.Context, p DistinctParams) (pairs int, err error) {
	err = s.company.Change(ctx, p.Preview, func(tx *sql.Tx) error {
		ids, err := contacts(ctx, tx, p.Numbers)
		if err != nil {
			return err
		}
		for i, a := range ids {
			for _, b := range ids[:i] {
				fresh, err := setDistinct(ctx, tx, pairOf(a, b), !p.Undo)
				if err != nil {
					return err
				}
				if fresh {
					pairs++
				}
			}
		}
		return nil
	})
	return pairs, err
}

// Pair are two contacts that are known not to be the same.
type Pair struct {
	No, Name, OtherNo, OtherName string
}

// Distincts returns the pairs of contacts that are not the same, by number.
func (s *Store) Distincts(ctx context.Context) ([]Pair, error) {
	return company.Read(ctx, s.company, func(tx *sql.Tx) ([]Pair, error) { return selectPairs(ctx, tx) })
}

// contacts returns the ids of contacts, which are different ones.
func contacts(ctx context.Context, tx *sql.Tx, numbers []string) ([]int64, error) {
	codes := make([]string, len(numbers))
	for i, no := range numbers {
		var err error
		if codes[i], err = value.Code(no); err != nil {
			return nil, core.NewProblem(core.Invalid, "common.place_and_problem", "place", core.Word("No."), "problem", err)
		}
	}
	found, err := selectIDs(ctx, tx, codes)
	if err != nil {
		return nil, err
	}
	var ids []int64
	named := map[int64]bool{}
	for _, code := range codes {
		id, ok := found[code]
		if !ok {
			return nil, core.NewProblem(core.NotFound, "segment.contact_does_not_exist", "contact", code)
		}
		if named[id] {
			return nil, core.NewProblem(core.Invalid, "duplicate.contact_is_named_twice", "contact", code)
		}
		named[id] = true
		ids = append(ids, id)
	}
	return ids, nil
}

// alike parts contacts that have something in common where people said that they are
// not the same: two stay together unless they were told apart and no third one holds
// them together.
func alike(ids []int64, apart map[pair]bool) [][]int64 {
	if len(apart) == 0 {
		return [][]int64{ids}
	}
	var groups [][]int64
	left := ids
	for len(left) > 0 {
		group := []int64{left[0]}
		left = left[1:]
		for i := 0; i < len(group); i++ {
			var rest []int64
			for _, id := range left {
				if apart[pairOf(group[i], id)] {
					rest = append(rest, id)
				} else {
					group = append(group, id)
				}
			}
			left = rest
		}
		if len(group) > 1 {
			slices.Sort(group)
			groups = append(groups, group)
		}
	}
	return groups
}
