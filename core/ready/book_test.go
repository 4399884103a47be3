package ready_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"winnow/core/company"
	"winnow/core/filter"
	"winnow/core/ready"
	"winnow/core/segment"
)

// book is a company in a temporary folder with its segments, for tests that
// read as a story.
type book struct {
	t       testing.TB
	ctx     context.Context
	company *company.Company
	*segment.Store
}

func newBook(t testing.TB) *book {
	t.Helper()
	ctx := context.Background()
	c, err := company.Create(ctx, filepath.Join(t.TempDir(), "company.winnow"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	c.Now = func() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }
	c.User = "jo"
	return &book{t: t, ctx: ctx, company: c, Store: segment.New(c)}
}

// row writes a row: alternating column and value.
func (b *book) row(table string, pairs ...any) {
	b.t.Helper()
	var names, marks []string
	var args []any
	for i := 0; i < len(pairs); i += 2 {
		names, marks = append(names, pairs[i].(string)), append(marks, "?")
		args = append(args, pairs[i+1])
	}
	err := b.company.Write(b.ctx, func(tx *sql.Tx) error {
		_, err := tx.Exec(fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", table, strings.Join(names, ", "), strings.Join(marks, ", ")), args...)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

// segment makes a segment with a line for each of the contacts, in that order.
func (b *book) segment(contacts ...string) string {
	b.t.Helper()
	no, err := b.CreateSegment(b.ctx, "", map[string]string{"date": "2026-11-23"}, filter.Env{})
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := b.AddLines(b.ctx, no, contacts, true); err != nil {
		b.t.Fatal(err)
	}
	return no
}

// counts returns, by group, how many lines there are and how many would go.
func (b *book) counts(no string) map[string][2]int {
	b.t.Helper()
	report, err := ready.Check(b.ctx, b.company, no, ready.Params{})
	if err != nil {
		b.t.Fatal(err)
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
	b.t.Helper()
	list, err := ready.Find(b.ctx, b.company, no, group, ready.Params{})
	if err != nil {
		b.t.Fatal(err)
	}
	page, err := list.Page(b.ctx, 0, list.Len())
	if err != nil {
		b.t.Fatal(err)
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
	b.t.Helper()
	if _, err := ready.Remove(b.ctx, b.company, no, ready.RemoveParams{Group: group}); err != nil {
		b.t.Fatal(err)
	}
	steps, err := b.Steps(b.ctx, no)
	if err != nil {
		b.t.Fatal(err)
	}
	last := steps[len(steps)-1]
	return last.Filters, last.Reason
}
