package merge

import (
	"strings"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/mailrow"
)

// layoutField is what a field of a layout of Business Central stands for: the values of a
// column, the company's setting, a line of the company's address, counted from 1, or the
// caption of a field.
type layoutField struct {
	column  mailrow.Column
	setting string
	line    int
	caption string
}

// ofLayout finds what a field of a layout of Business Central stands for, by its place in
// the layout's data: /Contact/Name, /Contact/Contact_Name, /Contact/Name_Lbl or
// /Header/CompanyPhoneNo. What begins with Company is the company's own, but for a
// contact's Company Name.
func ofLayout(known catalog.Catalog, place string) (f layoutField, ok bool) {
	steps := strings.Split(strings.TrimPrefix(place, "/"), "/")
	name, item := mailrow.Plain(steps[len(steps)-1]), ""
	if len(steps) > 1 {
		item = mailrow.Plain(steps[len(steps)-2])
	}
	if line, is := strings.CutPrefix(name, "companyaddress"); is && len(line) == 1 && line >= "1" && line <= "8" {
		return layoutField{line: int(line[0] - '0')}, true
	}
	for _, ending := range []string{"captionlbl", "lbl", "caption"} {
		if of, is := strings.CutSuffix(name, ending); is {
			column, ok := columnOfLayout(known, of, item)
			for _, own := range companyNames {
				if rest, isOwn := strings.CutPrefix(of, own); isOwn && !ok {
					column, ok = mailrow.Find(known, rest)
				}
			}
			return layoutField{caption: column.Caption}, ok
		}
	}
	for _, own := range companyNames {
		rest, isOwn := strings.CutPrefix(name, own)
		if !isOwn || own == "company" && item == "contact" {
			continue
		}
		if setting, ok := company.Information("Company Information " + rest); ok {
			return layoutField{setting: setting}, true
		}
	}
	column, ok := columnOfLayout(known, name, item)
	return layoutField{column: column}, ok
}

// companyNames is with what the names of the company's own fields begin.
var companyNames = []string{"companyinformation", "companyinfo", "company"}

// columnOfLayout finds a column by its name in a layout, with or without the name of the
// item that it is in.
func columnOfLayout(known catalog.Catalog, name, item string) (column mailrow.Column, ok bool) {
	for _, called := range []string{name, strings.TrimPrefix(name, item), strings.TrimSuffix(name, item)} {
		if column, ok = mailrow.Find(known, called); ok {
			return column, true
		}
	}
	return column, false
}
