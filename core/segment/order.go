package segment

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"winnow/core/catalog"
	"winnow/core/selection"
)

// sortedBy is the order in which the lines of a query stand.
func (l *Lines) sortedBy(ctx context.Context, tx *sql.Tx, q Query) ([]uint32, error) {
	f, ok, err := l.ofContacts(ctx, tx, q)
	switch {
	case err != nil:
		return nil, err
	case ok:
		return l.inOrderOfContacts(ctx, tx, f, q.Descending)
	}
	return selectOrder(ctx, tx, l.defaults, q, l.lines)
}

// ofContacts tells whether the order of a query's lines is found sooner in that of all
// contacts: where it only sorts, by a stored field of the contact, and much of the
// contacts is on the segment. An index of contacts may have that order, and where none
// has, contacts are read as they stand in the file.
func (l *Lines) ofContacts(ctx context.Context, tx *sql.Tx, q Query) (f catalog.Field, ok bool, err error) {
	if q.SortBy == "" || q.Search != "" || len(q.Filters) > 0 {
		return f, false, nil
	}
	if f, err = l.defaults.fieldOf(q.SortBy); err != nil {
		return f, false, err
	}
	if _, own := lineIndex[f.Key]; own || f.Flow != catalog.Stored {
		return f, false, nil
	}
	contacts, err := selection.New(selection.Params{}).Bound(ctx, tx)
	return f, l.lines.GetCardinality()*2 >= contacts, err
}

// inOrderOfContacts puts the lines in the order of a field of their contacts. Lines of
// equal values stand in line order.
func (l *Lines) inOrderOfContacts(ctx context.Context, tx *sql.Tx, f catalog.Field, descending bool) ([]uint32, error) {
	m := newMembers(l.Segment().ID, l.lines)
	if err := m.readAll(ctx, tx); err != nil {
		return nil, err
	}
	first, further := firstLines(m)
	sorted := make([]uint32, 0, len(m.pairLines))
	err := eachGroup(ctx, tx, f, descending, func(contacts []uint32) {
		from := len(sorted)
		for _, contact := range contacts {
			if int(contact) >= len(first) || first[contact] == 0 {
				continue
			}
			sorted = append(append(sorted, first[contact]), further[contact]...)
		}
		slices.Sort(sorted[from:])
	})
	if err != nil {
		return nil, fmt.Errorf("sort the lines: %w", err)
	}
	return sorted, nil
}

// firstLines returns the first line of each contact by its id, 0 for none, and the
// further lines of those that have several.
func firstLines(m *members) (first []uint32, further map[uint32][]uint32) {
	further = map[uint32][]uint32{}
	if len(m.pairContacts) > 0 {
		first = make([]uint32, slices.Max(m.pairContacts)+1)
	}
	for i, contact := range m.pairContacts {
		if first[contact] == 0 {
			first[contact] = m.pairLines[i]
		} else {
			further[contact] = append(further[contact], m.pairLines[i])
		}
	}
	return first, further
}
