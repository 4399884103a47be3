// Package record reads the rows of the catalog's tables for lists and lookups:
// pages of any table ([Store.List]), the values that occur in a field
// ([Store.Occurring]), the codes that can be chosen ([Store.Codes]). It changes
// nothing.
package record

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"sync"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/filter"
	"winnow/core/value"
)

// Store reads the rows of one company.
type Store struct {
	company *company.Company
	runRows int // how many rows are searched at a time
	// Shown tells what the lines of segments show in a field of Segment Line; they are
	// rows of no table. Without it, that section has no values.
	Shown func(ctx context.Context, tx *sql.Tx, f catalog.Field) ([]Shown, error)
}

// Shown is a value, and how many lines show it.
type Shown struct {
	Value any
	Lines int
}

// New returns the rows of a company.
func New(c *company.Company) *Store { return &Store{company: c, runRows: runRows} }

// Row is a row of a table: its values in the order of the table's fields. Rows of lists
// have the fields that are worked out, too, and their Table says so.
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

// Code returns the text that a field of a code or text stores.
func (r Row) Code(key string) string {
	code, _ := r.Value(key).(string)
	return code
}

// Flag tells whether a boolean field is yes.
func (r Row) Flag(key string) bool { return r.Value(key) == int64(1) }

// Number returns the whole number that a field stores.
func (r Row) Number(key string) int64 {
	n, _ := r.Value(key).(int64)
	return n
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
	// Search has words, of which each is found in any stored field, in spite of its
	// spelling. Options and yes and no are not looked into.
	Search string
	// Filters are filters that were read already, by field key; all must hold.
	Filters map[string]filter.Filter
	// Contacts, where it is not nil, are the ids of the only contacts wanted.
	Contacts []int64
}

// List is the rows of a table. Any place in it is reached at once: it holds their
// ids in order, and rows are read as they are seen. Of a large list, the first ids are
// read when it is made where that is much quicker, and the others when a row behind
// them is asked for. It is safe for concurrent use.
type List struct {
	store *Store
	table catalog.Table
	query Query

	reading sync.Mutex // guards ids, and is held while they are read
	ids     []int64
	mu      sync.Mutex // guards length, so that Len never waits for a read
	length  int        // of ids, or of the list where more are to be read
}

// head is how many ids are read when a list is made whose first rows are found sooner
// than all.
const head = 1000

// List returns a list of a table's rows.
func (s *Store) List(ctx context.Context, table string, q Query) (*List, error) {
	t, ok := s.company.Catalog().Find(table)
	if !ok {
		return nil, fmt.Errorf("list %s: there is no such table", table)
	}
	t = t.WithFlowFields()
	l := &List{store: s, table: t, query: q}
	if searches(t, q) {
		ids, err := s.search(ctx, t, q)
		l.ids, l.length = ids, len(ids)
		return l, err
	}
	err := s.company.Read(ctx, func(tx *sql.Tx) (err error) {
		if !hasHead(t, q) {
			l.ids, err = s.selectIDs(ctx, tx, t, q, 0)
			l.length = len(l.ids)
			return err
		}
		if l.ids, err = s.selectIDs(ctx, tx, t, q, head); err != nil {
			return err
		}
		if l.length = len(l.ids); l.length == head {
			l.length, err = countRows(ctx, tx, t)
		}
		return err
	})
	return l, err
}

// hasHead tells whether the first rows that a query asks for are found much sooner than
// all: an index has their order, or SQLite keeps no more than these while it sorts. What
// is worked out for each row takes as long for the first rows as for all.
func hasHead(t catalog.Table, q Query) bool {
	if f, _ := t.Field(q.SortBy); t.RowID == "" || q.Contacts != nil || q.Search != "" || f.Flow != catalog.Stored {
		return false
	}
	for _, f := range q.Filters {
		if !f.Empty() {
			return false
		}
	}
	return true
}

// Len returns how many rows there are.
func (l *List) Len() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.length
}

// Page returns up to n rows from the first-th on, counted from 0. A row that
// was deleted since is left out.
func (l *List) Page(ctx context.Context, first, n int) ([]Row, error) {
	var rows []Row
	err := l.store.company.Read(ctx, func(tx *sql.Tx) error {
		ids, err := l.between(ctx, tx, first, first+n)
		if err != nil || len(ids) == 0 {
			return err
		}
		rows, err = l.store.selectRows(ctx, tx, l.table, ids)
		return err
	})
	return rows, err
}

