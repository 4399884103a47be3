package importer

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
)

// UndoResult is what taking an import back did, or would do.
type UndoResult struct {
	Restored int `json:"restored"`
	Removed  int `json:"removed"`
	// Kept are the first rows that were touched since the import, and stay.
	Kept      []KeptRow `json:"kept"`
	KeptCount int       `json:"kept_count"`
}

// KeptRow is a row that the import changed or made and that was touched since.
type KeptRow struct {
	Table string `json:"table"`
	Key   string `json:"key"`
}

// CanUndo reports whether there is an import that can be taken back.
func CanUndo(ctx context.Context, c *company.Company) (bool, error) {
	var can bool
	err := c.Read(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM import_undo)").Scan(&can)
	})
	return can, company.Problem(err, c.Path())
}

// Undo takes the last import back, in one transaction: it restores each row that
// the import changed and removes each that it made, unless it was touched since.
// With dry it only says what it would do. Where there is no such import the error
// is a core.Problem of kind NotFound.
func Undo(ctx context.Context, c *company.Company, dry bool) (UndoResult, error) {
	var result UndoResult
	err := c.Write(ctx, func(tx *sql.Tx) error {
		result = UndoResult{Kept: []KeptRow{}}
		var can bool
		if err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM import_undo)").Scan(&can); err != nil {
			return err
		}
		if !can {
			return core.Problemf(core.NotFound, "there is no import that could be taken back")
		}
		// What belongs to contacts goes before them.
		tables := slices.Clone(catalog.Tables())
		slices.Reverse(tables)
		for _, t := range tables {
			if err := result.undoTable(ctx, tx, t); err != nil {
				return fmt.Errorf("take back %s: %w", t.Key, err)
			}
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM main.import_undo"); err != nil {
			return err
		}
		if dry {
			return errDryRun
		}
		return nil
	})
	if errors.Is(err, errDryRun) {
		err = nil
	}
	return result, company.Problem(err, c.Path())
}

// image is the SQL of a row's hash: value writes each field.
func image(t catalog.Table, value func(catalog.Field) string) string {
	return "hash64(" + each(t.Fields, " || char(31) || ", value) + ")"
}

// keyOf is the SQL of a row's key.
func keyOf(t catalog.Table, from string) string {
	keys, _ := split(t)
	return "json_array(" + each(keys, ", ", func(f catalog.Field) string { return from + "." + f.Key }) + ")"
}

// undoNotes are the notes of one import. What the import before did is forgotten
// when the first row is changed or made, so that an import that changes nothing
// leaves it.
type undoNotes struct{ begun bool }

// begin forgets the import before, if any row is met by the query.
func (u *undoNotes) begin(ctx context.Context, tx *sql.Tx, query string, args ...any) (any bool, err error) {
	if err := tx.QueryRowContext(ctx, "SELECT EXISTS ("+query+")", args...).Scan(&any); err != nil || !any || u.begun {
		return any, err
	}
	u.begun = true
	_, err = tx.ExecContext(ctx, "DELETE FROM main.import_undo")
	return true, err
}

// noteChanged notes the stored rows that the stage changes, before it does.
func (s *stage) noteChanged(ctx context.Context, same, differ string) error {
	_, others := split(s.table)
	if any, err := s.undo.begin(ctx, s.tx, fmt.Sprintf("SELECT 1 FROM temp.%s AS t JOIN main.%s AS s ON %s WHERE %s", staged+s.table.Key, s.table.Key, same, differ)); err != nil || !any {
		return err
	}
	_, err := s.exec(ctx, fmt.Sprintf(`INSERT INTO main.import_undo (table_key, row_key, before, after)
SELECT '%s', %s, json_patch('{}', json_object(%s)), %s
FROM temp.%s AS t
JOIN main.%s AS s ON %s
WHERE %s
ON CONFLICT (table_key, row_key) DO UPDATE SET before = CASE WHEN before IS NULL THEN NULL ELSE json_patch(excluded.before, before) END, after = excluded.after`,
		s.table.Key, keyOf(s.table, "s"),
		each(others, ", ", func(f catalog.Field) string {
			return fmt.Sprintf("'%[1]s', CASE WHEN t.%[1]s <> s.%[1]s THEN s.%[1]s END", f.Key)
		}),
		image(s.table, func(f catalog.Field) string { return fmt.Sprintf("coalesce(t.%[1]s, s.%[1]s)", f.Key) }),
		staged+s.table.Key, s.table.Key, same, differ))
	return err
}

// noteNew notes the rows that the stage adds.
func (s *stage) noteNew(ctx context.Context, isNew string) error {
	if any, err := s.undo.begin(ctx, s.tx, fmt.Sprintf("SELECT 1 FROM temp.%s AS t WHERE %s", staged+s.table.Key, isNew)); err != nil || !any {
		return err
	}
	_, err := s.exec(ctx, fmt.Sprintf("INSERT INTO main.import_undo (table_key, row_key, before, after)\nSELECT '%s', %s, NULL, %s\nFROM temp.%s AS t\nWHERE %s",
		s.table.Key, keyOf(s.table, "t"),
		image(s.table, func(f catalog.Field) string {
			if f.Type == catalog.Decimal {
				return fmt.Sprintf("coalesce(t.%s, 0.0)", f.Key) // as the table keeps it
			}
			return fmt.Sprintf("coalesce(t.%s, %s)", f.Key, zero(f))
		}),
		staged+s.table.Key, isNew))
	return err
}

