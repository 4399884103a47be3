package home_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"winnow/core/catalog"
	"winnow/core/coretest"
	"winnow/core/filter"
	"winnow/core/record"
	"winnow/data/datatest"
	"winnow/gui/guitest"
	"winnow/gui/home"
	"winnow/gui/route"
	"winnow/gui/session"
)

func TestHome(t *testing.T) {
	s := guitest.New(t)
	for _, description := range []string{"Spring mailing", "Fair in Leeds"} {
		if _, err := s.Session.Segments.CreateSegment(context.Background(), "", map[string]string{"description": description}, filter.Env{}); err != nil {
			t.Fatal(err)
		}
	}
	s.Row("campaign", "no", "CP1", "starting_date", "2026-11-01", "ending_date", "2026-11-30")
	s.Row("campaign", "no", "CP2", "starting_date", "2026-06-01", "ending_date", "2026-06-30")
	opened := ""
	h := home.Open(s.Session, home.Params{Menu: func() []*fyne.MenuItem { return nil }, Recent: []string{filepath.Join("letters", "north.winnow")},
		OpenCompany: func(path string) { opened = path }})
	s.Navigator.Open(h.Page())
	s.Settle(h.Tasks)
	shown := s.Shown()
	for _, text := range []string{"Active Segments 2", "Contacts 7", "Saved Criteria 0", "Running Campaigns 1", "SM00002 Fair in Leeds", "just now"} {
		if !strings.Contains(shown, text) {
			t.Errorf("%q is not shown: %s", text, shown)
		}
	}
	s.List().OnOpen(1)
	s.Button("New Segment").Press()
	s.Button("Segments").Press()
	s.Button("Import…").Press()
	s.Button("north").Press()
	if want := filepath.Join("letters", "north.winnow"); opened != want {
		t.Errorf("opened the company %q, not %q", opened, want)
	}
	if diff := cmp.Diff([]string{"segment SM00001", "segment", "segments", "import"}, s.Opened); diff != "" {
		t.Errorf("opened (-want +got):\n%s", diff)
	}
}

func TestSince(t *testing.T) {
	guitest.New(t) // for the texts
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	for at, want := range map[string]string{
		"2026-11-23T08:59:30Z": "just now",
		"2026-11-23T08:59:00Z": "1 minute ago",
		"2026-11-23T08:15:00Z": "45 minutes ago",
		"2026-11-23T07:05:00Z": "today, 07:05",
		"2026-11-22T23:30:00Z": "yesterday, 23:30",
		"2026-11-20T10:00:00Z": "2026-11-20",
		"2026-11-24T10:00:00Z": "2026-11-24",
		"":                     "",
	} {
		if got := home.Since(at, now); got != want {
			t.Errorf("Since(%s) is %q, not %q", at, got, want)
		}
	}
}

