package segment

import (
	"database/sql"
	"strings"

	"winnow/core/catalog"
	"winnow/core/value"
)

// columns lists the columns of a table's fields, with a prefix such as "c.".
func columns(fields []catalog.Field, prefix string) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = prefix + f.Key
	}
	return strings.Join(names, ", ")
}

// scanFields scans a row whose last columns are those of fields, after first.
func scanFields(rows *sql.Rows, fields []catalog.Field, first ...any) ([]any, error) {
	raw := make([]any, len(fields))
	targets := append(make([]any, 0, len(first)+len(fields)), first...)
	for i := range raw {
		targets = append(targets, &raw[i])
	}
	if err := rows.Scan(targets...); err != nil {
		return nil, err
	}
	for i, f := range fields {
		raw[i] = value.Stored(f, raw[i])
	}
	return raw, nil
}
