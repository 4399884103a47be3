// Package upkeep changes contacts, what belongs to them, and the code tables: one
// row at a time, each change in one transaction, with the checks that an import
// makes. [Store.Create], [Store.Update] and [Store.Delete] change a row,
// [Store.Uses] says where a code is used. [Store.Merge] makes one contact of two, and
// [Store.Erase] takes away who a person is. In entries and segments it changes only
// whom and which codes they name.
package upkeep

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/filter"
	"winnow/core/record"
	"winnow/core/value"
)

// Store changes the rows of one company.
type Store struct {
	company *company.Company
	// Env is what is known besides the settings: which day it is, and who I am.
	Env filter.Env
	// Preview tries changes, and takes them back.
	Preview bool
}

// New returns the rows of a company.
func New(c *company.Company) *Store { return &Store{company: c} }

// Change is new values for one row.
type Change struct {
	// Table is the table's key.
	Table string
	// Key names the row: the values of its key fields, in their order, as
	// people read them.
	Key []string
	// Fields are the new values by field key, as typed. A new value of a key
	// field renames the row, and all that name it.
	Fields map[string]string
	// Was are values of the row that the person saw, by field key. Where one is
	// another by now, the change is refused.
	Was map[string]string
	// TakenBack says that the fields get values that they had before, so that
	// codes need not be in their tables.
	TakenBack bool
}

// Saved is what became of a change.
type Saved struct {
	// Row is the row as it is now.
	Row record.Row
	// Before has the values, as people read them, of the fields that are others
	// now, those that followed too.
	Before map[string]string
	// Persons is how many persons of a company took over what it has now: those who
	// had what it had before.
	Persons int
	// Renamed is how many rows named the row by its old code and name it by the
	// new one.
	Renamed int
}

// Key is the values of the row's key fields, as people read them.
func (s Saved) Key() []string { return KeyOf(s.Row) }

// KeyOf returns the values of a row's key fields, as people read them.
func KeyOf(r record.Row) []string {
	key := make([]string, len(r.Table.Keys))
	for i, k := range r.Table.Keys {
		key[i] = r.Text(k)
	}
	return key
}

// Row returns one row; the error is a core.Problem of kind NotFound where there
// is none.
func (s *Store) Row(ctx context.Context, table string, key ...string) (record.Row, error) {
	t, err := s.find(table)
	if err != nil {
		return record.Row{}, err
	}
	var row record.Row
	err = s.company.Read(ctx, func(tx *sql.Tx) error {
		e := &edit{tx: tx, table: t}
		row, err = e.row(ctx, key)
		return err
	})
	return row, err
}

// Belonging returns the rows of a table that belong to a contact, by their
// keys; interactions the last first, at most limit of them.
func (s *Store) Belonging(ctx context.Context, table, contact string, limit int) ([]record.Row, error) {
	t, err := s.find(table)
	if err != nil {
		return nil, err
	}
	return company.Read(ctx, s.company, func(tx *sql.Tx) ([]record.Row, error) { return selectBelonging(ctx, tx, t, contact, limit) })
}

// Persons returns the persons of a company by name, at most limit of them, and how
// many there are.
func (s *Store) Persons(ctx context.Context, companyNo string, limit int) (rows []record.Row, all int, err error) {
	err = s.company.Read(ctx, func(tx *sql.Tx) error {
		if all, err = countPersons(ctx, tx, companyNo); err != nil {
			return err
		}
		rows, err = selectPersons(ctx, tx, companyNo, limit)
		return err
	})
	return rows, all, err
}

// Create makes a row of these fields, as typed. What a person leaves out is
// completed: a contact's No. from the number series, its Type, Search Name and
// Company Name, a person's name from its parts or the other way round, its
// address and codes from its company.
func (s *Store) Create(ctx context.Context, table string, fields map[string]string) (Saved, error) {
	var saved Saved
	err := s.edit(ctx, table, func(e *edit) (err error) {
		saved, err = e.create(ctx, fields)
		return err
	})
	return saved, err
}

// PutBack makes a row again that was deleted, of all its fields as people read
// them; its codes need not be in their tables.
func (s *Store) PutBack(ctx context.Context, table string, fields map[string]string) error {
	return s.edit(ctx, table, func(e *edit) error {
		e.takenBack = true
		_, err := e.create(ctx, fields)
		return err
	})
}

// Update changes one row, all of the fields or none. Where another has changed
// what the person saw meanwhile, the error is a core.Problem of kind Busy.
func (s *Store) Update(ctx context.Context, c Change) (Saved, error) {
	var saved Saved
	err := s.edit(ctx, c.Table, func(e *edit) (err error) {
		e.takenBack = c.TakenBack
		saved, err = e.update(ctx, c)
		return err
	})
	return saved, err
}

