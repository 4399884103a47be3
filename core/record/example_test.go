package record_test

import (
	"fmt"

	"winnow/core/coretest"
	"winnow/core/record"
)

// A list holds the order of its rows, so that any place in it is reached at once.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		b.Person("CT000001", "name", "Ann Lee", "city", "York")
		b.Person("CT000002", "name", "Bo Ek", "city", "Bath")
		list, err := record.New(b.Company).List(b.Context(), "contact", record.Query{SortBy: "city"})
		if err != nil {
			b.T.Fatal(err)
		}
		rows, err := list.Page(b.Context(), 0, list.Len())
		for _, r := range rows {
			fmt.Println(r.Text("city"), r.Text("name"))
		}
		fmt.Println(err)
	})

	// Output:
	// Bath Bo Ek
	// York Ann Lee
	// <nil>
}
