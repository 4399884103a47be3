package segment

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"winnow/core/catalog"
	"winnow/core/selection"
)

// sortedBy is the order in which the lines of a query stand; nil for line order.
func (l *Lines) sortedBy(ctx context.Context, tx *sql.Tx, q Query) ([]uint32, error) {
	if q.SortBy == "" || q.Search != "" || len(q.Filters) > 0 {
		return selectOrder(ctx, tx, l.defaults, q, l.lines)
	}
	f, err := l.defaults.fieldOf(q.SortBy)
	if err != nil {
		return nil, err
	}
	text, args, all, err := l.byContact(ctx, tx, f)
	if err != nil || all {
		return nil, err
	}
	// The order of all contacts is found sooner where much of them is on the segment: an
	// index may have it, and where none has, contacts are read as they stand in the file.
	contacts, err := selection.New(selection.Params{}).Bound(ctx, tx)
	if err != nil {
		return nil, err
	}
	if text == "" || l.lines.GetCardinality()*2 < contacts {
		return selectOrder(ctx, tx, l.defaults, q, l.lines)
	}
	return l.inOrderOfContacts(ctx, tx, f, text, args, q.Descending)
}

// byContact returns the SQL expression of contacts c, with its bound values, that says
// what lines show in a field; "" where the lines themselves must be read for it. all
// tells that all lines show the same.
func (l *Lines) byContact(ctx context.Context, tx *sql.Tx, f catalog.Field) (text string, args []any, all bool, err error) {
	place, ofLine := lineIndex[f.Key]
	switch {
	case !ofLine && f.Flow == catalog.Stored:
		return "c." + f.Column(), nil, false, nil
	case !ofLine || f.Key == "contact_alt_address_code": // or days decide
		return "", nil, false, nil
	}
	d := l.defaults // which holds for this transaction only
	if d.own, err = selectOwnKeys(ctx, tx, l.Segment().ID); err != nil {
		return "", nil, false, fmt.Errorf("look for own values of lines: %w", err)
	}
	if d.own[f.Key] {
		return "", nil, false, nil
	}
	text, args = d.expression(f.Key)
	return text, args, !slices.Contains(ofContact, place), nil
}

// inOrderOfContacts puts the lines in the order of what an expression says of their
// contacts. Lines of equal values stand in line order.
func (l *Lines) inOrderOfContacts(ctx context.Context, tx *sql.Tx, f catalog.Field, text string, args []any, descending bool) ([]uint32, error) {
	m := newMembers(l.Segment().ID, l.lines)
	if err := m.readAll(ctx, tx); err != nil {
		return nil, err
	}
	first, further := firstLines(m)
	sorted := make([]uint32, 0, len(m.pairLines))
	err := eachGroup(ctx, tx, f, text, args, descending, func(contacts []uint32) {
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
