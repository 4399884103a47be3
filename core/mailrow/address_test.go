package mailrow_test

import (
	"strings"
	"testing"

	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/segment"
)

func TestAddressBlock(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		contact []any
		block   string
		country string
	}{
		{"whole", []any{"name", "Ann May", "company_name", "Adatum", "address", "1 High St", "address_2", "Flat 2", "post_code", "W1 3AL", "city", "London",
			"county", "Middlesex", "country_region_code", "GB"}, "Ann May\nAdatum\n1 High St\nFlat 2\nLondon\nMiddlesex\nW1 3AL\nGreat Britain", "Great Britain"},
		{"home country", []any{"name", "Ann May", "city", "Köln", "post_code", "50667", "country_region_code", "DE"}, "Ann May\n50667 Köln", "Germany"},
		{"company itself", []any{"name", "Adatum", "company_name", "Adatum", "city", "London"}, "Adatum\nLondon", ""},
		{"only a post code", []any{"name", "Ann May", "post_code", "W1"}, "Ann May\nW1", ""},
		{"country without a name", []any{"name", "Ann May", "country_region_code", "XX"}, "Ann May\nXX", "XX"},
		{"country that the table lacks", []any{"name", "Ann May", "country_region_code", "ZZ"}, "Ann May\nZZ", "ZZ"},
		{"form that is chosen", []any{"name", "Ann May", "address", "1 Main St", "post_code", "62704", "city", "Springfield", "county", "IL", "country_region_code", "US"},
			"Ann May\n1 Main St\n62704 Springfield\nIL\nUnited States", "United States"},
		{"form with a blank line", []any{"name", "Ann May", "address", "Rue 1", "address_2", " ", "post_code", "1000", "city", "Bruxelles", "country_region_code", "BE"},
			"Ann May\nRue 1\n\n1000 Bruxelles\nBelgium", "Belgium"},
		{"city above the street", []any{"name", "Ann May", "address", "Fő utca 1.", "post_code", "1011", "city", "Budapest", "country_region_code", "HU"},
			"Ann May\nBudapest\nFő utca 1.\n1011\nHU", "HU"},
		{"nothing", nil, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBook(t)
			b.Row("country_region", "code", "GB", "name", "Great Britain")
			b.Row("country_region", "code", "DE", "name", "Germany")
			b.Row("country_region", "code", "XX")
			b.Row("country_region", "code", "US", "name", "United States", "address_format", 4)
			b.Row("country_region", "code", "BE", "name", "Belgium", "address_format", 3)
			b.Set(company.Values{company.HomeCountry: "DE"})
			b.Line("CT1", c.contact...)
			coretest.Same(t, []string{c.block, c.country, "CT1"}, b.cells("address_block", "country_region_code", "contact_no"))
			onPaper := c.block
			if block, ok := strings.CutSuffix(c.block, "\n"+c.country); ok {
				onPaper = block + "\n" + strings.ToUpper(c.country)
			}
			coretest.Same(t, onPaper, b.onPaper())
		})
	}
}

func TestAlternativeAddressOnTheLinesDate(t *testing.T) {
	t.Parallel()
	columns := []string{"address", "address_2", "post_code", "city", "county", "country_region_code", "company_name", "phone_no", "e_mail", "address_block"}
	own := []string{"1 High St", "Flat 2", "W1", "London", "Middlesex", "GB", "Adatum", "0123", "ann@adatum.example",
		"Ann May\nAdatum\n1 High St\nFlat 2\nLondon\nMiddlesex\nW1\nGB"}
	summer := []string{"Beach 1", "", "", "Brighton", "", "", "Adatum", "0123", "ann@home.example", "Ann May\nAdatum\nBeach 1\nBrighton"}
	b := newBook(t)
	b.Row("contact", "no", "CT0", "name", "Nobody")
	b.Row("contact_alt_address", "contact_no", "CT0", "code", "SUMMER", "address", "another's")
	b.Line("CT1", "name", "Ann May", "company_name", "Adatum", "address", "1 High St", "address_2", "Flat 2", "post_code", "W1", "city", "London",
		"county", "Middlesex", "country_region_code", "GB", "phone_no", "0123", "e_mail", "ann@adatum.example")
	b.Row("contact_alt_address", "contact_no", "CT1", "code", "SUMMER", "address", "Beach 1", "city", "Brighton", "e_mail", "ann@home.example")
	b.Row("contact_alt_address", "contact_no", "CT1", "code", "WORK", "company_name", "Works", "phone_no", "99")
	b.Row("contact_alt_addr_date_range", "contact_no", "CT1", "contact_alt_address_code", "SUMMER", "starting_date", "2026-06-01", "ending_date", "2026-08-31")
	set := func(field, value string) {
		t.Helper()
		if _, err := b.SetLines(b.Context(), b.No, segment.LineChange{LineNos: []int64{10000}, Fields: map[string]string{field: value}}); err != nil {
			t.Fatal(err)
		}
	}
	coretest.Same(t, own, b.cells(columns...))
	set("date", "2026-07-01")
	coretest.Same(t, summer, b.cells(columns...))
	set("contact_alt_address_code", "")
	coretest.Same(t, own, b.cells(columns...))
	set("contact_alt_address_code", "WORK")
	coretest.Same(t, []string{"", "", "", "", "", "", "Works", "99", "ann@adatum.example", "Ann May\nWorks"}, b.cells(columns...))
	b.Row("contact_alt_address", "contact_no", "CT1", "code", "GONE")
	set("contact_alt_address_code", "GONE")
	b.Exec("DELETE FROM contact_alt_address WHERE code = 'GONE'")
	coretest.Same(t, own, b.cells(columns...))
}
