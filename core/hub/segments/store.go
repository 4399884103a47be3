// Package segments reads whose a segment is on the hub and which contacts are on it, and
// keeps in a company file what that knows of the hub's segments. What a segment has is sent
// and fetched by the package hub; this one never does.
package segments

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"winnow/data"
)

// Segments on the hub.

// Header is the header of a segment as far as it says whose it is.
type Header struct {
	No, Holder, Revision, By string
	Version                  int64
	Deleted                  bool
}

const selectHubSegments = `
SELECT no, holder, revision, changed_by, version, deleted
FROM segment_header
WHERE %s
ORDER BY version, no`

func query(ctx context.Context, tx pgx.Tx, where string, args ...any) ([]Header, error) {
	rows, err := tx.Query(ctx, fmt.Sprintf(selectHubSegments, where), args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(r pgx.CollectableRow) (h Header, err error) {
		return h, r.Scan(&h.No, &h.Holder, &h.Revision, &h.By, &h.Version, &h.Deleted)
	})
}

// Headers returns the segments of some numbers that the hub has or had.
func Headers(ctx context.Context, tx pgx.Tx, numbers []string) (map[string]Header, error) {
	list, err := query(ctx, tx, "no = ANY($1)", numbers)
	found := map[string]Header{}
	for _, h := range list {
		found[h.No] = h
	}
	return found, err
}

// Newer returns the segments with a version behind one, and those of some
// numbers.
func Newer(ctx context.Context, tx pgx.Tx, version int64, numbers []string) ([]Header, error) {
	return query(ctx, tx, "version > $1 OR no = ANY($2)", version, numbers)
}

// SetHolder says who holds a segment from a version on, and what the hub has of it.
func SetHolder(ctx context.Context, tx pgx.Tx, no, holder, revision string, version int64) error {
	_, err := tx.Exec(ctx, `
UPDATE segment_header
SET holder = $2, revision = $3, version = $4, changed_by = current_user, changed_at = now()
WHERE no = $1`, no, holder, revision, version)
	return err
}

// IsPerson reports whether a role is there that can log in.
func IsPerson(ctx context.Context, tx pgx.Tx, name string) (there bool, err error) {
	err = tx.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = $1 AND rolcanlogin)", name).Scan(&there)
	return there, err
}

