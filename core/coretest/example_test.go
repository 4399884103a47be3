package coretest_test

import (
	"fmt"

	"winnow/core/coretest"
)

// A test makes the contacts that it tells about, and asks SQL what became of them.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		b.Line("CT000001", "name", "Ann Lee", "city", "York")
		b.Line("CT000002", "name", "Bo Ek")
		fmt.Println(b.Rows("SELECT no, name, city FROM contact ORDER BY no"))
		fmt.Println(len(b.AllLines(b.No)))
	})

	// Output:
	// [CT000001|Ann Lee|York CT000002|Bo Ek|]
	// 2
}
