package ready_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/ready"
)

func same(t testing.TB, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// A segment in which everything is the matter.
func TestEveryGroup(t *testing.T) {
	b := newBook(t)
	if err := b.company.SetValues(b.ctx, company.Values{company.HomeCountry: "GB"}); err != nil {
		t.Fatal(err)
	}
	b.row("contact", "no", "FIRM", "type", 0, "company_no", "FIRM", "name", "Ann Beebe", "address", "1 High Street", "post_code", "W1", "e_mail", "info@firm.example")
	b.row("contact", "no", "ANN", "type", 1, "company_no", "FIRM", "name", "ANN BEEBE ", "address", "1 HIGH street", "post_code", "W1", "country_region_code", "GB", "e_mail", "ann@firm.example")
	b.row("contact", "no", "BOB", "type", 1, "company_no", "FIRM", "name", "Bob", "address", "Straße 2", "post_code", "1", "e_mail", "INFO@firm.example")
	b.row("contact", "no", "CARL", "type", 1, "name", "Carl", "address", "STRAẞE 2", "post_code", "1", "e_mail", "info@firm.example", "exclude_from_segment", 1)
	b.row("contact", "no", "DORA", "type", 1, "name", "Dora", "address", " ", "address_2", "Box 7", "privacy_blocked", 1)
	b.row("contact", "no", "EVE", "type", 1, "name", "Eve")
	b.row("interaction_log_entry", "contact_no", "BOB", "contact_company_no", "FIRM", "segment_no", "SM00009", "date", "2026-10-24")
	b.row("interaction_log_entry", "contact_no", "ANN", "contact_company_no", "FIRM", "segment_no", "SM00009", "date", "2026-10-23")
	b.row("interaction_log_entry", "contact_no", "CARL", "segment_no", "", "date", "2026-11-23")
	b.row("interaction_log_entry", "contact_no", "EVE", "segment_no", "SM00009", "date", "2026-11-23", "canceled", 1)
	b.row("interaction_log_entry", "contact_no", "EVE", "segment_no", "SM00009", "date", "2026-11-22", "attempt_failed", 1)
	no := b.segment("FIRM", "ANN", "BOB", "CARL", "DORA", "EVE", "EVE")
	same(t, map[string][2]int{
		"no_address": {2, 2}, "no_post_code": {3, 3}, "no_e_mail": {3, 3},
		"same_address": {4, 2}, "same_e_mail": {3, 2}, "same_person": {5, 3},
		"excluded": {1, 1}, "blocked": {1, 1}, "reached": {1, 1},
	}, b.counts(no))
	same(t, []string{"10000 FIRM", "20000 ANN = 10000", "30000 BOB", "40000 CARL = 30000"}, b.listed(no, "same_address"))
	same(t, []string{"10000 FIRM", "20000 ANN = 10000", "30000 BOB = 10000", "60000 EVE", "70000 EVE = 60000"}, b.listed(no, "same_person"))
	same(t, []string{"60000 EVE", "70000 EVE"}, b.listed(no, "no_address"))

	filters, reason := b.remove(no, "reached")
	same(t, "Reached by a segment in the last 30 days", reason)
	same(t, map[string]string{"segment_no": "<>''", "date": "w-30d..w", "attempt_failed": "no"}, filters["interaction_log_entry"])
	filters, reason = b.remove(no, "same_person")
	same(t, "Same person as on an earlier line", reason)
	same(t, "ANN|EVE", filters["contact"]["no"])
	same(t, []string{"60000 EVE"}, b.listed(no, "no_address"))
	filters, _ = b.remove(no, "no_e_mail")
	same(t, "''", filters["contact"]["e_mail"])
	same(t, [2]int{}, b.counts(no)["no_e_mail"])
	if results, err := ready.Remove(b.ctx, b.company, no, ready.RemoveParams{Group: "no_e_mail"}); err != nil || len(results) != 0 {
		t.Errorf("removing nothing: %v, %v", results, err)
	}
}

// What counts is the address in force on the line's date.
func TestAlternativeAddresses(t *testing.T) {
	b := newBook(t)
	b.row("contact", "no", "ANN", "type", 1, "name", "Ann", "address", "1 High Street", "post_code", "W1", "e_mail", "ann@a.example")
	b.row("contact", "no", "BOB", "type", 1, "name", "Bob", "address", "2 High Street", "post_code", "W1", "e_mail", "")
	b.row("contact_alt_address", "contact_no", "ANN", "code", "SUMMER", "address", "", "post_code", "")
	b.row("contact_alt_addr_date_range", "contact_no", "ANN", "contact_alt_address_code", "SUMMER", "starting_date", "2026-11-01", "ending_date", "2026-11-30")
	b.row("contact_alt_address", "contact_no", "BOB", "code", "ANNS", "address", "1 HIGH STREET", "post_code", "w1", "e_mail", "Ann@a.example")
	b.row("contact_alt_addr_date_range", "contact_no", "BOB", "contact_alt_address_code", "ANNS", "starting_date", "2026-12-01")
	no := b.segment("ANN", "BOB")
	same(t, []string{"10000 ANN"}, b.listed(no, "no_address"))
	same(t, []string{"20000 BOB"}, b.listed(no, "no_e_mail"))
	same(t, []string{}, b.listed(no, "same_address"))
	filters, _ := b.remove(no, "no_address")
	same(t, "ANN", filters["contact"]["no"])
	if _, err := b.Back(b.ctx, no); err != nil {
		t.Fatal(err)
	}
	if _, err := b.SetHeader(b.ctx, no, headerDate("2026-12-24")); err != nil {
		t.Fatal(err)
	}
	same(t, []string{}, b.listed(no, "no_address"))
	same(t, []string{}, b.listed(no, "no_e_mail"))
	same(t, []string{"10000 ANN", "20000 BOB = 10000"}, b.listed(no, "same_address"))
	same(t, []string{"10000 ANN", "20000 BOB = 10000"}, b.listed(no, "same_e_mail"))
}

// A Privacy Blocked contact does not stand in the way of one that can be
// written to.
func TestBlockedAreNoDoubles(t *testing.T) {
	b := newBook(t)
	b.row("contact", "no", "ANN", "type", 1, "e_mail", "a@a.example", "privacy_blocked", 1)
	b.row("contact", "no", "BOB", "type", 1, "e_mail", "a@a.example")
	no := b.segment("ANN", "BOB")
	same(t, [2]int{}, b.counts(no)["same_e_mail"])
	b.remove(no, "blocked")
	same(t, 1, len(b.listed(no, "no_address")))
}

func TestWhatCannotBeAsked(t *testing.T) {
	b := newBook(t)
	b.row("contact", "no", "ANN")
	no := b.segment("ANN")
	_, err := ready.Find(b.ctx, b.company, no, "no_email", ready.Params{})
	if !core.IsKind(err, core.NotFound) || err.Error() != "there is no group no_email; did you mean no_e_mail?" {
		t.Errorf("an unknown group: %v", err)
	}
	if _, err := ready.Check(b.ctx, b.company, no, ready.Params{Days: -1}); !core.IsKind(err, core.Invalid) {
		t.Errorf("days: %v", err)
	}
	if _, err := ready.Check(b.ctx, b.company, "SM99999", ready.Params{}); !core.IsKind(err, core.NotFound) {
		t.Errorf("no segment: %v", err)
	}
	same(t, map[string][2]int{"no_address": {0, 0}, "no_post_code": {0, 0}, "no_e_mail": {0, 0}, "same_address": {0, 0}, "same_e_mail": {0, 0},
		"same_person": {0, 0}, "excluded": {0, 0}, "blocked": {0, 0}, "reached": {0, 0}}, b.counts(empty(b)))
}
