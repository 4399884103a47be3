package home_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"winnow/core/filter"
	"winnow/gui/guitest"
	"winnow/gui/home"
)

func TestHome(t *testing.T) {
	s := guitest.New(t)
	for _, description := range []string{"Spring mailing", "Fair in Leeds"} {
		if _, err := s.Session.Segments.CreateSegment(context.Background(), "", map[string]string{"description": description}, filter.Env{}); err != nil {
			t.Fatal(err)
		}
	}
	opened := ""
	h := home.Open(s.Session, home.Params{Menu: func() []*fyne.MenuItem { return nil }, Recent: []string{filepath.Join("letters", "north.winnow")},
		OpenCompany: func(path string) { opened = path }})
	s.Navigator.Open(h.Page())
	s.Settle(h.Tasks)
	shown := s.Shown()
	for _, text := range []string{"Active Segments 2", "Contacts 7", "Saved Criteria 0", "SM00002 Fair in Leeds", "just now"} {
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
