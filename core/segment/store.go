package segment

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/flowfield"
	"winnow/core/fold"
	"winnow/core/idset"
	"winnow/core/lookup"
	"winnow/core/postal"
	"winnow/core/privacy"
	"winnow/core/value"
	"winnow/data"
)

const selectSegment = `
SELECT
    h.id,
    h.step,
    (SELECT max(s.step) FROM segment_step AS s WHERE s.segment_id = h.id),
    (SELECT s.lines_after FROM segment_step AS s WHERE s.segment_id = h.id AND s.step = h.step),
    h.replay,
    (SELECT coalesce(max(p.replay), 0) FROM segment_replay AS p WHERE p.segment_id = h.id),
    h.changed_at,
    h.typed_fields,
    %s,
    %s
FROM segment_header AS h
WHERE %s
ORDER BY h.no`

// The conditions that selectSegments takes.
const (
	allSegments    = "1"
	activeSegments = loggedAs + " = 0"
	segmentOfNo    = "h.no = ?"
	segmentOfID    = "h.id = ?"
	// askedSegments are those whose lines filters ask for: all but canceled ones.
	askedSegments = "NOT EXISTS (SELECT 1 FROM logged_segment AS g WHERE g.entry_no = h.logged_segment_entry_no AND g.canceled <> 0)"
)

// selectSegments returns the segments that satisfy a condition.
func selectSegments(ctx context.Context, tx *sql.Tx, condition string, args ...any) ([]Segment, error) {
	query := fmt.Sprintf(selectSegment, loggedAs, columns(headerTable.Fields, "h."), condition)
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []Segment
	for rows.Next() {
		seg, err := scanSegment(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, seg)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return list, fillHolders(ctx, tx, list)
}

// scanSegment reads a header, damaged or not.
func scanSegment(rows *sql.Rows) (Segment, error) {
	seg := Segment{Values: map[string]any{}}
	var step, steps, lines, replay, replays, changed, typed, logged any
	raw := make([]any, len(headerTable.Fields))
	targets := []any{&seg.ID, &step, &steps, &lines, &replay, &replays, &changed, &typed, &logged}
	for i := range raw {
		targets = append(targets, &raw[i])
	}
	if err := rows.Scan(targets...); err != nil {
		return seg, err
	}
	for i, f := range headerTable.Fields {
		if seg.Values[f.Key] = value.Zero(f); fits(f, raw[i]) {
			seg.Values[f.Key] = value.Stored(f, raw[i])
		}
		if f.Key == "no" && !fits(f, raw[i]) {
			seg.Values[f.Key] = shown(raw[i])
		}
	}
	seg.No = seg.code("no")
	known := false
	if seg.Step, known = count(step); !known {
		seg.Step = -1
	}
	seg.Steps, _ = count(steps)
	seg.Lines, _ = count(lines)
	var numbered bool
	if seg.Replay, numbered = count(replay); !numbered {
		seg.Replay = -1
	}
	seg.Replays, _ = count(replays)
	texts([]any{changed}, &seg.ChangedAt)
	keys, _ := typed.(string)
	seg.typed = readKeys(keys)
	seg.LoggedAs, _ = logged.(int64)
	seg.Damage = headerDamage(seg, raw, step, steps, lines)
	return seg, nil
}

// selectHeader returns the fields of a header as they are stored.
func selectHeader(ctx context.Context, tx *sql.Tx, id int64) ([]any, error) {
	raw := make([]any, len(headerTable.Fields))
	err := tx.QueryRowContext(ctx, "SELECT "+columns(headerTable.Fields, "")+" FROM segment_header WHERE id = ?", id).Scan(targetsOf(raw)...)
	return raw, err
}

// selectNo returns a segment's number, whatever is stored as such.
func selectNo(ctx context.Context, tx *sql.Tx, id int64) (string, error) {
	var no any
	err := tx.QueryRowContext(ctx, "SELECT no FROM segment_header WHERE id = ?", id).Scan(&no)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", err
	}
	if text, ok := no.(string); ok && isText(no) {
		return text, nil
	}
	return shown(no), nil
}

func segmentExists(ctx context.Context, tx *sql.Tx, no string) (bool, error) {
	var n int
	err := tx.QueryRowContext(ctx, "SELECT count(*) FROM segment_header WHERE no = ?", no).Scan(&n)
	return n > 0, err
}

// insertSegment makes the header and step 0, the empty segment.
func insertSegment(ctx context.Context, tx *sql.Tx, values map[string]any, typed fieldKeys, at, by string) error {
	names, marks, args := []string{"changed_at", "typed_fields"}, []string{"?", "?"}, []any{at, typed.String()}
	for _, f := range headerTable.Fields {
		if v, ok := values[f.Key]; ok {
			names, marks, args = append(names, f.Key), append(marks, "?"), append(args, v)
		}
	}
	result, err := tx.ExecContext(ctx, fmt.Sprintf("INSERT INTO segment_header (%s) VALUES (%s)",
		strings.Join(names, ", "), strings.Join(marks, ", ")), args...)
	if err != nil {
		return err
	}
	id, err := result.LastInsertId()
	if err != nil {
		return err
	}
	return insertStep(ctx, tx, id, stepRow{at: at, by: by, snapshot: roaring.New()})
}

func updateHeader(ctx context.Context, tx *sql.Tx, id int64, values map[string]any, typed fieldKeys, at string) error {
	sets, args := []string{"changed_at = ?", "typed_fields = ?"}, []any{at, typed.String()}
	for _, f := range headerTable.Fields {
		if v, ok := values[f.Key]; ok {
			sets, args = append(sets, f.Key+" = ?"), append(args, v)
		}
	}
	_, err := tx.ExecContext(ctx, "UPDATE segment_header SET "+strings.Join(sets, ", ")+" WHERE id = ?", append(args, id)...)
	return err
}

func updateReplay(ctx context.Context, tx *sql.Tx, id int64, replay int) error {
	_, err := tx.ExecContext(ctx, "UPDATE segment_header SET replay = ? WHERE id = ?", replay, id)
	return err
}

func updateStep(ctx context.Context, tx *sql.Tx, id int64, step int, at string) error {
	_, err := tx.ExecContext(ctx, "UPDATE segment_header SET step = ?, changed_at = ? WHERE id = ?", step, at, id)
	return err
}

func deleteSegment(ctx context.Context, tx *sql.Tx, id int64) error {
	for _, statement := range []string{
		"DELETE FROM segment_line WHERE segment_id = ?",
		"DELETE FROM segment_step WHERE segment_id = ?",
		"DELETE FROM segment_replay WHERE segment_id = ?",
		"DELETE FROM segment_header WHERE id = ?",
	} {
		if _, err := tx.ExecContext(ctx, statement, id); err != nil {
			return err
		}
	}
	return nil
}

