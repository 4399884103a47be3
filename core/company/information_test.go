package company_test

import (
	"testing"

	"winnow/core/company"
)

func TestInformation(t *testing.T) {
	for name, want := range map[string]string{
		"Company_Information_Name": company.CompanyName, "company information address 2": company.Address2,
		"Company_Information_ZIP_Code": company.PostCode, "Company_Information_Post_Code": company.PostCode,
		"Company_Information_E_Mail": company.EMail, "Company_Information_EMail": company.EMail,
		"Company_Information_CountryRegion_Code": company.Country, "Company_Information_Home_Page": company.HomePage,
		"Company_Information_": "", "Company_Information_Bank": "", "Company Name": "", "": "",
	} {
		got, ok := company.Information(name)
		if got != want || ok != (want != "") {
			t.Errorf("%s is %q, %v", name, got, ok)
		}
	}
}
