package selection

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/flowfield"
	"winnow/core/fold"
	"winnow/core/idset"
	"winnow/core/value"
	"winnow/data"
)

const selectExtent = `
SELECT
    (SELECT count(*) FROM contact),
    (SELECT coalesce(min(id), 0) FROM contact),
    (SELECT coalesce(max(id), 0) FROM contact)`

// selectContacts returns all contacts. Their ids are read only where some are missing
// between the first and the last.
func selectContacts(ctx context.Context, tx *sql.Tx) (*roaring.Bitmap, error) {
	var n, first, last int64
	if err := tx.QueryRowContext(ctx, selectExtent).Scan(&n, &first, &last); err != nil {
		return nil, err
	}
	if n == 0 || first < 0 || last > math.MaxUint32 || last-first != n-1 {
		return idset.Read(ctx, tx, "SELECT id FROM contact")
	}
	all := roaring.New()
	all.AddRange(uint64(first), uint64(last)+1)
	return all, nil
}

// selectSection answers a question. The bulk of the rows is read once, in the
// order of an index where there is one; there is no query for a contact.
func selectSection(ctx context.Context, tx *sql.Tx, q Question) (*roaring.Bitmap, error) {
	where, args := q.rows(filter.SQLite, "r.")
	for _, f := range q.Filters {
		if indexedWhereFilled(q.Section, f) {
			where += " AND r." + f.Field.Key + " <> ''" // as the index says
		}
	}
	// Each number is looked up once only. Where the rows come in the order of their
	// contacts that costs nothing, and the numbers are looked up in their order.
	numbers := "(SELECT DISTINCT r.contact_no FROM " + q.Section.Key + " AS r WHERE " + where + ")"
	var query string
	switch q.Section.Link {
	case catalog.ByContact:
		query = "SELECT c.id AS id FROM " + numbers + " AS d CROSS JOIN contact AS c ON c.no = d.contact_no"
		if q.Section.Entries && !q.onlyIndexed() {
			query = `
SELECT c.id AS id
FROM ` + q.Section.Key + ` AS r
CROSS JOIN contact AS c ON c.no = r.contact_no
WHERE ` + where
		}
	case catalog.ByCompany:
		query = "SELECT c.id AS id FROM " + numbers + " AS d CROSS JOIN contact AS c ON c.company_no = d.contact_no"
	case catalog.ByRelation:
		relation, relationArgs := conditions(filter.SQLite, q.Relations, "b.")
		entries := allEntries
		if len(q.Filters) == 1 && (q.Filters[0].Field.Key == "item_no" || q.Filters[0].Field.Key == "inventory_posting_group") {
			entries = documentsOnly
		}
		query = fmt.Sprintf(selectByValueEntry, relation, where, entries)
		args = append(args, relationArgs...)
	}
	return idset.Read(ctx, tx, query, args...)
}

// selectItself finds the contacts that satisfy filters of their own fields.
func selectItself(ctx context.Context, tx *sql.Tx, filters []criteria.FieldFilter, workDate string) (*roaring.Bitmap, error) {
	read := flowfield.New(tx, workDate).Query("r")
	where, args, err := ofContact(ctx, read, filters)
	if err != nil {
		return nil, err
	}
	return idset.Read(ctx, tx, "SELECT r.id AS id FROM contact AS r"+read.Join+" WHERE "+where, append(read.JoinArgs, args...)...)
}

// selectAmong answers a question about some contacts: their rows are looked at, contact
// by contact.
func selectAmong(ctx context.Context, tx *sql.Tx, q Question, among *roaring.Bitmap, workDate string) (*roaring.Bitmap, error) {
	where, args := q.rows(filter.SQLite, "r.")
	has := ""
	switch q.Section.Link {
	case catalog.Itself:
		var err error
		if has, args, err = ofContact(ctx, flowfield.New(tx, workDate).Query("c"), q.Filters); err != nil {
			return nil, err
		}
	case catalog.ByContact:
		has = fmt.Sprintf(hasRow, q.Section.Key, "c.no", where)
	case catalog.ByCompany:
		has = fmt.Sprintf(hasRow, q.Section.Key, "c.company_no", where)
	case catalog.ByRelation:
		has = fmt.Sprintf(hasValueEntry, where)
	}
	return idset.Read(ctx, tx, "SELECT c.id AS id FROM json_each(?) AS j CROSS JOIN contact AS c ON c.id = j.value WHERE "+has,
		append([]any{idset.JSON(among, 1)}, args...)...)
}

// hasRow is the condition that a row of a section belongs to a contact.
const hasRow = "EXISTS (SELECT 1 FROM %s AS r WHERE r.contact_no = %s AND %s)"

