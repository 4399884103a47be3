package filter_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/filter"
)

// Every form of a date, on Monday 23 November 2026, the work date a Tuesday.
func TestDateForms(t *testing.T) {
	for _, c := range []struct{ text, first, last string }{
		{"", "", ""},
		{" \t", "", ""},
		{"2026-11-23", "2026-11-23", "2026-11-23"},
		{" 20261123 ", "2026-11-23", "2026-11-23"},
		{"2024-02-29", "2024-02-29", "2024-02-29"},
		{"0001-01-01", "0001-01-01", "0001-01-01"},
		{"9999-12-31", "9999-12-31", "9999-12-31"},
		{"2026-11", "2026-11-01", "2026-11-30"},
		{"2024-02", "2024-02-01", "2024-02-29"},
		{"9999-12", "9999-12-01", "9999-12-31"},
		{"2026", "2026-01-01", "2026-12-31"},
		{"9999", "9999-01-01", "9999-12-31"},
		{"t", "2026-11-23", "2026-11-23"},
		{"ToDay", "2026-11-23", "2026-11-23"},
		{"to day", "2026-11-23", "2026-11-23"},
		{"W", "2026-11-24", "2026-11-24"},
		{"work date", "2026-11-24", "2026-11-24"},
		{"WORKDATE", "2026-11-24", "2026-11-24"},
		{"yesterday", "2026-11-22", "2026-11-22"},
		{"Tomorrow", "2026-11-24", "2026-11-24"},
		{"%today", "2026-11-23", "2026-11-23"},
		{"%WorkDate", "2026-11-24", "2026-11-24"},
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
		first, last, err := filter.ParseDate(c.text, env)
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
		got, _, err := filter.ParseDate(c.text, filter.Env{Today: c.today})
		if err != nil || got != c.want {
			t.Errorf("%s on %s is %s, %v; want %s", c.text, c.today, got, err, c.want)
		}
	}
}

func TestWrongDates(t *testing.T) {
	for _, text := range []string{
		"2026-02-30", "2026-00-01", "2026-01-00", "20260230", "2026-13", "2026-00", "0000-05-05", "00000505", "0000", "0000-01",
		"2026-1-5", "2026-1", "26-01-05", "202611", "5", "30", "12345", "2026-11-23x", "x", "t30d", "t-30", "t-d", "t--1d", "t-1", "tt", "t+", "t 5",
		"cd", "c", "-c", "tcm", "1mcm", "1m2d", "+", "-", "1x", "d", "m", "2026-11-23+1d", "2026+1d", "2026 11 23", "2026 - 11", "٢٠٢٦",
		"11/23/2026", "23.11.2026", "%t", "%me", "%", "today%", "''", "'2026-11-23'", "t..t",
	} {
		first, _, err := filter.ParseDate(text, env)
		if !core.IsKind(err, core.Invalid) || first != "" {
			t.Errorf("%q is read as %q, %v", text, first, err)
		}
	}
	for _, c := range []struct{ today, text string }{
		{"9999-12-31", "t+1d"}, {"9999-12-31", "tomorrow"}, {"9999-12-31", "tomorrow-1d"}, {"9999-12-31", "t+1d-1d"}, {"9999-12-31", "CW"},
		{"0001-01-01", "yesterday"}, {"0001-01-01", "t-1d"}, {"0001-01-01", "t-1m"}, {"2026-11-23", "t+999999999999999999999999y"},
		{"2026-11-23", "t-999999999d+999999999d"}, {"2026-11-23", "t+8000y-8000y"},
	} {
		got, _, err := filter.ParseDate(c.text, filter.Env{Today: c.today})
		want := `"` + c.text + `" leaves the calendar, which goes from 0001-01-01 to 9999-12-31`
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
		if filter.ValidDay(text) != want {
			t.Errorf("ValidDay(%q) is not %v", text, want)
		}
	}
}

