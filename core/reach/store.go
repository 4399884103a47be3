package reach

import (
	"context"
	"database/sql"

	"winnow/data/email"
)

const join = `
FROM segment_line AS l
JOIN contact AS c ON c.id = l.contact_id`

// joinAlternative goes on with the code of the address in force.
const joinAlternative = `
LEFT JOIN contact_alt_address AS a ON a.contact_no = c.no AND a.code = `

// homeCountry is the setting, read once a query.
const homeCountry = "(SELECT s.value FROM setting AS s WHERE s.key = 'home_country')"

func hasAlternatives(ctx context.Context, tx *sql.Tx) (bool, error) {
	has := false
	err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM contact_alt_address)").Scan(&has)
	return has, err
}

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

// SameEMail returns the SQL expression that is equal for lines with the same e-mail
// address, and NULL for lines without an address that can be written to.
func (r Lines) SameEMail() string {
	return "nullif(nullif(" + r.mailbox() + ", ''), '" + email.Unusable + "')"
}

// NoEMail is the SQL condition that there is no e-mail address that can be written
// to.
func (r Lines) NoEMail() string { return r.SameEMail() + " IS NULL" }

// InvalidEMail is the SQL condition that what stands for an e-mail address is none.
func (r Lines) InvalidEMail() string { return r.mailbox() + " = '" + email.Unusable + "'" }

func (r Lines) mailbox() string { return "mailbox(" + r.Field("e_mail") + ")" }

// Folded returns the SQL expression of a text whose upper and lower case are
// alike. SQLite's own lower does for the letters of ASCII what fold does for
// all, in a fraction of the time.
func Folded(text string) string {
	return "(SELECT CASE WHEN t GLOB '*[^' || char(1) || '-~]*' THEN fold(t) ELSE lower(t) END FROM (SELECT " + text + " AS t))"
}