// stepRow is a stored step.
type stepRow struct {
	step                    int
	criteria, resolved      string
	linesBefore, linesAfter int
	lastLineNo              int64
	at, by                  string
	// today, workDate and me are what its filters were resolved with; "" for steps
	// that are older than replays.
	today, workDate, me string
	snapshot            *roaring.Bitmap
}

// stepColumns are the columns of a step, but for whose it is.
const stepColumns = "step, criteria, resolved, lines_before, lines_after, last_line_no, made_at, made_by, today, work_date, me, snapshot"

// stepList is a list of a segment's steps: the present one, or, where replay is not 0,
// the one that is kept with that replay.
type stepList struct {
	segment int64
	replay  int
}

// from is what queries read the list's steps from, with the values that it binds.
func (l stepList) from() (string, []any) {
	if l.replay == 0 {
		return "segment_step WHERE segment_id = ?", []any{l.segment}
	}
	return "segment_replay_step WHERE segment_id = ? AND replay = ?", []any{l.segment, l.replay}
}

func insertStep(ctx context.Context, tx *sql.Tx, id int64, s stepRow) error {
	blob, err := idset.ToBlob(s.snapshot)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO segment_step (segment_id, "+stepColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		id, s.step, s.criteria, s.resolved, s.linesBefore, s.linesAfter, s.lastLineNo, s.at, s.by, s.today, s.workDate, s.me, blob)
	return err
}

// updateStepRow stores which lines a step left.
func updateStepRow(ctx context.Context, tx *sql.Tx, l stepList, s stepRow) error {
	blob, err := idset.ToBlob(s.snapshot)
	if err != nil {
		return err
	}
	from, args := l.from()
	_, err = tx.ExecContext(ctx, "UPDATE "+strings.Replace(from, " WHERE", " SET lines_before = ?, lines_after = ?, last_line_no = ?, snapshot = ? WHERE", 1)+" AND step = ?",
		append(append([]any{s.linesBefore, s.linesAfter, s.lastLineNo, blob}, args...), s.step)...)
	return err
}

// selectStep returns a step of the present list; see selectStepOf.
func selectStep(ctx context.Context, tx *sql.Tx, id int64, step int) (stepRow, error) {
	return selectStepOf(ctx, tx, stepList{segment: id}, step)
}

// selectStepOf returns a step with its snapshot; that alone, with an error, where the
// rest cannot be.
func selectStepOf(ctx context.Context, tx *sql.Tx, l stepList, step int) (stepRow, error) {
	id := l.segment
	from, args := l.from()
	raw := make([]any, 12)
	err := tx.QueryRowContext(ctx, "SELECT "+stepColumns+" FROM "+from+" AND step = ?", append(args, step)...).Scan(targetsOf(raw)...)
	if errors.Is(err, sql.ErrNoRows) {
		return stepRow{}, damagedRow(ctx, tx, id, core.Text("segment.step_is_missing", "step", step))
	}
	if err != nil {
		return stepRow{}, fmt.Errorf("read step %d: %w", step, err)
	}
	s, fits := stepOf(raw)
	blob, ok := raw[11].([]byte)
	if ok {
		s.snapshot, err = idset.FromBlob(blob)
	}
	switch {
	case !ok || err != nil:
		s.snapshot = nil
		return s, damagedRow(ctx, tx, id, core.Text("segment.which_lines_step_left_cannot_be_read", "step", step))
	case !fits || highestOf(s.snapshot) > s.lastLineNo:
		return s, damagedRow(ctx, tx, id, core.Text("segment.what_is_stored_of_step_cannot", "step", step))
	}
	return s, nil
}

// targetsOf returns what to scan a row into, to have it as it is stored.
func targetsOf(raw []any) []any {
	targets := make([]any, len(raw))
	for i := range raw {
		targets[i] = &raw[i]
	}
	return targets
}

// stepOf reads the columns of a step but for the last, and reports whether they hold what
// a step can.
func stepOf(raw []any) (stepRow, bool) {
	var s stepRow
	ok := texts([]any{raw[1], raw[2], raw[6], raw[7], raw[8], raw[9], raw[10]},
		&s.criteria, &s.resolved, &s.at, &s.by, &s.today, &s.workDate, &s.me)
	for i, into := range map[int]*int{0: &s.step, 3: &s.linesBefore, 4: &s.linesAfter} {
		n, fine := count(raw[i])
		*into, ok = n, ok && fine
	}
	var whole bool
	s.lastLineNo, whole = raw[5].(int64)
	return s, ok && whole && s.lastLineNo >= 0 && s.lastLineNo%lineStep == 0 && s.lastLineNo < LineNo(math.MaxUint32)
}

// selectSteps returns all steps of a list but step 0, without their snapshots.
func selectSteps(ctx context.Context, tx *sql.Tx, l stepList) ([]stepRow, error) {
	from, args := l.from()
	rows, err := tx.QueryContext(ctx, "SELECT "+strings.TrimSuffix(stepColumns, ", snapshot")+" FROM "+from+" AND step <> 0 ORDER BY step", args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []stepRow
	for rows.Next() {
		raw := make([]any, 11)
		if err := rows.Scan(targetsOf(raw)...); err != nil {
			return nil, err
		}
		s, ok := stepOf(raw)
		if !ok || s.step != len(list)+1 {
			rows.Close()
			return nil, damagedRow(ctx, tx, l.segment, core.Text("segment.what_is_stored_of_step_cannot", "step", len(list)+1))
		}
		list = append(list, s)
	}
	return list, rows.Err()
}

// updateLastLineNo gives all steps the same highest line number.
func updateLastLineNo(ctx context.Context, tx *sql.Tx, id, lastLineNo int64) error {
	_, err := tx.ExecContext(ctx, "UPDATE segment_step SET last_line_no = ? WHERE segment_id = ?", lastLineNo, id)
	return err
}

// deleteStepsAfter drops the steps behind step, the replays behind replay, and the lines
// that only they had. Where the replay that is in force then ends behind the step, it
// ends with the step.
func deleteStepsAfter(ctx context.Context, tx *sql.Tx, id int64, replay, step int, lastLineNo int64) error {
	if _, err := tx.ExecContext(ctx, "DELETE FROM segment_step WHERE segment_id = ? AND step > ?", id, step); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM segment_replay WHERE segment_id = ? AND replay > ?", id, replay); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE segment_replay SET step = min(step, ?) WHERE segment_id = ? AND replay = ?", step, id, replay); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM segment_line WHERE segment_id = ? AND line_no > ?", id, lastLineNo); err != nil {
		return err
	}
	return forgetDropped(ctx, tx, id)
}

