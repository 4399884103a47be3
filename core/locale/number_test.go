package locale_test

import (
	"testing"

	"winnow/core/locale"
)

func TestNumbersInWords(t *testing.T) {
	for _, one := range []struct {
		tag                        string
		n                          int
		cardinal, ordinal, numbers string
	}{
		{"en", 0, "zero", "zeroth", "0th"},
		{"en-GB", 1, "one", "first", "1st"},
		{"en", 2, "two", "second", "2nd"},
		{"en", 3, "three", "third", "3rd"},
		{"en", 5, "five", "fifth", "5th"},
		{"en", 8, "eight", "eighth", "8th"},
		{"en", 9, "nine", "ninth", "9th"},
		{"en", 11, "eleven", "eleventh", "11th"},
		{"en", 12, "twelve", "twelfth", "12th"},
		{"en", 20, "twenty", "twentieth", "20th"},
		{"en", 21, "twenty-one", "twenty-first", "21st"},
		{"en", 111, "one hundred eleven", "one hundred eleventh", "111th"},
		{"en", 790, "seven hundred ninety", "seven hundred ninetieth", "790th"},
		{"en", 1000, "one thousand", "one thousandth", "1000th"},
		{"en", 999_999, "nine hundred ninety-nine thousand nine hundred ninety-nine", "nine hundred ninety-nine thousand nine hundred ninety-ninth", "999999th"},
		{"de", 0, "null", "nullte", "0."},
		{"de", 1, "eins", "erste", "1."},
		{"de", 3, "drei", "dritte", "3."},
		{"de-CH", 7, "sieben", "siebte", "7."},
		{"de", 8, "acht", "achte", "8."},
		{"de", 16, "sechzehn", "sechzehnte", "16."},
		{"de", 17, "siebzehn", "siebzehnte", "17."},
		{"de", 18, "achtzehn", "achtzehnte", "18."},
		{"de", 21, "einundzwanzig", "einundzwanzigste", "21."},
		{"de", 30, "dreißig", "dreißigste", "30."},
		{"de", 101, "einhunderteins", "einhunderterste", "101."},
		{"de", 1000, "eintausend", "eintausendste", "1000."},
		{"de", 1001, "eintausendeins", "eintausenderste", "1001."},
		{"de", 21_019, "einundzwanzigtausendneunzehn", "einundzwanzigtausendneunzehnte", "21019."},
		{"de", 100_100, "einhunderttausendeinhundert", "einhunderttausendeinhundertste", "100100."},
		{"fr", 1, "", "", "1er"},
		{"fr", 2, "", "", "2e"},
		{"nl-BE", 3, "", "", "3e"},
	} {
		cardinal, known := locale.Cardinal(one.tag, one.n)
		if cardinal != one.cardinal || known != (one.cardinal != "") {
			t.Errorf("%d in %s is %q", one.n, one.tag, cardinal)
		}
		if ordinal, _ := locale.OrdinalWords(one.tag, one.n); ordinal != one.ordinal {
			t.Errorf("the place %d in %s is %q", one.n, one.tag, ordinal)
		}
		if ordinal, ok := locale.Ordinal(one.tag, one.n); ordinal != one.numbers || !ok {
			t.Errorf("the place %d in %s is written %q", one.n, one.tag, ordinal)
		}
	}
	for _, n := range []int{-1, locale.MaxWords + 1} {
		if words, ok := locale.Cardinal("en", n); ok {
			t.Errorf("%d is written %q", n, words)
		}
	}
	if ordinal, ok := locale.Ordinal("ja", 3); ok {
		t.Errorf("a language that is not known has %q", ordinal)
	}
}
