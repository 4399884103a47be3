package upkeep

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/value"
	"winnow/data"
)

// mergeKind is how undo_action calls merges.
const mergeKind = "merge"

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

// storedRow is a row's values by column, as JSON has them.
type storedRow map[string]any

// rowsByKey are rows by table and key, the key as a JSON array.
type rowsByKey map[string]map[string]storedRow

// snapshot reads all rows that have to do with the contacts.
func (p pair) snapshot(ctx context.Context, tx *sql.Tx) (rowsByKey, error) {
	all := rowsByKey{}
	for _, t := range keptTables() {
		args := []any{p.keep, p.other, p.keepID, p.otherID}
		rows, err := readStored(ctx, tx, t, t.where, args...)
		if err != nil {
			return nil, err
		}
		all[t.name] = rows
	}
	return all, nil
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

func (r storedRow) key(t keptTable) (string, error) {
	values := make([]any, len(t.key))
	for i, column := range t.key {
		values[i] = r[column]
	}
	text, err := json.Marshal(values)
	return string(text), err
}

// insertUndo notes what changed between two snapshots.
func insertUndo(ctx context.Context, tx *sql.Tx, p pair, before, after rowsByKey, at, by string) error {
	subject, err := json.Marshal([]string{p.keep, p.other})
	if err != nil {
		return err
	}
	var action int64
	err = tx.QueryRowContext(ctx, "INSERT INTO undo_action (kind, subject, made_at, made_by) VALUES (?, ?, ?, ?) RETURNING id",
		mergeKind, string(subject), at, by).Scan(&action)
	if err != nil {
		return err
	}
	for _, t := range keptTables() {
		for key, row := range before[t.name] {
			left, stays := after[t.name][key]
			if was, is := differing(row, left); !stays {
				err = insertUndoRow(ctx, tx, action, t.name, key, row, nil)
			} else if len(was) > 0 {
				err = insertUndoRow(ctx, tx, action, t.name, key, was, is)
			}
			if err != nil {
				return err
			}
		}
		for key, row := range after[t.name] {
			if _, was := before[t.name][key]; was {
				continue
			}
			if err := insertUndoRow(ctx, tx, action, t.name, key, nil, row); err != nil {
				return err
			}
		}
	}
	return nil
}

// differing returns the columns in which two states of a row differ.
func differing(before, after storedRow) (was, is storedRow) {
	was, is = storedRow{}, storedRow{}
	for column, v := range before {
		if v != after[column] {
			was[column], is[column] = v, after[column]
		}
	}
	return was, is
}

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

// Unmerged is what taking back a merge did.
type Unmerged struct {
	Keep, Other string
	// Restored is how many rows are again as they were, Kept how many have been changed
	// since and stay so.
	Restored, Kept int
}

// UndoMerge takes a merge back: the last one, where no contacts are named. What was
// changed since stays as it is. Of several contacts that became one, the last is taken
// out first, since what the others brought it had no need to bring. The error is a core.Problem where there is no such
// merge.
func (s *Store) UndoMerge(ctx context.Context, keep, other string) (Unmerged, error) {
	var undone Unmerged
	err := s.edit(ctx, catalog.Contact, func(e *edit) (err error) {
		undone, err = e.undoMerge(ctx, keep, other)
		return err
	})
	return undone, err
}

func (e *edit) undoMerge(ctx context.Context, keep, other string) (Unmerged, error) {
	action, subject, err := e.mergeAction(ctx, keep, other)
	if err != nil {
		return Unmerged{}, err
	}
	u := undo{tx: e.tx, action: action, Unmerged: Unmerged{Keep: subject[0], Other: subject[1]}}
	if now, err := survivor(ctx, e.tx, u.Other); err != nil || now != u.Keep {
		if err == nil {
			err = core.NewProblem(core.Invalid, "upkeep.merge_is_followed_by_another", "contact", u.Keep, "other", u.Other)
		}
		return Unmerged{}, err
	}
	later, err := laterMerge(ctx, e.tx, action, u.Keep)
	if err != nil {
		return Unmerged{}, err
	}
	if later != "" {
		return Unmerged{}, core.NewProblem(core.Invalid, "upkeep.merge_has_a_later_one", "contact", u.Keep, "other", u.Other, "later", later).
			Hint("upkeep.undo_later_merge_first", "later", later)
	}
	if err := u.run(ctx); err != nil {
		return Unmerged{}, fmt.Errorf("take back the merge of %s: %w", u.Other, err)
	}
	return u.Unmerged, nil
}

// mergeAction finds a merge and the numbers of its contacts.
func (e *edit) mergeAction(ctx context.Context, keep, other string) (action int64, subject [2]string, err error) {
	condition, args := "1", []any(nil)
	if keep != "" || other != "" {
		a, errA := value.Code(keep)
		b, errB := value.Code(other)
		if errA != nil || errB != nil {
			return 0, subject, core.NewProblem(core.NotFound, "upkeep.no_such_merge", "contact", keep, "other", other)
		}
		text, err := json.Marshal([]string{a, b})
		if err != nil {
			return 0, subject, err
		}
		condition, args = "subject = ?", []any{string(text)}
	}
	var stored string
	err = e.tx.QueryRowContext(ctx, "SELECT id, subject FROM undo_action WHERE kind = '"+mergeKind+"' AND "+condition+" ORDER BY id DESC LIMIT 1", args...).Scan(&action, &stored)
	switch {
	case err == sql.ErrNoRows && len(args) > 0:
		return 0, subject, core.NewProblem(core.NotFound, "upkeep.no_such_merge", "contact", keep, "other", other)
	case err == sql.ErrNoRows:
		return 0, subject, core.NewProblem(core.NotFound, "upkeep.no_merge_to_take_back")
	case err != nil:
		return 0, subject, err
	}
	if err := json.Unmarshal([]byte(stored), &subject); err != nil {
		return 0, subject, fmt.Errorf("read the merge %d: %w", action, data.ErrValue)
	}
	return action, subject, nil
}

// undo takes an action back.
type undo struct {
	tx     *sql.Tx
	action int64
	Unmerged
	// oldID is the id that the contact had which comes back, newID the one that it gets.
	oldID, newID any
}

// undoRow is what an action did to a row.
type undoRow struct {
	table         keptTable
	key           string
	before, after storedRow
}

func (u *undo) run(ctx context.Context) error {
	if _, err := u.tx.ExecContext(ctx, "PRAGMA defer_foreign_keys = on"); err != nil {
		return err
	}
	rows, err := u.rows(ctx)
	if err != nil {
		return err
	}
	// What the action made goes first, so that what it deleted has its keys again; the
	// contact that comes back is there before what belongs to it.
	for _, step := range []struct {
		is func(undoRow) bool
		do func(context.Context, undoRow) error
	}{
		{func(r undoRow) bool { return r.before == nil }, u.remove},
		{func(r undoRow) bool { return r.after == nil && r.table.name == catalog.Contact }, u.insertContact},
		{func(r undoRow) bool { return r.after == nil && r.table.name != catalog.Contact }, u.insert},
		{func(r undoRow) bool { return r.before != nil && r.after != nil }, u.restore},
	} {
		for _, r := range rows {
			if step.is(r) {
				if err := step.do(ctx, r); err != nil {
					return fmt.Errorf("%s %s: %w", r.table.name, r.key, err)
				}
			}
		}
	}
	_, err = u.tx.ExecContext(ctx, "DELETE FROM undo_action WHERE id = ?", u.action)
	return err
}

func (u *undo) rows(ctx context.Context) ([]undoRow, error) {
	tables := keptTables()
	var list []undoRow
	var name, key string
	var before, after sql.NullString
	err := data.Each(ctx, u.tx, []any{&name, &key, &before, &after}, func() error {
		i := slices.IndexFunc(tables, func(t keptTable) bool { return t.name == name })
		if i < 0 {
			return data.ErrValue
		}
		r := undoRow{table: tables[i], key: key}
		for _, part := range []struct {
			text sql.NullString
			into *storedRow
		}{{before, &r.before}, {after, &r.after}} {
			if !part.text.Valid {
				continue
			}
			var err error
			if *part.into, err = readRow(part.text.String); err != nil {
				return err
			}
		}
		list = append(list, r)
		return nil
	}, "SELECT table_key, row_key, before, after FROM undo_row WHERE action_id = ? ORDER BY table_key, row_key", u.action)
	return list, err
}

// readRow reads a row as JSON, whole numbers as such.
func readRow(text string) (storedRow, error) {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var row storedRow
	if err := decoder.Decode(&row); err != nil {
		return nil, data.ErrValue
	}
	for column, v := range row {
		n, ok := v.(json.Number)
		if !ok {
			continue
		}
		if whole, err := n.Int64(); err == nil {
			row[column] = whole
			continue
		}
		broken, err := n.Float64()
		if err != nil {
			return nil, data.ErrValue
		}
		row[column] = broken
	}
	return row, nil
}

// current reads the row as it is now; nil where it is gone.
func (u *undo) current(ctx context.Context, r undoRow) (storedRow, error) {
	var key []any
	decoder := json.NewDecoder(strings.NewReader(r.key))
	decoder.UseNumber()
	if err := decoder.Decode(&key); err != nil || len(key) != len(r.table.key) {
		return nil, data.ErrValue
	}
	for i, v := range key {
		if n, ok := v.(json.Number); ok {
			whole, err := n.Int64()
			if err != nil {
				return nil, data.ErrValue
			}
			key[i] = whole
		}
	}
	conditions := make([]string, len(key))
	for i, column := range r.table.key {
		conditions[i] = fmt.Sprintf("%s = ?%d", column, i+1)
	}
	rows, err := readStored(ctx, u.tx, r.table, strings.Join(conditions, " AND "), key...)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		return row, nil
	}
	return nil, nil
}

