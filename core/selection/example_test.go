package selection_test

import (
	"database/sql"
	"fmt"

	"winnow/core/coretest"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/selection"
)

// The filters of a step are asked of all contacts at once. The answer is a bitmap
// of contact ids.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		b.Person("CT000001", "name", "Ann Lee", "city", "York")
		b.Person("CT000002", "name", "Bo Ek", "city", "Bath")
		step := criteria.Step{Action: "add", Filters: criteria.Filters{"contact": {"city": "York"}}}
		compiled, err := criteria.Compile(step, filter.Env{Today: coretest.Today})
		if err != nil {
			b.T.Fatal(err)
		}
		err = b.Company.Read(b.Context(), func(tx *sql.Tx) error {
			selected, err := selection.New(selection.Params{WorkDate: coretest.Today}).SelectBy(b.Context(), tx, compiled)
			fmt.Println(selected.Selected.GetCardinality())
			return err
		})
		fmt.Println(err)
	})

	// Output:
	// 1
	// <nil>
}
