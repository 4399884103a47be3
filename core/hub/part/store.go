package part

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/core/segment"
	"winnow/data"
)

// Parts on the hub.

// Belonging says how the rows of a table belong to contacts. The conditions are of the
// hub's row t.
type Belonging struct {
	// To is the condition that a row belongs to one of the contacts $contacts.
	To string
	// Owners is the query of the contacts that the rows with a version behind $1 belong to.
	Owners string
	// Moves says that a row can come to belong to other contacts and keep its key.
	Moves bool
	// Linked is the condition that a row belongs to one of the contacts because of
	// another row, which has a version behind $mark.
	Linked string
}

// ofColumns is how rows belong to the contacts that some columns name.
func ofColumns(table string, columns ...string) Belonging {
	var to, owners []string
	for _, c := range columns {
		to = append(to, "t."+c+" = ANY($contacts)")
		owners = append(owners, "SELECT t."+c+" FROM "+table+" AS t WHERE t.version > $1")
	}
	return Belonging{To: "(" + strings.Join(to, " OR ") + ")", Owners: strings.Join(owners, "\nUNION\n")}
}

// moving is the same for rows whose key says nothing of the contact.
func moving(table string, columns ...string) Belonging {
	b := ofColumns(table, columns...)
	b.Moves = true
	return b
}

// ofInteraction is how rows belong to the contact of their interaction.
func ofInteraction(table string) Belonging {
	const to = "t.id IN (SELECT i.id FROM interaction_log_entry AS i WHERE i.contact_no = ANY($contacts) AND NOT i.deleted%s)"
	return Belonging{
		To:     fmt.Sprintf(to, ""),
		Linked: fmt.Sprintf(to, " AND i.version > $mark"),
		Owners: "SELECT i.contact_no FROM " + table + " AS t JOIN interaction_log_entry AS i ON i.id = t.id WHERE t.version > $1",
	}
}

// reached is the condition that a value entry belongs to contacts.
const reached = `EXISTS (
    SELECT 1
    FROM contact_business_relation AS b
    WHERE b.contact_no = ANY($contacts) AND b.link_to_table = t.source_type AND b.no = t.source_no AND NOT b.deleted%s
)`

// belongings are the tables whose rows are in a part only with their contacts. The rows of
// all others are in each part, but for documents, which come with what needs them.
var belongings = map[string]Belonging{
	"contact":                      ofColumns("contact", "no"),
	"contact_alt_address":          ofColumns("contact_alt_address", "contact_no"),
	"contact_alt_addr_date_range":  ofColumns("contact_alt_addr_date_range", "contact_no"),
	"contact_profile_answer":       ofColumns("contact_profile_answer", "contact_no"),
	"contact_mailing_group":        ofColumns("contact_mailing_group", "contact_no"),
	"contact_job_responsibility":   ofColumns("contact_job_responsibility", "contact_no"),
	"contact_industry_group":       ofColumns("contact_industry_group", "contact_no"),
	"contact_business_relation":    ofColumns("contact_business_relation", "contact_no"),
	"interaction_log_entry":        moving("interaction_log_entry", "contact_no"),
	"inter_log_entry_comment_line": ofInteraction("inter_log_entry_comment_line"),
	"interaction_attachment":       ofInteraction("interaction_attachment"),
	"posted_document":              moving("posted_document", "contact_no", "bill_to_pay_to_contact_no"),
	"contact_number":               moving("contact_number", "contact_no"),
	"not_duplicate":                ofColumns("not_duplicate", "contact_no", "other_no"),
	"value_entry": {
		To:     fmt.Sprintf(reached, ""),
		Linked: fmt.Sprintf(reached, " AND b.version > $mark"),
		Owners: `SELECT b.contact_no
FROM value_entry AS t
JOIN contact_business_relation AS b ON b.link_to_table = t.source_type AND b.no = t.source_no
WHERE t.version > $1`,
		Moves: true,
	},
	// Tasks of nobody are everybody's.
	"to_do": {
		To:     "(t.contact_no = ANY($contacts) OR t.contact_no = '')",
		Owners: "SELECT t.contact_no FROM to_do AS t WHERE t.version > $1 AND t.contact_no <> ''",
		Moves:  true,
	},
}

