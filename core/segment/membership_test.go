package segment_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core/criteria"
	"winnow/core/segment"
)

func TestSegmentsThatAContactIsOn(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.firm("F1")
	b.person("ANN", "F1")
	b.person("BOB", "F1")
	first, second, third := b.MakeSegment(), b.MakeSegment(), b.MakeSegment()
	b.run(first, criteria.Add)
	b.run(first, criteria.Reduce, "contact.no=BOB")
	for range 2 {
		if _, err := b.AddLines(b.Context(), second, []string{"ANN", "BOB"}, true); err != nil {
			t.Fatal(err)
		}
	}
	b.run(third, criteria.Add)
	if _, err := b.Back(b.Context(), third); err != nil {
		t.Fatal(err)
	}
	if _, err := b.SetHeader(b.Context(), second, segment.HeaderChange{Fields: map[string]string{"date": "2026-11-22"}}); err != nil {
		t.Fatal(err)
	}
	for contact, want := range map[string][]segment.Membership{
		"ann": {{No: first, Date: today, Lines: 1}, {No: second, Date: "2026-11-22", Lines: 2}},
		"BOB": {{No: second, Date: "2026-11-22", Lines: 2}},
		"NON": nil,
	} {
		got, err := b.OfContact(b.Context(), contact)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", contact, diff)
		}
	}
}
