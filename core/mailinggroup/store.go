package mailinggroup

import (
	"context"
	"database/sql"

	"winnow/core/privacy"
	"winnow/core/segment"
	"winnow/data"
)

// kind is what an undo_action of this package is called.
const kind = "mailing_group"

// insertAction begins what can be taken back, in the place of the last.
func insertAction(ctx context.Context, tx *sql.Tx, code, at, by string) (int64, error) {
	if _, err := tx.ExecContext(ctx, "DELETE FROM undo_action WHERE kind = ?", kind); err != nil {
		return 0, err
	}
	result, err := tx.ExecContext(ctx, "INSERT INTO undo_action (kind, subject, made_at, made_by) VALUES (?, ?, ?, ?)", kind, code, at, by)
	if err != nil {
		return 0, err
	}
	return result.LastInsertId()
}

func selectAction(ctx context.Context, tx *sql.Tx) (id int64, code string, err error) {
	err = tx.QueryRowContext(ctx, "SELECT id, subject FROM undo_action WHERE kind = ? ORDER BY id DESC LIMIT 1", kind).Scan(&id, &code)
	return id, code, err
}

// insertGroup makes a mailing group, unless there is one with the code.
func insertGroup(ctx context.Context, tx *sql.Tx, action int64, code, description string) (made bool, err error) {
	n, err := data.Affected(tx.ExecContext(ctx, "INSERT INTO mailing_group (code, description) VALUES (?, ?) ON CONFLICT DO NOTHING", code, description))
	if err != nil || n == 0 {
		return false, err
	}
	_, err = tx.ExecContext(ctx, `
INSERT INTO undo_row (action_id, table_key, row_key, before, after)
VALUES (?, 'mailing_group', json_array(?), NULL, json_object('description', ?))`, action, code, description)
	return true, err
}

// apply changes who is in the group, and counts it.
func (o Options) apply(ctx context.Context, tx *sql.Tx, action int64, lines segment.Subquery, r *Result) error {
	wanted := "SELECT contact_no FROM " + lines.SQL
	if !o.IncludeBlocked {
		wanted += " WHERE NOT " + privacy.Condition
	}
	args := func(before ...any) []any { return append(before, lines.Args...) }
	err := tx.QueryRowContext(ctx, "SELECT count(DISTINCT contact_no) FROM "+lines.SQL+" WHERE "+privacy.Condition, lines.Args...).Scan(&r.Blocked)
	if err != nil {
		return err
	}
	err = tx.QueryRowContext(ctx, "SELECT count(*) FROM contact_mailing_group WHERE mailing_group_code = ? AND contact_no IN ("+wanted+")", args(r.Code)...).Scan(&r.There)
	if err != nil {
		return err
	}
	if o.DeleteOld {
		_, err := tx.ExecContext(ctx, `
INSERT INTO undo_row (action_id, table_key, row_key, before, after)
SELECT ?, 'contact_mailing_group', json_array(contact_no, mailing_group_code), '{}', NULL
FROM contact_mailing_group
WHERE mailing_group_code = ? AND contact_no NOT IN (`+wanted+")", args(action, r.Code)...)
		if err != nil {
			return err
		}
		r.Left, err = data.Affected(tx.ExecContext(ctx, "DELETE FROM contact_mailing_group WHERE mailing_group_code = ? AND contact_no NOT IN ("+wanted+")", args(r.Code)...))
		if err != nil {
			return err
		}
	}
	_, err = tx.ExecContext(ctx, `
INSERT INTO undo_row (action_id, table_key, row_key, before, after)
SELECT DISTINCT ?, 'contact_mailing_group', json_array(w.contact_no, ?), NULL, '{}'
FROM (`+wanted+`) AS w
WHERE NOT EXISTS (SELECT 1 FROM contact_mailing_group AS m WHERE m.contact_no = w.contact_no AND m.mailing_group_code = ?)`,
		append(args(action, r.Code), r.Code)...)
	if err != nil {
		return err
	}
	r.Added, err = data.Affected(tx.ExecContext(ctx, `
INSERT INTO contact_mailing_group (contact_no, mailing_group_code)
SELECT json_extract(row_key, '$[0]'), json_extract(row_key, '$[1]')
FROM undo_row
WHERE action_id = ? AND table_key = 'contact_mailing_group' AND before IS NULL`, action))
	return err
}

// touch dates the contacts that an action puts into a group or takes out of it, as
// Business Central does.
func touch(ctx context.Context, tx *sql.Tx, action int64, today string) error {
	_, err := tx.ExecContext(ctx, `
UPDATE contact
SET last_date_modified = ?
WHERE no IN (SELECT json_extract(row_key, '$[0]') FROM undo_row WHERE action_id = ? AND table_key = 'contact_mailing_group')`, today, action)
	return err
}

// undo takes an action back and forgets it. A group that it made goes with it, if
// nobody else is in it.
func undo(ctx context.Context, tx *sql.Tx, action int64, u *Undone) (err error) {
	u.Removed, err = data.Affected(tx.ExecContext(ctx, `
DELETE FROM contact_mailing_group
WHERE (contact_no, mailing_group_code) IN (
    SELECT json_extract(row_key, '$[0]'), json_extract(row_key, '$[1]')
    FROM undo_row
    WHERE action_id = ? AND table_key = 'contact_mailing_group' AND before IS NULL
)`, action))
	if err != nil {
		return err
	}
	u.Restored, err = data.Affected(tx.ExecContext(ctx, `
INSERT INTO contact_mailing_group (contact_no, mailing_group_code)
SELECT c.no, json_extract(u.row_key, '$[1]')
FROM undo_row AS u
JOIN contact AS c ON c.no = json_extract(u.row_key, '$[0]')
WHERE u.action_id = ? AND u.table_key = 'contact_mailing_group' AND u.after IS NULL
ON CONFLICT DO NOTHING`, action))
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
DELETE FROM mailing_group
WHERE code IN (SELECT json_extract(row_key, '$[0]') FROM undo_row WHERE action_id = ? AND table_key = 'mailing_group')
    AND NOT EXISTS (SELECT 1 FROM contact_mailing_group AS m WHERE m.mailing_group_code = mailing_group.code)`, action)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "DELETE FROM undo_action WHERE id = ?", action)
	return err
}