// BelongingOf returns how the rows of a table belong to contacts; false where they belong
// to none.
func BelongingOf(table string) (b Belonging, ok bool) {
	b, ok = belongings[table]
	return b, ok
}

// Condition is a condition of hub rows with what it binds, in the places $contacts and
// $mark.
type Condition struct {
	Text     string
	Contacts []string
	Mark     int64
}

// Bind returns the condition for a statement that binds others before, with those and its
// own.
func (c Condition) Bind(before []any) (text string, args []any) {
	text, args = c.Text, before
	for _, place := range []struct {
		name  string
		value any
	}{{"$contacts", append([]string{}, c.Contacts...)}, {"$mark", c.Mark}} {
		if strings.Contains(text, place.name) {
			args = append(args, place.value)
			text = strings.ReplaceAll(text, place.name, fmt.Sprintf("$%d", len(args)))
		}
	}
	return text, args
}

const partOfHub = `selected AS (
    SELECT
        c.no,
        c.type,
        c.company_no
    FROM contact AS c
    WHERE NOT c.deleted AND %s
), part AS (
    SELECT no
    FROM selected
    UNION
    SELECT c.no
    FROM selected AS s
    JOIN contact AS c ON c.no = s.company_no
    WHERE s.type = 1 AND c.type = 0 AND NOT c.deleted
    UNION
    SELECT c.no
    FROM selected AS s
    JOIN contact AS c ON c.company_no = s.no
    WHERE s.type = 0 AND c.type = 1 AND NOT c.deleted
)
`

// eachMember calls fn with the number of each contact of the part, in order. where is the
// condition that c is one that the filters select, with ? for the values.
func eachMember(ctx context.Context, tx pgx.Tx, where string, args []any, fn func(no string) error) error {
	rows, err := tx.Query(ctx, filter.Numbered("WITH "+fmt.Sprintf(partOfHub, where)+"SELECT no FROM part ORDER BY no"), args...)
	if err != nil {
		return err
	}
	var no string
	_, err = pgx.ForEachRow(rows, []any{&no}, func() error { return fn(no) })
	return err
}

// relatives adds the companies and the persons of some contacts to them. Where a query binds
// its contacts the server knows how few they are, and reads no others.
func relatives(ctx context.Context, tx pgx.Tx, some []string) ([]string, error) {
	rows, err := tx.Query(ctx, `
SELECT no, CASE WHEN no = ANY($1) THEN company_no ELSE '' END
FROM contact
WHERE no = ANY($1) OR company_no = ANY($1)`, some)
	if err != nil {
		return nil, err
	}
	all := map[string]bool{}
	for _, no := range some {
		all[no] = true
	}
	var no, company string
	_, err = pgx.ForEachRow(rows, []any{&no, &company}, func() error {
		all[no], all[company] = true, true
		return nil
	})
	delete(all, "")
	return slices.Sorted(maps.Keys(all)), err
}

