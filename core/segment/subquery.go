package segment

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core/catalog"
	"winnow/core/flowfield"
	"winnow/core/idset"
)

// Subquery is a query that other queries read from:
//
//	rows, err := tx.QueryContext(ctx, "SELECT ordinal FROM "+s.SQL+" WHERE city = ?", append(s.Args, "Oslo")...)
type Subquery struct {
	// SQL is the query in brackets, Args are the values that it binds.
	SQL  string
	Args []any
	// Columns are the names of its columns.
	Columns []string
	// Own are the keys of the fields that any line may have of its own; nil where that
	// was not looked up.
	Own map[string]bool
}

// Subquery returns the lines as SQL sees them, a row for each. Its columns are
//
//   - line_no, the line's number, and ordinal, which Ordinal makes of it;
//   - contact_id, the contact's row;
//   - own_word_template_code, the line's own Word template, NULL for none, and
//     call_entry_no, the interaction of a call from the line, 0 for none;
//   - the fields of a line by their keys, as the line shows them: its own value or
//     the default;
//   - the stored fields of the contact by their keys, but for those that a line has
//     too.
func (l *Lines) Subquery() Subquery {
	condition, args := l.condition()
	return l.defaults.subquery(&flowfield.Query{}, nil, condition, args...)
}

// SubqueryOfAll is Subquery for those who read all lines: it looks first which fields
// any line has of its own, so that the others need not be looked for in each.
func (l *Lines) SubqueryOfAll(ctx context.Context, tx *sql.Tx) (Subquery, error) {
	if l.defaults.own == nil {
		var err error
		if l.defaults.own, err = selectOwnKeys(ctx, tx, l.Segment().ID); err != nil {
			return Subquery{}, fmt.Errorf("look for own values of lines: %w", err)
		}
	}
	l.defaults.many = l.lines.GetCardinality() >= manyLines
	return l.Subquery(), nil
}

// manyLines are so many that who has alternative addresses is listed once.
const manyLines = 50_000

// queried is Subquery for the lines of the segment that a query sorts, searches and
// filters, in force or not. It has the fields of the contact that are worked out, too,
// where the query needs them.
func (d defaults) queried(ctx context.Context, tx *sql.Tx, q Query) (Subquery, error) {
	read, worked := flowfield.New(tx, d.workDate).Query("c"), map[string]string{}
	for _, f := range d.further() {
		if _, filtered := q.Filters[f.Key]; !filtered && q.SortBy != f.Key && !slices.Contains(q.SearchIn, f.Key) {
			continue
		}
		text, err := read.Value(ctx, f)
		if err != nil {
			return Subquery{}, err
		}
		worked[f.Key] = text
	}
	return d.subquery(read, worked, "l.segment_id = ?", d.segment.ID), nil
}

// further are the fields of contacts that a Subquery has only where it needs them: those
// that are worked out, and the company's own.
func (d defaults) further() []catalog.Field {
	return slices.Concat(contactTable.FlowFields, d.known.Own())
}

// subquery is Subquery for the lines that satisfy a condition, in which l is the
// line. more are the expressions of further fields of the contact.
func (d defaults) subquery(read *flowfield.Query, more map[string]string, condition string, bound ...any) Subquery {
	s := Subquery{Own: d.own, Columns: []string{"line_no", "ordinal", "contact_id", "own_word_template_code", "call_entry_no"}}
	texts := []string{"l.line_no", "l.line_no / 10000 AS ordinal", "l.contact_id", d.ownValue("word_template_code") + " AS own_word_template_code", "l.call_entry_no"}
	add := func(key, text string, args ...any) {
		s.Columns, s.Args, texts = append(s.Columns, key), append(s.Args, args...), append(texts, text+" AS "+key)
	}
	for _, f := range lineTable.Fields {
		text, args := d.expression(f.Key)
		add(f.Key, text, args...)
	}
	for _, f := range contactTable.Fields {
		if _, own := lineIndex[f.Key]; !own {
			add(f.Key, "c."+f.Key)
		}
	}
	for _, f := range d.further() {
		if text := more[f.Key]; text != "" {
			add(f.Column(), text)
		}
	}
	s.SQL = `(
SELECT
    ` + strings.Join(texts, ",\n    ") + `
FROM segment_line AS l
JOIN contact AS c ON c.id = l.contact_id` + read.Join + `
WHERE ` + condition + `)`
	s.Args = slices.Clip(slices.Concat(s.Args, read.JoinArgs, bound)) // callers append to it
	return s
}

