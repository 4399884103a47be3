package upkeep

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/value"
	"winnow/data"
)

// mergeKind is how undo_action calls merges.
const mergeKind = "merge"

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

// keyOf are the values of the columns that the table knows the row by, key the same as a
// JSON array.
func (r storedRow) keyOf(t keptTable) []any {
	values := make([]any, len(t.key))
	for i, column := range t.key {
		values[i] = r[column]
	}
	return values
}

func (r storedRow) key(t keptTable) (string, error) {
	text, err := json.Marshal(r.keyOf(t))
	return string(text), err
}

// insertUndo notes what changed between two snapshots.
func insertUndo(ctx context.Context, tx *sql.Tx, p pair, before, after rowsByKey, at, by string) error {
	action, err := insertMerge(ctx, tx, p, at, by)
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

// Unmerged is what taking back a merge did.
type Unmerged struct {
	Keep, Other string
	// Restored is how many rows are again as they were, Kept how many have been changed
	// since and stay so.
	Restored, Kept int
}

// UndoMerge takes a merge back: the last one, where no contacts are named. What was
// changed since stays as it is. Of several contacts that became one, the last is taken
// out first: it brought only what the contact did not have from the others. The error is a
// core.Problem where there is no such merge.
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
	wanted := ""
	if keep != "" || other != "" {
		a, errA := value.Code(keep)
		b, errB := value.Code(other)
		if errA != nil || errB != nil {
			return 0, subject, core.NewProblem(core.NotFound, "upkeep.no_such_merge", "contact", keep, "other", other)
		}
		wanted = data.JSONList([]string{a, b})
	}
	action, stored, err := selectMerge(ctx, e.tx, wanted)
	switch {
	case errors.Is(err, sql.ErrNoRows) && wanted != "":
		return 0, subject, core.NewProblem(core.NotFound, "upkeep.no_such_merge", "contact", keep, "other", other)
	case errors.Is(err, sql.ErrNoRows):
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
	if err := deferForeignKeys(ctx, u.tx); err != nil {
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
	return deleteMerge(ctx, u.tx, u.action)
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
	}, selectUndoRows, u.action)
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
	rows, err := readStored(ctx, u.tx, r.table, r.table.byKey(), key...)
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
	u.Restored++
	return deleteStored(ctx, u.tx, r.table, now.keyOf(r.table))
}

// insertContact puts the contact back, under its id if nobody has got that since.
func (u *undo) insertContact(ctx context.Context, r undoRow) error {
	var err error
	u.oldID = r.before["id"]
	if u.newID, err = selectFreeID(ctx, u.tx, u.oldID); err != nil {
		return err
	}
	r.before["id"] = u.newID
	return u.insert(ctx, r)
}

// insert puts a row back that the action deleted, unless there is one again.
func (u *undo) insert(ctx context.Context, r undoRow) error {
	n, err := insertStored(ctx, u.tx, r.table, u.renewed(r))
	u.Restored += n
	u.Kept += 1 - n
	return err
}

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
	back := u.renewed(r)
	maps.DeleteFunc(back, func(column string, _ any) bool { return !same(now[column], r.after[column]) })
	if len(back) < len(r.before) {
		u.Kept++
	}
	if len(back) == 0 {
		return nil
	}
	u.Restored++
	return updateStored(ctx, u.tx, r.table, now.keyOf(r.table), back)
}
