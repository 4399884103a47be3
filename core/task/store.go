package task

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"winnow/core/catalog"
	"winnow/core/privacy"
	"winnow/core/record"
	"winnow/core/value"
	"winnow/data"
)

const selectTasks = `
SELECT
    coalesce(c.name, ''),
    coalesce(c.company_name, ''),
    coalesce(nullif(c.phone_no, ''), c.mobile_phone_no, ''),
    coalesce(c.blocked, 0),
    %s
FROM to_do AS t
LEFT JOIN (SELECT no, name, company_name, phone_no, mobile_phone_no, %s AS blocked FROM contact) AS c ON c.no = t.contact_no
WHERE %s
ORDER BY t.no`

// eachTask calls fn with the tasks that satisfy a condition, by No.
func eachTask(ctx context.Context, tx *sql.Tx, where condition, fn func(Task) error) error {
	var t Task
	into := []any{&t.ContactName, &t.ContactCompanyName, &t.phone, &t.Blocked}
	read := make([]any, len(table.Fields))
	for i := range read {
		into = append(into, &read[i])
	}
	return data.Each(ctx, tx, into, func() error {
		t.Row = record.Row{Table: table, Values: make([]any, len(table.Fields))}
		for i, f := range table.Fields {
			t.Values[i] = value.Stored(f, read[i])
		}
		t.No = t.Code("no")
		return fn(t)
	}, fmt.Sprintf(selectTasks, record.Columns(table, "t."), privacy.Condition, where.text), where.args...)
}

// selectContact returns a contact by its number, or by one that it had before it was
// merged; ok is false where there is none.
func selectContact(ctx context.Context, tx *sql.Tx, no string) (row record.Row, ok bool, err error) {
	contacts := catalog.Must(catalog.Contact)
	rows, err := record.ReadRows(ctx, tx, contacts, "SELECT "+record.Columns(contacts, "")+` FROM contact
WHERE no = ?1 OR id = (SELECT contact_id FROM contact_number WHERE no = ?1)
ORDER BY no <> ?1
LIMIT 1`, no)
	if err != nil || len(rows) == 0 {
		return row, false, err
	}
	return rows[0], true, nil
}

// selectTaken returns those of some numbers, a JSON array, that tasks have.
func selectTaken(ctx context.Context, tx *sql.Tx, numbers string) (map[string]bool, error) {
	return data.Pairs[string, bool](ctx, tx, "SELECT no, 1 FROM to_do WHERE no IN (SELECT value FROM json_each(?))", numbers)
}

func insertTask(ctx context.Context, tx *sql.Tx, values map[string]any) error {
	marks, args := make([]string, len(table.Fields)), make([]any, len(table.Fields))
	for i, f := range table.Fields {
		marks[i], args[i] = "?", values[f.Key]
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO to_do ("+record.Columns(table, "")+") VALUES ("+strings.Join(marks, ", ")+")", args...)
	return err
}

// updateTask stores fields of a task.
func updateTask(ctx context.Context, tx *sql.Tx, no string, values map[string]any) error {
	var sets []string
	var args []any
	for _, f := range table.Fields {
		if v, ok := values[f.Key]; ok {
			sets, args = append(sets, f.Key+" = ?"), append(args, v)
		}
	}
	_, err := tx.ExecContext(ctx, "UPDATE to_do SET "+strings.Join(sets, ", ")+" WHERE no = ?", append(args, no)...)
	return err
}

func countTasks(ctx context.Context, tx *sql.Tx, where condition) (n int, err error) {
	err = tx.QueryRowContext(ctx, "SELECT count(*) FROM to_do AS t WHERE "+where.text, where.args...).Scan(&n)
	return n, err
}

func deleteTask(ctx context.Context, tx *sql.Tx, no string) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM to_do WHERE no = ?", no)
	return err
}

func deleteCanceled(ctx context.Context, tx *sql.Tx, where condition) (int64, error) {
	result, err := tx.ExecContext(ctx, "DELETE FROM to_do AS t WHERE t.canceled <> 0 AND "+where.text, where.args...)
	if err != nil {
		return 0, fmt.Errorf("delete tasks: %w", err)
	}
	return result.RowsAffected()
}

// undoKind is what tasks of a segment are among what can be taken back.
const undoKind = "tasks"

// rowAsJSON is the SQL of a task t as it is kept to be compared when it is taken back.
func rowAsJSON() string {
	var parts []string
	for _, f := range table.Fields {
		parts = append(parts, "'"+f.Key+"', t."+f.Key)
	}
	return "json_object(" + strings.Join(parts, ", ") + ")"
}

// insertUndo notes the tasks that were made for a segment, in the place of those that
// were made before.
func insertUndo(ctx context.Context, tx *sql.Tx, segment, at, by string, nos []string) error {
	if _, err := tx.ExecContext(ctx, "DELETE FROM undo_action WHERE kind = ?", undoKind); err != nil {
		return fmt.Errorf("forget what was made before: %w", err)
	}
	result, err := tx.ExecContext(ctx, "INSERT INTO undo_action (kind, subject, made_at, made_by) VALUES (?, ?, ?, ?)", undoKind, segment, at, by)
	if err != nil {
		return fmt.Errorf("note what was made: %w", err)
	}
	action, err := result.LastInsertId()
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
INSERT INTO undo_row (action_id, table_key, row_key, after)
SELECT ?, 'to_do', json_array(t.no), `+rowAsJSON()+`
FROM to_do AS t
WHERE t.no IN (SELECT value FROM json_each(?))`, action, data.JSONList(nos))
	return err
}

const selectUndoOf = `
SELECT a.id, a.subject
FROM undo_action AS a
WHERE a.kind = ?1 AND (?2 = '' OR EXISTS (SELECT 1 FROM undo_row AS r WHERE r.action_id = a.id AND r.row_key = json_array(?2)))
ORDER BY a.id DESC
LIMIT 1`

// selectUndo returns the action that made tasks last, if it made the one with a No. or
// that is "", and for which segment; 0 where there is none.
func selectUndo(ctx context.Context, tx *sql.Tx, no string) (action int64, segment string, err error) {
	err = tx.QueryRowContext(ctx, selectUndoOf, undoKind, no).Scan(&action, &segment)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, "", nil
	}
	return action, segment, err
}

// deleteMade deletes the tasks that an action made and nobody changed since, and
// forgets the action. It returns how many went, and how many stay.
func deleteMade(ctx context.Context, tx *sql.Tx, action int64) (deleted, kept int64, err error) {
	const made = "t.no IN (SELECT json_extract(u.row_key, '$[0]') FROM undo_row AS u WHERE u.action_id = ?"
	result, err := tx.ExecContext(ctx, "DELETE FROM to_do AS t WHERE "+made+" AND u.after = "+rowAsJSON()+")", action)
	if err != nil {
		return 0, 0, fmt.Errorf("delete tasks: %w", err)
	}
	if deleted, err = result.RowsAffected(); err != nil {
		return 0, 0, err
	}
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM to_do AS t WHERE "+made+")", action).Scan(&kept); err != nil {
		return 0, 0, err
	}
	_, err = tx.ExecContext(ctx, "DELETE FROM undo_action WHERE id = ?", action)
	return deleted, kept, err
}
