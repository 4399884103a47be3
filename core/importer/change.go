package importer

import (
	"context"
	"strings"

	"winnow/core/catalog"
	"winnow/core/value"
	"winnow/data"
)

// Change describes a stored row that an import changes.
type Change struct {
	// Table is the table's key.
	Table string `json:"table"`
	// Key are the values of the table's key fields, as people read them.
	Key string `json:"key"`
	// Source and Row say where the input has the row.
	Source string        `json:"source"`
	Row    int           `json:"row"`
	Fields []FieldChange `json:"fields"`
}

// FieldChange is a field with its old and its new value, both as people read them
// and cut if they are long.
type FieldChange struct {
	// Field is the field's key.
	Field string `json:"field"`
	Old   string `json:"old"`
	New   string `json:"new"`
}

// changes describes up to limit staged rows that differ from the stored ones, in
// the order of their keys. The table must not have been stored yet.
func (s *stage) changes(ctx context.Context, limit int, source func(int) string) (list []Change, err error) {
	if _, others := split(s.table); len(others) == 0 {
		return nil, nil
	}
	n := len(s.table.Fields)
	var from, row int
	values, dest := scanned(2*n, &from, &row)
	err = data.Each(ctx, s.tx, dest, func() error {
		c := newChange(s.table, values[:n], values[n:])
		c.Source, c.Row = source(from), row
		list = append(list, c)
		return nil
	}, selectChanged(s.table), limit)
	return list, err
}

// newChange compares a stored row with what the input says of it; nil is what
// it does not say.
func newChange(t catalog.Table, stored, input []any) Change {
	c := Change{Table: t.Key}
	var key []string
	for i, f := range t.Fields {
		before := value.Format(f, value.Stored(f, stored[i]))
		if t.IsKey(f.Key) {
			key = append(key, before)
			continue
		}
		if input[i] == nil {
			continue
		}
		if now := value.Format(f, value.Stored(f, input[i])); now != before {
			c.Fields = append(c.Fields, FieldChange{Field: f.Key, Old: shorten(oneLine(before)), New: shorten(oneLine(now))})
		}
	}
	c.Key = strings.Join(key, ", ")
	return c
}
