package segment_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core/coretest"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
)

// taking makes a step that takes a part.
func taking(t testing.TB, action criteria.Action, take criteria.Take, words ...string) criteria.Step {
	t.Helper()
	s := step(t, action, words...)
	s.Options.Take = &take
	return s
}

func (b *book) take(no string, action criteria.Action, take criteria.Take, words ...string) segment.Result {
	b.T.Helper()
	r, err := b.Run(b.Context(), no, taking(b.T, action, take, words...), filter.Env{})
	if err != nil {
		b.T.Fatal(err)
	}
	return r
}

func seed(n int64) *int64 { return &n }

// "One person a company, the one who was born first", and so on.
func TestTakePart(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		action criteria.Action
		take   criteria.Take
		words  []string
		want   string
	}{
		{"so many", criteria.Refine, criteria.Take{Count: 2, By: []string{"contact.no"}}, nil, "F1 F2"},
		{"more than there are", criteria.Refine, criteria.Take{Count: 100, By: []string{"contact.no"}}, nil, "F1 F2 P1 P2 P3 P4 P5 P6"},
		{"percent, rounded up", criteria.Refine, criteria.Take{Percent: 1251, By: []string{"-contact.no"}}, nil, "P5 P6"},
		{"one a company", criteria.Refine, criteria.Take{Count: 1, By: []string{"-contact.no"}, Per: criteria.PerCompany},
			[]string{"contact.type=Person"}, "P2 P3 P4 P6"},
		{"half of each company", criteria.Refine, criteria.Take{Percent: 5000, By: []string{"contact.no"}, Per: criteria.PerCompany},
			nil, "F1 F2 P1 P4 P5"},
		{"by two fields", criteria.Refine, criteria.Take{Count: 3, By: []string{"-contact.type", "contact.country_region_code"}}, nil, "P2 P4 P5"},
		{"one a value, an empty one too", criteria.Refine, criteria.Take{Count: 1, By: []string{"contact.no"}, Per: "contact.country_region_code"},
			nil, "F1 P1 P4"},
		{"reduce", criteria.Reduce, criteria.Take{Count: 1, By: []string{"contact.no"}, Per: criteria.PerCompany},
			[]string{"contact.type=Person"}, "F1 F2 P2 P6"},
		{"entire companies", criteria.Reduce, criteria.Take{Count: 2, By: []string{"-contact.no"}},
			[]string{"contact.no=P1", "entire_companies"}, "F1 F2 P3 P4 P5 P6"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newTown(t)
			no := b.MakeSegment()
			b.run(no, criteria.Add, "ignore_exclusion")
			b.take(no, c.action, c.take, c.words...)
			if diff := cmp.Diff(c.want, b.contacts(no)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Add takes of those who would join, not of those who are left out.
func TestTakePartOfThoseWhoJoin(t *testing.T) {
	t.Parallel()
	b := newTown(t)
	no := b.MakeSegment()
	b.run(no, criteria.Add, "contact.no=F1|P1")
	result := b.take(no, criteria.Add, criteria.Take{Count: 2, By: []string{"contact.no"}})
	if diff := cmp.Diff("F1 P1 P3 P4", b.contacts(no)); diff != "" {
		t.Error(diff)
	}
	if result.Selected != 8 || result.LinesBefore != 2 || result.LinesAfter != 4 {
		t.Errorf("%+v", result)
	}
}

// Texts go by code point, whatever the case of their letters; an empty date comes
// first, and last where the order is turned.
func TestOrderOfTake(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	for no, city := range map[string]string{"A": "b", "B": "B", "C": "é", "D": "Z", "E": "\U0001F600", "F": "\uFFFD"} {
		b.person(no, "", "city", city, "birthday", map[string]string{"A": "1990-01-01", "B": "1980-01-01"}[no])
	}
	no := b.MakeSegment()
	for _, c := range []struct {
		by   string
		want string
	}{
		{"contact.city", "B D A C F E"},
		{"-contact.city", "E F C A D B"},
		{"contact.birthday", "C D E F B A"},
		{"-contact.birthday", "A B C D E F"},
	} {
		var order []string
		for range 6 {
			b.take(no, criteria.Add, criteria.Take{Count: 1, By: []string{c.by}})
			contacts := strings.Fields(b.contacts(no))
			order = append(order, slices.DeleteFunc(contacts, func(no string) bool { return slices.Contains(order, no) })...)
		}
		if diff := cmp.Diff(c.want, strings.Join(order, " ")); diff != "" {
			t.Errorf("%s: %s", c.by, diff)
		}
		b.run(no, criteria.Reduce)
	}
}

// A household is told apart by the address in force on a line's date, and by the
// contact's own address where there are no lines yet.
func TestTakePerHousehold(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	for _, no := range []string{"A", "B", "C"} {
		b.person(no, "", "surname", "Ash", "address", "1 High Street", "city", "York")
	}
	b.person("D", "", "surname", "ash ", "address", " 1 high street", "city", "YORK")
	b.person("E", "", "address", "1 High Street", "city", "York")
	b.person("F", "", "surname", "Ash")
	b.person("G", "", "surname", "Ash")
	b.person("H", "H1", "surname", "Ash", "address", "1 High Street", "city", "York")
	b.Row("contact_alt_address", "contact_no", "B", "code", "HUT", "address", "7 Hill")
	b.Row("contact_alt_addr_date_range", "contact_no", "B", "contact_alt_address_code", "HUT", "starting_date", "2026-01-01", "ending_date", "")
	no := b.MakeSegment()
	one := criteria.Take{Count: 1, By: []string{"contact.no"}, Per: criteria.PerHousehold}
	b.take(no, criteria.Add, one)
	if diff := cmp.Diff("A E F G H", b.contacts(no)); diff != "" {
		t.Error(diff)
	}
	b.run(no, criteria.Add)
	b.take(no, criteria.Refine, one)
	if diff := cmp.Diff("A B E F G H", b.contacts(no)); diff != "" {
		t.Error(diff)
	}
	b.run(no, criteria.Reduce)
	b.run(no, criteria.Add, "contact.no=A..D")
	// The line's own date lies before the alternative address.
	if _, err := b.SetLines(b.Context(), no, segment.LineChange{LineNos: []int64{b.AllLines(no)[1].LineNo}, Fields: map[string]string{"date": "2025-01-01"}}); err != nil {
		t.Fatal(err)
	}
	b.take(no, criteria.Refine, one)
	if diff := cmp.Diff("A", b.contacts(no)); diff != "" {
		t.Error(diff)
	}
}

// The same seed takes the same contacts again, in another company too and whatever
// their order; another takes others. With a contact more at most one changes.
func TestTakeAtRandomIsStable(t *testing.T) {
	t.Parallel()
	sample := func(b *book, take criteria.Take) []string {
		no := b.MakeSegment()
		b.take(no, criteria.Add, take)
		return strings.Fields(b.contacts(no))
	}
	const n = 60
	b, turned := newBook(t), newBook(t)
	person := func(b *book, i int) { b.person(fmt.Sprintf("CT%06d", i), fmt.Sprintf("F%d", i%7)) }
	for i := range n {
		person(b, i)
		person(turned, n-1-i)
	}
	takes := []criteria.Take{
		{Count: 20, Seed: seed(17)},
		{Percent: 3300, Seed: seed(17)},
		{Percent: 3300, Seed: seed(17), Per: criteria.PerCompany},
	}
	var last [][]string
	for _, take := range takes {
		first := sample(b, take)
		if diff := cmp.Diff(first, sample(turned, take)); diff != "" {
			t.Errorf("the same seed takes others:\n%s", diff)
		}
		other := take
		other.Seed = seed(18)
		if same := common(first, sample(b, other)); same > len(first)*2/3 {
			t.Errorf("of %d contacts, another seed takes %d of the same", len(first), same)
		}
		last = append(last, first)
	}
	for more := n; more < n+20; more++ {
		person(b, more)
		for i, take := range takes {
			next := sample(b, take)
			if gone := len(last[i]) - common(last[i], next); gone > 1 || len(next) > len(last[i])+1-gone {
				t.Errorf("with CT%06d more, %d of %d go and %d are taken", more, gone, len(last[i]), len(next))
			}
			last[i] = next
		}
	}
}

// Neighbours in number are no more often taken together than others.
func TestTakeAtRandomIsSpread(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	var list []coretest.Contact
	for n := range 400 {
		list = append(list, coretest.Contact{No: fmt.Sprintf("CT%06d", n)})
	}
	b.No = b.MakeSegment()
	b.Contacts(list...)
	no := b.MakeSegment()
	b.take(no, criteria.Add, criteria.Take{Count: 200, Seed: seed(1)})
	taken := strings.Fields(b.contacts(no))
	pairs := 0
	for n := range 399 {
		if slices.Contains(taken, fmt.Sprintf("CT%06d", n)) && slices.Contains(taken, fmt.Sprintf("CT%06d", n+1)) {
			pairs++
		}
	}
	if math.Abs(float64(pairs)-100) > 25 {
		t.Errorf("%d of 399 pairs of neighbours were taken, not about 100", pairs)
	}
}

func common(a, b []string) int {
	n := 0
	for _, no := range a {
		if slices.Contains(b, no) {
			n++
		}
	}
	return n
}

// Where nobody gave a seed, one is chosen, told and recorded, so that the criteria do
// the same again.
func TestSeedIsRecorded(t *testing.T) {
	t.Parallel()
	b := newTown(t)
	no := b.MakeSegment()
	given := criteria.Take{Count: 3}
	result := b.take(no, criteria.Add, given)
	steps, err := b.Steps(b.Context(), no)
	if err != nil {
		t.Fatal(err)
	}
	recorded := steps[0].Options.Take
	if result.Seed == nil || recorded == nil || recorded.Seed == nil || *recorded.Seed != *result.Seed || given.Seed != nil {
		t.Fatalf("told %v, recorded %+v, given %+v", result.Seed, recorded, given)
	}
	again := b.MakeSegment()
	if _, err := b.Apply(b.Context(), again, segment.ApplyParams{Steps: []criteria.Step{steps[0].Step}}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(b.contacts(no), b.contacts(again)); diff != "" {
		t.Error(diff)
	}
}

// Explain tells of those whom the filters select and the part leaves out.
func TestExplainNotTaken(t *testing.T) {
	t.Parallel()
	b := newTown(t)
	no := b.MakeSegment()
	one := criteria.Take{Count: 2, By: []string{"contact.no"}}
	b.take(no, criteria.Add, one, "contact.country_region_code=GB") // P1 P3, not P6
	b.run(no, criteria.Add)                                         // F1 P4 P5 P6
	b.run(no, criteria.Add, "contact.no=P4", "allow_existing_contacts")
	b.take(no, criteria.Reduce, criteria.Take{Count: 1, By: []string{"-contact.no"}}, "contact.type=Person") // not P6
	b.take(no, criteria.Refine, criteria.Take{Count: 3, By: []string{"contact.no"}}, "contact.type=Person")  // P1 P3 P4, one line
	for contact, want := range map[string]string{
		"P1": "added, already there, not selected, not taken, kept",
		"P4": "not selected, added, added, not taken, kept",
		"P5": "not selected, added, not selected, not taken, not taken",
		"P6": "not taken, added, not selected, removed, not on the segment",
		"F1": "not selected, added, not selected, kept, removed",
		"F2": "not selected, excluded, not selected, not on the segment, not on the segment",
	} {
		e, err := b.Explain(b.Context(), no, contact)
		if err != nil {
			t.Fatal(err)
		}
		var effects []string
		for _, s := range e.Steps {
			effects = append(effects, string(s.Effect))
			if s.Differs {
				t.Errorf("%s, step %d: %s", contact, s.Step, s.Note)
			}
		}
		if diff := cmp.Diff(want, strings.Join(effects, ", ")); diff != "" {
			t.Errorf("%s: %s", contact, diff)
		}
	}
}

// What cannot be taken is refused, and nothing is changed.
func TestTakeIsRefused(t *testing.T) {
	t.Parallel()
	b := newTown(t)
	no := b.MakeSegment()
	for _, c := range []struct {
		take criteria.Take
		want string
	}{
		{criteria.Take{}, "take: expected either a count of at least 1, or a percentage above 0 and at most 100 with up to two decimals"},
		{criteria.Take{Count: 1, Percent: 1}, "take: expected either a count of at least 1, or a percentage above 0 and at most 100 with up to two decimals"},
		{criteria.Take{Count: -1}, "take: expected either a count of at least 1, or a percentage above 0 and at most 100 with up to two decimals"},
		{criteria.Take{Percent: 10001}, "take: expected either a count of at least 1, or a percentage above 0 and at most 100 with up to two decimals"},
		{criteria.Take{Count: 1, Seed: seed(-1)}, "take: a seed is a whole number from 0 to 9007199254740991"},
		{criteria.Take{Count: 1, Seed: seed(1), By: []string{"contact.no"}}, "take: a seed is only for a part that is taken at random"},
		{criteria.Take{Count: 1, By: []string{"contact.no", "-contact.no"}}, "take: contact.no: given twice"},
		{criteria.Take{Count: 1, By: []string{"contact.citi"}}, "take: contact.citi: no such field; did you mean contact.city?"},
		{criteria.Take{Count: 1, Per: "firm"}, "take: firm: no such field"},
	} {
		_, err := b.Run(b.Context(), no, taking(t, criteria.Add, c.take), filter.Env{})
		if err == nil || err.Error() != c.want {
			t.Errorf("%+v: %v, want %s", c.take, err, c.want)
		}
	}
	if steps, err := b.Steps(b.Context(), no); err != nil || len(steps) > 0 {
		t.Errorf("%d steps, %v", len(steps), err)
	}
}
