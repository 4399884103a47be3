package mailrow

import "strings"

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

// addressBlock returns the address as it stands on an envelope.
func (r *Row) addressBlock() string {
	name, company := r.contact("name"), r.contact("company_name")
	if company == name {
		company = ""
	}
	country := r.country()
	if r.contact("country_region_code") == r.rows.homeCountry {
		country = ""
	}
	place := strings.TrimSpace(r.contact("post_code") + " " + r.contact("city"))
	var lines []string
	for _, line := range []string{name, company, r.contact("address"), r.contact("address_2"), place, r.contact("county"), country} {
		if strings.TrimSpace(line) != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}
