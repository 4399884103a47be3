package record_test

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"winnow/core/catalog"
	"winnow/core/coretest"
	"winnow/core/filter"
	"winnow/core/fold"
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

// A search run by run finds the rows that the words are found in one by one, as SQL
// does, in the order of the list; what it finds at once are the first of them, or some.
func TestSearchRunByRun(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	b := coretest.New(t)
	words := []string{"Köhler", "kohler", "KOHLER", "Gro\u00DFmann", "grossmann", "Łódź", "lodz", "Æbel", "ı", "Ko\u0308hl", "k", "%", "_", `\`, "a_b", "東京", "12", "1980-02"}
	piece := rapid.SampledFrom(append([]string{"", " ", "e", "L", "ö", "ß"}, words...))
	text := rapid.Custom(func(rt *rapid.T) string { return strings.Join(rapid.SliceOfN(piece, 0, 3).Draw(rt, "pieces"), "") })
	for i := range 60 {
		row := []any{"no", fmt.Sprintf("C%02d", (i*37)%60), "country_region_code", []string{"GB", "DE"}[i%2]}
		for f, key := range []string{"name", "search_name", "city", "e_mail", "company_name"} {
			row = append(row, key, strings.TrimSpace(text.Example(i*7+f)))
		}
		b.Row("contact", row...)
	}
	// Ids with gaps.
	if err := b.Company.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.Exec("DELETE FROM contact WHERE id % 7 = 3")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	s := record.New(b.Company)
	list := func(s *record.Store, q record.Query) []record.Row {
		t.Helper()
		l, err := s.List(ctx, catalog.Contact, q)
		if err != nil {
			t.Fatal(err)
		}
		return page(ctx, t, l)
	}
	everyID := make([]int64, 200)
	for i := range everyID {
		everyID[i] = int64(i)
	}
	country, _ := catalog.Must(catalog.Contact).Field("country_region_code")
	german, err := filter.Parse("DE", country, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		q := record.Query{
			Search:     strings.Join(rapid.SliceOfN(text, 1, 2).Draw(rt, "words"), " "),
			SortBy:     rapid.SampledFrom([]string{"", "no", "search_name", "city"}).Draw(rt, "sorted by"),
			Descending: rapid.Bool().Draw(rt, "descending"),
		}
		if rapid.Bool().Draw(rt, "filtered") {
			q.Filters = map[string]filter.Filter{"country_region_code": german}
		}
		s.InRuns(rapid.SampledFrom([]int{1, 3, 7, 100}).Draw(rt, "rows at a time"))
		got := numbers(list(s, q))

		plain := q
		plain.Contacts = everyID // is read by SQL
		if diff := cmp.Diff(numbers(list(s, plain)), got); diff != "" {
			rt.Fatalf("by SQL (-) and run by run (+):\n%s", diff)
		}
		all := q
		all.Search = ""
		sought := fold.NewSearch(q.Search)
		want := []string{}
		for _, r := range list(s, all) {
			if sought.Finds(searched(r)...) {
				want = append(want, r.Text("no"))
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Fatalf("one by one (-) and run by run (+):\n%s", diff)
		}

		first, ordered, err := s.First(ctx, catalog.Contact, q)
		if err != nil {
			rt.Fatal(err)
		}
		at := -1
		for i, no := range numbers(page(ctx, t, first)) {
			place := slices.Index(got, no)
			if place <= at || ordered && place != i {
				rt.Fatalf("%s of %v is found at once", no, got)
			}
			at = place
		}

		limit := rapid.IntRange(1, 8).Draw(rt, "limit")
		many, err := s.FindContacts(ctx, q.Search, 1000)
		if err != nil {
			rt.Fatal(err)
		}
		some, err := s.FindContacts(ctx, q.Search, limit)
		if err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(numbers(many)[:min(limit, len(many))], numbers(some)); diff != "" {
			rt.Fatalf("%d of all (-) and that many (+):\n%s", limit, diff)
		}
		beginning, err := s.ContactsBeginning(ctx, q.Search, limit)
		if err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(numbers(some)[:min(len(beginning), len(some))], numbers(beginning)); diff != "" {
			rt.Fatalf("the first found (-) and those that begin with it (+):\n%s", diff)
		}
		for _, r := range list(s, record.Query{}) {
			has := sought.Finds(r.Text("no"), r.Text("name"), r.Text("company_name"), r.Text("e_mail"), r.Text("city"), r.Text("post_code"))
			if is := slices.Contains(numbers(many), r.Text("no")); has && !is {
				rt.Fatalf("%s is not found", r.Text("no"))
			}
		}
	})
}

// page are all rows of a list.
func page(ctx context.Context, t *testing.T, l *record.List) []record.Row {
	t.Helper()
	rows, err := l.Page(ctx, 0, l.Len())
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func numbers(rows []record.Row) []string {
	list := []string{}
	for _, r := range rows {
		list = append(list, r.Text("no"))
	}
	return list
}

// searched are the texts of a row that a list searches.
func searched(r record.Row) []string {
	var texts []string
	for i, f := range r.Table.Fields {
		if text, ok := r.Values[i].(string); ok && f.Type != catalog.Option {
			texts = append(texts, text)
		}
	}
	return texts
}
