package upkeep

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"winnow/core/catalog"
	"winnow/core/record"
	"winnow/core/value"
	"winnow/data"
)

// query returns rows of a table; rest is what stands behind its name.
func query(ctx context.Context, tx *sql.Tx, t catalog.Table, rest string, args ...any) ([]record.Row, error) {
	return record.ReadRows(ctx, tx, t, "SELECT "+record.Columns(t, "")+" FROM "+t.Key+" "+rest, args...)
}

// equals is the condition that columns have values, which are bound.
func equals(columns []string) string { return strings.Join(columns, " = ? AND ") + " = ?" }

func selectByKey(ctx context.Context, tx *sql.Tx, t catalog.Table, key []any) ([]record.Row, error) {
	return query(ctx, tx, t, "WHERE "+equals(t.Keys), key...)
}

func selectBelonging(ctx context.Context, tx *sql.Tx, t catalog.Table, contact string, limit int) ([]record.Row, error) {
	order := strings.Join(t.Keys, ", ")
	if t.ByDate != "" {
		order = t.ByDate + " DESC, " + strings.Join(t.Keys, " DESC, ") + " DESC"
	}
	return query(ctx, tx, t, "WHERE "+t.Owner+" = ? ORDER BY "+order+" LIMIT ?", contact, limit)
}

func selectPersons(ctx context.Context, tx *sql.Tx, companyNo string, limit int) ([]record.Row, error) {
	return query(ctx, tx, catalog.Must(catalog.Contact),
		"WHERE company_no = ?1 AND no <> ?1 AND type = 1 ORDER BY name COLLATE NOCASE, no LIMIT ?2", companyNo, limit)
}

const selectPersonCount = `
SELECT count(*)
FROM contact
WHERE company_no = ?1 AND company_no <> '' AND no <> ?1 AND type = 1`

func countPersons(ctx context.Context, tx *sql.Tx, companyNo string) (n int, err error) {
	err = tx.QueryRowContext(ctx, selectPersonCount, companyNo).Scan(&n)
	return n, err
}

const selectLastLine = `
SELECT coalesce(max(line_no), 0)
FROM profile_questionnaire_line
WHERE profile_questionnaire_code = ?`

func lastQuestionnaireLine(ctx context.Context, tx *sql.Tx, questionnaire string) (n int64, err error) {
	err = tx.QueryRowContext(ctx, selectLastLine, questionnaire).Scan(&n)
	return n, err
}

func insertRow(ctx context.Context, tx *sql.Tx, t catalog.Table, row values) error {
	var names, marks []string
	var args []any
	for _, f := range t.Fields {
		names, marks, args = append(names, f.Column()), append(marks, "?"), append(args, row[f.Key])
	}
	_, err := tx.ExecContext(ctx, fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", t.Key, strings.Join(names, ", "), strings.Join(marks, ", ")), args...)
	return err
}

// deferForeignKeys lets what names a row by its key follow it before the transaction ends.
func deferForeignKeys(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, "PRAGMA defer_foreign_keys = on")
	return err
}

// updateRow stores the fields that are others now. What names the row by a key
// that changes must follow before the transaction ends.
func updateRow(ctx context.Context, tx *sql.Tx, t catalog.Table, old, row values) error {
	var sets []string
	var args []any
	for _, f := range t.Fields {
		if row[f.Key] != old[f.Key] {
			sets, args = append(sets, f.Column()+" = ?"), append(args, row[f.Key])
		}
	}
	for _, k := range t.Keys {
		args = append(args, old[k])
	}
	if err := deferForeignKeys(ctx, tx); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, fmt.Sprintf("UPDATE %s SET %s WHERE %s", t.Key, strings.Join(sets, ", "), equals(t.Keys)), args...)
	return err
}

func deleteRow(ctx context.Context, tx *sql.Tx, t catalog.Table, key []any) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM "+t.Key+" WHERE "+equals(t.Keys), key...)
	return err
}

func touchContact(ctx context.Context, tx *sql.Tx, no, today string) error {
	_, err := tx.ExecContext(ctx, "UPDATE contact SET last_date_modified = ? WHERE no = ? AND last_date_modified <> ?", today, no, today)
	return err
}

