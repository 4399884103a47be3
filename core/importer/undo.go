package importer

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/data"
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

// Undo takes the last import back, in one transaction: it restores each row that
// the import changed and removes each that it made, unless it was touched since.
// With dry it only says what it would do. Where there is no such import the error
// is a core.Problem of kind NotFound.
func Undo(ctx context.Context, c *company.Company, dry bool) (UndoResult, error) {
	var result UndoResult
	err := c.Change(ctx, dry, func(tx *sql.Tx) error {
		result = UndoResult{Kept: []KeptRow{}}
		var can bool
		if err := tx.QueryRowContext(ctx, selectAnyUndo).Scan(&can); err != nil {
			return err
		}
		if !can {
			return core.NewProblem(core.NotFound, "importer.no_import_that_could_be_taken_back")
		}
		// What belongs to contacts goes before them.
		tables := slices.Clone(c.Catalog().Tables())
		slices.Reverse(tables)
		for _, t := range tables {
			if err := result.undoTable(ctx, tx, t); err != nil {
				return fmt.Errorf("take back %s: %w", t.Key, err)
			}
		}
		_, err := tx.ExecContext(ctx, deleteUndo)
		return err
	})
	return result, err
}

// undoNotes are the notes of one import. What the import before did is forgotten
// when the first row is changed or made, so that an import that changes nothing
// leaves it.
type undoNotes struct{ begun bool }

// begin forgets the import before, if the query finds any row.
func (u *undoNotes) begin(ctx context.Context, tx *sql.Tx, query string, args ...any) (any bool, err error) {
	if err := tx.QueryRowContext(ctx, query, args...).Scan(&any); err != nil || !any || u.begun {
		return any, err
	}
	u.begun = true
	_, err = tx.ExecContext(ctx, deleteUndo)
	return true, err
}

// noteChanged notes the stored rows that the stage changes, before it does.
func (s *stage) noteChanged(ctx context.Context) error {
	if any, err := s.undo.begin(ctx, s.tx, selectAnyChanged(s.table)); err != nil || !any {
		return err
	}
	_, err := s.tx.ExecContext(ctx, noteChanged(s.table))
	return err
}

// noteNew notes the rows that the stage adds, before it does; empty says that
// nothing is stored.
func (s *stage) noteNew(ctx context.Context, empty bool) error {
	if any, err := s.undo.begin(ctx, s.tx, selectAnyNew(s.table, empty)); err != nil || !any {
		return err
	}
	_, err := s.tx.ExecContext(ctx, noteNew(s.table, empty))
	return err
}

// noteNumbered notes the rows that got numbers above last.
func (s *stage) noteNumbered(ctx context.Context, last int64) error {
	if any, err := s.undo.begin(ctx, s.tx, selectAnyNumbered(s.table), last); err != nil || !any {
		return err
	}
	_, err := s.tx.ExecContext(ctx, noteNumbered(s.table), last)
	return err
}

// undoTable takes back what the import did to a table.
func (u *UndoResult) undoTable(ctx context.Context, tx *sql.Tx, t catalog.Table) error {
	restored, err := data.Affected(tx.ExecContext(ctx, restoreRows(t)))
	if err != nil {
		return err
	}
	u.Restored += restored
	if t.Key == catalog.InteractionEntry {
		for _, statement := range []string{restoreCalls, restoreUndoRows} {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
	}
	// What was restored is done with; rows that are made are looked at next.
	if _, err := tx.ExecContext(ctx, deleteRestored(t)); err != nil {
		return err
	}
	for _, statement := range deleteMade(t) {
		removed, err := data.Affected(tx.ExecContext(ctx, statement))
		if err != nil {
			return err
		}
		u.Removed += removed
	}
	return u.keep(ctx, tx, t)
}

// keep lists the rows that stay as they are.
func (u *UndoResult) keep(ctx context.Context, tx *sql.Tx, t catalog.Table) error {
	var key string
	return data.Each(ctx, tx, []any{&key}, func() error {
		u.KeptCount++
		if len(u.Kept) < maxListed {
			shown := strings.NewReplacer(`"`, "", ",", ", ").Replace(strings.Trim(key, "[]"))
			u.Kept = append(u.Kept, KeptRow{Table: t.Key, Key: shown})
		}
		return nil
	}, selectKeptKeys(t))
}
