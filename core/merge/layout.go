package merge

import (
	"strings"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/mailrow"
)

// ofLayout finds what a field of a layout of Business Central stands for, by its place in
// the layout's data: /Contact/Name, /Contact/Contact_Name or /Header/CompanyPhoneNo. What
// begins with Company is the company's own, but for a contact's Company Name.
func ofLayout(known catalog.Catalog, place string) (column mailrow.Column, setting string, ok bool) {
	steps := strings.Split(strings.TrimPrefix(place, "/"), "/")
	name, item := steps[len(steps)-1], ""
	if len(steps) > 1 {
		item = steps[len(steps)-2]
	}
	plain := mailrow.Plain(name)
	for _, own := range []string{"companyinformation", "companyinfo", "company"} {
		rest, isOwn := strings.CutPrefix(plain, own)
		if !isOwn || own == "company" && strings.EqualFold(item, "contact") {
			continue
		}
		if setting, ok = company.Information("Company Information " + rest); ok {
			return column, setting, true
		}
	}
	for _, called := range []string{plain, strings.TrimPrefix(plain, mailrow.Plain(item)), strings.TrimSuffix(plain, mailrow.Plain(item))} {
		if column, ok = mailrow.Find(known, called); ok {
			return column, "", true
		}
	}
	return column, "", false
}
