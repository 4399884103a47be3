package exporter_test

import (
	"regexp"
	"strings"
	"testing"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/exporter"
	"winnow/core/mailrow"
	"winnow/core/segment"
)

const usual = "Contact No, External ID, Salutation Code, First Name, Middle Name, Last Name, Full Name, Name 2, Company, Job Title, " +
	"Address 1, Address 2, City, State, Postal Code, Country or Region, Business Phone, Mobile Phone, Business Fax, E-mail Address, " +
	"Web Page, Greeting Formal, Greeting Informal, Address Block, Salesperson Code, Salesperson Name, Language Code, " +
	"Correspondence Type, Subject, Interaction Template Code, Campaign No, Segment No, Segment Description"

func TestUsualColumns(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	headers, _, err := exporter.Preview(b.Context(), b.Company, b.Store, b.No, exporter.Options{}, 1)
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, usual, strings.Join(headers, ", "))
}

func TestEveryFieldIsAColumnWithAHeaderOfItsOwn(t *testing.T) {
	t.Parallel()
	form := regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9 -]{0,39}$`)
	headers, keys := map[string]bool{}, map[string]bool{"no": true}
	for _, c := range mailrow.Columns(catalog.Catalog{}) {
		if !form.MatchString(c.Header) || headers[strings.ToLower(c.Header)] || c.Caption == "" {
			t.Errorf("%s: header %q, caption %q", c.Key, c.Header, c.Caption)
		}
		headers[strings.ToLower(c.Header)], keys[c.Key] = true, true
	}
	for _, f := range append(segment.LineFields(), catalog.Must(catalog.Contact).Fields...) {
		if !keys[f.Key] {
			t.Errorf("there is no column %s", f.Key)
		}
	}
}

func TestChosenColumnsAndCaptions(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Row("salesperson_purchaser", "code", "JO", "name", "Jo Berry")
	b.Line("CT1", "post_code", "01234", "vat_registration_no", "007", "salesperson_code", "JO", "minor", 1, "parental_consent_received", 1, "last_date_modified", "2026-01-05", "surname", "May")
	o := exporter.Options{Columns: []string{"no", "post_code", "vat_registration_no", "cost_lcy", "minor", "type", "evaluation", "last_date_modified", "date", "salesperson_name", "line_no", "surname"}}
	b.export("a.xlsx", o)
	data := []string{"CT1", "01234", "007", "0", "Yes", "Person", "", "2026-01-05", "2026-11-23", "Jo Berry", "10000", "May"}
	coretest.Same(t, [][]string{
		{"Contact No", "Postal Code", "VAT Registration No", "Cost LCY", "Minor", "Type", "Evaluation", "Last Date Modified", "Date", "Salesperson Name", "Line No", "Last Name"}, data,
	}, b.sheet("a.xlsx", "Contacts"))
	o.CaptionHeaders = true
	b.export("b.xlsx", o)
	coretest.Same(t, [][]string{
		{"No.", "Post Code", "VAT Registration No.", "Cost (LCY)", "Minor", "Type", "Evaluation", "Last Date Modified", "Date", "Salesperson Name", "Line No.", "Surname"}, data,
	}, b.sheet("b.xlsx", "Contacts"))
}

func TestSharedFieldsAreTheLines(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Row("salesperson_purchaser", "code", "LT")
	b.Row("language", "code", "ENG")
	b.Line("CT1", "salesperson_code", "JO", "language_code", "DEU", "correspondence_type", 1)
	_, err := b.SetLines(b.Context(), b.No, segment.LineChange{LineNos: []int64{10000},
		Fields: map[string]string{"salesperson_code": "LT", "language_code": "ENG", "correspondence_type": "Fax"}})
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, []string{"LT", "ENG", "Fax"}, b.cells("salesperson_code", "language_code", "correspondence_type"))
}

func TestColumnsThatCannotBe(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	for _, c := range []struct {
		columns []string
		want    string
	}{
		{[]string{"post_cod"}, `there is no column "post_cod"; did you mean post_code?`},
		{[]string{"name", "city", "name"}, "the column name is given twice"},
		{[]string{"contact_no", "no"}, "the column no is given twice"},
		{make([]string, 256), "256 columns are too many; mail merge reads at most 255"},
	} {
		p := b.refused("a.xlsx", exporter.Options{Columns: c.columns})
		coretest.Same(t, c.want, p.Error())
		coretest.Same(t, core.Invalid, p.Kind)
	}
	coretest.Same(t, []string{}, b.Files())
}

func TestDatesAndAmountsAsTheReaderWritesThem(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1")
	_, err := b.SetLines(b.Context(), b.No, segment.LineChange{LineNos: []int64{10000},
		Fields: map[string]string{"date": "2026-03-04", "cost_lcy": "-1234567.5", "duration_min": "150"}})
	if err != nil {
		t.Fatal(err)
	}
	for language, want := range map[string][]string{
		"":   {"2026-03-04", "-1234567.5", "150", ""},
		"en": {"4 Mar 2026", "-1,234,567.5", "150", ""},
		"de": {"04.03.2026", "-1.234.567,5", "150", ""},
		"fr": {"04/03/2026", "-1\u00a0234\u00a0567,5", "150", ""},
		"nl": {"04-03-2026", "-1.234.567,5", "150", ""},
		"da": {"04-03-2026", "-1.234.567,5", "150", ""},
		"es": {"04/03/2026", "-1.234.567,5", "150", ""},
		"it": {"04/03/2026", "-1.234.567,5", "150", ""},
	} {
		if language != "" {
			b.Set(company.Values{company.Formats: "language", company.Language: language})
		} else {
			b.Set(company.Values{company.Formats: "iso", company.Language: "de"})
		}
		coretest.Same(t, want, b.cells("date", "cost_lcy", "duration_min", "last_date_modified"))
		b.export("a.csv", exporter.Options{Columns: []string{"cost_lcy"}, Force: true})
		coretest.Same(t, want[1], b.csv("a.csv")[1][0])
	}
}

// Letters find a code under every name of a code, and a name under the others.
func TestCodesAreNoNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Country_Region_Code": "country_code", "CountryRegion_Code": "country_code", "Country/Region Code": "country_code", "country_region_code": "country_code",
		"Country_Code": "country_code", "Country_or_Region": "country_region_code", "Country": "country_region_code", "Country/Region": "country_region_code",
		"Salesperson_Code": "salesperson_code", "Salesperson_Name": "salesperson_name", "Language_Code": "language_code", "Territory_Code": "territory_code",
		"Salutation_Code": "salutation_code", "Currency Code": "currency_code", "ZIP_Code": "post_code", "No": "contact_no",
	} {
		if c, ok := mailrow.Find(catalog.Catalog{}, name); !ok || c.Key != want {
			t.Errorf("%s is %q", name, c.Key)
		}
	}
	for _, c := range mailrow.Columns(catalog.Catalog{}) {
		if found, ok := mailrow.Find(catalog.Catalog{}, c.FieldName(catalog.Catalog{})); !ok || found.Key != c.Key {
			t.Errorf("%s is called %s, which is %s", c.Key, c.FieldName(catalog.Catalog{}), found.Key)
		}
	}
	b := newBook(t)
	b.Row("country_region", "code", "DE", "name", "Germany")
	b.Row("salesperson_purchaser", "code", "JO", "name", "Jo Berry")
	b.Line("CT1", "country_region_code", "DE", "salesperson_code", "JO", "language_code", "DEU", "territory_code", "N", "salutation_code", "F")
	for _, c := range mailrow.Columns(catalog.Catalog{}) {
		if !strings.HasSuffix(c.FieldName(catalog.Catalog{}), "Code") {
			continue
		}
		if got := b.cells("contact_no", c.Key)[1]; got != strings.ToUpper(got) {
			t.Errorf("%s is %q", c.FieldName(catalog.Catalog{}), got)
		}
	}
	coretest.Same(t, []string{"DE", "Germany", "JO", "Jo Berry"}, b.cells("country_code", "country_region_code", "salesperson_code", "salesperson_name"))
}