// forgetDropped forgets what merges of contacts did to lines that are gone. Their
// numbers are given again, to lines of which the merges know nothing.
func forgetDropped(ctx context.Context, tx *sql.Tx, id int64) error {
	_, err := tx.ExecContext(ctx, `
DELETE FROM undo_row
WHERE action_id IN (SELECT id FROM undo_action WHERE kind = 'merge')
    AND table_key = 'segment_line'
    AND json_extract(row_key, '$[0]') = ?1
    AND NOT EXISTS (
        SELECT 1
        FROM segment_line AS l
        WHERE l.segment_id = ?1 AND l.line_no = json_extract(undo_row.row_key, '$[1]')
    )`, id)
	return err
}

// deleteSteps drops all steps, step 0 among them.
func deleteSteps(ctx context.Context, tx *sql.Tx, id int64) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM segment_step WHERE segment_id = ?", id)
	return err
}

// deleteReplays drops all replays, with the lists of steps that are kept with them.
func deleteReplays(ctx context.Context, tx *sql.Tx, id int64) error {
	if _, err := tx.ExecContext(ctx, "DELETE FROM segment_replay WHERE segment_id = ?", id); err != nil {
		return err
	}
	return updateReplay(ctx, tx, id, 0)
}

// insertReplay notes a replay that somebody makes.
func insertReplay(ctx context.Context, tx *sql.Tx, id int64, r Replay) error {
	_, err := tx.ExecContext(ctx, `
INSERT INTO segment_replay (segment_id, replay, kind, changed_step, step, made_at, made_by)
VALUES (?, ?, ?, ?, 0, ?, ?)`, id, r.Number, r.Kind, r.Changed, r.At, r.By)
	return err
}

// updateReplayEnd notes the last step of the list that a replay made.
func updateReplayEnd(ctx context.Context, tx *sql.Tx, id int64, replay, step int) error {
	_, err := tx.ExecContext(ctx, "UPDATE segment_replay SET step = ? WHERE segment_id = ? AND replay = ?", step, id, replay)
	return err
}

// selectReplay returns a replay of a segment.
func selectReplay(ctx context.Context, tx *sql.Tx, id int64, replay int) (Replay, error) {
	raw := make([]any, 5)
	err := tx.QueryRowContext(ctx, `
SELECT kind, changed_step, step, made_at, made_by
FROM segment_replay
WHERE segment_id = ? AND replay = ?`, id, replay).Scan(targetsOf(raw)...)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return Replay{}, err
	}
	r := Replay{Number: replay}
	kind := ""
	fits := texts([]any{raw[0], raw[3], raw[4]}, &kind, &r.At, &r.By)
	r.Kind = ReplayKind(kind)
	for i, into := range []*int{&r.Changed, &r.End} {
		n, ok := count(raw[1+i])
		*into, fits = n, fits && ok
	}
	if err != nil || !fits {
		return r, damagedRow(ctx, tx, id, core.Text("segment.replay_cannot_be_read", "replay", replay))
	}
	return r, nil
}

// parked is added to the numbers of steps while two lists change places.
const parked = 1 << 40

// swapSteps lets the present list of steps and the one that is kept with a replay change
// places.
func swapSteps(ctx context.Context, tx *sql.Tx, id int64, replay int) error {
	columns := strings.TrimPrefix(stepColumns, "step, ")
	for _, statement := range []string{
		"INSERT INTO segment_replay_step (segment_id, replay, " + stepColumns + ") SELECT segment_id, ?2, step + ?3, " + columns + " FROM segment_step WHERE segment_id = ?1",
		"DELETE FROM segment_step WHERE segment_id = ?1",
		"INSERT INTO segment_step (segment_id, " + stepColumns + ") SELECT segment_id, " + stepColumns + " FROM segment_replay_step WHERE segment_id = ?1 AND replay = ?2 AND step < ?3",
		"DELETE FROM segment_replay_step WHERE segment_id = ?1 AND replay = ?2 AND step < ?3",
		"UPDATE segment_replay_step SET step = step - ?3 WHERE segment_id = ?1 AND replay = ?2",
	} {
		args := []any{id, replay, parked}
		if !strings.Contains(statement, "?2") {
			args = args[:1]
		}
		if _, err := tx.ExecContext(ctx, statement, args...); err != nil {
			return err
		}
	}
	return nil
}

// selectSavedSteps returns the numbers of a segment's steps, 0 among them; what is no
// number of a step is left out.
func selectSavedSteps(ctx context.Context, tx *sql.Tx, id int64) ([]int, error) {
	return data.Values[int](ctx, tx, "SELECT step FROM segment_step WHERE segment_id = ? AND typeof(step) = 'integer' AND step >= 0 ORDER BY step", id)
}

// selectOwn calls fn with every line's own values, as they are stored. fn may change
// lines.
func selectOwn(ctx context.Context, tx *sql.Tx, id int64, fn func(lineNo int64, own any) error) error {
	type line struct {
		no  int64
		own any
	}
	list, err := data.List(ctx, tx, func(l *line) []any { return []any{&l.no, &l.own} },
		"SELECT line_no, own FROM segment_line WHERE segment_id = ? AND own IS NOT NULL AND typeof(line_no) = 'integer' ORDER BY line_no", id)
	if err != nil {
		return err
	}
	for _, l := range list {
		if err := fn(l.no, l.own); err != nil {
			return err
		}
	}
	return nil
}

// selectHighest returns the highest number that a line of the segment has, of those
// too that Go Back and Go Forward bring back; 0 where there is none.
func selectHighest(ctx context.Context, tx *sql.Tx, id int64) (any, error) {
	var highest any
	err := tx.QueryRowContext(ctx, "SELECT coalesce(max(line_no), 0) FROM segment_line WHERE segment_id = ?", id).Scan(&highest)
	return highest, err
}

// deleteFalseLines drops lines whose numbers none was ever given.
func deleteFalseLines(ctx context.Context, tx *sql.Tx, id int64) error {
	_, err := tx.ExecContext(ctx, `
DELETE FROM segment_line
WHERE segment_id = ?
    AND (typeof(line_no) <> 'integer' OR line_no % 10000 <> 0 OR line_no <= 0 OR line_no / 10000 >= 4294967295)`, id)
	return err
}

// deleteLinesBut deletes the segment's lines that are not in the set.
func deleteLinesBut(ctx context.Context, tx *sql.Tx, id int64, keep *roaring.Bitmap) error {
	_, err := tx.ExecContext(ctx, `
DELETE FROM segment_line
WHERE segment_id = ? AND line_no NOT IN (SELECT value FROM json_each(?))`, id, idset.JSON(keep, lineStep))
	if err != nil {
		return err
	}
	return forgetDropped(ctx, tx, id)
}

