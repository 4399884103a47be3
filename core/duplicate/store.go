package duplicate

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"

	"winnow/core/catalog"
	"winnow/core/record"
	"winnow/core/value"
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
		rows, err := tx.QueryContext(ctx, query)
		if err != nil {
			return err
		}
		if err := scanGroups(rows, func(ids []int64) { take(Reason(reason), ids) }); err != nil {
			return err
		}
	}
	return nil
}

func scanGroups(rows *sql.Rows, take func([]int64)) error {
	defer rows.Close()
	for rows.Next() {
		var joined string
		if err := rows.Scan(&joined); err != nil {
			return err
		}
		var ids []int64
		if err := json.Unmarshal([]byte("["+joined+"]"), &ids); err != nil {
			return err
		}
		take(ids)
	}
	return rows.Err()
}

// The e-mails are looked through in their index, as upper and lower case are
// alike; the names are found in theirs.
const selectTwins = `
SELECT d.no, d.name, d.company_name, min(d.reason)
FROM (
    SELECT t.no, t.name, t.company_name, 0 AS reason
    FROM contact AS c
    JOIN contact AS t ON t.id IN (SELECT m.id FROM contact AS m INDEXED BY contact_e_mail WHERE m.e_mail <> '' AND lower(m.e_mail) = lower(c.e_mail))
    WHERE c.no = ?1 AND c.e_mail <> '' AND t.id <> c.id
    UNION ALL
    SELECT t.no, t.name, t.company_name, 1
    FROM contact AS c
    JOIN contact AS t ON t.post_code = c.post_code AND t.name = c.name COLLATE NOCASE
    WHERE c.no = ?1 AND c.post_code <> '' AND c.name <> '' AND t.id <> c.id
) AS d
GROUP BY d.no
ORDER BY d.no
LIMIT ?2`

func selectMatchesOf(ctx context.Context, tx *sql.Tx, no string, most int) ([]Match, error) {
	rows, err := tx.QueryContext(ctx, selectTwins, no, most)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var matches []Match
	for rows.Next() {
		var t Match
		if err := rows.Scan(&t.No, &t.Name, &t.CompanyName, &t.Reason); err != nil {
			return nil, err
		}
		matches = append(matches, t)
	}
	return matches, rows.Err()
}

func selectContacts(ctx context.Context, tx *sql.Tx, ids []int64) ([]record.Row, error) {
	t := catalog.Must(catalog.Contact)
	names := make([]string, len(t.Fields))
	for i, f := range t.Fields {
		names[i] = "c." + f.Key
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	rows, err := tx.QueryContext(ctx, "SELECT "+strings.Join(names, ", ")+
		" FROM json_each(?) AS w JOIN contact AS c ON c.id = w.value ORDER BY w.key", string(list))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []record.Row
	for rows.Next() {
		r := record.Row{Table: t, Values: make([]any, len(t.Fields))}
		targets := make([]any, len(t.Fields))
		for i := range targets {
			targets[i] = &r.Values[i]
		}
		if err := rows.Scan(targets...); err != nil {
			return nil, err
		}
		for i, f := range t.Fields {
			r.Values[i] = value.Stored(f, r.Values[i])
		}
		found = append(found, r)
	}
	return found, rows.Err()
}

func selectNumbers(ctx context.Context, tx *sql.Tx, ids []int64) (map[string]int64, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	rows, err := tx.QueryContext(ctx, "SELECT c.no, c.id FROM json_each(?) AS w JOIN contact AS c ON c.id = w.value", string(list))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	byNo := map[string]int64{}
	for rows.Next() {
		var no string
		var id int64
		if err := rows.Scan(&no, &id); err != nil {
			return nil, err
		}
		byNo[no] = id
	}
	return byNo, rows.Err()
}
