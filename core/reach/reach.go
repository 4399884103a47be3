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

// together are the fields that an alternative address replaces as one, empty or
// not.
var together = map[string]bool{"address": true, "address_2": true, "post_code": true, "city": true, "county": true, "country_region_code": true}

// Field returns the SQL expression of a field of the contact as the address in
// force has it; the e-mail of an alternative address only where it has one.
func (r Lines) Field(key string) string {
	own := "c." + key
	switch {
	case !r.alternative:
		return own
	case together[key]:
		return "coalesce(a." + key + ", " + own + ")"
	case key == "e_mail":
		return "coalesce(nullif(a.e_mail, ''), " + own + ")"
	}
	return own
}

// Lacks returns the SQL condition that the field is empty.
func (r Lines) Lacks(key string) string { return "trim(" + r.Field(key) + ") = ''" }

// NoAddress is the SQL condition that there is neither Address nor Address 2.
func (r Lines) NoAddress() string { return r.Lacks("address") + " AND " + r.Lacks("address_2") }

// SameAddress returns the SQL expression that is equal for lines at the same
// address: Address, Address 2, Post Code, City and Country/Region Code, upper and
// lower case and blanks at the ends alike, no country being the home country.
func (r Lines) SameAddress() string {
	parts := ""
	for _, key := range []string{"address", "address_2", "post_code", "city"} {
		parts += "trim(" + r.Field(key) + ") || char(10) || "
	}
	return Folded(parts + "coalesce(nullif(trim(" + r.Field("country_region_code") + "), ''), " + homeCountry + ", '')")
}

// SameEMail returns the SQL expression that is equal for lines with the same
// e-mail address.
func (r Lines) SameEMail() string { return Folded("trim(" + r.Field("e_mail") + ")") }

// Folded returns the SQL expression of a text whose upper and lower case are
// alike. SQLite's own lower does for the letters of ASCII what fold does for
// all, in a fraction of the time.
func Folded(text string) string {
	return "(SELECT CASE WHEN t GLOB '*[^' || char(1) || '-~]*' THEN fold(t) ELSE lower(t) END FROM (SELECT " + text + " AS t))"
}
