package segment_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
)

// anyOf makes a step of alternatives, each of words as those of step.
func anyOf(t testing.TB, action criteria.Action, alternatives ...string) criteria.Step {
	t.Helper()
	s := criteria.Step{Action: action}
	for _, words := range alternatives {
		one := step(t, action, strings.Fields(words)...)
		s.Any = append(s.Any, criteria.Alternative{Filters: one.Filters, Without: one.Without})
	}
	return s
}

// A contact is selected that satisfies one alternative or more; the counts are those of
// each alternative.
func TestEitherOr(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		action criteria.Action
		want   string
		count  segment.Result
	}{
		{criteria.Add, "F1 P1 P3 P6", segment.Result{LinesAfter: 4, Selected: 5}},
		{criteria.Refine, "F1 F2 P1 P3 P6", segment.Result{LinesBefore: 8, LinesAfter: 5, Selected: 5}},
		{criteria.Reduce, "P2 P4 P5", segment.Result{LinesBefore: 8, LinesAfter: 3, Selected: 5}},
	} {
		b := newTown(t)
		no := b.MakeSegment()
		if c.action != criteria.Add {
			b.run(no, criteria.Add, "ignore_exclusion")
		}
		s := anyOf(t, c.action, "contact.type=Person contact.country_region_code=GB", "contact.type=Company", "contact.no=P1 without:contact_mailing_group")
		result, err := b.Run(b.Context(), no, s, filter.Env{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, b.contacts(no)); diff != "" {
			t.Errorf("%s: %s", c.action, diff)
		}
		if result.Selected != c.count.Selected || result.LinesBefore != c.count.LinesBefore || result.LinesAfter != c.count.LinesAfter {
			t.Errorf("%s: %+v", c.action, result)
		}
		everybody := 8
		want := []segment.SectionCount{
			{Alternative: 1, Section: "contact", Alone: 3, Together: 3},
			{Alternative: 2, Section: "contact", Alone: 2, Together: 2},
			{Alternative: 3, Section: "contact", Alone: 1, Together: 1},
			{Alternative: 3, Section: "contact_mailing_group", Alone: everybody, Together: 1},
		}
		if diff := cmp.Diff(want, result.Sections); diff != "" {
			t.Errorf("%s: %s", c.action, diff)
		}
	}
}

// What is recorded of alternatives does the same again, and tells their resolved
// filters.
func TestAlternativesAreRecorded(t *testing.T) {
	t.Parallel()
	b := newTown(t)
	no := b.MakeSegment()
	s := anyOf(t, criteria.Add, "contact.type=Company", "contact.last_date_modified=t", "without:interaction_log_entry")
	if _, err := b.Run(b.Context(), no, s, filter.Env{}); err != nil {
		t.Fatal(err)
	}
	steps, err := b.Steps(b.Context(), no)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(s.Any, steps[0].Any); diff != "" {
		t.Error(diff)
	}
	resolved := []criteria.Alternative{
		{Filters: criteria.Filters{"contact": {"type": "Company"}}, Without: criteria.Filters{}},
		{Filters: criteria.Filters{"contact": {"last_date_modified": today}}, Without: criteria.Filters{}},
		{Filters: criteria.Filters{}, Without: criteria.Filters{"interaction_log_entry": {}}},
	}
	if diff := cmp.Diff(resolved, steps[0].Resolved.Any); diff != "" {
		t.Error(diff)
	}
	again := b.MakeSegment()
	if _, err := b.Apply(b.Context(), again, segment.ApplyParams{Steps: []criteria.Step{steps[0].Step}}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(b.shown(no), b.shown(again)); diff != "" {
		t.Error(diff)
	}
}

// Explain tells which alternatives a contact satisfies.
func TestExplainAlternatives(t *testing.T) {
	t.Parallel()
	b := newTown(t)
	b.Row("contact_mailing_group", "contact_no", "P4", "mailing_group_code", "VIP")
	no := b.MakeSegment()
	s := anyOf(t, criteria.Add, "contact.country_region_code=GB contact_mailing_group.mailing_group_code=VIP", "contact_mailing_group.mailing_group_code=VIP", "contact.no=P1")
	if _, err := b.Run(b.Context(), no, s, filter.Env{}); err != nil {
		t.Fatal(err)
	}
	for contact, want := range map[string]string{
		"P4": "added: 1 contact false, 1 contact_mailing_group true, 2 contact_mailing_group true, 3 contact false",
		"P1": "added: 1 contact true, 1 contact_mailing_group false, 2 contact_mailing_group false, 3 contact true",
		"P6": "not selected: 1 contact true, 1 contact_mailing_group false, 2 contact_mailing_group false, 3 contact false",
	} {
		e, err := b.Explain(b.Context(), no, contact)
		if err != nil {
			t.Fatal(err)
		}
		var told []string
		for _, s := range e.Steps[0].Sections {
			told = append(told, fmt.Sprint(s.Alternative, " ", s.Section, " ", s.Satisfied))
		}
		if diff := cmp.Diff(want, string(e.Steps[0].Effect)+": "+strings.Join(told, ", ")); diff != "" {
			t.Errorf("%s: %s", contact, diff)
		}
	}
}

// Notes and errors name the alternative; what cannot be is refused.
func TestAlternativesAreChecked(t *testing.T) {
	t.Parallel()
	b := newTown(t)
	no := b.MakeSegment()
	result, err := b.Preview(b.Context(), no, anyOf(t, criteria.Add, "contact.no=P1", "contact.no=NOBODY"), filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Notes) != 1 || result.Notes[0].Alternative != 2 || result.Notes[0].Text.String() != "NOBODY occurs nowhere in Contact" {
		t.Errorf("the notes are %+v", result.Notes)
	}
	many := make([]string, 21)
	for i := range many {
		many[i] = "contact.no=P1"
	}
	beside := anyOf(t, criteria.Add, "contact.no=P1")
	beside.Filters = criteria.Filters{"contact": {"no": "P1"}}
	for _, c := range []struct {
		step criteria.Step
		want string
	}{
		{anyOf(t, criteria.Add, "contact.no=P1", ""), "alternative 2 has no filters"},
		{anyOf(t, criteria.Add, "contact.no="), "alternative 1 has no filters"},
		{anyOf(t, criteria.Add, many...), "a step has at most 20 alternatives"},
		{anyOf(t, criteria.Add, "contact.no=P1", "contact.no=P1|"), "Contact, No.: position 3: a value is missing after \"|\""},
		{anyOf(t, criteria.Add, "contact.no=P1", "contact.nr=P1"), "contact.nr: no such field; did you mean no?"},
		{beside, "alternatives (any) stand instead of filters and without, not beside them"},
	} {
		_, err := b.Run(b.Context(), no, c.step, filter.Env{})
		if err == nil || err.Error() != c.want {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
	if _, err := b.Run(b.Context(), no, anyOf(t, criteria.Add, many[:20]...), filter.Env{}); err != nil {
		t.Error(err)
	}
}
