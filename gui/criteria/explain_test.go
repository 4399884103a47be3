package criteria_test

import (
	"context"
	"strings"
	"testing"

	"winnow/core/criteria"
	"winnow/core/filter"
	shown "winnow/gui/criteria"
	"winnow/gui/guitest"
)

// asks makes a segment with these steps.
func asks(t *testing.T, steps ...criteria.Step) *guitest.Stage {
	t.Helper()
	s := guitest.New(t)
	ctx := context.Background()
	no, err := s.Session.Segments.CreateSegment(ctx, "", nil, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range steps {
		if _, err := s.Session.Segments.Run(ctx, no, step, filter.Env{}); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// why opens the explanation of a contact and wants it to say all of this.
func why(s *guitest.Stage, contact, reason string, says ...string) {
	s.T.Helper()
	e := shown.OpenExplain(s.Session, "SM00001", contact)
	s.Navigator.Open(e.Shown())
	s.Settle(e.Tasks)
	want(s.T, contact, e.Reason(), reason)
	for _, text := range says {
		if !strings.Contains(s.Shown(), text) {
			s.T.Errorf("%s: %q is not said: %s", contact, text, s.Shown())
		}
	}
}

// Every contact can be explained, one that never was in the segment too: what
// was asked, what was done, and what the contact has that made it so.
func TestExplainInSentences(t *testing.T) {
	s := asks(t,
		criteria.Step{Action: criteria.Add, Filters: criteria.Filters{"contact": {"country_region_code": "GB"}}},
		criteria.Step{Action: criteria.Refine, Filters: criteria.Filters{"contact": {"type": "Person"}}},
		criteria.Step{Action: criteria.Reduce, Without: criteria.Filters{"interaction_log_entry": {"date": "t-30d.."}}},
	)
	why(s, "ANN", "Step 1, Add Contacts, added it, and no later step removed it.",
		"The step: Add contacts whose Country/Region Code is GB", "It was added: it matches all filters.",
		"Matches: Country/Region Code is GB", "Matches: Type is Person",
		"It stayed: it does not match all filters.", "it has the excluded entry Entry No. 1, Date 2026-11-10")
	why(s, "BOB", "Step 3, Reduce Contacts, removed it.", "It was removed: it matches all filters.")
	why(s, "FIRM1", "Step 2, Refine Contacts, removed it.", "Does not match: Type is Company; filter: is Person", "It was not in the segment at that step.")
	why(s, "EVE", "Step 1, Add Contacts, left it out because Exclude from Segment is on.", "It was left out: Exclude from Segment is on")
	why(s, "CARL", "No step added it.", "It was not added", "Does not match: Country/Region Code is DE; filter: is GB")
}

// A contact that comes along with its company is told so.
func TestExplainThroughCompany(t *testing.T) {
	s := asks(t, criteria.Step{Action: criteria.Add, Options: criteria.Options{ExpandCompanies: true},
		Filters: criteria.Filters{"contact": {"e_mail": "ann*"}}})
	why(s, "BOB", "Step 1, Add Contacts, added it, and no later step removed it.",
		"It was added: another contact of its company matches all filters.",
		"Does not match: E-Mail is empty; filter: begins with ann")
}

// Where the data has changed since, today's answer is told beside what happened.
func TestExplainChangedData(t *testing.T) {
	s := asks(t, criteria.Step{Action: criteria.Add, Filters: criteria.Filters{"contact": {"no": "DORA"}}})
	s.Row("contact", "no", "DORA", "exclude_from_segment", 1)
	why(s, "DORA", "Step 1, Add Contacts, added it, and no later step removed it.",
		"The data has changed since then. On today's data, the result would be: “excluded”.")
}

// Of a step with alternatives it is told which of them the contact matches.
func TestExplainAlternatives(t *testing.T) {
	s := asks(t, criteria.Step{Action: criteria.Add, Any: []criteria.Alternative{
		{Filters: criteria.Filters{"contact": {"country_region_code": "FR"}}},
		{Filters: criteria.Filters{"contact": {"country_region_code": "GB", "type": "Person"}}},
	}})
	why(s, "ANN", "Step 1, Add Contacts, added it, and no later step removed it.", "It was added: it matches alternative 2.",
		"1. Does not match: Country/Region Code is GB; filter: is FR", "2. Matches: Type is Person")
	why(s, "CARL", "No step added it.", "It was not added: it matches none of the alternatives.")
	s.Row("contact", "no", "ANN", "country_region_code", "SE")
	why(s, "ANN", "Step 1, Add Contacts, added it, and no later step removed it.", "It was added: it matches all filters.", "The data has changed since")
}
