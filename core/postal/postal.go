// Package postal knows the order in which the posts of countries have an address
// ([Place]), and is the SQL that compares postal addresses and tells households
// apart. Its expressions name columns by the keys of the contact's fields; the
// query that they are used in says whether these columns hold the contact's own
// address or an alternative one: see [InForce], and package reach for a segment's
// lines. The package reads and changes nothing.
package postal

// None is the condition that there is neither Address nor Address 2.
const None = "trim(address) = '' AND trim(address_2) = ''"

// homeCountry is the setting, read once a query.
const homeCountry = "(SELECT s.value FROM setting AS s WHERE s.key = 'home_country')"

// Same is the expression that is equal at the same address: Address, Address 2,
// Post Code, City and Country/Region Code, upper and lower case and blanks at the
// ends alike, no country being the home country.
var Same = Folded("trim(address) || char(10) || trim(address_2) || char(10) || trim(post_code) || char(10) || trim(city) || char(10) || " +
	"coalesce(nullif(trim(country_region_code), ''), " + homeCountry + ", '')")

// Household returns the expression that is equal for the members of a household:
// persons without a company, with the same surname and the same address, upper and
// lower case alike. For all others, those without a surname or an address too, it is
// other, an expression that is a number, so that it never equals a household.
func Household(other string) string {
	return "CASE WHEN type = 1 AND company_no = '' AND trim(surname) <> '' AND NOT (" + None + ") THEN " +
		Same + " || char(10) || " + Folded("trim(surname)") + " ELSE " + other + " END"
}

// Fields are the keys of the fields that an alternative address replaces all at once,
// even with empty ones.
var Fields = []string{"address", "address_2", "post_code", "city", "county", "country_region_code"}

// InForce returns the expression of one of Fields where own is the contact's own value
// and a is the alternative address in force, joined by LEFT JOIN.
func InForce(key, own string) string { return "coalesce(a." + key + ", " + own + ")" }

// Folded returns the SQL expression of a text whose upper and lower case are
// alike. SQLite's own lower does for the letters of ASCII what fold does for
// all, in a fraction of the time.
func Folded(text string) string {
	return "(SELECT CASE WHEN t GLOB '*[^' || char(1) || '-~]*' THEN fold(t) ELSE lower(t) END FROM (SELECT " + text + " AS t))"
}
