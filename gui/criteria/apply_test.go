package criteria_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/saved"
	"winnow/core/segment"
	shown "winnow/gui/criteria"
	"winnow/gui/guitest"
)

// lines are how many lines a segment has, and how many steps in force.
func lines(t *testing.T, s *guitest.Stage, no string) [2]int {
	t.Helper()
	seg, err := s.Session.Segments.Segment(context.Background(), no)
	check(t, err)
	return [2]int{seg.Lines, seg.Step}
}

// The dialog says what would happen and what nobody has here; nothing has
// happened until one says so, and Go Back brings back what was there.
func TestReuseInstead(t *testing.T) {
	s := story(t)
	keep(t, s, "GB")
	var to string
	var done []segment.Result
	d := shown.Apply(s.Session, shown.ApplyParams{Segment: "SM00001", Done: func(no string, results []segment.Result) { to, done = no, results }})
	s.Settle(d.Tasks)
	if !s.Button("Apply").Disabled() {
		t.Error("nothing is chosen, but can be applied")
	}
	d.Code().Type("gb")
	d.Code().Commit()
	s.Settle(d.Tasks)
	want(t, "code", d.Code().Text(), "GB")
	for _, text := range []string{"Add contacts whose Country/Region Code is GB", "+2", "1 line now, 3 then", "JR, QQ", "do not occur in this company"} {
		if !strings.Contains(s.Shown(), text) {
			t.Errorf("%s is not shown: %s", text, s.Shown())
		}
	}
	d.How().SetValue("instead")
	d.How().OnChanged("instead")
	s.Settle(d.Tasks)
	if !strings.Contains(s.Shown(), "Remove all existing contacts") {
		t.Errorf("there is %s", s.Shown())
	}
	want(t, "before", lines(t, s, "SM00001"), [2]int{1, 2})
	s.Button("Apply").Press()
	s.Settle(d.Tasks)
	want(t, "to", to, "SM00001")
	want(t, "after", lines(t, s, "SM00001"), [2]int{3, 5})
	want(t, "said", shown.Applied(done), "3 actions done; lines: 1 before, 3 now")
	_, err := s.Session.Segments.GoTo(context.Background(), "SM00001", 2)
	check(t, err)
	want(t, "taken back", lines(t, s, "SM00001"), [2]int{1, 2})
}

// Used on a new segment, criteria make it, with their description.
func TestUseOnANewSegment(t *testing.T) {
	s := guitest.New(t)
	var to string
	d := shown.Apply(s.Session, shown.ApplyParams{Name: "GB", Description: "Great Britain", Steps: []criteria.Step{{Action: criteria.Add}},
		Done: func(no string, _ []segment.Result) { to = no }})
	s.Settle(d.Tasks)
	if !strings.Contains(s.Shown(), "Choose the segment to see the numbers") {
		t.Errorf("there is %s", s.Shown())
	}
	d.To().SetValue("new")
	d.To().OnChanged("new")
	s.Settle(d.Tasks)
	want(t, "segment field", d.Segment().Enabled(), false)
	if !strings.Contains(s.Shown(), "0 lines now, 6 then") {
		t.Errorf("there is %s", s.Shown())
	}
	s.Button("Apply").Press()
	s.Settle(d.Tasks)
	want(t, "made", lines(t, s, to), [2]int{6, 1})
	seg, err := s.Session.Segments.Segment(context.Background(), to)
	check(t, err)
	want(t, "description", seg.Text("description"), "Great Britain")
}

// What cannot be is said in the dialog, and cannot be applied.
func TestWhatCannotBeApplied(t *testing.T) {
	s := story(t)
	d := shown.Apply(s.Session, shown.ApplyParams{Name: "GB", Steps: []criteria.Step{{Action: criteria.Add}}})
	d.Segment().Type("none")
	d.Segment().Commit()
	s.Settle(d.Tasks)
	if !strings.Contains(s.Shown(), "Segment NONE does not exist") || !s.Button("Apply").Disabled() {
		t.Errorf("there is %s", s.Shown())
	}
	d.Modal().Dismiss()
	d = shown.Apply(s.Session, shown.ApplyParams{Segment: "SM00001", Name: "mine.json", Steps: []criteria.Step{
		{Action: criteria.Add, Filters: criteria.Filters{"contact": {"salesperson_code": "%me"}}}}})
	s.Settle(d.Tasks)
	for _, text := range []string{"which is not set", "matches the filter %me"} {
		if !strings.Contains(s.Shown(), text) {
			t.Errorf("%s is not shown: %s", text, s.Shown())
		}
	}
	d.Modal().Dismiss()
	d = shown.Apply(s.Session, shown.ApplyParams{Segment: "SM00001"})
	d.Code().Type("NONE")
	d.Code().Commit()
	s.Settle(d.Tasks)
	want(t, "error", d.Code().Error(), "Saved criteria NONE do not exist")
}

