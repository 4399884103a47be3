// Package reach is the SQL for where the contacts of a segment's lines are
// reached: the address that is in force on the line's date, which is an
// alternative address or the contact's own. [Of] is the lines with these addresses
// as a subquery; the conditions and expressions, such as [NoEMail] and
// those of package postal, are used on it. Everything that compares addresses or groups
// lines by them uses this package, so that all agree. It reads no lines itself and
// changes nothing.
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
	s, err := lines.SubqueryOfAll(ctx, tx)
	if err != nil {
		return s, err
	}
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