// DeletedContacts returns those of some contacts that the hub has deleted and not
// merged into others.
func DeletedContacts(ctx context.Context, tx pgx.Tx, numbers []string) ([]string, error) {
	rows, err := tx.Query(ctx, `
SELECT c.no
FROM contact AS c
WHERE c.deleted AND c.no = ANY($1) AND NOT EXISTS (SELECT 1 FROM contact_number AS n WHERE n.no = c.no AND NOT n.deleted)
ORDER BY c.no`, numbers)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// With returns the segments that have some contacts.
func With(ctx context.Context, tx pgx.Tx, numbers []string) ([]string, error) {
	rows, err := tx.Query(ctx, "SELECT DISTINCT segment_no FROM segment_line WHERE NOT deleted AND contact_no = ANY($1)", numbers)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// ContactsThere returns those of some contacts that the hub has.
func ContactsThere(ctx context.Context, tx pgx.Tx, numbers []string) ([]string, error) {
	rows, err := tx.Query(ctx, "SELECT no FROM contact WHERE NOT deleted AND no = ANY($1)", numbers)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// ContactsOn returns those of some contacts that a segment of the hub has and
// that were not merged into others.
func ContactsOn(ctx context.Context, tx pgx.Tx, numbers any) (map[any]bool, error) {
	rows, err := tx.Query(ctx, `
SELECT DISTINCT l.contact_no
FROM segment_line AS l
WHERE l.contact_no = ANY($1) AND NOT l.deleted AND NOT EXISTS (SELECT 1 FROM contact_number AS n WHERE n.no = l.contact_no AND NOT n.deleted)`, numbers)
	if err != nil {
		return nil, err
	}
	list, err := pgx.CollectRows(rows, pgx.RowTo[string])
	found := map[any]bool{}
	for _, no := range list {
		found[no] = true
	}
	return found, err
}

// Segments in the company file.

// Table is the table under which a segment is noted as changed.
const Table = "segment_header"

// Known is what this file knows of a segment that the hub has; see hub_segment.
type Known struct {
	Holder, Revision, Sending string
	Held                      bool
	Version                   int64
	Elsewhere, Missing        int
}

// ReadKnown returns what is known of a segment on the hub; false where nothing is.
func ReadKnown(ctx context.Context, tx *sql.Tx, no string) (k Known, known bool, err error) {
	err = tx.QueryRowContext(ctx, `
SELECT holder, held, version, revision, sending, elsewhere, missing
FROM hub_segment
WHERE no = ?`, no).Scan(&k.Holder, &k.Held, &k.Version, &k.Revision, &k.Sending, &k.Elsewhere, &k.Missing)
	if errors.Is(err, sql.ErrNoRows) {
		return k, false, nil
	}
	return k, err == nil, err
}

// WriteKnown writes down what the hub knows of a segment, instead of what stood there.
func WriteKnown(ctx context.Context, tx *sql.Tx, no string, k Known) error {
	_, err := tx.ExecContext(ctx, `
INSERT OR REPLACE INTO hub_segment (no, holder, held, version, revision, sending, elsewhere, missing)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, no, k.Holder, k.Held, k.Version, k.Revision, k.Sending, k.Elsewhere, k.Missing)
	return err
}

// ForgetKnown forgets what the hub knows of a segment.
func ForgetKnown(ctx context.Context, tx *sql.Tx, no string) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM hub_segment WHERE no = ?", no)
	return err
}

// Changed returns the numbers of the segments that were changed since the
// last sync, or of which it is not known whether they were sent.
func Changed(ctx context.Context, tx *sql.Tx) ([]string, error) {
	return data.Values[string](ctx, tx, `
SELECT json_extract(row_key, '$[0]')
FROM hub_change
WHERE table_key = 'segment_header'
UNION
SELECT no
FROM hub_segment
WHERE sending <> ''
ORDER BY 1`)
}

// Settled returns the numbers of the segments that the hub has had as they are here.
func Settled(ctx context.Context, tx *sql.Tx) ([]string, error) {
	return data.Values[string](ctx, tx, `
SELECT no
FROM hub_segment
WHERE sending = '' AND revision <> '' AND json_array(no) NOT IN (SELECT row_key FROM hub_change WHERE table_key = 'segment_header')
ORDER BY no`)
}

// IsChanged reports whether a segment is among them.
func IsChanged(ctx context.Context, tx *sql.Tx, no string) (changed bool, err error) {
	err = tx.QueryRowContext(ctx, `
SELECT EXISTS (SELECT 1 FROM hub_change WHERE table_key = 'segment_header' AND row_key = json_array(?1))
    OR EXISTS (SELECT 1 FROM hub_segment WHERE no = ?1 AND sending <> '')`, no).Scan(&changed)
	return changed, err
}

// Again returns the segments that are to be fetched though the hub has
// nothing newer: because of what was changed here, or because contacts came.
func Again(ctx context.Context, tx *sql.Tx) ([]string, error) {
	return data.Values[string](ctx, tx, "SELECT no FROM hub_segment WHERE sending = '' AND (version = 0 OR missing < 0) ORDER BY no")
}

// IsPartial reports whether contacts of segments are not here.
func IsPartial(ctx context.Context, tx *sql.Tx) (partial bool, err error) {
	err = tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM hub_segment WHERE missing <> 0)").Scan(&partial)
	return partial, err
}

// FlagPartial notes of the segments whose contacts are not all here that contacts came.
func FlagPartial(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, "UPDATE hub_segment SET missing = -abs(missing) WHERE missing > 0")
	return err
}

// UnflagPartial takes the note of [FlagPartial] back from all segments but some.
func UnflagPartial(ctx context.Context, tx *sql.Tx, some []string) error {
	_, err := tx.ExecContext(ctx, "UPDATE hub_segment SET missing = abs(missing) WHERE missing < 0 AND no NOT IN (SELECT value FROM json_each(?))", data.JSONList(some))
	return err
}

// Note notes a segment as changed.
func Note(ctx context.Context, tx *sql.Tx, no string) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO hub_change (table_key, row_key, before) VALUES ('segment_header', json_array(?), '{}') ON CONFLICT DO NOTHING", no)
	return err
}

// NoteAll notes all segments as changed.
func NoteAll(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO hub_change (table_key, row_key, before) SELECT 'segment_header', json_array(no), '{}' FROM segment_header WHERE true ON CONFLICT DO NOTHING")
	return err
}

// ForgetNote forgets that a segment was changed, and reports whether it was noted.
func ForgetNote(ctx context.Context, tx *sql.Tx, no string) (noted bool, err error) {
	result, err := tx.ExecContext(ctx, "DELETE FROM hub_change WHERE table_key = 'segment_header' AND row_key = json_array(?)", no)
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

// IsHere reports whether a segment is in the file.
func IsHere(ctx context.Context, tx *sql.Tx, no string) (here bool, err error) {
	err = tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM segment_header WHERE no = ?)", no).Scan(&here)
	return here, err
}

// DeleteRows deletes what a segment has besides its header.
func DeleteRows(ctx context.Context, tx *sql.Tx, tables []data.Exchanged, no string) error {
	for _, t := range slices.Backward(tables) {
		if t.Name == Table {
			continue
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM "+t.Name+" WHERE "+t.Where, no); err != nil {
			return err
		}
	}
	return nil
}

// DeleteHeader deletes a segment's header, and leaves its other rows to [DeleteRows].
func DeleteHeader(ctx context.Context, tx *sql.Tx, no string) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM segment_header WHERE no = ?", no)
	return err
}

// Rename gives a segment that was made here another number, with what was made
// here of it, and a description.
func Rename(ctx context.Context, tx *sql.Tx, no, renamed, description string) error {
	const made = "EXISTS (SELECT 1 FROM hub_change WHERE table_key = '%s' AND before IS NULL AND row_key = json_array(%s))"
	entry := "(SELECT logged_segment_entry_no FROM segment_header WHERE no = ?1 AND logged_segment_entry_no <> 0)"
	for _, statement := range []string{
		"UPDATE interaction_log_entry SET segment_no = ?2 WHERE segment_no = ?1 AND logged_segment_entry_no = " + entry,
		"UPDATE logged_segment SET segment_no = ?2 WHERE segment_no = ?1 AND entry_no = " + entry,
		"UPDATE campaign_entry SET segment_no = ?2 WHERE segment_no = ?1 AND register_no = " + entry,
		"UPDATE logged_segment SET follow_up_no = ?2 WHERE follow_up_no = ?1 AND " + fmt.Sprintf(made, "logged_segment", "entry_no"),
		"UPDATE to_do SET segment_no = ?2 WHERE segment_no = ?1 AND " + fmt.Sprintf(made, "to_do", "no"),
	} {
		if _, err := tx.ExecContext(ctx, statement, no, renamed); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, "UPDATE segment_header SET no = ?, description = ? WHERE no = ?", renamed, description, no)
	return err
}

// Description returns a segment's description.
func Description(ctx context.Context, tx *sql.Tx, no string) (text string, err error) {
	err = tx.QueryRowContext(ctx, "SELECT description FROM segment_header WHERE no = ?", no).Scan(&text)
	return text, err
}

// Contacts returns the numbers of the contacts of a segment's lines, of those
// too that a step can bring back.
func Contacts(ctx context.Context, tx *sql.Tx, no string) ([]string, error) {
	return data.Values[string](ctx, tx, `
SELECT DISTINCT c.no
FROM segment_header AS h
JOIN segment_line AS l ON l.segment_id = h.id
JOIN contact AS c ON c.id = l.contact_id
WHERE h.no = ?`, no)
}

// AnyMerged reports whether one of some numbers is that of a contact that was merged
// into another.
func AnyMerged(ctx context.Context, tx *sql.Tx, numbers []string) (any bool, err error) {
	err = tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM contact_number WHERE no IN (SELECT value FROM json_each(?)))", data.JSONList(numbers)).Scan(&any)
	return any, err
}

// Of returns the numbers of the segments on which contacts have lines, those
// that this file may change or the others.
func Of(ctx context.Context, tx *sql.Tx, contacts []string, held bool) ([]string, error) {
	return data.Values[string](ctx, tx, `
SELECT DISTINCT h.no
FROM contact AS c
JOIN segment_line AS l ON l.contact_id = c.id
JOIN segment_header AS h ON h.id = l.segment_id
WHERE c.no IN (SELECT value FROM json_each(?)) AND (h.no NOT IN (SELECT no FROM hub_segment WHERE NOT held)) = ?
ORDER BY h.no`, data.JSONList(contacts), held)
}

// MoveLines gives the lines of a contact that was merged into another to that.
func MoveLines(ctx context.Context, tx *sql.Tx, contact string) error {
	_, err := tx.ExecContext(ctx, `
UPDATE segment_line
SET contact_id = (SELECT contact_id FROM contact_number WHERE no = ?1)
WHERE contact_id = (SELECT id FROM contact WHERE no = ?1) AND EXISTS (SELECT 1 FROM contact_number WHERE no = ?1)`, contact)
	return err
}

// EraseDialed empties the number or address by which lines of erased persons went: those
// of a contact, or of a segment where that is named.
func EraseDialed(ctx context.Context, tx *sql.Tx, contact, no string) (lines int64, err error) {
	result, err := tx.ExecContext(ctx, `
UPDATE segment_line
SET own = nullif(json_remove(own, '$.contact_via'), '{}')
WHERE iif(json_valid(own), json_extract(own, '$.contact_via'), NULL) IS NOT NULL
    AND contact_id IN (SELECT id FROM contact WHERE privacy_blocked <> 0 AND name = '' AND (?1 = '' OR no = ?1))
    AND (?2 = '' OR segment_id = (SELECT id FROM segment_header WHERE no = ?2))`, contact, no)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// DeleteLines deletes the lines of contacts on a segment.
func DeleteLines(ctx context.Context, tx *sql.Tx, no string, contacts []string) (int, error) {
	result, err := tx.ExecContext(ctx, `
DELETE FROM segment_line
WHERE segment_id = (SELECT id FROM segment_header WHERE no = ?) AND contact_id IN (SELECT id FROM contact WHERE no IN (SELECT value FROM json_each(?)))`, no, data.JSONList(contacts))
	if err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	return int(n), err
}

// LinesInForce returns how many lines a segment is said to have.
func LinesInForce(ctx context.Context, tx *sql.Tx, no string) (lines int, err error) {
	err = tx.QueryRowContext(ctx, "SELECT coalesce(max(s.lines_after), 0) FROM segment_header AS h JOIN segment_step AS s ON s.segment_id = h.id AND s.step = h.step WHERE h.no = ?", no).Scan(&lines)
	return lines, err
}