// A segment that is logged cannot be changed, and is not offered for that; its
// criteria can be saved.
func TestLoggedSegmentsAreOfferedForReadingOnly(t *testing.T) {
	s := story(t)
	logged := s.Sealed("Spring mailing")
	d := shown.Apply(s.Session, shown.ApplyParams{Name: "GB", Steps: []criteria.Step{{Action: criteria.Add}}})
	d.Segment().OnLookup()
	s.Settle(d.Tasks)
	if offered := s.Shown(); strings.Contains(offered, logged) || !strings.Contains(offered, "SM00001") {
		t.Errorf("offered to be changed: %s", offered)
	}
	s.Key(fyne.KeyEscape)
	d.Modal().Dismiss()
	saving := shown.Save(s.Session, shown.SaveParams{})
	no, _, _ := saving.Fields()
	no.OnLookup()
	s.Settle(saving.Tasks)
	if offered := s.Shown(); !strings.Contains(offered, logged) || !strings.Contains(offered, "logged") {
		t.Errorf("offered to be read: %s", offered)
	}
}

// A recipe's file is shown before it is applied; a damaged one is refused.
func TestApplyRecipeFile(t *testing.T) {
	s := story(t)
	check(t, s.Session.Saved.WriteFile(saved.FileParams{Path: filepath.Join(s.Folder, "all.json"), Steps: []criteria.Step{{Action: criteria.Add}}}))
	check(t, os.WriteFile(filepath.Join(s.Folder, "letter.json"), []byte("Dear Sir"), 0o600))
	p := shown.Open(s.Session, "SM00001")
	s.Navigator.Open(p.Shown())
	s.Settle(p.Tasks)
	var said error
	s.Session.Go.Fail = func(err error) { said = err }
	s.Chosen = "letter.json"
	s.Button("Recipe File").Press()
	s.Choose("Apply a recipe file…")
	s.Settle(p.Tasks)
	if said == nil || !strings.Contains(said.Error(), "this is not JSON") {
		t.Errorf("the window says %v", said)
	}
	s.Chosen = "all.json"
	s.Button("Recipe File").Press()
	s.Choose("Apply a recipe file…")
	s.Settle(p.Tasks)
	s.Until("the preview", func() bool { return strings.Contains(s.Shown(), "1 line now, 6 then") })
	s.Button("Apply").Press()
	s.Until("the end", func() bool { return s.Window.Canvas().Overlays().Top() == nil })
	s.Settle(p.Tasks)
	want(t, "after", lines(t, s, "SM00001"), [2]int{6, 3})
	want(t, "status", p.Status(), "1 action done; lines: 1 before, 6 now")
}

// The history is copied as sentences and saved as a recipe's file.
func TestCopyAsTextAndSaveFile(t *testing.T) {
	s := story(t)
	p := shown.Open(s.Session, "SM00001")
	s.Navigator.Open(p.Shown())
	s.Settle(p.Tasks)
	s.Button("Copy").Press()
	s.Choose("Copy as text")
	want(t, "text", fyne.CurrentApp().Clipboard().Content(), "SM00001\n1. Added contacts whose Country/Region Code is GB (Expand Companies) – 3 contacts\n"+
		"2. Kept only contacts with Interaction Log Entry whose Date is 2026-10-24 or later, without any Contact Job Responsibility – 1 contact\n")
	s.Button("Recipe File").Press()
	s.Choose("Save recipe file…")
	s.Settle(p.Tasks)
	r, err := saved.ReadFile(filepath.Join(s.Folder, "SM00001.json"), catalog.Catalog{})
	check(t, err)
	want(t, "steps", len(r.Steps), 2)
	s.Button("Save Criteria…").Press()
	if !strings.Contains(s.Shown(), "Save Criteria of SM00001") {
		t.Errorf("there is %s", s.Shown())
	}
}
