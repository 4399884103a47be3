package lookup_test

import (
	"database/sql"
	"fmt"

	"winnow/core/catalog"
	"winnow/core/coretest"
	"winnow/core/lookup"
)

// A code that is in no table is refused, with the nearest one.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		b.Row("salesperson_purchaser", "code", "JR")
		field, _ := catalog.Must("contact").Field("salesperson_code")
		err := b.Company.Read(b.Context(), func(tx *sql.Tx) error { return lookup.Check(b.Context(), tx, field, "JRR") })
		fmt.Println(err)
	})

	// Output:
	// Salesperson Code: there is no Salesperson/Purchaser JRR; the only value is JR
}
