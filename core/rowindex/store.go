package rowindex

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"unicode/utf8"

	"winnow/core/catalog"
	"winnow/data"
)

// source is a table by which a contact's rows of a section can change, with the query of
// the contacts whose rows did, by what is noted of the table.
type source struct {
	data.Watched
	contacts string
}

// The contacts of what is noted. As a change of a contact, of its relations or of a row is
// noted each by itself, it is enough to find those that a row belongs to as they are now.
const (
	byID = "SELECT value AS id FROM json_each(?) WHERE value >= 0"

	byNo = "SELECT c.id AS id FROM json_each(?) AS j CROSS JOIN contact AS c ON c.no = j.value"

	byCompanyNo = "SELECT c.id AS id FROM json_each(?) AS j CROSS JOIN contact AS c ON c.company_no = j.value"

	bySource = `
SELECT c.id AS id
FROM json_each(?) AS j
CROSS JOIN contact_business_relation AS b ON b.link_to_table = j.value ->> 0 AND b.no = j.value ->> 1
CROSS JOIN contact AS c ON c.company_no = b.contact_no`

	byEither = "SELECT c.id AS id FROM json_each(?) AS j CROSS JOIN contact AS c ON c.no IN (j.value ->> 0, j.value ->> 1)"
)

// sourcesOf returns the sources of a section.
func sourcesOf(s catalog.Section) []source {
	var columns []string
	for _, f := range Fields(s) {
		columns = append(columns, f.Column())
	}
	of := func(name, table, contacts string, note []string, columns ...string) source {
		return source{data.Watched{Name: name, Table: table, Note: note, Of: columns}, contacts}
	}
	if s.Link == catalog.Itself {
		return []source{of(s.Key, s.Key, byID, []string{"id"}, append(columns, "id")...)}
	}
	contact := of("place", catalog.Contact, byID, []string{"id"}, "id", "no", "company_no", "type")
	if s.Link == catalog.ByRelation {
		return []source{
			contact,
			of("link", catalog.BusinessRelation, byCompanyNo, []string{"contact_no"}, "contact_no", "link_to_table", "no"),
			of(s.Key, s.Key, bySource, []string{"source_type", "source_no"}, append(columns, "source_type", "source_no", "document_no")...),
			of("document", "posted_document", byEither, []string{"contact_no", "bill_to_pay_to_contact_no"},
				"source_type", "document_no", "contact_no", "bill_to_pay_to_contact_no"),
		}
	}
	contacts := map[catalog.Link]string{catalog.ByContact: byNo, catalog.ByCompany: byCompanyNo}[s.Link]
	return []source{contact, of(s.Key, s.Key, contacts, []string{"contact_no"}, slices.Concat(columns, s.Void, []string{"contact_no"})...)}
}

// selectNoted returns the values that a field has in the rows of a section's table whose
// changes were noted, as texts, each once.
func selectNoted(ctx context.Context, tx *sql.Tx, s catalog.Section, f catalog.Field, noted string) ([]string, error) {
	sources := sourcesOf(s)
	note := sources[slices.IndexFunc(sources, func(of source) bool { return of.Name == s.Key })].Note
	is := "r." + note[0] + " = j.value"
	if len(note) > 1 {
		is = "r." + note[0] + " = j.value ->> 0 AND r." + note[1] + " = j.value ->> 1"
	}
	return data.Values[string](ctx, tx, "SELECT DISTINCT CAST(r."+f.Column()+" AS TEXT) FROM json_each(?) AS j CROSS JOIN "+s.Key+" AS r ON "+is, noted)
}

// watched are the sources of all sections, each once.
func watched() []data.Watched {
	var list []data.Watched
	for _, s := range catalog.Sections() {
		if len(Fields(s)) == 0 {
			continue
		}
		for _, source := range sourcesOf(s) {
			if !slices.ContainsFunc(list, func(w data.Watched) bool { return w.Name == source.Name }) {
				list = append(list, source.Watched)
			}
		}
	}
	return list
}