// companies are those of some contacts.
func companies(ctx context.Context, tx pgx.Tx, some []string) ([]string, error) {
	rows, err := tx.Query(ctx, "SELECT DISTINCT company_no FROM contact WHERE no = ANY($1)", some)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// members calls fn with the number of each contact of the part that is among some, or is a
// company or a person of theirs.
func members(ctx context.Context, tx pgx.Tx, where string, args []any, among []string, fn func(no string)) error {
	query := "WITH " + fmt.Sprintf(partOfHub, "c.no = ANY(?::text[]) AND "+where) + "SELECT no FROM part"
	rows, err := tx.Query(ctx, filter.Numbered(query), append([]any{among}, args...)...)
	if err != nil {
		return err
	}
	var no string
	_, err = pgx.ForEachRow(rows, []any{&no}, func() error {
		fn(no)
		return nil
	})
	return err
}

// Touched returns the contacts to which rows of some tables belong that are newer than
// a version.
func Touched(ctx context.Context, tx pgx.Tx, newer map[string]bool, mark int64) ([]string, error) {
	var asked []string
	for _, name := range slices.Sorted(maps.Keys(belongings)) {
		if newer[name] {
			asked = append(asked, belongings[name].Owners)
		}
	}
	if asked == nil {
		return nil, nil
	}
	rows, err := tx.Query(ctx, strings.Join(asked, "\nUNION\n"), mark)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// Needed returns the contacts of the segments that somebody holds, those that a step
// can bring back among them.
func Needed(ctx context.Context, tx pgx.Tx, holder string) ([]string, error) {
	rows, err := tx.Query(ctx, `
SELECT c.no
FROM contact AS c
WHERE NOT c.deleted AND c.no IN (
    SELECT coalesce(n.contact_no, l.contact_no)
    FROM segment_header AS h
    JOIN segment_line AS l ON l.segment_no = h.no AND NOT l.deleted
    LEFT JOIN contact_number AS n ON n.no = l.contact_no AND NOT n.deleted
    WHERE h.holder = $1 AND NOT h.deleted
)
ORDER BY c.no`, holder)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// SegmentsNewer reports whether the hub has a segment that is newer than a version.
func SegmentsNewer(ctx context.Context, tx pgx.Tx, mark int64) (newer bool, err error) {
	err = tx.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM segment_header WHERE version > $1)", mark).Scan(&newer)
	return newer, err
}

// ContactsDeleted reports whether the hub has deleted a contact that is newer than a version.
func ContactsDeleted(ctx context.Context, tx pgx.Tx, mark int64) (deleted bool, err error) {
	err = tx.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM contact WHERE version > $1 AND deleted)", mark).Scan(&deleted)
	return deleted, err
}

// MergedInto returns the contacts that others were merged into, by those of some
// numbers that these had.
func MergedInto(ctx context.Context, tx pgx.Tx, numbers []string) (map[string]string, error) {
	rows, err := tx.Query(ctx, `
SELECT n.no, n.contact_no
FROM contact_number AS n
JOIN contact AS c ON c.no = n.contact_no AND NOT c.deleted
WHERE n.no = ANY($1) AND NOT n.deleted`, numbers)
	if err != nil {
		return nil, err
	}
	into := map[string]string{}
	var no, survivor string
	_, err = pgx.ForEachRow(rows, []any{&no, &survivor}, func() error {
		into[no] = survivor
		return nil
	})
	return into, err
}

// Segments on the hub. These are the conditions on the segments h whose lines filters ask for:
// all but canceled ones, and those that are not logged.
const (
	notCanceled = "NOT EXISTS (SELECT 1 FROM logged_segment AS g WHERE g.entry_no = h.logged_segment_entry_no AND NOT g.deleted AND g.canceled <> 0)"
	active      = "NOT EXISTS (SELECT 1 FROM logged_segment AS g WHERE g.entry_no = h.logged_segment_entry_no AND NOT g.deleted)"
)

// header is the header of a segment: its fields by key, and the step that is in force.
type header struct {
	values map[string]any
	step   int64
}

// columnsOf are the columns of fields, each behind what stands before it.
func columnsOf(before string, fields []catalog.Field) string {
	var names []string
	for _, f := range fields {
		names = append(names, before+f.Key)
	}
	return strings.Join(names, ", ")
}

// byField are values in the order of fields, by key.
func byField(fields []catalog.Field, values []any) map[string]any {
	keyed := map[string]any{}
	for i, f := range fields {
		keyed[f.Key] = values[i]
	}
	return keyed
}

// segmentHeaders returns the segments h that satisfy a condition.
func segmentHeaders(ctx context.Context, tx pgx.Tx, condition string) ([]header, error) {
	fields := segment.HeaderFields()
	rows, err := tx.Query(ctx, "SELECT h.step, "+columnsOf("h.", fields)+" FROM segment_header AS h WHERE NOT h.deleted AND "+condition+" ORDER BY h.no")
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(r pgx.CollectableRow) (h header, err error) {
		values, err := r.Values()
		if err == nil {
			h.step, _ = values[0].(int64)
			h.values = byField(fields, values[1:])
		}
		return h, err
	})
}