const updateCompanyName = `
UPDATE contact
SET company_name = ?, last_date_modified = ?
WHERE company_no = ? AND type = 1 AND company_name = ?
RETURNING id`

// carryCompanyName gives the persons of a company its new name, those that had
// the old one, and returns their ids.
func carryCompanyName(ctx context.Context, tx *sql.Tx, companyNo, before, after, today string) ([]int64, error) {
	return data.Values[int64](ctx, tx, updateCompanyName, after, today, companyNo, before)
}

// carryFields gives the persons of a company its new values in fields, those who had
// all of the old ones, and returns their ids.
func carryFields(ctx context.Context, tx *sql.Tx, companyNo string, fields []string, old, row values, today string) ([]int64, error) {
	var args []any
	for _, f := range fields {
		args = append(args, row[f])
	}
	args = append(args, today, companyNo)
	for _, f := range fields {
		args = append(args, old[f])
	}
	return data.Values[int64](ctx, tx, "UPDATE contact SET "+strings.Join(fields, " = ?, ")+" = ?, last_date_modified = ? WHERE company_no = ? AND type = 1 AND "+
		equals(fields)+" RETURNING id", args...)
}

const (
	// lineNames is the condition that a line has the code ?2 of its own in the
	// field ?1; ?3 is the contact whose code it is, or ''.
	lineNames = `
WHERE own IS NOT NULL AND json_extract(own, '$.' || ?1) = ?2
    AND (?3 = '' OR contact_id = (SELECT id FROM contact WHERE no = ?3))`

	countLineUses = `
SELECT count(*)
FROM segment_line` + lineNames

	renameLineUses = `
UPDATE segment_line
SET own = json_set(own, '$.' || ?1, ?4)` + lineNames
)

// lineArgs are what the condition lineNames asks for. The contact, with which some
// keys begin, is not among the line's own values.
func lineArgs(r reference, key []any) []any {
	last := len(key) - 1
	if last == 0 {
		return []any{r.columns[0], key[0], ""}
	}
	return []any{r.columns[last], key[last], key[0]}
}

func countUses(ctx context.Context, tx *sql.Tx, r reference, key []any) (n int, err error) {
	statement, args := "SELECT count(*) FROM "+r.table.Key+" WHERE "+equals(r.columns), key
	if r.table.Key == segmentLine {
		statement, args = countLineUses, lineArgs(r, key)
	}
	err = tx.QueryRowContext(ctx, statement, args...).Scan(&n)
	return n, err
}

func renameUse(ctx context.Context, tx *sql.Tx, r reference, before, after []any) (int, error) {
	if r.table.Key == segmentLine {
		return data.Affected(tx.ExecContext(ctx, renameLineUses, append(lineArgs(r, before), after[len(after)-1])...))
	}
	sets := make([]string, len(r.columns))
	for i, c := range r.columns {
		sets[i] = c + " = ?"
	}
	n, err := data.Affected(tx.ExecContext(ctx, fmt.Sprintf("UPDATE %s SET %s WHERE %s", r.table.Key, strings.Join(sets, ", "), equals(r.columns)),
		append(append([]any(nil), after...), before...)...))
	return n, data.Sentinel(err)
}

func renameSetting(ctx context.Context, tx *sql.Tx, key string, before, after any) error {
	_, err := tx.ExecContext(ctx, "UPDATE setting SET value = ? WHERE key = ? AND value = ?", after, key, before)
	return err
}

func deleteUses(ctx context.Context, tx *sql.Tx, r reference, key []any) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM "+r.table.Key+" WHERE "+equals(r.columns), key...)
	return err
}

const selectSegmentsOf = `
SELECT DISTINCT h.no
FROM contact AS c
JOIN segment_line AS l ON l.contact_id = c.id
JOIN segment_header AS h ON h.id = l.segment_id
WHERE c.no = ?
ORDER BY h.no`

func segmentsOf(ctx context.Context, tx *sql.Tx, contact string) ([]string, error) {
	return data.Values[string](ctx, tx, selectSegmentsOf, contact)
}

func countOpenTasks(ctx context.Context, tx *sql.Tx, contact string) (n int, err error) {
	err = tx.QueryRowContext(ctx, "SELECT count(*) FROM to_do WHERE contact_no = ? AND closed = 0", contact).Scan(&n)
	return n, err
}

