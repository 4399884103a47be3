package upkeep

import (
	"context"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/lookup"
	"winnow/core/value"
)

// complete fills in what a person left out of a new row.
func (e *edit) complete(ctx context.Context, row, typed values) error {
	switch e.table.Key {
	case catalog.Contact:
		return e.newContact(ctx, row, typed)
	case catalog.ProfileAnswer:
		return e.newAnswer(ctx, row, typed)
	case interactionTemplate:
		if _, ok := typed["correspondence_type_default"]; !ok {
			row["correspondence_type_default"] = byEmail
		}
	case catalog.Campaign:
		return e.newCampaign(ctx, row, typed)
	case "profile_questionnaire_line":
		if row["line_no"] != int64(0) {
			return nil
		}
		last, err := lastQuestionnaireLine(ctx, e.tx, row.text("profile_questionnaire_code"))
		row["line_no"] = last + lineStep
		return err
	}
	return nil
}

// byEmail is how a new interaction template is sent by default.
const byEmail = int64(2)

// lineStep is the distance between two lines of a questionnaire.
const lineStep = 10_000

// newAnswer dates an answer and takes its text from the questionnaire.
func (e *edit) newAnswer(ctx context.Context, row, typed values) error {
	if _, ok := typed["last_date_updated"]; !ok {
		row["last_date_updated"] = e.env.Today
	}
	if _, ok := typed["answer"]; ok {
		return nil
	}
	lines, err := selectByKey(ctx, e.tx, catalog.Must("profile_questionnaire_line"), []any{row["profile_questionnaire_code"], row["line_no"]})
	if err == nil && len(lines) > 0 {
		row["answer"] = lines[0].Text("description")
	}
	return err
}

// check refuses a row without a code or a name, and typed codes that name
// nothing; old is the row as it was, empty for a new one.
func (e *edit) check(ctx context.Context, old, row, typed values) error {
	for _, k := range e.table.Keys {
		f, _ := e.table.Field(k)
		if e.table.Requires(f) && row[k] == value.Zero(f) {
			return core.NewProblem(core.Invalid, "upkeep.field_it_cannot_be_empty", "field", core.Word(f.Caption))
		}
	}
	if err := e.checkCodes(ctx, old, row, typed); err != nil {
		return err
	}
	switch e.table.Key {
	case catalog.Contact:
		return e.checkContact(ctx, row, typed)
	case catalog.ProfileAnswer:
		return e.checkAnswer(ctx, row)
	case catalog.Campaign:
		return e.checkCampaign(row, typed)
	case interactionTemplate:
		return e.checkTemplate(ctx, old, row, typed)
	case templateLanguage:
		return e.checkLanguage(ctx, old, row, typed)
	}
	return nil
}

// checkAnswer refuses profile answers of a minor.
func (e *edit) checkAnswer(ctx context.Context, row values) error {
	if e.takenBack {
		return nil
	}
	contact := row.text("contact_no")
	found, err := selectByKey(ctx, e.tx, catalog.Must(catalog.Contact), []any{contact})
	if err != nil || len(found) == 0 || found[0].Value("minor") == int64(0) {
		return err
	}
	return core.NewProblem(core.Invalid, "upkeep.contact_is_minor_without_answers", "contact", contact)
}

// checkCodes refuses typed codes that name no row of the table they are looked up
// in. What a row has already, or had before, stays: an import may have brought it.
func (e *edit) checkCodes(ctx context.Context, old, row, typed values) error {
	if e.takenBack {
		return nil
	}
	for _, f := range e.table.Fields {
		v, ok := typed[f.Key]
		if !ok || f.Names() == "" || v == value.Zero(f) || v == old[f.Key] {
			continue
		}
		t := catalog.Must(f.Names())
		if t.Key == e.table.Key && (e.table.IsKey(f.Key) || v == row[t.Keys[0]]) {
			continue // the row names itself
		}
		key := []any{v}
		if len(t.Keys) == 2 {
			key = []any{row[t.Keys[0]], v}
		}
		if err := lookup.Check(ctx, e.tx, f, key...); err != nil {
			return err
		}
	}
	return nil
}