// segmentState returns which lines of a segment are in force behind a step, nil where there is
// no such step, and the values of an interaction template.
func segmentState(ctx context.Context, tx pgx.Tx, no string, step int64, template string) (snapshot []byte, values map[string]any, err error) {
	err = tx.QueryRow(ctx, "SELECT snapshot FROM segment_step WHERE segment_no = $1 AND step = $2 AND NOT deleted", no, step).Scan(&snapshot)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	fields := segment.TemplateFields()
	rows, err := tx.Query(ctx, "SELECT "+columnsOf("t.", fields)+" FROM interaction_template AS t WHERE t.code = $1 AND NOT t.deleted", template)
	if err != nil {
		return nil, nil, err
	}
	found, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) (map[string]any, error) {
		values, err := r.Values()
		if err != nil {
			return nil, err
		}
		return byField(fields, values), nil
	})
	if err != nil || len(found) == 0 {
		return snapshot, nil, err
	}
	return snapshot, found[0], nil
}

// eachLine calls fn with the lines of a segment, those too that are not in force, or with
// those of contacts that have, or had, one of some numbers where any are given.
func eachLine(ctx context.Context, tx pgx.Tx, no string, numbers []string, fn func(segment.LineElsewhere) error) error {
	var names []string
	for _, key := range segment.ContactFieldsOfLines {
		names = append(names, "c."+key)
	}
	query, args := `
SELECT l.line_no, l.own, `+strings.Join(names, ", ")+`
FROM segment_line AS l
LEFT JOIN contact_number AS n ON n.no = l.contact_no AND NOT n.deleted
JOIN contact AS c ON c.no = coalesce(n.contact_no, l.contact_no) AND NOT c.deleted
WHERE l.segment_no = $1 AND NOT l.deleted`, []any{no}
	if numbers != nil {
		query, args = query+" AND l.contact_no = ANY($2)", append(args, numbers)
	}
	rows, err := tx.Query(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		values, err := rows.Values()
		if err != nil {
			return err
		}
		line := segment.LineElsewhere{Own: values[1], Contact: map[string]any{}}
		line.LineNo, _ = values[0].(int64)
		for i, key := range segment.ContactFieldsOfLines {
			line.Contact[key] = values[2+i]
		}
		if err := fn(line); err != nil {
			return err
		}
	}
	return rows.Err()
}

// formerNumbers returns the numbers of some contacts, and those of contacts that were merged
// into them.
func formerNumbers(ctx context.Context, tx pgx.Tx, contacts []string) ([]string, error) {
	rows, err := tx.Query(ctx, "SELECT no FROM contact_number WHERE contact_no = ANY($1) AND NOT deleted", contacts)
	if err != nil {
		return nil, err
	}
	former, err := pgx.CollectRows(rows, pgx.RowTo[string])
	return slices.Concat([]string{}, contacts, former), err
}

// segmentsOf returns the segments that have lines of contacts with some numbers.
func segmentsOf(ctx context.Context, tx pgx.Tx, numbers []string) (map[string]bool, error) {
	rows, err := tx.Query(ctx, "SELECT DISTINCT segment_no FROM segment_line WHERE contact_no = ANY($1) AND NOT deleted", numbers)
	if err != nil {
		return nil, err
	}
	found := map[string]bool{}
	var no string
	_, err = pgx.ForEachRow(rows, []any{&no}, func() error {
		found[no] = true
		return nil
	})
	return found, err
}

