package merge

import (
	"reflect"
	"testing"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/mailrow"
)

// The names of a layout's data are known with and without the names of what they are in.
func TestNamesOfLayouts(t *testing.T) {
	var known catalog.Catalog
	for place, want := range map[string]layoutField{
		"/Contact/Name": key("name"), "/Contact/Contact_Name": key("name"), "/Contact/Name_Contact": key("name"), "/Contact/No_": key("contact_no"),
		"/Contact/Company_Name": key("company_name"), "/Contact/Salesperson_Name": key("salesperson_name"),
		"/Header/CompanyName": {setting: company.CompanyName}, "/Header/CompanyInfo_Phone_No": {setting: company.PhoneNo}, "/Header/CompanyEMail": {setting: company.EMail},
		"/Header/CompanyAddress": {setting: company.Address}, "/Header/CompanyInfo_Address_2": {setting: company.Address2},
		"/Header/CompanyAddress1": {line: 1}, "/Header/CompanyAddress2": {line: 2}, "/Header/CompanyAddress8": {line: 8}, "/Header/CompanyAddress9": {},
		"/Contact/Name_Lbl": {caption: "Name"}, "/Contact/Contact_Post_Code_Lbl": {caption: "Post Code"}, "/Contact/CityCaption": {caption: "City"},
		"/Header/CompanyPhoneNo_Lbl": {caption: "Phone No."}, "/Contact/Foo_Lbl": {}, "/": {}, "/Contact/Foo": {},
	} {
		got, ok := ofLayout(known, place)
		got.column = mailrow.Column{Key: got.column.Key}
		if !reflect.DeepEqual(got, want) || ok == reflect.DeepEqual(want, layoutField{}) {
			t.Errorf("%s is %+v, %v", place, got, ok)
		}
	}
}

func key(key string) layoutField { return layoutField{column: mailrow.Column{Key: key}} }
