package segment_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core/criteria"
	"winnow/core/filter"
)

// Steps by hand name their contacts, whatever the numbers look like; steps by filters
// do not.
func TestByHand(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	for _, no := range []string{"A", "B|1", "C D", "E"} {
		b.Person(no)
	}
	no := b.MakeSegment()
	if _, err := b.AddLines(b.Context(), no, []string{"B|1", "A", "C D"}, false); err != nil {
		t.Fatal(err)
	}
	if _, err := b.DeleteLines(b.Context(), no, []int64{20000}); err != nil {
		t.Fatal(err)
	}
	for _, step := range []criteria.Step{
		{Action: criteria.Add, Filters: criteria.Filters{"contact": {"no": "E"}}},
		{Action: criteria.Add, Options: criteria.Options{IgnoreExclusion: true}, Filters: criteria.Filters{"contact": {"no": "E*"}}},
		{Action: criteria.Reduce, Filters: criteria.Filters{"contact": {"no": "E", "type": "Person"}}},
		{Action: criteria.Refine, Filters: criteria.Filters{"contact": {"no": "A"}}},
	} {
		if _, err := b.Run(b.Context(), no, step, filter.Env{}); err != nil {
			t.Fatal(err)
		}
	}
	steps, err := b.Steps(b.Context(), no)
	if err != nil {
		t.Fatal(err)
	}
	var got [][]string
	for _, s := range steps {
		got = append(got, s.ByHand())
	}
	if diff := cmp.Diff([][]string{{"B|1", "A", "C D"}, {"A"}, nil, nil, nil, nil}, got); diff != "" {
		t.Error(diff)
	}
}
