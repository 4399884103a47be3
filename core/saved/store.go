package saved

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/value"
	"winnow/data"
)

const selectCriteria = `
SELECT code, description, no_of_actions, saved_at, saved_by
FROM saved_criteria
ORDER BY code`

func selectAll(ctx context.Context, tx *sql.Tx) ([]Criteria, error) {
	rows, err := tx.QueryContext(ctx, selectCriteria)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []Criteria{}
	for rows.Next() {
		var c Criteria
		if err := rows.Scan(&c.Code, &c.Description, &c.Actions, &c.At, &c.By); err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, rows.Err()
}

func count(ctx context.Context, tx *sql.Tx) (int, error) {
	n := 0
	err := tx.QueryRowContext(ctx, "SELECT count(*) FROM saved_criteria").Scan(&n)
	return n, err
}

const selectByCode = `
SELECT code, description, no_of_actions, saved_at, saved_by, recipe
FROM saved_criteria
WHERE code = ?`

// find returns saved criteria and their recipe, or a core.Problem of kind
// NotFound.
func find(ctx context.Context, tx *sql.Tx, typed string) (c Criteria, recipe string, err error) {
	code, err := value.Code(typed)
	if err != nil {
		return c, "", core.Problemf(core.Invalid, "%s: %v", core.Word("Code"), err)
	}
	err = tx.QueryRowContext(ctx, selectByCode, code).Scan(&c.Code, &c.Description, &c.Actions, &c.At, &c.By, &recipe)
	if errors.Is(err, sql.ErrNoRows) {
		return c, "", core.Problemf(core.NotFound, "Saved criteria %s do not exist", code)
	}
	return c, recipe, err
}

const upsertCriteria = `
INSERT INTO saved_criteria (code, description, no_of_actions, recipe, saved_at, saved_by)
VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (code) DO UPDATE SET
    description = excluded.description,
    no_of_actions = excluded.no_of_actions,
    recipe = excluded.recipe,
    saved_at = excluded.saved_at,
    saved_by = excluded.saved_by`

func upsert(ctx context.Context, tx *sql.Tx, c Criteria, recipe string) error {
	_, err := tx.ExecContext(ctx, upsertCriteria, c.Code, c.Description, c.Actions, recipe, c.At, c.By)
	return err
}

func update(ctx context.Context, tx *sql.Tx, code string, c Criteria) error {
	_, err := tx.ExecContext(ctx, "UPDATE saved_criteria SET code = ?, description = ? WHERE code = ?", c.Code, c.Description, code)
	return err
}

func remove(ctx context.Context, tx *sql.Tx, code string) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM saved_criteria WHERE code = ?", code)
	return err
}

// selectKnown returns which of the values, and of those in any case, occur in a
// section's field or are codes of the table that the field looks up. Both are
// JSON arrays.
func selectKnown(ctx context.Context, tx *sql.Tx, section catalog.Section, f catalog.Field, plain, folded string) ([]string, error) {
	query, args := knownIn(section.Key, f.Key, plain, folded)
	if lookup, ok := catalog.Find(f.Lookup); ok {
		more, bound := knownIn(lookup.Key, lookup.Keys[len(lookup.Keys)-1], plain, folded)
		query, args = query+" UNION "+more, append(args, bound...)
	}
	return data.Strings(ctx, tx, query, args...)
}

func knownIn(table, column, plain, folded string) (string, []any) {
	query := fmt.Sprintf("SELECT CAST(%s AS TEXT) FROM %s WHERE %s IN (SELECT value FROM json_each(?))", column, table, column)
	if folded == "" {
		return query, []any{plain}
	}
	return query + fmt.Sprintf(" OR fold(%s) IN (SELECT value FROM json_each(?))", column), []any{plain, folded}
}
