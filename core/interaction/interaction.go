// Package interaction keeps what happened with contacts: it reads the interaction log
// entries ([Store.Each]), makes single ones by hand ([Store.Add]), finishes postponed
// ones ([Store.Resume]), and changes, cancels, comments and deletes entries. Files of
// a person's own are kept beside them ([Store.AddDocument], [Store.WriteDocument]).
//
// It sends nothing and logs no segments; entries that Business Central made are
// changed only where that cannot part them from what it knows.
package interaction

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
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

// table describes the entries.
var table = catalog.Must(catalog.InteractionEntry)

// Store reads and changes the interactions of one company.
type Store struct{ company *company.Company }

// New returns the interactions of a company.
func New(c *company.Company) *Store { return &Store{c} }

// Entry is an interaction log entry with what a list shows beside it.
type Entry struct {
	record.Row
	No int64
	// ContactName and ContactCompanyName are the contact's present ones.
	ContactName, ContactCompanyName string
	// Blocked says that the contact is Privacy Blocked.
	Blocked bool
	// Local says that it was made here.
	Local bool
	// HasDocument says that what went out can be shown.
	HasDocument bool
	// Comments are the texts of its comment lines.
	Comments []string
	// EditedAt is when it was last edited here, in RFC 3339, and EditedBy by whom;
	// both are "" where nobody has.
	EditedAt, EditedBy string
}

// Query says which entries are wanted.
type Query struct {
	// Filters are filters by field key, as typed; all must hold.
	Filters map[string]string
	// Postponed asks for the postponed entries only. Without it they are left out,
	// unless a filter names the field Postponed.
	Postponed bool
	// Local asks for the entries that were made here only.
	Local bool
	// Env overrides what relative dates are resolved with.
	Env filter.Env
}

const postponed = "postponed"

// condition is an SQL condition on entries e with its values.
type condition struct {
	text string
	args []any
}

// read checks a query's filters.
func (q Query) read(ctx context.Context, c *company.Company) (condition, error) {
	env, err := c.Env(ctx, q.Env)
	if err != nil {
		return condition{}, err
	}
	var where condition
	err = c.Read(ctx, func(tx *sql.Tx) (err error) {
		where.text, where.args, err = lookup.Where(ctx, tx, table, "e", q.Filters, env)
		return err
	})
	if err != nil {
		return condition{}, err
	}
	named := strings.TrimSpace(q.Filters[postponed]) != ""
	switch {
	case q.Postponed:
		where.text += " AND e.postponed <> 0"
	case !named:
		where.text += " AND e.postponed = 0"
	}
	if q.Local {
		where.text += " AND e.local <> 0"
	}
	return where, nil
}

// Each calls fn with the entries that a query asks for, by Entry No.
func (s *Store) Each(ctx context.Context, q Query, fn func(Entry) error) error {
	where, err := q.read(ctx, s.company)
	if err != nil {
		return err
	}
	return s.company.Read(ctx, func(tx *sql.Tx) error { return eachEntry(ctx, tx, where, fn) })
}

// Entry returns one entry, or a core.Problem of kind NotFound.
func (s *Store) Entry(ctx context.Context, no int64) (Entry, error) {
	return company.Read(ctx, s.company, func(tx *sql.Tx) (Entry, error) { return find(ctx, tx, no) })
}

// Entries returns entries in the order given; those that there are no longer are left
// out.
func (s *Store) Entries(ctx context.Context, numbers []int64) ([]Entry, error) {
	where, err := among(numbers)
	if err != nil {
		return nil, err
	}
	found := map[int64]Entry{}
	err = s.company.Read(ctx, func(tx *sql.Tx) error {
		return eachEntry(ctx, tx, where, func(e Entry) error {
			found[e.No] = e
			return nil
		})
	})
	list := make([]Entry, 0, len(found))
	for _, no := range numbers {
		if e, ok := found[no]; ok {
			list = append(list, e)
		}
	}
	return list, err
}

// among is the condition that an entry has one of these numbers.
func among(numbers []int64) (condition, error) {
	joined, err := json.Marshal(numbers)
	return condition{"e.entry_no IN (SELECT value FROM json_each(?))", []any{string(joined)}}, err
}

func find(ctx context.Context, tx *sql.Tx, no int64) (found Entry, err error) {
	err = eachEntry(ctx, tx, condition{"e.entry_no = ?", []any{no}}, func(e Entry) error {
		found = e
		return nil
	})
	if err != nil {
		return found, fmt.Errorf("read interaction %d: %w", no, err)
	}
	if found.No != no || no == 0 {
		return found, core.NewProblem(core.NotFound, "interaction.does_not_exist", "entry", no)
	}
	return found, nil
}

// findAll returns entries in the order given, each once.
func findAll(ctx context.Context, tx *sql.Tx, numbers []int64) ([]Entry, error) {
	var list []Entry
	seen := map[int64]bool{}
	for _, no := range numbers {
		if seen[no] {
			continue
		}
		seen[no] = true
		e, err := find(ctx, tx, no)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, nil
}

// texts reads the comments of an entry, a JSON array.
func texts(joined string) (list []string, err error) {
	list = []string{}
	return list, json.Unmarshal([]byte(joined), &list)
}

// field returns a field of the entries; the key is one that the program names.
func field(key string) catalog.Field {
	f, _ := table.Field(key)
	return f
}

// word is how a field is called in a text for people.
func word(key string) core.Word { return core.Word(field(key).Caption) }

// parse reads typed values of the entries' fields, of which only some can be typed.
func parse(typed map[string]string, env filter.Env, refused func(f catalog.Field) error) (map[string]any, error) {
	read := map[string]any{}
	for key := range typed {
		if _, ok := table.Field(key); !ok {
			_, err := criteria.OfTable(table, map[string]string{key: ""}, env)
			return nil, err
		}
	}
	for _, f := range table.Fields {
		text, ok := typed[f.Key]
		if !ok {
			continue
		}
		if err := refused(f); err != nil {
			return nil, err
		}
		v, err := value.Parse(f, text, env)
		if err != nil {
			return nil, core.NewProblem(core.Invalid, "common.place_and_problem", "place", core.Word(f.Caption), "problem", err)
		}
		read[f.Key] = v
	}
	return read, nil
}
