package criteria_test

import (
	"testing"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/criteria"
)

// An amount is a number or a percentage, with a point or a comma.
func TestReadAmount(t *testing.T) {
	for _, c := range []struct {
		text       string
		count      int64
		hundredths int
		ok         bool
	}{
		{"500", 500, 0, true}, {" 0 ", 0, 0, true}, {"-3", -3, 0, true},
		{"10%", 0, 1000, true}, {"12.5 %", 0, 1250, true}, {"0,01%", 0, 1, true}, {"100.00%", 0, 10000, true},
		{"0%", 0, 0, true}, {"100.01%", 0, 0, true}, {"10.555%", 0, 0, true},
		{"", 0, 0, false}, {"many", 0, 0, false}, {"1e3", 0, 0, false}, {"-5%", 0, 0, false}, {"1.%", 0, 0, false}, {"NaN%", 0, 0, false},
	} {
		count, hundredths, ok := criteria.ReadAmount(c.text)
		if count != c.count || hundredths != c.hundredths || ok != c.ok {
			t.Errorf("%q is read as %d, %d, %v", c.text, count, hundredths, ok)
		}
		if again := (criteria.Take{Count: count, Percent: hundredths}).Amount(); ok && (count != 0 || hundredths != 0) {
			if n, h, _ := criteria.ReadAmount(again); n != count || h != hundredths {
				t.Errorf("%q is written as %q", c.text, again)
			}
		}
	}
}

// A part is told in words, in the person's language.
func TestTakeInWords(t *testing.T) {
	seed := int64(17)
	german := core.Locale{Language: "de"}
	for _, c := range []struct {
		take        criteria.Take
		english, de string
	}{
		{criteria.Take{Count: 500, Seed: &seed}, "Take 500 at random, seed 17", "Nur ein Teil: 500 zufällig, Startwert 17"},
		{criteria.Take{Percent: 1250}, "Take 12.5 % at random", "Nur ein Teil: 12.5 % zufällig"},
		{criteria.Take{Count: 1, By: []string{"contact.city", "-contact.no"}, Per: criteria.PerCompany},
			"Take 1 per company in the order of City, No. (descending)", "Nur ein Teil: 1 je Unternehmen, in der Reihenfolge von Ort, Nr. (absteigend)"},
		{criteria.Take{Count: 1, By: []string{"contact.no"}, Per: "contact.post_code"},
			"Take 1 per Post Code in the order of No.", "Nur ein Teil: 1 je PLZ-Code, in der Reihenfolge von Nr."},
	} {
		if got := c.take.Text(catalog.Catalog{}).String(); got != c.english {
			t.Errorf("%q, not %q", got, c.english)
		}
		if got := c.take.Text(catalog.Catalog{}).In(german); got != c.de {
			t.Errorf("%q, not %q", got, c.de)
		}
	}
}
