package statistics_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
	"winnow/core/statistics"
)

// book is a company in a temporary folder with its segments.
type book struct {
	t       *testing.T
	ctx     context.Context
	company *company.Company
	*segment.Store
}

func newBook(t *testing.T) *book {
	t.Helper()
	c, err := company.Create(t.Context(), filepath.Join(t.TempDir(), "company.winnow"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return &book{t: t, ctx: t.Context(), company: c, Store: segment.New(c)}
}

// row writes a row: alternating column and value.
func (b *book) row(table string, pairs ...any) {
	b.t.Helper()
	var names, marks []string
	var args []any
	for i := 0; i < len(pairs); i += 2 {
		names, marks, args = append(names, pairs[i].(string)), append(marks, "?"), append(args, pairs[i+1])
	}
	err := b.company.Write(b.ctx, func(tx *sql.Tx) error {
		_, err := tx.Exec(fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", table, strings.Join(names, ", "), strings.Join(marks, ", ")), args...)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *book) firm(no string, pairs ...any) {
	b.t.Helper()
	b.row("contact", append([]any{"no", no, "type", 0, "company_no", no}, pairs...)...)
}

func (b *book) person(no, firm string, pairs ...any) {
	b.t.Helper()
	b.row("contact", append([]any{"no", no, "type", 1, "company_no", firm}, pairs...)...)
}

func (b *book) segment() string {
	b.t.Helper()
	no, err := b.CreateSegment(b.ctx, "", nil, filter.Env{})
	if err != nil {
		b.t.Fatal(err)
	}
	return no
}

// Statistics count what the lines show, own values and defaults alike, and only
// the lines that are in the segment now.
func TestStatistics(t *testing.T) {
	b := newBook(t)
	b.row("country_region", "code", "GB", "name", "Great Britain")
	b.row("salesperson_purchaser", "code", "JO", "name", "Jim Olive")
	b.row("salesperson_purchaser", "code", "BD")
	b.row("language", "code", "DAN")
	b.firm("F", "country_region_code", "GB", "e_mail", "f@f.example", "address", "1 High Street", "post_code", "B1", "phone_no", "1", "correspondence_type", 1)
	b.person("A", "F", "country_region_code", "GB", "correspondence_type", 2, "language_code", "ENU", "privacy_blocked", 1)
	b.person("B", "F", "country_region_code", "DE", "e_mail", "b@f.example", "correspondence_type", 2, "mobile_phone_no", "2")
	b.person("C", "", "fax_no", "3", "correspondence_type", 3, "exclude_from_segment", 1, "minor", 1)
	b.person("GONE", "", "country_region_code", "FR")
	no := b.segment()
	if _, err := b.SetHeader(b.ctx, no, segment.HeaderChange{Fields: map[string]string{"salesperson_code": "JO"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.AddLines(b.ctx, no, []string{"F", "A", "B", "C", "GONE", "A"}, true); err != nil {
		t.Fatal(err)
	}
	gone := criteria.Step{Action: criteria.Reduce, Filters: criteria.Filters{"contact": {"no": "GONE"}}}
	if _, err := b.Run(b.ctx, no, gone, filter.Env{}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.SetLines(b.ctx, no, segment.LineChange{LineNos: []int64{30000}, Fields: map[string]string{
		"salesperson_code": "BD", "correspondence_type": "Hard Copy",
	}}); err != nil {
		t.Fatal(err)
	}
	got, err := statistics.Of(b.ctx, b.company, no)
	if err != nil {
		t.Fatal(err)
	}
	want := statistics.Statistics{
		Lines: 5, Contacts: 4, Firms: 1, Companies: 1, Persons: 4,
		WithoutEMail: 3, WithoutAddress: 4, WithoutPostCode: 4, WithoutPhone: 3,
		Excluded: 1, Blocked: 3,
		Unreachable:    3, // A twice by e-mail, B by post
		Countries:      []statistics.Share{{Code: "GB", Name: "Great Britain", Lines: 3}, {Code: "DE", Lines: 1}, {Lines: 1}},
		Salespeople:    []statistics.Share{{Code: "JO", Name: "Jim Olive", Lines: 4}, {Code: "BD", Lines: 1}},
		Languages:      []statistics.Share{{Code: "ENU", Lines: 2}, {Lines: 3}},
		Correspondence: []statistics.Share{{Code: "Email", Lines: 2}, {Code: "Hard Copy", Lines: 2}, {Code: "Fax", Lines: 1}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A segment without lines counts nothing.
func TestStatisticsOfNothing(t *testing.T) {
	b := newBook(t)
	no := b.segment()
	got, err := statistics.Of(b.ctx, b.company, no)
	if err != nil {
		t.Fatal(err)
	}
	none := []statistics.Share{}
	want := statistics.Statistics{Countries: none, Salespeople: none, Languages: none, Correspondence: none}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
