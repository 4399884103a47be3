package criteria_test

import (
	"testing"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
	shown "winnow/gui/criteria"
	"winnow/gui/guitest"
)

// What a step did, and what it asks for, reads as a sentence.
func TestSentences(t *testing.T) {
	guitest.New(t)
	env := filter.Env{Today: "2026-11-23", WorkDate: "2026-11-23"}
	for _, c := range []struct {
		step          criteria.Step
		before, after int
		did, asks     string
	}{
		{criteria.Step{Action: criteria.Add}, 0, 1200, "Added all contacts – 1,200 contacts", "Add all contacts"},
		{criteria.Step{Action: criteria.Refine}, 9, 9, "Kept all contacts – 9 contacts", "Keep all contacts"},
		{criteria.Step{Action: criteria.Reduce}, 1, 0, "Removed all contacts – 1 contact", "Remove all contacts"},
		{criteria.Step{Action: criteria.Reduce, Options: criteria.Options{EntireCompanies: true}, Filters: criteria.Filters{"contact": {"e_mail": "''"}}}, 412, 400,
			"Removed contacts whose E-Mail is empty (Entire Companies) – 12 contacts", "Remove contacts whose E-Mail is empty (Entire Companies)"},
		{criteria.Step{Action: criteria.Refine, Filters: criteria.Filters{"contact": {"post_code": "gb*", "type": "person"}}}, 412, 374,
			"Kept only contacts whose Post Code begins with GB and whose Type is Person – 374 contacts",
			"Keep only contacts whose Post Code begins with GB and whose Type is Person"},
		{criteria.Step{Action: criteria.Add,
			Filters: criteria.Filters{"contact_mailing_group": {"mailing_group_code": "VIP"}},
			Without: criteria.Filters{"interaction_log_entry": {"date": ">=t-6m"}, "value_entry": {}}}, 0, 5,
			"Added contacts with Contact Mailing Group whose Mailing Group Code is VIP, without Interaction Log Entry whose Date is 2026-05-23 or later, without any Value Entry – 5 contacts",
			"Add contacts with Contact Mailing Group whose Mailing Group Code is VIP, without Interaction Log Entry whose Date is 2026-05-23 or later, without any Value Entry"},
		{criteria.Step{Action: criteria.Add, Any: []criteria.Alternative{
			{Filters: criteria.Filters{"contact": {"post_code": "GB*", "type": "Person"}}},
			{Filters: criteria.Filters{"contact_mailing_group": {"mailing_group_code": "VIP"}}, Without: criteria.Filters{"value_entry": {}}}},
			Options: criteria.Options{Take: &criteria.Take{Count: 1, Per: "company"}}}, 0, 5,
			"Added contacts whose Post Code begins with GB and whose Type is Person, or with Contact Mailing Group whose Mailing Group Code is VIP and without any Value Entry (Take 1 per company at random) – 5 contacts",
			"Add contacts whose Post Code begins with GB and whose Type is Person, or with Contact Mailing Group whose Mailing Group Code is VIP and without any Value Entry (Take 1 per company at random)"},
	} {
		compiled, err := criteria.Compile(c.step, env)
		check(t, err)
		done := segment.Step{Step: c.step, Resolved: compiled.Resolved(), LinesBefore: c.before, LinesAfter: c.after}
		want(t, "did", shown.Sentence(catalog.Catalog{}, done), c.did)
		want(t, "asks", shown.Wish(catalog.Catalog{}, c.step, compiled.Resolved()), c.asks)
	}
}