// same tells whether two values of a column are the same; a number that JSON wrote
// without decimals comes back as a whole one.
func same(a, b any) bool {
	x, isX := number(a)
	y, isY := number(b)
	if isX && isY {
		return x == y
	}
	return a == b
}

func number(v any) (float64, bool) {
	switch v := v.(type) {
	case int64:
		return float64(v), true
	case float64:
		return v, true
	}
	return 0, false
}

// remove deletes a row that the action made, unless it was changed since.
func (u *undo) remove(ctx context.Context, r undoRow) error {
	now, err := u.current(ctx, r)
	if err != nil || now == nil {
		return err
	}
	for column, v := range r.after {
		if !same(now[column], v) {
			u.Kept++
			return nil
		}
	}
	return u.delete(ctx, r, now)
}

func (u *undo) delete(ctx context.Context, r undoRow, now storedRow) error {
	var key []any
	for _, column := range r.table.key {
		key = append(key, now[column])
	}
	u.Restored++
	_, err := u.tx.ExecContext(ctx, "DELETE FROM "+r.table.name+" WHERE "+equals(r.table.key), key...)
	return err
}

// insertContact puts the contact back, under its id if nobody has got that since.
func (u *undo) insertContact(ctx context.Context, r undoRow) error {
	u.oldID = r.before["id"]
	err := u.tx.QueryRowContext(ctx, "SELECT iif(EXISTS (SELECT 1 FROM contact WHERE id = ?1), (SELECT max(id) + 1 FROM contact), ?1)", u.oldID).Scan(&u.newID)
	if err != nil {
		return err
	}
	r.before["id"] = u.newID
	return u.insert(ctx, r)
}

