package hub

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"winnow/data"
)

// Segments on the hub.

// hubSegment is the header of a segment as far as it says whose it is.
type hubSegment struct {
	no, holder, revision, by string
	version                  int64
	deleted                  bool
}

const selectHubSegments = `
SELECT no, holder, revision, changed_by, version, deleted
FROM segment_header
WHERE %s
ORDER BY version, no`

func queryHubSegments(ctx context.Context, tx pgx.Tx, where string, args ...any) ([]hubSegment, error) {
	rows, err := tx.Query(ctx, fmt.Sprintf(selectHubSegments, where), args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(r pgx.CollectableRow) (h hubSegment, err error) {
		return h, r.Scan(&h.no, &h.holder, &h.revision, &h.by, &h.version, &h.deleted)
	})
}

// readHubSegments returns the segments of some numbers that the hub has or had.
func readHubSegments(ctx context.Context, tx pgx.Tx, numbers []string) (map[string]hubSegment, error) {
	list, err := queryHubSegments(ctx, tx, "no = ANY($1)", numbers)
	found := map[string]hubSegment{}
	for _, h := range list {
		found[h.no] = h
	}
	return found, err
}

// readNewerSegments returns the segments with a version behind one, and those of some
// numbers.
func readNewerSegments(ctx context.Context, tx pgx.Tx, version int64, numbers []string) ([]hubSegment, error) {
	return queryHubSegments(ctx, tx, "version > $1 OR no = ANY($2)", version, numbers)
}

// readSegmentRows returns the rows that the hub has of a segment, table by table.
func readSegmentRows(ctx context.Context, tx pgx.Tx, tables []data.Exchanged, no string) ([][]row, error) {
	found := make([][]row, len(tables))
	batch := &pgx.Batch{}
	for i, t := range tables {
		names := columnNames(t.Columns, "")
		query := "SELECT " + strings.Join(names, ", ") + " FROM " + quoted(t.Name) + " WHERE " + names[0] + " = $1 AND NOT deleted ORDER BY " + strings.Join(names[:t.Keys], ", ")
		batch.Queue(query, no).Query(func(rows pgx.Rows) (err error) {
			found[i], err = pgx.CollectRows(rows, func(r pgx.CollectableRow) (row, error) { return r.Values() })
			return err
		})
	}
	return found, tx.SendBatch(ctx, batch).Close()
}

// emptyArray is array for a column that may hold NULL.
func emptyArray[T any](rows []row, column int) ([]*T, error) {
	list := make([]*T, len(rows))
	for i, r := range rows {
		if r[column] == nil {
			continue
		}
		value, ok := r[column].(T)
		if !ok {
			return nil, data.ErrValue
		}
		list[i] = &value
	}
	return list, nil
}

// segmentArrays is arrays for rows of segments, whose texts may be NULL.
func segmentArrays(columns []data.ExchangedColumn, rows []row) (args []any, sql string, err error) {
	return arraysOf(columns, rows, func(column int) (any, error) { return emptyArray[string](rows, column) })
}

// writeSegmentRows writes rows of a segment, and returns how many differ from what the
// hub had.
func writeSegmentRows(ctx context.Context, tx pgx.Tx, t data.Exchanged, rows []row, version int64) (int, error) {
	args, list, err := segmentArrays(t.Columns, rows)
	if err != nil {
		return 0, err
	}
	names := columnNames(t.Columns, "")
	set := []string{"version = excluded.version", "changed_by = excluded.changed_by", "changed_at = excluded.changed_at", "deleted = excluded.deleted"}
	for _, name := range names[t.Keys:] {
		set = append(set, name+" = excluded."+name)
	}
	tag, err := tx.Exec(ctx, fmt.Sprintf(`
INSERT INTO %[1]s AS o (%[2]s, version, changed_by, changed_at, deleted)
SELECT n.*, $%[3]d::bigint, current_user, now(), false
FROM %[4]s AS n
ON CONFLICT (%[5]s) DO UPDATE SET %[6]s
WHERE o.deleted OR (%[7]s) IS DISTINCT FROM (%[8]s)`,
		quoted(t.Name), strings.Join(names, ", "), len(names)+1, list, strings.Join(names[:t.Keys], ", "), strings.Join(set, ", "),
		strings.Join(columnNames(t.Columns[t.Keys:], "o."), ", "), strings.Join(columnNames(t.Columns[t.Keys:], "excluded."), ", ")),
		append(args, version)...)
	return int(tag.RowsAffected()), err
}