// selectLineContacts reads the lines' contacts in the order of the table's key,
// which NOT INDEXED keeps to.
const selectLineContacts = `
SELECT
	(SELECT coalesce(min(line_no), 0) FROM segment_line WHERE segment_id = ?1),
	(SELECT coalesce(max(line_no), 0) FROM segment_line WHERE segment_id = ?1),
	(SELECT coalesce(group_concat(contact_id), '') FROM segment_line NOT INDEXED WHERE segment_id = ?1)`

// selectLines streams the segment's lines, those that are not in it now too.
// Where their numbers have no gaps, only the contacts need be read.
func selectLines(ctx context.Context, tx *sql.Tx, id int64, fn func(line, contact uint32)) error {
	var first, last int64
	var joined string
	if err := tx.QueryRowContext(ctx, selectLineContacts, id).Scan(&first, &last, &joined); err != nil || last == 0 {
		return err
	}
	contacts := make([]uint32, 0, len(joined)/4)
	if err := idset.Each(joined, func(contact uint32) { contacts = append(contacts, contact) }); err != nil {
		return err
	}
	if first%lineStep != 0 || last != first+int64(len(contacts)-1)*lineStep {
		return selectPairs(ctx, tx, fn, "SELECT line_no / 10000 AS a, contact_id AS b FROM segment_line WHERE segment_id = ? ORDER BY line_no", id)
	}
	for i, contact := range contacts {
		fn(Ordinal(first)+uint32(i), contact)
	}
	return nil
}

// selectLinesBehind streams the lines behind a number.
func selectLinesBehind(ctx context.Context, tx *sql.Tx, id, last int64, fn func(line, contact uint32)) error {
	return selectPairs(ctx, tx, fn, "SELECT line_no / 10000 AS a, contact_id AS b FROM segment_line WHERE segment_id = ? AND line_no > ? ORDER BY line_no", id, last)
}

// selectLinesOf streams the lines that contacts have or had.
func selectLinesOf(ctx context.Context, tx *sql.Tx, id int64, contacts *roaring.Bitmap, fn func(line, contact uint32)) error {
	return selectPairs(ctx, tx, fn, `
SELECT l.line_no / 10000 AS a, l.contact_id AS b
FROM json_each(?) AS j
CROSS JOIN segment_line AS l ON l.contact_id = j.value AND l.segment_id = ?`, idset.JSON(contacts, 1), id)
}

// selectPairs streams the pairs of numbers a and b that a query finds, in its order.
func selectPairs(ctx context.Context, tx *sql.Tx, fn func(a, b uint32), query string, args ...any) error {
	var joined string
	err := tx.QueryRowContext(ctx, "SELECT coalesce(group_concat(a || ',' || b), '') FROM ("+query+")", args...).Scan(&joined)
	if err != nil {
		return err
	}
	var first uint32
	second := false
	return idset.Each(joined, func(n uint32) {
		if second {
			fn(first, n)
		}
		first, second = n, !second
	})
}

// What a set of contacts c is read from: all contacts, those of a list picked out or
// looked up, and all but those of a list.
const (
	allContacts      = "contact AS c"
	contactsAmong    = "contact AS c WHERE c.id IN (SELECT value FROM json_each(?))"
	contactsBut      = "contact AS c WHERE c.id NOT IN (SELECT value FROM json_each(?))"
	contactsLookedUp = "json_each(?) AS j CROSS JOIN contact AS c ON c.id = j.value"
)

// insertLines writes one line for each contact, in the order that domain.md
// gives: an index has that order.
func insertLines(ctx context.Context, tx *sql.Tx, from string, id, lastLineNo int64, list ...any) error {
	_, err := tx.ExecContext(ctx, `
INSERT INTO segment_line (segment_id, line_no, contact_id)
SELECT
    ?,
    ? + 10000 * row_number() OVER (
        ORDER BY c.company_name COLLATE NOCASE, c.company_no, c.type, c.name COLLATE NOCASE, c.no
    ),
    c.id
FROM `+from, append([]any{id, lastLineNo}, list...)...)
	return err
}

// insertLine writes one line.
func insertLine(ctx context.Context, tx *sql.Tx, id, lineNo, contactID int64) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO segment_line (segment_id, line_no, contact_id) VALUES (?, ?, ?)", id, lineNo, contactID)
	return err
}

// ContactIDs returns the ids of contacts by their numbers, which are a JSON array, those
// of contacts that were merged into them among these; numbers of no contact are missing.
func ContactIDs(ctx context.Context, tx *sql.Tx, numbers string) (map[string]int64, error) {
	return data.Pairs[string, int64](ctx, tx, `
SELECT no, contact_id
FROM contact_number
WHERE no IN (SELECT value FROM json_each(?1))
UNION ALL
SELECT no, id
FROM contact
WHERE no IN (SELECT value FROM json_each(?1))`, numbers)
}

// updateOwn stores what a line has of its own.
func updateOwn(ctx context.Context, tx *sql.Tx, id, lineNo int64, own any) error {
	_, err := tx.ExecContext(ctx, "UPDATE segment_line SET own = ? WHERE segment_id = ? AND line_no = ?", own, id, lineNo)
	return err
}

// deleteUnfitFilled forgets which own values a template filled where that cannot be
// read.
func deleteUnfitFilled(ctx context.Context, tx *sql.Tx, id int64) error {
	_, err := tx.ExecContext(ctx, "UPDATE segment_line SET filled_fields = NULL WHERE segment_id = ? AND typeof(filled_fields) NOT IN ('text', 'null')", id)
	return err
}

const selectFilled = `
SELECT line_no, filled_fields
FROM segment_line
WHERE segment_id = ? AND filled_fields IS NOT NULL AND line_no BETWEEN ? AND ?`

// selectFilledFields returns, by line number, which own values of some lines a
// template filled.
func selectFilledFields(ctx context.Context, tx *sql.Tx, id, first, last int64) (map[int64]fieldKeys, error) {
	filled := map[int64]fieldKeys{}
	var line int64
	var keys string
	err := data.Each(ctx, tx, []any{&line, &keys}, func() error {
		filled[line] = readKeys(keys)
		return nil
	}, selectFilled, id, first, last)
	return filled, err
}

// updateFilled stores which own values of a line a template filled.
func updateFilled(ctx context.Context, tx *sql.Tx, id, lineNo int64, filled fieldKeys) error {
	_, err := tx.ExecContext(ctx, "UPDATE segment_line SET filled_fields = nullif(?, '') WHERE segment_id = ? AND line_no = ?", filled.String(), id, lineNo)
	return err
}

// selectNumbers returns the numbers of contacts, in their order.
func selectNumbers(ctx context.Context, tx *sql.Tx, contacts *roaring.Bitmap) ([]string, error) {
	return data.Values[string](ctx, tx, "SELECT no FROM contact WHERE id IN (SELECT value FROM json_each(?)) ORDER BY no", idset.JSON(contacts, 1))
}

