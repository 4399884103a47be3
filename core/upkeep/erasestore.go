package upkeep

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"winnow/core/catalog"
	"winnow/core/value"
)

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
	return changed(tx.ExecContext(ctx, "UPDATE contact_alt_address SET "+strings.Join(sets, ", ")+" WHERE contact_no = ?", append(args, no)...))
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
	return changed(tx.ExecContext(ctx, deleteMerges, no))
}

// deleteDocuments removes what went out to the contact, or came from it.
func deleteDocuments(ctx context.Context, tx *sql.Tx, no string) (int, error) {
	return changed(tx.ExecContext(ctx, `
DELETE FROM interaction_attachment
WHERE entry_no IN (SELECT entry_no FROM interaction_log_entry WHERE contact_no = ?)`, no))
}
