package region_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"winnow/gui/region"
)

// Everything a region writes it reads again.
func TestRegionsReadWhatTheyWrite(t *testing.T) {
	for _, r := range region.Regions() {
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
		r := region.Of(c.locale)
		if got := []string{r.Date("2026-11-03"), r.Number("-1234567.5"), r.Moment(at)}; got[0] != c.date || got[1] != c.number || got[2] != c.moment {
			t.Errorf("%s writes %q", c.locale, got)
		}
	}
	r := region.Of("de-DE")
	if r.Date("") != "" || r.Date("t-30d") != "t-30d" || r.Number("") != "" || r.Number("x") != "x" {
		t.Error("what is no day or number is changed")
	}
}

func TestReading(t *testing.T) {
	for _, c := range []struct{ locale, typed, want string }{
		{"de-DE", "23.11.2026", "2026-11-23"}, {"de-DE", "3.1.26", "2026-01-03"}, {"de-DE", "23.11.", "2026-11-23"},
		{"de-DE", "23.11", "2026-11-23"}, {"de-DE", "31.2.2026", "31.2.2026"}, {"de-DE", "2026-11-23", "2026-11-23"},
		{"de-DE", "t-30d", "t-30d"}, {"de-DE", "23", "23"}, {"en-US", "11/23/2026", "2026-11-23"}, {"en-US", "1/2", "2026-01-02"},
		{"en-GB", "1/2", "2026-02-01"}, {"iso", "23.11.2026", "23.11.2026"},
	} {
		if got := region.Of(c.locale).ReadDate(c.typed, "2026-11-20"); got != c.want {
			t.Errorf("%s reads the day %q as %q", c.locale, c.typed, got)
		}
	}
	for _, c := range []struct{ locale, typed, want string }{
		{"de-DE", "1.234,5", "1234.5"}, {"de-DE", "1234,5", "1234.5"}, {"de-DE", "1.5", "1.5"}, {"de-DE", "1.234", "1234"},
		{"de-DE", "-0,25", "-0.25"}, {"de-DE", "1,2,3", "1,2,3"}, {"de-DE", "", ""}, {"iso", "1,234.5", "1234.5"}, {"iso", "1,5", "1,5"},
	} {
		if got := region.Of(c.locale).ReadNumber(c.typed); got != c.want {
			t.Errorf("%s reads the number %q as %q", c.locale, c.typed, got)
		}
	}
}

// What a person chose is remembered by the program.
func TestChosen(t *testing.T) {
	app := test.NewTempApp(t)
	app.Preferences().SetString(region.Pref, "en-US")
	if got := region.Current().Key; got != "en-US" {
		t.Error(got)
	}
}
