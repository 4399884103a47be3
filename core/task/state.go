package task

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/filter"
	"winnow/core/record"
	"winnow/core/value"
)

// Next is a task that was made because another one recurs.
type Next struct{ After, No, Date string }

// Changed are tasks that are others now.
type Changed struct {
	Nos []string
	// Next are those that were made after tasks that recur.
	Next []Next
	// before and after are the tasks as they were and as they were left, made those
	// that were made, for TakeBack.
	before, after, made []record.Row
}

// states changes tasks, all or none, and returns those that change said it changed.
func (s *Store) states(ctx context.Context, nos []string, preview bool, override filter.Env, change func(*sql.Tx, Task, *mover) (bool, error)) (Changed, error) {
	env, err := s.company.Env(ctx, override)
	if err != nil {
		return Changed{}, err
	}
	changed := Changed{Nos: []string{}, Next: []Next{}}
	err = s.company.Change(ctx, preview, func(tx *sql.Tx) error {
		m := &mover{tx: tx, today: env.Today}
		var seen []string
		for _, no := range nos {
			t, err := find(ctx, tx, no)
			if err != nil {
				return err
			}
			if slices.Contains(seen, t.No) {
				continue
			}
			seen = append(seen, t.No)
			before := record.Row{Table: t.Table, Values: slices.Clone(t.Values)}
			done, err := change(tx, t, m)
			if err != nil {
				return fmt.Errorf("change task %s: %w", t.No, err)
			}
			if done {
				changed.Nos, changed.before = append(changed.Nos, t.No), append(changed.before, before)
			}
		}
		changed.Next = append(changed.Next, m.next...)
		return changed.note(ctx, tx)
	})
	return changed, err
}

// note notes the tasks as the change left them, and those that it made.
func (c *Changed) note(ctx context.Context, tx *sql.Tx) error {
	for _, no := range c.Nos {
		t, err := find(ctx, tx, no)
		if err != nil {
			return err
		}
		c.after = append(c.after, t.Row)
	}
	for _, next := range c.Next {
		t, err := find(ctx, tx, next.No)
		if err != nil {
			return err
		}
		c.made = append(c.made, t.Row)
	}
	return nil
}

// mover closes tasks.
type mover struct {
	tx    *sql.Tx
	today string
	next  []Next
}

// Close completes tasks. One that recurs makes the next.
func (s *Store) Close(ctx context.Context, nos []string, preview bool, override filter.Env) (Changed, error) {
	return s.states(ctx, nos, preview, override, func(tx *sql.Tx, t Task, m *mover) (bool, error) {
		if t.Flag("closed") {
			return false, nil
		}
		return true, m.close(ctx, t, map[string]any{})
	})
}

// Reopen puts tasks into progress again, canceled ones too.
func (s *Store) Reopen(ctx context.Context, nos []string, preview bool, override filter.Env) (Changed, error) {
	return s.states(ctx, nos, preview, override, func(tx *sql.Tx, t Task, _ *mover) (bool, error) {
		if !t.Flag("closed") && !t.Flag("canceled") {
			return false, nil
		}
		return true, updateTask(ctx, tx, t.No, reopened(statusInProgress))
	})
}

// reopened are the values of a task that is open again.
func reopened(status int64) map[string]any {
	return map[string]any{"status": status, "closed": int64(0), "date_closed": "", "canceled": int64(0)}
}

// Cancel cancels and closes tasks. One that recurs makes the next.
func (s *Store) Cancel(ctx context.Context, nos []string, preview bool, override filter.Env) (Changed, error) {
	return s.states(ctx, nos, preview, override, func(tx *sql.Tx, t Task, m *mover) (bool, error) {
		canceled := map[string]any{"canceled": int64(1)}
		switch {
		case t.Flag("canceled"):
			return false, nil
		case t.Flag("closed"):
			return true, updateTask(ctx, tx, t.No, canceled)
		}
		return true, m.close(ctx, t, canceled)
	})
}

// close closes an open task, with more values, and makes the next where it recurs.
func (m *mover) close(ctx context.Context, t Task, values map[string]any) error {
	values["status"], values["closed"], values["date_closed"] = int64(statusCompleted), int64(1), m.today
	if err := updateTask(ctx, m.tx, t.No, values); err != nil {
		return err
	}
	if !t.Flag("recurring") {
		return nil
	}
	from := ""
	switch t.Number("calc_due_date_from") {
	case fromDueDate:
		from = t.Code("date")
	case fromClosingDate:
		from = m.today
	}
	interval := t.Code("recurring_date_interval")
	if from == "" || interval == "" {
		return nil // an import brought it so; nobody knows when the next would be
	}
	day, err := value.DayAfter(from, interval)
	if err != nil {
		return err
	}
	no, err := company.NextNo(ctx, m.tx, company.TaskSeries, func(no string) (bool, error) {
		_, err := find(ctx, m.tx, no)
		if core.IsKind(err, core.NotFound) {
			return false, nil
		}
		return err == nil, err
	})
	if err != nil {
		return err
	}
	next := map[string]any{}
	for i, f := range table.Fields {
		next[f.Key] = t.Values[i]
	}
	next["no"], next["date"], next["status"] = no, day, int64(0)
	next["closed"], next["date_closed"], next["canceled"] = int64(0), "", int64(0)
	m.next = append(m.next, Next{After: t.No, No: no, Date: day})
	return insertTask(ctx, m.tx, next)
}

// Set changes fields of tasks, all or none. The status Completed closes a task, another
// one opens it again.
func (s *Store) Set(ctx context.Context, nos []string, fields map[string]string, preview bool, override filter.Env) (Changed, error) {
	env, err := s.company.Env(ctx, override)
	if err != nil {
		return Changed{}, err
	}
	typed, err := parse(fields, env)
	if err != nil {
		return Changed{}, err
	}
	return s.states(ctx, nos, preview, override, func(tx *sql.Tx, t Task, m *mover) (bool, error) {
		return m.set(ctx, t, typed)
	})
}

func (m *mover) set(ctx context.Context, t Task, typed map[string]any) (bool, error) {
	after, changed := map[string]any{}, map[string]any{}
	for i, f := range table.Fields {
		after[f.Key] = t.Values[i]
		if v, ok := typed[f.Key]; ok && v != t.Values[i] {
			after[f.Key], changed[f.Key] = v, v
		}
	}
	if len(changed) == 0 {
		return false, nil
	}
	if err := check(after, required); err != nil {
		return false, err
	}
	if err := checkCodes(ctx, m.tx, changed); err != nil {
		return false, err
	}
	status, ok := changed["status"].(int64)
	if ok && status == statusCompleted && !t.Flag("closed") {
		for i, f := range table.Fields {
			t.Values[i] = after[f.Key] // the next task has what was typed, too
		}
		return true, m.close(ctx, t, changed)
	}
	if ok && status != statusCompleted && t.Flag("closed") {
		for key, v := range reopened(status) {
			changed[key] = v
		}
	}
	return true, updateTask(ctx, m.tx, t.No, changed)
}

// Delete deletes the canceled tasks that a query asks for, and returns how many.
func (s *Store) Delete(ctx context.Context, q Query, preview bool) (deleted int64, err error) {
	where, err := q.read(ctx, s.company)
	if err != nil {
		return 0, err
	}
	err = s.company.Change(ctx, preview, func(tx *sql.Tx) error {
		deleted, err = deleteCanceled(ctx, tx, where)
		return err
	})
	return deleted, err
}
