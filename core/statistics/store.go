package statistics

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"winnow/core/catalog"
	"winnow/core/privacy"
	"winnow/core/reach"
	"winnow/core/segment"
)

const selectLineGroups = `
SELECT
    count(*),
    type,
    ` + reach.NoEMail + `,
    address = '' AND address_2 = '',
    post_code = '',
    phone_no = '' AND mobile_phone_no = '',
    fax_no = '',
    exclude_from_segment <> 0,
    ` + privacy.Condition + `,
    country_region_code,
    salesperson_code,
    language_code,
    correspondence_type
FROM %s
GROUP BY 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13`

// selectGroups counts the lines that are alike.
func selectGroups(ctx context.Context, tx *sql.Tx, lines *segment.Lines) ([]group, error) {
	from := lines.Subquery()
	rows, err := tx.QueryContext(ctx, fmt.Sprintf(selectLineGroups, from.SQL), from.Args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []group
	for rows.Next() {
		var g group
		if err := rows.Scan(&g.lines, &g.kind, &g.noEMail, &g.noAddress, &g.noPostCode, &g.noPhone, &g.noFax,
			&g.excluded, &g.blocked, &g.country, &g.salesperson, &g.language, &g.correspondence); err != nil {
			return nil, err
		}
		list = append(list, g)
	}
	return list, rows.Err()
}

// selectDifferent counts the different contacts on the lines, and the different
// companies that they are or work for.
func selectDifferent(ctx context.Context, tx *sql.Tx, lines *segment.Lines) (contacts, firms int, err error) {
	from := lines.Subquery()
	err = tx.QueryRowContext(ctx, "SELECT count(DISTINCT contact_id), count(DISTINCT nullif(company_no, '')) FROM "+from.SQL, from.Args...).
		Scan(&contacts, &firms)
	return contacts, firms, err
}

// selectNames returns what codes of a table are called, by code.
func selectNames(ctx context.Context, tx *sql.Tx, table string, codes []string) (map[string]string, error) {
	t := catalog.Must(table)
	list, err := json.Marshal(codes)
	if err != nil {
		return nil, err
	}
	rows, err := tx.QueryContext(ctx, "SELECT "+t.Keys[0]+", "+t.Describe+" FROM "+t.Key+
		" WHERE "+t.Keys[0]+" IN (SELECT value FROM json_each(?))", string(list))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	names := map[string]string{}
	for rows.Next() {
		var code, name string
		if err := rows.Scan(&code, &name); err != nil {
			return nil, err
		}
		names[code] = name
	}
	return names, rows.Err()
}
