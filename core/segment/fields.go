package segment

import (
	"context"
	"database/sql"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/value"
)

// columns lists the columns of a table's fields, with a prefix such as "c.".
func columns(fields []catalog.Field, prefix string) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = prefix + f.Column()
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

// scanLines reads lines, without values, with those fields of their contacts.
func scanLines(ctx context.Context, tx *sql.Tx, fields []catalog.Field, query string, args ...any) ([]Line, error) {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	index := make(map[string]int, len(fields))
	for i, f := range fields {
		index[f.Key] = i
	}
	var list []Line
	for rows.Next() {
		l := Line{contact: contactValues{index: index}}
		var own any
		if l.contact.values, err = scanFields(rows, fields, &l.LineNo, &l.ContactID, &own); err != nil {
			return nil, err
		}
		if l.own, err = readOwn(own); err != nil {
			return nil, damageError{core.Text("segment.own_values_of_line_cannot_be_read", "line", l.LineNo)}
		}
		list = append(list, l)
	}
	return list, rows.Err()
}
