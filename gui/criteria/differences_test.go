package criteria_test

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"winnow/core/filter"
	"winnow/core/segment"
	shown "winnow/gui/criteria"
)

// What a refresh would change is shown first, then kept, and taken back.
func TestRefreshShowsTheDifferences(t *testing.T) {
	s := story(t)
	s.Row("contact", "no", "FAY", "name", "Fay Hill", "type", 1, "country_region_code", "GB")
	s.Row("interaction_log_entry", "entry_no", 2, "contact_no", "FAY", "date", "2026-11-20")
	p := shown.Open(s.Session, "SM00001")
	s.Navigator.Open(p.Shown())
	s.Settle(p.Tasks)
	s.List().OnMenu(0, fyne.NewPos(200, 300))
	s.Choose("Refresh Segment…")
	d := p.Differences()
	s.Settle(d.Tasks)
	for _, text := range []string{"1 contact comes, 0 go", "FAY", "Fay Hill", "Nothing is changed until you choose Keep"} {
		if !strings.Contains(s.Shown(), text) {
			t.Errorf("%s is not shown: %s", text, s.Shown())
		}
	}
	want(t, "steps", [][]string{texts(s.List(), 0), texts(s.List(), 1)}, [][]string{
		{"1", "Add Contacts", "3", "4", "+1", "", "Country/Region Code: gb; Expand Companies"},
		{"2", "Refine Contacts", "1", "2", "+1", "", "Interaction Log Entry, Date: t-30d..; without Contact Job Responsibility"},
	})
	s.ListIn("Contacts That Come").OnLink(0, "no")
	s.Settle(d.Why().Tasks)
	for _, text := range []string{"FAY Fay Hill would be in segment SM00001", "It was added", "Country/Region Code is GB"} {
		if !strings.Contains(s.Shown(), text) {
			t.Errorf("%s is not shown: %s", text, s.Shown())
		}
	}
	s.Navigator.Back()
	s.Settle(d.Tasks)
	before, err := s.Session.Segments.Segment(context.Background(), "SM00001")
	check(t, err)
	want(t, "lines while it is shown", before.Lines, 1)
	s.Button("Keep").Press()
	s.Settle(d.Tasks)
	s.Settle(p.Tasks)
	after, err := s.Session.Segments.Segment(context.Background(), "SM00001")
	check(t, err)
	want(t, "lines when it is kept", after.Lines, 2)
	want(t, "status", p.Status(), "1 contact comes, 0 go")
	s.Navigator.Open(p.Shown())
	s.Settle(p.Tasks)
	s.Button("Go Back").Press()
	s.Settle(p.Tasks)
	again, err := s.Session.Segments.Segment(context.Background(), "SM00001")
	check(t, err)
	want(t, "place when it is taken back", again.Place(), segment.Place{Step: 2})
	want(t, "lines when it is taken back", again.Lines, 1)
}

// A step that is left out is shown as such; where nothing differs there is nothing to
// keep.
func TestLeaveAStepOut(t *testing.T) {
	s := story(t)
	done := false
	d := shown.OpenDifferences(s.Session, shown.DifferencesParams{Segment: "SM00001", Title: "Leave Out", Replay: segment.ReplayParams{Step: 2},
		Done: func(segment.Replayed) { done = true }})
	s.Navigator.Open(d.Page())
	s.Settle(d.Tasks)
	want(t, "steps", texts(s.List(), 1), []string{"2", "Refine Contacts", "1", "3", "+2", "left out", "Interaction Log Entry, Date: t-30d..; without Contact Job Responsibility"})
	s.Button("Keep").Press()
	s.Settle(d.Tasks)
	want(t, "done", done, true)
	same := shown.OpenDifferences(s.Session, shown.DifferencesParams{Segment: "SM00001", Replay: segment.ReplayParams{Env: filter.Env{}}})
	s.Navigator.Open(same.Page())
	s.Settle(same.Tasks)
	if !s.Button("Keep").Disabled() || !strings.Contains(s.Shown(), "Nothing would be different") {
		t.Errorf("it shows: %s", s.Shown())
	}
}

// A step in force leads to its dialog.
func TestEditAStep(t *testing.T) {
	s := story(t)
	p := shown.Open(s.Session, "SM00001")
	s.Navigator.Open(p.Shown())
	s.Settle(p.Tasks)
	s.List().OnMenu(0, fyne.NewPos(200, 300))
	s.Choose("Edit Step…")
	want(t, "opened", s.Opened, []string{"edit step SM00001"})
	s.Button("Edit Step…").Press()
	want(t, "opened by the link", s.Opened, []string{"edit step SM00001", "edit step SM00001"})
	s.List().Select(2)
	if !s.Button("Edit Step…").Disabled() {
		t.Error("a step that is taken back can be edited")
	}
}
