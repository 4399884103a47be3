package merge

import (
	"testing"

	"winnow/core/catalog"
)

// The names of a layout's data are known with and without the names of what they are in.
func TestNamesOfLayouts(t *testing.T) {
	var known catalog.Catalog
	for place, want := range map[string]string{
		"/Contact/Name": "name", "/Contact/Contact_Name": "name", "/Contact/Name_Contact": "name", "/Contact/No_": "contact_no", "/Contact/Company_Name": "company_name",
		"/Contact/Salesperson_Name": "salesperson_name", "/Header/CompanyName": "company_name!", "/Header/CompanyInfo_Phone_No": "phone_no!", "/Header/CompanyEMail": "e_mail!", "/Contact/Name_Lbl": "", "/": "", "/Contact/Foo": "",
	} {
		column, setting, ok := ofLayout(known, place)
		got := column.Key
		if setting != "" {
			got = "!"
		}
		if isSetting := len(want) > 0 && want[len(want)-1] == '!'; isSetting && got != "!" || !isSetting && got != want || ok != (want != "") {
			t.Errorf("%s is %q, %v", place, got, ok)
		}
	}
}
