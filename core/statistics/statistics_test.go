package statistics_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core/coretest"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
	"winnow/core/statistics"
)

// book is a company with its segments, for tests that read as a story.
type book struct{ *coretest.Book }

func newBook(t testing.TB) *book {
	t.Helper()
	return &book{coretest.New(t)}
}

func (b *book) firm(no string, pairs ...any) {
	b.T.Helper()
	b.Row("contact", append([]any{"no", no, "type", 0, "company_no", no}, pairs...)...)
}

func (b *book) person(no, firm string, pairs ...any) {
	b.T.Helper()
	b.Row("contact", append([]any{"no", no, "type", 1, "company_no", firm}, pairs...)...)
}

// Statistics count what the lines show, own values and defaults alike, and only
// the lines that are in the segment now.
func TestStatistics(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Row("country_region", "code", "GB", "name", "Great Britain")
	b.Row("salesperson_purchaser", "code", "JO", "name", "Jim Olive")
	b.Row("salesperson_purchaser", "code", "BD")
	b.Row("language", "code", "DAN")
	b.firm("F", "country_region_code", "GB", "e_mail", "f@f.example", "address", "1 High Street", "post_code", "B1", "phone_no", "1", "correspondence_type", 1)
	b.person("A", "F", "country_region_code", "GB", "correspondence_type", 2, "language_code", "ENU", "privacy_blocked", 1)
	b.person("B", "F", "country_region_code", "DE", "e_mail", "b@f.example", "correspondence_type", 2, "mobile_phone_no", "2")
	b.person("C", "", "fax_no", "3", "correspondence_type", 3, "exclude_from_segment", 1, "minor", 1)
	b.person("GONE", "", "country_region_code", "FR")
	no := b.MakeSegment()
	if _, err := b.SetHeader(b.Context(), no, segment.HeaderChange{Fields: map[string]string{"salesperson_code": "JO"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.AddLines(b.Context(), no, []string{"F", "A", "B", "C", "GONE", "A"}, true); err != nil {
		t.Fatal(err)
	}
	gone := criteria.Step{Action: criteria.Reduce, Filters: criteria.Filters{"contact": {"no": "GONE"}}}
	if _, err := b.Run(b.Context(), no, gone, filter.Env{}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.SetLines(b.Context(), no, segment.LineChange{LineNos: []int64{30000}, Fields: map[string]string{
		"salesperson_code": "BD", "correspondence_type": "Hard Copy",
	}}); err != nil {
		t.Fatal(err)
	}
	got, err := statistics.Of(b.Context(), b.Company, no)
	if err != nil {
		t.Fatal(err)
	}
	want := statistics.Statistics{
		Lines: 5, Contacts: 4, Firms: 1, Companies: 1, Persons: 4,
		WithoutEMail: 3, WithoutAddress: 4, WithoutPostCode: 4, WithoutPhone: 3,
		Excluded: 1, Blocked: 3,
		Unreachable:    3, // A twice by e-mail, B by post
		Countries:      []statistics.Share{{Code: "GB", Name: "Great Britain", Count: 3}, {Code: "DE", Count: 1}, {Count: 1}},
		Salespeople:    []statistics.Share{{Code: "JO", Name: "Jim Olive", Count: 4}, {Code: "BD", Count: 1}},
		Languages:      []statistics.Share{{Code: "ENU", Count: 2}, {Count: 3}},
		Correspondence: []statistics.Share{{Code: "Email", Count: 2}, {Code: "Hard Copy", Count: 2}, {Code: "Fax", Count: 1}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A segment without lines counts nothing.
func TestStatisticsOfNothing(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	no := b.MakeSegment()
	got, err := statistics.Of(b.Context(), b.Company, no)
	if err != nil {
		t.Fatal(err)
	}
	none := []statistics.Share{}
	want := statistics.Statistics{Countries: none, Salespeople: none, Languages: none, Correspondence: none}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