// deleteSegmentRows leaves nothing of the rows of a segment in a table but their keys,
// but for those that stay.
func deleteSegmentRows(ctx context.Context, tx pgx.Tx, t data.Exchanged, no string, stay []row, version int64) (int, error) {
	args, list, err := segmentArrays(t.Columns[:t.Keys], stay)
	if err != nil {
		return 0, err
	}
	names := columnNames(t.Columns, "")
	set := []string{fmt.Sprintf("version = $%d::bigint", t.Keys+1), "changed_by = current_user", "changed_at = now()", "deleted = true"}
	for _, name := range names[t.Keys:] {
		set = append(set, name+" = DEFAULT")
	}
	if t.Name == segmentHeader {
		set = append(set, "holder = DEFAULT", "revision = DEFAULT")
	}
	tag, err := tx.Exec(ctx, fmt.Sprintf("UPDATE %s SET %s WHERE %s = $%d AND NOT deleted AND (%s) NOT IN (SELECT * FROM %s)", quoted(t.Name), strings.Join(set, ", "),
		names[0], t.Keys+2, strings.Join(names[:t.Keys], ", "), list), append(args, version, no)...)
	return int(tag.RowsAffected()), err
}

// setHolder says who holds a segment from a version on, and what the hub has of it.
func setHolder(ctx context.Context, tx pgx.Tx, no, holder, revision string, version int64) error {
	_, err := tx.Exec(ctx, `
UPDATE segment_header
SET holder = $2, revision = $3, version = $4, changed_by = current_user, changed_at = now()
WHERE no = $1`, no, holder, revision, version)
	return err
}

// readPerson reports whether a role is there that can log in.
func readPerson(ctx context.Context, tx pgx.Tx, name string) (there bool, err error) {
	err = tx.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = $1 AND rolcanlogin)", name).Scan(&there)
	return there, err
}