// selectTemplate returns an interaction template; none where there is none with
// that code.
func selectTemplate(ctx context.Context, tx *sql.Tx, code string) (template, error) {
	rows, err := tx.QueryContext(ctx, "SELECT "+columns(templateTable.Fields, "")+" FROM interaction_template WHERE code = ?", code)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	if !rows.Next() {
		return nil, rows.Err()
	}
	values, err := scanFields(rows, templateTable.Fields)
	if err != nil {
		return nil, err
	}
	t := template{}
	for i, f := range templateTable.Fields {
		t[f.Key] = values[i]
	}
	return t, nil
}

const selectOwnKeysOfLines = `
SELECT DISTINCT k.key
FROM segment_line AS l
JOIN json_each(iif(json_valid(l.own), l.own, ?)) AS k
WHERE l.segment_id = ? AND l.own IS NOT NULL`

// selectOwnKeys returns the fields that any line of a segment, in force or not, has of
// its own: all, where those of a line cannot be read.
func selectOwnKeys(ctx context.Context, tx *sql.Tx, id int64) (map[string]bool, error) {
	every, err := json.Marshal(zeroOf)
	if err != nil {
		return nil, err
	}
	keys, err := data.Values[string](ctx, tx, selectOwnKeysOfLines, string(every), id)
	if err != nil {
		return nil, err
	}
	own := map[string]bool{}
	for _, key := range keys {
		own[key] = true
	}
	return own, nil
}

func hasAddressRanges(ctx context.Context, tx *sql.Tx) (bool, error) {
	var has bool
	err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM contact_alt_addr_date_range)").Scan(&has)
	return has, err
}

// selectAddressRanges returns, by contact, when its alternative addresses are
// in force.
func selectAddressRanges(ctx context.Context, tx *sql.Tx, contacts string) (map[string][]addressRange, error) {
	ranges := map[string][]addressRange{}
	var no string
	var r addressRange
	err := data.Each(ctx, tx, []any{&no, &r.code, &r.starting, &r.ending}, func() error {
		ranges[no] = append(ranges[no], r)
		return nil
	}, `
SELECT r.contact_no, r.contact_alt_address_code, r.starting_date, r.ending_date
FROM contact_alt_addr_date_range AS r
JOIN contact_alt_address AS a ON a.contact_no = r.contact_no AND a.code = r.contact_alt_address_code
WHERE r.contact_no IN (SELECT value FROM json_each(?))
ORDER BY r.contact_no, r.contact_alt_address_code, r.starting_date`, contacts)
	return ranges, err
}

const selectLineRows = `
SELECT l.line_no, l.contact_id, l.own, %s
FROM segment_line AS l
JOIN contact AS c ON c.id = l.contact_id%s
WHERE l.segment_id = ? AND %s
ORDER BY l.line_no`

// contactColumns returns fields of the contact c for a query. How many segments hold it
// is counted for all of its rows at once, later.
func contactColumns(ctx context.Context, read *flowfield.Query, fields []catalog.Field) (string, error) {
	texts := make([]string, len(fields))
	for i, f := range fields {
		if f.Flow == catalog.OfSegments {
			texts[i] = "0"
			continue
		}
		var err error
		if texts[i], err = read.Value(ctx, f); err != nil {
			return "", err
		}
	}
	return strings.Join(texts, ", "), nil
}

// selectLinesByNo returns lines by their numbers, a JSON array, without values.
func selectLinesByNo(ctx context.Context, tx *sql.Tx, flow *flowfield.Reader, id int64, numbers string, fields []catalog.Field) ([]Line, error) {
	read := flow.Query("c")
	texts, err := contactColumns(ctx, read, fields)
	if err != nil {
		return nil, err
	}
	query := fmt.Sprintf(selectLineRows, texts, read.Join, "l.line_no IN (SELECT value FROM json_each(?))")
	lines, err := scanLines(ctx, tx, fields, query, append(read.JoinArgs, id, numbers)...)
	return lines, ofSegment(ctx, tx, id, err)
}

// selectLinesAfter returns the next lines behind a number, of all that are
// stored, without values.
func selectLinesAfter(ctx context.Context, tx *sql.Tx, id, after int64, fields []catalog.Field) ([]Line, error) {
	query := fmt.Sprintf(selectLineRows, columns(fields, "c."), "", "l.line_no > ?") + " LIMIT ?"
	lines, err := scanLines(ctx, tx, fields, query, id, after, batch)
	return lines, ofSegment(ctx, tx, id, err)
}

// selectOrder returns the lines of the set that a query finds, sorted.
func selectOrder(ctx context.Context, tx *sql.Tx, d defaults, q Query, lines *roaring.Bitmap) ([]uint32, error) {
	from, err := d.queried(ctx, tx, q)
	if err != nil {
		return nil, err
	}
	conditions, terms, args := []string{"1"}, "line_no", from.Args
	for _, key := range slices.Sorted(maps.Keys(q.Filters)) {
		f, err := d.fieldOf(key)
		if err != nil {
			return nil, err
		}
		condition, err := lookup.Survivors(ctx, tx, f, q.Filters[key])
		if err != nil {
			return nil, err
		}
		text, bound := condition.SQL(f.Column())
		conditions, args = append(conditions, "("+text+")"), append(args, bound...)
	}
	rows := from.SQL + " WHERE " + strings.Join(conditions, " AND ")
	if sought := fold.NewSearch(q.Search); !sought.Empty() {
		var searched []string
		for _, key := range q.SearchIn {
			f, err := d.fieldOf(key)
			if err != nil {
				return nil, err
			}
			searched = append(searched, f.Column())
		}
		condition, bound := sought.SQL("searched")
		rows, args = fold.Joined(rows, searched)+" WHERE "+condition, append(args, bound...)
	}
	if q.SortBy != "" {
		f, err := d.fieldOf(q.SortBy)
		if err != nil {
			return nil, err
		}
		terms = f.Column() + direction(f, q.Descending) + ", line_no"
	}
	var joined string
	err = tx.QueryRowContext(ctx, `
SELECT coalesce(group_concat(ordinal), '')
FROM (SELECT ordinal FROM `+rows+` ORDER BY `+terms+`)`, args...).Scan(&joined)
	if err != nil {
		return nil, err
	}
	sorted := []uint32{}
	err = idset.Each(joined, func(n uint32) {
		if lines.Contains(n) {
			sorted = append(sorted, n)
		}
	})
	return sorted, err
}

const selectGroups = `
SELECT coalesce(group_concat(ids, '|'), '')
FROM (
    SELECT group_concat(c.id) AS ids
    FROM contact AS c
    GROUP BY %[1]s
    ORDER BY %[1]s%[2]s
)`

