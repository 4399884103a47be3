package segment_test

import (
	"database/sql"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core/filter"
	"winnow/core/segment"
)

// Segments are found by the words of their number and description. Those that are
// logged come last, and not at all where only active ones can be used.
func TestFind(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	for no, description := range map[string]string{"A": "Frühling in Köln", "B": "Frühling in Aarau", "C": "Winter in Aarau"} {
		if _, err := b.CreateSegment(b.Context(), no, map[string]string{"description": description}, filter.Env{}); err != nil {
			t.Fatal(err)
		}
	}
	b.Row("logged_segment", "entry_no", 7, "segment_no", "A")
	logged, err := b.Segment(b.Context(), "A")
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Company.Write(b.Context(), func(tx *sql.Tx) error { return segment.Seal(b.Context(), tx, logged.ID, 7) }); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		find segment.FindParams
		want string
	}{
		{segment.FindParams{Limit: 9}, "B C A7 "},
		{segment.FindParams{Limit: 9, Active: true}, "B C "},
		{segment.FindParams{Limit: 1}, "B "},
		{segment.FindParams{Text: "fruhling", Limit: 9}, "B A7 "},
		{segment.FindParams{Text: "fruhling", Limit: 9, Active: true}, "B "},
		{segment.FindParams{Text: "koln a", Limit: 9}, "A7 "},
		{segment.FindParams{Text: "summer", Limit: 9}, ""},
		{segment.FindParams{Text: "a", Limit: 9}, "A7 B C "},
		{segment.FindParams{Text: "in", Limit: 9, Except: "B"}, "C A7 "},
	} {
		found, err := b.Find(b.Context(), c.find)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, s := range found {
			got += s.No
			if s.LoggedAs != 0 {
				got += "7"
			}
			got += " "
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%+v: %s", c.find, diff)
		}
	}
}
