package upkeep

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
	"winnow/data"
)

// Use is a table that names a row, and how many of its rows do.
type Use struct {
	Table catalog.Table
	// Field is the field that names the row.
	Field catalog.Field
	Count int
}

// Uses returns which tables name a row, most used first; none where nobody does.
func (s *Store) Uses(ctx context.Context, table string, key ...string) (Uses, error) {
	t, err := s.find(table)
	if err != nil {
		return nil, err
	}
	var uses Uses
	err = s.company.Read(ctx, func(tx *sql.Tx) error {
		e := &edit{tx: tx, table: t}
		row, err := e.row(ctx, key)
		if err != nil {
			return err
		}
		uses, err = e.uses(ctx, rowKey(t, row.Values))
		return err
	})
	return uses, err
}

// rowKey is the stored values of a row's key fields.
func rowKey(t catalog.Table, row []any) []any {
	var key []any
	for _, k := range t.Keys {
		key = append(key, row[slices.IndexFunc(t.Fields, func(f catalog.Field) bool { return f.Key == k })])
	}
	return key
}

// reference is how the rows of a table name the row of another: by these
// columns, in the order of the other's key fields.
type reference struct {
	table   catalog.Table
	columns []string
}

// segmentLine holds the codes of lines in a column of its own kind.
const segmentLine = "segment_line"

// references returns who can name the rows of a table: by fields that look it up,
// with the fields that its key begins with beside them.
func references(t catalog.Table) []reference {
	begins := t.Keys[:len(t.Keys)-1]
	var list []reference
	for _, other := range append(slices.Clone(catalog.Tables()), catalog.Must("segment_header"), catalog.Must(segmentLine)) {
		for _, f := range other.Fields {
			named := f.Names() == t.Key && (other.Key != t.Key || !other.IsKey(f.Key))
			// A line's contact is not named by its number.
			if named && !(other.Key == segmentLine && t.Key == catalog.Contact) {
				list = append(list, reference{other, append(slices.Clone(begins), f.Key)})
			}
		}
	}
	return list
}

// uses counts the rows that name the row with this key, but for its parts.
func (e *edit) uses(ctx context.Context, key []any) (Uses, error) {
	var list Uses
	for _, r := range references(e.table) {
		if r.table.PartOf == e.table.Key {
			continue
		}
		n, err := countUses(ctx, e.tx, r, key)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			f, _ := r.table.Field(r.columns[len(r.columns)-1])
			list = append(list, Use{Table: r.table, Field: f, Count: n})
		}
	}
	slices.SortStableFunc(list, func(a, b Use) int { return b.Count - a.Count })
	return list, nil
}

// settingsOf are the settings that name a row of a table.
var settingsOf = map[string][]string{"salesperson_purchaser": {company.Me}, "country_region": {company.HomeCountry, company.Country},
	"interaction_template": company.TemplateSettings()}

// renameUses lets all rows that name the row by its old key name it by the new
// one, and returns how many they are.
func (e *edit) renameUses(ctx context.Context, old, row values) (int, error) {
	var before, after []any
	for _, k := range e.table.Keys {
		before, after = append(before, old[k]), append(after, row[k])
	}
	all := 0
	for _, r := range references(e.table) {
		n, err := renameUse(ctx, e.tx, r, before, after)
		if errors.Is(data.Sentinel(err), data.ErrExists) {
			return 0, core.NewProblem(core.Exists, "upkeep.key_is_named_by_rows_of_table", "key", after[len(after)-1], "table", core.Word(r.table.Caption)).
				Hint("upkeep.choose_another")
		}
		if err != nil {
			return 0, fmt.Errorf("rename in %s: %w", r.table.Key, err)
		}
		all += n
	}
	for _, key := range settingsOf[e.table.Key] {
		if err := renameSetting(ctx, e.tx, key, before[0], after[0]); err != nil {
			return all, err
		}
	}
	return all, nil
}

