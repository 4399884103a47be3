package data

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
)

const selectIndexes = `
SELECT
	name,
	sql
FROM sqlite_schema
WHERE type = 'index'
	AND sql IS NOT NULL
	AND tbl_name IN (SELECT value FROM json_each(?))
ORDER BY name`

// DropIndexes drops the indexes of tables, but for those of their keys, and
// returns what builds them again: to build them at once takes a fraction of the
// time that it takes row by row, where most of the rows are new.
func DropIndexes(ctx context.Context, tx *sql.Tx, tables ...string) (rebuild func() error, err error) {
	list, err := json.Marshal(tables)
	if err != nil {
		return nil, err
	}
	var name, build string
	var drops, builds []string
	err = Each(ctx, tx, []any{&name, &build}, func() error {
		drops, builds = append(drops, "DROP INDEX "+quote(name)), append(builds, build)
		return nil
	}, selectIndexes, string(list))
	if err != nil {
		return nil, fmt.Errorf("look for indexes: %w", err)
	}
	if err := execAll(ctx, tx, drops); err != nil {
		return nil, fmt.Errorf("drop the indexes: %w", err)
	}
	return func() error {
		if err := execAll(ctx, tx, builds); err != nil {
			return fmt.Errorf("build the indexes: %w", err)
		}
		return nil
	}, nil
}

// quote writes a name of the schema as SQL names it.
func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func execAll(ctx context.Context, tx *sql.Tx, statements []string) error {
	for _, s := range statements {
		if _, err := tx.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	return nil
}
