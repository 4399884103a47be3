package criteria_test

import (
	"testing"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/filter"
)

// Lists of any table are filtered by its fields' keys; what is wrong is told with the
// table, the field and the position.
func TestFiltersOfATable(t *testing.T) {
	tasks := catalog.Must(catalog.Task)
	env := filter.Env{Today: "2026-11-23", WorkDate: "2026-11-23"}
	filters, err := criteria.OfTable(tasks, map[string]string{"date": "..t", "closed": "no", "location": " "}, env)
	if err != nil || len(filters) != 2 || filters["date"].Empty() || filters["closed"].Empty() {
		t.Errorf("%v, %v", filters, err)
	}
	for _, wrong := range []struct{ key, typed, want string }{
		{"dat", "t", "dat: no such field; did you mean date?"},
		{"date", "t|", `To-do, Date: position 2: a value is missing after "|"`},
	} {
		if _, err := criteria.OfTable(tasks, map[string]string{wrong.key: wrong.typed}, env); err == nil || err.Error() != wrong.want {
			t.Errorf("%s=%s: %v", wrong.key, wrong.typed, err)
		}
	}
}
