package company

import (
	"strings"
	"unicode"
)

// Information returns the key of the setting that a template names as Business
// Central does, Company_Information_Phone_No for instance, whatever the case and
// whatever stands between the words; false where it names none.
func Information(name string) (key string, ok bool) {
	rest, ok := strings.CutPrefix(onlyLetters(name), "companyinformation")
	if !ok {
		return "", false
	}
	key, ok = informed[rest]
	return key, ok
}

// informed are the settings behind the names of Business Central and its country
// versions.
var informed = map[string]string{
	"name":     CompanyName,
	"address":  Address,
	"address2": Address2,
	"postcode": PostCode, "zipcode": PostCode, "postalzipcode": PostCode,
	"city":   City,
	"county": County, "state": County, "provincestate": County,
	"countryregioncode": Country, "countrycode": Country,
	"phoneno": PhoneNo, "phone": PhoneNo,
	"faxno": FaxNo, "fax": FaxNo,
	"email":    EMail,
	"homepage": HomePage,
}

// onlyLetters returns a name's letters and digits in lower case.
func onlyLetters(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}
