package lookup

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/filter"
)

// Survivors lets a filter of a field find the contacts that others were merged into, by
// the numbers of these, which it names. Other filters are returned as they are.
func Survivors(ctx context.Context, tx *sql.Tx, field catalog.Field, f filter.Filter) (filter.Filter, error) {
	if field.Names() != catalog.Contact || f.Empty() {
		return f, nil
	}
	any, err := anyMerged(ctx, tx)
	if err != nil || !any {
		return f, err
	}
	return Renamed(field, f, func(numbers []string) (map[string]string, error) {
		list, err := json.Marshal(numbers)
		if err != nil {
			return nil, err
		}
		return survivors(ctx, tx, string(list))
	})
}

// Where reads filters of a table's fields, by their keys as they were typed, as an SQL
// condition on rows of the table that are called alias, with its values. env resolves
// relative dates. The error is a core.Problem for a field that does not exist, or a
// *criteria.FilterError.
func Where(ctx context.Context, tx *sql.Tx, t catalog.Table, alias string, typed map[string]string, env filter.Env) (text string, args []any, err error) {
	filters, err := criteria.OfTable(t, typed, env)
	if err != nil {
		return "", nil, err
	}
	text = "1"
	for _, f := range t.Fields {
		filtered, ok := filters[f.Key]
		if !ok {
			continue
		}
		if filtered, err = Survivors(ctx, tx, f, filtered); err != nil {
			return "", nil, err
		}
		condition, values := filtered.SQL(alias + "." + f.Key)
		text, args = text+" AND ("+condition+")", append(args, values...)
	}
	return text, args, nil
}

// Renamed is Survivors for contacts that are known elsewhere: find returns the numbers of
// those that others were merged into, by those of these, of some numbers.
func Renamed(field catalog.Field, f filter.Filter, find func(numbers []string) (map[string]string, error)) (filter.Filter, error) {
	if field.Names() != catalog.Contact || f.Empty() {
		return f, nil
	}
	literals := f.Literals()
	named := make([]string, len(literals))
	for i, l := range literals {
		named[i] = l.Text
	}
	into, err := find(named)
	if err != nil {
		return f, fmt.Errorf("look for contacts that were merged: %w", err)
	}
	if len(into) == 0 {
		return f, nil
	}
	return f.Renamed(into), nil
}
