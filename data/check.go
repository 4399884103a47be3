package data

import (
	"context"
	"database/sql"
	"fmt"
)

// Check returns what SQLite finds wrong with the file, one sentence each;
// nothing where it is sound.
func (f *File) Check(ctx context.Context) ([]string, error) {
	var found []string
	err := f.Read(ctx, func(tx *sql.Tx) error {
		faults, err := Strings(ctx, tx, "PRAGMA integrity_check(100)")
		if err != nil {
			return err
		}
		for _, fault := range faults {
			if fault != "ok" {
				found = append(found, fault)
			}
		}
		rows, err := tx.QueryContext(ctx, "PRAGMA foreign_key_check")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var table, parent string
			var row sql.NullInt64
			var key int
			if err := rows.Scan(&table, &row, &parent, &key); err != nil {
				return err
			}
			found = append(found, fmt.Sprintf("a row of %s names a row of %s that does not exist", table, parent))
		}
		return rows.Err()
	})
	return found, err
}

// Strings returns the first column of a query's rows.
func Strings(ctx context.Context, tx *sql.Tx, query string, args ...any) ([]string, error) {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, rows.Err()
}
