package lookup

import (
	"context"
	"database/sql"
	"strings"

	"winnow/core/catalog"
	"winnow/data"
)

// equals is the condition that columns have values, which are bound.
func equals(columns []string) string {
	if len(columns) == 0 {
		return "1"
	}
	return strings.Join(columns, " = ? AND ") + " = ?"
}

func exists(ctx context.Context, tx *sql.Tx, t catalog.Table, key []any) (has bool, err error) {
	err = tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM "+t.Key+" WHERE "+equals(t.Keys)+")", key...).Scan(&has)
	return has, err
}

// codes returns the values of a table's last key field, of the rows that have the
// others.
func codes(ctx context.Context, tx *sql.Tx, t catalog.Table, others []any) ([]string, error) {
	last := len(t.Keys) - 1
	return data.Values[string](ctx, tx, "SELECT "+t.Keys[last]+" FROM "+t.Key+" WHERE "+equals(t.Keys[:last])+" ORDER BY 1", others...)
}

const selectSurvivors = `
SELECT n.no, c.no
FROM json_each(?) AS w
JOIN contact_number AS n ON n.no = w.value
JOIN contact AS c ON c.id = n.contact_id`

// survivors returns the numbers of the contacts that others were merged into, by those
// of these, of some numbers.
func survivors(ctx context.Context, tx *sql.Tx, numbers string) (map[string]string, error) {
	return data.Pairs[string, string](ctx, tx, selectSurvivors, numbers)
}

func anyMerged(ctx context.Context, tx *sql.Tx) (any bool, err error) {
	err = tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM contact_number)").Scan(&any)
	return any, err
}
