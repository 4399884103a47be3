package data

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
)

// querier is a transaction, a connection or a pool of them.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Each reads the rows of a query, one after another, into the same variables, and
// calls fn after each. It ends at fn's first error.
func Each(ctx context.Context, tx querier, into []any, fn func() error, query string, args ...any) error {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if err := fn(); err != nil {
			return err
		}
	}
	return rows.Err()
}

// List returns the rows of a query. columns says where its columns go in a row.
func List[T any](ctx context.Context, tx querier, columns func(*T) []any, query string, args ...any) ([]T, error) {
	var row T
	var list []T
	err := Each(ctx, tx, columns(&row), func() error {
		list = append(list, row)
		return nil
	}, query, args...)
	return list, err
}

// Values returns the first and only column of a query's rows.
func Values[T any](ctx context.Context, tx querier, query string, args ...any) ([]T, error) {
	return List(ctx, tx, func(v *T) []any { return []any{v} }, query, args...)
}

// JSONList writes a list as json_each reads it, so that any number of values is bound as one.
func JSONList[T any](list []T) string {
	text, _ := json.Marshal(append([]T{}, list...)) // texts, numbers and lists of them can be written
	return string(text)
}

// Pairs returns the second column of a query's rows by their first.
func Pairs[K comparable, V any](ctx context.Context, tx querier, query string, args ...any) (map[K]V, error) {
	var key K
	var value V
	pairs := map[K]V{}
	err := Each(ctx, tx, []any{&key, &value}, func() error {
		pairs[key] = value
		return nil
	}, query, args...)
	return pairs, err
}

// Affected returns how many rows a statement wrote: it takes what ExecContext returns.
func Affected(result sql.Result, err error) (int, error) {
	if err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	return int(n), err
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