// addressDays returns, by contact, when its alternative addresses are in force.
func addressDays(ctx context.Context, tx pgx.Tx) (map[string][]segment.AddressDays, error) {
	rows, err := tx.Query(ctx, `
SELECT r.contact_no, r.contact_alt_address_code, r.starting_date, r.ending_date
FROM contact_alt_addr_date_range AS r
JOIN contact_alt_address AS a ON a.contact_no = r.contact_no AND a.code = r.contact_alt_address_code AND NOT a.deleted
WHERE NOT r.deleted
ORDER BY r.contact_no, r.contact_alt_address_code, r.starting_date`)
	if err != nil {
		return nil, err
	}
	days := map[string][]segment.AddressDays{}
	var no string
	var d segment.AddressDays
	_, err = pgx.ForEachRow(rows, []any{&no, &d.Code, &d.Starting, &d.Ending}, func() error {
		days[no] = append(days[no], d)
		return nil
	})
	return days, err
}

// Parts in the company file.

const selectNumbers = "SELECT no FROM contact ORDER BY no"

// Numbers returns the numbers of all contacts of the file, in order.
func Numbers(ctx context.Context, tx *sql.Tx) ([]string, error) {
	return data.Values[string](ctx, tx, selectNumbers)
}

// Here returns those of some contacts that are in the file.
func Here(ctx context.Context, tx *sql.Tx, numbers []string) ([]string, error) {
	return data.Values[string](ctx, tx, "SELECT no FROM contact WHERE no IN (SELECT value FROM json_each(?)) ORDER BY no", data.JSONList(numbers))
}

// Relatives returns the companies and the persons of some contacts, as they are in
// the file.
func Relatives(ctx context.Context, tx *sql.Tx, numbers []string) ([]string, error) {
	return data.Values[string](ctx, tx, `
SELECT company_no
FROM contact
WHERE company_no <> '' AND no IN (SELECT value FROM json_each(?1))
UNION
SELECT no
FROM contact
WHERE company_no IN (SELECT value FROM json_each(?1))`, data.JSONList(numbers))
}

// ownersHere are the queries of the contacts to which rows with some keys belong in the
// file, by the table.
var ownersHere = map[string]string{
	"interaction_log_entry": `
SELECT DISTINCT i.contact_no
FROM json_each(?) AS k
JOIN interaction_log_entry AS i ON i.entry_no = coalesce((SELECT entry_no FROM hub_entry WHERE id = k.value ->> 0), k.value ->> 0)`,
	"value_entry": `
SELECT DISTINCT b.contact_no
FROM json_each(?) AS k
JOIN value_entry AS v ON v.entry_no = k.value ->> 0
JOIN contact_business_relation AS b ON b.link_to_table = v.source_type AND b.no = v.source_no`,
	"posted_document": `
SELECT DISTINCT c.no
FROM json_each(?) AS k
JOIN posted_document AS p ON p.source_type = k.value ->> 0 AND p.document_no = k.value ->> 1
JOIN contact AS c ON c.no IN (p.contact_no, p.bill_to_pay_to_contact_no)`,
}

// Unkeyed returns the tables whose keys do not say to whom a row belongs, in order: of a
// deleted row only the file can tell.
func Unkeyed() []string { return slices.Sorted(maps.Keys(ownersHere)) }

// OwnersHere returns the contacts to which rows of an unkeyed table belong in the file.
// The keys are a JSON array of arrays.
func OwnersHere(ctx context.Context, tx *sql.Tx, table, keys string) ([]string, error) {
	return data.Values[string](ctx, tx, ownersHere[table], keys)
}

// NewDocuments returns which of some documents are not in the file.
func NewDocuments(ctx context.Context, tx *sql.Tx, hashes []string) ([]string, error) {
	return data.Values[string](ctx, tx, "SELECT DISTINCT value FROM json_each(?) WHERE value NOT IN (SELECT sha256 FROM attachment)", data.JSONList(hashes))
}

// Write keeps which part the file has, and forgets what it was compared with. All
// rows of the hub are fetched where that is all of the company.
func Write(ctx context.Context, tx *sql.Tx, part string) error {
	statements := []string{"UPDATE hub SET part_compared = ''"}
	if part == "" {
		statements = append(statements, "UPDATE hub SET mark = 0, part_whole = 0", "DELETE FROM hub_mark", "DELETE FROM hub_outside", "DELETE FROM hub_incomplete")
	}
	for _, statement := range statements {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, "UPDATE hub SET part = ?", part)
	return err
}