// releaseTasks lets the tasks about a contact that goes be about nobody.
func releaseTasks(ctx context.Context, tx *sql.Tx, contact string) error {
	_, err := tx.ExecContext(ctx, "UPDATE to_do SET contact_no = '', contact_company_no = '' WHERE contact_no = ?", contact)
	return err
}

// eraseContact empties who a contact is, and lets the file forget the bytes too.
func eraseContact(ctx context.Context, tx *sql.Tx, t catalog.Table, no, today string) error {
	if _, err := tx.ExecContext(ctx, "PRAGMA secure_delete = on"); err != nil {
		return err
	}
	var sets []string
	var args []any
	for _, f := range t.Fields {
		if f.Own || slices.Contains(erasedFields, f.Key) {
			sets, args = append(sets, f.Column()+" = ?"), append(args, value.Zero(f))
		}
	}
	_, err := tx.ExecContext(ctx, "UPDATE contact SET "+strings.Join(sets, ", ")+
		", exclude_from_segment = 1, privacy_blocked = 1, last_date_modified = ? WHERE no = ?", append(args, today, no)...)
	return err
}

// eraseAddresses empties the contact's alternative addresses. Their codes stay, since
// lines and interactions name them.
func eraseAddresses(ctx context.Context, tx *sql.Tx, no string) (int, error) {
	t := catalog.Must("contact_alt_address")
	var sets []string
	var args []any
	for _, f := range t.Fields {
		if !t.IsKey(f.Key) {
			sets, args = append(sets, f.Key+" = ?"), append(args, value.Zero(f))
		}
	}
	return data.Affected(tx.ExecContext(ctx, "UPDATE contact_alt_address SET "+strings.Join(sets, ", ")+" WHERE contact_no = ?", append(args, no)...))
}

const eraseLineNumbers = `
UPDATE segment_line
SET own = nullif(json_remove(own, '$.contact_via'), '{}')
WHERE own IS NOT NULL AND json_extract(own, '$.contact_via') IS NOT NULL AND contact_id = (SELECT id FROM contact WHERE no = ?)`

// eraseNumbersDialed empties the number or address that interactions and lines went by.
func eraseNumbersDialed(ctx context.Context, tx *sql.Tx, no string) error {
	if _, err := tx.ExecContext(ctx, "UPDATE interaction_log_entry SET contact_via = '' WHERE contact_no = ?", no); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, eraseLineNumbers, no)
	return err
}

const (
	// hasToDoWith is the condition that the key of a noted row is that of the contact
	// ?1, of one that was merged into it, or of what belongs to them.
	hasToDoWith = `
table_key IN ('contact', 'contact_alt_address') AND (
    json_extract(row_key, '$[0]') = ?1
    OR json_extract(row_key, '$[0]') IN (
        SELECT n.no
        FROM contact_number AS n
        JOIN contact AS c ON c.id = n.contact_id
        WHERE c.no = ?1
    )
) OR table_key = 'interaction_log_entry' AND json_extract(row_key, '$[0]') IN (
    SELECT entry_no
    FROM interaction_log_entry
    WHERE contact_no = ?1
)`

	deleteMerges = `
DELETE FROM undo_action
WHERE kind = '` + mergeKind + `' AND id IN (
    SELECT action_id
    FROM undo_row
    WHERE ` + hasToDoWith + `
)`
)

// eraseUndo forgets what the contact was like before merges and before the last import,
// and returns how many merges those were.
func eraseUndo(ctx context.Context, tx *sql.Tx, no string) (int, error) {
	if _, err := tx.ExecContext(ctx, "DELETE FROM import_undo WHERE "+hasToDoWith, no); err != nil {
		return 0, err
	}
	return data.Affected(tx.ExecContext(ctx, deleteMerges, no))
}

// deleteDocuments removes what went out to the contact, or came from it.
func deleteDocuments(ctx context.Context, tx *sql.Tx, no string) (int, error) {
	return data.Affected(tx.ExecContext(ctx, `
DELETE FROM interaction_attachment
WHERE entry_no IN (SELECT entry_no FROM interaction_log_entry WHERE contact_no = ?)`, no))
}

