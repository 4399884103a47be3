package label_test

import (
	"fmt"

	"winnow/core/coretest"
	"winnow/core/label"
)

// Labels are counted before any sheet is printed.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		b.Line("CT000001", "name", "Ann Lee", "address", "1 High Street", "city", "York")
		b.Line("CT000002", "name", "Bo Ek")
		result, err := label.Count(b.Context(), b.Company, b.Store, b.No, label.Options{Size: label.Sizes()[0]})
		fmt.Println(result.Rows, result.Sheets, result.EmptyContacts, err)
	})

	// Output:
	// 1 1 [CT000002 Bo Ek] <nil>
}
