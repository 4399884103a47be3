package named

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"strings"

	"winnow/core/company"
	"winnow/data"
)

// Table says how things of one kind are kept under names: each in a row of a table of
// the company file.
type Table[T any] struct {
	// Name is the table's; Columns are what it has of a thing, its name first.
	Name    string
	Columns []string
	// Listed is how many of the columns List reads: the last may be large.
	Listed int
	// Fields are where the columns are read into, and written from.
	Fields func(*T) []any
	// Sound reports whether a thing that was read can be used.
	Sound func(T) bool
	// Missing is the problem of a name that nothing has, Damaged that of a thing whose
	// values are of other kinds; only Find needs it.
	Missing, Damaged func(name string) error
}

// Read returns the things that can be read, by name, and the names of the others.
func (t Table[T]) Read(ctx context.Context, tx *sql.Tx) (list []T, broken []string, err error) {
	return t.read(ctx, tx, t.Columns, t.Sound, " ORDER BY "+t.Columns[0])
}

func (t Table[T]) read(ctx context.Context, tx *sql.Tx, columns []string, sound func(T) bool, which string, args ...any) (list []T, broken []string, err error) {
	rows, err := tx.QueryContext(ctx, "SELECT "+strings.Join(columns, ", ")+" FROM "+t.Name+which, args...)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var thing T
		fields := t.Fields(&thing)[:len(columns)]
		fits, err := data.Scan(rows, fields...)
		switch {
		case err != nil:
			return nil, nil, err
		case fits && sound(thing):
			list = append(list, thing)
		default:
			broken = append(broken, *fields[0].(*string))
		}
	}
	return list, broken, rows.Err()
}

// any takes every thing whose values could be read.
func (t Table[T]) any(T) bool { return true }

// All returns the things that can be read, by name.
func (t Table[T]) All(ctx context.Context, c *company.Company) ([]T, error) {
	return company.Read(ctx, c, func(tx *sql.Tx) ([]T, error) {
		list, _, err := t.Read(ctx, tx)
		return list, err
	})
}

// List returns all things by name, with the columns that are listed, whatever is in
// the others.
func (t Table[T]) List(ctx context.Context, c *company.Company) ([]T, error) {
	return company.Read(ctx, c, func(tx *sql.Tx) ([]T, error) {
		list, _, err := t.read(ctx, tx, t.Columns[:t.Listed], t.any, " ORDER BY "+t.Columns[0])
		return list, err
	})
}

// Count returns how many things there are.
func (t Table[T]) Count(ctx context.Context, c *company.Company) (int, error) {
	return company.Read(ctx, c, func(tx *sql.Tx) (n int, err error) {
		err = tx.QueryRowContext(ctx, "SELECT count(*) FROM "+t.Name).Scan(&n)
		return n, err
	})
}

// Find returns the thing that has a name, sound or not.
func (t Table[T]) Find(ctx context.Context, tx *sql.Tx, name string) (thing T, err error) {
	list, broken, err := t.read(ctx, tx, t.Columns, t.any, " WHERE "+t.Columns[0]+" = ?", name)
	switch {
	case err != nil:
		return thing, err
	case len(broken) > 0:
		return thing, t.Damaged(name)
	case len(list) == 0:
		return thing, t.Missing(name)
	}
	return list[0], nil
}

// Broken returns the names of those that cannot be read, which All leaves out.
func (t Table[T]) Broken(ctx context.Context, c *company.Company) ([]string, error) {
	return company.Read(ctx, c, func(tx *sql.Tx) ([]string, error) {
		_, names, err := t.Read(ctx, tx)
		return names, err
	})
}

// Has reports whether something has a name, sound or not.
func (t Table[T]) Has(ctx context.Context, tx *sql.Tx, name string) (has bool, err error) {
	err = tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM "+t.Name+" WHERE "+t.Columns[0]+" = ?)", name).Scan(&has)
	return has, err
}

// Put keeps a thing, in the place of what has its name.
func (t Table[T]) Put(ctx context.Context, tx *sql.Tx, thing T) error {
	_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO "+t.Name+" ("+strings.Join(t.Columns, ", ")+
		") VALUES (?"+strings.Repeat(", ?", len(t.Columns)-1)+")", t.Fields(&thing)...)
	return err
}

// Rename gives the thing that has a name another.
func (t Table[T]) Rename(ctx context.Context, tx *sql.Tx, from, to string) error {
	return t.one(from)(tx.ExecContext(ctx, "UPDATE "+t.Name+" SET "+t.Columns[0]+" = ? WHERE "+t.Columns[0]+" = ?", to, from))
}

// Delete forgets the thing that has a name, sound or not.
func (t Table[T]) Delete(ctx context.Context, tx *sql.Tx, name string) error {
	return t.one(name)(tx.ExecContext(ctx, "DELETE FROM "+t.Name+" WHERE "+t.Columns[0]+" = ?", name))
}

// one turns a change of no row into the problem of the name.
func (t Table[T]) one(name string) func(sql.Result, error) error {
	return func(result sql.Result, err error) error {
		if n, err := data.Affected(result, err); err != nil || n > 0 {
			return err
		}
		return t.Missing(name)
	}
}

// JSON is a field that is stored as JSON.
type JSON struct{ Of any }

// Scan implements sql.Scanner.
func (j JSON) Scan(stored any) error {
	switch text := stored.(type) {
	case string:
		return json.Unmarshal([]byte(text), j.Of)
	case []byte:
		return json.Unmarshal(text, j.Of)
	}
	return json.Unmarshal(nil, j.Of)
}

// Value implements driver.Valuer.
func (j JSON) Value() (driver.Value, error) {
	text, err := json.Marshal(j.Of)
	return string(text), err
}