func selectPair(ctx context.Context, tx *sql.Tx, keep, other string) (pair, error) {
	p := pair{keep: keep, other: other}
	err := tx.QueryRowContext(ctx, "SELECT (SELECT id FROM contact WHERE no = ?), (SELECT id FROM contact WHERE no = ?)", keep, other).Scan(&p.keepID, &p.otherID)
	return p, err
}

// survivor returns the number of the contact that one with this number was merged
// into, or "".
func survivor(ctx context.Context, tx *sql.Tx, no string) (string, error) {
	numbers, err := data.Values[string](ctx, tx, "SELECT c.no FROM contact_number AS n JOIN contact AS c ON c.id = n.contact_id WHERE n.no = ?", no)
	return strings.Join(numbers, ""), err
}

const selectLaterMerge = `
SELECT coalesce(max(json_extract(subject, '$[1]')), '')
FROM undo_action
WHERE kind = '` + mergeKind + `' AND id > ? AND json_extract(subject, '$[0]') = ?`

// laterMerge returns the number of a contact that was merged into Keep after another
// merge, or "".
func laterMerge(ctx context.Context, tx *sql.Tx, action int64, keep string) (no string, err error) {
	err = tx.QueryRowContext(ctx, selectLaterMerge, action, keep).Scan(&no)
	return no, err
}

const selectRelationsApart = `
SELECT k.business_relation_code
FROM contact_business_relation AS k
JOIN contact_business_relation AS o ON o.business_relation_code = k.business_relation_code
WHERE k.contact_no = ? AND o.contact_no = ? AND (k.link_to_table, k.no) <> (o.link_to_table, o.no)
ORDER BY 1`

// relationsApart returns the business relations that both contacts have, and that lead
// to different customers, vendors or the like.
func relationsApart(ctx context.Context, tx *sql.Tx, keep, other string) ([]string, error) {
	return data.Values[string](ctx, tx, selectRelationsApart, keep, other)
}

// addressesApart returns the codes of alternative addresses that both have, each of its
// own, and all codes that either has.
func addressesApart(ctx context.Context, tx *sql.Tx, p pair) (codes []string, taken map[string]bool, err error) {
	var same []string
	for _, f := range catalog.Must("contact_alt_address").Fields {
		if f.Key != "contact_no" {
			same = append(same, "k."+f.Key+" = o."+f.Key)
		}
	}
	codes, err = data.Values[string](ctx, tx, `
SELECT o.code
FROM contact_alt_address AS o
JOIN contact_alt_address AS k ON k.code = o.code
WHERE k.contact_no = ? AND o.contact_no = ? AND NOT (`+strings.Join(same, " AND ")+`)
ORDER BY o.code`, p.keep, p.other)
	if err != nil || len(codes) == 0 {
		return nil, nil, err
	}
	all, err := data.Values[string](ctx, tx, "SELECT code FROM contact_alt_address WHERE contact_no IN (?, ?)", p.keep, p.other)
	taken = map[string]bool{}
	for _, code := range all {
		taken[code] = true
	}
	return codes, taken, err
}

// renameAddress gives an alternative address of Other a new code, wherever it is named.
func renameAddress(ctx context.Context, tx *sql.Tx, p pair, code, renamed string) error {
	for _, r := range references(catalog.Must("contact_alt_address")) {
		if _, err := renameUse(ctx, tx, r, []any{p.other, code}, []any{p.other, renamed}); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, "UPDATE contact_alt_address SET code = ? WHERE contact_no = ? AND code = ?", renamed, p.other, code)
	return err
}

const updatePersonsCompanyName = `
UPDATE contact
SET company_name = ?
WHERE company_no = ? AND no <> company_no AND type = 1 AND company_name = ?`

