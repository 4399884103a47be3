package mailrow_test

import (
	"fmt"

	"winnow/core/coretest"
	"winnow/core/mailrow"
)

// A mailing has a row for each line, with the columns that were chosen, less the
// blocked.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		b.Line("CT000001", "name", "Ann Lee", "city", "York")
		b.Line("CT000002", "name", "Bo Ek")
		b.Exec("UPDATE contact SET privacy_blocked = 1 WHERE no = 'CT000002'")
		options := mailrow.Options{Columns: []string{"name", "city"}}
		err := mailrow.Read(b.Context(), b.Company, b.Store, b.No, options, func(rows *mailrow.Rows) error {
			err := rows.Each(b.Context(), func(row *mailrow.Row) error {
				fmt.Println(row.Texts())
				return nil
			})
			fmt.Println("blocked:", rows.BlockedContacts())
			return err
		})
		fmt.Println(err)
	})

	// Output:
	// [Ann Lee York]
	// blocked: [CT000002 Bo Ek]
	// <nil>
}
