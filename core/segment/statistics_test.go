package segment_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core/criteria"
	"winnow/core/segment"
)

// Statistics count what the lines show, own values and defaults alike, and only
// the lines that are in the segment now.
func TestStatistics(t *testing.T) {
	b := newBook(t)
	b.row("country_region", "code", "GB", "name", "Great Britain")
	b.row("salesperson_purchaser", "code", "JO", "name", "Jim Olive")
	b.firm("F", "country_region_code", "GB", "e_mail", "f@f.example", "address", "1 High Street", "post_code", "B1", "phone_no", "1", "correspondence_type", 1)
	b.person("A", "F", "country_region_code", "GB", "correspondence_type", 2, "language_code", "ENU", "privacy_blocked", 1)
	b.person("B", "F", "country_region_code", "DE", "e_mail", "b@f.example", "correspondence_type", 2, "mobile_phone_no", "2")
	b.person("C", "", "fax_no", "3", "correspondence_type", 3, "exclude_from_segment", 1)
	b.person("GONE", "", "country_region_code", "FR")
	no := b.segment()
	b.set(no, false, "salesperson_code", "JO")
	if _, err := b.AddLines(b.ctx, no, []string{"F", "A", "B", "C", "GONE", "A"}, true); err != nil {
		t.Fatal(err)
	}
	b.run(no, criteria.Reduce, "contact.no=GONE")
	if err := b.SetLines(b.ctx, no, segment.LineChange{LineNos: []int64{30000}, Fields: map[string]string{
		"salesperson_code": "BD", "correspondence_type": "Hard Copy",
	}}); err != nil {
		t.Fatal(err)
	}
	got, err := b.Statistics(b.ctx, no)
	if err != nil {
		t.Fatal(err)
	}
	want := segment.Statistics{
		Lines: 5, Contacts: 4, Firms: 1, Companies: 1, Persons: 4,
		WithoutEMail: 3, WithoutAddress: 4, WithoutPostCode: 4, WithoutPhone: 3,
		Excluded: 1, Blocked: 2,
		Unreachable:    3, // A twice by e-mail, B by post
		Countries:      []segment.Share{{Code: "GB", Name: "Great Britain", Lines: 3}, {Code: "DE", Lines: 1}, {Lines: 1}},
		Salespeople:    []segment.Share{{Code: "JO", Name: "Jim Olive", Lines: 4}, {Code: "BD", Lines: 1}},
		Languages:      []segment.Share{{Code: "ENU", Lines: 2}, {Lines: 3}},
		Correspondence: []segment.Share{{Code: "Email", Lines: 2}, {Code: "Hard Copy", Lines: 2}, {Code: "Fax", Lines: 1}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A segment without lines counts nothing.
func TestStatisticsOfNothing(t *testing.T) {
	b := newBook(t)
	no := b.segment()
	got, err := b.Statistics(b.ctx, no)
	if err != nil {
		t.Fatal(err)
	}
	none := []segment.Share{}
	want := segment.Statistics{Countries: none, Salespeople: none, Languages: none, Correspondence: none}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
