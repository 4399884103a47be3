package upkeep

import (
	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/value"
)

// complete fills in what a person left out of a new row.
func (e *edit) complete(row, typed values) error {
	switch e.table.Key {
	case catalog.Contact:
		return e.newContact(row, typed)
	case catalog.ProfileAnswer:
		return e.newAnswer(row, typed)
	case "profile_questionnaire_line":
		if row["line_no"] != int64(0) {
			return nil
		}
		last, err := lastQuestionnaireLine(e.ctx, e.tx, row.text("profile_questionnaire_code"))
		row["line_no"] = last + lineStep
		return err
	}
	return nil
}

// lineStep is the distance between two lines of a questionnaire.
const lineStep = 10_000

// newAnswer dates an answer and takes its text from the questionnaire.
func (e *edit) newAnswer(row, typed values) error {
	if _, ok := typed["last_date_updated"]; !ok {
		row["last_date_updated"] = e.env.Today
	}
	if _, ok := typed["answer"]; ok {
		return nil
	}
	lines, err := selectByKey(e.ctx, e.tx, catalog.Must("profile_questionnaire_line"), []any{row["profile_questionnaire_code"], row["line_no"]})
	if err == nil && len(lines) > 0 {
		row["answer"] = lines[0].Text("description")
	}
	return err
}

// optional are the key fields that may be empty.
var optional = map[string]bool{"salutation_formula.language_code": true, "contact_alt_addr_date_range.starting_date": true}

// check refuses a row without a code or a name, and typed codes that name
// nothing.
func (e *edit) check(row, typed values) error {
	for _, k := range e.table.Keys {
		f, _ := e.table.Field(k)
		if f.Type != catalog.Option && !optional[e.table.Key+"."+k] && row[k] == value.Zero(f) {
			return core.Problemf(core.Invalid, "%s: it cannot be empty", core.Word(f.Caption))
		}
	}
	for _, f := range e.table.Fields {
		v, ok := typed[f.Key]
		if !ok || f.Lookup == "" || v == value.Zero(f) {
			continue
		}
		if err := e.names(f, row); err != nil {
			return err
		}
	}
	if e.table.Key == catalog.Contact {
		return e.checkContact(row, typed)
	}
	return nil
}

// names refuses a code that names no row of the table it is looked up in. In a
// table without any rows nothing can be looked up, and every code is taken.
func (e *edit) names(f catalog.Field, row values) error {
	lookup := catalog.Must(f.Lookup)
	if lookup.Key == e.table.Key && e.table.IsKey(f.Key) {
		return nil
	}
	key := []any{row[f.Key]}
	if len(lookup.Keys) == 2 {
		key = []any{row[lookup.Keys[0]], row[f.Key]}
	}
	found, err := selectByKey(e.ctx, e.tx, lookup, key)
	if err != nil || len(found) > 0 {
		return err
	}
	any, err := hasRows(e.ctx, e.tx, lookup)
	if err != nil || !any {
		return err
	}
	return core.Problemf(core.Invalid, "%s: there is no %s %s", core.Word(f.Caption), core.Word(lookup.Caption), value.Format(f, row[f.Key])).
		Hintf("choose one that there is, or make it first")
}
