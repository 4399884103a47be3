package task

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"winnow/core"
	"winnow/core/record"
)

// Undone says what was taken back.
type Undone struct {
	Segment string
	// Deleted counts the tasks that are gone, Kept those that stay since they were
	// changed after they were made.
	Deleted, Kept int64
}

// Undo takes back the tasks that were made last for a segment. Those that were changed
// since stay. The error is a core.Problem of kind NotFound where there is nothing to
// take back.
func (s *Store) Undo(ctx context.Context, preview bool) (Undone, error) {
	return s.undo(ctx, "", preview)
}

// TakeBackMade takes back tasks that were made: a segment's as Undo does, unless others
// were made for a segment since, and a single one unless it has been changed since.
func (s *Store) TakeBackMade(ctx context.Context, m Made) (Undone, error) {
	if m.rows == nil {
		return s.undo(ctx, m.Nos[0], false)
	}
	err := s.company.Write(ctx, func(tx *sql.Tx) error { return deleteUnchanged(ctx, tx, m.rows) })
	return Undone{Deleted: int64(len(m.rows))}, err
}

// undo takes back the last action that made tasks for a segment, if the task with a No.
// is among them or that is "".
func (s *Store) undo(ctx context.Context, no string, preview bool) (undone Undone, err error) {
	err = s.company.Change(ctx, preview, func(tx *sql.Tx) error {
		action, subject, err := selectUndo(ctx, tx, no)
		if err != nil {
			return fmt.Errorf("look for tasks to take back: %w", err)
		}
		if action == 0 {
			return core.NewProblem(core.NotFound, "task.nothing_to_take_back")
		}
		undone.Segment = subject
		undone.Deleted, undone.Kept, err = deleteMade(ctx, tx, action)
		return err
	})
	return undone, err
}

// TakeBack gives tasks the values that they had before a change, and deletes those that
// the change made. Where one has been changed since, nothing is taken back, and the
// error is a core.Problem of kind Busy.
func (s *Store) TakeBack(ctx context.Context, c Changed) error {
	return s.company.Write(ctx, func(tx *sql.Tx) error {
		for i, before := range c.before {
			if err := unchanged(ctx, tx, c.after[i]); err != nil {
				return err
			}
			values := map[string]any{}
			for n, f := range table.Fields {
				values[f.Key] = before.Values[n]
			}
			if err := updateTask(ctx, tx, before.Text("no"), values); err != nil {
				return fmt.Errorf("change task %s: %w", before.Text("no"), err)
			}
		}
		return deleteUnchanged(ctx, tx, c.made)
	})
}

// unchanged refuses a task that is other than a row of it.
func unchanged(ctx context.Context, tx *sql.Tx, row record.Row) error {
	t, err := find(ctx, tx, row.Text("no"))
	if err == nil && !slices.Equal(t.Values, row.Values) {
		err = core.NewProblem(core.Busy, "task.has_been_changed_meanwhile", "task", t.No)
	}
	return err
}

// deleteUnchanged deletes tasks that are as these rows.
func deleteUnchanged(ctx context.Context, tx *sql.Tx, rows []record.Row) error {
	for _, row := range rows {
		if err := unchanged(ctx, tx, row); err != nil {
			return err
		}
		if err := deleteTask(ctx, tx, row.Text("no")); err != nil {
			return fmt.Errorf("delete task %s: %w", row.Text("no"), err)
		}
	}
	return nil
}
