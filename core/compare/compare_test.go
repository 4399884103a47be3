package compare_test

import (
	"fmt"
	"strings"
	"testing"

	"winnow/core"
	"winnow/core/compare"
	"winnow/core/coretest"
	"winnow/core/filter"
	"winnow/core/segment"
)

// The parts are those of the lines in force, each contact once, and the steps make
// segments of the same contacts, excluded ones too.
func TestSegments(t *testing.T) {
	b := coretest.New(t)
	ctx := b.Context()
	for i := range 6 {
		b.Person(fmt.Sprintf("P%d", i), "exclude_from_segment", i%2)
	}
	first, second := b.MakeSegment("description", "First"), b.MakeSegment()
	add := func(no string, contacts ...string) {
		t.Helper()
		if _, err := b.AddLines(ctx, no, contacts, true); err != nil {
			t.Fatal(err)
		}
	}
	add(first, "P0", "P1", "P2", "P1")
	add(first, "P5")
	if _, err := b.Back(ctx, first); err != nil {
		t.Fatal(err)
	}
	add(second, "P3", "P2", "P4")
	c, err := compare.Segments(ctx, b.Company, first, second)
	if err != nil {
		t.Fatal(err)
	}
	if c.A.No != first || c.B.No != second || c.A.Text("description") != "First" {
		t.Errorf("compared %s %q with %s", c.A.No, c.A.Text("description"), c.B.No)
	}
	for part, want := range map[compare.Part]string{compare.AOnly: "P0 P1", compare.Both: "P2", compare.BOnly: "P3 P4"} {
		numbers, err := c.Numbers(ctx, b.Company, part)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(numbers, " "); got != want || c.Count(part) != len(numbers) || len(c.IDs(part)) != len(numbers) {
			t.Errorf("%s: %s, not %s", part, got, want)
		}
		no, _, err := b.ApplyToNew(ctx, nil, segment.ApplyParams{Steps: c.Steps(part), Env: filter.Env{}})
		if err != nil {
			t.Fatal(err)
		}
		made, err := compare.Segments(ctx, b.Company, no, no)
		if err != nil {
			t.Fatal(err)
		}
		if numbers, err := made.Numbers(ctx, b.Company, compare.Both); err != nil || strings.Join(numbers, " ") != want {
			t.Errorf("%s: the segment of it has %v, not %s (%v)", part, numbers, want, err)
		}
	}
	if _, err := compare.Segments(ctx, b.Company, first, "SM99"); !core.IsKind(err, core.NotFound) {
		t.Errorf("compared with no segment: %v", err)
	}
}
