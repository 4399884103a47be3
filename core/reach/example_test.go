package reach_test

import (
	"database/sql"
	"fmt"

	"winnow/core/coretest"
	"winnow/core/postal"
	"winnow/core/reach"
	"winnow/data"
)

// SQL over the lines of a segment sees the address that is in force on each line's
// date.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		b.Line("CT000001", "name", "Ann Lee", "address", "1 High Street")
		b.Line("CT000002", "name", "Bo Ek")
		err := b.Company.Read(b.Context(), func(tx *sql.Tx) error {
			lines, err := b.OpenLines(b.Context(), tx, b.No)
			if err != nil {
				return err
			}
			query, err := reach.Of(b.Context(), tx, lines)
			if err != nil {
				return err
			}
			names, err := data.Values[string](b.Context(), tx, "SELECT name FROM "+query.SQL+" WHERE "+postal.None, query.Args...)
			fmt.Println(names)
			return err
		})
		fmt.Println(err)
	})

	// Output:
	// [Bo Ek]
	// <nil>
}
