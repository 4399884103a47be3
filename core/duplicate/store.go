package duplicate

import (
	"context"
	"database/sql"
	"encoding/json"

	"winnow/core/catalog"
	"winnow/core/record"
	"winnow/data"
)

// Each of the two asks once for all contacts, and looks only at an index.
const (
	selectMailGroups = `
SELECT group_concat(id)
FROM contact
WHERE e_mail <> ''
GROUP BY lower(e_mail)
HAVING count(*) > 1
ORDER BY lower(e_mail)`

	selectNameGroups = `
SELECT group_concat(id)
FROM contact
WHERE post_code <> '' AND name <> ''
GROUP BY post_code, name COLLATE NOCASE
HAVING count(*) > 1
ORDER BY post_code, name COLLATE NOCASE`
)

func eachGroup(ctx context.Context, tx *sql.Tx, take func(Reason, []int64)) error {
	for reason, query := range []string{Mail: selectMailGroups, Name: selectNameGroups} {
		var joined string
		err := data.Each(ctx, tx, []any{&joined}, func() error {
			var ids []int64
			if err := json.Unmarshal([]byte("["+joined+"]"), &ids); err != nil {
				return err
			}
			take(Reason(reason), ids)
			return nil
		}, query)
		if err != nil {
			return err
		}
	}
	return nil
}

// The e-mails are looked through in their index, as upper and lower case are
// alike; the names are found in theirs.
const selectDuplicates = `
SELECT d.no, d.name, d.company_name, min(d.reason)
FROM (
    SELECT t.no, t.name, t.company_name, 0 AS reason
    FROM contact AS c
    JOIN contact AS t ON t.id IN (SELECT m.id FROM contact AS m INDEXED BY contact_e_mail WHERE m.e_mail <> '' AND lower(m.e_mail) = lower(c.e_mail))
    WHERE c.no = ?1 AND c.e_mail <> '' AND t.id <> c.id AND (min(c.id, t.id), max(c.id, t.id)) NOT IN (SELECT contact_id, other_id FROM not_duplicate)
    UNION ALL
    SELECT t.no, t.name, t.company_name, 1
    FROM contact AS c
    JOIN contact AS t ON t.post_code = c.post_code AND t.name = c.name COLLATE NOCASE
    WHERE c.no = ?1 AND c.post_code <> '' AND c.name <> '' AND t.id <> c.id AND (min(c.id, t.id), max(c.id, t.id)) NOT IN (SELECT contact_id, other_id FROM not_duplicate)
) AS d
GROUP BY d.no
ORDER BY d.no
LIMIT ?2`

func selectMatchesOf(ctx context.Context, tx *sql.Tx, no string, limit int) ([]Match, error) {
	return data.List(ctx, tx, func(m *Match) []any { return []any{&m.No, &m.Name, &m.CompanyName, &m.Reason} }, selectDuplicates, no, limit)
}

func selectContacts(ctx context.Context, tx *sql.Tx, ids []int64) ([]record.Row, error) {
	t := catalog.Must(catalog.Contact)
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	return record.ReadRows(ctx, tx, t, "SELECT "+record.Columns(t, "c.")+
		" FROM json_each(?) AS w JOIN contact AS c ON c.id = w.value ORDER BY w.key", string(list))
}

func selectNumbers(ctx context.Context, tx *sql.Tx, ids []int64) (map[string]int64, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	return data.Pairs[string, int64](ctx, tx, "SELECT c.no, c.id FROM json_each(?) AS w JOIN contact AS c ON c.id = w.value", string(list))
}

func selectDistinct(ctx context.Context, tx *sql.Tx) (map[pair]bool, error) {
	pairs, err := data.List(ctx, tx, func(p *pair) []any { return []any{&p.contact, &p.other} }, "SELECT contact_id, other_id FROM not_duplicate")
	apart := make(map[pair]bool, len(pairs))
	for _, p := range pairs {
		apart[p] = true
	}
	return apart, err
}

// selectIDs returns the ids of contacts by their numbers, those of contacts that were
// merged into them among these.
func selectIDs(ctx context.Context, tx *sql.Tx, numbers []string) (map[string]int64, error) {
	list, err := json.Marshal(numbers)
	if err != nil {
		return nil, err
	}
	return data.Pairs[string, int64](ctx, tx, `
SELECT no, contact_id
FROM contact_number
WHERE no IN (SELECT value FROM json_each(?1))
UNION ALL
SELECT no, id
FROM contact
WHERE no IN (SELECT value FROM json_each(?1))`, string(list))
}

// setDistinct says of two contacts whether they are not the same, and returns whether
// that is new.
func setDistinct(ctx context.Context, tx *sql.Tx, p pair, distinct bool) (bool, error) {
	statement := "DELETE FROM not_duplicate WHERE contact_id = ? AND other_id = ?"
	if distinct {
		statement = "INSERT OR IGNORE INTO not_duplicate (contact_id, other_id) VALUES (?, ?)"
	}
	n, err := data.Affected(tx.ExecContext(ctx, statement, p.contact, p.other))
	return n > 0, err
}

const selectDistinctPairs = `
SELECT a.no, a.name, b.no, b.name
FROM (
    SELECT iif(c.no < o.no, c.id, o.id) AS first, iif(c.no < o.no, o.id, c.id) AS second
    FROM not_duplicate AS n
    JOIN contact AS c ON c.id = n.contact_id
    JOIN contact AS o ON o.id = n.other_id
) AS p
JOIN contact AS a ON a.id = p.first
JOIN contact AS b ON b.id = p.second
ORDER BY a.no, b.no`

func selectPairs(ctx context.Context, tx *sql.Tx) ([]Pair, error) {
	return data.List(ctx, tx, func(p *Pair) []any { return []any{&p.No, &p.Name, &p.OtherNo, &p.OtherName} }, selectDistinctPairs)
}
