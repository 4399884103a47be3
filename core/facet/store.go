package facet

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core/catalog"
	"winnow/core/flowfield"
	"winnow/core/idset"
	"winnow/core/segment"
	"winnow/core/value"
	"winnow/data"
)

func countContacts(ctx context.Context, tx *sql.Tx) (n int, err error) {
	err = tx.QueryRowContext(ctx, "SELECT count(*) FROM contact").Scan(&n)
	return n, err
}

// source is a field of a section, and the contacts that are counted by it, of so many
// that there are; nil for all.
type source struct {
	section  catalog.Section
	field    catalog.Field
	contacts *roaring.Bitmap
	total    int
	// workDate is the day on which ages are counted.
	workDate string
}

// lookupFraction says when contacts are looked up one by one: where they are fewer than
// this fraction, an eighth, of all contacts. Else all rows are read, in the order of an
// index where there is one.
const lookupFraction = 8

// all says that every contact is counted.
func (s source) all() bool {
	return s.contacts == nil || int(s.contacts.GetCardinality()) == s.total
}

// readGroups returns the values that contacts of the set have, with how many or who
// they are. One query finds them.
func readGroups(ctx context.Context, tx *sql.Tx, s source) ([]group, error) {
	switch {
	case s.section.Link == catalog.ByLine:
		return s.shown(ctx, tx)
	case s.field.Flow != catalog.Stored:
		return s.worked(ctx, tx)
	case s.section.Link == catalog.Itself && s.all():
		return s.counted(ctx, tx)
	}
	few := !s.all() && int(s.contacts.GetCardinality())*lookupFraction < s.total
	query, args := s.query(few)
	var groups []group
	var v any
	var ids sql.NullString
	err := data.Each(ctx, tx, []any{&v, &ids}, func() error {
		var who []uint32
		err := idset.Each(ids.String, func(id uint32) {
			if s.contacts == nil || s.contacts.Contains(id) {
				who = append(who, id)
			}
		})
		if len(who) > 0 {
			g := group{value: value.Stored(s.field, v), n: len(who)}
			if s.section.Link != catalog.Itself {
				slices.Sort(who)
				g.who = slices.Compact(who)
				g.n = len(g.who)
			}
			groups = append(groups, g)
		}
		return err
	}, query, args...)
	return groups, err
}

// shown returns the values that lines of segments show.
func (s source) shown(ctx context.Context, tx *sql.Tx) ([]group, error) {
	who := map[any]*roaring.Bitmap{}
	err := segment.EachShown(ctx, tx, s.field, func(v any, contacts *roaring.Bitmap) {
		if v == value.Zero(s.field) && !s.counts(v) {
			return
		}
		if s.contacts != nil {
			contacts.And(s.contacts)
		}
		if who[v] != nil {
			contacts.Or(who[v])
		}
		who[v] = contacts
	})
	var groups []group
	for v, set := range who {
		if !set.IsEmpty() {
			groups = append(groups, group{value: v, n: int(set.GetCardinality()), who: set.ToArray()})
		}
	}
	return groups, err
}

// counts tells whether a field has a value where it is stored so.
func (s source) counts(v any) bool {
	switch s.field.Type {
	case catalog.Code, catalog.Text, catalog.Date:
		return v != ""
	case catalog.Option:
		return v != int64(slices.Index(s.field.Options, ""))
	}
	return true
}

// worked returns the values of a field that is worked out.
func (s source) worked(ctx context.Context, tx *sql.Tx) ([]group, error) {
	read := flowfield.New(tx, s.workDate).Query("c")
	text, err := read.Value(ctx, s.field)
	if err != nil {
		return nil, err
	}
	among, args := "1", []any(nil)
	if !s.all() {
		among, args = "c.id IN (SELECT value FROM json_each(?))", []any{idset.JSON(s.contacts, 1)}
	}
	var groups []group
	var v any
	var n int
	err = data.Each(ctx, tx, []any{&v, &n}, func() error {
		if s.counts(value.Stored(s.field, v)) {
			groups = append(groups, group{value: value.Stored(s.field, v), n: n})
		}
		return nil
	}, "SELECT "+text+", count(*) FROM contact AS c"+read.Join+" WHERE "+among+" GROUP BY 1", append(read.JoinArgs, args...)...)
	return groups, err
}

// counted lets SQL count all contacts.
func (s source) counted(ctx context.Context, tx *sql.Tx) ([]group, error) {
	var groups []group
	var v any
	var n int
	err := data.Each(ctx, tx, []any{&v, &n}, func() error {
		groups = append(groups, group{value: value.Stored(s.field, v), n: n})
		return nil
	}, "SELECT "+s.field.Column()+", count(*) FROM contact WHERE "+s.condition("")+" GROUP BY 1")
	return groups, err
}

