package segment_test

import (
	"testing"

	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/core/segment"
)

// Filters and sorting take a line for what it shows: its own value, or the
// default that it follows.
func TestLinesFilterByWhatTheyShow(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.salespersons("XX")
	b.person("A", "", "city", "ann", "salesperson_code", "JO")
	b.person("B", "", "city", "Bob", "salesperson_code", "BD")
	b.person("C", "", "city", "Carl")
	b.Row("contact_alt_address", "contact_no", "C", "code", "HUT")
	b.Row("contact_alt_addr_date_range", "contact_no", "C", "contact_alt_address_code", "HUT", "starting_date", "2026-01-01")
	b.Exec("INSERT INTO contact_number (no, contact_id) SELECT 'GONE', id FROM contact WHERE no = 'C'") // it was merged into C
	no := b.MakeSegment()
	if _, err := b.AddLines(b.Context(), no, []string{"A", "B", "C"}, false); err != nil {
		t.Fatal(err)
	}
	if _, err := b.SetLines(b.Context(), no, segment.LineChange{LineNos: []int64{10000}, Fields: map[string]string{"salesperson_code": "XX", "date": "2025-06-01"}}); err != nil {
		t.Fatal(err)
	}
	fields := map[string]catalog.Field{}
	for _, f := range append(catalog.Must(catalog.Contact).Fields, segment.LineFields()...) {
		fields[f.Key] = f
	}
	for _, c := range []struct {
		filters map[string]string
		query   segment.Query
		want    string
	}{
		{map[string]string{"salesperson_code": "XX"}, segment.Query{}, "A"},
		{map[string]string{"salesperson_code": "<>''"}, segment.Query{}, "AB"},
		{map[string]string{"salesperson_code": "BD|''"}, segment.Query{SortBy: "city", Descending: true}, "CB"},
		{map[string]string{"date": "..2025-12-31"}, segment.Query{}, "A"},
		{map[string]string{"date": "2026-11-23"}, segment.Query{}, "BC"},
		{map[string]string{"contact_alt_address_code": "HUT"}, segment.Query{}, "C"},
		{map[string]string{"contact_no": "A|C", "city": "@c*"}, segment.Query{}, "C"},
		{map[string]string{"contact_no": "GONE"}, segment.Query{}, "C"},
		{map[string]string{"no": "GONE|A"}, segment.Query{}, "AC"},
		{map[string]string{"cost_lcy": "0", "attempt_failed": "no"}, segment.Query{}, "ABC"},
		{nil, segment.Query{SortBy: "city"}, "ABC"},
		{nil, segment.Query{SortBy: "salesperson_code"}, "CBA"},
		{nil, segment.Query{Search: "Xx", SearchIn: []string{"city", "salesperson_code"}}, "A"},
	} {
		c.query.Filters = map[string]filter.Filter{}
		for key, typed := range c.filters {
			f, err := filter.Parse(typed, fields[key], filter.Env{Today: "2026-11-23"})
			if err != nil {
				t.Fatal(err)
			}
			c.query.Filters[key] = f
		}
		l, err := b.Lines(b.Context(), no, c.query)
		if err != nil {
			t.Fatal(err)
		}
		page, err := l.Page(b.Context(), 0, l.Len())
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, line := range page {
			got += line.Text("contact_no")
		}
		if got != c.want {
			t.Errorf("%v %+v: %q, not %q", c.filters, c.query.SortBy, got, c.want)
		}
	}
}
