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
		if got := strings.Join(postal.Place(country, c.postCode, c.city, c.state), "|"); got != c.want {
			t.Errorf("%s: %q, not %q", country, got, c.want)
		}
	}
}

// Whatever is there stands in the place, once, and nothing else; where all is missing,
// there is no line.
func TestPlaceIsWhole(t *testing.T) {
	t.Parallel()
	for _, country := range strings.Fields("AR AU BR CA DE GB ID IE IN IT LV MX PK TR US XX") {
		for _, postCode := range []string{"", "P1"} {
			for _, city := range []string{"", "City"} {
				for _, state := range []string{"", "State"} {
					got := strings.Join(postal.Place(country, postCode, city, state), "|")
					left := got
					for _, part := range []string{postCode, city, state} {
						if strings.Count(left, part) != 1 && part != "" {
							t.Errorf("%s: %q has %q %d times", country, got, part, strings.Count(left, part))
						}
						left = strings.Replace(left, part, "", 1)
					}
					if strings.Trim(left, " ,-/|") != "" || strings.Trim(got, " ,-/|") != got {
						t.Errorf("%s: %q", country, got)
					}
				}
			}
		}
	}
	coretest.Same(t, []string{"London", "Middlesex", "W1"}, postal.Place("GB", "W1", "London", "Middlesex"))
	coretest.Same(t, []string{"53113 Bonn", "NRW"}, postal.Place("DE", "53113", "Bonn", "NRW"))
	coretest.Same(t, []string{"100 Town", "County"}, postal.Place("", "100", "Town", "County"))
}