// Delete removes a row with what is part of it: a contact's mailing groups,
// profile answers and addresses, a questionnaire's lines, a salutation's
// formulas. A row that others name is kept, and the core.Problem says by how
// many.
func (s *Store) Delete(ctx context.Context, table string, key ...string) error {
	return s.edit(ctx, table, func(e *edit) error { return e.delete(ctx, key) })
}

// edit is one change under way.
type edit struct {
	tx    *sql.Tx
	table catalog.Table
	env   filter.Env
	// takenBack says that a row gets what it had before.
	takenBack bool
}

// edit runs a change of a table in one transaction.
func (s *Store) edit(ctx context.Context, table string, fn func(*edit) error) error {
	t, err := s.find(table)
	if err != nil {
		return err
	}
	if t.Entries || t.Segment {
		return core.NewProblem(core.Invalid, "upkeep.table_cannot_be_edited_here", "table", core.Word(t.Caption))
	}
	env, err := s.company.Env(ctx, s.Env)
	if err != nil {
		return err
	}
	return s.company.Change(ctx, s.Preview, func(tx *sql.Tx) error {
		// Another program may have changed the company's own fields meanwhile.
		return fn(&edit{tx: tx, table: s.company.Catalog().Must(table), env: env})
	})
}

func (s *Store) find(table string) (catalog.Table, error) {
	t, ok := s.company.Catalog().Find(table)
	if !ok {
		return t, fmt.Errorf("there is no table %s", table)
	}
	return t, nil
}

// values are a row's values by field key.
type values map[string]any

func (v values) value(key string) any { return v[key] }

func (v values) text(key string) string {
	s, _ := v[key].(string)
	return s
}

// parse reads typed values. The error is a core.Problem that names the field.
func (e *edit) parse(fields map[string]string) (values, error) {
	read := values{}
	for _, f := range e.table.Fields {
		typed, ok := fields[f.Key]
		if !ok {
			continue
		}
		v, err := value.Parse(f, typed, e.env)
		if err != nil {
			return nil, core.NewProblem(core.Invalid, "common.place_and_problem", "place", core.Word(f.Caption), "problem", err)
		}
		read[f.Key] = v
	}
	for key := range fields {
		if _, ok := read[key]; !ok {
			return nil, core.NewProblem(core.Invalid, "common.table_has_no_field", "table", core.Word(e.table.Caption), "field", key)
		}
	}
	return read, nil
}

// row finds one row by its key.
func (e *edit) row(ctx context.Context, key []string) (record.Row, error) {
	if len(key) != len(e.table.Keys) {
		return record.Row{}, fmt.Errorf("find a row of %s: its key has %d fields, not %d", e.table.Key, len(e.table.Keys), len(key))
	}
	var stored []any
	for i, k := range e.table.Keys {
		f, _ := e.table.Field(k)
		v, err := value.Parse(f, key[i], e.env)
		if err != nil {
			return record.Row{}, core.NewProblem(core.Invalid, "common.place_and_problem", "place", core.Word(f.Caption), "problem", err)
		}
		stored = append(stored, v)
	}
	rows, err := selectByKey(ctx, e.tx, e.table, stored)
	if err != nil {
		return record.Row{}, err
	}
	if len(rows) == 0 && e.table.Key == catalog.Contact {
		if rows, err = e.survivor(ctx, stored); err != nil {
			return record.Row{}, err
		}
	}
	if len(rows) == 0 {
		return record.Row{}, core.NewProblem(core.NotFound, "upkeep.table_key_does_not_exist", "table", core.Word(e.table.Caption), "key", strings.Join(key, " ")).
			Hint("upkeep.it_may_have_been_deleted_or_renamed")
	}
	return rows[0], nil
}

// survivor finds the contact that one with this number was merged into.
func (e *edit) survivor(ctx context.Context, key []any) ([]record.Row, error) {
	no, err := survivor(ctx, e.tx, key[0].(string))
	if err != nil || no == "" {
		return nil, err
	}
	return selectByKey(ctx, e.tx, e.table, []any{no})
}

func (e *edit) create(ctx context.Context, fields map[string]string) (Saved, error) {
	typed, err := e.parse(fields)
	if err != nil {
		return Saved{}, err
	}
	row := values{}
	for _, f := range e.table.Fields {
		row[f.Key] = value.Zero(f)
	}
	for key, v := range typed {
		row[key] = v
	}
	if err := e.complete(ctx, row, typed); err != nil {
		return Saved{}, err
	}
	if err := e.check(ctx, values{}, row, typed); err != nil {
		return Saved{}, err
	}
	if err := e.free(ctx, row); err != nil {
		return Saved{}, err
	}
	if err := insertRow(ctx, e.tx, e.table, row); err != nil {
		return Saved{}, fmt.Errorf("make a row of %s: %w", e.table.Key, err)
	}
	if err := e.touch(ctx, row); err != nil {
		return Saved{}, err
	}
	made, err := e.row(ctx, e.keyOf(row))
	return Saved{Row: made}, err
}

