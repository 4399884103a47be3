package criteria_test

import (
	"strings"
	"testing"

	"winnow/core/catalog"
	"winnow/core/criteria"
	shown "winnow/gui/criteria"
	"winnow/gui/guitest"
	"winnow/gui/i18n"
)

// Why a step was done is said in the language of today; what a person typed stays.
func TestReasonInGerman(t *testing.T) {
	guitest.New(t)
	i18n.SetLanguage("de")
	want(t, "of a group", shown.Reason("No e-mail address"), "Keine E-Mail-Adresse")
	want(t, "with days", shown.Reason("Reached by a segment in the last 30 days"), "In den letzten 30 Tagen von einem Segment erreicht")
	want(t, "typed", shown.Reason("as Jo wished"), "as Jo wished")
	i18n.SetLanguage("en")
	want(t, "back", shown.Reason("Keine E-Mail-Adresse"), "No e-mail address")
}

// Options are told in the person's language, and the quotes of an empty value stand
// apart.
func TestAskedInGerman(t *testing.T) {
	guitest.New(t)
	i18n.SetLanguage("de")
	step := criteria.Step{Action: criteria.Reduce, Filters: criteria.Filters{catalog.Contact: {"type": "<>Company", "e_mail": "''"}}}
	var asked []string
	for _, a := range shown.AskedBy(catalog.Catalog{}, step, criteria.Resolved{}) {
		asked = append(asked, a.Name()+": "+a.Typed)
	}
	want(t, "asked", strings.Join(asked, "; "), "E-Mail: '\u2009'; Art: <>Unternehmen")
}
