package reach

import (
	"context"
	"database/sql"

	"winnow/data/email"
)

// joinAlternative adds the alternative address in force, where there is one.
const joinAlternative = ` AS l
LEFT JOIN contact_alt_address AS a ON a.contact_no = l.contact_no AND a.code = l.contact_alt_address_code`

// homeCountry is the setting, read once a query.
const homeCountry = "(SELECT s.value FROM setting AS s WHERE s.key = 'home_country')"

func hasAlternatives(ctx context.Context, tx *sql.Tx) (bool, error) {
	has := false
	err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM contact_alt_address)").Scan(&has)
	return has, err
}

// addressFields are the fields that an alternative address replaces all at once, even
// with empty ones.
var addressFields = map[string]bool{"address": true, "address_2": true, "post_code": true, "city": true, "county": true, "country_region_code": true}

// inForce returns the SQL expression of a column as the address in force has it; the
// e-mail of an alternative address only where it has one.
func inForce(key string) string {
	own := "l." + key
	switch {
	case addressFields[key]:
		return "coalesce(a." + key + ", " + own + ")"
	case key == "e_mail":
		return "coalesce(nullif(a.e_mail, ''), " + own + ")"
	}
	return own
}

// SQL conditions on the lines.
const (
	// NoAddress: there is neither Address nor Address 2.
	NoAddress  = "trim(address) = '' AND trim(address_2) = ''"
	NoPostCode = "trim(post_code) = ''"
	// NoEMail: there is no e-mail address that can be written to.
	NoEMail = SameEMail + " IS NULL"
	// InvalidEMail: what stands for an e-mail address is none.
	InvalidEMail = mailbox + " = '" + email.Unusable + "'"
)

const mailbox = "mailbox(e_mail)"

// SameEMail is the SQL expression that is equal for lines with the same e-mail
// address, and NULL for lines without an address that can be written to.
const SameEMail = "nullif(nullif(" + mailbox + ", ''), '" + email.Unusable + "')"

// SameAddress is the SQL expression that is equal for lines at the same address:
// Address, Address 2, Post Code, City and Country/Region Code, upper and lower case
// and blanks at the ends alike, no country being the home country.
var SameAddress = Folded("trim(address) || char(10) || trim(address_2) || char(10) || trim(post_code) || char(10) || trim(city) || char(10) || " +
	"coalesce(nullif(trim(country_region_code), ''), " + homeCountry + ", '')")

// Folded returns the SQL expression of a text whose upper and lower case are
// alike. SQLite's own lower does for the letters of ASCII what fold does for
// all, in a fraction of the time.
func Folded(text string) string {
	return "(SELECT CASE WHEN t GLOB '*[^' || char(1) || '-~]*' THEN fold(t) ELSE lower(t) END FROM (SELECT " + text + " AS t))"
}
