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
		steps, err := c.Steps(part)
		if err != nil {
			t.Fatal(err)
		}
		no, _, err := b.ApplyToNew(ctx, nil, segment.ApplyParams{Steps: steps, Env: filter.Env{}})
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

// No segment is made of segments whose log is canceled: filters do not find their lines, so
// that it would be empty, or have too many.
func TestCanceledLog(t *testing.T) {
	b := coretest.New(t)
	ctx := b.Context()
	active, logged := b.MakeSegment(), b.MakeSegment()
	b.Person("P1")
	for _, no := range []string{active, logged} {
		if _, err := b.AddLines(ctx, no, []string{"P1"}, false); err != nil {
			t.Fatal(err)
		}
	}
	b.Exec("INSERT INTO logged_segment (entry_no, segment_no, canceled) VALUES (2000000001, ?, 0)", logged)
	b.Exec("UPDATE segment_header SET logged_segment_entry_no = 2000000001 WHERE no = ?", logged)
	for _, canceled := range []int{0, 1} {
		b.Exec("UPDATE logged_segment SET canceled = ?", canceled)
		for _, pair := range [][2]string{{active, logged}, {logged, active}} {
			c, err := compare.Segments(ctx, b.Company, pair[0], pair[1])
			if err != nil || c.Count(compare.Both) != 1 {
				t.Fatalf("compared %d, %v", c.Count(compare.Both), err)
			}
			for _, part := range compare.Parts() {
				steps, err := c.Steps(part)
				if canceled == 1 != core.IsKind(err, core.Invalid) || canceled == 1 && len(steps) > 0 {
					t.Errorf("canceled %d: %v, %v", canceled, steps, err)
				}
			}
		}
	}
}
