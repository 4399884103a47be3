package statistics_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
	"winnow/core/statistics"
)

func TestContactsByCountryAndType(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Row("country_region", "code", "GB", "name", "Great Britain")
	b.firm("F", "country_region_code", "GB")
	b.person("A", "F", "country_region_code", "DE")
	b.person("B", "F", "country_region_code", "DE")
	b.person("C", "")
	b.person("D", "")
	b.person("E", "")
	countries, err := statistics.Countries(b.Context(), b.Company)
	if err != nil {
		t.Fatal(err)
	}
	want := []statistics.Share{{Code: "DE", Count: 2}, {Code: "GB", Name: "Great Britain", Count: 1}, {Count: 3}}
	if diff := cmp.Diff(want, countries); diff != "" {
		t.Error(diff)
	}
	companies, persons, err := statistics.Types(b.Context(), b.Company)
	if err != nil || companies != 1 || persons != 5 {
		t.Error(companies, persons, err)
	}
}

// Contacts are told by their last interaction. Those nobody would write to, and
// interactions that do not count, are left out, however few or many there are.
func TestLongestAgo(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.firm("F")
	b.person("OLD", "F", "name", "Ada Old")
	b.person("NEW", "F", "name", "Ben New")
	b.person("MISSED", "F", "name", "Cy Missed")
	b.person("NEVER", "F")
	b.person("OUT", "F", "exclude_from_segment", 1)
	b.person("BLOCKED", "F", "privacy_blocked", 1)
	b.person("MINOR", "F", "minor", 1)
	wrote := func(no, date string, more ...any) {
		b.Row("interaction_log_entry", append([]any{"contact_no", no, "date", date}, more...)...)
	}
	wrote("OUT", "2020-01-01")
	wrote("BLOCKED", "2020-01-02")
	wrote("MINOR", "2020-01-03")
	wrote("NEW", "2020-01-04")
	wrote("OLD", "2020-02-01")
	wrote("OLD", "2024-11-23")
	wrote("OLD", "2024-11-23")
	wrote("MISSED", "2025-01-01")
	wrote("MISSED", "2026-01-01", "attempt_failed", 1)
	wrote("MISSED", "2026-01-02", "canceled", 1)
	wrote("NEW", "2026-11-20")
	want := []statistics.Contacted{
		{No: "OLD", Name: "Ada Old", Date: "2024-11-23"}, {No: "MISSED", Name: "Cy Missed", Date: "2025-01-01"}, {No: "NEW", Name: "Ben New", Date: "2026-11-20"},
	}
	for _, look := range []int{statistics.Oldest, 1} { // few enough, or not
		got, err := statistics.LongestAgoOf(b.Context(), b.Company, 5, look)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(statistics.Contacted{}, "Days")); diff != "" {
			t.Errorf("of the oldest %d: %s", look, diff)
		}
	}
	got, err := statistics.LongestAgo(b.Context(), b.Company, 1)
	if err != nil || len(got) != 1 || got[0].Days <= 0 {
		t.Error(got, err)
	}
}

// A segment is due when its Date is near and nothing has gone out yet.
func TestDue(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.person("A", "")
	made := func(days int, lines bool) string {
		no, err := b.CreateSegment(b.Context(), "", map[string]string{"date": fmt.Sprintf("w%+dd", days)}, filter.Env{})
		if err != nil {
			t.Fatal(err)
		}
		if lines {
			if _, err := b.AddLines(b.Context(), no, []string{"A"}, false); err != nil {
				t.Fatal(err)
			}
		}
		return no
	}
	soon, late := made(14, true), made(-90, true)
	made(15, true)
	made(-91, true)
	made(0, false)
	gone := made(0, true)
	b.Exec("INSERT INTO output_log_entry (at, by, what, segment_no, rows, target) VALUES ('2026-11-23T09:00:00Z', 'jo', 'export', ?, 1, 'x')", gone)
	segments, err := segment.New(b.Company).Segments(b.Context())
	if err != nil {
		t.Fatal(err)
	}
	due, err := statistics.Due(b.Context(), b.Company, segments)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range due {
		got = append(got, fmt.Sprint(s.No, " ", s.Days))
	}
	if diff := cmp.Diff([]string{late + " -90", soon + " 14"}, got); diff != "" {
		t.Error(diff)
	}
}

// The shape follows the steps: those taken back have theirs.
func TestShape(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Row("language", "code", "ENU", "name", "English")
	b.firm("F", "country_region_code", "GB", "language_code", "ENU", "correspondence_type", 1)
	b.person("A", "F", "country_region_code", "DE")
	no := b.MakeSegment()
	if _, err := b.AddLines(b.Context(), no, []string{"F", "A"}, false); err != nil {
		t.Fatal(err)
	}
	gone := criteria.Step{Action: criteria.Reduce, Filters: criteria.Filters{"contact": {"no": "A"}}}
	if _, err := b.Run(b.Context(), no, gone, filter.Env{}); err != nil {
		t.Fatal(err)
	}
	first := 1
	for _, c := range []struct {
		step *int
		want statistics.Shape
	}{
		{nil, statistics.Shape{Lines: 1, Companies: 1, Countries: []statistics.Share{{Code: "GB", Count: 1}},
			Languages:      []statistics.Share{{Code: "ENU", Name: "English", Count: 1}},
			Correspondence: []statistics.Share{{Code: "Hard Copy", Count: 1}}}},
		{&first, statistics.Shape{Lines: 2, Companies: 1, Persons: 1, Countries: []statistics.Share{{Code: "DE", Count: 1}, {Code: "GB", Count: 1}},
			Languages:      []statistics.Share{{Code: "ENU", Name: "English", Count: 1}, {Count: 1}},
			Correspondence: []statistics.Share{{Code: "Hard Copy", Count: 1}, {Count: 1}}}},
	} {
		got, err := statistics.ShapeOf(b.Context(), b.Company, no, c.step)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Error(diff)
		}
	}
}
