package upkeep_test

import (
	"context"
	"testing"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/upkeep"
)

// An interaction template has a group, costs nothing negative, names Word templates that
// are kept, and its Wizard Action suits them. What an import brought stays.
func TestInteractionTemplateRules(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.make("interaction_group", "code", "MAIL")
	for _, statement := range []string{
		"INSERT INTO attachment (id, sha256, size, content) VALUES (1, 'x', 1, 'x')",
		"INSERT INTO word_template (code, language_code, added_at, added_by, attachment_id) VALUES ('SPRING', '', '', '', 1)",
		"INSERT INTO interaction_template (code, word_template_code, unit_cost_lcy, wizard_action) VALUES ('OLD', 'BC', -1, 2)",
	} {
		coretest.Exec(t, b.Company, statement)
	}
	_, err := b.Create(context.Background(), "interaction_template", coretest.Fields("code", "NEW"))
	refused(t, err, core.Invalid, "Interaction Group Code cannot be empty")
	b.make("interaction_template", "code", "NEW", "interaction_group_code", "MAIL")
	set := func(code string, pairs ...string) error {
		t.Helper()
		_, err := b.Update(context.Background(), upkeep.Change{Table: "interaction_template", Key: []string{code}, Fields: coretest.Fields(pairs...)})
		return err
	}
	for _, c := range []struct {
		text  string
		pairs []string
	}{
		{"Interaction Group Code cannot be empty", []string{"interaction_group_code", ""}},
		{"Unit Cost (LCY) cannot be negative", []string{"unit_cost_lcy", "-0.5"}},
		{"Unit Duration (Min.) is a whole number that is not negative", []string{"unit_duration_min", "-1"}},
		{"Unit Duration (Min.) is a whole number that is not negative", []string{"unit_duration_min", "1.5"}},
		{"An interaction template whose Wizard Action is Merge needs a Word template; enter the Word Template Code first", []string{"wizard_action", "Merge"}},
		{"An interaction template whose Wizard Action is Import has no Word template; choose another Wizard Action, or empty the Word Template Code",
			[]string{"wizard_action", "Import", "word_template_code", "SPRING"}},
	} {
		refused(t, set("NEW", c.pairs...), core.Invalid, c.text)
	}
	refused(t, set("NEW", "word_template_code", "SPRIN"), core.NotFound, "Word template SPRIN does not exist; similar values are SPRING")
	for _, pairs := range [][]string{{"word_template_code", "SPRING", "wizard_action", "Merge"}, {"unit_cost_lcy", "0", "unit_duration_min", "3"}} {
		if err := set("NEW", pairs...); err != nil {
			t.Error(err)
		}
	}
	refused(t, set("NEW", "word_template_code", ""), core.Invalid, "An interaction template whose Wizard Action is Merge needs a Word template; enter the Word Template Code first")
	if err := set("OLD", "description", "Old", "word_template_code", "BC", "unit_cost_lcy", "-1"); err != nil {
		t.Error(err)
	}
	_, err = b.Create(context.Background(), "interaction_tmpl_language", coretest.Fields("interaction_template_code", "NEW", "word_template_code", "GONE"))
	refused(t, err, core.NotFound, "Word template GONE does not exist; similar values are SPRING")
	b.make("interaction_tmpl_language", "interaction_template_code", "NEW", "word_template_code", "SPRING")

	if err := b.Company.SetValues(context.Background(), company.Values{company.OutgoingCalls: "OLD"}); err != nil {
		t.Fatal(err)
	}
	_, err = b.Create(context.Background(), "interaction_tmpl_language", coretest.Fields("interaction_template_code", "OLD", "description", "Alt"))
	refused(t, err, core.Invalid, "The interaction template OLD is the Template for Outgoing Calls of the settings, and has no languages; choose another template in the settings first")
}
