package docx

import (
	"slices"
	"testing"
)

// Systems returns the codes of the languages that Windows knows.
func Systems() []string {
	var codes []string
	for _, s := range systems {
		codes = append(codes, s.code)
	}
	return codes
}

// Calendars checks the table of names and returns how many lines it has.
func Calendars(t *testing.T) int {
	for tag := range calendars() {
		c, ok := calendarOf(tag)
		if !ok {
			t.Errorf("%s is not found", tag)
		}
		for want, lists := range map[int][][]string{
			12: {c.months.full, c.months.short, c.months.fullAlone, c.months.shortAlone},
			7:  {c.days.full, c.days.short, c.days.fullAlone, c.days.shortAlone},
		} {
			for _, list := range lists {
				if len(list) != want || slices.Contains(list, "") {
					t.Errorf("%s has %q", tag, list)
				}
			}
		}
	}
	return len(calendars())
}