// between returns the ids from the first-th on and before the last-th, and reads
// all that are left to be read where one of these is.
func (l *List) between(ctx context.Context, tx *sql.Tx, first, last int) ([]int64, error) {
	l.reading.Lock()
	defer l.reading.Unlock()
	if last = min(last, l.Len()); last > len(l.ids) && first < last {
		ids, err := l.store.selectIDs(ctx, tx, l.table, l.query, 0)
		if err != nil {
			return nil, err
		}
		l.ids = ids
		l.mu.Lock()
		l.length = len(ids)
		l.mu.Unlock()
		last = min(last, len(ids))
	}
	if first >= last {
		return nil, nil
	}
	return l.ids[first:last], nil
}

// Any tells whether a table has a row.
func (s *Store) Any(ctx context.Context, table string) (any bool, err error) {
	return company.Read(ctx, s.company, func(tx *sql.Tx) (bool, error) { return hasRows(ctx, tx, catalog.Must(table)) })
}

// Count returns how many rows a table has.
func (s *Store) Count(ctx context.Context, table string) (int, error) {
	return company.Read(ctx, s.company, func(tx *sql.Tx) (int, error) { return countRows(ctx, tx, catalog.Must(table)) })
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
// description and the number of contacts that have it, at most limit of them, those
// in which the search text is found.
func (s *Store) Occurring(ctx context.Context, section, field, search string, limit int) ([]Choice, error) {
	sec, ok := s.company.Catalog().SectionOf(section)
	if !ok {
		return nil, fmt.Errorf("look up %s: there is no such section", section)
	}
	f, ok := sec.Field(field)
	if !ok {
		return nil, fmt.Errorf("look up %s.%s: there is no such field", section, field)
	}
	return company.Read(ctx, s.company, func(tx *sql.Tx) ([]Choice, error) { return s.selectOccurring(ctx, tx, sec, f, search, limit) })
}

// Codes returns the rows of a code table, contacts or segments that a field
// can name, in which the search text is found, at most limit of them.
func (s *Store) Codes(ctx context.Context, table, search string, limit int) ([]Choice, error) {
	t, ok := s.company.Catalog().Find(table)
	if !ok || t.Describe == "" {
		return nil, fmt.Errorf("look up %s: it is no table of codes", table)
	}
	return company.Read(ctx, s.company, func(tx *sql.Tx) ([]Choice, error) { return selectCodes(ctx, tx, t, search, limit) })
}

// namedLimit is how many rows Named names.
const namedLimit = 8

// Named names the first rows of some for people: by their keys, whose parts are apart by
// tabs, and by what the table calls them.
func (s *Store) Named(ctx context.Context, table string, keys []string) (string, error) {
	t, ok := s.company.Catalog().Find(table)
	if !ok {
		return "", fmt.Errorf("name rows of %s: there is no such table", table)
	}
	var names []string
	for _, key := range keys[:min(len(keys), namedLimit)] {
		name := strings.ReplaceAll(key, "\t", " ")
		if len(t.Keys) == 1 && t.Describe != "" {
			described, err := s.Describe(ctx, table, key)
			if err != nil {
				return "", err
			}
			name = strings.TrimSpace(name + " " + described)
		}
		names = append(names, name)
	}
	text := strings.Join(names, ", ")
	if len(keys) > namedLimit {
		text += "…"
	}
	return text, nil
}

// Describe returns the description of a code, or "".
func (s *Store) Describe(ctx context.Context, table, code string) (string, error) {
	t, ok := s.company.Catalog().Find(table)
	if !ok || t.Describe == "" {
		return "", fmt.Errorf("look up %s: it is no table of codes", table)
	}
	return company.Read(ctx, s.company, func(tx *sql.Tx) (string, error) { return selectDescription(ctx, tx, t, code) })
}

// IDs returns the ids of all rows, in their order.
func (l *List) IDs(ctx context.Context) ([]int64, error) {
	return company.Read(ctx, l.store.company, func(tx *sql.Tx) ([]int64, error) {
		ids, err := l.between(ctx, tx, 0, l.Len())
		return append([]int64{}, ids...), err
	})
}
