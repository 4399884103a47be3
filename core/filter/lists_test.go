package filter_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core/catalog"
	"winnow/core/filter"
)

// list joins n texts of that format, of numbers from 0.
func list(n int, format, sign string) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(sign)
		}
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// A pasted list of any length is one condition and few bound values, and asks
// the same as its terms one by one.
func TestLongLists(t *testing.T) {
	codes := anyOf("C00000", "C00049", "C00050", "C01999", "C02000", "C99999", "X00007Y", "XX00007YY", "R00005-5", "R00005-7", "")
	numbers := anyOf(0.0, 0.3, 7.3, 1999.3, 2000.3, 7.0, -1.0, 0.30000000000000004)
	for _, c := range []struct {
		kind   catalog.Type
		typed  string
		values []any
		want   []int
		cond   string
	}{
		{catalog.Code, list(100_000, "c%05d", "|"), codes, []int{0, 1, 2, 3, 4, 5}, "x IN (SELECT value FROM json_each(?))"},
		{catalog.Code, list(100_000, "<>c%05d", "&"), codes, []int{6, 7, 8, 9, 10}, "x NOT IN (SELECT value FROM json_each(?))"},
		{catalog.Text, list(2_000, "@c%05d", "|"), codes, []int{0, 1, 2, 3}, "fold(x) IN (SELECT value FROM json_each(?))"},
		{catalog.Code, list(2_000, "*x%05dy", "|"), codes, []int{6},
			"EXISTS (WITH winnow_list AS MATERIALIZED (SELECT value AS winnow_value FROM json_each(?)) SELECT 1 FROM winnow_list WHERE x GLOB winnow_value)"},
		{catalog.Code, list(2_000, "<>*x%05dy*", "&"), codes, []int{0, 1, 2, 3, 4, 5, 8, 9, 10},
			"NOT EXISTS (WITH winnow_list AS MATERIALIZED (SELECT value AS winnow_value FROM json_each(?)) SELECT 1 FROM winnow_list WHERE x GLOB winnow_value)"},
		{catalog.Code, list(2_000, "<>*x%05dy", "|"), codes, []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10},
			"EXISTS (WITH winnow_list AS MATERIALIZED (SELECT value AS winnow_value FROM json_each(?)) SELECT 1 FROM winnow_list WHERE x NOT GLOB winnow_value)"},
		{catalog.Code, list(2_000, "*x%05dy", "&"), codes, []int{},
			"NOT EXISTS (WITH winnow_list AS MATERIALIZED (SELECT value AS winnow_value FROM json_each(?)) SELECT 1 FROM winnow_list WHERE x NOT GLOB winnow_value)"},
		{catalog.Code, list(2_000, "r%05d-0..r%05[1]d-5", "|"), codes, []int{8},
			"EXISTS (WITH winnow_list AS MATERIALIZED (SELECT value ->> 0 AS winnow_lo, value ->> 1 AS winnow_hi FROM json_each(?)) SELECT 1 FROM winnow_list WHERE x >= winnow_lo AND x <= winnow_hi)"},
		{catalog.Code, list(2_000, "r%05d*", "|"), codes, []int{8, 9}, ""},
		{catalog.Code, list(2_000, "(>r%05d-0&<r%05[1]d-7)", "|"), codes, []int{8}, ""},
		{catalog.Decimal, list(2_000, "%d.3", "|"), numbers, []int{1, 2, 3}, "x IN (SELECT value FROM json_each(?))"},
		{catalog.Decimal, list(2_000, "%d", "|"), numbers, []int{0, 5}, "x IN (SELECT value FROM json_each(?))"},
		{catalog.Integer, list(2_000, "%d.5|%[1]d", "|"), anyOf[int64](0, 7, 1999, 2000, -1), []int{0, 1, 2}, "x IN (SELECT value FROM json_each(?))"},
		{catalog.Integer, list(2_000, "%d.5..%[1]d.75", "|"), anyOf[int64](0, 7), []int{}, ""},
		{catalog.Decimal, list(2_000, "%d.25..%[1]d.3", "|"), numbers, []int{1, 2, 3}, ""},
		{catalog.Decimal, list(2_000, "<>%d.3", "&"), numbers, []int{0, 4, 5, 6, 7}, "x NOT IN (SELECT value FROM json_each(?))"},
		{catalog.Date, list(2_000, "%04d-12", "|"), anyOf("", "1999-12-31", "1999-11-30", "2000-12-01"), []int{1}, ""},
	} {
		if c.kind == catalog.Date {
			c.typed = strings.TrimPrefix(c.typed, "0000-12|")
		}
		b := newBook(t, c.kind, c.values...)
		f := parse(t, c.typed, field(c.kind))
		cond, args := f.SQL("x")
		if c.cond != "" && c.cond != cond || len(cond) > 1000 || len(args) > 10 {
			t.Errorf("%.40s… is SQL of %d characters and %d values: %.300s", c.typed, len(cond), len(args), cond)
		}
		if diff := cmp.Diff(c.want, b.selected(f, "type")); diff != "" {
			t.Errorf("%.40s… as SQL (-want +got):\n%s", c.typed, diff)
		}
		if diff := cmp.Diff(c.want, matched(f, c.values)); diff != "" {
			t.Errorf("%.40s… in Go (-want +got):\n%s", c.typed, diff)
		}
		again := parse(t, f.String(), field(c.kind))
		if diff := cmp.Diff(f.String(), again.String()); diff != "" {
			t.Errorf("%.40s… printed and read again:\n%s", c.typed, diff)
		}
	}
}

