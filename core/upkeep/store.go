package upkeep

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"winnow/core/catalog"
	"winnow/core/record"
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
	if _, err := tx.ExecContext(ctx, "PRAGMA defer_foreign_keys = on"); err != nil {
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
		return changed(tx.ExecContext(ctx, renameLineUses, append(lineArgs(r, before), after[len(after)-1])...))
	}
	sets := make([]string, len(r.columns))
	for i, c := range r.columns {
		sets[i] = c + " = ?"
	}
	n, err := changed(tx.ExecContext(ctx, fmt.Sprintf("UPDATE %s SET %s WHERE %s", r.table.Key, strings.Join(sets, ", "), equals(r.columns)),
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

// changed is how many rows a statement wrote.
func changed(result sql.Result, err error) (int, error) {
	if err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	return int(n), err
}
