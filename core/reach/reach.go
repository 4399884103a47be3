// Package reach tells SQL where the contacts of a segment's lines are reached:
// by the address that is in force on the line's date, an alternative one or the
// contact's own. What compares addresses, and what groups lines by them, asks it,
// so that all mean the same. It reads no line itself and changes nothing.
package reach

import (
	"context"
	"database/sql"
	"strings"

	"winnow/core/segment"
)

// Of returns a segment's lines within a transaction, with the fields of their
// contacts as the address in force has them. The conditions and expressions of this
// package name its columns.
func Of(ctx context.Context, tx *sql.Tx, lines *segment.Lines) (segment.Subquery, error) {
	s := lines.Subquery()
	if has, err := hasAlternatives(ctx, tx); err != nil || !has {
		return s, err
	}
	columns := make([]string, len(s.Columns))
	for i, key := range s.Columns {
		columns[i] = inForce(key) + " AS " + key
	}
	s.SQL = "(\nSELECT " + strings.Join(columns, ", ") + "\nFROM " + s.SQL + joinAlternative + ")"
	return s, nil
}
