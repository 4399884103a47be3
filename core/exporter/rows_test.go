package exporter_test

import (
	"testing"

	"winnow/core/coretest"
	"winnow/core/exporter"
	"winnow/core/mailrow"
)

// A minor without parental consent is not exported, whatever the mark says.
func TestMinorsWithoutConsentAreNotExported(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "name", "Ann", "company_no", "F", "minor", 1)
	b.Line("CT2", "name", "Bo", "company_no", "F", "minor", 1, "parental_consent_received", 1)
	b.Line("CT3", "name", "Cy", "company_no", "F", "minor", 1, "parental_consent_received", 1, "privacy_blocked", 1)
	r := b.export("a.csv", exporter.Options{})
	coretest.Same(t, []int{1, 2}, []int{r.Rows, r.Blocked})
}

// An export tells whose E-Mail is no address.
func TestUnusableEMailsAreTold(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "name", "Ann", "e_mail", "a@x.test; Ann <b@bücher.test>")
	b.Line("CT2", "name", "Bo", "e_mail", "nobody")
	b.Line("CT3", "name", "Cy")
	b.Line("CT4", "name", "Di", "e_mail", "dot.@x.test", "privacy_blocked", 1)
	want := []mailrow.ContactEMail{{Contact: mailrow.Contact{ContactNo: "CT2", Name: "Bo"}, EMail: "nobody"}}
	coretest.Same(t, want, b.export("a.csv", exporter.Options{}).UnusableEMails)
	coretest.Same(t, 0, len(b.export("b.csv", exporter.Options{Columns: []string{"name"}}).UnusableEMails))
}
