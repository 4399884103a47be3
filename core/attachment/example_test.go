package attachment_test

import (
	"database/sql"
	"fmt"

	"winnow/core/attachment"
	"winnow/core/coretest"
)

// The same bytes are stored once.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		err := b.Company.Write(b.Context(), func(tx *sql.Tx) error {
			first, err := attachment.Keep(b.Context(), tx, "order.pdf", []byte("signed"))
			if err != nil {
				return err
			}
			again, err := attachment.Keep(b.Context(), tx, "copy.pdf", []byte("signed"))
			fmt.Println(first == again)
			return err
		})
		fmt.Println(err)
	})

	// Output:
	// true
	// <nil>
}