// query returns the query for the values with the ids of their contacts. Where the
// contacts are few it begins with them.
func (s source) query(few bool) (string, []any) {
	table, where := s.section.Key, s.condition("r.")
	column := "r." + s.field.Column()
	begin, args := "", []any(nil)
	if few {
		begin = "json_each(?) AS j CROSS JOIN contact AS c ON c.id = j.value CROSS JOIN "
		args = []any{idset.JSON(s.contacts, 1)}
	}
	switch s.section.Link {
	case catalog.Itself:
		where, column = s.condition("c."), "c."+s.field.Column()
		from := "contact AS c"
		if few {
			from = strings.TrimSuffix(begin, " CROSS JOIN ")
		}
		return "SELECT " + column + ", group_concat(c.id) FROM " + from + " WHERE " + where + " GROUP BY 1", args
	case catalog.ByRelation:
		return fmt.Sprintf(selectByValueEntry, column, where), nil
	}
	owner := map[catalog.Link]string{catalog.ByContact: "c.no", catalog.ByCompany: "c.company_no"}[s.section.Link]
	switch {
	case few:
		return "SELECT " + column + ", group_concat(c.id) FROM " + begin + table + " AS r ON r.contact_no = " + owner +
			" WHERE " + where + " GROUP BY 1", args
	case s.section.Entries:
		// A contact has many: each is looked up once for a value.
		return "SELECT d.v, group_concat(c.id) FROM (SELECT DISTINCT r.contact_no, " + column + " AS v FROM " + table + " AS r WHERE " + where +
			") AS d CROSS JOIN contact AS c ON " + owner + " = d.contact_no GROUP BY 1", nil
	}
	return "SELECT " + column + ", group_concat(c.id) FROM " + table + " AS r CROSS JOIN contact AS c ON " + owner +
		" = r.contact_no WHERE " + where + " GROUP BY 1", nil
}

// condition is the condition that a row counts and has a value.
func (s source) condition(prefix string) string {
	parts := []string{"1"}
	for _, key := range s.section.VoidUnless(s.field.Key) {
		parts = append(parts, prefix+key+" = 0")
	}
	switch s.field.Type {
	case catalog.Code, catalog.Text, catalog.Date:
		parts = append(parts, prefix+s.field.Column()+" <> ''")
	case catalog.Option:
		if blank := slices.Index(s.field.Options, ""); blank >= 0 {
			parts = append(parts, prefix+s.field.Column()+" <> "+strconv.Itoa(blank))
		}
	}
	return strings.Join(parts, " AND ")
}

// selectByValueEntry finds values of value entries with the contacts that have them:
// companies, through a relation with a customer or a vendor; persons where the posted
// document names them besides. The entries are read once and lead to the rest: CROSS
// JOIN and the plus signs keep the order.
const selectByValueEntry = `
WITH reached AS MATERIALIZED (
    SELECT DISTINCT
        b.contact_no AS company_no,
        r.source_type,
        r.document_no,
        %s AS v
    FROM value_entry AS r
    CROSS JOIN contact_business_relation AS b ON b.link_to_table = +r.source_type AND b.no = +r.source_no
    WHERE +r.source_type IN (1, 2) AND %s
)
SELECT v, group_concat(id)
FROM (
    SELECT d.v, c.id
    FROM (SELECT DISTINCT company_no, v FROM reached) AS d
    CROSS JOIN contact AS c ON c.company_no = d.company_no
    WHERE c.type = 0
    UNION ALL
    SELECT d.v, c.id
    FROM reached AS d
    CROSS JOIN posted_document AS p ON p.source_type = d.source_type AND p.document_no = d.document_no
    CROSS JOIN contact AS c ON c.no IN (p.contact_no, p.bill_to_pay_to_contact_no)
    WHERE c.type = 1 AND c.company_no = d.company_no
)
GROUP BY v`

// describe tells what codes are called. Where a code alone does not name a row, it is told
// if all rows that have it are called the same.
func describe(ctx context.Context, tx *sql.Tx, f catalog.Field, values []*Value) error {
	t, ok := catalog.Find(f.Names())
	if !ok || t.Describe == "" || len(values) == 0 {
		return nil
	}
	codes := make([]any, len(values))
	for i, v := range values {
		codes[i] = v.Value
	}
	list, err := json.Marshal(codes)
	if err != nil {
		return err
	}
	code := t.Keys[len(t.Keys)-1]
	names, err := data.Pairs[string, string](ctx, tx, "SELECT CAST("+code+" AS TEXT), min("+t.Describe+") FROM "+t.Key+
		" WHERE "+code+" IN (SELECT value FROM json_each(?)) GROUP BY "+code+" HAVING count(DISTINCT "+t.Describe+") = 1", string(list))
	for _, v := range values {
		v.Description = names[v.Text]
	}
	return err
}
