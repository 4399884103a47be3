package ready_test

import (
	"fmt"
	"testing"

	"winnow/core/coretest"
	"winnow/core/filter"
	"winnow/core/ready"
)

// book is a company with its segments, for tests that read as a story.
type book struct{ *coretest.Book }

func newBook(t testing.TB) *book {
	t.Helper()
	return &book{coretest.New(t)}
}

// segment makes a segment with a line for each of the contacts, in that order.
func (b *book) segment(contacts ...string) string {
	b.T.Helper()
	no, err := b.CreateSegment(b.Context(), "", map[string]string{"date": "2026-11-23"}, filter.Env{})
	if err != nil {
		b.T.Fatal(err)
	}
	if _, err := b.AddLines(b.Context(), no, contacts, true); err != nil {
		b.T.Fatal(err)
	}
	return no
}

// counts returns, by group, how many lines there are and how many would go.
func (b *book) counts(no string) map[string][2]int {
	b.T.Helper()
	report, err := ready.Check(b.Context(), b.Company, no, ready.Params{})
	if err != nil {
		b.T.Fatal(err)
	}
	counts := map[string][2]int{}
	for _, g := range report.Groups {
		counts[g.Key] = [2]int{g.Lines, g.Remove}
	}
	return counts
}

// listed returns the lines of a group: "20000 ANN", or "20000 ANN = 10000" for
// one that is the same as an earlier line.
func (b *book) listed(no, group string) []string {
	b.T.Helper()
	list, err := ready.Find(b.Context(), b.Company, no, group, ready.Params{})
	if err != nil {
		b.T.Fatal(err)
	}
	page, err := list.Page(b.Context(), 0, list.Len())
	if err != nil {
		b.T.Fatal(err)
	}
	texts := []string{}
	for _, line := range page {
		text := fmt.Sprintf("%d %s", line.LineNo, line.Text("contact_no"))
		if first := list.SameAs(line.LineNo); first != 0 {
			text += fmt.Sprintf(" = %d", first)
		}
		texts = append(texts, text)
	}
	return texts
}

// remove removes a group and returns the filters of the last step.
func (b *book) remove(no, group string) (filters map[string]map[string]string, reason string) {
	b.T.Helper()
	if _, err := ready.Remove(b.Context(), b.Company, no, ready.RemoveParams{Group: group}); err != nil {
		b.T.Fatal(err)
	}
	steps, err := b.Steps(b.Context(), no)
	if err != nil {
		b.T.Fatal(err)
	}
	last := steps[len(steps)-1]
	return last.Filters, last.Reason
}
