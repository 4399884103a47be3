package reach

import (
	"context"
	"database/sql"
)

const join = `
FROM segment_line AS l
JOIN contact AS c ON c.id = l.contact_id`

// joinAlternative goes on with the code of the address in force.
const joinAlternative = `
LEFT JOIN contact_alt_address AS a ON a.contact_no = c.no AND a.code = `

// homeCountry is the setting, read once a query.
const homeCountry = "(SELECT s.value FROM setting AS s WHERE s.key = 'home_country')"

func hasAlternatives(ctx context.Context, tx *sql.Tx) (bool, error) {
	has := false
	err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM contact_alt_address)").Scan(&has)
	return has, err
}