// insert puts a row back that the action deleted, unless there is one again.
func (u *undo) insert(ctx context.Context, r undoRow) error {
	row := u.renewed(r)
	var columns, marks []string
	var args []any
	for column, v := range row {
		columns, marks, args = append(columns, quoted(column)), append(marks, "?"), append(args, v)
	}
	n, err := changed(u.tx.ExecContext(ctx, "INSERT OR IGNORE INTO "+r.table.name+" ("+strings.Join(columns, ", ")+") VALUES ("+strings.Join(marks, ", ")+")", args...))
	u.Restored += n
	u.Kept += 1 - n
	return err
}

// quoted is a column's name as SQL reads it, whatever the file says that it is.
func quoted(column string) string { return `"` + strings.ReplaceAll(column, `"`, `""`) + `"` }

// renewed is the row as it was, with the new id of the contact that comes back.
func (u *undo) renewed(r undoRow) storedRow {
	row := storedRow{}
	for column, v := range r.before {
		if (column == "contact_id" || column == "other_id") && same(v, u.oldID) {
			v = u.newID
		}
		row[column] = v
	}
	if a, b := row["contact_id"], row["other_id"]; r.table.name == "not_duplicate" {
		x, _ := number(a)
		y, _ := number(b)
		if x > y {
			row["contact_id"], row["other_id"] = b, a
		}
	}
	return row
}

// restore gives a row its values back, but for those that were changed since.
func (u *undo) restore(ctx context.Context, r undoRow) error {
	now, err := u.current(ctx, r)
	if err != nil {
		return err
	}
	if now == nil {
		u.Kept++
		return nil
	}
	var sets []string
	var args []any
	for column, v := range u.renewed(r) {
		if same(now[column], r.after[column]) {
			sets, args = append(sets, quoted(column)+" = ?"), append(args, v)
		}
	}
	if len(sets) < len(r.before) {
		u.Kept++
	}
	if len(sets) == 0 {
		return nil
	}
	u.Restored++
	for _, column := range r.table.key {
		args = append(args, now[column])
	}
	_, err = u.tx.ExecContext(ctx, "UPDATE "+r.table.name+" SET "+strings.Join(sets, ", ")+" WHERE "+equals(r.table.key), args...)
	return err
}
