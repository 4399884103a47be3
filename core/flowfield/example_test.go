package flowfield_test

import (
	"database/sql"
	"fmt"

	"winnow/core/catalog"
	"winnow/core/coretest"
	"winnow/core/flowfield"
)

// A contact's age is worked out from the birthday, on a work date.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		b.Person("CT000001", "name", "Ann Lee", "birthday", "1990-11-30")
		age, _ := catalog.Must(catalog.Contact).WithFlowFields().Field("age")
		err := b.Company.Read(b.Context(), func(tx *sql.Tx) error {
			q := flowfield.New(tx, "2026-11-28").Query("c")
			value, err := q.Value(b.Context(), age)
			if err != nil {
				return err
			}
			var years int
			err = tx.QueryRowContext(b.Context(), "SELECT "+value+" FROM contact AS c "+q.Join, q.JoinArgs...).Scan(&years)
			fmt.Println(years)
			return err
		})
		if err != nil {
			b.T.Fatal(err)
		}
	})

	// Output:
	// 35
}
