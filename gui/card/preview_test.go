package card_test

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/gui/card"
	"winnow/gui/guitest"
)

// stepped shows a segment with an Add of three, a Refine to two, and a Reduce
// to one.
func stepped(t *testing.T) (*guitest.Stage, *card.Card) {
	t.Helper()
	s := guitest.New(t)
	ctx := context.Background()
	no, err := s.Session.Segments.CreateSegment(ctx, "", nil, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []criteria.Step{
		{Action: criteria.Add, Filters: criteria.Filters{"contact": {"country_region_code": "GB"}}},
		{Action: criteria.Refine, Filters: criteria.Filters{"contact": {"type": "Person"}}},
		{Action: criteria.Reduce, Filters: criteria.Filters{"contact": {"e_mail": "''"}}},
	} {
		if _, err := s.Session.Segments.Run(ctx, no, step, filter.Env{}); err != nil {
			t.Fatal(err)
		}
	}
	return s, show(s, no)
}

func inForce(s *guitest.Stage) int {
	s.T.Helper()
	seg, err := s.Session.Segments.Segment(context.Background(), "SM00001")
	if err != nil {
		s.T.Fatal(err)
	}
	return seg.Step
}

// A click on a step shows the lines as they were after it, plainly marked, and
// changes nothing; nothing can be changed there; Esc shows the lines of now.
func TestPreviewOfAStep(t *testing.T) {
	s, c := stepped(t)
	s.Timeline().OnTap(0)
	s.Settle(c.Tasks)
	want(t, "lines", column(s, "contact_no"), []string{"FIRM1", "ANN", "BOB"})
	if !strings.Contains(s.Shown(), "Preview: 3 contacts, as they were after step 1, Add Contacts . Nothing has been changed.") {
		t.Errorf("the preview is not marked: %s", s.Shown())
	}
	want(t, "selected", s.Timeline().Selected(), 0)
	want(t, "step in force", inForce(s), 3)

	list := s.List()
	want(t, "tail", list.NewRow, "")
	list.SelectAll()
	list.Focus()
	s.Key(fyne.KeyDelete)
	list.SetCurrent(1, "salesperson_code")
	list.TypedRune('b')
	s.Key(fyne.KeyF8)
	s.Settle(c.Tasks)
	if _, _, editing := list.Editing(); editing {
		t.Error("a line of a preview can be edited")
	}
	want(t, "status", c.Status(), "This is a preview. To change lines, choose Back to now (Esc).")
	want(t, "step in force", inForce(s), 3)

	s.Key(fyne.KeyEscape)
	s.Settle(c.Tasks)
	want(t, "lines", column(s, "contact_no"), []string{"ANN"})
	want(t, "selected", s.Timeline().Selected(), -1)
	if strings.Contains(s.Shown(), "Preview") {
		t.Errorf("the mark is still there: %s", s.Shown())
	}
	want(t, "depth", s.Navigator.Depth(), 2)
}

// The keyboard walks the steps: Space previews, Enter goes there, and what is
// previewed can be gone to from its mark.
func TestStepsByKeyboard(t *testing.T) {
	s, c := stepped(t)
	s.List().Focus()
	for range 3 { // Interaction, Campaign, Criteria
		s.Key(fyne.KeyF6)
	}
	want(t, "the steps have the keyboard", s.Timeline().Focused(), true)
	s.Key(fyne.KeyUp)
	s.Key(fyne.KeySpace)
	s.Settle(c.Tasks)
	want(t, "lines", column(s, "contact_no"), []string{"ANN", "BOB"})
	s.Key(fyne.KeyReturn)
	s.Settle(c.Tasks)
	want(t, "step in force", inForce(s), 2)
	want(t, "the steps keep the keyboard", s.Timeline().Focused(), true)
	if strings.Contains(s.Shown(), "Preview") {
		t.Errorf("what is in force is marked as a preview: %s", s.Shown())
	}

	s.Timeline().OnTap(2)
	s.Settle(c.Tasks)
	want(t, "lines", column(s, "contact_no"), []string{"ANN"})
	s.Button("Go to this step").Press()
	s.Settle(c.Tasks)
	want(t, "step in force", inForce(s), 3)
	want(t, "status", c.Status(), "Reduce done again: 1 contact has left the segment")

	s.Timeline().OnTap(2)
	s.Settle(c.Tasks)
	want(t, "status", c.Status(), "Step 3 is in force: these are the current lines")
}

// Where the history moves meanwhile, a preview of what is there now, or of a step
// that is gone, ends.
func TestPreviewEndsWithItsStep(t *testing.T) {
	s, c := stepped(t)
	s.Timeline().OnTap(1)
	s.Settle(c.Tasks)
	if _, err := s.Session.Segments.GoTo(context.Background(), "SM00001", 2); err != nil {
		t.Fatal(err)
	}
	s.Key(fyne.KeyF5)
	s.Settle(c.Tasks)
	if strings.Contains(s.Shown(), "Preview") {
		t.Errorf("what is there now is marked as a preview: %s", s.Shown())
	}
	s.Timeline().OnTap(2)
	s.Settle(c.Tasks)
	if err := s.Session.Segments.ClearCriteria(context.Background(), "SM00001"); err != nil {
		t.Fatal(err)
	}
	s.Key(fyne.KeyF5)
	s.Settle(c.Tasks)
	want(t, "lines", column(s, "contact_no"), []string{"ANN", "BOB"})
	want(t, "tail", s.List().NewRow, "+ Type a contact")
}

// Where lines are previewed, an action concerns the lines of now.
func TestActionsLeaveThePreview(t *testing.T) {
	s, c := stepped(t)
	s.Timeline().OnTap(0)
	s.Settle(c.Tasks)
	ask(s, c, "Reduce…")
	if !strings.Contains(s.Shown(), "of 1 line") {
		t.Errorf("the dialog does not speak of the lines of now: %s", s.Shown())
	}
	s.Key(fyne.KeyEscape)
	s.Settle(c.Tasks)
	want(t, "lines", column(s, "contact_no"), []string{"ANN"})
}

// Clear Criteria says what it does, and how much goes.
func TestClearCriteria(t *testing.T) {
	s, c := stepped(t)
	s.Button("Segment").Press()
	s.Choose("Clear Criteria…")
	for _, said := range []string{"3 criteria actions", "1 line was not changed.", "cannot be taken back"} {
		if !strings.Contains(s.Shown(), said) {
			t.Errorf("the question does not say %q: %s", said, s.Shown())
		}
	}
	s.Button("Clear Criteria").Press()
	s.Settle(c.Tasks)
	want(t, "steps", steps(s), 0)
	want(t, "lines", column(s, "contact_no"), []string{"ANN"})
}

// A segment without lines says what one can do about it.
func TestEmptySegment(t *testing.T) {
	s, c := made(t)
	if !strings.Contains(s.Shown(), "There are no contacts yet. Find them with filters") {
		t.Errorf("it does not say what to do: %s", s.Shown())
	}
	s.List().Focus()
	s.List().OnNewRow('a')
	s.Settle(c.Tasks)
	s.Key(fyne.KeyReturn)
	s.Settle(c.Tasks)
	if strings.Contains(s.Shown(), "There are no contacts yet") {
		t.Errorf("it says that there are none: %s", s.Shown())
	}
	s.Shortcut(fyne.KeyZ, fyne.KeyModifierShortcutDefault)
	s.Settle(c.Tasks)
	if !strings.Contains(s.Shown(), "the steps that added them were taken back. Do it again") {
		t.Errorf("it does not say what to do: %s", s.Shown())
	}
}
