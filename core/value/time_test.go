package value_test

import (
	"testing"

	"winnow/core/catalog"
	"winnow/core/value"
)

func TestTimesOfDay(t *testing.T) {
	for typed, want := range map[string]string{
		"": "", "9:30": "09:30", "09:30": "09:30", "0930": "09:30", "930": "09:30", "9.30": "09:30", "00:00": "00:00", "23:59": "23:59",
		"9:30:15": "09:30", "9:30:15.123": "09:30", "9:30 PM": "21:30", "12:05 am": "00:05", "12:05pm": "12:05", " 14:05 ": "14:05",
	} {
		if got, err := value.TimeOfDay(typed); got != want || err != nil {
			t.Errorf("%q is %q, not %q: %v", typed, got, want, err)
		}
	}
	for _, wrong := range []string{"24:00", "12:60", "9:30:60", "13:00 PM", "0:10 AM", "noon", "9", "9:3", "-9:30", "2026-11-23", "9:30 xx"} {
		if got, err := value.TimeOfDay(wrong); err == nil {
			t.Errorf("%q is taken for %q", wrong, got)
		}
	}
	f, _ := catalog.Must(catalog.InteractionEntry).Field("time_of_interaction")
	if got, err := value.Parse(f, "7:05", value.Env{}); got != "07:05" || err != nil {
		t.Error(got, err)
	}
	if _, err := value.Parse(f, "25:00", value.Env{}); err == nil {
		t.Error("25:00 is taken")
	}
}

func TestDateFormulas(t *testing.T) {
	for typed, want := range map[string]string{"": "", "1m": "1M", " cm + 1d ": "CM+1D", "-2W": "-2W", "1Y": "1Y"} {
		if got, err := value.DateFormula(typed); got != want || err != nil {
			t.Errorf("%q is %q, not %q: %v", typed, got, want, err)
		}
	}
	for _, wrong := range []string{"1", "M", "t+1d", "1M2", "monday", "2026-11-23"} {
		if got, err := value.DateFormula(wrong); err == nil {
			t.Errorf("%q is taken for %q", wrong, got)
		}
	}
	for _, c := range [][3]string{{"2026-01-31", "1M", "2026-02-28"}, {"2026-11-23", "CM+1D", "2026-12-01"}, {"2026-11-23", "2W", "2026-12-07"}} {
		if got, err := value.DayAfter(c[0], c[1]); got != c[2] || err != nil {
			t.Errorf("%s from %s is %s: %v", c[1], c[0], got, err)
		}
	}
	if _, err := value.DayAfter("", "1M"); err == nil {
		t.Error("a formula leads somewhere from no day")
	}
}
