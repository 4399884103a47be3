// Package reach tells SQL where the contacts of a segment's lines are reached:
// by the address that is in force on the line's date, an alternative one or the
// contact's own. What compares addresses, and what groups lines by them, asks it,
// so that all mean the same. It reads no line itself and changes nothing.
package reach

import (
	"context"
	"database/sql"

	"winnow/core/segment"
)

// Lines are the lines of a segment as SQL sees them: rows l of segment_line
// joined to their contact c.
type Lines struct {
	from string
	args []any
	// alternative says that there are alternative addresses, a.
	alternative bool
}

// Of returns the segment's lines within a transaction.
func Of(ctx context.Context, tx *sql.Tx, lines *segment.Lines) (Lines, error) {
	condition, bound := lines.Condition()
	r := Lines{from: join, args: bound}
	var err error
	if r.alternative, err = hasAlternatives(ctx, tx); err != nil {
		return r, err
	}
	if r.alternative {
		code, args, err := lines.Expression("contact_alt_address_code")
		if err != nil {
			return r, err
		}
		r.from += joinAlternative + code
		r.args = append(args, bound...)
	}
	r.from += "\nWHERE " + condition
	return r, nil
}

// From returns the FROM and WHERE of a query over the lines; further conditions
// can follow behind AND.
func (r Lines) From() string { return r.from }

// Args returns the values that From binds, which come behind those of the
// columns before it.
func (r Lines) Args() []any { return r.args }
