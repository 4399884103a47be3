package segment_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	diff "github.com/google/go-cmp/cmp"

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
				sorted, err := b.Lines(b.Context(), no, segment.Query{SortBy: field, Descending: descending})
				if err != nil {
					t.Fatal(err)
				}
				got, err := sorted.Page(b.Context(), 0, sorted.Len())
				if err != nil {
					t.Fatal(err)
				}
				if d := diff.Diff(lineNumbers(want), lineNumbers(got)); d != "" {
					t.Errorf("%d contacts by %s, descending %v (-want +got):\n%s", many, field, descending, d)
				}
			}
		}
	}
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