// move lets all rows that name Other name Keep, and removes Other. Rows that Keep has
// already go.
func (p pair) move(ctx context.Context, tx *sql.Tx, keepName, otherName string, merged *Merged) error {
	if err := deferForeignKeys(ctx, tx); err != nil {
		return err
	}
	// A company that goes is no person of the one that stays.
	if _, err := tx.ExecContext(ctx, "UPDATE contact SET company_no = '' WHERE no = ?", p.other); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, updatePersonsCompanyName, keepName, p.other, otherName); err != nil {
		return err
	}
	for _, r := range references(catalog.Must(catalog.Contact)) {
		column := r.columns[len(r.columns)-1]
		n, err := data.Affected(tx.ExecContext(ctx, "UPDATE OR IGNORE "+r.table.Key+" SET "+column+" = ? WHERE "+column+" = ?", p.keep, p.other))
		if err != nil {
			return err
		}
		merged.add(r.table, n)
		if !r.table.IsKey(column) {
			continue
		}
		n, err = data.Affected(tx.ExecContext(ctx, "DELETE FROM "+r.table.Key+" WHERE "+column+" = ?", p.other))
		if err != nil {
			return err
		}
		merged.Dropped += n
	}
	var err error
	if merged.Lines, err = data.Affected(tx.ExecContext(ctx, "UPDATE segment_line SET contact_id = ? WHERE contact_id = ?", p.keepID, p.otherID)); err != nil {
		return err
	}
	for _, s := range []struct {
		statement string
		args      []any
	}{
		{"UPDATE contact_number SET contact_id = ? WHERE contact_id = ?", []any{p.keepID, p.otherID}},
		{"INSERT INTO contact_number (no, contact_id) VALUES (?, ?)", []any{p.other, p.keepID}},
		{movePairs, []any{p.keepID, p.otherID}},
		{"DELETE FROM contact WHERE id = ?", []any{p.otherID}},
	} {
		if _, err := tx.ExecContext(ctx, s.statement, s.args...); err != nil {
			return err
		}
	}
	return nil
}

const movePairs = `
INSERT OR IGNORE INTO not_duplicate (contact_id, other_id)
SELECT min(?1, d.third), max(?1, d.third)
FROM (SELECT iif(contact_id = ?2, other_id, contact_id) AS third FROM not_duplicate WHERE ?2 IN (contact_id, other_id)) AS d
WHERE d.third <> ?1`

const selectSegmentsWithTwoLines = `
SELECT h.no
FROM segment_line AS l
JOIN segment_header AS h ON h.id = l.segment_id
WHERE l.contact_id = ?
GROUP BY h.no
HAVING count(*) > 1
ORDER BY h.no`

func segmentsWithTwoLines(ctx context.Context, tx *sql.Tx, contact int64) ([]string, error) {
	return data.Values[string](ctx, tx, selectSegmentsWithTwoLines, contact)
}

// keptTable is a table whose rows an undo can put back, by its key.
type keptTable struct {
	name string
	key  []string
	// where is the condition that a row has to do with one of the contacts; ?1 and ?2
	// are their numbers, ?3 and ?4 their ids.
	where string
}

// keptTables are all tables whose rows name contacts.
func keptTables() []keptTable {
	contact := catalog.Must(catalog.Contact)
	list := []keptTable{
		{contact.Key, contact.Keys, "no IN (?1, ?2) OR company_no IN (?1, ?2)"},
		{segmentLine, []string{"segment_id", "line_no"}, "contact_id IN (?3, ?4)"},
		{"contact_number", []string{"no"}, "contact_id IN (?3, ?4) OR no IN (?1, ?2)"},
		{"not_duplicate", []string{"contact_id", "other_id"}, "contact_id IN (?3, ?4) OR other_id IN (?3, ?4)"},
	}
	for _, r := range references(contact) {
		condition := r.columns[len(r.columns)-1] + " IN (?1, ?2)"
		i := slices.IndexFunc(list, func(t keptTable) bool { return t.name == r.table.Key })
		switch {
		case r.table.Key == contact.Key:
		case i < 0:
			list = append(list, keptTable{r.table.Key, r.table.Keys, condition})
		default:
			list[i].where += " OR " + condition
		}
	}
	return list
}

// readStored reads whole rows, with the columns that the catalog does not know.
func readStored(ctx context.Context, tx *sql.Tx, t keptTable, where string, args ...any) (map[string]storedRow, error) {
	// The unused numbers of values are named, so that each statement has all of them.
	query := "SELECT * FROM " + t.name + " WHERE (" + where + ")"
	for i := range args {
		query += fmt.Sprintf(" AND ?%d IS NOT NULL", i+1)
	}
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	found := map[string]storedRow{}
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		row := storedRow{}
		for i, name := range columns {
			row[name] = values[i]
		}
		key, err := row.key(t)
		if err != nil {
			return nil, err
		}
		found[key] = row
	}
	return found, rows.Err()
}