// eachGroup calls fn with the ids of all contacts in the order of an expression of contacts
// c, which says what a field shows, those of equal values at once.
func eachGroup(ctx context.Context, tx *sql.Tx, f catalog.Field, text string, args []any, descending bool, fn func(contacts []uint32)) error {
	order := ""
	if descending {
		order = " DESC"
	}
	var joined string
	query := fmt.Sprintf(selectGroups, text+direction(f, false), order) // names the expression twice
	if err := tx.QueryRowContext(ctx, query, slices.Concat(args, args)...).Scan(&joined); err != nil {
		return err
	}
	var contacts []uint32
	for group := range strings.SplitSeq(joined, "|") {
		contacts = contacts[:0]
		if err := idset.Each(group, func(id uint32) { contacts = append(contacts, id) }); err != nil {
			return err
		}
		fn(contacts)
	}
	return nil
}

const selectOwnTotals = `
SELECT
    line_no / 10000,
    json_extract(own, '$.cost_lcy'),
    json_extract(own, '$.duration_min')
FROM segment_line
WHERE segment_id = ? AND own IS NOT NULL`

// eachOwnTotal calls fn for every line that has something of its own; cost and
// duration are not valid where the line follows the header.
func eachOwnTotal(ctx context.Context, tx *sql.Tx, id int64, fn func(line uint32, cost, duration sql.NullFloat64)) error {
	var line uint32
	var cost, duration sql.NullFloat64
	return data.Each(ctx, tx, []any{&line, &cost, &duration}, func() error {
		fn(line, cost, duration)
		return nil
	}, selectOwnTotals, id)
}

// satisfying is the condition that a row of a Subquery satisfies filters of a line.
func satisfying(filters []criteria.FieldFilter) (string, []any) {
	where, args := "1", []any(nil)
	for _, f := range filters {
		cond, bound := f.Filter.SQL(f.Field.Key)
		where, args = where+" AND ("+cond+")", append(args, bound...)
	}
	return where, args
}

// selectSatisfying streams the lines, in force or not, that satisfy the filters.
func selectSatisfying(ctx context.Context, tx *sql.Tx, d defaults, filters []criteria.FieldFilter, fn func(line, contact uint32)) error {
	from := d.subquery(&flowfield.Query{}, nil, "l.segment_id = ?", d.segment.ID)
	where, args := satisfying(filters)
	return selectPairs(ctx, tx, fn, "SELECT ordinal AS a, contact_id AS b FROM "+from.SQL+" WHERE "+where, append(from.Args, args...)...)
}

