package filters_test

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"

	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
	"winnow/gui/filters"
	"winnow/gui/guitest"
)

// lastStep returns the last step of the only segment.
func lastStep(s *guitest.Stage) segment.Step {
	s.T.Helper()
	list, err := s.Session.Segments.Segments(context.Background())
	if err != nil {
		s.T.Fatal(err)
	}
	steps, err := s.Session.Segments.Steps(context.Background(), list[len(list)-1].No)
	if err != nil || len(steps) == 0 {
		s.T.Fatalf("%d steps, %v", len(steps), err)
	}
	return steps[len(steps)-1]
}

// Each tab has filters of its own and shows how many they select, and the action takes
// whom any of them selects.
func TestAlternatives(t *testing.T) {
	s, tasks, done := open(t, criteria.Add)
	s.Entry("Contact", "Type").Type("Company")
	s.Settle(tasks)
	s.Button("+ or").Press()
	want(t, "the filters of a new alternative", s.Entry("Contact", "Type").Text(), "")
	s.Entry("Contact", "Country/Region Code").Type("DE")
	s.Settle(tasks)
	shows(s, "All of these (2)", "or (3)", "together 4")
	s.Button("All of these (2)").Press()
	s.Settle(tasks)
	want(t, "the filters of the first", s.Entry("Contact", "Type").Text(), "Company")
	want(t, "the filters of the first", s.Entry("Contact", "Country/Region Code").Text(), "")
	s.Shortcut(fyne.KeyReturn, fyne.KeyModifierControl)
	s.Settle(tasks)
	want(t, "lines", done.LinesAfter, lastStep(s).LinesAfter)
	want(t, "recorded", lastStep(s).Any, []criteria.Alternative{
		{Filters: criteria.Filters{"contact": {"type": "Company"}}, Without: criteria.Filters{}},
		{Filters: criteria.Filters{"contact": {"country_region_code": "DE"}}, Without: criteria.Filters{}},
	})
}

// An alternative that asks for nothing is none, and can be removed.
func TestEmptyAlternativeIsNone(t *testing.T) {
	s, tasks, _ := open(t, criteria.Add)
	s.Entry("Contact", "Type").Type("Company")
	s.Button("+ or").Press()
	s.Settle(tasks)
	shows(s, "All of these (2)", "together 2")
	s.Button("Remove these").Press()
	s.Settle(tasks)
	want(t, "the filters that are left", s.Entry("Contact", "Type").Text(), "Company")
	s.Shortcut(fyne.KeyReturn, fyne.KeyModifierControl)
	s.Settle(tasks)
	want(t, "recorded", lastStep(s).Filters, criteria.Filters{"contact": {"type": "Company"}})
}

// A filter that is wrong in another alternative is shown where it stands.
func TestWrongFilterInAnotherAlternative(t *testing.T) {
	s, tasks, _ := open(t, criteria.Add)
	s.Entry("Contact", "Post Code").Type("GB|")
	s.Settle(tasks)
	s.Button("+ or").Press()
	s.Entry("Contact", "Type").Type("Person")
	s.Settle(tasks)
	shows(s, "a value is missing")
	s.Shortcut(fyne.KeyReturn, fyne.KeyModifierControl)
	s.Settle(tasks)
	want(t, "shown", s.Entry("Contact", "Post Code").Text(), "GB|")
	if s.Entry("Contact", "Post Code").Error() == "" {
		t.Error("the filter is not marked")
	}
}

// The options say which part is taken.
func TestTakePart(t *testing.T) {
	s, tasks, _ := open(t, criteria.Add)
	s.Tab("Options").SetOpen(true)
	s.Entry("Options", "Only a part").Type("2")
	s.Settle(tasks)
	shows(s, "2 of 7 contacts will be added, then 2 lines; 1 is excluded, 4 are not taken")
	s.Entry("Options", "Only a part").Type("many")
	s.Settle(tasks)
	shows(s, "expected either a count of at least 1")
	s.Entry("Options", "Only a part").Type("50 %")
	s.Settle(tasks)
	shows(s, "3 are not taken")
	s.Shortcut(fyne.KeyReturn, fyne.KeyModifierControl)
	s.Key(fyne.KeyReturn) // everybody is meant
	s.Settle(tasks)
	taken := lastStep(s).Options.Take
	if taken == nil || taken.Percent != 5000 || taken.Seed == nil {
		t.Errorf("recorded is %+v", taken)
	}
}

// Alternatives and a part of a step can be used again.
func TestUseStepWithAlternatives(t *testing.T) {
	s := guitest.New(t)
	ctx := context.Background()
	no, err := s.Session.Segments.CreateSegment(ctx, "", nil, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	step := criteria.Step{Action: criteria.Add,
		Options: criteria.Options{Take: &criteria.Take{Count: 3, By: []string{"-contact.city", "contact.no"}, Per: criteria.PerCompany}},
		Any: []criteria.Alternative{
			{Filters: criteria.Filters{"contact": {"type": "Person"}}, Without: criteria.Filters{}},
			{Filters: criteria.Filters{"contact": {"country_region_code": "DE"}}, Without: criteria.Filters{"interaction_log_entry": {}}},
		}}
	if _, err := s.Session.Segments.Run(ctx, no, step, filter.Env{}); err != nil {
		t.Fatal(err)
	}
	var done segment.Result
	d := filters.Show(s.Session, filters.Params{Segment: no, Title: no, Action: criteria.Add, Done: func(r segment.Result) { done = r }})
	d.Pause = 0
	s.Until("the dialog is shown", func() bool { return d.Modal().IsOpen() })
	s.Button("Use: last used").Press()
	s.Choose("step 1: Add Contacts, 1. Type: Person")
	shows(s, "All of these", "or")
	s.Shortcut(fyne.KeyReturn, fyne.KeyModifierControl)
	s.Until("the action is done", func() bool { return done.Step == 2 })
	again := lastStep(s)
	want(t, "the alternatives", again.Any, step.Any)
	want(t, "the part", again.Options.Take, step.Options.Take)
}