// byKey is the condition that a row has the key whose values are bound, in its order.
func (t keptTable) byKey() string {
	conditions := make([]string, len(t.key))
	for i, column := range t.key {
		conditions[i] = fmt.Sprintf("%s = ?%d", column, i+1)
	}
	return strings.Join(conditions, " AND ")
}

// selectFreeID returns an id for a contact that comes back: the one that it had, if nobody
// has got that since.
func selectFreeID(ctx context.Context, tx *sql.Tx, had any) (id any, err error) {
	err = tx.QueryRowContext(ctx, "SELECT iif(EXISTS (SELECT 1 FROM contact WHERE id = ?1), (SELECT max(id) + 1 FROM contact), ?1)", had).Scan(&id)
	return id, err
}

// insertStored puts a row back, unless there is one with its key, and returns how many rows
// that are.
func insertStored(ctx context.Context, tx *sql.Tx, t keptTable, row storedRow) (int, error) {
	var columns, marks []string
	var args []any
	for column, v := range row {
		columns, marks, args = append(columns, quoted(column)), append(marks, "?"), append(args, v)
	}
	return data.Affected(tx.ExecContext(ctx, "INSERT OR IGNORE INTO "+t.name+" ("+strings.Join(columns, ", ")+") VALUES ("+strings.Join(marks, ", ")+")", args...))
}

// updateStored gives columns of a row these values.
func updateStored(ctx context.Context, tx *sql.Tx, t keptTable, key []any, values storedRow) error {
	var sets []string
	var args []any
	for column, v := range values {
		sets, args = append(sets, quoted(column)+" = ?"), append(args, v)
	}
	_, err := tx.ExecContext(ctx, "UPDATE "+t.name+" SET "+strings.Join(sets, ", ")+" WHERE "+equals(t.key), append(args, key...)...)
	return err
}

func deleteStored(ctx context.Context, tx *sql.Tx, t keptTable, key []any) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM "+t.name+" WHERE "+equals(t.key), key...)
	return err
}

// insertMerge notes a merge, and returns the number of its action.
func insertMerge(ctx context.Context, tx *sql.Tx, p pair, at, by string) (action int64, err error) {
	err = tx.QueryRowContext(ctx, "INSERT INTO undo_action (kind, subject, made_at, made_by) VALUES (?, ?, ?, ?) RETURNING id",
		mergeKind, data.JSONList([]string{p.keep, p.other}), at, by).Scan(&action)
	return action, err
}

const selectLastMerge = `
SELECT id, subject
FROM undo_action
WHERE kind = '` + mergeKind + `' AND (?1 = '' OR subject = ?1)
ORDER BY id DESC
LIMIT 1`

// selectMerge returns the action of the last merge of two contacts, a JSON array of their
// numbers, or of any where that is ""; the error is sql.ErrNoRows where there is none.
func selectMerge(ctx context.Context, tx *sql.Tx, wanted string) (action int64, subject string, err error) {
	err = tx.QueryRowContext(ctx, selectLastMerge, wanted).Scan(&action, &subject)
	return action, subject, err
}

func deleteMerge(ctx context.Context, tx *sql.Tx, action int64) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM undo_action WHERE id = ?", action)
	return err
}

// selectUndoRows are the rows that an action changed.
const selectUndoRows = `
SELECT table_key, row_key, before, after
FROM undo_row
WHERE action_id = ?
ORDER BY table_key, row_key`

func insertUndoRow(ctx context.Context, tx *sql.Tx, action int64, table, key string, before, after storedRow) error {
	texts := [2]any{}
	for i, row := range []storedRow{before, after} {
		if row == nil {
			continue
		}
		text, err := json.Marshal(row)
		if err != nil {
			return err
		}
		texts[i] = string(text)
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO undo_row (action_id, table_key, row_key, before, after) VALUES (?, ?, ?, ?, ?)", action, table, key, texts[0], texts[1])
	return err
}

// quoted is a column's name as SQL reads it, whatever the file says that it is.
func quoted(column string) string { return `"` + strings.ReplaceAll(column, `"`, `""`) + `"` }
