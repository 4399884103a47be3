// Package record reads the rows of the catalog's tables for lists and lookups:
// pages of any table, the values that occur in a field, the codes that can be
// chosen. It changes nothing.
package record

import (
	"context"
	"database/sql"
	"fmt"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/filter"
	"winnow/core/value"
)

// Store reads the rows of one company.
type Store struct {
	company *company.Company
}

// New returns the rows of a company.
func New(c *company.Company) *Store { return &Store{company: c} }

// Row is a row of a table: its values in the order of the table's fields.
type Row struct {
	Table  catalog.Table
	Values []any
}

// Value returns the stored value of a field.
func (r Row) Value(key string) any {
	for i, f := range r.Table.Fields {
		if f.Key == key {
			return r.Values[i]
		}
	}
	return nil
}

// Text returns a field as people read it.
func (r Row) Text(key string) string {
	f, _ := r.Table.Field(key)
	return value.Format(f, r.Value(key))
}

// Query says which rows of a table a list has, and in which order.
type Query struct {
	// SortBy is a field's key; "" for the order of the key fields.
	SortBy     string
	Descending bool
	// Search is a text to be found in any field, upper and lower case alike.
	Search string
	// Filters are filters that were read already, by field key; all must hold.
	Filters map[string]filter.Filter
	// Contacts, where it is not nil, are the ids of the only contacts wanted.
	Contacts []int64
}

// List is the rows of a table as they were when it was made. Any place in it
// is reached at once: it holds their ids in order, and rows are read as they
// are seen.
type List struct {
	store *Store
	table catalog.Table
	ids   []int64
}

// List returns a list of a table's rows.
func (s *Store) List(ctx context.Context, table string, q Query) (*List, error) {
	t, ok := catalog.Find(table)
	if !ok {
		return nil, fmt.Errorf("list %s: there is no such table", table)
	}
	l := &List{store: s, table: t}
	err := s.read(ctx, func(tx *sql.Tx) (err error) {
		l.ids, err = selectIDs(ctx, tx, t, q)
		return err
	})
	return l, err
}

// Len returns how many rows there are.
func (l *List) Len() int { return len(l.ids) }

// Page returns up to n rows from the first-th on, counted from 0. A row that
// was deleted since is left out.
func (l *List) Page(ctx context.Context, first, n int) ([]Row, error) {
	if first >= len(l.ids) {
		return nil, nil
	}
	var rows []Row
	err := l.store.read(ctx, func(tx *sql.Tx) (err error) {
		rows, err = selectRows(ctx, tx, l.table, l.ids[first:min(first+n, len(l.ids))])
		return err
	})
	return rows, err
}

// Count returns how many rows a table has.
func (s *Store) Count(ctx context.Context, table string) (int, error) {
	n := 0
	err := s.read(ctx, func(tx *sql.Tx) (err error) {
		n, err = countRows(ctx, tx, catalog.Must(table))
		return err
	})
	return n, err
}

// Choice is a value that can be chosen in a lookup.
type Choice struct {
	// Value is the stored value as people read it.
	Value string
	// Description is the name behind a code, or "".
	Description string
	// Count is the number of contacts it concerns, or -1 where that was not
	// asked for.
	Count int
}

// Occurring returns the values that occur in a section's field, each with its
// description and the number of contacts that have it, at most so many, those
// in which the search text is found.
func (s *Store) Occurring(ctx context.Context, section, field, search string, most int) ([]Choice, error) {
	sec, ok := catalog.SectionOf(section)
	if !ok {
		return nil, fmt.Errorf("look up %s: there is no such section", section)
	}
	f, ok := sec.Field(field)
	if !ok {
		return nil, fmt.Errorf("look up %s.%s: there is no such field", section, field)
	}
	var list []Choice
	err := s.read(ctx, func(tx *sql.Tx) (err error) {
		list, err = selectOccurring(ctx, tx, sec, f, search, most)
		return err
	})
	return list, err
}

// Codes returns the rows of a code table, contacts or segments that a field
// can name, in which the search text is found, at most so many.
func (s *Store) Codes(ctx context.Context, table, search string, most int) ([]Choice, error) {
	t, ok := catalog.Find(table)
	if !ok || t.Describe == "" {
		return nil, fmt.Errorf("look up %s: it is no table of codes", table)
	}
	var list []Choice
	err := s.read(ctx, func(tx *sql.Tx) (err error) {
		list, err = selectCodes(ctx, tx, t, search, most)
		return err
	})
	return list, err
}

// Describe returns the description of a code, or "".
func (s *Store) Describe(ctx context.Context, table, code string) (string, error) {
	t, ok := catalog.Find(table)
	if !ok || t.Describe == "" {
		return "", fmt.Errorf("look up %s: it is no table of codes", table)
	}
	text := ""
	err := s.read(ctx, func(tx *sql.Tx) (err error) {
		text, err = selectDescription(ctx, tx, t, code)
		return err
	})
	return text, err
}

func (s *Store) read(ctx context.Context, fn func(*sql.Tx) error) error {
	return company.Problem(s.company.Read(ctx, fn), s.company.Path())
}
