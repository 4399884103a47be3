package locale

import (
	"slices"
	"testing"
)

// Every line of the table has all its names, and every code a language.
func TestCalendars(t *testing.T) {
	for _, s := range systems {
		if OfCode(s.code) == "" {
			t.Errorf("%s has no language", s.code)
		}
		if OfNumber(s.number) != s.tag {
			t.Errorf("%x is not %s", s.number, s.tag)
		}
	}
	if got := len(calendars()); got < 300 {
		t.Errorf("there are %d calendars", got)
	}
	for code, want := range map[string]string{"deu": "de-DE", "NOR": "nb-NO", "fr": "fr", "XYZ": "", "": ""} {
		if got := OfCode(code); got != want {
			t.Errorf("%s is %q", code, got)
		}
	}
	for tag := range calendars() {
		c, ok := CalendarOf(tag)
		if !ok {
			t.Errorf("%s is not found", tag)
		}
		for want, lists := range map[int][][]string{
			12: {c.Months.Full, c.Months.Short, c.Months.FullAlone, c.Months.ShortAlone},
			7:  {c.Days.Full, c.Days.Short, c.Days.FullAlone, c.Days.ShortAlone},
		} {
			for _, list := range lists {
				if len(list) != want || slices.Contains(list, "") {
					t.Errorf("%s has %q", tag, list)
				}
			}
		}
	}
}
