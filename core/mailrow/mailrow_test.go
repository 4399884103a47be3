package mailrow_test

import (
	"testing"
	"time"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/mailrow"
)

func TestRowsAreThoseOfAnExport(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "name", "Ann", "salutation_code", "F")
	b.Line("CT2", "name", "Bo", "privacy_blocked", 1)
	b.Line("CT3", "name", "Cy")
	all, blocked := b.rows(mailrow.Options{Columns: nameAndNo})
	coretest.Same(t, [][]string{{"Ann", "CT1"}, {"Cy", "CT3"}}, all)
	coretest.Same(t, 1, blocked)
	all, _ = b.rows(mailrow.Options{Columns: nameAndNo, IncludeBlocked: true})
	coretest.Same(t, [][]string{{"Ann", "CT1"}, {"Bo", "CT2"}, {"Cy", "CT3"}}, all)
	all, blocked = b.rows(mailrow.Options{Columns: nameAndNo, First: 1, Count: 2})
	coretest.Same(t, [][]string{{"Cy", "CT3"}}, all)
	coretest.Same(t, 1, blocked)
	all, _ = b.rows(mailrow.Options{Columns: nameAndNo, First: 7, Count: 2})
	coretest.Same(t, 0, len(all))
}

// A minor without parental consent is blocked in everything that leaves the
// company file, whatever the mark says; one with consent is not.
func TestMinorsWithoutConsentAreBlocked(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "name", "Ann", "company_no", "F", "minor", 1)
	b.Line("CT2", "name", "Bo", "company_no", "F", "minor", 1, "parental_consent_received", 1)
	b.Line("CT3", "name", "Cy", "company_no", "F", "minor", 1, "parental_consent_received", 1, "privacy_blocked", 1)
	all, blocked := b.rows(mailrow.Options{Columns: nameAndNo})
	coretest.Same(t, [][]string{{"Bo", "CT2"}}, all)
	coretest.Same(t, 2, blocked)
	all, _ = b.rows(mailrow.Options{Columns: nameAndNo, Per: mailrow.PerCompany})
	coretest.Same(t, [][]string{{"Bo", "CT2"}}, all)
	all, _ = b.rows(mailrow.Options{Columns: nameAndNo, IncludeBlocked: true})
	coretest.Same(t, 3, len(all))
	n, err := mailrow.Blocked(b.Context(), b.Company, b.Store, b.No)
	coretest.Same(t, []any{2, nil}, []any{n, err})
}

func TestColumnsAreFoundByAnyOfTheirNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Full Name": "name", "Name": "name", "name": "name", "First_Name": "first_name", "FIRSTNAME": "first_name",
		"Country/Region Code": "country_code", "Country_or_Region": "country_region_code",
		"Post Code": "post_code", "Postal_Code": "post_code", "E-Mail": "e_mail", "Greeting Formal": "greeting_formal",
		"ZIP_Code": "post_code", "State": "county", "County": "county", "E_Mail": "e_mail", "Email": "e_mail", "CountryRegion_Code": "country_code",
		"CALC_Formal_Salutation": "greeting_formal", "CALC_Informal_Salutation": "greeting_informal", "GreetingLine": "greeting_formal", "AddressBlock": "address_block",
		"No": "contact_no", "Contact_No": "contact_no",
		"Address Block": "address_block", "Adress": "", "": "", "_": "",
	} {
		c, ok := mailrow.Find(catalog.Catalog{}, name)
		if c.Key != want || ok != (want != "") {
			t.Errorf("%q is %q", name, c.Key)
		}
	}
	// Each name that is shown leads to its own column.
	for _, c := range mailrow.Columns(catalog.Catalog{}) {
		if found, _ := mailrow.Find(catalog.Catalog{}, c.Header); found.Key != c.Key {
			t.Errorf("%s leads to %s, not to %s", c.Header, found.Key, c.Key)
		}
	}
}

func TestValuesKeepTheirType(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Set(company.Values{company.Formats: "language", company.Language: "de"})
	b.Line("CT1", "name", "Ann")
	b.Exec("UPDATE segment_header SET unit_cost_lcy = 1234.5, unit_duration_min = 90")
	o := mailrow.Options{Columns: []string{"date", "cost_lcy", "duration_min", "last_date_modified", "type", "name"}}
	err := mailrow.Read(b.Context(), b.Company, b.Store, b.No, o, func(rows *mailrow.Rows) error {
		return rows.Each(b.Context(), func(row *mailrow.Row) error {
			coretest.Same(t, []string{"23.11.2026", "1.234,5", "90", "", "Person", "Ann"}, row.Texts())
			var values []any
			for n := range o.Columns {
				values = append(values, row.Value(n))
			}
			coretest.Same(t, []any{time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), 1234.5, float64(90), nil, nil, nil}, values)
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Other outputs have the same rows.
func TestRowsOfOtherOutputsPerCompany(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("ANN", "company_no", "FIRM")
	b.Line("BOB", "company_no", "FIRM")
	var got []string
	o := mailrow.Options{Columns: []string{"contact_no"}, Per: mailrow.PerCompany}
	err := mailrow.Read(b.Context(), b.Company, b.Store, b.No, o, func(rows *mailrow.Rows) error {
		return rows.Each(b.Context(), func(row *mailrow.Row) error {
			got = append(got, row.Text(0))
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, []string{"ANN"}, got)
}