// ForgetCompared lets the next fetch compare all contacts with the part.
func ForgetCompared(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, "UPDATE hub SET part_compared = ''")
	return err
}

// WriteWhole keeps from which version on contacts are here with all that belongs to them.
func WriteWhole(ctx context.Context, tx *sql.Tx, version int64) error {
	_, err := tx.ExecContext(ctx, "UPDATE hub SET part_whole = ?", version)
	return err
}

// HasContacts reports whether there is any contact in the file.
func HasContacts(ctx context.Context, tx *sql.Tx) (any bool, err error) {
	err = tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM contact)").Scan(&any)
	return any, err
}

// WriteOutside notes which contacts of the file are outside its part, and which are in it;
// all others are in it where all were compared.
func WriteOutside(ctx context.Context, tx *sql.Tx, all bool, outside, inside []string) error {
	if all {
		if _, err := tx.ExecContext(ctx, "DELETE FROM hub_outside"); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM hub_outside WHERE contact_no IN (SELECT value FROM json_each(?))", data.JSONList(inside)); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO hub_outside (contact_no) SELECT value FROM json_each(?)", data.JSONList(outside))
	return err
}

// waitingContacts finds the contacts of which something was changed here and not sent, or
// is in conflict with the hub.
const waitingContacts = `
SELECT json_extract(row_key, '$[0]') AS no
FROM hub_change
WHERE table_key IN ('contact', 'contact_alt_address', 'contact_alt_addr_date_range', 'contact_profile_answer', 'contact_mailing_group',
    'contact_job_responsibility', 'contact_industry_group', 'contact_business_relation', 'not_duplicate')
UNION
SELECT json_extract(row_key, '$[1]')
FROM hub_change
WHERE table_key = 'not_duplicate'
UNION
SELECT i.contact_no
FROM hub_change AS h
JOIN interaction_log_entry AS i ON i.entry_no = coalesce(
    (SELECT entry_no FROM hub_entry WHERE id = json_extract(h.row_key, '$[0]')), json_extract(h.row_key, '$[0]'))
WHERE h.table_key IN ('interaction_log_entry', 'inter_log_entry_comment_line', 'interaction_attachment')
UNION
SELECT t.contact_no
FROM hub_change AS h
JOIN to_do AS t ON t.no = json_extract(h.row_key, '$[0]')
WHERE h.table_key = 'to_do'
UNION
SELECT c.no
FROM hub_change AS h
JOIN contact_number AS n ON n.no = json_extract(h.row_key, '$[0]')
JOIN contact AS c ON c.id = n.contact_id
WHERE h.table_key = 'contact_number'
UNION
SELECT b.contact_no
FROM hub_change AS h
JOIN value_entry AS v ON v.entry_no = json_extract(h.row_key, '$[0]')
JOIN contact_business_relation AS b ON b.link_to_table = v.source_type AND b.no = v.source_no
WHERE h.table_key = 'value_entry'
UNION
SELECT c.no
FROM hub_change AS h
JOIN posted_document AS p ON p.source_type = json_extract(h.row_key, '$[0]') AND p.document_no = json_extract(h.row_key, '$[1]')
JOIN contact AS c ON c.no IN (p.contact_no, p.bill_to_pay_to_contact_no)
WHERE h.table_key = 'posted_document'
UNION
SELECT contact_no
FROM hub_conflict`

// contactsOfHeld finds the ids of the contacts of all lines of segments that this file
// may change, those that a step can bring back among them.
const contactsOfHeld = `
SELECT l.contact_id
FROM segment_line AS l
JOIN segment_header AS h ON h.id = l.segment_id
WHERE h.no NOT IN (SELECT no FROM hub_segment WHERE NOT held)`