func (e *edit) delete(ctx context.Context, key []string) error {
	row, err := e.row(ctx, key)
	if err != nil {
		return err
	}
	stored := rowKey(e.table, row.Values)
	if e.table.Key == catalog.Contact {
		return e.deleteContact(ctx, row.Text("no"))
	}
	uses, err := e.uses(ctx, stored)
	if err != nil {
		return err
	}
	if len(uses) > 0 {
		return core.NewProblem(core.Exists, "upkeep.table_key_is_used_uses", "table", core.Word(e.table.Caption), "key", strings.Join(key, " "), "uses", Uses(uses)).
			Hint("upkeep.take_it_from_them_first")
	}
	for _, r := range references(e.table) {
		if r.table.PartOf == e.table.Key {
			if err := deleteUses(ctx, e.tx, r, stored); err != nil {
				return err
			}
		}
	}
	if err := deleteRow(ctx, e.tx, e.table, stored); err != nil {
		return err
	}
	return e.touch(ctx, values{e.table.Owner: row.Value(e.table.Owner)})
}

// Uses are the tables that name a row, as one clause.
type Uses []Use

// mostListed is how many of them are listed.
const mostListed = 4

// String returns the clause in English.
func (u Uses) String() string { return u.In(core.Locale{}) }

// In implements core.Localizer.
func (u Uses) In(locale core.Locale) string {
	var said []string
	for _, use := range u[:min(len(u), mostListed)] {
		said = append(said, core.Text("upkeep.number_in_table", "number", use.Count, "table", core.Word(use.Table.Caption)).In(locale))
	}
	if len(u) > mostListed {
		said = append(said, "…")
	}
	return strings.Join(said, ", ")
}

// mostNamed is how many segments a refusal names.
const mostNamed = 3

// deleteContact removes a contact with what belongs to it, unless somebody else
// needs it.
func (e *edit) deleteContact(ctx context.Context, no string) error {
	segments, err := segmentsOf(ctx, e.tx, no)
	if err != nil {
		return err
	}
	switch n := len(segments); {
	case n == 1:
		return core.NewProblem(core.Exists, "upkeep.contact_is_on_segment_or_comes_back", "contact", no, "segment", segments[0]).
			Hint("upkeep.set_exclude_from_segment_to_keep")
	case n > 1:
		return core.NewProblem(core.Exists, "upkeep.contact_is_on_number_segments_or_comes", "contact", no, "number", n, "segments", firstOf(segments)).
			Hint("upkeep.set_exclude_from_segment_to_keep")
	}
	persons, err := countPersons(ctx, e.tx, no)
	if err != nil {
		return err
	}
	if persons > 0 {
		return core.NewProblem(core.Exists, "upkeep.contact_is_company_of_other_contacts_persons", "contact", no, "persons", persons).Hint("upkeep.give_them_another_company_first")
	}
	entries, err := countUses(ctx, e.tx, reference{catalog.Must(catalog.InteractionEntry), []string{"contact_no"}}, []any{no})
	if err != nil {
		return err
	}
	if entries > 0 {
		return core.NewProblem(core.Exists, "upkeep.interactions_kept", "contact", no, "count", entries).
			Hint("upkeep.set_exclude_from_segment_to_keep_it_off")
	}
	open, err := countOpenTasks(ctx, e.tx, no)
	if err != nil {
		return err
	}
	if open > 0 {
		return core.NewProblem(core.Exists, "upkeep.tasks_open", "contact", no, "count", open).Hint("upkeep.close_them_first")
	}
	if err := releaseTasks(ctx, e.tx, no); err != nil {
		return err
	}
	for _, t := range catalog.Tables() {
		if t.Owner == "" || t.Entries {
			continue
		}
		if err := deleteUses(ctx, e.tx, reference{t, []string{t.Owner}}, []any{no}); err != nil {
			return err
		}
	}
	return deleteRow(ctx, e.tx, e.table, []any{no})
}

// firstOf lists the first few of some numbers.
func firstOf(numbers []string) string {
	if len(numbers) > mostNamed {
		return strings.Join(numbers[:mostNamed], ", ") + ", …"
	}
	return strings.Join(numbers, ", ")
}