// hasValueEntry is the condition that a contact c has a value entry through any relation.
const hasValueEntry = `EXISTS (
    SELECT 1
    FROM contact_business_relation AS b
    CROSS JOIN value_entry AS r ON r.source_type = b.link_to_table AND r.source_no = b.no
    WHERE b.contact_no = c.company_no
        AND b.link_to_table IN (1, 2)
        AND (c.type = 0 OR c.type = 1 AND EXISTS (
            SELECT 1
            FROM posted_document AS p
            WHERE p.source_type = r.source_type
                AND p.document_no = r.document_no
                AND c.no IN (p.contact_no, p.bill_to_pay_to_contact_no)
        ))
        AND %s
)`

// ofContact is the condition that a contact satisfies filters of its own fields.
func ofContact(ctx context.Context, read *flowfield.Query, filters []criteria.FieldFilter) (where string, args []any, err error) {
	where = read.Truth(true)
	for _, f := range filters {
		cond, bound, err := read.Condition(ctx, f.Field, f.Filter)
		if err != nil {
			return "", nil, err
		}
		where, args = where+" AND ("+cond+")", append(args, bound...)
	}
	return where, args, nil
}

// onlyIndexed tells whether the filters ask for a field alone whose index has the
// contacts too.
func (q Question) onlyIndexed() bool {
	return !slices.ContainsFunc(q.Filters, func(f criteria.FieldFilter) bool { return f.Field.Key != q.Section.ByDate }) ||
		len(q.Filters) == 1 && indexedWhereFilled(q.Section, q.Filters[0])
}

// indexedWhereFilled tells whether an index has the rows that a filter asks for, which
// leaves out those where the field is empty.
func indexedWhereFilled(s catalog.Section, f criteria.FieldFilter) bool {
	return hasIndexOfFilled(s.Table, f.Field) && !f.Filter.Match("")
}

// hasIndexOfFilled tells whether a field has an index that leaves out the rows where it is
// empty.
func hasIndexOfFilled(t catalog.Table, f catalog.Field) bool {
	return t.Key == catalog.InteractionEntry && (f.Key == "segment_no" || f.Key == "campaign_no")
}

// rows returns the condition that a row counts and satisfies the question's filters.
func (q Question) rows(d filter.Dialect, prefix string) (string, []any) {
	where, args := conditions(d, q.Filters, prefix)
	filtered := make([]string, len(q.Filters))
	for i, f := range q.Filters {
		filtered[i] = f.Field.Key
	}
	for _, key := range q.Section.VoidUnless(filtered...) {
		where += " AND " + prefix + key + " = 0"
	}
	return where, args
}

// conditions joins filters by AND; none ask for nothing.
func conditions(d filter.Dialect, filters []criteria.FieldFilter, prefix string) (string, []any) {
	parts, args := []string{d.Truth(true)}, []any(nil)
	for _, f := range filters {
		cond, bound := f.Filter.In(d, prefix+f.Field.Key)
		parts, args = append(parts, "("+cond+")"), append(args, bound...)
	}
	return strings.Join(parts, " AND "), args
}

// What selectByValueEntry reads of value entries: all, or, where an index has them in the
// order of their documents, each document once.
const (
	allEntries    = "ALL"
	documentsOnly = "DISTINCT"
)

// selectByValueEntry finds contacts by value entries: reached is every posted
// document of a company through a relation with a customer or a vendor. For a
// company that is enough; a person must be named by the document. The entries
// are read once and lead to the rest: CROSS JOIN and the plus signs keep the
// order. Contacts may be found several times.
const selectByValueEntry = `
WITH reached AS MATERIALIZED (
    SELECT
        b.contact_no AS company_no,
        r.source_type,
        r.document_no
    FROM (
        SELECT %[3]s r.source_type, r.source_no, r.document_no
        FROM value_entry AS r
        WHERE +r.source_type IN (1, 2) AND %[2]s
    ) AS r
    CROSS JOIN contact_business_relation AS b ON b.link_to_table = +r.source_type AND b.no = +r.source_no
    WHERE %[1]s
)
SELECT c.id AS id
FROM contact AS c
WHERE c.type = 0 AND c.company_no IN (SELECT company_no FROM reached)
UNION ALL
SELECT c.id
FROM reached AS d
CROSS JOIN posted_document AS p ON p.source_type = d.source_type AND p.document_no = d.document_no
CROSS JOIN contact AS c ON c.no IN (p.contact_no, p.bill_to_pay_to_contact_no)
WHERE c.type = 1 AND c.company_no = d.company_no`

// selectByCompany joins contacts by those whose field, company_no or no, names
// the company of one of them: by all contacts of the companies, or by the
// companies themselves.
func selectByCompany(ctx context.Context, tx *sql.Tx, set *roaring.Bitmap, field string) (*roaring.Bitmap, error) {
	joining, err := idset.Read(ctx, tx, `
SELECT id
FROM contact
WHERE `+field+` IN (
    SELECT m.company_no
    FROM contact AS m
    WHERE m.company_no <> '' AND m.id IN (SELECT value FROM json_each(?))
)`, idset.JSON(set, 1))
	if err != nil {
		return nil, err
	}
	return roaring.Or(set, joining), nil
}

