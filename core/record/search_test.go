package record_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core/catalog"
	"winnow/core/coretest"
	"winnow/core/record"
)

// Lists, lookups and Find have the words of what is searched for, each in any
// column and in spite of its spelling.
func TestSearchInSpiteOfSpelling(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	b := coretest.New(t)
	b.Row("contact", "no", "A", "name", "Ann Webb", "search_name", "ANN WEBB", "city", "Leeds")
	b.Row("contact", "no", "B", "name", "Anke Köhler", "search_name", "ANKE KÖHLER", "city", "Łódź", "company_name", "Bau & Webb")
	b.Row("contact", "no", "C", "name", "Lena Großmann", "search_name", "LENA GROSSMANN", "company_name", "Maschinenbau Süd", "birthday", "1980-02-29")
	b.Row("mailing_group", "code", "MÄRZ", "description", "Frühjahr in Leeds")
	s := record.New(b.Company)
	for _, c := range []struct{ search, found string }{
		{"webb leeds", "A"}, {"LEEDS webb", "A"}, {"webb", "AB"}, {"kohler", "B"}, {"Kohler lodz", "B"}, {"grossmann masch", "C"},
		{"gROẞmann", "C"}, {"1980-02", "C"}, {"webb paris", ""}, {" ", "ABC"},
	} {
		l, err := s.List(ctx, catalog.Contact, record.Query{Search: c.search})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, no := range texts(t, l, "no") {
			got += no
		}
		if got != c.found {
			t.Errorf("%q lists %s, want %s", c.search, got, c.found)
		}
	}
	for search, want := range map[string]string{"kohler": "B", "masch gross": "C", "leeds ann": "A"} {
		rows, err := s.FindContacts(ctx, search, 10)
		if err != nil || len(rows) != 1 || rows[0].Text("no") != want {
			t.Errorf("%q finds %v, %v, want %s", search, rows, err, want)
		}
	}
	groups, err := s.Codes(ctx, "mailing_group", "leeds fruh marz", 10)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]record.Choice{{Value: "MÄRZ", Description: "Frühjahr in Leeds", Count: -1}}, groups); diff != "" {
		t.Error(diff)
	}
	names, err := s.Occurring(ctx, catalog.Contact, "name", "kohler", 10)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]record.Choice{{Value: "Anke Köhler", Count: 1}}, names); diff != "" {
		t.Error(diff)
	}
}
