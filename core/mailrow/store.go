package mailrow

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core/company"
	"winnow/core/idset"
	"winnow/core/postal"
	"winnow/core/privacy"
	"winnow/core/reach"
	"winnow/core/segment"
	"winnow/data"
)

// lookups is what every row shares: code tables, formulas and
// settings, read once.
type lookups struct {
	segment     segment.Segment
	settings    company.Values
	formats     formats
	homeCountry string
	countries   map[string]string
	addresses   map[string]postal.Format
	salespeople map[string]salesperson
	formulas    map[formulaKey]formula
	households  map[householdKey]string
}

func readLookups(ctx context.Context, tx *sql.Tx, seg segment.Segment) (*lookups, error) {
	settings, err := company.ReadValues(ctx, tx)
	if err != nil {
		return nil, err
	}
	l := &lookups{segment: seg, settings: settings, homeCountry: settings[company.HomeCountry]}
	if settings[company.Formats] == "language" {
		l.formats = formatsOf(settings[company.Language])
	}
	if l.countries, err = data.Pairs[string, string](ctx, tx, "SELECT code, name FROM country_region"); err != nil {
		return nil, fmt.Errorf("read the countries: %w", err)
	}
	if l.addresses, err = data.Pairs[string, postal.Format](ctx, tx, "SELECT code, address_format FROM country_region WHERE address_format <> 0"); err != nil {
		return nil, fmt.Errorf("read the countries' forms of addresses: %w", err)
	}
	if l.salespeople, err = selectSalespeople(ctx, tx); err != nil {
		return nil, fmt.Errorf("read the salespeople: %w", err)
	}
	if l.formulas, err = selectFormulas(ctx, tx); err != nil {
		return nil, fmt.Errorf("read the salutation formulas: %w", err)
	}
	if l.households, err = selectHouseholdSalutations(ctx, tx); err != nil {
		return nil, fmt.Errorf("read the household salutations: %w", err)
	}
	return l, nil
}

// salesperson is what rows have of a salesperson.
type salesperson struct{ name, eMail, phoneNo string }

func selectSalespeople(ctx context.Context, tx *sql.Tx) (map[string]salesperson, error) {
	all := map[string]salesperson{}
	var code string
	var s salesperson
	err := data.Each(ctx, tx, []any{&code, &s.name, &s.eMail, &s.phoneNo}, func() error {
		all[code] = s
		return nil
	}, "SELECT code, name, e_mail, phone_no FROM salesperson_purchaser")
	return all, err
}

const selectFormulaRows = `
SELECT
    salutation_code,
    language_code,
    salutation_type,
    salutation,
    name_1,
    name_2,
    name_3,
    name_4,
    name_5
FROM salutation_formula`

func selectFormulas(ctx context.Context, tx *sql.Tx) (map[formulaKey]formula, error) {
	formulas := map[formulaKey]formula{}
	var key formulaKey
	var f formula
	err := data.Each(ctx, tx, []any{&key.salutation, &key.language, &key.kind, &f.text, &f.names[0], &f.names[1], &f.names[2], &f.names[3], &f.names[4]}, func() error {
		formulas[key] = f
		return nil
	}, selectFormulaRows)
	return formulas, err
}

func selectHouseholdSalutations(ctx context.Context, tx *sql.Tx) (map[householdKey]string, error) {
	forms := map[householdKey]string{}
	var key householdKey
	var form string
	err := data.Each(ctx, tx, []any{&key.language, &key.kind, &form}, func() error {
		forms[key] = form
		return nil
	}, "SELECT language_code, salutation_type, salutation FROM household_salutation")
	return forms, err
}

// addressKey is what an alternative address is found by.
type addressKey struct{ contactNo, code string }

const selectAddressRows = `
SELECT
    contact_no,
    code,
    company_name,
    address,
    address_2,
    city,
    county,
    post_code,
    country_region_code,
    phone_no,
    e_mail
FROM contact_alt_address
WHERE contact_no IN (SELECT value FROM json_each(?))`

// selectAddresses returns the alternative addresses of contacts.
func selectAddresses(ctx context.Context, tx *sql.Tx, contacts []string) (map[addressKey]*address, error) {
	var key addressKey
	var a address
	found := map[addressKey]*address{}
	err := data.Each(ctx, tx, []any{&key.contactNo, &key.code, &a.companyName, &a.address, &a.address2, &a.city, &a.county,
		&a.postCode, &a.country, &a.phoneNo, &a.eMail}, func() error {
		one := a
		found[key] = &one
		return nil
	}, selectAddressRows, data.JSONList(contacts))
	return found, err
}

