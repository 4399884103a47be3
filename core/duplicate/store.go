package duplicate

import (
	"context"
	"database/sql"
	"encoding/json"
)

// Each of the two asks once for all contacts: the e-mails from their index, the
// names along the table, which is faster than by post code at a million.
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
FROM contact NOT INDEXED
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

// The e-mails are looked through in their index, which has nothing else; names
// are few in one post code.
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

func selectTwinsOf(ctx context.Context, tx *sql.Tx, no string, most int) ([]Twin, error) {
	rows, err := tx.QueryContext(ctx, selectTwins, no, most)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var twins []Twin
	for rows.Next() {
		var t Twin
		if err := rows.Scan(&t.No, &t.Name, &t.CompanyName, &t.Reason); err != nil {
			return nil, err
		}
		twins = append(twins, t)
	}
	return twins, rows.Err()
}