// selectSatisfyingRow returns the first of the lines that satisfies the filters, by key,
// as the section Segment Line has it; nil where none does.
func selectSatisfyingRow(ctx context.Context, tx *sql.Tx, d defaults, lines *roaring.Bitmap, filters []criteria.FieldFilter) (map[string]any, error) {
	from := (&Lines{defaults: d, lines: lines}).Subquery()
	where, args := satisfying(filters)
	rows, err := tx.QueryContext(ctx, "SELECT "+columns(lineTable.Fields, "")+" FROM "+from.SQL+" WHERE "+where+" ORDER BY line_no LIMIT 1", append(from.Args, args...)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	if !rows.Next() {
		return nil, rows.Err()
	}
	values, err := scanFields(rows, lineTable.Fields)
	if err != nil {
		return nil, err
	}
	section, _ := catalog.SectionOf(catalog.SegmentLine)
	row := map[string]any{}
	for _, f := range section.More {
		row[f.Key] = d.segment.shownOf(f)
	}
	for i, f := range lineTable.Fields {
		row[f.Key] = values[i]
	}
	return row, rows.Err()
}

// eachShown calls fn with each value that lines show in a field, and with the ids of the
// contacts of these lines, joined by commas.
func eachShown(ctx context.Context, tx *sql.Tx, lines *Lines, f catalog.Field, fn func(v any, contacts string) error) error {
	from, err := lines.SubqueryOfAll(ctx, tx)
	if err != nil {
		return err
	}
	var v any
	var contacts string
	return data.Each(ctx, tx, []any{&v, &contacts}, func() error { return fn(v, contacts) },
		"SELECT "+f.Key+", group_concat(contact_id) FROM "+from.SQL+" GROUP BY 1", from.Args...)
}

func countContacts(ctx context.Context, tx *sql.Tx) (n int, err error) {
	err = tx.QueryRowContext(ctx, "SELECT count(*) FROM contact").Scan(&n)
	return n, err
}

// selectDefaults returns the values of an expression of contacts c, with the contacts
// that have them.
func selectDefaults(ctx context.Context, tx *sql.Tx, f catalog.Field, text string, args []any) ([]shownBy, error) {
	var v any
	var contacts string
	var shown []shownBy
	err := data.Each(ctx, tx, []any{&v, &contacts}, func() error {
		who, err := idset.Parse(contacts)
		shown = append(shown, shownBy{value.Stored(f, v), who})
		return err
	}, "SELECT "+text+", group_concat(c.id) FROM contact AS c GROUP BY 1", args...)
	return shown, err
}

// selectContactLines returns the lines that a contact has or had.
func selectContactLines(ctx context.Context, tx *sql.Tx, id, contact int64) (*roaring.Bitmap, error) {
	return idset.Read(ctx, tx, "SELECT line_no / 10000 AS id FROM segment_line WHERE contact_id = ? AND segment_id = ?", contact, id)
}

const selectAllOwnValues = `
SELECT line_no, contact_id, own, filled_fields
FROM segment_line
WHERE segment_id = ? AND own IS NOT NULL`

const selectOwnValuesOfLines = `
SELECT line_no, contact_id, own, filled_fields
FROM segment_line
WHERE segment_id = ? AND line_no IN (SELECT value FROM json_each(?))`

// updateOwnValues gives a line its own values back, if it still is that contact's.
const updateOwnValues = `
UPDATE segment_line
SET own = ?, filled_fields = ?
WHERE segment_id = ? AND line_no = ? AND contact_id = ?`

// selectOwnValues returns lines with their own values, by number.
func selectOwnValues(ctx context.Context, tx *sql.Tx, query string, args ...any) (map[int64]storedLine, error) {
	lines := map[int64]storedLine{}
	var lineNo int64
	var line storedLine
	err := data.Each(ctx, tx, []any{&lineNo, &line.contact, &line.own, &line.filled}, func() error {
		lines[lineNo] = line
		return nil
	}, query, args...)
	return lines, err
}

const selectOthers = `
SELECT no, holder, elsewhere
FROM hub_segment
WHERE NOT held AND (? = '' OR no = ?)`

// selectOthersSegments returns the segments that somebody else holds, of a company file
// that has joined a hub.
func selectOthersSegments(ctx context.Context, tx *sql.Tx, no string) (map[string]otherHolder, error) {
	others := map[string]otherHolder{}
	var found string
	var other otherHolder
	err := data.Each(ctx, tx, []any{&found, &other.holder, &other.elsewhere}, func() error {
		others[found] = other
		return nil
	}, selectOthers, no, no)
	return others, err
}

// loggedAs is under which logged segment a segment h is sealed; 0 for an active one.
// Where the logged segment is missing, as in a damaged file, it is active, so that
// nothing is hidden.
const loggedAs = "coalesce((SELECT g.entry_no FROM logged_segment AS g WHERE g.entry_no = h.logged_segment_entry_no), 0)"

const selectFoundSegments = `
SELECT no, description, logged_as
FROM (SELECT h.no, h.description, ` + loggedAs + ` AS logged_as FROM segment_header AS h)
WHERE logged_as <= ? AND no <> ? AND %s
ORDER BY no <> upper(trim(?)), logged_as <> 0, no
LIMIT ?`

// selectFound returns the segments that are offered to choose from.
func selectFound(ctx context.Context, tx *sql.Tx, p FindParams) ([]Found, error) {
	last := int64(math.MaxInt64)
	if p.Active {
		last = 0
	}
	where, args := fold.NewSearch(p.Text).SQL(fold.JoinedColumns("no", "description"))
	args = append(append([]any{last, p.Except}, args...), p.Text, p.Limit)
	return data.List(ctx, tx, func(f *Found) []any { return []any{&f.No, &f.Description, &f.LoggedAs} },
		fmt.Sprintf(selectFoundSegments, where), args...)
}

// selectLoggedAs returns under which logged segment a segment is sealed; 0 for an
// active one and for none.
func selectLoggedAs(ctx context.Context, tx *sql.Tx, no string) (entry int64, err error) {
	err = tx.QueryRowContext(ctx, "SELECT "+loggedAs+" FROM segment_header AS h WHERE h.no = ?", no).Scan(&entry)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return entry, err
}

func updateLoggedAs(ctx context.Context, tx *sql.Tx, id, entry int64) error {
	_, err := tx.ExecContext(ctx, "UPDATE segment_header SET logged_segment_entry_no = ? WHERE id = ?", entry, id)
	return err
}

const selectStateOf = `
SELECT sha256(json_array(
    json_array(iif(h.replay = 0 AND r.replays IS NULL, h.step, h.step || ' ' || h.replay || ' ' || r.replays), h.typed_fields, %s),
    (SELECT group_concat(s.step || ' ' || s.made_at || ' ' || s.criteria || ' ' || hex(s.snapshot)) FROM segment_step AS s WHERE s.segment_id = h.id),
    (SELECT group_concat(l.line_no || ' ' || l.own) FROM segment_line AS l WHERE l.segment_id = h.id AND l.own IS NOT NULL),
    (SELECT group_concat(l.line_no || ' ' || l.call_entry_no) FROM segment_line AS l WHERE l.segment_id = h.id AND l.call_entry_no <> 0)
))
FROM segment_header AS h
LEFT JOIN (
    SELECT segment_id, group_concat(replay || ' ' || kind || ' ' || made_at) AS replays
    FROM segment_replay
    GROUP BY segment_id
) AS r ON r.segment_id = h.id
WHERE h.id = ?`

// selectState returns a digest of a segment: its header, its steps with the lines that
// they left, and what its lines have of their own.
func selectState(ctx context.Context, tx *sql.Tx, id int64) (state string, err error) {
	err = tx.QueryRowContext(ctx, fmt.Sprintf(selectStateOf, columns(headerTable.Fields, "h.")), id).Scan(&state)
	return state, err
}

// insertLoggedLines writes a line for each of the contacts, in the order of their
// first interactions that count under a logged segment.
func insertLoggedLines(ctx context.Context, tx *sql.Tx, seg Segment, last, entry int64, contacts *roaring.Bitmap) error {
	_, err := tx.ExecContext(ctx, `
INSERT INTO segment_line (segment_id, line_no, contact_id, own)
SELECT
    ?,
    ? + 10000 * row_number() OVER (ORDER BY i.first),
    c.id,
    CASE WHEN i.campaign_no <> ? THEN json_object('campaign_no', i.campaign_no) END
FROM (
    -- With min, SQLite takes campaign_no from the row that has the least.
    SELECT contact_no, min(entry_no) AS first, campaign_no
    FROM interaction_log_entry
    WHERE logged_segment_entry_no = ? AND canceled = 0 AND postponed = 0
    GROUP BY contact_no
) AS i
JOIN contact AS c ON c.no = i.contact_no
WHERE c.id IN (SELECT value FROM json_each(?))`, seg.ID, last, seg.code("campaign_no"), entry, idset.JSON(contacts, 1))
	return err
}

// callCounts is the condition that a line l has the interaction of a call that is
// neither canceled nor postponed.
const callCounts = `l.call_entry_no <> 0 AND EXISTS (
    SELECT 1
    FROM interaction_log_entry AS i
    WHERE i.entry_no = l.call_entry_no AND i.canceled = 0 AND i.postponed = 0
)`

// updateCall stores the interaction of the call from a line, and returns the one that
// it had.
func updateCall(ctx context.Context, tx *sql.Tx, id, lineNo, entry int64) (was int64, err error) {
	const line = "WHERE segment_id = ? AND line_no = ?"
	if err := tx.QueryRowContext(ctx, "SELECT call_entry_no FROM segment_line "+line, id, lineNo).Scan(&was); err != nil {
		return 0, err
	}
	_, err = tx.ExecContext(ctx, "UPDATE segment_line SET call_entry_no = ? "+line, entry, id, lineNo)
	return was, err
}

const selectCallOf = `
SELECT iif(` + callCounts + `, l.call_entry_no, 0)
FROM segment_line AS l
WHERE l.segment_id = ? AND l.line_no = ?`

// selectCall returns the interaction of the call that was made from a line; 0 where
// there is none that counts.
func selectCall(ctx context.Context, tx *sql.Tx, id, lineNo int64) (entry int64, err error) {
	err = tx.QueryRowContext(ctx, selectCallOf, id, lineNo).Scan(&entry)
	return entry, err
}

// selectCalled returns the lines of a segment that were called.
func selectCalled(ctx context.Context, tx *sql.Tx, id int64) (*roaring.Bitmap, error) {
	return idset.Read(ctx, tx, `
SELECT l.line_no / 10000 AS id
FROM segment_line AS l
WHERE l.segment_id = ? AND `+callCounts, id)
}

// selectFailedCalls returns the lines of a segment whose call did not reach anybody.
func selectFailedCalls(ctx context.Context, tx *sql.Tx, id int64) (*roaring.Bitmap, error) {
	return idset.Read(ctx, tx, `
SELECT l.line_no / 10000 AS id
FROM segment_line AS l
JOIN interaction_log_entry AS i ON i.entry_no = l.call_entry_no
WHERE l.segment_id = ? AND l.call_entry_no <> 0 AND i.canceled = 0 AND i.postponed = 0 AND i.attempt_failed <> 0`, id)
}

// selectBlockedLines returns the lines of a segment whose contact is blocked.
func selectBlockedLines(ctx context.Context, tx *sql.Tx, id int64) (*roaring.Bitmap, error) {
	return idset.Read(ctx, tx, `
SELECT l.line_no / 10000 AS id
FROM segment_line AS l
JOIN (SELECT id AS contact, `+privacy.Condition+` AS blocked FROM contact) AS c ON c.contact = l.contact_id
WHERE l.segment_id = ? AND c.blocked`, id)
}

// householdFields are a contact's fields by which households are told apart, for
// the contact c with the alternative address a in force, which may be none.
func householdFields(inForce bool) string {
	texts := []string{"c.id AS id", "c.type AS type", "c.company_no AS company_no", "c.surname AS surname"}
	for _, key := range postal.Fields {
		text := "c." + key
		if inForce {
			text = postal.InForce(key, text)
		}
		texts = append(texts, text+" AS "+key)
	}
	return strings.Join(texts, ", ")
}

// groupOf is the SQL expression that is equal for the contacts c of a group of which
// so many are taken.
func groupOf(t criteria.Take, c candidates) (string, error) {
	f, ok, err := t.Group(c.known)
	switch {
	case err != nil:
		return "", err
	case ok:
		return "c." + f.Column(), nil
	case t.Per == criteria.PerCompany:
		return "iif(c.company_no <> '', c.company_no, c.id)", nil
	}
	return "(SELECT " + postal.Household("id") + " FROM (SELECT " + householdFields(c.inForce) + "))", nil
}

// orderOf is the SQL terms by which contacts c are put in the order in which they are
// taken, with the values that they bind; those who are equal go by number.
func orderOf(t criteria.Take, known catalog.Catalog) (string, []any, error) {
	if t.Random() {
		return "draw(?, c.no), c.no", []any{*t.Seed}, nil
	}
	orders, err := t.Orders(known)
	if err != nil {
		return "", nil, err
	}
	terms := ""
	for _, o := range orders {
		terms += "c." + o.Field.Column() + " COLLATE BINARY"
		if o.Descending {
			terms += " DESC"
		}
		terms += ", "
	}
	return terms + "c.no", nil, nil
}

// selectTaken returns the part of the candidates that is taken.
func selectTaken(ctx context.Context, tx *sql.Tx, t criteria.Take, c candidates) (*roaring.Bitmap, error) {
	order, bound, err := orderOf(t, c.known)
	if err != nil {
		return nil, err
	}
	order += ", " + c.id
	if t.Per == "" {
		return idset.Read(ctx, tx, "SELECT "+c.id+" AS id FROM "+c.from+" ORDER BY "+order+" LIMIT ?",
			slices.Concat(c.args, bound, []any{t.Limit(int64(c.size))})...)
	}
	group, err := groupOf(t, c)
	if err != nil {
		return nil, err
	}
	size, limit, most := "", "?", t.Count
	if t.Percent > 0 {
		size, limit, most = ", count(*) OVER (PARTITION BY "+group+") AS size", "(size * ? + 9999) / 10000", int64(t.Percent)
	}
	return idset.Read(ctx, tx, `
SELECT id
FROM (
    SELECT
        `+c.id+` AS id,
        row_number() OVER (PARTITION BY `+group+` ORDER BY `+order+`) AS place`+size+`
    FROM `+c.from+`
)
WHERE place <= `+limit, slices.Concat(bound, c.args, []any{most})...)
}

// selectInGroups streams candidates in order, those of a group together, where its
// first one stands; first is the same number for a group's candidates alone.
func selectInGroups(ctx context.Context, tx *sql.Tx, t criteria.Take, c candidates, fn func(first, id uint32)) error {
	order, bound, group := c.id, []any(nil), c.id
	if t.Seed != nil || !t.Random() {
		terms, values, err := orderOf(t, c.known)
		if err != nil {
			return err
		}
		order, bound = terms+", "+c.id, values
	}
	if t.Per != "" {
		var err error
		if group, err = groupOf(t, c); err != nil {
			return err
		}
	}
	return selectPairs(ctx, tx, fn, `
SELECT first AS a, id AS b
FROM (
    SELECT id, place, min(place) OVER (PARTITION BY same) AS first
    FROM (
        SELECT
            `+c.id+` AS id,
            `+group+` AS same,
            row_number() OVER (ORDER BY `+order+`) AS place
        FROM `+c.from+`
    )
)
ORDER BY first, place`, slices.Concat(bound, c.args)...)
}

// copyLines gives a segment that has none the lines of another with these ordinals, in
// that order, with all that they have of their own.
func copyLines(ctx context.Context, tx *sql.Tx, from, to int64, ordinals []uint32) error {
	_, err := tx.ExecContext(ctx, `
INSERT INTO segment_line (segment_id, line_no, contact_id, own, filled_fields, call_entry_no)
SELECT ?, 10000 * (j.key + 1), l.contact_id, l.own, l.filled_fields, l.call_entry_no
FROM json_each(?) AS j
CROSS JOIN segment_line AS l ON l.segment_id = ? AND l.line_no = 10000 * j.value
ORDER BY j.key`, to, data.JSONList(ordinals), from)
	return err
}

// selectNumbersOfLines returns the numbers of the contacts of all stored lines, in the
// order of these.
func selectNumbersOfLines(ctx context.Context, tx *sql.Tx, id int64) ([]string, error) {
	return data.Values[string](ctx, tx, "SELECT c.no FROM segment_line AS l JOIN contact AS c ON c.id = l.contact_id WHERE l.segment_id = ? ORDER BY l.line_no", id)
}

const selectCriteriaNaming = `
SELECT
    h.no,
    s.criteria
FROM segment_header AS h
JOIN (
    SELECT segment_id, criteria FROM segment_step
    UNION ALL
    SELECT segment_id, criteria FROM segment_replay_step
) AS s ON s.segment_id = h.id
WHERE instr(s.criteria, ?) > 0
ORDER BY h.no`

// NamingField returns the numbers of the segments whose criteria name a field, taken back
// or not.
func NamingField(ctx context.Context, tx *sql.Tx, section, field string) ([]string, error) {
	var list []string
	var no, text string
	err := data.Each(ctx, tx, []any{&no, &text}, func() error {
		var step criteria.Step
		// Criteria that cannot be read name nothing; a check of the file tells of them.
		if json.Unmarshal([]byte(text), &step) == nil && step.Names(section, field) && !slices.Contains(list, no) {
			list = append(list, no)
		}
		return nil
	}, selectCriteriaNaming, field)
	if err != nil {
		return nil, fmt.Errorf("look for criteria with %s: %w", field, err)
	}
	return list, nil
}
