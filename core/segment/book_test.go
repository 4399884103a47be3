package segment_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"

	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
)

// today is the day on which every test runs.
const today = "2026-11-23"

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

// salespersons makes the salespersons whose codes a test enters.
func (b *book) salespersons(codes ...string) {
	b.t.Helper()
	for _, code := range codes {
		b.row("salesperson_purchaser", "code", code)
	}
}

func (b *book) firm(no string, pairs ...any) {
	b.t.Helper()
	b.row("contact", append([]any{"no", no, "name", "Firm " + no, "type", 0, "company_no", no, "company_name", "Firm " + no}, pairs...)...)
}

func (b *book) person(no, firm string, pairs ...any) {
	b.t.Helper()
	name := ""
	if firm != "" {
		name = "Firm " + firm
	}
	b.row("contact", append([]any{"no", no, "name", "Person " + no, "type", 1, "company_no", firm, "company_name", name}, pairs...)...)
}

func (b *book) segment() string {
	b.t.Helper()
	no, err := b.CreateSegment(b.ctx, "", nil, filter.Env{})
	if err != nil {
		b.t.Fatal(err)
	}
	return no
}

// step makes a step from words such as "contact.type=Person",
// "without:value_entry" and option keys.
func step(t testing.TB, action criteria.Action, words ...string) criteria.Step {
	t.Helper()
	s := criteria.Step{Action: action, Filters: criteria.Filters{}, Without: criteria.Filters{}}
next:
	for _, w := range words {
		for _, o := range criteria.OptionsOf(action) {
			if o.Key == w {
				*o.Value(&s.Options) = true
				continue next
			}
		}
		into := s.Filters
		if rest, ok := strings.CutPrefix(w, "without:"); ok {
			into, w = s.Without, rest
		}
		place, typed, _ := strings.Cut(w, "=")
		section, field, ok := strings.Cut(place, ".")
		if !ok {
			into[section] = map[string]string{}
			continue
		}
		into.Set(section, field, typed)
	}
	return s
}

func (b *book) run(no string, action criteria.Action, words ...string) segment.Result {
	b.t.Helper()
	r, err := b.Run(b.ctx, no, step(b.t, action, words...), filter.Env{})
	if err != nil {
		b.t.Fatal(err)
	}
	return r
}

// shown returns the segment's lines as "10000 CT1" in order.
func (b *book) shown(no string) []string {
	b.t.Helper()
	l, err := b.Lines(b.ctx, no, segment.Query{})
	if err != nil {
		b.t.Fatal(err)
	}
	page, err := l.Page(b.ctx, 0, l.Len())
	if err != nil {
		b.t.Fatal(err)
	}
	list := []string{}
	for _, line := range page {
		list = append(list, fmt.Sprintf("%d %s", line.LineNo, line.Value("contact_no")))
	}
	return list
}

// contacts returns the contacts on the segment, sorted, joined by blanks.
func (b *book) contacts(no string) string {
	b.t.Helper()
	var list []string
	for _, s := range b.shown(no) {
		_, contact, _ := strings.Cut(s, " ")
		list = append(list, contact)
	}
	sort.Strings(list)
	return strings.Join(list, " ")
}

// descriptions returns the lines' descriptions in order.
func (b *book) descriptions(no string) []string {
	b.t.Helper()
	l, err := b.Lines(b.ctx, no, segment.Query{})
	if err != nil {
		b.t.Fatal(err)
	}
	page, err := l.Page(b.ctx, 0, l.Len())
	if err != nil {
		b.t.Fatal(err)
	}
	list := []string{}
	for _, line := range page {
		list = append(list, line.Text("description"))
	}
	return list
}
