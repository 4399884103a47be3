package segment

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/flowfield"
	"winnow/core/selection"
)

// newSeed chooses a seed where nobody gave one. It is short, so that people can write
// it down.
func newSeed() int64 { return rand.Int64N(1_000_000) }

// candidates are the contacts or lines of which a part is taken.
type candidates struct {
	// id is the SQL expression that tells them apart.
	id string
	// from is what queries read them from, each with its contact c; args are the
	// values that it binds.
	from string
	args []any
	// inForce says that it has a, the alternative address in force, too.
	inForce bool
	size    uint64
	known   catalog.Catalog
}

// takeContacts returns the part of a set of contacts that is taken.
func takeContacts(ctx context.Context, tx *sql.Tx, t criteria.Take, a *selection.Asker, contacts *roaring.Bitmap) (*roaring.Bitmap, error) {
	from, args, err := contactsIn(ctx, tx, a, contacts)
	if err != nil {
		return nil, err
	}
	c, err := candidates{id: "c.id", from: from, args: args, size: contacts.GetCardinality(), known: a.Catalog()}.withFlow(ctx, tx, t, a)
	if err != nil {
		return nil, err
	}
	taken, err := selectTaken(ctx, tx, t, c)
	if err != nil {
		return nil, fmt.Errorf("take a part of the contacts: %w", err)
	}
	return taken, nil
}

// takeLines returns the part of a set of a segment's lines that is taken.
func takeLines(ctx context.Context, tx *sql.Tx, t criteria.Take, a *selection.Asker, segment int64, lines *roaring.Bitmap) (*roaring.Bitmap, error) {
	c, err := candidateLines(ctx, tx, t, a, segment, lines)
	if err != nil {
		return nil, err
	}
	taken, err := selectTaken(ctx, tx, t, c)
	if err != nil {
		return nil, fmt.Errorf("take a part of the lines: %w", err)
	}
	return taken, nil
}

// take returns the part of the lines that is taken; they are those of some contacts.
// Where each of these has one line only, its part of the contacts is the same, and
// sooner found: lines lead to contacts that stand far apart in the file. Only a
// household depends on the line.
func (m *members) take(ctx context.Context, tx *sql.Tx, t criteria.Take, a *selection.Asker, contacts, lines *roaring.Bitmap) (*roaring.Bitmap, error) {
	there, err := m.among(ctx, tx, contacts)
	if err != nil {
		return nil, err
	}
	if t.Per == criteria.PerHousehold || there.GetCardinality() != lines.GetCardinality() {
		return takeLines(ctx, tx, t, a, m.segment, lines)
	}
	taken, err := takeContacts(ctx, tx, t, a, there)
	if err != nil {
		return nil, err
	}
	return m.linesOf(ctx, tx, taken)
}

// candidateLines are a set of a segment's lines. Households are told apart by the
// addresses in force on the lines' dates.
func candidateLines(ctx context.Context, tx *sql.Tx, t criteria.Take, a *selection.Asker, segment int64, lines *roaring.Bitmap) (candidates, error) {
	condition, args := among(segment, lines)
	c := candidates{id: "l.line_no / 10000", size: lines.GetCardinality(), known: a.Catalog()}
	c.from = "segment_line AS l JOIN contact AS c ON c.id = l.contact_id"
	if t.Per == criteria.PerHousehold {
		join, bound, err := joinInForce(ctx, tx, segment)
		if err != nil {
			return c, err
		}
		c.from, args, c.inForce = c.from+join, append(bound, args...), true
	}
	c.from, c.args = c.from+" WHERE "+condition, args
	return c.withFlow(ctx, tx, t, a)
}

// withFlow gives the contacts c the fields that are worked out, where the part is taken
// in their order or by groups that have them in common.
func (c candidates) withFlow(ctx context.Context, tx *sql.Tx, t criteria.Take, a *selection.Asker) (candidates, error) {
	orders, err := t.Orders(c.known)
	if err != nil {
		return c, err
	}
	group, _, err := t.Group(c.known)
	if err != nil {
		return c, err
	}
	read, columns := flowfield.New(tx, a.WorkDate()).Query("c"), "c.*"
	for _, f := range contactTable.FlowFields {
		if f.Key != group.Key && !slices.ContainsFunc(orders, func(o criteria.Order) bool { return o.Field.Key == f.Key }) {
			continue
		}
		text, err := read.Value(ctx, f)
		if err != nil {
			return c, err
		}
		columns += ", " + text + " AS " + f.Key
	}
	if columns == "c.*" {
		return c, nil
	}
	before, after, _ := strings.Cut(c.from, allContacts)
	c.from = before + "(SELECT " + columns + " FROM " + allContacts + read.Join + ") AS c" + after
	c.args = slices.Insert(slices.Clone(c.args), strings.Count(before, "?"), read.JoinArgs...)
	return c, nil
}

// joinInForce returns the join that adds the alternative address in force to lines l of
// contacts c, with the values that it binds.
func joinInForce(ctx context.Context, tx *sql.Tx, segment int64) (string, []any, error) {
	list, err := selectSegments(ctx, tx, segmentOfID, segment)
	if err != nil {
		return "", nil, fmt.Errorf("read the header: %w", err)
	}
	if len(list) == 0 {
		return "", nil, fmt.Errorf("segment %d is missing", segment)
	}
	d, err := readDefaults(ctx, tx, list[0])
	if err != nil {
		return "", nil, err
	}
	code, args := d.expression("contact_alt_address_code")
	return " LEFT JOIN contact_alt_address AS a ON a.contact_no = c.no AND a.code = " + code, args, nil
}
