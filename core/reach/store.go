package reach

import (
	"context"
	"database/sql"
	"slices"

	"winnow/core/postal"
	"winnow/data/email"
)

// joinAlternative adds the alternative address in force, where there is one.
const joinAlternative = ` AS l
LEFT JOIN contact_alt_address AS a ON a.contact_no = l.contact_no AND a.code = nullif(l.contact_alt_address_code, '')`

func hasAlternatives(ctx context.Context, tx *sql.Tx) (bool, error) {
	has := false
	err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM contact_alt_address)").Scan(&has)
	return has, err
}

// inForce returns the SQL expression of a column as the address in force has it; the
// e-mail of an alternative address only where it has one.
func inForce(key string) string {
	own := "l." + key
	switch {
	case slices.Contains(postal.Fields, key):
		return postal.InForce(key, own)
	case key == "e_mail":
		return "coalesce(nullif(a.e_mail, ''), " + own + ")"
	case key == "contact_alt_address_code":
		return "coalesce(a.code, " + own + ")" // to work it out once more takes long
	}
	return own
}

// SQL conditions on the lines.
const (
	NoPostCode = "trim(post_code) = ''"
	// NoEMail: there is no e-mail address that can be written to.
	NoEMail = "CASE WHEN e_mail = '' THEN 1 ELSE " + SameEMail + " IS NULL END"
	// InvalidEMail: what stands for an e-mail address is none.
	InvalidEMail = mailbox + " = '" + email.Unusable + "'"
)

const mailbox = "mailbox(e_mail)"

// SameEMail is the SQL expression that is equal for lines with the same e-mail
// address, and NULL for lines without an address that can be written to.
const SameEMail = "nullif(nullif(" + mailbox + ", ''), '" + email.Unusable + "')"
