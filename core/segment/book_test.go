package segment_test

import (
	"fmt"
	"sort"
	"strings"
	"testing"

	"winnow/core/coretest"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
)

// today is the day of the company's clock.
const today = coretest.Today

// book is a company with its segments, for tests that read as a story.
type book struct{ *coretest.Book }

func newBook(t testing.TB) *book {
	t.Helper()
	return &book{coretest.New(t)}
}

// salespersons makes the salespersons whose codes a test enters.
func (b *book) salespersons(codes ...string) {
	b.T.Helper()
	for _, code := range codes {
		b.Row("salesperson_purchaser", "code", code)
	}
}

func (b *book) firm(no string, pairs ...any) {
	b.T.Helper()
	b.Row("contact", append([]any{"no", no, "name", "Firm " + no, "type", 0, "company_no", no, "company_name", "Firm " + no}, pairs...)...)
}

func (b *book) person(no, firm string, pairs ...any) {
	b.T.Helper()
	name := ""
	if firm != "" {
		name = "Firm " + firm
	}
	b.Row("contact", append([]any{"no", no, "name", "Person " + no, "type", 1, "company_no", firm, "company_name", name}, pairs...)...)
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
	b.T.Helper()
	r, err := b.Run(b.Context(), no, step(b.T, action, words...), filter.Env{})
	if err != nil {
		b.T.Fatal(err)
	}
	return r
}

// contacts returns the contacts on the segment, sorted, joined by blanks.
func (b *book) contacts(no string) string {
	b.T.Helper()
	var list []string
	for _, s := range b.shown(no) {
		_, contact, _ := strings.Cut(s, " ")
		list = append(list, contact)
	}
	sort.Strings(list)
	return strings.Join(list, " ")
}

// shown returns the segment's lines as "10000 CT1" in order.
func (b *book) shown(no string) []string {
	b.T.Helper()
	list := []string{}
	for _, line := range b.AllLines(no) {
		list = append(list, fmt.Sprintf("%d %s", line.LineNo, line.Value("contact_no")))
	}
	return list
}

// descriptions returns the lines' descriptions in order.
func (b *book) descriptions(no string) []string {
	b.T.Helper()
	list := []string{}
	for _, line := range b.AllLines(no) {
		list = append(list, line.Text("description"))
	}
	return list
}
