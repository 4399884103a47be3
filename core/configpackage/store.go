package configpackage

import (
	"context"
	"database/sql"
	"strings"

	"winnow/core/catalog"
	"winnow/core/privacy"
	"winnow/core/value"
	"winnow/data"
)

// keys are the keys of the fields that a table's records are filled from.
func (t table) keys() []string {
	keys := make([]string, len(t.fields))
	for i, f := range t.fields {
		keys[i] = f.of.Key
	}
	return keys
}

// countContacts is how many contacts were changed on a day or later, and how many of
// them have something in a field that Business Central has not.
const countContacts = `
SELECT
    count(*),
    coalesce(sum(birthday <> ''), 0),
    coalesce(sum(` + privacy.Condition + `), 0)
FROM contact
WHERE last_date_modified >= ?`

// selectContacts reads the contacts that were changed on a day or later, companies
// first, since persons name them; behind the fields whether the Company No. names no
// company.
func selectContacts(persons bool) string {
	of := "type = 0"
	if persons {
		of = "type <> 0"
	}
	return "SELECT " + strings.Join(contacts.keys(), ", ") + `,
    company_no <> '' AND NOT EXISTS (SELECT 1 FROM contact AS company WHERE company.no = contact.company_no AND company.type = 0)
FROM contact
WHERE last_date_modified >= ? AND ` + of + `
ORDER BY no`
}

// selectOfContacts reads a table's rows that belong to those contacts, in an order;
// behind the fields whether the row names an alternative address that there is not.
func selectOfContacts(t table) string {
	columns := make([]string, len(t.fields))
	for i, key := range t.keys() {
		columns[i] = "r." + key
	}
	missing, order := "0", t.Keys
	if t.Key == addressDates.Key {
		missing = `NOT EXISTS (SELECT 1 FROM contact_alt_address AS a WHERE a.contact_no = r.contact_no AND a.code = r.contact_alt_address_code)`
		order = []string{t.Owner, "starting_date", "contact_alt_address_code"}
	}
	return "SELECT " + strings.Join(columns, ", ") + ", " + missing + `
FROM contact AS c
JOIN ` + t.Key + ` AS r ON r.` + t.Owner + ` = c.no
WHERE c.last_date_modified >= ?
ORDER BY r.` + strings.Join(order, ", r.")
}

// eachRow calls fn with the rows of a query: the values of a table's fields, which are
// valid until the next row, and what the column behind them says.
func eachRow(ctx context.Context, tx *sql.Tx, t table, query string, since string, fn func(values []any, marked bool) error) error {
	rows, err := tx.QueryContext(ctx, query, since)
	if err != nil {
		return err
	}
	defer rows.Close()
	values, marked := make([]any, len(t.fields)), false
	into := make([]any, len(values)+1)
	for i := range values {
		into[i] = &values[i]
	}
	into[len(values)] = &marked
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		for i, f := range t.fields {
			values[i] = value.Stored(f.of, values[i])
		}
		if err := fn(values, marked); err != nil {
			return err
		}
	}
	return rows.Err()
}

// selectCodes returns the codes of a code table.
func selectCodes(ctx context.Context, tx *sql.Tx, t catalog.Table) (map[string]bool, error) {
	list, err := data.Values[string](ctx, tx, "SELECT "+t.Keys[0]+" FROM "+t.Key)
	codes := make(map[string]bool, len(list))
	for _, code := range list {
		codes[code] = true
	}
	return codes, err
}

// hasAddress tells whether a contact has an alternative address.
func hasAddress(ctx context.Context, tx *sql.Tx, contact, code any) (has bool, err error) {
	err = tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM contact_alt_address WHERE contact_no = ? AND code = ?)", contact, code).Scan(&has)
	return has, err
}

// selectGroups returns the interaction groups of the interaction templates.
func selectGroups(ctx context.Context, tx *sql.Tx) (map[string]string, error) {
	return data.Pairs[string, string](ctx, tx, "SELECT code, interaction_group_code FROM interaction_template")
}

// selectWordTemplates returns the Word templates that interaction templates name, which
// Business Central has, too.
func selectWordTemplates(ctx context.Context, tx *sql.Tx) (map[string]bool, error) {
	list, err := data.Values[string](ctx, tx, `
SELECT word_template_code FROM interaction_template
UNION
SELECT word_template_code FROM interaction_tmpl_language`)
	codes := make(map[string]bool, len(list))
	for _, code := range list {
		codes[code] = true
	}
	return codes, err
}

// profileLine is a line of a profile questionnaire.
type profileLine struct {
	questionnaire string
	no            int64
	answer        bool
	// question is the Line No. of the question that it answers, and several says that
	// the question may be answered more than once.
	question int64
	several  bool
}

// selectProfileLines returns the lines of all profile questionnaires.
func selectProfileLines(ctx context.Context, tx *sql.Tx) (map[string]map[int64]profileLine, error) {
	found := map[string]map[int64]profileLine{}
	var line, last profileLine
	err := data.Each(ctx, tx, []any{&line.questionnaire, &line.no, &line.answer, &line.several}, func() error {
		of := found[line.questionnaire]
		if of == nil {
			of = map[int64]profileLine{}
			found[line.questionnaire], last = of, profileLine{}
		}
		if line.answer {
			of[line.no] = profileLine{line.questionnaire, line.no, true, last.no, last.several}
		} else {
			of[line.no], last = line, line
		}
		return nil
	}, `
SELECT
    profile_questionnaire_code,
    line_no,
    type = 1,
    multiple_answers
FROM profile_questionnaire_line
ORDER BY profile_questionnaire_code, line_no`)
	return found, err
}