// The pictures come after the tiles: what is due, who waits longest, the segments and
// the contacts; each bar leads to what it counts.
func TestHomePictures(t *testing.T) {
	s := guitest.New(t)
	ctx := context.Background()
	segments := s.Session.Segments
	for i, date := range []string{"2026-11-25", "2026-11-23", "2026-09-10", "2026-01-10"} {
		no, err := segments.CreateSegment(ctx, "", map[string]string{"description": "Letter " + strconv.Itoa(i+1), "date": date}, filter.Env{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := segments.AddLines(ctx, no, []string{"ANN", "BOB", "CARL", "DORA"}[:i+1], false); err != nil {
			t.Fatal(err)
		}
	}
	s.Row("country_region", "code", "GB", "name", "Great Britain")
	s.Row("contact", "no", "ZOE", "name", "Zoe", "type", 1)
	h := home.Open(s.Session, home.Params{Menu: func() []*fyne.MenuItem { return nil }})
	s.Navigator.Open(h.Page())
	s.Settle(h.Tasks)
	texts := map[string]string{}
	for _, p := range h.Pictures() {
		texts[p.Title()] = strings.TrimPrefix(p.Text(), p.Title()+"\n")
	}
	want := map[string]string{
		"Segments that are due":                 "Letter 3\t3, 74 days ago\nLetter 2\t2, today\nLetter 1\t1, in 2 days\n",
		"Longest since the last interaction":    "Ann Beebe\t13 days\n",
		"Largest segments of the last 6 months": "Letter 3\t3\nLetter 2\t2\nLetter 1\t1\n",
		"Segment lines by month":                "Jun\t0\nJul\t0\nAug\t0\nSep\t3\nOct\t0\nNov\t3\n",
		"Contacts by country":                   "Great Britain\t4\t50 %\nDE\t3\t38 %\n(none)\t1\t13 %\n",
		"Contacts by type":                      "Companies\t2\t25 %\nPersons\t6\t75 %\n",
		"Contacts by Salesperson Code":          "Bart Duncan\t1\t13 %\n(none)\t7\t88 %\n",
		"Contacts by Correspondence Type":       "(none)\t8\t100 %\n",
		"Months since the last interaction":     "Up to 1 month\t1\t13 %\nNever\t7\t88 %\n",
	}
	if diff := cmp.Diff(want, texts); diff != "" {
		t.Errorf("the pictures (-want +got):\n%s", diff)
	}
	for _, p := range h.Pictures() {
		for _, b := range p.Data().Bars[:1] {
			b.Open()
		}
	}
	opened := []string{"segment SM00003", "contact ANN", "segment SM00003", "segments date 2026-06-01..2026-06-30",
		"contacts country_region_code GB", "contacts type Company",
		"contacts salesperson_code BD", "contacts correspondence_type ''", "contacts last_interaction_date 2026-10-24..9999-12-31"}
	for i, route := range s.Opened { // an empty title leaves a gap
		s.Opened[i] = strings.Join(strings.Fields(route), " ")
	}
	if diff := cmp.Diff(opened, s.Opened); diff != "" {
		t.Errorf("opened (-want +got):\n%s", diff)
	}
}

// A bar of countries leads to just the contacts that it counts.
func TestHomeCountriesLeadToTheirContacts(t *testing.T) {
	s := guitest.New(t)
	for i, country := range []string{"AT", "CH", "DK", "FR", "IT", "NL", "", ""} {
		s.Row("contact", "no", "X"+strconv.Itoa(i), "name", "X", "country_region_code", country)
	}
	var filters []string
	s.Session.Go.Open = func(to route.Route) { filters = append(filters, to.(route.Contacts).Where.Filter) }
	h := home.Open(s.Session, home.Params{Menu: func() []*fyne.MenuItem { return nil }})
	s.Navigator.Open(h.Page())
	s.Settle(h.Tasks)
	countries := h.Pictures()[4]
	for _, b := range countries.Data().Bars {
		b.Open()
		typed := filters[len(filters)-1]
		f, err := filter.Parse(typed, catalog.Field{Key: "country_region_code", Type: catalog.Code}, filter.Env{})
		if err != nil {
			t.Fatal(err)
		}
		found, err := s.Session.Records.List(context.Background(), catalog.Contact, record.Query{Filters: map[string]filter.Filter{"country_region_code": f}})
		if err != nil {
			t.Fatal(err)
		}
		if found.Len() != b.Number {
			t.Errorf("%s: %d contacts, but %s leads to %d", b.Caption, b.Number, typed, found.Len())
		}
	}
	if len(filters) != 5 {
		t.Errorf("%d bars: %s", len(filters), countries.Text())
	}
}

// A company without contacts leads to the sample, to an import and to a first contact
// of one's own, until it has one.
func TestEmpty(t *testing.T) {
	s := guitest.New(t)
	ctx := context.Background()
	h := home.Open(s.Session, home.Params{Menu: func() []*fyne.MenuItem { return nil }})
	s.Navigator.Open(h.Page())
	s.Settle(h.Tasks)
	const offer = "This company has no contacts yet"
	if strings.Contains(s.Shown(), offer) {
		t.Error("a company with contacts is said to have none")
	}
	c, err := coretest.OpenNew(ctx, filepath.Join(t.TempDir(), "empty.winnow"))
	if err != nil {
		t.Fatal(err)
	}
	datatest.Close(t, c)
	leads := s.Session
	s.Session = session.New(s.Window, c, slog.New(slog.DiscardHandler))
	s.Session.Go, s.Session.Services = leads.Go, leads.Services
	h = home.Open(s.Session, home.Params{Menu: func() []*fyne.MenuItem { return nil }, Sample: func() { s.Opened = append(s.Opened, "sample") }})
	s.Navigator.Open(h.Page())
	s.Settle(h.Tasks)
	for _, text := range []string{offer, "Contacts 0"} {
		if !strings.Contains(s.Shown(), text) {
			t.Errorf("%q is not shown: %s", text, s.Shown())
		}
	}
	for _, button := range []string{"Import…", "New Contact…", "Look at the sample company"} {
		s.Button(button).Press()
	}
	if diff := cmp.Diff([]string{"import", "new contact", "sample"}, s.Opened); diff != "" {
		t.Errorf("opened (-want +got):\n%s", diff)
	}
	s.Row("contact", "no", "JANE", "name", "Jane Fox", "type", 1)
	h.Reload()
	s.Settle(h.Tasks)
	if strings.Contains(s.Shown(), offer) {
		t.Error("the first contact does not count")
	}
}
