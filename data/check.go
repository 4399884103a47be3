package data

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// Check returns what SQLite finds wrong with the file, one sentence each;
// nothing where it is sound.
func (f *File) Check(ctx context.Context) ([]string, error) { return check(ctx, f.reader) }

func check(ctx context.Context, db *sql.DB) ([]string, error) {
	var found []string
	err := inTx(ctx, db, func(tx *sql.Tx) error {
		faults, err := Strings(ctx, tx, "PRAGMA integrity_check(100)")
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
	rows, err := tx.QueryContext(ctx, "PRAGMA foreign_key_check")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []string
	for rows.Next() {
		var table, parent string
		var row sql.NullInt64
		var key int
		if err := rows.Scan(&table, &row, &parent, &key); err != nil {
			return nil, err
		}
		found = append(found, fmt.Sprintf("a row of %s names a row of %s that does not exist", table, parent))
	}
	return found, rows.Err()
}

// findUnfit tells of columns that hold another kind of value than they should,
// which SQLite allows.
func findUnfit(ctx context.Context, tx *sql.Tx) ([]string, error) {
	tables, err := Strings(ctx, tx, selectTables)
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
			sums[i], into[i] = "coalesce(sum(typeof("+c.name+") NOT IN ("+c.kinds()+")), 0)", &counts[i]
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

// Scan reads a row, and reports whether its values are of the kinds that they are
// read as; where they are not, the other rows can still be read.
func Scan(rows *sql.Rows, into ...any) (fits bool, err error) {
	err = rows.Scan(into...)
	if errors.Is(Sentinel(err), ErrValue) {
		return false, nil
	}
	return err == nil, err
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
