package record_test

import (
	stdcmp "cmp"
	"context"
	"database/sql"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/record"
	"winnow/core/sample"
	"winnow/core/segment"
	"winnow/data"
)

func open(t *testing.T) (*company.Company, *record.Store) {
	t.Helper()
	ctx := context.Background()
	c := coretest.Company(t)
	if err := sample.Fill(ctx, c, sample.Options{Contacts: 120, Today: "2026-11-23"}); err != nil {
		t.Fatal(err)
	}
	return c, record.New(c)
}

func texts(t *testing.T, l *record.List, key string) []string {
	t.Helper()
	var list []string
	for first := 0; first < l.Len(); first += 50 {
		rows, err := l.Page(context.Background(), first, 50)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			list = append(list, r.Text(key))
		}
	}
	return list
}

// The catalog names all fields in whose order an index has the contacts, and no others.
func TestOrdersOfContacts(t *testing.T) {
	t.Parallel()
	c := coretest.Company(t)
	contacts := catalog.Must(catalog.Contact)
	err := c.Read(t.Context(), func(tx *sql.Tx) error {
		for _, f := range contacts.Fields {
			for _, descending := range []bool{false, true} {
				var id, parent, unused int
				var detail string
				var plan []string
				err := data.Each(t.Context(), tx, []any{&id, &parent, &unused, &detail}, func() error {
					plan = append(plan, detail)
					return nil
				}, "EXPLAIN QUERY PLAN "+record.Sorted(contacts, record.Query{SortBy: f.Key, Descending: descending}))
				if err != nil {
					return err
				}
				// Rows of equal values may be sorted: that is told of the right part only.
				if found := !slices.Contains(plan, "USE TEMP B-TREE FOR ORDER BY"); found != record.Indexed(contacts, f.Key) {
					t.Errorf("%s, descending %v: an index has the order is %v, but it goes %q", f.Caption, descending, !found, plan)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestListsSortSearchAndFilter(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	_, s := open(t)
	all, err := s.List(ctx, catalog.Contact, record.Query{})
	if err != nil {
		t.Fatal(err)
	}
	numbers := texts(t, all, "no")
	if n, err := s.Count(ctx, catalog.Contact); err != nil || n != len(numbers) || n != 120 {
		t.Errorf("%d rows counted, %d listed, %v", n, len(numbers), err)
	}
	back, err := s.List(ctx, catalog.Contact, record.Query{SortBy: "no", Descending: true})
	if err != nil {
		t.Fatal(err)
	}
	reversed := texts(t, back, "no")
	for i, no := range numbers {
		if reversed[len(reversed)-1-i] != no {
			t.Fatalf("descending is not the reverse at %d", i)
		}
	}
	country, _ := catalog.Must(catalog.Contact).Field("country_region_code")
	f, err := filter.Parse("GB", country, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	british, err := s.List(ctx, catalog.Contact, record.Query{Filters: map[string]filter.Filter{"country_region_code": f}})
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range texts(t, british, "country_region_code") {
		if code != "GB" {
			t.Errorf("a contact of %s is listed", code)
		}
	}
	found, err := s.List(ctx, catalog.Contact, record.Query{Search: "ct00001"})
	if err != nil {
		t.Fatal(err)
	}
	if found.Len() == 0 || found.Len() == all.Len() {
		t.Errorf("the search finds %d of %d", found.Len(), all.Len())
	}
	groups, err := s.List(ctx, "mailing_group", record.Query{})
	if err != nil {
		t.Fatal(err)
	}
	if n, err := s.Count(ctx, "mailing_group"); err != nil || n != len(texts(t, groups, "code")) {
		t.Errorf("%d mailing groups counted, %d listed, %v", n, groups.Len(), err)
	}
}

// What a lookup counts is what the value as a filter selects.
func TestOccurringCountsWhatTheFilterSelects(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	c, s := open(t)
	segments := segment.New(c)
	no, err := segments.CreateSegment(ctx, "", nil, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := segments.NewPreviewer(ctx, no, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	for _, section := range catalog.Sections() {
		some, err := s.Any(ctx, section.Key)
		if err != nil {
			t.Fatal(err)
		}
		if !some {
			continue // the sample company shows nothing of it
		}
		field := section.Default[len(section.Default)-1]
		choices, err := s.Occurring(ctx, section.Key, field, "", 3)
		if err != nil {
			t.Fatal(err)
		}
		if len(choices) == 0 {
			t.Errorf("nothing occurs in %s.%s", section.Key, field)
		}
		for _, choice := range choices {
			result, err := p.Preview(ctx, stepFor(section.Key, field, choice.Value))
			if err != nil {
				t.Fatal(err)
			}
			if result.Selected != choice.Count {
				t.Errorf("%s.%s %q: the lookup counts %d, the filter selects %d", section.Key, field, choice.Value, choice.Count, result.Selected)
			}
		}
	}
}

// The number of a contact is described by its name, by which it is found, too.
func TestOccurringContacts(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := people(t, "CT1,Ann Beebe,", "CT2,Bob Kelly,")
	for search, want := range map[string][]record.Choice{
		"":    {{Value: "CT1", Description: "Ann Beebe", Count: 1}, {Value: "CT2", Description: "Bob Kelly", Count: 1}},
		"BEE": {{Value: "CT1", Description: "Ann Beebe", Count: 1}},
	} {
		got, err := s.Occurring(ctx, catalog.Contact, "no", search, 10)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", search, diff)
		}
	}
	if got, err := s.Occurring(ctx, catalog.Contact, "no", "", 1); err != nil || len(got) != 1 || got[0].Value != "CT1" {
		t.Errorf("the first is %v, %v", got, err)
	}
}

// The lines of questionnaires are described by what they say, by which they are
// found, too.
func TestOccurringAnswers(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	_, s := open(t)
	all, err := s.Occurring(ctx, catalog.ProfileAnswer, "line_no", "", 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		if c.Description == "" {
			t.Errorf("line %s is not described", c.Value)
		}
	}
	first, _, _ := strings.Cut(all[0].Description, " / ")
	found, err := s.Occurring(ctx, catalog.ProfileAnswer, "line_no", first, 100)
	if err != nil || len(found) == 0 || found[0].Value != all[0].Value {
		t.Errorf("%q finds %v, %v", first, found, err)
	}
}

func TestCodes(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	_, s := open(t)
	all, err := s.Codes(ctx, "country_region", "", 100)
	if err != nil {
		t.Fatal(err)
	}
	first := all[0]
	found, err := s.Codes(ctx, "country_region", first.Description, 100)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]record.Choice{first}, found); diff != "" {
		t.Error(diff)
	}
	if text, err := s.Describe(ctx, "country_region", first.Value); err != nil || text != first.Description {
		t.Errorf("%s is described as %q, %v", first.Value, text, err)
	}
	if text, err := s.Describe(ctx, "country_region", "NOWHERE"); err != nil || text != "" {
		t.Errorf("a code that is none is described as %q, %v", text, err)
	}
}

func stepFor(section, field, v string) criteria.Step {
	s := criteria.Step{Action: criteria.Add, Filters: criteria.Filters{}}
	s.Filters.Set(section, field, filter.Quote(v))
	return s
}

// A large list reads its first ids only when it is made, and the others
// when they are asked for; what it shows is the same whichever is asked for first.
func TestLargeListsAreReadAsTheyAreSeen(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	c := coretest.Company(t)
	const contacts = 1100
	if err := sample.Fill(ctx, c, sample.Options{Contacts: contacts, Today: "2026-11-23"}); err != nil {
		t.Fatal(err)
	}
	s := record.New(c)
	for _, table := range []string{catalog.Contact, catalog.InteractionEntry} {
		for _, field := range append([]string{""}, catalog.Must(table).Keys[0], "search_name", "salesperson_code", "external_id", "post_code", "e_mail", "language_code", "date") {
			if _, ok := catalog.Must(table).Field(field); !ok && field != "" {
				continue
			}
			for _, descending := range []bool{false, true} {
				q := record.Query{SortBy: field, Descending: descending}
				seen, err := s.List(ctx, table, q)
				if err != nil {
					t.Fatal(err)
				}
				jumped, err := s.List(ctx, table, q)
				if err != nil {
					t.Fatal(err)
				}
				n, err := s.Count(ctx, table)
				if err != nil || seen.Len() != n || n < contacts {
					t.Fatalf("%s by %s: %d rows listed, %d counted, %v", table, field, seen.Len(), n, err)
				}
				last, err := jumped.Page(ctx, n-1, 50)
				if err != nil || len(last) != 1 {
					t.Fatalf("the last row of %s by %s: %d rows, %v", table, field, len(last), err)
				}
				key := catalog.Must(table).Keys[0]
				inOrder := texts(t, seen, key)
				if diff := cmp.Diff(inOrder, texts(t, jumped, key)); diff != "" {
					t.Errorf("%s by %s: %s", table, field, diff)
				}
				unique := map[string]bool{}
				for _, no := range inOrder {
					unique[no] = true
				}
				if len(unique) != n || last[0].Text(key) != inOrder[n-1] {
					t.Errorf("%s by %s: %d different rows of %d; the last is %s and not %s", table, field, len(unique), n, last[0].Text(key), inOrder[n-1])
				}
				values := texts(t, seen, stdcmp.Or(field, key))
				for i := 1; i < len(values); i++ {
					before, after := values[i-1], values[i]
					if descending {
						before, after = after, before
					}
					if table == catalog.Contact && before > after {
						t.Fatalf("%s by %s, descending %v: %q stands before %q", table, field, descending, values[i-1], values[i])
					}
				}
			}
		}
	}
}
