package upkeep_test

import (
	"context"
	"testing"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/filter"
	"winnow/core/upkeep"
)

// A new campaign gets its number, my code and the day; a change dates it.
func TestCampaigns(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.make("salesperson_purchaser", "code", "JO")
	if err := b.Company.SetValues(context.Background(), company.Values{company.Me: "JO"}); err != nil {
		t.Fatal(err)
	}
	no := b.make("campaign", "description", "Autumn", "starting_date", "2026-09-01", "ending_date", "2026-09-01")
	want(t, "made", texts(b.row("campaign", no), "no", "salesperson_code", "last_date_modified"), []string{"CP0001", "JO", "2026-11-23"})
	b.Env = filter.Env{Me: "NOBODY", Today: "2026-12-01"}
	want(t, "another's", texts(b.row("campaign", b.make("campaign", "no", "x")), "no", "salesperson_code", "last_date_modified"), []string{"X", "", "2026-12-01"})
	change := func(pairs ...string) error {
		_, err := b.Update(context.Background(), upkeep.Change{Table: "campaign", Key: []string{no}, Fields: coretest.Fields(pairs...)})
		return err
	}
	refused(t, change("ending_date", "2026-08-31"), core.Invalid, "Ending Date: the campaign would end on 2026-08-31, before it starts on 2026-09-01")
	refused(t, change("starting_date", "2026-09-02"), core.Invalid, "Starting Date: the campaign would end on 2026-09-01, before it starts on 2026-09-02")
	if err := change("description", "Autumn"); err != nil {
		t.Error(err)
	}
	want(t, "nothing changed", b.row("campaign", no).Text("last_date_modified"), "2026-11-23")
	b.Preview = true
	if err := change("ending_date", ""); err != nil {
		t.Error(err)
	}
	want(t, "a preview", texts(b.row("campaign", no), "ending_date", "last_date_modified"), []string{"2026-09-01", "2026-11-23"})
	b.Preview = false
	if err := change("ending_date", ""); err != nil {
		t.Error(err)
	}
	want(t, "open", texts(b.row("campaign", no), "ending_date", "last_date_modified"), []string{"", "2026-12-01"})
	_, err := b.Create(context.Background(), "campaign", coretest.Fields("starting_date", "2026-02-01", "ending_date", "2026-01-01"))
	refused(t, err, core.Invalid, "Ending Date: the campaign would end on 2026-01-01, before it starts on 2026-02-01")
	want(t, "the next", b.make("campaign"), "CP0002")
}

// A minor has no profile answers that somebody enters; what was imported stays.
func TestMinorsHaveNoAnswers(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.make("profile_questionnaire_header", "code", "Q")
	b.make("profile_questionnaire_line", "profile_questionnaire_code", "Q", "description", "Likes tea")
	no := b.make("contact", "first_name", "Ann")
	answer := coretest.Fields("contact_no", no, "profile_questionnaire_code", "Q", "line_no", "10000")
	if _, err := b.Create(context.Background(), "contact_profile_answer", answer); err != nil {
		t.Fatal(err)
	}
	key := []string{no, "Q", "10000"}
	b.set(no, "minor", "yes", "parental_consent_received", "yes")
	_, err := b.Update(context.Background(), upkeep.Change{Table: "contact_profile_answer", Key: key, Fields: coretest.Fields("answer", "Much")})
	refused(t, err, core.Invalid, no+" is a minor, and has no profile answers")
	if err := b.Delete(context.Background(), "contact_profile_answer", key...); err != nil {
		t.Fatal(err)
	}
	_, err = b.Create(context.Background(), "contact_profile_answer", answer)
	refused(t, err, core.Invalid, no+" is a minor, and has no profile answers")
	if err := b.PutBack(context.Background(), "contact_profile_answer", answer); err != nil {
		t.Errorf("undo: %v", err)
	}
}

// Persons follow their company where they had what it had: the address as a whole,
// and by themselves country, language, territory and salesperson.
func TestPersonsFollowTheirCompany(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	for table, codes := range map[string][]string{"country_region": {"DE", "GB"}, "language": {"DEU", "ENU"}, "territory": {"N", "S"}, "salesperson_purchaser": {"JO", "HR"}} {
		for _, code := range codes {
			b.make(table, "code", code)
		}
	}
	firm := b.make("contact", "name", "Adatum", "address", "1 High St", "city", "Leeds", "post_code", "LS1",
		"country_region_code", "GB", "language_code", "ENU", "territory_code", "N", "salesperson_code", "JO")
	same := b.make("contact", "first_name", "Ann", "company_no", firm)
	moved := b.make("contact", "first_name", "Bob", "company_no", firm, "address", "2 Low Rd", "language_code", "DEU")
	gone := b.make("contact", "first_name", "Cat", "company_no", firm)
	b.set(gone, "company_no", "")
	b.Env.Today = "2026-12-24"
	saved := b.set(firm, "address", "3 New Rd", "post_code", "LS2", "country_region_code", "DE", "language_code", "DEU", "territory_code", "S", "salesperson_code", "HR")
	want(t, "persons", saved.Persons, 2)
	show := func(no string) []string {
		return texts(b.row("contact", no), "address", "city", "post_code", "country_region_code", "language_code", "territory_code", "salesperson_code", "last_date_modified")
	}
	want(t, "one who had all", show(same), []string{"3 New Rd", "Leeds", "LS2", "DE", "DEU", "S", "HR", "2026-12-24"})
	want(t, "one with an address of her own", show(moved), []string{"2 Low Rd", "Leeds", "LS1", "DE", "DEU", "S", "HR", "2026-12-24"})
	want(t, "one of no company", show(gone), []string{"1 High St", "Leeds", "LS1", "GB", "ENU", "N", "JO", "2026-11-23"})
	want(t, "nobody", b.set(firm, "phone_no", "1").Persons, 0)
}