// asJSON writes what was noted of a source as a JSON array, "" for nothing: of single
// values, or of pairs. It reports whether that is all, and can be written.
func asJSON(c data.Changes) (text string, ok bool) {
	if c.Many || len(c.Rows) > changedContacts {
		return "", false
	}
	if len(c.Rows) == 0 {
		return "", true
	}
	list := make([]any, len(c.Rows))
	for i, row := range c.Rows {
		for _, v := range row {
			switch v := v.(type) {
			case int64:
			case string:
				if !utf8.ValidString(v) {
					return "", false
				}
			default:
				return "", false
			}
		}
		if list[i] = row; len(row) == 1 {
			list[i] = row[0]
		}
	}
	written, err := json.Marshal(list)
	return string(written), err == nil
}

func selectHighest(ctx context.Context, tx *sql.Tx) (id uint64, err error) {
	err = tx.QueryRowContext(ctx, "SELECT coalesce(max(id), 0) FROM contact WHERE id >= 0").Scan(&id)
	return id, err
}

// selectIDs returns the contacts' ids by their numbers.
func selectIDs(ctx context.Context, tx *sql.Tx) (map[string]uint32, error) {
	return data.Pairs[string, uint32](ctx, tx, "SELECT no, id FROM contact WHERE id BETWEEN 0 AND ?", maxContact-1)
}

// The contacts c that value entries r belong to: for a company, all that it is reached by
// through a relation; a person must be named by the document. Entries of no company come
// with the companies, once.
const (
	entriesOfCompanies = `
FROM value_entry AS r
LEFT JOIN contact_business_relation AS b ON b.link_to_table = +r.source_type AND b.no = +r.source_no AND r.source_type IN (1, 2)
LEFT JOIN contact AS c ON c.company_no = b.contact_no AND c.type = 0`

	entriesOfPersons = `
FROM value_entry AS r
CROSS JOIN contact_business_relation AS b ON b.link_to_table = +r.source_type AND b.no = +r.source_no
CROSS JOIN posted_document AS p ON p.source_type = r.source_type AND p.document_no = r.document_no
CROSS JOIN contact AS c ON c.no IN (p.contact_no, p.bill_to_pay_to_contact_no)
WHERE r.source_type IN (1, 2) AND c.type = 1 AND c.company_no = b.contact_no`
)

// queryRows returns the query of the rows of a section: whom each belongs to, by id or,
// where contacts are known by their numbers, by number, and its fields. Whom a row belongs
// to is NULL where it does not count.
func queryRows(s catalog.Section, fields []catalog.Field) string {
	columns := ""
	for _, f := range fields {
		columns += ", r." + f.Column()
	}
	counts := "1"
	for _, key := range s.VoidUnless() {
		counts += " AND r." + key + " = 0"
	}
	switch s.Link {
	case catalog.Itself:
		return "SELECT r.id" + columns + " FROM contact AS r"
	case catalog.ByContact:
		return "SELECT CASE WHEN " + counts + " THEN r.contact_no END" + columns + " FROM " + s.Key + " AS r"
	case catalog.ByCompany:
		return "SELECT c.id" + columns + " FROM " + s.Key + " AS r LEFT JOIN contact AS c ON c.company_no = r.contact_no AND " + counts
	}
	return "SELECT c.id" + columns + entriesOfCompanies + "\nUNION ALL\nSELECT c.id" + columns + entriesOfPersons
}

// eachRow calls fn with whom each row belongs to, and with the values of some fields, which
// it must not keep.
func eachRow(ctx context.Context, tx *sql.Tx, s catalog.Section, fields []catalog.Field, fn func(owner any, values []any)) error {
	row := make([]any, len(fields)+1)
	into := make([]any, len(row))
	for i := range row {
		into[i] = &row[i]
	}
	err := data.Each(ctx, tx, into, func() error {
		fn(row[0], row[1:])
		return nil
	}, queryRows(s, fields))
	if err != nil {
		return fmt.Errorf("read %s: %w", s.Key, err)
	}
	return nil
}
