package criteria_test

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/google/go-cmp/cmp"

	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
	shown "winnow/gui/criteria"
	"winnow/gui/guitest"
	"winnow/gui/list"
)

// story makes a segment: Add GB, Refine persons who were written to in the last
// 30 days, Reduce by hand, and takes that back.
func story(t *testing.T) *guitest.Stage {
	t.Helper()
	s := guitest.New(t)
	ctx := context.Background()
	segments := s.Session.Segments
	no, err := segments.CreateSegment(ctx, "", nil, filter.Env{})
	check(t, err)
	add := criteria.Step{Action: criteria.Add, Filters: criteria.Filters{}, Options: criteria.Options{ExpandCompanies: true}}
	add.Filters.Set("contact", "country_region_code", "gb")
	_, err = segments.Run(ctx, no, add, filter.Env{})
	check(t, err)
	refine := criteria.Step{Action: criteria.Refine, Filters: criteria.Filters{}, Without: criteria.Filters{"contact_job_responsibility": {}}}
	refine.Filters.Set("interaction_log_entry", "date", "t-30d..")
	_, err = segments.Run(ctx, no, refine, filter.Env{})
	check(t, err)
	_, err = segments.DeleteLines(ctx, no, []int64{20000})
	check(t, err)
	_, err = segments.Back(ctx, no)
	check(t, err)
	return s
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func want(t testing.TB, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func texts(list *list.List, row int) []string {
	var found []string
	r, _ := list.Row(row)
	for _, cell := range r.Cells {
		found = append(found, cell.Text)
	}
	return found
}

// Each action is shown with its filters, counts and state; from there one goes
// to any step.
func TestSegmentCriteria(t *testing.T) {
	s := story(t)
	p := shown.Open(s.Session, "SM00001")
	s.Navigator.Open(p.Shown())
	s.Settle(p.Tasks)
	list := s.List()
	want(t, "actions", list.Len(), 3)
	row := texts(list, 0)
	want(t, "first action", append(row[:6:6], row[7:]...),
		[]string{"1", "Add Contacts", "Country/Region Code: gb; Expand Companies", "0", "+3", "3", "jo", "in force"})
	want(t, "last action", texts(list, 2)[8], "taken back")
	want(t, "current", list.Current(), 1)
	for _, text := range []string{"t-30d..", "2026-10-24..", "2026-10-24 and later", "no entry at all"} {
		if !strings.Contains(s.Shown(), text) {
			t.Errorf("%s is not shown: %s", text, s.Shown())
		}
	}

	list.Select(0)
	s.Button("Go to this Step").Press()
	s.Settle(p.Tasks)
	want(t, "status", p.Status(), "Step 1 is in force: 3 contacts are in the segment")
	want(t, "second action", texts(list, 1)[8], "taken back")
	s.Button("Undo").Press()
	s.Settle(p.Tasks)
	want(t, "second action after Undo", texts(list, 1)[8], "in force")
	s.Button("Undo").Press()
	s.Settle(p.Tasks)
	want(t, "second action after Undo of that", texts(list, 1)[8], "taken back")
	s.Button("Copy").Press()
	s.Choose("Copy as recipe")
	if text := fyne.CurrentApp().Clipboard().Content(); !strings.Contains(text, `"winnow": 1`) || strings.Contains(text, "refine") {
		t.Errorf("the recipe is %s", text)
	}
}

// Why a contact is in the segment, and why another is not.
func TestExplain(t *testing.T) {
	s := story(t)
	e := shown.OpenExplain(s.Session, "SM00001", "ANN")
	s.Navigator.Open(e.Shown())
	s.Settle(e.Tasks)
	want(t, "headline", e.Headline(), "**ANN Ann Beebe is in segment SM00001**")
	for _, text := range []string{"1 Add Contacts", "added", "2 Refine Contacts", "kept", "2026-11-10"} {
		if !strings.Contains(s.Shown(), text) {
			t.Errorf("%s is not shown: %s", text, s.Shown())
		}
	}
	e = shown.OpenExplain(s.Session, "SM00001", "BOB")
	s.Navigator.Open(e.Shown())
	s.Settle(e.Tasks)
	want(t, "headline", e.Headline(), "**BOB Bob Kelly is not in segment SM00001**")
	if !strings.Contains(s.Shown(), "removed") {
		t.Errorf("removed is not shown: %s", s.Shown())
	}
}

// Why a step was done is told with what it asked for.
func TestReasonIsShown(t *testing.T) {
	s := story(t)
	_, err := s.Session.Segments.Remove(context.Background(), "SM00001", segment.RemoveParams{Lines: []int64{20000}, Reason: "Moved away"})
	check(t, err)
	p := shown.Open(s.Session, "SM00001")
	s.Navigator.Open(p.Shown())
	s.Settle(p.Tasks)
	s.List().Select(2)
	if text := s.Shown(); strings.Count(text, "Moved away") < 2 || !strings.Contains(text, "Reason") {
		t.Errorf("it shows: %s", text)
	}
}
