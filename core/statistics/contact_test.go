package statistics_test

import (
	"testing"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/coretest"
	"winnow/core/filter"
	"winnow/core/statistics"
)

// A contact's figures count by its own number, a company's show those of its contacts
// at the time beside them; what is canceled or postponed never counts.
func TestOfContact(t *testing.T) {
	t.Parallel()
	b := coretest.New(t)
	b.Row("contact", "no", "F", "type", 0, "company_no", "F")
	b.Person("P", "company_no", "F")
	entry := 0
	add := func(contact, company, date string, pairs ...any) {
		entry++
		b.Row("interaction_log_entry", append([]any{"entry_no", entry, "contact_no", contact, "contact_company_no", company, "date", date}, pairs...)...)
	}
	add("P", "F", "2026-01-01", "initiated_by", 1, "cost_lcy", 0.1, "duration_min", 3)
	add("P", "F", "2026-02-01", "initiated_by", 2, "cost_lcy", 0.2)
	add("P", "", "2026-03-01", "initiated_by", 1, "attempt_failed", 1)
	add("P", "F", "2026-04-01", "initiated_by", 1, "canceled", 1, "cost_lcy", 9)
	add("P", "F", "2026-05-01", "initiated_by", 1, "postponed", 1, "cost_lcy", 9)
	add("F", "F", "2026-02-02", "duration_min", 5)
	for _, task := range [][3]any{{"T1", "2026-12-24", 0}, {"T2", "2026-12-01", 1}, {"T3", "", 0}} {
		b.Row("to_do", "no", task[0], "contact_no", "P", "date", task[1], "closed", task[2])
	}
	b.Row("contact_industry_group", "contact_no", "F", "industry_group_code", "I")
	b.Row("contact_business_relation", "contact_no", "F", "business_relation_code", "R")
	b.Row("contact_mailing_group", "contact_no", "P", "mailing_group_code", "M")
	b.Row("contact_job_responsibility", "contact_no", "P", "job_responsibility_code", "J")
	b.Exec("INSERT INTO contact_number SELECT 'OLD', id FROM contact WHERE no = 'P'")
	of := func(no, dates string) statistics.Contact {
		date, _ := catalog.Must("interaction_log_entry").Field("date")
		f, err := filter.Parse(dates, date, filter.Env{})
		if err != nil {
			t.Fatal(err)
		}
		found, err := statistics.OfContact(b.Context(), b.Company, no, f)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	person := statistics.Contact{No: "P", Interactions: statistics.Interactions{Count: 3, Cost: 0.3, Duration: 3},
		LastInteraction: "2026-02-01", LastAttempted: "2026-03-01", NextTask: "2026-12-24",
		JobResponsibilities: 1, IndustryGroups: 1, BusinessRelations: 1, MailingGroups: 1}
	coretest.Same(t, person, of("p", ""))
	person.Interactions = statistics.Interactions{Count: 1, Cost: 0.2}
	coretest.Same(t, person, of("OLD", "2026-02"))
	coretest.Same(t, statistics.Contact{No: "F", Interactions: statistics.Interactions{Count: 1, Duration: 5}, LastInteraction: "2026-02-02",
		IndustryGroups: 1, BusinessRelations: 1, OfCompany: &statistics.Interactions{Count: 3, Cost: 0.3, Duration: 8}}, of("F", ""))
	if _, err := statistics.OfContact(b.Context(), b.Company, "X", filter.Filter{}); !core.IsKind(err, core.NotFound) {
		t.Error(err)
	}
}