// fieldOf returns the field that a column of a Subquery shows.
func (d defaults) fieldOf(key string) (catalog.Field, error) {
	if i, ok := lineIndex[key]; ok {
		return lineTable.Fields[i], nil
	}
	contact := d.known.Contact().WithFlowFields()
	f, ok := contact.Field(key)
	if !ok {
		return f, noField(contact, key)
	}
	return f, nil
}

// expression returns the SQL expression of what a line l of a contact c shows in a
// field of its own, with its bound values. It says in SQL what show and value do. It is
// the bare column where the default is one, so that an index of contacts has its order.
func (d defaults) expression(key string) (string, []any) {
	if header, ok := followed[key]; ok {
		return d.ownOr(key, "?"), []any{d.segment.Values[header]}
	}
	switch key {
	case "contact_no":
		return "c.no", nil
	case "salesperson_code":
		if code := d.segment.code("salesperson_code"); code != "" {
			return d.ownOr(key, "?"), []any{code}
		}
		return d.ownOr(key, "c.salesperson_code"), nil
	case "language_code":
		return d.ownOr(key, "coalesce(nullif(c.language_code, ''), nullif(?, ''), ?)"),
			[]any{d.segment.code("language_code_default"), d.template.code("language_code_default")}
	case "contact_alt_address_code":
		day := d.segment.code("date")
		return d.ownOr(key, "coalesce(CASE WHEN "+d.hasAddressDates()+" THEN ("+addressInForceOn+") END, '')"), []any{day, day}
	case "correspondence_type":
		with := d.correspondenceType(-1)
		if with == int64(-1) {
			without := d.correspondenceType(0)
			return d.ownOr(key, "coalesce(nullif(c.correspondence_type, 0), ?)"), []any{without}
		}
		return d.ownOr(key, "?"), []any{with}
	}
	return d.ownOr(key, "?"), []any{zeroOf[key]}
}

// ownOr returns the SQL expression of a line's own value, or of a default where it has
// none.
func (d defaults) ownOr(key, text string) string {
	if d.own != nil && !d.own[key] {
		return text
	}
	return "coalesce(" + d.ownValue(key) + ", " + text + ")"
}

// ownValue returns the SQL expression of a line's own value, NULL for none. Most lines
// have nothing of their own, and to look at that is quicker than a call.
func (d defaults) ownValue(key string) string {
	if d.own != nil && !d.own[key] {
		return "NULL"
	}
	return "CASE WHEN l.own IS NOT NULL THEN json_extract(l.own, '$." + key + "') END"
}

// hasAddressDates is the condition that a line's contact has alternative addresses for
// some days. Few have, and to sort none costs more than to look.
func (d defaults) hasAddressDates() string {
	if d.many {
		return "c.id IN (SELECT k.id FROM contact_alt_addr_date_range AS r JOIN contact AS k ON k.no = r.contact_no)"
	}
	return "EXISTS (SELECT 1 FROM contact_alt_addr_date_range AS r WHERE r.contact_no = c.no)"
}

// addressInForceOn finds the alternative address of a line's contact on its day,
// or on the header's, which is bound twice.
const addressInForceOn = `
SELECT r.contact_alt_address_code
FROM contact_alt_addr_date_range AS r
JOIN contact_alt_address AS a ON a.contact_no = r.contact_no AND a.code = r.contact_alt_address_code
WHERE r.contact_no = c.no
    AND r.starting_date <= coalesce(json_extract(l.own, '$.date'), ?)
    AND (r.ending_date = '' OR r.ending_date >= coalesce(json_extract(l.own, '$.date'), ?))
ORDER BY r.starting_date DESC, r.contact_alt_address_code
LIMIT 1`

// condition returns the SQL condition, with its bound values, that a row l of
// segment_line is one of these lines.
func (l *Lines) condition() (string, []any) { return among(l.Segment().ID, l.lines) }

// among returns the SQL condition, with its bound values, that a row l of segment_line
// is one of a segment's lines. It names those that are not, where they are fewer.
func among(id int64, lines *roaring.Bitmap) (string, []any) {
	if lines.IsEmpty() {
		return "0", nil
	}
	first, last := lines.Minimum(), lines.Maximum()
	missing := roaring.Flip(lines, uint64(first), uint64(last)+1)
	if missing.GetCardinality() < lines.GetCardinality() {
		return "l.segment_id = ? AND l.line_no >= ? AND l.line_no <= ? AND l.line_no NOT IN (SELECT value FROM json_each(?))",
			[]any{id, LineNo(first), LineNo(last), idset.JSON(missing, lineStep)}
	}
	return "l.segment_id = ? AND l.line_no IN (SELECT value FROM json_each(?))", []any{id, idset.JSON(lines, lineStep)}
}