// What cannot be put together still comes to SQL that SQLite takes.
func TestDeepAndMixedFilters(t *testing.T) {
	values := anyOf("A", "AB", "B", "XAY", "")
	b := newBook(t, catalog.Text, values...)
	nest := func(open string) string {
		return strings.Repeat(open, filter.MaxDepth) + "A" + strings.Repeat(")", filter.MaxDepth)
	}
	for _, c := range []struct {
		typed string
		want  []int
	}{
		{nest("*B|*X*&("), []int{1, 2}},
		{strings.Repeat("*Y|(*A*&@*a*&(", 50) + "A" + strings.Repeat("))", 50), []int{0, 3}},
		{list(1000, "(*%dz&?B|@x*)", "|"), []int{3}},
		{list(1000, "(<>*%dz|?B*)", "&"), []int{0, 1, 2, 3, 4}},
		{list(1000, "(*%dz|*y&?B*)", "&"), []int{}},
		{list(2000, "(*%dz&*a*)", "|"), []int{}},
		{list(40, "(*%dz&?B|@x*&<>y)", "|"), []int{3}},
	} {
		f := parse(t, c.typed, field(catalog.Text))
		if diff := cmp.Diff(c.want, b.selected(f, "type")); diff != "" {
			t.Errorf("%.40s… as SQL (-want +got):\n%s", c.typed, diff)
		}
		if diff := cmp.Diff(c.want, matched(f, values)); diff != "" {
			t.Errorf("%.40s… in Go (-want +got):\n%s", c.typed, diff)
		}
	}
	typed := list(2_001, "(*%dz&?B)", "|")
	_, err := filter.Parse(typed, field(catalog.Text), env)
	want := "position 1: the filter mixes too many conditions (more than 2000 parts); write those with * and ? or @ in fewer brackets, or use several steps"
	if err == nil || err.Error() != want {
		t.Errorf("a filter of too many parts: %v, want %s", err, want)
	}
}

// A pattern longer than SQLite takes fits no text, in SQL and in Go.
func TestPatternThatFitsNoText(t *testing.T) {
	values := anyOf(strings.Repeat("a", 32767), "a", "[")
	b := newBook(t, catalog.Text, values...)
	for _, c := range []struct {
		typed string
		want  []int
	}{
		{"*" + strings.Repeat("a", 50_000), []int{}},
		{"*" + strings.Repeat("[", 20_000), []int{}},
		{"<>*" + strings.Repeat("a", 50_000), []int{0, 1, 2}},
		{strings.Repeat("*", 60_000) + "a", []int{0, 1}},
		{strings.Repeat("a", 50_000) + "*", []int{}},
		{"*" + strings.Repeat("a", 32_000), []int{0}},
		{"@*" + strings.Repeat("A", 32_000) + "|a", []int{0, 1}},
		{"*\x00*|*[", []int{2}},
		{"a\x00|a", []int{1}},
	} {
		f := parse(t, c.typed, field(catalog.Text))
		if diff := cmp.Diff(c.want, b.selected(f, "type")); diff != "" {
			t.Errorf("%.20q… as SQL (-want +got):\n%s", c.typed, diff)
		}
		if diff := cmp.Diff(c.want, matched(f, values)); diff != "" {
			t.Errorf("%.20q… in Go (-want +got):\n%s", c.typed, diff)
		}
	}
}

func BenchmarkPastedList(b *testing.B) {
	typed := list(100_000, "c%05d", "|")
	for b.Loop() {
		f, err := filter.Parse(typed, field(catalog.Code), env)
		if err != nil {
			b.Fatal(err)
		}
		f.SQL("x")
	}
}
