// Package task keeps tasks: what is to be done, by whom, on which day and with which
// contact. [Store.Add] makes one, [Store.AddForSegment] one for each contact of a
// segment, which [Store.Undo] takes back; [Store.Close], [Store.Reopen] and
// [Store.Cancel] say what became of them, and closing one that recurs makes the next.
// [Store.WriteCalendar] writes them for calendar programs.
//
// A task is one person's and about at most one contact. The package reminds nobody.
package task

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/lookup"
	"winnow/core/record"
	"winnow/core/value"
)

// table describes the tasks.
var table = catalog.Must(catalog.Task)

// Store reads and changes the tasks of one company.
type Store struct{ company *company.Company }

// New returns the tasks of a company.
func New(c *company.Company) *Store { return &Store{c} }

// Task is a task with what a list shows beside it.
type Task struct {
	record.Row
	No string
	// ContactName and ContactCompanyName are the contact's present ones.
	ContactName, ContactCompanyName string
	// Blocked says that the contact is Privacy Blocked.
	Blocked bool
	phone   string
}

// The options that decide something here.
const (
	statusInProgress = 1
	statusCompleted  = 2
	fromDueDate      = 1
	fromClosingDate  = 2
)

// Query says which tasks are wanted.
type Query struct {
	// Filters are filters by field key, as typed; all must hold.
	Filters map[string]string
	// Nos, where it is not nil, are the only tasks wanted.
	Nos []string
	// Env overrides what relative dates are resolved with.
	Env filter.Env
}

// condition is an SQL condition on tasks t with its values.
type condition struct {
	text string
	args []any
}

func (q Query) read(ctx context.Context, c *company.Company) (condition, error) {
	env, err := c.Env(ctx, q.Env)
	if err != nil {
		return condition{}, err
	}
	var where condition
	err = c.Read(ctx, func(tx *sql.Tx) (err error) {
		where.text, where.args, err = lookup.Where(ctx, tx, table, "t", q.Filters, env)
		return err
	})
	if err != nil || q.Nos == nil {
		return where, err
	}
	nos, err := json.Marshal(q.Nos)
	where.text += " AND t.no IN (SELECT value FROM json_each(?))"
	where.args = append(where.args, string(nos))
	return where, err
}

// Each calls fn with the tasks that a query asks for, by No.
func (s *Store) Each(ctx context.Context, q Query, fn func(Task) error) error {
	where, err := q.read(ctx, s.company)
	if err != nil {
		return err
	}
	return s.company.Read(ctx, func(tx *sql.Tx) error { return eachTask(ctx, tx, where, fn) })
}

// Tasks returns tasks in the order of their numbers as given; those that do not exist
// are left out.
func (s *Store) Tasks(ctx context.Context, nos []string) ([]Task, error) {
	found := map[string]Task{}
	err := s.Each(ctx, Query{Nos: nos}, func(t Task) error {
		found[t.No] = t
		return nil
	})
	list := make([]Task, 0, len(found))
	for _, no := range nos {
		if t, ok := found[no]; ok {
			list = append(list, t)
		}
	}
	return list, err
}

// Count returns how many tasks a query asks for.
func (s *Store) Count(ctx context.Context, q Query) (int, error) {
	where, err := q.read(ctx, s.company)
	if err != nil {
		return 0, err
	}
	return company.Read(ctx, s.company, func(tx *sql.Tx) (int, error) { return countTasks(ctx, tx, where) })
}

// Due asks for the open tasks that are due today or were due before.
func Due() Query { return Query{Filters: map[string]string{"closed": "no", "date": "<>''&..t"}} }

// Task returns one task, or a core.Problem of kind NotFound.
func (s *Store) Task(ctx context.Context, no string) (Task, error) {
	return company.Read(ctx, s.company, func(tx *sql.Tx) (Task, error) { return find(ctx, tx, no) })
}

func find(ctx context.Context, tx *sql.Tx, typed string) (found Task, err error) {
	no, err := value.Code(typed)
	if err != nil {
		return found, core.NewProblem(core.Invalid, "common.place_and_problem", "place", word("no"), "problem", err)
	}
	err = eachTask(ctx, tx, condition{"t.no = ?", []any{no}}, func(t Task) error {
		found = t
		return nil
	})
	if err != nil {
		return found, fmt.Errorf("read task %s: %w", no, err)
	}
	if found.No == "" {
		return found, core.NewProblem(core.NotFound, "task.does_not_exist", "task", no)
	}
	return found, nil
}

// field returns a field of tasks; the key is one that the program names.
func field(key string) catalog.Field {
	f, _ := table.Field(key)
	return f
}

// word is how a field is called in a text for people.
func word(key string) core.Word { return core.Word(field(key).Caption) }

// fixed are the keys of the fields that nobody types: they follow from how a task is
// made, or from what becomes of it.
var fixed = []string{"no", "contact_no", "contact_company_no", "segment_no", "closed", "date_closed", "canceled"}

// TypedFields returns the fields that a person can type.
func TypedFields() []catalog.Field {
	var list []catalog.Field
	for _, f := range table.Fields {
		if !slices.Contains(fixed, f.Key) {
			list = append(list, f)
		}
	}
	return list
}

// parse reads typed values.
func parse(typed map[string]string, env filter.Env) (map[string]any, error) {
	for key := range typed {
		if _, ok := table.Field(key); !ok {
			_, err := criteria.OfTable(table, map[string]string{key: ""}, env)
			return nil, err
		}
	}
	read := map[string]any{}
	for _, f := range table.Fields {
		text, ok := typed[f.Key]
		if !ok {
			continue
		}
		if slices.Contains(fixed, f.Key) {
			return nil, core.NewProblem(core.Invalid, "task.field_is_not_typed", "field", core.Word(f.Caption))
		}
		v, err := value.Parse(f, text, env)
		if err != nil {
			return nil, core.NewProblem(core.Invalid, "common.place_and_problem", "place", core.Word(f.Caption), "problem", err)
		}
		read[f.Key] = v
	}
	return read, nil
}

// required are the keys of the fields that a task must have.
var required = []string{"description", "date", "salesperson_code"}

// check refuses a task that lacks one of the fields that it must have, and one that
// recurs without saying when.
func check(values map[string]any, required []string) error {
	for _, key := range required {
		if text, _ := values[key].(string); strings.TrimSpace(text) == "" {
			return core.NewProblem(core.Invalid, "interaction.field_is_empty", "field", word(key))
		}
	}
	if values["recurring"] != int64(1) {
		return nil
	}
	for _, key := range []string{"recurring_date_interval", "calc_due_date_from"} {
		if values[key] == value.Zero(field(key)) {
			return core.NewProblem(core.Invalid, "task.recurring_task_needs_field", "field", word(key))
		}
	}
	return nil
}
