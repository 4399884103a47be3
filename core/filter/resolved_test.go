package filter_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core/catalog"
	"winnow/core/filter"
)

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
		{catalog.Date, "Last  Week|<>month", "2026-11-16..2026-11-22|<2026-11-01|>2026-11-30"},
		{catalog.Date, "mo..next quarter", "2026-11-23..2027-03-31"},
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
