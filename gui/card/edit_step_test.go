package card_test

import (
	"context"
	"testing"

	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
	"winnow/gui/card"
	shown "winnow/gui/criteria"
	"winnow/gui/guitest"
	"winnow/gui/work"
)

// A step is edited in its own dialog, with its filters; what that changes is shown before
// it is kept, and can be taken back.
func TestEditStep(t *testing.T) {
	s := guitest.New(t)
	ctx := context.Background()
	no, err := s.Session.Segments.CreateSegment(ctx, "", nil, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	add := criteria.Step{Action: criteria.Add, Filters: criteria.Filters{}, Options: criteria.Options{ExpandCompanies: true}}
	add.Filters.Set("contact", "country_region_code", "GB")
	_, err = s.Session.Segments.Run(ctx, no, add, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	said, undo := "", func() {}
	tasks := work.NewTasks()
	e := card.EditStep(s.Session, card.EditStepParams{Segment: no, Step: 1, Done: shown.SayReplayed(s.Session, shown.TakeBackParams{
		Tasks: tasks, Segment: no, Say: func(text string, back func()) { said, undo = text, back },
	})})
	s.Settle(e.Tasks)
	if title := e.Dialog.Modal().Title; title != "Edit Step 1: Add Contacts" {
		t.Errorf("the dialog is %s", title)
	}
	country := s.Entry("Contact", "Country/Region Code")
	if country.Text() != "GB" {
		t.Errorf("the filter is %s", country.Text())
	}
	country.SetText("GB|DE")
	s.Button("OK").Press()
	s.Settle(e.Differences.Tasks)
	s.Button("Keep").Press()
	s.Settle(e.Differences.Tasks)
	if said != "3 contacts come, 0 go" {
		t.Errorf("it says %s", said)
	}
	steps, err := s.Session.Segments.Steps(ctx, no)
	if err != nil {
		t.Fatal(err)
	}
	if len(steps) != 1 || steps[0].Filters["contact"]["country_region_code"] != "GB|DE" || !steps[0].Options.ExpandCompanies {
		t.Errorf("the steps are %+v", steps)
	}
	undo()
	s.Settle(tasks)
	seg, err := s.Session.Segments.Segment(ctx, no)
	if err != nil {
		t.Fatal(err)
	}
	if seg.Place() != (segment.Place{Step: 1}) || seg.Lines != 3 {
		t.Errorf("taken back it is %+v", seg)
	}
}

// A step whose dialog is left as it is asks for the same as before, whatever it asks for.
func TestEditStepChangesNothingByItself(t *testing.T) {
	s := guitest.New(t)
	ctx := context.Background()
	no, err := s.Session.Segments.CreateSegment(ctx, "", nil, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	seed := int64(17)
	steps := []criteria.Step{
		{Action: criteria.Add, Any: []criteria.Alternative{
			{Filters: criteria.Filters{"contact": {"country_region_code": "GB", "city": "''"}}, Without: criteria.Filters{"contact_mailing_group": {}}},
			{Filters: criteria.Filters{"contact_job_responsibility": {"job_responsibility_code": "SALE"}}},
			{Without: criteria.Filters{"interaction_log_entry": {"date": "t-30d..", "evaluation": "Positive"}, "value_entry": {"item_no": "1000|2000"}}},
		}, Options: criteria.Options{ExpandCompanies: true, Take: &criteria.Take{Percent: 9950, Seed: &seed, Per: criteria.PerHousehold}}, Reason: "the autumn fair"},
		{Action: criteria.Refine, Filters: criteria.Filters{"segment_line": {"segment_no": no}, "contact": {"age": "..200"}},
			Options: criteria.Options{EntireCompanies: true, Take: &criteria.Take{Count: 3, By: []string{"-contact.last_interaction_date", "contact.no"}, Per: "contact.country_region_code"}}},
		{Action: criteria.Reduce, Filters: criteria.Filters{"contact": {"name": "@*bob*"}}, Options: criteria.Options{Take: &criteria.Take{Count: 1, By: []string{"contact.name"}, Per: criteria.PerCompany}}},
	}
	for _, step := range steps {
		if _, err := s.Session.Segments.Run(ctx, no, step, filter.Env{}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Session.Segments.AddLines(ctx, no, []string{"EVE", "CARL"}, true); err != nil {
		t.Fatal(err)
	}
	for n := range len(steps) + 1 {
		e := card.EditStep(s.Session, card.EditStepParams{Segment: no, Step: n + 1, Done: func(segment.Replayed) {}})
		s.Settle(e.Tasks)
		s.Button("OK").Press()
		s.Settle(e.Differences.Tasks)
		if !s.Button("Keep").Disabled() {
			t.Errorf("step %d: it shows: %s", n+1, s.Shown())
		}
		s.Navigator.Back()
	}
}
