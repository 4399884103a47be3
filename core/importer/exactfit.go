package importer

import (
	"context"
	"slices"

	"winnow/data"
)

// exactFits are rows and the contacts in which each of them would change nothing.
type exactFits struct {
	rows     []int64
	contacts []string
	// of are the contacts of each row, best first, and claimed those that are
	// better for a row which is not among these.
	of, claimed [][]int
	// takenBy are the rows to which contacts are given, -1 for none.
	takenBy []int
}

// takeExact gives contacts to rows that would change nothing in them, where all
// contacts that such rows fit are needed for them. It is what makes the same list
// again change nothing, however much its rows are alike: then every row that was
// taken over has such a contact, and giving each the one that fits it best could
// leave none for another.
func (r *run) takeExact(ctx context.Context) (taken int, err error) {
	g, err := r.readExactFits(ctx)
	if err != nil {
		return 0, err
	}
	for row := range g.rows {
		g.give(row, map[int]bool{})
	}
	open := g.open()
	for contact, row := range g.takenBy {
		if row < 0 || open[row] {
			continue
		}
		if _, err := r.tx.ExecContext(ctx, insertTake, g.rows[row], g.contacts[contact]); err != nil {
			return 0, err
		}
		taken++
	}
	return taken, nil
}

func (r *run) readExactFits(ctx context.Context) (*exactFits, error) {
	g := &exactFits{}
	rowAt, contactAt := map[int64]int{}, map[string]int{}
	var seq int64
	var no string
	var claimed bool
	err := data.Each(ctx, r.tx, []any{&seq, &no, &claimed}, func() error {
		row, there := rowAt[seq]
		if !there {
			row = len(g.rows)
			rowAt[seq], g.rows, g.of, g.claimed = row, append(g.rows, seq), append(g.of, nil), append(g.claimed, nil)
		}
		contact, there := contactAt[no]
		if !there {
			contact = len(g.contacts)
			contactAt[no], g.contacts, g.takenBy = contact, append(g.contacts, no), append(g.takenBy, -1)
		}
		if claimed {
			g.claimed[row] = append(g.claimed[row], contact)
		} else {
			g.of[row] = append(g.of[row], contact)
		}
		return nil
	}, selectExactFits)
	return g, err
}

// give gives a row a contact. It moves other rows to other contacts for it, so
// that in the end as many rows as possible have one.
func (g *exactFits) give(row int, tried map[int]bool) bool {
	for _, contact := range g.of[row] {
		if g.takenBy[contact] < 0 {
			g.takenBy[contact] = row
			return true
		}
	}
	for _, contact := range g.of[row] {
		if tried[contact] {
			continue
		}
		tried[contact] = true
		if g.give(g.takenBy[contact], tried) {
			g.takenBy[contact] = row
			return true
		}
	}
	return false
}

// open reports which rows are not settled: those that could have a contact that is left
// over, directly or after other rows changed theirs in a chain.
func (g *exactFits) open() []bool {
	wantedBy, given := make([][]int, len(g.contacts)), make([]int, len(g.rows))
	for row, contacts := range g.of {
		given[row] = -1
		for _, contact := range slices.Concat(contacts, g.claimed[row]) {
			wantedBy[contact] = append(wantedBy[contact], row)
		}
	}
	var next []int
	for contact, row := range g.takenBy {
		if row < 0 {
			next = append(next, contact)
		} else {
			given[row] = contact
		}
	}
	open := make([]bool, len(g.rows))
	for len(next) > 0 {
		contact := next[len(next)-1]
		next = next[:len(next)-1]
		for _, row := range wantedBy[contact] {
			if !open[row] {
				open[row] = true
				if given[row] >= 0 {
					next = append(next, given[row])
				}
			}
		}
	}
	return open
}