func (e *edit) update(ctx context.Context, c Change) (Saved, error) {
	typed, err := e.parse(c.Fields)
	if err != nil {
		return Saved{}, err
	}
	before, err := e.row(ctx, c.Key)
	if err != nil {
		return Saved{}, err
	}
	if err := unchanged(before, c.Was); err != nil {
		return Saved{}, err
	}
	old, row := values{}, values{}
	for i, f := range e.table.Fields {
		old[f.Key], row[f.Key] = before.Values[i], before.Values[i]
	}
	for key, v := range typed {
		row[key] = v
	}
	if e.table.Key == catalog.Contact {
		if err := e.followContact(ctx, old, row, typed); err != nil {
			return Saved{}, err
		}
	}
	if e.table.Key == catalog.Campaign {
		e.followCampaign(old, row, typed)
	}
	if err := e.check(ctx, old, row, typed); err != nil {
		return Saved{}, err
	}
	saved := Saved{Before: map[string]string{}}
	renamed := false
	for i, f := range e.table.Fields {
		if row[f.Key] != before.Values[i] {
			saved.Before[f.Key] = before.Text(f.Key)
			renamed = renamed || e.table.IsKey(f.Key)
		}
	}
	if len(saved.Before) == 0 {
		saved.Row = before
		return saved, nil
	}
	if renamed {
		if err := e.free(ctx, row); err != nil {
			return Saved{}, err
		}
	}
	if err := e.write(ctx, old, row, renamed, &saved); err != nil {
		return Saved{}, err
	}
	saved.Row, err = e.row(ctx, e.keyOf(row))
	return saved, err
}

// write stores a changed row and what follows it.
func (e *edit) write(ctx context.Context, old, row values, renamed bool, saved *Saved) error {
	if err := updateRow(ctx, e.tx, e.table, old, row); err != nil {
		return fmt.Errorf("change a row of %s: %w", e.table.Key, err)
	}
	if err := e.touch(ctx, old, row); err != nil {
		return err
	}
	if renamed {
		n, err := e.renameUses(ctx, old, row)
		if err != nil {
			return err
		}
		saved.Renamed = n
	}
	if e.table.Key != catalog.Contact || row["type"] != typeCompany || old["type"] != typeCompany {
		return nil
	}
	n, err := e.carry(ctx, old, row)
	saved.Persons = n
	return err
}

// touch dates the contacts that rows belong to, as Business Central does: who has
// another address or mailing group has changed.
func (e *edit) touch(ctx context.Context, rows ...values) error {
	if e.table.Owner == "" {
		return nil
	}
	for _, row := range rows {
		if err := touchContact(ctx, e.tx, row.text(e.table.Owner), e.env.Today); err != nil {
			return fmt.Errorf("date the contact: %w", err)
		}
	}
	return nil
}

// unchanged tells what another has changed of what a person saw.
func unchanged(row record.Row, was map[string]string) error {
	for _, f := range row.Table.Fields {
		if seen, ok := was[f.Key]; ok && seen != row.Text(f.Key) {
			return core.NewProblem(core.Busy, "upkeep.field_has_been_changed_meanwhile_to_key", "field", core.Word(f.Caption), "key", row.Text(f.Key)).
				Hint("upkeep.look_at_it_again_f5_before_you")
		}
	}
	return nil
}

// keyOf returns the key of a row, as people read it.
func (e *edit) keyOf(row values) []string {
	key := make([]string, len(e.table.Keys))
	for i, k := range e.table.Keys {
		f, _ := e.table.Field(k)
		key[i] = value.Format(f, row[k])
	}
	return key
}

// free refuses a key that another row has.
func (e *edit) free(ctx context.Context, row values) error {
	var key []any
	for _, k := range e.table.Keys {
		key = append(key, row[k])
	}
	there, err := selectByKey(ctx, e.tx, e.table, key)
	if err != nil {
		return err
	}
	if len(there) == 0 {
		return e.unmerged(ctx, row)
	}
	return core.NewProblem(core.Exists, "upkeep.table_row_exists_already", "table", core.Word(e.table.Caption), "row", strings.Join(e.keyOf(row), " ")).Hint("upkeep.choose_another")
}

// unmerged refuses a contact's number by which another is found that it was merged
// into.
func (e *edit) unmerged(ctx context.Context, row values) error {
	if e.table.Key != catalog.Contact {
		return nil
	}
	into, err := survivor(ctx, e.tx, row.text("no"))
	if err != nil || into == "" {
		return err
	}
	return core.NewProblem(core.Exists, "upkeep.number_was_merged", "contact", row.text("no"), "into", into).Hint("upkeep.choose_another")
}