// Where no work date is set it is today.
func TestWorkDateIsTodayUnlessSet(t *testing.T) {
	first, _, err := filter.ParseDate("w-1d", filter.Env{Today: "2026-11-23"})
	if err != nil || first != "2026-11-22" {
		t.Errorf("w-1d is %s, %v", first, err)
	}
}

func TestResolved(t *testing.T) {
	for _, c := range []struct {
		kind        catalog.Type
		typed, want string
	}{
		{catalog.Date, "t-30d..", "2026-10-24.."},
		{catalog.Date, ">=t-6m", ">=2026-05-23"},
		{catalog.Date, "2026-11", "2026-11-01..2026-11-30"},
		{catalog.Date, " = 2026-11 ", " 2026-11-01..2026-11-30 "},
		{catalog.Date, "=@2026", "2026-01-01..2026-12-31"},
		{catalog.Date, ">2026-11", ">2026-11-30"},
		{catalog.Date, "<=2026-11|<2025", "<=2026-11-30|<2025-01-01"},
		{catalog.Date, "<>2026-11", "<2026-11-01|>2026-11-30"},
		{catalog.Date, "<>2026-11|t", "<2026-11-01|>2026-11-30|2026-11-23"},
		{catalog.Date, "<>''&<>2026-11 &<=t", "<>''&(<2026-11-01|>2026-11-30) &<=2026-11-23"},
		{catalog.Date, "(<>2026)&>t", "(<2026-01-01|>2026-12-31)&>2026-11-23"},
		{catalog.Date, "2025..2026-02", "2025-01-01..2026-02-28"},
		{catalog.Date, ".. work date - 1 d", ".. 2026-11-23"},
		{catalog.Date, "20261123|'2026-11-23'|%today", "2026-11-23|2026-11-23|2026-11-23"},
		{catalog.Date, "@t", "@2026-11-23"},
		{catalog.Code, "%me", "JO"},
		{catalog.Code, "a e\u0301 |<> @%Me&b*", "a e\u0301 |<> @JO&b*"},
		{catalog.Code, "%me..%user", "JO..JO"},
		{catalog.Integer, " 01.50 ", " 01.50 "},
	} {
		f := parse(t, c.typed, field(c.kind))
		if got := f.Resolved(); got != c.want {
			t.Errorf("%q is resolved to %q, want %q", c.typed, got, c.want)
		}
		if again := parse(t, c.want, field(c.kind)); again.String() != f.String() {
			t.Errorf("%q means %q and, resolved, %q", c.typed, f, again)
		}
	}
}

// Salesperson codes that would mean something else without quotes, or even
// with them.
func TestTokenStandsForItsValueAlone(t *testing.T) {
	values := anyOf("A&B", "O.", "@X", "A*", "AB", "", "JO")
	for _, c := range []struct {
		me, typed, resolved string
		want                []int
	}{
		{"a&b", "%me", "'A&B'", []int{0}},
		{" o. ", "%me..%me", "'O.'..'O.'", []int{1}},
		{"@x", "%me", "'@X'", []int{2}},
		{"A*", "%me", "%me", []int{3}},
		{"A*", "<>%me&a*", "<>%me&a*", []int{0, 4}},
		{"A*", "..%me", "..%me", []int{0, 2, 3, 5}},
	} {
		env := filter.Env{Me: c.me}
		f, err := filter.Parse(c.typed, field(catalog.Code), env)
		if err != nil {
			t.Fatal(err)
		}
		if f.Resolved() != c.resolved {
			t.Errorf("%s of %s is resolved to %q, want %q", c.typed, c.me, f.Resolved(), c.resolved)
		}
		for _, text := range []string{c.typed, f.String(), f.Resolved()} {
			again, err := filter.Parse(text, field(catalog.Code), env)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, matched(again, values)); diff != "" {
				t.Errorf("%s for %s (-want +got):\n%s", text, c.me, diff)
			}
		}
	}
}