// sharing is the SQL of a segment's lines that can have rows, each with an expression
// that is the same for those that share one. A line's number is no text, so that it is
// never the same as a company's.
func sharing(from segment.Subquery, per Per, includeBlocked bool) string {
	same := "CASE WHEN company_no <> '' THEN company_no ELSE line_no END"
	if per == PerHousehold {
		same = postal.Household("line_no")
	}
	written := " WHERE NOT " + privacy.Condition
	if includeBlocked {
		written = ""
	}
	return "(SELECT ordinal, contact_no, e_mail, " + same + " AS same FROM " + from.SQL + written + ")"
}

// selectFirsts returns the first line of every company or household, and the
// lines of those that are neither, as ordinals.
func selectFirsts(ctx context.Context, tx *sql.Tx, from segment.Subquery, per Per, includeBlocked bool) (*roaring.Bitmap, error) {
	return idset.Read(ctx, tx, "SELECT min(ordinal) AS id FROM "+sharing(from, per, includeBlocked)+" GROUP BY same", from.Args...)
}

// selectMembers returns the other lines of each company or household of more than one
// line, by the ordinal of its first, in line order.
func selectMembers(ctx context.Context, tx *sql.Tx, from segment.Subquery, per Per, includeBlocked bool) (map[uint32][]member, error) {
	all := map[uint32][]member{}
	var first uint32
	var m member
	err := data.Each(ctx, tx, []any{&first, &m.contactNo, &m.eMail}, func() error {
		all[first] = append(all[first], m)
		return nil
	}, `
WITH line AS MATERIALIZED `+sharing(from, per, includeBlocked)+`,
several AS (SELECT same, min(ordinal) AS first FROM line WHERE typeof(same) = 'text' GROUP BY same HAVING count(*) > 1)
SELECT several.first, line.contact_no, line.e_mail
FROM several
JOIN line USING (same)
WHERE line.ordinal <> several.first
ORDER BY line.ordinal`, from.Args...)
	return all, err
}

// selectPeople returns the contacts with these numbers, with what greetings and joint
// names are made of.
func selectPeople(ctx context.Context, tx *sql.Tx, numbers []string) (map[string]person, error) {
	values, into := make([]string, len(personFields)), make([]any, len(personFields))
	for i := range values {
		into[i] = &values[i]
	}
	people := map[string]person{}
	err := data.Each(ctx, tx, into, func() error {
		p := person{}
		for i, key := range personFields {
			p[key] = values[i]
		}
		people[p["no"]] = p
		return nil
	}, "SELECT "+strings.Join(personFields, ", ")+" FROM contact WHERE no IN (SELECT value FROM json_each(?))", data.JSONList(numbers))
	return people, err
}

// selectBy returns the ordinals of the lines whose contacts are written to in that way.
func selectBy(ctx context.Context, tx *sql.Tx, from segment.Subquery, by, blank Way) (*roaring.Bitmap, error) {
	const hardCopy, eMail = "1", "2" // options of Correspondence Type
	letter, mail := "correspondence_type = "+hardCopy, "correspondence_type = "+eMail
	switch blank {
	case ByLetter:
		letter = "correspondence_type IN (0, " + hardCopy + ")"
	case ByMail:
		mail = "correspondence_type IN (0, " + eMail + ")"
	}
	mail = "(" + mail + " AND NOT (" + reach.NoEMail + "))"
	condition := map[Way]string{ByLetter: letter, ByMail: mail, ByHand: "NOT (" + letter + " OR " + mail + ")"}[by]
	return idset.Read(ctx, tx, "SELECT ordinal AS id FROM "+from.SQL+" WHERE "+condition, from.Args...)
}

// selectSorted returns the numbers of the lines in the order of a field, upper and lower
// case alike.
func selectSorted(ctx context.Context, tx *sql.Tx, from segment.Subquery, key string) ([]int64, error) {
	var numbers []int64
	var no int64
	err := data.Each(ctx, tx, []any{&no}, func() error {
		numbers = append(numbers, no)
		return nil
	}, "SELECT line_no FROM "+from.SQL+" ORDER BY "+postal.Folded("trim("+key+")")+", line_no", from.Args...)
	return numbers, err
}

// countBlocked counts the lines of Privacy Blocked contacts, who are few.
func countBlocked(ctx context.Context, tx *sql.Tx, lines *segment.Lines) (n int, err error) {
	from := lines.Subquery()
	err = tx.QueryRowContext(ctx, "SELECT count(*) FROM "+from.SQL+" WHERE "+privacy.Condition, from.Args...).Scan(&n)
	return n, err
}
