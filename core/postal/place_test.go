package postal_test

import (
	"strings"
	"testing"

	"winnow/core/coretest"
	"winnow/core/postal"
)

// The places of examples that the Universal Postal Union and the countries' posts have
// published.
func TestPlace(t *testing.T) {
	t.Parallel()
	for country, c := range map[string]struct{ postCode, city, state, want string }{
		"AR": {"C1425CLA", "Buenos Aires", "Capital Federal", "C1425CLA Buenos Aires|Capital Federal"},
		"AT": {"1010", "Wien", "", "1010 Wien"},
		"AU": {"2060", "North Sydney", "NSW", "North Sydney NSW 2060"},
		"BE": {"1000", "Bruxelles", "", "1000 Bruxelles"},
		"BR": {"20010-974", "Rio de Janeiro", "RJ", "Rio de Janeiro-RJ|20010-974"},
		"CA": {"H3Z 2Y7", "Montreal", "QC", "Montreal QC  H3Z 2Y7"},
		"CH": {"3030", "Bern", "", "3030 Bern"},
		"CZ": {"225 99", "Praha 025", "", "225 99 Praha 025"},
		"DE": {"53113", "Bonn", "", "53113 Bonn"},
		"DK": {"1566", "København V", "", "1566 København V"},
		"ES": {"28039", "Madrid", "", "28039 Madrid"},
		"FI": {"00550", "Helsinki", "", "00550 Helsinki"},
		"FR": {"33380", "Mios", "", "33380 Mios"},
		"GB": {"SW1A 1AA", "London", "", "London|SW1A 1AA"},
		"IE": {"A65 F4E2", "Ballyjamesduff", "Co. Cavan", "Ballyjamesduff|Co. Cavan|A65 F4E2"},
		"IN": {"110001", "New Delhi", "Delhi", "New Delhi 110001|Delhi"},
		"IT": {"00144", "Roma", "RM", "00144 Roma RM"},
		"LV": {"LV-1073", "Rīga", "", "Rīga, LV-1073"},
		"MX": {"02860", "México", "D.F.", "02860 México, D.F."},
		"NL": {"2490 AA", "Den Haag", "", "2490 AA Den Haag"},
		"NO": {"0107", "Oslo", "", "0107 Oslo"},
		"NZ": {"6011", "Wellington", "", "Wellington 6011"},
		"PL": {"00-940", "Warszawa", "", "00-940 Warszawa"},
		"PT": {"1250-096", "Lisboa", "", "1250-096 Lisboa"},
		"RU": {"247112", "Лесково", "Вологодская обл.", "Лесково|Вологодская обл.|247112"},
		"SE": {"115 72", "Stockholm", "", "115 72 Stockholm"},
		"SG": {"546080", "Singapore", "", "Singapore 546080"},
		"TR": {"06101", "Çankaya", "Ankara", "06101 Çankaya/Ankara"},
		"US": {"95066-4701", "Scotts Valley", "CA", "Scotts Valley, CA 95066-4701"},
		"ZA": {"0083", "Pretoria", "", "Pretoria|0083"},
	} {
		if got := strings.Join(postal.Place{Country: country, PostCode: c.postCode, City: c.city, State: c.state}.Lines(), "|"); got != c.want {
			t.Errorf("%s: %q, not %q", country, got, c.want)
		}
	}
}

// Whatever is there stands in the place, once, and nothing else; where all is missing,
// there is no line.
func TestPlaceIsWhole(t *testing.T) {
	t.Parallel()
	for _, country := range strings.Fields("AR AU BR CA CN DE GB HU ID IE IN IT JP LV MX PK TR US UY XX") {
		for format := range postal.Custom + 1 {
			for _, place := range places(country, format) {
				isWhole(t, place)
			}
		}
	}
	coretest.Same(t, []string{"London", "Middlesex", "W1"}, postal.Place{Country: "GB", PostCode: "W1", City: "London", State: "Middlesex"}.Lines())
	coretest.Same(t, []string{"53113 Bonn", "NRW"}, postal.Place{Country: "DE", PostCode: "53113", City: "Bonn", State: "NRW"}.Lines())
	coretest.Same(t, []string{"100 Town", "County"}, postal.Place{PostCode: "100", City: "Town", State: "County"}.Lines())
}

// places are the places of a country with and without each part.
func places(country string, format postal.Format) (list []postal.Place) {
	for _, postCode := range []string{"", "P1"} {
		for _, city := range []string{"", "City"} {
			for _, state := range []string{"", "State"} {
				list = append(list, postal.Place{Country: country, Format: format, PostCode: postCode, City: city, State: state})
			}
		}
	}
	return list
}

func isWhole(t *testing.T, p postal.Place) {
	t.Helper()
	for _, lines := range [][]string{p.Lines(), p.Address("Street", "")} {
		got := strings.Join(lines, "|")
		left := strings.Replace(got, "Street", "", 1)
		for _, part := range []string{p.PostCode, p.City, p.State} {
			if strings.Count(left, part) != 1 && part != "" {
				t.Errorf("%+v: %q has %q %d times", p, got, part, strings.Count(left, part))
			}
			left = strings.Replace(left, part, "", 1)
		}
		if strings.Trim(left, " ,-/|") != "" || strings.Trim(got, " ,-/|") != got {
			t.Errorf("%+v: %q", p, got)
		}
	}
}

// The format that is chosen for a country goes before its post's.
func TestChosenFormats(t *testing.T) {
	t.Parallel()
	for format, want := range map[postal.Format]string{
		postal.ByPost: "1 High St|London|Middlesex|W1", postal.CityPostCode: "1 High St|London, W1|Middlesex",
		postal.CityCountyPostCode: "1 High St|London, Middlesex W1", postal.BlankLinePostCodeCity: "1 High St||W1 London|Middlesex",
		postal.PostCodeCity: "1 High St|W1 London|Middlesex", postal.Custom: "1 High St|London|Middlesex|W1",
	} {
		p := postal.Place{Country: "GB", Format: format, PostCode: "W1", City: "London", State: "Middlesex"}
		if got := strings.Join(p.Address("1 High St", " "), "|"); got != want {
			t.Errorf("%d: %q, not %q", format, got, want)
		}
	}
	coretest.Same(t, []string{"Budapest", "Fő utca 1.", "1011"}, postal.Place{Country: "HU", PostCode: "1011", City: "Budapest"}.Address("Fő utca 1."))
	coretest.Same(t, []string{"Fő utca 1.", "1011 Budapest"}, postal.Place{Country: "HU", Format: postal.PostCodeCity, PostCode: "1011", City: "Budapest"}.Address("Fő utca 1."))
}
