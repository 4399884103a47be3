package segment_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
)

// split splits a segment and returns the contacts of each part, in line order.
func (b *book) split(no string, p segment.SplitParams) [][]string {
	b.T.Helper()
	parts, err := b.Split(b.Context(), no, p)
	if err != nil {
		b.T.Fatal(err)
	}
	var list [][]string
	for _, part := range parts {
		list = append(list, b.inOrder(part.No))
	}
	return list
}

// inOrder returns the contacts of a segment in line order.
func (b *book) inOrder(no string) []string {
	b.T.Helper()
	list := []string{}
	for _, line := range b.AllLines(no) {
		list = append(list, line.Value("contact_no").(string))
	}
	return list
}

func TestSplitByOrder(t *testing.T) {
	t.Parallel()
	b := newTown(t)
	no := b.MakeSegment()
	b.run(no, criteria.Add, "ignore_exclusion") // P4 F1 P1 P2 F2 P3 P5 P6
	before := b.shown(no)
	for _, c := range []struct {
		name   string
		params segment.SplitParams
		want   string
	}{
		{"their own order", segment.SplitParams{Parts: 3}, "P4 F1 P1 | P2 F2 P3 | P5 P6"},
		{"one part", segment.SplitParams{Parts: 1, By: []string{"contact.no"}}, "F1 F2 P1 P2 P3 P4 P5 P6"},
		{"by fields", segment.SplitParams{Parts: 3, By: []string{"contact.type", "-contact.no"}}, "F2 F1 P6 | P5 P4 P3 | P2 P1"},
		{"sizes", segment.SplitParams{Sizes: []segment.Size{{Percent: 1250}, {Count: 2}, {Rest: true}}, By: []string{"contact.no"}}, "F1 | F2 P1 | P2 P3 P4 P5 P6"},
		{"remainders", segment.SplitParams{Sizes: []segment.Size{{Percent: 3000}, {Percent: 3000}, {Percent: 4000}}, By: []string{"contact.no"}}, "F1 F2 P1 | P2 P3 | P4 P5 P6"},
		{"companies whole", segment.SplitParams{Parts: 2, By: []string{"contact.no"}, Per: criteria.PerCompany}, "F1 P1 P2 | F2 P3 P4 P5 P6"},
		{"a company longer than a part", segment.SplitParams{Parts: 4, By: []string{"contact.no"}, Per: criteria.PerCompany}, "F1 P1 P2 | F2 P3 | P4 | P5 P6"},
	} {
		var parts []string
		for _, part := range b.split(no, c.params) {
			parts = append(parts, strings.Join(part, " "))
		}
		if diff := cmp.Diff(c.want, strings.Join(parts, " | ")); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
	if diff := cmp.Diff(before, b.shown(no)); diff != "" {
		t.Errorf("the segment itself has changed: %s", diff)
	}
}

// A part has the header, what lines have of their own, and one step, which says how it
// was made and does the same again.
func TestPartHasAllOfTheSegment(t *testing.T) {
	t.Parallel()
	b := newTown(t)
	b.Row("salesperson_purchaser", "code", "JO")
	no := b.MakeSegment("description", "Spring", "salesperson_code", "JO", "subject_default", "Hello")
	b.run(no, criteria.Add, "contact.no=P1..P3", "ignore_exclusion")
	b.run(no, criteria.Add, "contact.no=P3", "allow_existing_contacts")
	if _, err := b.SetLines(b.Context(), no, segment.LineChange{LineNos: []int64{b.AllLines(no)[1].LineNo}, Fields: map[string]string{"description": "by hand"}}); err != nil {
		t.Fatal(err)
	}
	parts, err := b.Split(b.Context(), no, segment.SplitParams{Parts: 2, Seed: seed(3), Per: criteria.PerCompany})
	if err != nil {
		t.Fatal(err)
	}
	old, err := b.Segment(b.Context(), no)
	if err != nil {
		t.Fatal(err)
	}
	var descriptions, contacts []string
	for i, part := range parts {
		seg, err := b.Segment(b.Context(), part.No)
		if err != nil {
			t.Fatal(err)
		}
		if want := fmt.Sprintf("Spring (%d of 2)", i+1); seg.Text("description") != want || part.Description != want {
			t.Errorf("the description is %q, told as %q", seg.Text("description"), part.Description)
		}
		for _, f := range segment.HeaderFields() {
			if f.Key != "no" && f.Key != "description" && seg.Values[f.Key] != old.Values[f.Key] {
				t.Errorf("%s is %v, not %v", f.Key, seg.Values[f.Key], old.Values[f.Key])
			}
		}
		steps, err := b.Steps(b.Context(), part.No)
		if err != nil {
			t.Fatal(err)
		}
		want := fmt.Sprintf("Part %d of 2 of %s, at random, seed 3, companies whole", i+1, no)
		if len(steps) != 1 || steps[0].Reason != want || part.Lines != steps[0].LinesAfter {
			t.Fatalf("part %d has the steps %+v", i+1, steps)
		}
		again := b.MakeSegment()
		if _, err := b.Run(b.Context(), again, steps[0].Step, filter.Env{}); err != nil {
			t.Fatal(err)
		}
		inPart := slices.Compact(strings.Fields(b.contacts(part.No)))
		if diff := cmp.Diff(strings.Join(inPart, " "), b.contacts(again)); diff != "" {
			t.Error(diff)
		}
		if _, err := b.Back(b.Context(), part.No); err != nil {
			t.Fatal(err)
		}
		if n := len(b.AllLines(part.No)); n != 0 {
			t.Errorf("after Go Back %d lines are left", n)
		}
		if _, err := b.Forward(b.Context(), part.No); err != nil {
			t.Fatal(err)
		}
		descriptions = append(descriptions, b.descriptions(part.No)...)
		contacts = append(contacts, b.inOrder(part.No)...)
	}
	slices.Sort(contacts)
	if diff := cmp.Diff([]string{"P1", "P2", "P3", "P3"}, contacts); diff != "" {
		t.Error(diff)
	}
	if n := slices.Index(descriptions, "by hand"); n < 0 || len(descriptions) != 4 {
		t.Errorf("the lines' descriptions are %q", descriptions)
	}
	if faults, err := b.Check(b.Context()); err != nil || len(faults) > 0 {
		t.Errorf("check finds %v, %v", faults, err)
	}
}

// However a segment is split, the parts together are its lines, each once, a group is in
// one part, and without groups each part is as large as it should be.
func TestPartsArePartition(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	m := newModel()
	settle(b, m)
	no := b.MakeSegment()
	b.run(no, criteria.Add, "ignore_exclusion")
	b.run(no, criteria.Add, "contact.no=P01..P04", "allow_existing_contacts")
	lines := b.inOrder(no)
	rapid.Check(t, func(rt *rapid.T) {
		take := criteria.Take{Count: 1}
		take.Per = rapid.SampledFrom([]string{"", criteria.PerCompany, criteria.PerHousehold, "contact.country_region_code"}).Draw(rt, "per")
		p := segment.SplitParams{Per: take.Per}
		switch rapid.IntRange(0, 2).Draw(rt, "order") {
		case 0:
			p.Seed = seed(rapid.Int64Range(0, 9).Draw(rt, "seed"))
		case 1:
			p.By = []string{"contact.name", "-contact.no"}
		}
		if rapid.Bool().Draw(rt, "equal") {
			p.Parts = rapid.IntRange(1, 4).Draw(rt, "parts")
		} else {
			p.Sizes = rapid.SampledFrom([][]segment.Size{
				{{Percent: 1000}, {Percent: 1000}, {Rest: true}}, {{Count: 3}, {Rest: true}, {Percent: 3333}}, {{Percent: 3333}, {Percent: 3333}, {Percent: 3334}},
				{{Rest: true}}, {{Count: int64(len(lines))}}, {{Rest: true}, {Count: int64(len(lines) - 1)}}}).Draw(rt, "sizes")
		}
		parts, err := b.Split(b.Context(), no, p)
		if err != nil {
			if groups := countGroups(m, &take, lines); groups >= max(p.Parts, len(p.Sizes)) {
				rt.Fatalf("%+v: %v", p, err)
			}
			return
		}
		var all []string
		partOf := map[string]int{}
		for i, part := range parts {
			contacts := b.inOrder(part.No)
			if len(contacts) == 0 || len(contacts) != part.Lines {
				rt.Errorf("part %d has %d lines, told as %d", i+1, len(contacts), part.Lines)
			}
			all = append(all, contacts...)
			for _, contact := range contacts {
				group := m.groupOf(&take, modelLine{contact: contact})
				if was, ok := partOf[group]; ok && was != i && take.Per != "" {
					rt.Errorf("%s is in the parts %d and %d", group, was+1, i+1)
				}
				partOf[group] = i
			}
			share := wantedShare(p, i, len(lines))
			if off := math.Abs(float64(len(contacts)) - share); take.Per == "" && off >= 1 {
				rt.Errorf("part %d has %d lines, not %.2f", i+1, len(contacts), share)
			}
		}
		if p.By == nil && p.Seed == nil && take.Per == "" {
			if diff := cmp.Diff(lines, all); diff != "" {
				rt.Errorf("the lines are not in their own order: %s", diff)
			}
		}
		slices.Sort(all)
		sorted := slices.Sorted(slices.Values(lines))
		if diff := cmp.Diff(sorted, all); diff != "" {
			rt.Errorf("the parts together are not the segment: %s", diff)
		}
		for _, part := range parts {
			if err := b.DeleteSegment(b.Context(), part.No); err != nil {
				rt.Fatal(err)
			}
		}
	})
	if faults, err := b.Check(b.Context()); err != nil || len(faults) > 0 {
		t.Errorf("check finds %v, %v", faults, err)
	}
}

func countGroups(m *model, take *criteria.Take, lines []string) int {
	groups := map[string]bool{}
	for i, contact := range lines {
		group := m.groupOf(take, modelLine{contact: contact})
		if take.Per == "" {
			group = fmt.Sprint(i)
		}
		groups[group] = true
	}
	return len(groups)
}

// wantedShare is how many lines a part would have if lines could be cut.
func wantedShare(p segment.SplitParams, part, lines int) float64 {
	if len(p.Sizes) == 0 {
		return float64(lines) / float64(p.Parts)
	}
	share := func(s segment.Size) float64 { return float64(s.Count) + float64(lines*s.Percent)/10000 }
	if !p.Sizes[part].Rest {
		return share(p.Sizes[part])
	}
	rest := float64(lines)
	for _, s := range p.Sizes {
		rest -= share(s)
	}
	return rest
}

func TestSplitIsRefused(t *testing.T) {
	t.Parallel()
	b := newTown(t)
	no := b.MakeSegment()
	b.run(no, criteria.Add) // six lines
	for _, c := range []struct {
		params segment.SplitParams
		want   string
	}{
		{segment.SplitParams{}, "say into how many parts, at least 1"},
		{segment.SplitParams{Parts: -1}, "say into how many parts, at least 1"},
		{segment.SplitParams{Parts: 7}, "part 7 of 7 would be empty"},
		{segment.SplitParams{Parts: 1 << 40}, "part 7 of 1099511627776 would be empty"},
		{segment.SplitParams{Parts: 6, Per: criteria.PerCompany}, "part 5 of 6 would be empty"},
		{segment.SplitParams{Sizes: []segment.Size{{Percent: 100}, {Rest: true}}}, "part 1 of 2 would be empty"},
		{segment.SplitParams{Sizes: []segment.Size{{Percent: 5000}, {Percent: 4999}}}, "the sizes come to less than all lines; make one of them the rest"},
		{segment.SplitParams{Sizes: []segment.Size{{Percent: 5000}, {Percent: 5001}}}, "the sizes come to more than all lines"},
		{segment.SplitParams{Sizes: []segment.Size{{Count: math.MaxInt64}, {Rest: true}}}, "the sizes come to more than all lines"},
		{segment.SplitParams{Sizes: []segment.Size{{Rest: true}, {Rest: true}}}, "only one part can be the rest"},
		{segment.SplitParams{Sizes: []segment.Size{{}, {}}}, "a size is a count of at least 1, a percentage above 0 and at most 100 with up to two decimals, or the rest"},
		{segment.SplitParams{Parts: 2, By: []string{"contact.nam"}}, "contact.nam: no such field; did you mean contact.name?"},
		{segment.SplitParams{Parts: 2, Per: "firm"}, "firm: no such field"},
		{segment.SplitParams{Parts: 2, Seed: seed(-1)}, "a seed is a whole number from 0 to 9007199254740991"},
		{segment.SplitParams{Parts: 2, Seed: seed(1), By: []string{"contact.no"}}, "a seed is only for a part that is taken at random"},
	} {
		_, err := b.Split(b.Context(), no, c.params)
		if err == nil || err.Error() != c.want {
			t.Errorf("%+v: %v, want %s", c.params, err, c.want)
		}
	}
	list, err := b.Segments(b.Context())
	if err != nil || len(list) != 1 {
		t.Errorf("there are %d segments, %v", len(list), err)
	}
}

// More contacts than one filter can name are named by alternatives.
func TestStepNamesAnyNumberOfContacts(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Exec(`INSERT INTO contact (no, name, type) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
SELECT 'CT' || printf('%018d', i), 'X', 1 FROM n`)
	no := b.MakeSegment()
	b.run(no, criteria.Add)
	parts, err := b.Split(b.Context(), no, segment.SplitParams{Parts: 1})
	if err != nil {
		t.Fatal(err)
	}
	steps, err := b.Steps(b.Context(), parts[0].No)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(steps[0].Any); n != 2 {
		t.Errorf("the contacts are named by %d alternatives", n)
	}
	result, err := b.Preview(b.Context(), b.MakeSegment(), steps[0].Step, filter.Env{})
	if err != nil || result.LinesAfter != 60000 {
		t.Errorf("%+v, %v", result, err)
	}
}

// A split is taken back, but for parts that were changed since.
func TestDropParts(t *testing.T) {
	t.Parallel()
	b := newTown(t)
	no := b.MakeSegment()
	b.run(no, criteria.Add)
	parts, err := b.Split(b.Context(), no, segment.SplitParams{Parts: 3})
	if err != nil {
		t.Fatal(err)
	}
	b.run(parts[1].No, criteria.Reduce)
	kept, err := b.DropParts(b.Context(), parts)
	if diff := cmp.Diff([]string{parts[1].No}, kept); err != nil || diff != "" {
		t.Errorf("%v, %s", err, diff)
	}
	list, err := b.Segments(b.Context())
	if err != nil || len(list) != 2 {
		t.Errorf("there are %d segments, %v", len(list), err)
	}
}
