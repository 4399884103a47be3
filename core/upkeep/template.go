package upkeep

import (
	"context"
	"math"
	"slices"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/template"
)

// The tables of the interaction templates and of their languages.
const (
	interactionTemplate = "interaction_template"
	templateLanguage    = "interaction_tmpl_language"
)

// The numbers of a template's Wizard Action that decide something here.
const (
	importAction = int64(2)
	mergeAction  = int64(3)
)

// checkTemplate refuses what an interaction template cannot have. What a row has
// already, or had before, stays: an import may have brought it.
func (e *edit) checkTemplate(ctx context.Context, old, row, typed values) error {
	if e.takenBack {
		return nil
	}
	changed := func(key string) bool {
		v, ok := typed[key]
		return ok && v != old[key]
	}
	if _, ok := typed["interaction_group_code"]; (ok || len(old) == 0) && row.text("interaction_group_code") == "" {
		return e.refuse("interaction_group_code", "upkeep.field_it_cannot_be_empty")
	}
	if cost, _ := row["unit_cost_lcy"].(float64); changed("unit_cost_lcy") && cost < 0 {
		return e.refuse("unit_cost_lcy", "upkeep.field_cannot_be_negative")
	}
	if minutes, _ := row["unit_duration_min"].(float64); changed("unit_duration_min") && (minutes < 0 || minutes != math.Trunc(minutes)) {
		return e.refuse("unit_duration_min", "upkeep.field_is_whole_number_not_negative")
	}
	if err := e.checkWord(ctx, old, typed); err != nil {
		return err
	}
	if !changed("wizard_action") && !changed(wordTemplate) {
		return nil
	}
	has := row.text(wordTemplate) != ""
	switch action := row["wizard_action"]; {
	case action == importAction && has:
		return core.NewProblem(core.Invalid, "upkeep.template_imports_or_has_word_template").Hint("upkeep.choose_wizard_action_or_word_template")
	case action == mergeAction && !has:
		return core.NewProblem(core.Invalid, "upkeep.template_merges_word_template").Hint("upkeep.enter_word_template_code_first")
	}
	return nil
}

// checkLanguage refuses a language for an interaction template that the settings name,
// since these have none of their own.
func (e *edit) checkLanguage(ctx context.Context, old, row, typed values) error {
	if e.takenBack {
		return nil
	}
	settings, err := company.ReadValues(ctx, e.tx)
	if err != nil {
		return err
	}
	for _, s := range company.Settings() {
		code := row.text("interaction_template_code")
		if slices.Contains(company.TemplateSettings(), s.Key) && settings[s.Key] == code && code != old["interaction_template_code"] {
			return core.NewProblem(core.Invalid, "upkeep.template_of_setting_has_no_languages", "template", code, "setting", core.Word(s.Caption)).
				Hint("upkeep.choose_another_template_in_settings")
		}
	}
	return e.checkWord(ctx, old, typed)
}

const wordTemplate = "word_template_code"

// checkWord refuses the code of a Word template that is not kept.
func (e *edit) checkWord(ctx context.Context, old, typed values) error {
	v, ok := typed[wordTemplate]
	if !ok || e.takenBack || v == old[wordTemplate] {
		return nil
	}
	return template.Check(ctx, e.tx, typed.text(wordTemplate))
}

// refuse is the Problem of a field.
func (e *edit) refuse(key, id string) error {
	f, _ := e.table.Field(key)
	return core.NewProblem(core.Invalid, id, "field", core.Word(f.Caption))
}
