package locale_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/language"

	"winnow/core/locale"
)

// Everything a region writes it reads again.
func TestRegionsReadWhatTheyWrite(t *testing.T) {
	for _, r := range locale.Regions() {
		for _, day := range []string{"2026-11-23", "2026-01-02", "1999-12-31"} {
			if got := r.ReadDate(r.Date(day), "2026-11-23"); got != day {
				t.Errorf("%s: %s is written %s and read %s", r.Key, day, r.Date(day), got)
			}
		}
		for _, n := range []string{"0", "12", "123", "1234", "-1234567.25", "0.5"} {
			if got := r.ReadNumber(r.Number(n)); got != n {
				t.Errorf("%s: %s is written %s and read %s", r.Key, n, r.Number(n), got)
			}
		}
	}
}

func TestWriting(t *testing.T) {
	at := time.Date(2026, 11, 3, 14, 5, 0, 0, time.UTC)
	for _, c := range []struct{ locale, date, number, moment string }{
		{"iso", "2026-11-03", "-1,234,567.5", "2026-11-03 14:05"},
		{"en", "2026-11-03", "-1,234,567.5", "2026-11-03 14:05"},
		{"en-GB", "03/11/2026", "-1,234,567.5", "03/11/2026 14:05"},
		{"en-AU", "03/11/2026", "-1,234,567.5", "03/11/2026 14:05"},
		{"en-US", "11/03/2026", "-1,234,567.5", "11/03/2026 2:05 PM"},
		{"de-AT", "03.11.2026", "-1.234.567,5", "03.11.2026 14:05"},
		{"de-CH", "03.11.2026", "-1’234’567.5", "03.11.2026 14:05"},
		{"xx-YY", "2026-11-03", "-1,234,567.5", "2026-11-03 14:05"},
	} {
		r := locale.RegionOf(c.locale)
		if got := []string{r.Date("2026-11-03"), r.Number("-1234567.5"), r.Moment(at)}; got[0] != c.date || got[1] != c.number || got[2] != c.moment {
			t.Errorf("%s writes %q", c.locale, got)
		}
	}
	r := locale.RegionOf("de-DE")
	if r.Date("") != "" || r.Date("t-30d") != "t-30d" || r.Number("") != "" || r.Number("x") != "x" {
		t.Error("what is no day or number is changed")
	}
}

func TestReading(t *testing.T) {
	for _, c := range []struct{ locale, typed, want string }{
		{"de-DE", "23.11.2026", "2026-11-23"}, {"de-DE", "3.1.26", "2026-01-03"}, {"de-DE", "23.11.", "2026-11-23"},
		{"de-DE", "23.11", "2026-11-23"}, {"de-DE", "31.2.2026", "2026-02-31"}, {"de-DE", "31.13.2026", "31.13.2026"}, {"en-US", "0231", "2026-02-31"}, {"de-DE", "2026-11-23", "2026-11-23"},
		{"de-DE", "t-30d", "t-30d"}, {"de-DE", "23", "23"}, {"en-US", "11/23/2026", "2026-11-23"}, {"en-US", "1/2", "2026-01-02"},
		{"en-GB", "1/2", "2026-02-01"}, {"en-US", "1125", "2026-11-25"}, {"en-US", "112526", "2026-11-25"},
		{"en-US", "11252026", "2026-11-25"}, {"en-US", "20261125", "20261125"}, {"en-US", "2511", "2511"}, {"en-US", "März", "März"}, {"de-DE", "1125", "1125"}, {"de-DE", "2511", "2511"}, {"iso", "23.11.2026", "23.11.2026"},
	} {
		if got := locale.RegionOf(c.locale).ReadDate(c.typed, "2026-11-20"); got != c.want {
			t.Errorf("%s reads the day %q as %q", c.locale, c.typed, got)
		}
	}
	for _, c := range []struct{ locale, typed, want string }{
		{"de-DE", "1.234,5", "1234.5"}, {"de-DE", "1234,5", "1234.5"}, {"de-DE", "1.5", "1.5"}, {"de-DE", "1.234", "1234"},
		{"de-DE", "-0,25", "-0.25"}, {"de-DE", "1,2,3", "1,2,3"}, {"de-DE", "", ""}, {"iso", "1,234.5", "1234.5"}, {"iso", "1,5", "1,5"},
	} {
		if got := locale.RegionOf(c.locale).ReadNumber(c.typed); got != c.want {
			t.Errorf("%s reads the number %q as %q", c.locale, c.typed, got)
		}
	}
}

// Exports write as the specification's table has it, whatever release of CLDR the
// signs are from.
func TestExports(t *testing.T) {
	written := map[string]string{}
	for _, tag := range locale.ExportLanguages() {
		r, _ := locale.ExportRegion(tag)
		written[tag] = r.Date("2026-11-03") + " " + r.Number("-1234567.5")
	}
	want := map[string]string{
		"en": "3 Nov 2026 -1,234,567.5", "de": "03.11.2026 -1.234.567,5", "fr": "03/11/2026 -1\u00a0234\u00a0567,5", "nl": "03-11-2026 -1.234.567,5",
		"da": "03-11-2026 -1.234.567,5", "es": "03/11/2026 -1.234.567,5", "it": "03/11/2026 -1.234.567,5",
	}
	if diff := cmp.Diff(want, written); diff != "" {
		t.Error(diff)
	}
	if _, known := locale.ExportRegion("xx"); known {
		t.Error("a language without a line has a way of writing")
	}
	if got := strings.Join(locale.ExportLanguages(), " "); got != "en de fr nl da es it" {
		t.Error(got)
	}
}

// The names that people choose regions by, in their own languages.
func TestNames(t *testing.T) {
	var names []string
	for _, r := range locale.Regions() {
		names = append(names, r.Name)
	}
	want := []string{"ISO", "English (United Kingdom)", "English (United States)", "Deutsch (Deutschland, Österreich)", "Deutsch (Schweiz)",
		"Français", "Nederlands", "Dansk", "Español", "Italiano"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Error(diff)
	}
	if got := locale.Name("fr", "de") + locale.Name("fr", "en") + locale.Name("Yahoo!", "en") + locale.Name("SAP", "en"); got != "FranzösischFrench" {
		t.Error(got)
	}
	if got := locale.CountryName("DE", language.German) + locale.CountryName("??", language.German); got != "Deutschland" {
		t.Error(got)
	}
}

// The languages of the window's texts, English first.
func TestTexts(t *testing.T) {
	if languages := locale.Texts(); languages[0] != locale.English || !locale.HasTexts("de") || locale.HasTexts("xx") {
		t.Error(languages)
	}
}
