// Package lookup checks codes that a person or a command enters: [Check] refuses a
// code that is not in the table of its field, and names the nearest one. [Survivors] lets filters find
// contacts by the numbers of those that were merged into them. It stores nothing.
package lookup

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/value"
)

// nearest is how many codes a refusal names.
const nearest = 3

// Check returns a core.Problem, with the nearest codes, where the table that the
// field is looked up in has no row with this key: the values of its key fields,
// of which the last is what was entered in the field.
func Check(ctx context.Context, tx *sql.Tx, f catalog.Field, key ...any) error {
	t := catalog.Must(f.Names())
	has, err := exists(ctx, tx, t, key)
	if err != nil {
		return fmt.Errorf("look for %v in %s: %w", key, t.Key, err)
	}
	if has {
		return nil
	}
	entered := value.Format(f, key[len(key)-1])
	p := core.NewProblem(core.Invalid, "lookup.field_there_is_no_table_entered", "field", core.Word(f.Caption), "table", core.Word(t.Caption), "entered", entered)
	if len(key) > 1 {
		p = core.NewProblem(core.Invalid, "lookup.field_there_is_no_table_entered_of_key", "field", core.Word(f.Caption), "table", core.Word(t.Caption), "entered", entered, "key", key[0])
	}
	known, err := codes(ctx, tx, t, key[:len(key)-1])
	if err != nil {
		return fmt.Errorf("read the codes of %s: %w", t.Key, err)
	}
	switch near := criteria.NearestOf(entered, known, nearest); len(near) {
	case 0:
		if len(key) > 1 {
			return p.Hint("lookup.key_has_none_yet_make_it_first", "key", key[0])
		}
		return p.Hint("lookup.this_table_has_no_rows_yet_make")
	case 1:
		return p.Hint("lookup.only_one_is_meant", "meant", near[0])
	default:
		return p.Hint("lookup.nearest_are_meant", "meant", strings.Join(near, ", "))
	}
}
