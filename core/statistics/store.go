package statistics

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"winnow/core/catalog"
	"winnow/core/privacy"
	"winnow/core/segment"
	"winnow/data/email"
)

const selectLineGroups = `
SELECT
    count(*),
    c.type,
    ` + noEMail + `,
    c.address = '' AND c.address_2 = '',
    c.post_code = '',
    c.phone_no = '' AND c.mobile_phone_no = '',
    c.fax_no = '',
    c.exclude_from_segment <> 0,
    ` + privacy.Condition + `,
    c.country_region_code,
    %s AS salesperson,
    %s AS language,
    %s AS correspondence
FROM segment_line AS l
JOIN contact AS c ON c.id = l.contact_id
WHERE %s
GROUP BY 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13`

// noEMail is the SQL condition that a contact has no e-mail address that can be
// written to.
const noEMail = "mailbox(c.e_mail) IN ('', '" + email.Unusable + "')"

// selectGroups counts the lines that are alike.
func selectGroups(ctx context.Context, tx *sql.Tx, lines *segment.Lines) ([]group, error) {
	var pieces, args []any
	for _, key := range []string{"salesperson_code", "language_code", "correspondence_type"} {
		expression, bound, err := lines.Expression(key)
		if err != nil {
			return nil, err
		}
		pieces, args = append(pieces, expression), append(args, bound...)
	}
	condition, bound := lines.Condition()
	pieces, args = append(pieces, condition), append(args, bound...)
	rows, err := tx.QueryContext(ctx, fmt.Sprintf(selectLineGroups, pieces...), args...)
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
	condition, args := lines.Condition()
	err = tx.QueryRowContext(ctx, `
SELECT
    count(DISTINCT c.id),
    count(DISTINCT nullif(c.company_no, ''))
FROM segment_line AS l
JOIN contact AS c ON c.id = l.contact_id
WHERE `+condition, args...).Scan(&contacts, &firms)
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