// Leaving returns contacts outside the part that nothing keeps here: no change that
// was not sent, no conflict, and no segment that is held here.
func Leaving(ctx context.Context, tx *sql.Tx, limit int) ([]string, error) {
	return data.Values[string](ctx, tx, `
SELECT c.no
FROM hub_outside AS o
JOIN contact AS c ON c.no = o.contact_no
WHERE c.no NOT IN (`+waitingContacts+`
) AND c.id NOT IN (`+contactsOfHeld+`
)
LIMIT ?`, limit)
}

// CountOutside returns how many contacts are here that are outside the part.
func CountOutside(ctx context.Context, tx *sql.Tx) (n int, err error) {
	err = tx.QueryRowContext(ctx, "SELECT count(*) FROM hub_outside AS o JOIN contact AS c ON c.no = o.contact_no").Scan(&n)
	return n, err
}

// DropContacts takes contacts out of the file, with all rows that belong to them alone.
func DropContacts(ctx context.Context, tx *sql.Tx, numbers []string) error {
	const some = " IN (SELECT value FROM json_each(?1))"
	statements := []string{"DELETE FROM hub_entry WHERE entry_no IN (SELECT entry_no FROM interaction_log_entry WHERE contact_no" + some + ")"}
	for _, table := range []string{"interaction_log_entry", "contact_alt_addr_date_range", "contact_alt_address", "contact_profile_answer", "contact_mailing_group",
		"contact_job_responsibility", "contact_industry_group", "contact_business_relation", "to_do"} {
		statements = append(statements, "DELETE FROM "+table+" WHERE contact_no"+some)
	}
	statements = append(statements, "DELETE FROM contact WHERE no"+some, "DELETE FROM hub_outside WHERE contact_no"+some)
	list := data.JSONList(numbers)
	for _, statement := range statements {
		if _, err := tx.ExecContext(ctx, statement, list); err != nil {
			return err
		}
	}
	return nil
}

// DropLoose takes the posted sales and the tasks of others out of the file that belong to
// no contact of it, but for those that were changed here and not sent.
func DropLoose(ctx context.Context, tx *sql.Tx) error {
	for _, statement := range []string{`
DELETE FROM value_entry
WHERE NOT EXISTS (
    SELECT 1
    FROM contact_business_relation AS b
    WHERE b.link_to_table = value_entry.source_type AND b.no = value_entry.source_no
) AND json_array(entry_no) NOT IN (SELECT row_key FROM hub_change WHERE table_key = 'value_entry')`, `
DELETE FROM posted_document
WHERE contact_no NOT IN (SELECT no FROM contact) AND bill_to_pay_to_contact_no NOT IN (SELECT no FROM contact)
    AND json_array(source_type, document_no) NOT IN (SELECT row_key FROM hub_change WHERE table_key = 'posted_document')`, `
DELETE FROM to_do
WHERE contact_no <> '' AND contact_no NOT IN (SELECT no FROM contact)
    AND json_array(no) NOT IN (SELECT row_key FROM hub_change WHERE table_key = 'to_do')`,
		"DELETE FROM hub_outside WHERE contact_no NOT IN (SELECT no FROM contact)",
	} {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// HasPending reports whether a segment that this file is to hold waits for contacts.
func HasPending(ctx context.Context, tx *sql.Tx, user string) (pending bool, err error) {
	err = tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM hub_segment WHERE holder = ? AND missing > 0)", user).Scan(&pending)
	return pending, err
}

// Incomplete returns the contacts that were made here, and of which the hub may have had
// more.
func Incomplete(ctx context.Context, tx *sql.Tx) ([]string, error) {
	return data.Values[string](ctx, tx, "SELECT contact_no FROM hub_incomplete ORDER BY contact_no")
}

// AddIncomplete notes a contact for [Incomplete].
func AddIncomplete(ctx context.Context, tx *sql.Tx, contact any) error {
	_, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO hub_incomplete (contact_no) VALUES (?)", contact)
	return err
}

// ForgetIncomplete takes contacts off the list of [Incomplete].
func ForgetIncomplete(ctx context.Context, tx *sql.Tx, contacts []string) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM hub_incomplete WHERE contact_no IN (SELECT value FROM json_each(?))", data.JSONList(contacts))
	return err
}
