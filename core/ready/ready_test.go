package ready_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/ready"
	"winnow/core/segment"
)

func same(t testing.TB, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// A segment in which everything is the matter.
func TestEveryGroup(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	if err := b.Company.SetValues(b.Context(), company.Values{company.HomeCountry: "GB"}); err != nil {
		t.Fatal(err)
	}
	b.Row("contact", "no", "FIRM", "type", 0, "company_no", "FIRM", "name", "Ann Beebe", "address", "1 High Street", "post_code", "W1", "e_mail", "info@firm.example")
	b.Row("contact", "no", "ANN", "type", 1, "company_no", "FIRM", "name", "ANN BEEBE ", "address", "1 HIGH street", "post_code", "W1", "country_region_code", "GB", "e_mail", "ann@firm.example")
	b.Row("contact", "no", "BOB", "type", 1, "company_no", "FIRM", "name", "Bob", "address", "Straße 2", "post_code", "1", "e_mail", "INFO@firm.example")
	b.Row("contact", "no", "CARL", "type", 1, "name", "Carl", "address", "STRAẞE 2", "post_code", "1", "e_mail", "info@firm.example", "exclude_from_segment", 1)
	b.Row("contact", "no", "DORA", "type", 1, "name", "Dora", "address", " ", "address_2", "Box 7", "privacy_blocked", 1)
	b.Row("contact", "no", "EVE", "type", 1, "name", "Eve")
	b.Row("interaction_log_entry", "contact_no", "BOB", "contact_company_no", "FIRM", "segment_no", "SM00009", "date", "2026-10-24")
	b.Row("interaction_log_entry", "contact_no", "ANN", "contact_company_no", "FIRM", "segment_no", "SM00009", "date", "2026-10-23")
	b.Row("interaction_log_entry", "contact_no", "CARL", "segment_no", "", "date", "2026-11-23")
	b.Row("interaction_log_entry", "contact_no", "EVE", "segment_no", "SM00009", "date", "2026-11-23", "canceled", 1)
	b.Row("interaction_log_entry", "contact_no", "EVE", "segment_no", "SM00009", "date", "2026-11-22", "attempt_failed", 1)
	no := b.segment("FIRM", "ANN", "BOB", "CARL", "DORA", "EVE", "EVE")
	same(t, map[string][2]int{
		"no_address": {2, 2}, "no_post_code": {3, 3}, "no_e_mail": {3, 3}, "invalid_e_mail": {0, 0},
		"same_address": {4, 2}, "same_e_mail": {3, 2}, "same_person": {5, 3},
		"excluded": {1, 1}, "blocked": {1, 1}, "reached": {1, 1},
	}, b.counts(no))
	same(t, []string{"10000 FIRM", "20000 ANN = 10000", "30000 BOB", "40000 CARL = 30000"}, b.listed(no, "same_address"))
	same(t, []string{"10000 FIRM", "20000 ANN = 10000", "30000 BOB = 10000", "60000 EVE", "70000 EVE = 60000"}, b.listed(no, "same_person"))
	same(t, []string{"60000 EVE", "70000 EVE"}, b.listed(no, "no_address"))
	doubles, err := ready.Find(b.Context(), b.Company, no, "same_address", ready.Params{})
	if err != nil {
		t.Fatal(err)
	}
	reached, err := doubles.Reached(b.Context(), b.Company, []int64{20000, 50000})
	if err != nil {
		t.Fatal(err)
	}
	same(t, map[int64]ready.Reached{
		20000: {ContactNo: "ANN", Name: "ANN BEEBE ", Address: "1 HIGH street, W1", EMail: "ann@firm.example"},
		50000: {ContactNo: "DORA", Name: "Dora", Address: "Box 7"},
	}, reached)

	filters, reason := b.remove(no, "reached")
	same(t, "Reached by a segment in the last 30 days", reason)
	same(t, map[string]string{"segment_no": "<>''", "date": "w-30d..w", "attempt_failed": "no"}, filters["interaction_log_entry"])
	filters, reason = b.remove(no, "same_person")
	same(t, "Same person as on another line", reason)
	same(t, "ANN|EVE", filters["contact"]["no"])
	same(t, []string{"60000 EVE"}, b.listed(no, "no_address"))
	filters, _ = b.remove(no, "no_e_mail")
	same(t, "''", filters["contact"]["e_mail"])
	same(t, [2]int{}, b.counts(no)["no_e_mail"])
	if results, err := ready.Remove(b.Context(), b.Company, no, ready.RemoveParams{Group: "no_e_mail"}); err != nil || len(results) != 0 {
		t.Errorf("removing nothing: %v, %v", results, err)
	}
}

// What counts is the address in force on the line's date.
func TestAlternativeAddresses(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Row("contact", "no", "ANN", "type", 1, "name", "Ann", "address", "1 High Street", "post_code", "W1", "e_mail", "ann@a.example")
	b.Row("contact", "no", "BOB", "type", 1, "name", "Bob", "address", "2 High Street", "post_code", "W1", "e_mail", "")
	b.Row("contact_alt_address", "contact_no", "ANN", "code", "SUMMER", "address", "", "post_code", "")
	b.Row("contact_alt_addr_date_range", "contact_no", "ANN", "contact_alt_address_code", "SUMMER", "starting_date", "2026-11-01", "ending_date", "2026-11-30")
	b.Row("contact_alt_address", "contact_no", "BOB", "code", "ANNS", "address", "1 HIGH STREET", "post_code", "w1", "e_mail", "Ann@a.example")
	b.Row("contact_alt_addr_date_range", "contact_no", "BOB", "contact_alt_address_code", "ANNS", "starting_date", "2026-12-01")
	no := b.segment("ANN", "BOB")
	same(t, []string{"10000 ANN"}, b.listed(no, "no_address"))
	same(t, []string{"20000 BOB"}, b.listed(no, "no_e_mail"))
	same(t, []string{}, b.listed(no, "same_address"))
	filters, _ := b.remove(no, "no_address")
	same(t, "ANN", filters["contact"]["no"])
	if _, err := b.Back(b.Context(), no); err != nil {
		t.Fatal(err)
	}
	if _, err := b.SetHeader(b.Context(), no, headerDate("2026-12-24")); err != nil {
		t.Fatal(err)
	}
	same(t, []string{}, b.listed(no, "no_address"))
	same(t, []string{}, b.listed(no, "no_e_mail"))
	same(t, []string{"10000 ANN", "20000 BOB = 10000"}, b.listed(no, "same_address"))
	same(t, []string{"10000 ANN", "20000 BOB = 10000"}, b.listed(no, "same_e_mail"))
}

// Of lines that are the same, the one that stays can be written to, if any can.
func TestTheLineThatStays(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	add := func(no string, pairs ...any) {
		b.Row("contact", append([]any{"no", no, "type", 1, "name", "Ann", "company_no", "FIRM"}, pairs...)...)
	}
	const eMail = "a@a.example"
	add("EXCLUDED", "e_mail", eMail, "address", "1 High Street", "exclude_from_segment", 1)
	add("BLOCKED", "e_mail", eMail, "address", "1 High Street", "privacy_blocked", 1)
	add("MINOR", "e_mail", eMail, "address", "1 High Street", "minor", 1)
	add("MAILED", "e_mail", eMail)
	add("NOBODY")
	add("GOOD", "e_mail", eMail, "address", "1 High Street")
	add("LATER", "e_mail", eMail, "address", "1 High Street")
	for _, c := range []struct {
		group string
		lines []string
		stays string
	}{
		{"same_e_mail", []string{"EXCLUDED", "GOOD", "LATER"}, "GOOD"},
		{"same_address", []string{"BLOCKED", "MINOR", "LATER", "GOOD"}, "LATER"},
		{"same_e_mail", []string{"MINOR", "BLOCKED", "EXCLUDED"}, "MINOR"},
		{"same_person", []string{"NOBODY", "EXCLUDED", "MAILED", "GOOD", "LATER"}, "GOOD"},
		{"same_person", []string{"EXCLUDED", "NOBODY", "MAILED"}, "MAILED"},
		{"same_person", []string{"EXCLUDED", "NOBODY"}, "NOBODY"},
	} {
		no := b.segment(c.lines...)
		listed := b.listed(no, c.group)
		b.remove(no, c.group)
		left, err := b.Lines(b.Context(), no, segment.Query{})
		if err != nil {
			t.Fatal(err)
		}
		page, err := left.Page(b.Context(), 0, left.Len())
		if err != nil || len(page) != 1 || page[0].Text("contact_no") != c.stays {
			t.Errorf("%s of %v: %d lines are left, not %s (%v)", c.group, c.lines, len(page), c.stays, err)
		}
		if want := fmt.Sprintf("%d %s", page[0].LineNo, c.stays); listed[0] != want {
			t.Errorf("%s of %v: %s is listed first, not %s", c.group, c.lines, listed[0], want)
		}
	}
	no := b.segment("EXCLUDED", "GOOD")
	b.remove(no, "same_e_mail")
	b.remove(no, "excluded")
	same(t, 0, len(b.listed(no, "no_address")))
	same(t, [2]int{}, b.counts(no)["same_e_mail"])
}

// What stands for an e-mail address and is none is no address in any group.
func TestUnusableEMails(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	var contacts []string
	for i, eMail := range []string{"ann@x.example ", " bob@x.example", "nobody", "a@x.example; b@x.example", "Named N <named@x.example>", "ANN@x.example",
		"dot.@x..example", "mailto:d@x.example", "zw\u200b@x.example", "A@X.example", "nobody", ""} {
		contacts = append(contacts, fmt.Sprint("M", i))
		b.Row("contact", "no", contacts[i], "type", 1, "e_mail", eMail)
	}
	no := b.segment(contacts...)
	same(t, []string{"30000 M2", "70000 M6", "80000 M7", "90000 M8", "110000 M10"}, b.listed(no, "invalid_e_mail"))
	same(t, []string{"30000 M2", "70000 M6", "80000 M7", "90000 M8", "110000 M10", "120000 M11"}, b.listed(no, "no_e_mail"))
	same(t, []string{"10000 M0", "60000 M5 = 10000", "40000 M3", "100000 M9 = 40000"}, b.listed(no, "same_e_mail"))
}

func TestWhatCannotBeAsked(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Row("contact", "no", "ANN")
	no := b.segment("ANN")
	_, err := ready.Find(b.Context(), b.Company, no, "no_email", ready.Params{})
	if !core.IsKind(err, core.NotFound) || err.Error() != "there is no group no_email; did you mean no_e_mail?" {
		t.Errorf("an unknown group: %v", err)
	}
	if _, err := ready.Check(b.Context(), b.Company, no, ready.Params{Days: -1}); !core.IsKind(err, core.Invalid) {
		t.Errorf("days: %v", err)
	}
	if _, err := ready.Check(b.Context(), b.Company, "SM99999", ready.Params{}); !core.IsKind(err, core.NotFound) {
		t.Errorf("no segment: %v", err)
	}
	same(t, map[string][2]int{"no_address": {0, 0}, "no_post_code": {0, 0}, "no_e_mail": {0, 0}, "invalid_e_mail": {0, 0}, "same_address": {0, 0}, "same_e_mail": {0, 0},
		"same_person": {0, 0}, "excluded": {0, 0}, "blocked": {0, 0}, "reached": {0, 0}}, b.counts(empty(b)))
}