func selectHighest(ctx context.Context, tx *sql.Tx) (id uint64, err error) {
	err = tx.QueryRowContext(ctx, "SELECT coalesce(max(id), 0) FROM contact").Scan(&id)
	return id, err
}

func selectExcluded(ctx context.Context, tx *sql.Tx) (*roaring.Bitmap, error) {
	return idset.Read(ctx, tx, "SELECT id FROM contact WHERE exclude_from_segment <> 0")
}

// fewValues is up to how many values are looked for one by one, which ends with the
// first row that has one; for more the table is read once.
const fewValues = 3

// selectOccurring returns which of so many values occur in a table's field; list has
// them as a JSON array, folded where their case does not count.
func selectOccurring(ctx context.Context, tx *sql.Tx, t catalog.Table, f catalog.Field, folded bool, list string, n int) (map[string]bool, error) {
	column := "r." + f.Column()
	if folded {
		column = "fold(" + column + ")"
	}
	query := "SELECT DISTINCT CAST(" + column + " AS TEXT) FROM " + t.Key + " AS r WHERE " + column + " IN (SELECT value FROM json_each(?))"
	if n <= fewValues {
		query = "SELECT CAST(v.value AS TEXT) FROM json_each(?1) AS v WHERE EXISTS (SELECT 1 FROM " + t.Key + " AS r WHERE " + column + " = v.value)"
		if hasIndexOfFilled(t, f) {
			filled := strings.TrimSuffix(query, ")") + " AND r." + f.Column() + " <> '')"
			query = filled + " AND v.value <> '' UNION ALL " + query + " AND v.value = ''"
		}
	}
	texts, err := data.Values[string](ctx, tx, query, list)
	found := map[string]bool{}
	for _, text := range texts {
		found[text] = true
	}
	return found, err
}

// spellings is how many values with the same words are looked at.
const spellings = 1000

// selectContaining returns values of a field that have words, in spite of their spelling.
func selectContaining(ctx context.Context, tx *sql.Tx, t catalog.Table, f catalog.Field, words fold.Search) ([]string, error) {
	condition, args := words.SQL("r." + f.Key)
	return data.Values[string](ctx, tx, "SELECT DISTINCT r."+f.Key+" FROM "+t.Key+" AS r WHERE "+condition+" LIMIT ?", append(args, spellings)...)
}

// links say, for the contact c, when the row r of a section belongs to it.
var links = map[catalog.Link]string{
	catalog.Itself:    "r.id = c.id",
	catalog.ByContact: "r.contact_no = c.no",
	catalog.ByCompany: "r.contact_no = c.company_no",
	catalog.ByRelation: `EXISTS (
    SELECT 1
    FROM contact_business_relation AS b
    WHERE b.contact_no = c.company_no
        AND b.link_to_table IN (1, 2)
        AND b.link_to_table = r.source_type
        AND b.no = r.source_no
) AND (c.type = 0 OR EXISTS (
    SELECT 1
    FROM posted_document AS p
    WHERE p.source_type = r.source_type
        AND p.document_no = r.document_no
        AND c.no IN (p.contact_no, p.bill_to_pay_to_contact_no)
))`,
}

// selectRow returns a row of the section that belongs to the contact and satisfies the
// filters, by key as it is stored; nil where there is none.
func selectRow(ctx context.Context, tx *sql.Tx, q Question, contact int64, workDate string) (map[string]any, error) {
	read := flowfield.New(tx, workDate).Query("r")
	where, args, err := ofContact(ctx, read, q.Filters)
	if err != nil {
		return nil, err
	}
	if q.Section.Link != catalog.Itself {
		where, args = q.rows(filter.SQLite, "r.")
	}
	var columns []string
	values, targets := make([]any, len(q.Section.Fields)), []any(nil)
	for i, f := range q.Section.Fields {
		text, err := read.Value(ctx, f, contact)
		if err != nil {
			return nil, err
		}
		columns, targets = append(columns, text), append(targets, &values[i])
	}
	rows, err := tx.QueryContext(ctx, fmt.Sprintf("SELECT %s FROM %s AS r%s, contact AS c WHERE c.id = ? AND %s AND %s ORDER BY r.%s LIMIT 1",
		strings.Join(columns, ", "), q.Section.Key, read.Join, links[q.Section.Link], where, strings.Join(q.Section.Keys, ", r.")),
		append(append(read.JoinArgs, contact), args...)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	if !rows.Next() {
		return nil, rows.Err()
	}
	if err := rows.Scan(targets...); err != nil {
		return nil, err
	}
	row := map[string]any{}
	for i, f := range q.Section.Fields {
		row[f.Key] = value.Stored(f, values[i])
	}
	return row, rows.Err()
}
