package segment_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	diff "github.com/google/go-cmp/cmp"

	"winnow/core/coretest"
	"winnow/core/segment"
)

// Lines are sorted by a field of their contacts, those of equal values in line order,
// however many of all contacts are on the segment, and however often.
func TestLinesInTheOrderOfTheirContacts(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	r := rand.New(rand.NewPCG(3, 16))
	draw := func(values ...string) string { return values[r.IntN(len(values))] }
	var numbers []string
	for i := range 60 {
		no := fmt.Sprintf("C%02d", r.Perm(100)[0]*60+i)
		numbers = append(numbers, no)
		b.Row("contact", "no", no, "city", draw("", "Bath", "bath", "BATH", "York", "Äs", "Zug"), "post_code", draw("", "1", "10", "b", "B"),
			"type", r.IntN(2), "e_mail", strings.ToLower(no)+draw("", "@x"))
	}
	b.Exec("DELETE FROM contact WHERE no = ?", numbers[7])
	numbers = slices.Delete(numbers, 7, 8)
	for _, many := range []int{len(numbers), 40, 12} {
		no := b.MakeSegment()
		r.Shuffle(len(numbers), func(i, j int) { numbers[i], numbers[j] = numbers[j], numbers[i] })
		for _, some := range [][]string{numbers[:many], numbers[:many/3]} {
			if _, err := b.AddLines(b.Context(), no, some, true); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := b.DeleteLines(b.Context(), no, []int64{20000, 90000}); err != nil {
			t.Fatal(err)
		}
		lines := b.AllLines(no)
		for _, field := range []string{"city", "post_code", "type", "e_mail", "no"} {
			for _, descending := range []bool{false, true} {
				of := b.ofContacts(no, field)
				want := slices.Clone(lines)
				slices.SortStableFunc(want, func(x, y segment.Line) int {
					order := cmp.Compare(of[x.LineNo], of[y.LineNo])
					if field == "city" || field == "e_mail" {
						order = cmp.Compare(lower(of[x.LineNo]), lower(of[y.LineNo]))
					}
					if descending {
						order = -order
					}
					return order
				})
				if d := diff.Diff(lineNumbers(want), b.sorted(no, field, descending)); d != "" {
					t.Errorf("%d contacts by %s, descending %v (-want +got):\n%s", many, field, descending, d)
				}
			}
		}
	}
}

// Lines are sorted by what they show, those of equal values in line order, whether they
// have it of their own, from the segment or from their contacts.
func TestLinesInTheOrderOfWhatTheyShow(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.salespersons("JO", "AB")
	b.Row("language", "code", "FRA")
	r := rand.New(rand.NewPCG(4, 16))
	draw := func(values ...string) string { return values[r.IntN(len(values))] }
	var numbers []string
	for i := range 40 {
		no := fmt.Sprintf("C%02d", i)
		numbers = append(numbers, no)
		b.Row("contact", "no", no, "salesperson_code", draw("", "JO", "AB"), "language_code", draw("", "DEU", "ENU"), "correspondence_type", r.IntN(4))
	}
	r.Shuffle(len(numbers), func(i, j int) { numbers[i], numbers[j] = numbers[j], numbers[i] })
	for _, c := range []struct {
		many            int
		header, ofLines []string
	}{
		{40, nil, nil},
		{40, []string{"salesperson_code", "AB"}, nil},
		{40, []string{"language_code_default", "FRA", "description", "Spring"}, []string{"description", "Autumn"}},
		{40, nil, []string{"salesperson_code", "AB", "correspondence_type", "Email", "language_code", "FRA"}},
		{10, []string{"language_code_default", "FRA"}, []string{"salesperson_code", "JO"}},
	} {
		no := b.MakeSegment(c.header...)
		for _, some := range [][]string{numbers[:c.many], numbers[:c.many/4]} {
			if _, err := b.AddLines(b.Context(), no, some, true); err != nil {
				t.Fatal(err)
			}
		}
		if c.ofLines != nil {
			b.setLines(no, segment.LineChange{LineNos: []int64{30000, 50000, 120000}, Fields: coretest.Fields(c.ofLines...)})
		}
		lines := b.AllLines(no)
		for _, f := range segment.LineFields() {
			for _, descending := range []bool{false, true} {
				want := slices.Clone(lines)
				slices.SortStableFunc(want, func(x, y segment.Line) int {
					order := segment.CompareStored(x.Value(f.Key), y.Value(f.Key))
					if descending {
						order = -order
					}
					return order
				})
				if d := diff.Diff(lineNumbers(want), b.sorted(no, f.Key, descending)); d != "" {
					t.Errorf("%+v by %s, descending %v (-want +got):\n%s", c, f.Key, descending, d)
				}
			}
		}
	}
}

// sorted are the numbers of a segment's lines in the order of a field.
func (b *book) sorted(no, field string, descending bool) []int64 {
	b.T.Helper()
	lines, err := b.Lines(b.Context(), no, segment.Query{SortBy: field, Descending: descending})
	if err != nil {
		b.T.Fatal(err)
	}
	page, err := lines.Page(b.Context(), 0, lines.Len())
	if err != nil {
		b.T.Fatal(err)
	}
	return lineNumbers(page)
}

// ofContacts is what lines show in a field of their contacts, by their numbers.
func (b *book) ofContacts(no, field string) map[int64]string {
	b.T.Helper()
	lines, err := b.Lines(b.Context(), no, segment.Query{})
	if err != nil {
		b.T.Fatal(err)
	}
	page, err := lines.Page(b.Context(), 0, lines.Len(), field)
	if err != nil {
		b.T.Fatal(err)
	}
	of := map[int64]string{}
	for _, line := range page {
		of[line.LineNo] = fmt.Sprint(line.Contact(field))
	}
	return of
}

func lineNumbers(lines []segment.Line) []int64 {
	var numbers []int64
	for _, line := range lines {
		numbers = append(numbers, line.LineNo)
	}
	return numbers
}

// lower is a text whose case does not count in SQL's order.
func lower(text string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, text)
}
