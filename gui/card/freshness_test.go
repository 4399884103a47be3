package card_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
	"winnow/gui/guitest"
)

// countries makes a segment of contacts from some countries, as it was done on a day.
func countries(s *guitest.Stage, day, countries string) string {
	s.T.Helper()
	ctx := context.Background()
	no, err := s.Session.Segments.CreateSegment(ctx, "", nil, filter.Env{})
	if err == nil {
		_, err = s.Session.Segments.Run(ctx, no, criteria.Step{Action: criteria.Add, Filters: criteria.Filters{"contact": {"country_region_code": countries}}},
			filter.Env{Today: day, WorkDate: day})
	}
	if err != nil {
		s.T.Fatal(err)
	}
	return no
}

// The card says how old the criteria are, and what a refresh would change; a click shows
// whom.
func TestFreshness(t *testing.T) {
	s := guitest.New(t)
	no := countries(s, "2026-11-11", "GB")
	s.Row("contact", "no", "FAY", "name", "Fay Hill", "type", 1, "country_region_code", "GB")
	s.Row("contact", "no", "BOB", "country_region_code", "FR")
	c := show(s, no)
	if !strings.Contains(s.Shown(), "Criteria from 12 days ago") {
		t.Errorf("it shows: %s", s.Shown())
	}
	s.Button("1 would come, 1 would go").Press()
	s.Settle(c.Differences().Tasks)
	for _, text := range []string{"Fay Hill", "Bob Kelly"} {
		if !strings.Contains(s.Shown(), text) {
			t.Errorf("%s is not shown: %s", text, s.Shown())
		}
	}
	s.Button("Keep").Press()
	s.Settle(c.Differences().Tasks)
	s.Navigator.Back()
	s.Settle(c.Tasks)
	if strings.Contains(s.Shown(), "Criteria from") {
		t.Errorf("refreshed, it shows: %s", s.Shown())
	}
	want(t, "said", c.Status(), "1 contact comes, 1 goes")
	s.Timeline().Focus()
	s.Shortcut(fyne.KeyZ, fyne.KeyModifierControl)
	s.Settle(c.Tasks)
	if s.Button("1 would come, 1 would go") == nil {
		t.Errorf("taken back, it shows: %s", s.Shown())
	}
}

// Where a refresh would change nothing it says so; criteria of today, lines by hand and
// a logged segment are not told of.
func TestFreshnessWhereThereIsNone(t *testing.T) {
	s := guitest.New(t)
	show(s, countries(s, "2026-11-22", "GB"))
	for _, text := range []string{"Criteria from 1 day ago", "No contact would come or go"} {
		if !strings.Contains(s.Shown(), text) {
			t.Errorf("%s is not shown: %s", text, s.Shown())
		}
	}
	byHand, err := s.Session.Segments.CreateSegment(context.Background(), "", nil, filter.Env{})
	if err == nil {
		_, err = s.Session.Segments.AddLines(context.Background(), byHand, []string{"ANN"}, false)
	}
	if err != nil {
		t.Fatal(err)
	}
	sealed := s.Sealed("Sent")
	later := s.Session.Company.Now().Add(72 * time.Hour)
	s.Session.Company.Now = func() time.Time { return later }
	for what, no := range map[string]string{"of today": countries(s, "2026-11-26", "GB"), "of tomorrow": countries(s, "2026-11-27", "GB"), "by hand": byHand, "logged": sealed} {
		if show(s, no); strings.Contains(s.Shown(), "Criteria from") {
			t.Errorf("%s: it shows: %s", what, s.Shown())
		}
	}
}

// A step in force is edited and left out from the steps at the side: by the menu, which
// the keyboard opens too, and by the links over its lines.
func TestChangeAStepAtTheSide(t *testing.T) {
	s := guitest.New(t)
	no := countries(s, "2026-11-23", "GB")
	_, err := s.Session.Segments.Run(context.Background(), no, criteria.Step{Action: criteria.Reduce, Filters: criteria.Filters{"contact": {"type": "Company"}}}, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	c := show(s, no)
	s.Timeline().Focus()
	s.Key(fyne.KeyHome)
	s.Shortcut(fyne.KeyF10, fyne.KeyModifierShift)
	s.Choose("Edit Step…")
	s.Settle(c.Editing().Tasks)
	want(t, "the filter", s.Entry("Contact", "Country/Region Code").Text(), "GB")
	s.Entry("Contact", "Country/Region Code").SetText("GB|DE")
	s.Button("OK").Press()
	s.Settle(c.Editing().Differences.Tasks)
	s.Button("Keep").Press()
	s.Settle(c.Editing().Differences.Tasks)
	s.Navigator.Back()
	s.Settle(c.Tasks)
	want(t, "said", c.Status(), "2 contacts come, 0 go")
	want(t, "lines", column(s, "contact_no"), []string{"ANN", "BOB", "DORA", "CARL"})

	// A click on the last step has it edited or left out, too.
	s.Timeline().OnTap(1)
	s.Button("Leave This Step Out…").Press()
	s.Settle(c.Differences().Tasks)
	s.Button("Keep").Press()
	s.Settle(c.Differences().Tasks)
	s.Navigator.Back()
	s.Settle(c.Tasks)
	want(t, "lines with the firms", len(column(s, "contact_no")), 6)

	// Ctrl+Z takes the two back, and then the old list one by one.
	for _, want := range []segment.Place{{Replay: 1, Step: 2}, {Step: 2}, {Step: 1}, {}} {
		s.Timeline().Focus()
		s.Shortcut(fyne.KeyZ, fyne.KeyModifierControl)
		s.Settle(c.Tasks)
		seg, err := s.Session.Segments.Segment(context.Background(), no)
		if err != nil || seg.Place() != want {
			t.Errorf("it stands at %+v, %v, not at %+v", seg.Place(), err, want)
		}
	}

	// What is taken back can only be gone to.
	s.Timeline().OnTap(0)
	s.Settle(c.Tasks)
	if strings.Contains(s.Shown(), "Edit Step…") {
		t.Error("a step that is taken back can be edited")
	}
	greyed := map[string]bool{}
	for _, item := range c.StepMenu(0) {
		greyed[item.Label] = item.Disabled
	}
	want(t, "greyed", greyed, map[string]bool{"Go to this Step": false, "Edit Step…": true, "Leave This Step Out…": true})
}
