package lookup

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"winnow/core/catalog"
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
	literals := f.Literals()
	named := make([]string, len(literals))
	for i, l := range literals {
		named[i] = l.Text
	}
	list, err := json.Marshal(named)
	if err != nil {
		return f, err
	}
	into, err := survivors(ctx, tx, string(list))
	if err != nil {
		return f, fmt.Errorf("look for contacts that were merged: %w", err)
	}
	if len(into) == 0 {
		return f, nil
	}
	return f.Renamed(into), nil
}
