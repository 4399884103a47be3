package mailrow

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"

	"winnow/core/catalog"
	"winnow/core/company"
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

// addressBlock returns the address as it stands in a letter: in the order that the post
// of its country has, or that is chosen for the country.
func (r *Row) addressBlock() string { return r.address(r.country()) }

// AddressOnPaper returns the address block as it stands on an envelope: abroad, the posts
// of all countries read the country's name in capitals. The rows must have the column
// address_block.
func (r *Row) AddressOnPaper() string {
	return r.address(cases.Upper(language.Und).String(r.country()))
}

// address returns an address block with a name of the country, where that is not the home
// country.
func (r *Row) address(country string) string {
	name, company := r.contact("name"), r.contact("company_name")
	if company == name {
		company = ""
	}
	code := r.contact("country_region_code")
	if code == r.rows.homeCountry {
		country = ""
	}
	var lines []string
	for _, line := range []string{name, company} {
		if strings.TrimSpace(line) != "" {
			lines = append(lines, line)
		}
	}
	lines = append(lines, r.rows.place(code, r.contact("post_code"), r.contact("city"), r.contact("county")).Address(r.contact("address"), r.contact("address_2"))...)
	if strings.TrimSpace(country) != "" {
		lines = append(lines, country)
	}
	return strings.Join(lines, "\n")
}

// place is where an address is; without a country it is in the home country.
func (l *lookups) place(country, postCode, city, state string) postal.Place {
	country = cmp.Or(country, l.homeCountry)
	return postal.Place{Country: country, Format: l.addresses[country],
		PostCode: strings.TrimSpace(postCode), City: strings.TrimSpace(city), State: strings.TrimSpace(state)}
}

// addressFormat is the caption of the Address Format that is chosen for the country.
func (r *Row) addressFormat() string {
	f, _ := catalog.Must("country_region").Field("address_format")
	format := r.rows.place(r.contact("country_region_code"), "", "", "").Format
	if format < 0 || int(format) >= len(f.Options) {
		return ""
	}
	return f.Options[format]
}

// CompanyAddress returns the company's name and address as the settings have them, in the
// order of its country's post, without empty lines.
func (r *Rows) CompanyAddress() []string {
	settings := r.Settings()
	place := r.Place(settings[company.Country], settings[company.PostCode], settings[company.City], settings[company.County])
	lines := slices.Concat([]string{settings[company.CompanyName], settings[company.Address], settings[company.Address2]}, place.Lines(), []string{r.Country(settings[company.Country])})
	return slices.DeleteFunc(lines, func(line string) bool { return strings.TrimSpace(line) == "" })
}

// CompanyAddress is that of Rows.
func (r *Row) CompanyAddress() []string { return r.rows.CompanyAddress() }
