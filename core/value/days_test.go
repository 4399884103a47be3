package value_test

import (
	"testing"

	"winnow/core"
	"winnow/core/value"
)

// tuesday is a work date, the day after today.
var tuesday = value.Env{Today: "2026-11-23", WorkDate: "2026-11-24"}

// Every form of a date, on Monday 23 November 2026, the work date a Tuesday.
func TestDateForms(t *testing.T) {
	for _, c := range []struct{ text, first, last string }{
		{"2026-11-23", "2026-11-23", "2026-11-23"},
		{" 20261123 ", "2026-11-23", "2026-11-23"},
		{"2024-02-29", "2024-02-29", "2024-02-29"},
		{"0001-01-01", "0001-01-01", "0001-01-01"},
		{"9999-12-31", "9999-12-31", "9999-12-31"},
		{"2026-11", "2026-11-01", "2026-11-30"},
		{"2024-02", "2024-02-01", "2024-02-29"},
		{"9999-12", "9999-12-01", "9999-12-31"},
		{"2026", "2026-01-01", "2026-12-31"},
		{"1900", "1900-01-01", "1900-12-31"},
		{"2199", "2199-01-01", "2199-12-31"},
		{"t", "2026-11-23", "2026-11-23"},
		{"ToDay", "2026-11-23", "2026-11-23"},
		{"to day", "2026-11-23", "2026-11-23"},
		{"W", "2026-11-24", "2026-11-24"},
		{"work date", "2026-11-24", "2026-11-24"},
		{"WORKDATE", "2026-11-24", "2026-11-24"},
		{"yesterday", "2026-11-22", "2026-11-22"},
		{"Tomorrow", "2026-11-24", "2026-11-24"},
		{"mo", "2026-11-23", "2026-11-23"},
		{"TU", "2026-11-24", "2026-11-24"},
		{"we", "2026-11-25", "2026-11-25"},
		{"Th", "2026-11-26", "2026-11-26"},
		{"fr", "2026-11-27", "2026-11-27"},
		{"sa", "2026-11-28", "2026-11-28"},
		{"su", "2026-11-29", "2026-11-29"},
		{"Monday", "2026-11-23", "2026-11-23"},
		{"tuesday", "2026-11-24", "2026-11-24"},
		{"WEDNESDAY", "2026-11-25", "2026-11-25"},
		{"thurs day", "2026-11-26", "2026-11-26"},
		{"friday", "2026-11-27", "2026-11-27"},
		{"saturday", "2026-11-28", "2026-11-28"},
		{"sunday", "2026-11-29", "2026-11-29"},
		{"week", "2026-11-23", "2026-11-29"},
		{"month", "2026-11-01", "2026-11-30"},
		{"Quarter", "2026-10-01", "2026-12-31"},
		{"YEAR", "2026-01-01", "2026-12-31"},
		{"next week", "2026-11-30", "2026-12-06"},
		{"Next  Month", "2026-12-01", "2026-12-31"},
		{"nextquarter", "2027-01-01", "2027-03-31"},
		{"next year", "2027-01-01", "2027-12-31"},
		{"last week", "2026-11-16", "2026-11-22"},
		{"LAST MONTH", "2026-10-01", "2026-10-31"},
		{"last quarter", "2026-07-01", "2026-09-30"},
		{"l a s t y e a r", "2025-01-01", "2025-12-31"},
		{"t-30d", "2026-10-24", "2026-10-24"},
		{"t - 30 D", "2026-10-24", "2026-10-24"},
		{"w+1m-1d", "2026-12-23", "2026-12-23"},
		{"today - 2w", "2026-11-09", "2026-11-09"},
		{"work date + 2w", "2026-12-08", "2026-12-08"},
		{"t+CM", "2026-11-30", "2026-11-30"},
		{"t-CM", "2026-11-01", "2026-11-01"},
		{"yesterday+CW", "2026-11-22", "2026-11-22"},
		{"t+cw", "2026-11-29", "2026-11-29"},
		{"t-cw", "2026-11-23", "2026-11-23"},
		{"yesterday-cw", "2026-11-16", "2026-11-16"},
		{"t+CQ", "2026-12-31", "2026-12-31"},
		{"t-CQ", "2026-10-01", "2026-10-01"},
		{"t-6m-CQ", "2026-04-01", "2026-04-01"},
		{"t-1q", "2026-08-23", "2026-08-23"},
		{"t-6m", "2026-05-23", "2026-05-23"},
		{"t-2y", "2024-11-23", "2024-11-23"},
		{"-1M", "2026-10-24", "2026-10-24"},
		{"+30D", "2026-12-24", "2026-12-24"},
		{"30D", "2026-12-24", "2026-12-24"},
		{"0d", "2026-11-24", "2026-11-24"},
		{"007D", "2026-12-01", "2026-12-01"},
		{"CM", "2026-11-30", "2026-11-30"},
		{"-CM", "2026-11-01", "2026-11-01"},
		{"-CM-1Y", "2025-11-01", "2025-11-01"},
		{"1M+CM", "2026-12-31", "2026-12-31"},
		{"- c m", "2026-11-01", "2026-11-01"},
		{"CW", "2026-11-29", "2026-11-29"},
		{"-cw", "2026-11-23", "2026-11-23"},
		{"CQ", "2026-12-31", "2026-12-31"},
		{"CY", "2026-12-31", "2026-12-31"},
		{"-CY", "2026-01-01", "2026-01-01"},
		{"cm+1d-1d+cm", "2026-11-30", "2026-11-30"},
		{"t+7973y", "9999-11-23", "9999-11-23"},
		{"t-2025y-cy", "0001-01-01", "0001-01-01"},
	} {
		first, last, err := value.Days(c.text, tuesday)
		if err != nil || first != c.first || last != c.last {
			t.Errorf("%q is %s..%s, %v; want %s..%s", c.text, first, last, err, c.first, c.last)
		}
	}
}

