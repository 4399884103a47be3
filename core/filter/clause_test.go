package filter_test

import (
	"testing"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/filter"
)

func TestClauses(t *testing.T) {
	env := filter.Env{Today: "2026-11-23", WorkDate: "2026-11-23"}
	field := func(kind catalog.Type) catalog.Field {
		return catalog.Field{Caption: "Field", Key: "field", Type: kind, Options: []string{"", "Company", "Person"}}
	}
	for _, c := range []struct {
		kind        catalog.Type
		typed, want string
	}{
		{catalog.Code, "gb*", "begins with GB"},
		{catalog.Code, "gb*|de", "begins with GB or is DE"},
		{catalog.Code, "gb|de|us", "is GB, DE or US"},
		{catalog.Code, "(gb*|de*)&<>*x", "(begins with GB or begins with DE) and does not end with X"},
		{catalog.Text, "''", "is empty"},
		{catalog.Text, "<>''&<>@man", "is not empty and is not man (in any case)"},
		{catalog.Text, "*", "is anything"},
		{catalog.Text, "", "is anything"},
		{catalog.Text, "a..b", "lies from a to b"},
		{catalog.Text, ">=m", "is m or sorts after it"},
		{catalog.Date, "t-30d..", "is 2026-10-24 or later"},
		{catalog.Date, "..2026-01", "is 2026-01-31 or earlier"},
		{catalog.Date, "2026-01", "lies from 2026-01-01 to 2026-01-31"},
		{catalog.Integer, ">5&<=9", "is more than 5 and is 9 or less"},
		{catalog.Option, "person", "is Person"},
		{catalog.Option, "<>person", "is not Person"},
		{catalog.Boolean, "1", "is yes"},
		{catalog.Code, "a*|b*|c*|d*|e*|f*|g*|h*|i*|j*|k*|l*",
			"begins with A or begins with B or begins with C or begins with D or begins with E or begins with F or begins with G or begins with H or begins with I or begins with J or 2 more"},
	} {
		f, err := filter.Parse(c.typed, field(c.kind), env)
		if err != nil {
			t.Fatal(err)
		}
		if got := f.ClauseIn(core.Locale{}); got != c.want {
			t.Errorf("%s: %q, not %q", c.typed, got, c.want)
		}
	}
}
