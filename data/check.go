package data

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// Check returns what SQLite finds wrong with the file, one sentence each;
// nothing where it is sound.
func (f *File) Check(ctx context.Context) ([]string, error) { return check(ctx, f.reader) }

func check(ctx context.Context, db *sql.DB) ([]string, error) {
	var found []string
	err := inTx(ctx, db, func(tx *sql.Tx) error {
		faults, err := Values[string](ctx, tx, "PRAGMA integrity_check(100)")
		if err != nil {
			return err
		}
		for _, fault := range faults {
			if fault != "ok" {
				found = append(found, fault)
			}
		}
		orphans, err := findOrphans(ctx, tx)
		if err != nil {
			return err
		}
		unfit, err := findUnfit(ctx, tx)
		found = append(append(found, orphans...), unfit...)
		return err
	})
	return found, err
}

// findOrphans tells of rows that name others that do not exist.
func findOrphans(ctx context.Context, tx *sql.Tx) ([]string, error) {
	var table, parent string
	var row sql.NullInt64
	var key int
	var found []string
	err := Each(ctx, tx, []any{&table, &row, &parent, &key}, func() error {
		found = append(found, fmt.Sprintf("a row of %s names a row of %s that does not exist", table, parent))
		return nil
	}, "PRAGMA foreign_key_check")
	return found, err
}

// findUnfit tells of columns that hold another kind of value than they should,
// which SQLite allows.
func findUnfit(ctx context.Context, tx *sql.Tx) ([]string, error) {
	tables, err := Values[string](ctx, tx, selectTables)
	if err != nil {
		return nil, err
	}
	var found []string
	for _, table := range tables {
		columns, err := columnsOf(ctx, tx, table)
		if err != nil {
			return nil, err
		}
		sums, counts := make([]string, len(columns)), make([]int, len(columns))
		into := make([]any, len(columns))
		for i, c := range columns {
			sums[i], into[i] = "coalesce(sum(typeof("+quote(c.name)+") NOT IN ("+c.kinds()+")), 0)", &counts[i]
		}
		if err := tx.QueryRowContext(ctx, "SELECT "+strings.Join(sums, ", ")+" FROM "+table).Scan(into...); err != nil {
			return nil, err
		}
		for i, c := range columns {
			if counts[i] > 0 {
				found = append(found, fmt.Sprintf("%s.%s holds another kind of value in rows: %d", table, c.name, counts[i]))
			}
		}
	}
	return found, nil
}
