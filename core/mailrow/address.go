package mailrow

import (
	"cmp"
	"strings"

	"winnow/core/postal"
)

// address is an alternative address of a contact.
type address struct {
	companyName, address, address2, city, county, postCode, country, phoneNo, eMail string
}

// replaced returns what the address puts in the place of the contact's field,
// where it does: the address itself always and together, Company Name, Phone
// No. and E-Mail where it has them.
func (a *address) replaced(key string) (string, bool) {
	switch key {
	case "address":
		return a.address, true
	case "address_2":
		return a.address2, true
	case "city":
		return a.city, true
	case "county":
		return a.county, true
	case "post_code":
		return a.postCode, true
	case "country_region_code":
		return a.country, true
	case "company_name":
		return a.companyName, a.companyName != ""
	case "phone_no":
		return a.phoneNo, a.phoneNo != ""
	case "e_mail":
		return a.eMail, a.eMail != ""
	}
	return "", false
}

// country returns the name of the country of the address in force, or its code
// where the code table has no name for it.
func (r *Row) country() string { return r.rows.country(r.contact("country_region_code")) }

func (l *lookups) country(code string) string {
	if name := l.countries[code]; name != "" {
		return name
	}
	return code
}

// blockNeeds are the contact's fields that address blocks ask for.
var blockNeeds = []string{"name", "company_name", "address", "address_2", "post_code", "city", "county", "country_region_code"}

// addressBlock returns the address as it stands on an envelope: in the order that the
// post of its country has.
func (r *Row) addressBlock() string {
	name, company := r.contact("name"), r.contact("company_name")
	if company == name {
		company = ""
	}
	country, code := r.country(), r.contact("country_region_code")
	if code == r.rows.homeCountry {
		country = ""
	}
	all := append([]string{name, company, r.contact("address"), r.contact("address_2")},
		postal.Place(cmp.Or(code, r.rows.homeCountry), strings.TrimSpace(r.contact("post_code")), strings.TrimSpace(r.contact("city")), strings.TrimSpace(r.contact("county")))...)
	var lines []string
	for _, line := range append(all, country) {
		if strings.TrimSpace(line) != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}
