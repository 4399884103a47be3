package filters_test

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/google/go-cmp/cmp"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
	"winnow/gui/filters"
	"winnow/gui/guitest"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// open shows the dialog of an action on a segment with these contacts.
func open(t *testing.T, action criteria.Action, contacts ...string) (s *guitest.Stage, tasks *work.Tasks, done *segment.Result) {
	t.Helper()
	done = &segment.Result{}
	s, tasks, _ = stage(t, action, done, contacts)
	return s, tasks, done
}

// show shows the dialog of an action on an empty segment.
func show(t *testing.T, action criteria.Action) (*guitest.Stage, *work.Tasks, *filters.Dialog) {
	t.Helper()
	return stage(t, action, &segment.Result{}, nil)
}

func stage(t *testing.T, action criteria.Action, done *segment.Result, contacts []string) (*guitest.Stage, *work.Tasks, *filters.Dialog) {
	t.Helper()
	s := guitest.New(t)
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
	tasks := work.NewTasks()
	d := filters.Show(s.Session, filters.Params{Segment: no, Title: no, Action: action, Tasks: tasks,
		Done: func(r segment.Result) { *done = r }})
	d.Pause = 0
	s.Settle(tasks)
	return s, tasks, d
}

// more adds a filter by its name.
func more(s *guitest.Stage, name string) {
	s.Button("+ Filter").Press()
	for _, r := range name {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	s.Key(fyne.KeyReturn)
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

// The dialog has all nine sections in order, and says plainly what will happen.
func TestSections(t *testing.T) {
	s, _, _ := open(t, criteria.Refine)
	shows(s, "Remove Contacts - Refine", "Only the contacts that you describe here stay", "Entire Companies")
	at := 0
	for _, caption := range []string{"Contact", "Contact Profile Answer", "Contact Mailing Group", "Interaction Log Entry",
		"Contact Job Responsibility", "Contact Industry Group", "Contact Business Relation", "Value Entry", "Segment Line"} {
		s.Tab(caption)
		next := strings.Index(s.Shown()[at:], caption)
		if next < 0 {
			t.Fatalf("%s is out of order", caption)
		}
		at += next
	}
	s.Tab("Segment Line").SetOpen(true)
	s.Entry("Segment Line", "Segment No.")
	for _, caption := range []string{"No.", "Search Name", "Type", "Salesperson Code", "Post Code", "Country/Region Code", "Territory Code"} {
		s.Entry("Contact", caption)
	}
}

// Counts of a section are what it and those before it leave.
func TestCounts(t *testing.T) {
	s, tasks, _ := open(t, criteria.Add)
	s.Entry("Contact", "Type").Type("Person")
	s.Tab("Interaction Log Entry").SetOpen(true)
	s.Entry("Interaction Log Entry", "Date").Type("2026-11")
	s.Settle(tasks)
	shows(s, "1 filter", "5 of 7", "1 of 5", "1 contact will be added, then 1 line", "from 2026-11-01 to 2026-11-30")
}

// A lookup offers the values that occur, with their number of contacts; ticked
// ones are joined.
func TestLookup(t *testing.T) {
	s, tasks, _ := open(t, criteria.Add)
	country := s.Entry("Contact", "Country/Region Code")
	country.OnLookup()
	s.Settle(tasks)
	shows(s, "DE", "3", "GB", "4")
	for _, key := range []fyne.KeyName{fyne.KeyDown} {
		s.Window.Canvas().Focused().TypedRune(' ')
		s.Key(key)
		s.Window.Canvas().Focused().TypedRune(' ')
	}
	s.Key(fyne.KeyReturn)
	s.Settle(tasks)
	want(t, "filter", country.Text(), "DE|GB")
	shows(s, "6 of 7 contacts will be added, then 6 lines; 1 is excluded")
}

// Options are a tick list; the blank one is written as the empty value.
func TestOptions(t *testing.T) {
	s, tasks, _ := open(t, criteria.Add)
	kind := s.Entry("Contact", "Type")
	kind.OnLookup()
	shows(s, "Company", "Person")
	s.Key(fyne.KeyDown)
	s.Key(fyne.KeyReturn)
	s.Settle(tasks)
	want(t, "filter", kind.Text(), "Person")
}

// A field that is not shown at first is added with "+ Filter".
func TestMoreFilters(t *testing.T) {
	s, tasks, done := open(t, criteria.Add)
	more(s, "surname")
	s.Entry("Contact", "Surname").Type("''")
	s.Settle(tasks)
	s.Button("OK").Press()
	s.Settle(tasks)
	want(t, "lines", done.LinesAfter, 6)
}

// Where ignoring case would find some, the field says so, and a tap corrects it.
func TestCaseNote(t *testing.T) {
	s, tasks, _ := open(t, criteria.Add)
	more(s, "name")
	name := s.Entry("Contact", "Name")
	name.Type("ann*")
	s.Settle(tasks)
	want(t, "note", name.Meaning(), "Matches only if case is ignored")
	s.Button("ignore case").Press()
	s.Settle(tasks)
	want(t, "filter", name.Text(), "@ann*")
	want(t, "nothing more to say", name.Offer() == nil, true)
	shows(s, "1 contact will be added")
}

// Where other accents would find some, the field says so, and a tap corrects it.
func TestAccentNote(t *testing.T) {
	s, tasks, _ := open(t, criteria.Add)
	s.Row("contact", "no", "KO", "name", "Anke Köhler", "type", 1)
	more(s, "name")
	name := s.Entry("Contact", "Name")
	name.Type("*kohler")
	s.Settle(tasks)
	want(t, "note", name.Meaning(), "Matches only if accents are ignored")
	s.Button("Ignore accents").Press()
	s.Settle(tasks)
	want(t, "filter", name.Text(), "Anke Köhler")
	shows(s, "1 contact will be added")
}

// A range that can match nothing is told, and is no question of case.
func TestRangeNote(t *testing.T) {
	s, tasks, _ := open(t, criteria.Add)
	name := s.Entry("Contact", "Search Name")
	name.Type("m..a")
	s.Settle(tasks)
	want(t, "offered", name.Offer() == nil, true)
	if !strings.Contains(name.Meaning(), "matches nothing") {
		t.Errorf("the note is %q", name.Meaning())
	}
}

// A filter that was added can be taken away again, with the cross or the
// keyboard; those that are there at first stay.
func TestTakeFilterAway(t *testing.T) {
	s, tasks, _ := open(t, criteria.Add)
	more(s, "surname")
	s.Entry("Contact", "Surname").Type("Lang")
	s.Settle(tasks)
	shows(s, "1 filter")
	s.Entry("Contact", "Surname").Focus()
	s.Shortcut(fyne.KeyDelete, fyne.KeyModifierShortcutDefault)
	s.Settle(tasks)
	if strings.Contains(s.Shown(), "Surname") || strings.Contains(s.Shown(), "1 filter") {
		t.Errorf("the filter is still there: %s", s.Shown())
	}
	want(t, "the keyboard is in the one before", s.Entry("Contact", "Territory Code").Focused(), true)
	s.Shortcut(fyne.KeyDelete, fyne.KeyModifierShortcutDefault)
	s.Entry("Contact", "Territory Code")
}

// Typing stops what is being counted; counting that takes long says so and can be
// stopped.
func TestCounting(t *testing.T) {
	s, tasks, d := show(t, criteria.Add)
	d.Moment = 0
	release := filters.HoldCounts(d)
	s.Entry("Contact", "Country/Region Code").Type("GB")
	s.Until("it counts", func() bool { return strings.Contains(s.Shown(), "Counting…") })
	s.Button("stop").Press()
	shows(s, "Not counted")
	s.Entry("Contact", "Country/Region Code").Type("FR")
	s.Entry("Contact", "Country/Region Code").Type("DE")
	release()
	s.Settle(tasks)
	shows(s, "3 contacts will be added")
	release = filters.HoldCounts(d)
	s.Entry("Contact", "Country/Region Code").Type("GB")
	s.Until("it counts again", func() bool { return strings.Contains(s.Shown(), "Counting…") })
	s.Button("stop").Press()
	release()
	s.Button("count").Press()
	s.Settle(tasks)
	shows(s, "will be added")
}

// OK does not wait for the count: a filter that was wrong and is corrected can be used
// while it is being counted.
func TestOKDoesNotWaitForTheCount(t *testing.T) {
	s, tasks, d := show(t, criteria.Add)
	s.Entry("Contact", "Post Code").Type("GB*|")
	s.Settle(tasks)
	want(t, "wrong", s.Button("OK").Disabled(), true)
	release := filters.HoldCounts(d)
	s.Entry("Contact", "Post Code").Type("GB*")
	s.Until("OK", func() bool { return !s.Button("OK").Disabled() })
	release()
	s.Settle(tasks)
	shows(s, "0 contacts will be added")
}

// A wrong filter is told at once, and counts nothing.
func TestWrongFilterCostsNothing(t *testing.T) {
	s, tasks, d := show(t, criteria.Add)
	release := filters.HoldCounts(d)
	defer release()
	s.Entry("Contact", "Post Code").Type("GB*|")
	s.Settle(tasks)
	shows(s, "Correct Post Code first")
	want(t, "OK", s.Button("OK").Disabled(), true)
}

// A section's heading tells how many it leaves of those before it, and how many
// it selects by itself; bars over the foot show the same.
func TestFunnel(t *testing.T) {
	s, tasks, d := show(t, criteria.Add)
	want(t, "the funnel takes no room without filters", len(d.Funnel().Data().Bars), 0)
	s.Entry("Contact", "Country/Region Code").Type("DE")
	s.Tab("Interaction Log Entry").SetOpen(true)
	s.Entry("Interaction Log Entry", "Date").Type("2026-11")
	s.Settle(tasks)
	shows(s, "3 of 7", "0 of 3 · 1 alone")
	want(t, "the funnel", d.Funnel().Text(), "Contacts left after each section\nAll contacts\t7\t100 %\nContact\t3\t43 %\n"+
		"Interaction Log Entry\t0\t0 %\nWill be added\t0\t0 %\n")
	s.Entry("Interaction Log Entry", "Date").Type("")
	s.Settle(tasks)
	bars := d.Funnel().Data().Bars
	want(t, "bars", len(bars), 3)
	s.Entry("Contact", "Country/Region Code").Type("DE|")
	s.Settle(tasks)
	want(t, "bars of a wrong filter", len(d.Funnel().Data().Bars), 0)
	s.Entry("Contact", "Country/Region Code").Type("DE")
	s.Settle(tasks)
	d.Funnel().Data().Bars[2].Open()
	s.Settle(tasks)
	s.Until("the list", func() bool {
		return strings.Contains(s.Shown(), "Add these 3") && strings.Contains(s.Shown(), "Dora Lang")
	})
}

// look opens the list of those whom the dialog's action concerns, over a page.
func look(s *guitest.Stage, tasks *work.Tasks, shown string) {
	s.T.Helper()
	s.Session.Go.Back = func() { s.Navigator.Back() }
	s.Navigator.Open(&widget.Page{Title: "Card", Content: widget.Empty("", "", nil)})
	s.Button("show them").Press()
	s.Settle(tasks)
	s.Until(shown, func() bool { return strings.Contains(s.Shown(), shown) })
}

// The contacts that the action concerns are listed, without a way to delete them,
// and the dialog comes back as it was left.
func TestShowThem(t *testing.T) {
	done := segment.Result{}
	s, tasks, _ := stage(t, criteria.Reduce, &done, []string{"ANN", "BOB", "CARL"})
	s.Entry("Contact", "Country/Region Code").Type("GB")
	s.Settle(tasks)
	look(s, tasks, "Bob Kelly")
	want(t, "dialogs", len(s.Window.Canvas().Overlays().List()), 0)
	shows(s, "Contacts to be removed from SM00001", "Remove these 2")
	if strings.Contains(s.Shown(), "Delete") {
		t.Errorf("it offers to delete contacts: %s", s.Shown())
	}
	s.Button("Back to the dialog").Press()
	s.Until("the dialog", func() bool { return strings.Contains(s.Shown(), "2 of 3 lines go") })
	want(t, "filter", s.Entry("Contact", "Country/Region Code").Text(), "GB")
	want(t, "No.", s.Entry("Contact", "No.").Text(), "")
	s.Settle(tasks)
}

// Whoever is left out of the list becomes part of the step's filter.
func TestLeaveOutOfThoseShown(t *testing.T) {
	done := segment.Result{}
	s, tasks, _ := stage(t, criteria.Add, &done, nil)
	s.Entry("Contact", "Country/Region Code").Type("GB")
	s.Settle(tasks)
	shows(s, "3 of 4 contacts will be added, then 3 lines; 1 is excluded")
	look(s, tasks, "Bob Kelly")
	shows(s, "Add these 3")
	s.List().SetCurrent(1, "name")
	s.List().Select(1)
	s.Button("Leave out or include").Press()
	s.Until("the count", func() bool { return strings.Contains(s.Shown(), "Add these 2") })
	shows(s, "1 left out")
	s.Until("the tick", func() bool {
		row, ok := s.List().Row(1)
		return ok && row.Cells[0].Text == "No" && row.Cells[1].Text == "BOB"
	})
	s.List().OnLink(0, "taken")
	s.Until("the count", func() bool { return strings.Contains(s.Shown(), "Add this 1") })
	s.List().OnLink(0, "taken")
	s.Until("the count", func() bool { return strings.Contains(s.Shown(), "Add these 2") })
	s.Button("Add these 2").Press()
	s.Until("the result", func() bool { return done.LinesAfter > 0 })
	want(t, "added", done.LinesAfter, 2)
	steps, err := s.Session.Segments.Steps(context.Background(), "SM00001")
	if err != nil {
		t.Fatal(err)
	}
	want(t, "filter", steps[0].Filters["contact"], map[string]string{"country_region_code": "GB", "no": "<>BOB"})
	s.Settle(tasks)
}

// What a Refine removes is only looked at.
func TestShowThemOfRefine(t *testing.T) {
	done := segment.Result{}
	s, tasks, _ := stage(t, criteria.Refine, &done, []string{"ANN", "BOB", "CARL"})
	s.Entry("Contact", "Country/Region Code").Type("GB")
	s.Settle(tasks)
	look(s, tasks, "Carl Brand")
	if strings.Contains(s.Shown(), "Leave out") {
		t.Errorf("it offers to leave some out: %s", s.Shown())
	}
	s.Button("Remove this 1").Press()
	s.Until("the result", func() bool { return done.LinesAfter == 2 })
	s.Settle(tasks)
}

// The question whether everybody is meant says the same number as the preview.
func TestNumbersOfTheQuestion(t *testing.T) {
	s, tasks, _ := stage(t, criteria.Add, &segment.Result{}, []string{"ANN"})
	preview := "5 of 7 contacts will be added, then 6 lines; 1 is excluded, 1 is there already"
	shows(s, preview)
	s.Button("OK").Press()
	shows(s, "No filters", preview)
	s.Key(fyne.KeyEscape)
	s.Settle(tasks)
}

// What is refused leaves the segment as it was and the dialog open, with the
// keyboard at what is wrong.
func TestRefused(t *testing.T) {
	s, tasks, done := open(t, criteria.Add)
	s.Tab("Interaction Log Entry").Toggle()
	date := s.Entry("Interaction Log Entry", "Date")
	date.Type("2026-02-30")
	s.Button("OK").Press() // before it was tried
	s.Settle(tasks)
	want(t, "nothing was done", done.Step, 0)
	want(t, "the keyboard", date.Focused(), true)
	shows(s, "2026-02-30", "is not a day", "Correct Date first")
	date.Type("2026-11")
	s.Settle(tasks)
	s.Button("OK").Press()
	s.Settle(tasks)
	want(t, "lines", done.LinesAfter, 1)
}

// With no filters OK asks once, and No leaves the dialog as it was.
func TestNoFilters(t *testing.T) {
	s, tasks, done := open(t, criteria.Reduce, "ANN", "BOB")
	s.Button("OK").Press()
	shows(s, "every contact will be removed")
	s.Button("No").Press()
	s.Settle(tasks)
	want(t, "nothing was done", done.Step, 0)
	s.Button("OK").Press()
	s.Button("Yes").Press()
	s.Settle(tasks)
	want(t, "lines", done.LinesAfter, 0)
}

// F6 goes through all FastTabs and the options; Alt+F6 collapses and opens.
func TestWalkByKeys(t *testing.T) {
	s, tasks, _ := open(t, criteria.Refine)
	s.Entry("Contact", "No.").Focus()
	sections := catalog.Sections()
	for range sections[1:] {
		s.Key(fyne.KeyF6)
	}
	last := sections[len(sections)-1]
	shown, _ := last.Field(last.Default[0])
	want(t, "the last section", s.Tab(last.Caption).Focused(), true)
	s.Shortcut(fyne.KeyF6, fyne.KeyModifierAlt)
	s.Settle(tasks)
	s.Entry(last.Caption, shown.Caption)
	s.Key(fyne.KeyF6)
	want(t, "the options", s.Check("Options").Focused(), true)
	s.Key(fyne.KeyF6)
	want(t, "the first again", s.Entry("Contact", "No.").Focused(), true)
	s.Shortcut(fyne.KeyF6, fyne.KeyModifierShift)
	want(t, "back", s.Check("Options").Focused(), true)
	s.Shortcut(fyne.KeyF6, fyne.KeyModifierAlt)
	want(t, "collapsed", s.Tab("Options").IsOpen(), false)
}

// The calendar's periods and intervals are filters.
func TestDates(t *testing.T) {
	s, tasks, _ := open(t, criteria.Add)
	s.Tab("Interaction Log Entry").SetOpen(true)
	date := s.Entry("Interaction Log Entry", "Date")
	date.OnLookup()
	s.Button("This month").Press()
	s.Settle(tasks)
	want(t, "filter", date.Text(), "-CM..CM")
	shows(s, "from 2026-11-01 to 2026-11-30", "1 of 7")
	date.OnLookup()
	s.Button("From – to").Press()
	s.Key(fyne.KeyHome)
	s.Key(fyne.KeyReturn)
	s.Key(fyne.KeyEnd)
	s.Key(fyne.KeyReturn)
	s.Settle(tasks)
	want(t, "period", date.Text(), "2026-11-01..2026-11-30")
}

// Ctrl+Enter is OK from within a field; Esc leaves the segment as it was.
func TestKeys(t *testing.T) {
	s, tasks, done := open(t, criteria.Reduce, "ANN", "BOB")
	entry := s.Entry("Contact", "No.")
	entry.Focus()
	entry.Type("ANN")
	s.Settle(tasks)
	s.Shortcut(fyne.KeyReturn, fyne.KeyModifierShortcutDefault)
	s.Settle(tasks)
	want(t, "lines", []int{done.LinesBefore, done.LinesAfter}, []int{2, 1})

	s, tasks, done = open(t, criteria.Reduce, "ANN", "BOB")
	s.Entry("Contact", "No.").Focus()
	s.Key(fyne.KeyEscape)
	s.Settle(tasks)
	want(t, "overlays", len(s.Window.Canvas().Overlays().List()), 0)
	want(t, "step", done.Step, 0)
}

// F8 copies the filter of the field above, F6 goes on to the next section.
func TestF8AndF6(t *testing.T) {
	s, tasks, _ := open(t, criteria.Add)
	s.Entry("Contact", "No.").Type("ANN")
	s.Entry("Contact", "Type").Focus()
	s.Key(fyne.KeyF8)
	s.Settle(tasks)
	want(t, "filter", s.Entry("Contact", "Type").Text(), "ANN")
	shows(s, "Correct Type first")
	s.Key(fyne.KeyF6)
	want(t, "section", s.Tab("Contact Profile Answer").Focused(), true)
}

// Filters of an earlier step can be used again.
func TestUse(t *testing.T) {
	s, tasks, _ := open(t, criteria.Reduce, "ANN", "BOB")
	s.Button("Use: last used").Press()
	s.Choose("step 1: Add Contacts, No.: ANN|BOB")
	s.Settle(tasks)
	want(t, "filter", s.Entry("Contact", "No.").Text(), "ANN|BOB")
	shows(s, "2 of 2 lines go, 0 stay")
}

// A code that nobody has is told under its field.
func TestCodesThatOccurNowhere(t *testing.T) {
	s, tasks, _ := open(t, criteria.Add)
	code := s.Entry("Contact", "Salesperson Code")
	code.Type("NOBODY")
	s.Settle(tasks)
	want(t, "note", code.Meaning(), "NOBODY occurs nowhere in Contact")
	if code.Offer() != nil {
		t.Error("something is offered")
	}
}
