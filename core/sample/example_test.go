package sample_test

import (
	"fmt"

	"winnow/core/coretest"
	"winnow/core/sample"
)

// Equal options make equal companies.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		if err := sample.Fill(b.Context(), b.Company, sample.Options{Contacts: 20, Today: coretest.Today}); err != nil {
			b.T.Fatal(err)
		}
		fmt.Println(b.Rows("SELECT count(*) FROM contact"))
	})

	// Output:
	// [20]
}