// readDeletedContacts returns those of some contacts that the hub has deleted and not
// merged into others.
func readDeletedContacts(ctx context.Context, tx pgx.Tx, numbers []string) ([]string, error) {
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

// readSegmentsWith returns the segments that have some contacts.
func readSegmentsWith(ctx context.Context, tx pgx.Tx, numbers []string) ([]string, error) {
	rows, err := tx.Query(ctx, "SELECT DISTINCT segment_no FROM segment_line WHERE NOT deleted AND contact_no = ANY($1)", numbers)
	if err != nil {
		return nil, err
	}
	list, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if list == nil {
		list = []string{}
	}
	return list, err
}

// readContactsThere returns those of some contacts that the hub has.
func readContactsThere(ctx context.Context, tx pgx.Tx, numbers []string) ([]string, error) {
	rows, err := tx.Query(ctx, "SELECT no FROM contact WHERE NOT deleted AND no = ANY($1)", numbers)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// readContactsOnSegments returns those of some contacts that a segment of the hub has and
// that were not merged into others.
func readContactsOnSegments(ctx context.Context, tx pgx.Tx, _ link, numbers any) (map[any]bool, error) {
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

// segmentHeader is the table under which a segment is noted as changed.
const segmentHeader = "segment_header"

// knownSegment is what this file knows of a segment that the hub has; see hub_segment.
type knownSegment struct {
	holder, revision, sending string
	held                      bool
	version                   int64
	elsewhere, missing        int
}

// readKnown returns what is known of a segment on the hub; false where nothing is.
func readKnown(ctx context.Context, tx *sql.Tx, no string) (k knownSegment, known bool, err error) {
	err = tx.QueryRowContext(ctx, `
SELECT holder, held, version, revision, sending, elsewhere, missing
FROM hub_segment
WHERE no = ?`, no).Scan(&k.holder, &k.held, &k.version, &k.revision, &k.sending, &k.elsewhere, &k.missing)
	if errors.Is(err, sql.ErrNoRows) {
		return k, false, nil
	}
	return k, err == nil, err
}

func writeKnown(ctx context.Context, tx *sql.Tx, no string, k knownSegment) error {
	_, err := tx.ExecContext(ctx, `
INSERT OR REPLACE INTO hub_segment (no, holder, held, version, revision, sending, elsewhere, missing)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, no, k.holder, k.held, k.version, k.revision, k.sending, k.elsewhere, k.missing)
	return err
}

func deleteKnown(ctx context.Context, tx *sql.Tx, no string) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM hub_segment WHERE no = ?", no)
	return err
}

// readChangedSegments returns the numbers of the segments that were changed since the
// last sync, or of which it is not known whether they were sent.
func readChangedSegments(ctx context.Context, tx *sql.Tx) ([]string, error) {
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

// isSegmentChanged reports whether a segment is among them.
func isSegmentChanged(ctx context.Context, tx *sql.Tx, no string) (changed bool, err error) {
	err = tx.QueryRowContext(ctx, `
SELECT EXISTS (SELECT 1 FROM hub_change WHERE table_key = 'segment_header' AND row_key = json_array(?1))
    OR EXISTS (SELECT 1 FROM hub_segment WHERE no = ?1 AND sending <> '')`, no).Scan(&changed)
	return changed, err
}

// readSegmentsAgain returns the segments that are to be fetched though the hub has
// nothing newer: because of what was changed here, or because contacts came.
func readSegmentsAgain(ctx context.Context, tx *sql.Tx) ([]string, error) {
	return data.Values[string](ctx, tx, "SELECT no FROM hub_segment WHERE sending = '' AND (version = 0 OR missing < 0) ORDER BY no")
}

// readPartial reports whether contacts of segments are not here.
func readPartial(ctx context.Context, tx *sql.Tx) (partial bool, err error) {
	err = tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM hub_segment WHERE missing <> 0)").Scan(&partial)
	return partial, err
}

// flagPartial notes of the segments whose contacts are not all here that contacts came,
// and unflagPartial that these are on none but some of them, a JSON array.
func flagPartial(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, "UPDATE hub_segment SET missing = -abs(missing) WHERE missing > 0")
	return err
}

func unflagPartial(ctx context.Context, tx *sql.Tx, some string) error {
	_, err := tx.ExecContext(ctx, "UPDATE hub_segment SET missing = abs(missing) WHERE missing < 0 AND no NOT IN (SELECT value FROM json_each(?))", some)
	return err
}

// noteSegment notes a segment as changed, and noteAllSegments all.
func noteSegment(ctx context.Context, tx *sql.Tx, no string) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO hub_change (table_key, row_key, before) VALUES ('segment_header', json_array(?), '{}') ON CONFLICT DO NOTHING", no)
	return err
}

func noteAllSegments(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO hub_change (table_key, row_key, before) SELECT 'segment_header', json_array(no), '{}' FROM segment_header WHERE true ON CONFLICT DO NOTHING")
	return err
}

// forgetSegmentNote forgets that a segment was changed, and reports whether it was noted.
func forgetSegmentNote(ctx context.Context, tx *sql.Tx, no string) (noted bool, err error) {
	result, err := tx.ExecContext(ctx, "DELETE FROM hub_change WHERE table_key = 'segment_header' AND row_key = json_array(?)", no)
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

// segmentHere reports whether a segment is in the file.
func segmentHere(ctx context.Context, tx *sql.Tx, no string) (here bool, err error) {
	err = tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM segment_header WHERE no = ?)", no).Scan(&here)
	return here, err
}

// readOfSegment returns the rows of a segment in a table, as the hub would have them.
func readOfSegment(ctx context.Context, tx *sql.Tx, t data.Exchanged, no string) ([]row, error) {
	var reads []string
	for _, c := range t.Columns {
		reads = append(reads, c.Read)
	}
	found, err := tx.QueryContext(ctx, "SELECT "+strings.Join(reads, ", ")+" FROM "+t.Name+" WHERE "+t.Where, no)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var list []row
	for found.Next() {
		r := make(row, len(t.Columns))
		into := make([]any, len(r))
		for i := range r {
			into[i] = &r[i]
		}
		if err := found.Scan(into...); err != nil {
			return nil, err
		}
		for i, c := range t.Columns {
			if n, ok := r[i].(int64); ok && c.Kind == "REAL" {
				r[i] = float64(n)
			}
		}
		list = append(list, r)
	}
	return list, found.Err()
}

// deleteOfSegment deletes what a segment has besides its header.
func deleteOfSegment(ctx context.Context, tx *sql.Tx, tables []data.Exchanged, no string) error {
	for _, t := range slices.Backward(tables) {
		if t.Name == segmentHeader {
			continue
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM "+t.Name+" WHERE "+t.Where, no); err != nil {
			return err
		}
	}
	return nil
}

func deleteSegmentHeader(ctx context.Context, tx *sql.Tx, no string) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM segment_header WHERE no = ?", no)
	return err
}

// renameSegment gives a segment that was made here another number, with what was made
// here of it, and a description.
func renameSegment(ctx context.Context, tx *sql.Tx, no, renamed, description string) error {
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

func readDescription(ctx context.Context, tx *sql.Tx, no string) (text string, err error) {
	err = tx.QueryRowContext(ctx, "SELECT description FROM segment_header WHERE no = ?", no).Scan(&text)
	return text, err
}

// readSegmentContacts returns the numbers of the contacts of a segment's lines, of those
// too that a step can bring back.
func readSegmentContacts(ctx context.Context, tx *sql.Tx, no string) ([]string, error) {
	return data.Values[string](ctx, tx, `
SELECT DISTINCT c.no
FROM segment_header AS h
JOIN segment_line AS l ON l.segment_id = h.id
JOIN contact AS c ON c.id = l.contact_id
WHERE h.no = ?`, no)
}

// contactsOfHeld finds the ids of the contacts of all lines of segments that this file
// may change, those that a step can bring back among them.
const contactsOfHeld = `
SELECT l.contact_id
FROM segment_line AS l
JOIN segment_header AS h ON h.id = l.segment_id
WHERE h.no NOT IN (SELECT no FROM hub_segment WHERE NOT held)`

// readAnyMerged reports whether one of some numbers is that of a contact that was merged
// into another.
func readAnyMerged(ctx context.Context, tx *sql.Tx, numbers string) (any bool, err error) {
	err = tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM contact_number WHERE no IN (SELECT value FROM json_each(?)))", numbers).Scan(&any)
	return any, err
}

// readSegmentsOf returns the numbers of the segments on which contacts have lines, those
// that this file may change or the others. The contacts are a JSON array.
func readSegmentsOf(ctx context.Context, tx *sql.Tx, contacts string, held bool) ([]string, error) {
	return data.Values[string](ctx, tx, `
SELECT DISTINCT h.no
FROM contact AS c
JOIN segment_line AS l ON l.contact_id = c.id
JOIN segment_header AS h ON h.id = l.segment_id
WHERE c.no IN (SELECT value FROM json_each(?)) AND (h.no NOT IN (SELECT no FROM hub_segment WHERE NOT held)) = ?
ORDER BY h.no`, contacts, held)
}

// moveLines gives the lines of a contact that was merged into another to that.
func moveLines(ctx context.Context, tx *sql.Tx, contact string) error {
	_, err := tx.ExecContext(ctx, `
UPDATE segment_line
SET contact_id = (SELECT contact_id FROM contact_number WHERE no = ?1)
WHERE contact_id = (SELECT id FROM contact WHERE no = ?1) AND EXISTS (SELECT 1 FROM contact_number WHERE no = ?1)`, contact)
	return err
}

// eraseDialed empties the number or address by which lines of erased persons went: those
// of a contact, or of a segment where that is named.
func eraseDialed(ctx context.Context, tx *sql.Tx, contact, no string) (lines int64, err error) {
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

// deleteLinesOf deletes the lines of contacts, a JSON array, on a segment.
func deleteLinesOf(ctx context.Context, tx *sql.Tx, no, contacts string) (int, error) {
	result, err := tx.ExecContext(ctx, `
DELETE FROM segment_line
WHERE segment_id = (SELECT id FROM segment_header WHERE no = ?) AND contact_id IN (SELECT id FROM contact WHERE no IN (SELECT value FROM json_each(?)))`, no, contacts)
	if err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	return int(n), err
}

// readLinesInForce returns how many lines a segment is said to have.
func readLinesInForce(ctx context.Context, tx *sql.Tx, no string) (lines int, err error) {
	err = tx.QueryRowContext(ctx, "SELECT coalesce(max(s.lines_after), 0) FROM segment_header AS h JOIN segment_step AS s ON s.segment_id = h.id AND s.step = h.step WHERE h.no = ?", no).Scan(&lines)
	return lines, err
}
