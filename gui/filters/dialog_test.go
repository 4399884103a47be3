package filters_test

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/google/go-cmp/cmp"

	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
	"winnow/gui/filters"
	"winnow/gui/guitest"
	"winnow/gui/work"
)

// open shows the dialog of an action on a segment with these contacts.
func open(t *testing.T, action criteria.Action, contacts ...string) (s *guitest.Stage, desk *work.Desk, done *segment.Result) {
	t.Helper()
	s = guitest.New(t)
	ctx := context.Background()
	no, err := s.Session.Segments.CreateSegment(ctx, "", nil, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	if len(contacts) > 0 {
		if _, err := s.Session.Segments.AddLines(ctx, no, contacts, false); err != nil {
			t.Fatal(err)
		}
	}
	desk, done = work.NewDesk(), &segment.Result{}
	d := filters.Show(s.Session, filters.Params{Segment: no, Title: no, Action: action, Desk: desk,
		Done: func(r segment.Result) { *done = r }})
	d.Pause = 0
	s.Settle(desk)
	return s, desk, done
}

func want(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func shows(s *guitest.Stage, texts ...string) {
	s.T.Helper()
	for _, text := range texts {
		if !strings.Contains(s.Shown(), text) {
			s.T.Errorf("%q is not shown: %s", text, s.Shown())
		}
	}
}

// The dialog has all eight sections in order, and says plainly what will happen.
func TestSections(t *testing.T) {
	s, _, _ := open(t, criteria.Refine)
	shows(s, "Remove Contacts - Refine", "Only the contacts that you describe here stay", "Entire Companies")
	at := 0
	for _, caption := range []string{"Contact", "Contact Profile Answer", "Contact Mailing Group", "Interaction Log Entry",
		"Contact Job Responsibility", "Contact Industry Group", "Contact Business Relation", "Value Entry"} {
		s.Tab(caption)
		next := strings.Index(s.Shown()[at:], caption)
		if next < 0 {
			t.Fatalf("%s is out of order", caption)
		}
		at += next
	}
	for _, caption := range []string{"No.", "Search Name", "Type", "Salesperson Code", "Post Code", "Country/Region Code", "Territory Code"} {
		s.Entry("Contact", caption)
	}
}

// Counts of a section are what it and those before it leave.
func TestCounts(t *testing.T) {
	s, desk, _ := open(t, criteria.Add)
	s.Entry("Contact", "Type").Type("Person")
	s.Tab("Interaction Log Entry").SetOpen(true)
	s.Entry("Interaction Log Entry", "Date").Type("2026-11")
	s.Settle(desk)
	shows(s, "1 filter", "5 of 7", "1 of 5", "1 contact will be added, then 1 line", "from 2026-11-01 to 2026-11-30")
}

// A lookup offers the values that occur, with their number of contacts; ticked
// ones are joined.
func TestLookup(t *testing.T) {
	s, desk, _ := open(t, criteria.Add)
	country := s.Entry("Contact", "Country/Region Code")
	country.OnLookup()
	s.Settle(desk)
	shows(s, "DE", "3", "GB", "4")
	for _, key := range []fyne.KeyName{fyne.KeyDown} {
		s.Window.Canvas().Focused().TypedRune(' ')
		s.Key(key)
		s.Window.Canvas().Focused().TypedRune(' ')
	}
	s.Key(fyne.KeyReturn)
	s.Settle(desk)
	want(t, "filter", country.Text(), "DE|GB")
	shows(s, "6 contacts will be added, then 6 lines")
}

// Options are a tick list; the blank one is written as the empty value.
func TestOptions(t *testing.T) {
	s, desk, _ := open(t, criteria.Add)
	kind := s.Entry("Contact", "Type")
	kind.OnLookup()
	shows(s, "Company", "Person")
	s.Key(fyne.KeyDown)
	s.Key(fyne.KeyReturn)
	s.Settle(desk)
	want(t, "filter", kind.Text(), "Person")
}

// A field that is not shown at first is added with "+ Filter".
func TestMoreFilters(t *testing.T) {
	s, desk, done := open(t, criteria.Add)
	s.Button("+ Filter").Press()
	for _, r := range "surname" {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	s.Key(fyne.KeyReturn)
	s.Entry("Contact", "Surname").Type("''")
	s.Settle(desk)
	s.Button("OK").Press()
	s.Settle(desk)
	want(t, "lines", done.LinesAfter, 6)
}

// Where ignoring case would find some, the field says so.
func TestCaseNote(t *testing.T) {
	s, desk, _ := open(t, criteria.Add)
	s.Button("+ Filter").Press()
	for _, r := range "name" {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	s.Key(fyne.KeyReturn)
	s.Entry("Contact", "Name").Type("ann*")
	s.Settle(desk)
	if note := s.Entry("Contact", "Name").Meaning(); !strings.Contains(note, "if upper and lower case did not count") {
		t.Errorf("the note is %q", note)
	}
}

// Ctrl+Enter is OK from within a field; Esc leaves the segment as it was.
func TestKeys(t *testing.T) {
	s, desk, done := open(t, criteria.Reduce, "ANN", "BOB")
	entry := s.Entry("Contact", "No.")
	entry.Focus()
	entry.Type("ANN")
	s.Settle(desk)
	s.Shortcut(fyne.KeyReturn, fyne.KeyModifierShortcutDefault)
	s.Settle(desk)
	want(t, "lines", []int{done.LinesBefore, done.LinesAfter}, []int{2, 1})

	s, desk, done = open(t, criteria.Reduce, "ANN", "BOB")
	s.Entry("Contact", "No.").Focus()
	s.Key(fyne.KeyEscape)
	s.Settle(desk)
	want(t, "overlays", len(s.Window.Canvas().Overlays().List()), 0)
	want(t, "step", done.Step, 0)
}

// F8 copies the filter of the field above, F6 goes on to the next section.
func TestF8AndF6(t *testing.T) {
	s, desk, _ := open(t, criteria.Add)
	s.Entry("Contact", "No.").Type("ANN")
	s.Entry("Contact", "Type").Focus()
	s.Key(fyne.KeyF8)
	s.Settle(desk)
	want(t, "filter", s.Entry("Contact", "Type").Text(), "ANN")
	shows(s, "Correct Type first")
	s.Key(fyne.KeyF6)
	want(t, "section", s.Tab("Contact Profile Answer").Focused(), true)
}

// Filters of an earlier step can be used again.
func TestUse(t *testing.T) {
	s, desk, _ := open(t, criteria.Reduce, "ANN", "BOB")
	s.Button("Use: last used").Press()
	s.Choose("step 1: Add Contacts, No.: ANN|BOB")
	s.Settle(desk)
	want(t, "filter", s.Entry("Contact", "No.").Text(), "ANN|BOB")
	shows(s, "2 of 2 lines go, 0 stay")
}