// A month step from a day that the target month lacks gives its last day.
func TestMonthSteps(t *testing.T) {
	for _, c := range []struct{ today, text, want string }{
		{"2026-03-31", "t-1m", "2026-02-28"},
		{"2024-03-31", "t-1m", "2024-02-29"},
		{"2026-03-31", "t-1m+1m", "2026-03-28"},
		{"2026-01-31", "t+1m", "2026-02-28"},
		{"2024-02-29", "t+1y", "2025-02-28"},
		{"2024-02-29", "t+4y", "2028-02-29"},
		{"2026-11-30", "t+1q", "2027-02-28"},
		{"2026-01-15", "t-1m", "2025-12-15"},
		{"2026-12-31", "CM", "2026-12-31"},
		{"2026-11-29", "CW", "2026-11-29"},
		{"2026-11-29", "-CW", "2026-11-23"},
		{"9999-12-26", "CW", "9999-12-26"},
	} {
		got, _, err := value.Days(c.text, value.Env{Today: c.today})
		if err != nil || got != c.want {
			t.Errorf("%s on %s is %s, %v; want %s", c.text, c.today, got, err, c.want)
		}
	}
}

func TestWrongDates(t *testing.T) {
	for _, text := range []string{
		"2026-02-30", "2026-00-01", "2026-01-00", "20260230", "2026-13", "2026-00", "0000-05-05", "00000505", "0000", "0000-01", "1899", "2200", "9999", "2511",
		"2026-1-5", "2026-1", "26-01-05", "202611", "5", "30", "12345", "2026-11-23x", "x", "t30d", "t-30", "t-d", "t--1d", "t-1", "tt", "t+", "t 5",
		"cd", "c", "-c", "tcm", "1mcm", "1m2d", "+", "-", "1x", "d", "m", "2026-11-23+1d", "2026+1d", "2026 11 23", "2026 - 11", "٢٠٢٦",
		"11/23/2026", "23.11.2026", "", " \t", "mon", "m o n", "mo+1w", "monday-1d", "week+1d", "-week", "next", "last", "next day", "next mo", "next next week", "this week",
		"weeks", "%today", "%t", "%me", "%", "today%", "''", "'2026-11-23'", "t..t",
	} {
		first, _, err := value.Days(text, tuesday)
		if !core.IsKind(err, core.Invalid) || first != "" {
			t.Errorf("%q is read as %q, %v", text, first, err)
		}
	}
	for _, c := range []struct{ today, text string }{
		{"9999-12-31", "t+1d"}, {"9999-12-31", "tomorrow"}, {"9999-12-31", "tomorrow-1d"}, {"9999-12-31", "t+1d-1d"}, {"9999-12-31", "CW"},
		{"9999-12-31", "week"}, {"9999-12-31", "su"}, {"9999-11-01", "next quarter"}, {"0001-02-01", "last year"},
		{"0001-01-01", "last week"}, {"0001-01-01", "yesterday"}, {"0001-01-01", "t-1d"}, {"0001-01-01", "t-1m"}, {"2026-11-23", "t+999999999999999999999999y"},
		{"2026-11-23", "t-999999999d+999999999d"}, {"2026-11-23", "t+8000y-8000y"},
	} {
		got, _, err := value.Days(c.text, value.Env{Today: c.today})
		want := `"` + c.text + `" is outside the calendar, which goes from 0001-01-01 to 9999-12-31`
		if err == nil || err.Error() != want {
			t.Errorf("%s on %s is %s, %v; want %s", c.text, c.today, got, err, want)
		}
	}
}

func TestValidDay(t *testing.T) {
	for text, want := range map[string]bool{
		"2026-11-23": true, "2024-02-29": true, "0001-01-01": true, "9999-12-31": true,
		"": false, "2026-02-29": false, "0000-01-01": false, "2026-11": false, "20261123": false, "2026-11-23 ": false, "10000-01-01": false, "t": false,
	} {
		if value.ValidDay(text) != want {
			t.Errorf("ValidDay(%q) is not %v", text, want)
		}
	}
}

// Where no work date is set it is today.
func TestWorkDateIsTodayUnlessSet(t *testing.T) {
	first, _, err := value.Days("w-1d", value.Env{Today: "2026-11-23"})
	if err != nil || first != "2026-11-22" {
		t.Errorf("w-1d is %s, %v", first, err)
	}
}

// Four digits that are no year of our time may be day and month, as in Business
// Central: both are named.
func TestFourDigits(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"2511", `"2511" can be a year or a day and month; write 2511-01..2511-12 for the year, 2026-11-25 for the day`},
		{"0101", `"0101" can be a year or a day and month; write 0101-01..0101-12 for the year, 2026-01-01 for the day`},
		{"2200", `"2200" is not read as a year, as it is not from 1900 to 2199; write 2200-01..2200-12 for that year, and a day as 2026-11-25`},
		{"3002", `"3002" is not read as a year, as it is not from 1900 to 2199; write 3002-01..3002-12 for that year, and a day as 2026-11-25`},
		{"0000", `"0000" is not a day; write it as 2026-02-28, 2026-02 or t-30d`},
	} {
		for _, read := range []func(string, value.Env) (string, string, error){value.Days, value.FixedDays} {
			if _, _, err := read(" "+c.text, tuesday); err == nil || err.Error() != c.want {
				t.Errorf("%s: %v", c.text, err)
			}
		}
	}
}