// noteNumbered notes the rows that got numbers above last.
func (s *stage) noteNumbered(ctx context.Context, last int64) error {
	if any, err := s.undo.begin(ctx, s.tx, fmt.Sprintf("SELECT 1 FROM main.%s WHERE %s > ?", s.table.Key, s.table.Keys[0]), last); err != nil || !any {
		return err
	}
	_, err := s.tx.ExecContext(ctx, fmt.Sprintf("INSERT INTO main.import_undo (table_key, row_key, before, after)\nSELECT '%s', %s, NULL, %s\nFROM main.%s AS s\nWHERE s.%s > ?",
		s.table.Key, keyOf(s.table, "s"), image(s.table, func(f catalog.Field) string { return "s." + f.Key }), s.table.Key, s.table.Keys[0]), last)
	return err
}

// undoTable takes back what the import did to a table.
func (u *UndoResult) undoTable(ctx context.Context, tx *sql.Tx, t catalog.Table) error {
	keys, others := split(t)
	n := -1
	same := each(keys, " AND ", func(f catalog.Field) string {
		n++
		return fmt.Sprintf("s.%s = json_extract(u.row_key, '$[%d]')", f.Key, n)
	})
	untouched := image(t, func(f catalog.Field) string { return "s." + f.Key }) + " = u.after"
	restored, err := affected(tx.ExecContext(ctx, fmt.Sprintf(`UPDATE main.%[1]s AS s
SET %[2]s
FROM main.import_undo AS u
WHERE u.table_key = '%[1]s' AND u.before IS NOT NULL AND %[3]s AND %[4]s`, t.Key,
		each(fieldsOr(others, keys), ", ", func(f catalog.Field) string {
			return fmt.Sprintf("%[1]s = coalesce(json_extract(u.before, '$.%[1]s'), s.%[1]s)", f.Key)
		}), same, untouched)))
	if err != nil {
		return err
	}
	u.Restored += restored
	// What was restored is done with; rows that are made are looked at next.
	if _, err := tx.ExecContext(ctx, fmt.Sprintf(`DELETE FROM main.import_undo AS u
WHERE u.table_key = '%[1]s' AND NOT EXISTS (
    SELECT 1 FROM main.%[1]s AS s WHERE %[2]s AND (u.before IS NULL OR NOT (%[3]s))
)`, t.Key, same, restoredNow(t))); err != nil {
		return err
	}
	conditions := []string{untouched}
	if t.Key == catalog.Contact {
		// Persons go before their companies.
		conditions = []string{untouched + " AND s.type = 1" + unused(), untouched + unused()}
	}
	for _, condition := range conditions {
		removed, err := affected(tx.ExecContext(ctx, fmt.Sprintf(`DELETE FROM main.%[1]s AS s
WHERE EXISTS (SELECT 1 FROM main.import_undo AS u WHERE u.table_key = '%[1]s' AND u.row_key = %[2]s AND u.before IS NULL AND %[3]s)`,
			t.Key, keyOf(t, "s"), condition)))
		if err != nil {
			return err
		}
		u.Removed += removed
	}
	return u.keep(ctx, tx, t, same)
}

// restoredNow is true of a row that has its values from before again.
func restoredNow(t catalog.Table) string {
	_, others := split(t)
	if len(others) == 0 {
		return "1"
	}
	return each(others, " AND ", func(f catalog.Field) string {
		return fmt.Sprintf("s.%[1]s = coalesce(json_extract(u.before, '$.%[1]s'), s.%[1]s)", f.Key)
	})
}

// fieldsOr returns the fields, or others where there are none.
func fieldsOr(fields, others []catalog.Field) []catalog.Field {
	if len(fields) == 0 {
		return others
	}
	return fields
}

// unused is the condition that nothing refers to a contact: no line of a segment,
// no row of a table that belongs to contacts, no other contact as its company.
func unused() string {
	var b strings.Builder
	b.WriteString(" AND NOT EXISTS (SELECT 1 FROM main.segment_line AS l WHERE l.contact_id = s.id)")
	b.WriteString(" AND NOT EXISTS (SELECT 1 FROM main.contact AS o WHERE o.company_no = s.no AND o.no <> s.no)")
	for _, t := range catalog.Tables() {
		if t.Owner != "" {
			fmt.Fprintf(&b, " AND NOT EXISTS (SELECT 1 FROM main.%s AS o WHERE o.%s = s.no)", t.Key, t.Owner)
		}
	}
	return b.String()
}

// keep lists the rows that stay as they are.
func (u *UndoResult) keep(ctx context.Context, tx *sql.Tx, t catalog.Table, same string) error {
	rows, err := tx.QueryContext(ctx, fmt.Sprintf("SELECT u.row_key\nFROM main.import_undo AS u\nJOIN main.%[1]s AS s ON %[2]s\nWHERE u.table_key = '%[1]s'", t.Key, same))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var key string
		if err := rows.Scan(&key); err != nil {
			return err
		}
		u.KeptCount++
		if len(u.Kept) < maxListed {
			key = strings.NewReplacer(`"`, "", ",", ", ").Replace(strings.Trim(key, "[]"))
			u.Kept = append(u.Kept, KeptRow{Table: t.Key, Key: key})
		}
	}
	return rows.Err()
}

func affected(result sql.Result, err error) (int, error) {
	if err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	return int(n), err
}
