package segment_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core/criteria"
	"winnow/core/segment"
)

func newTown(t testing.TB) *book {
	b := newBook(t)
	b.firm("F1", "name", "beta")
	b.firm("F2", "name", "Alpha", "exclude_from_segment", 1)
	b.person("P1", "F1", "country_region_code", "GB")
	b.person("P2", "F1", "exclude_from_segment", 1)
	b.person("P3", "F2", "country_region_code", "GB")
	b.person("P4", "", "country_region_code", "DE")
	b.person("P5", "NONE")
	b.person("P6", "NONE", "country_region_code", "GB")
	return b
}

func TestAddOptions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		words []string
		want  string
	}{
		{"nothing asked", nil, "F1 P1 P3 P4 P5 P6"},
		{"filter", []string{"contact.country_region_code=GB"}, "P1 P3 P6"},
		{"expand", []string{"contact.country_region_code=GB", "expand_companies"}, "F1 P1 P3 P5 P6"},
		{"expand, exclusion ignored", []string{"contact.country_region_code=GB", "expand_companies", "ignore_exclusion"}, "F1 F2 P1 P2 P3 P5 P6"},
		{"related", []string{"contact.country_region_code=GB", "allow_related_companies"}, "F1 P1 P3 P6"},
		{"related, exclusion ignored", []string{"contact.country_region_code=GB", "allow_related_companies", "ignore_exclusion"}, "F1 F2 P1 P3 P6"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newTown(t)
			no := b.MakeSegment()
			b.run(no, criteria.Add, c.words...)
			if diff := cmp.Diff(c.want, b.contacts(no)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLinesGoOnBehindTheHighestThatCanComeBack(t *testing.T) {
	t.Parallel()
	b := newTown(t)
	no := b.MakeSegment()
	b.run(no, criteria.Add, "contact.no=P1|P4")
	want := []string{"10000 P4", "20000 P1"}
	if diff := cmp.Diff(want, b.shown(no)); diff != "" {
		t.Error(diff)
	}
	b.run(no, criteria.Reduce, "contact.no=P1")
	b.run(no, criteria.Add, "contact.no=P3")
	want = []string{"10000 P4", "30000 P3"}
	if diff := cmp.Diff(want, b.shown(no)); diff != "" {
		t.Error(diff)
	}
	for range 2 {
		if _, err := b.Back(b.Context(), no); err != nil {
			t.Fatal(err)
		}
	}
	b.run(no, criteria.Add, "contact.no=P6")
	want = []string{"10000 P4", "20000 P1", "30000 P6"}
	if diff := cmp.Diff(want, b.shown(no)); diff != "" {
		t.Error(diff)
	}
	l, err := b.Lines(b.Context(), no, segment.Query{SortBy: "no", Descending: true})
	if err != nil {
		t.Fatal(err)
	}
	if got := l.LineNo(0); got != 30000 {
		t.Errorf("first line sorted by No. descending is %d", got)
	}
}
