package exporter_test

import (
	"fmt"

	"winnow/core/coretest"
	"winnow/core/exporter"
)

// An export has a row for each line, and the columns that are asked for.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		b.Line("CT000001", "name", "Ann Lee", "city", "York")
		b.Line("CT000002", "name", "Bo Ek", "city", "=1+1")
		result, err := exporter.Export(b.Context(), b.Company, b.Store, b.No, exporter.Options{
			Path: b.Path("list.csv"), Columns: []string{"contact_no", "name", "city"},
		})
		fmt.Println(result.Rows, err)
		headers, rows, err := exporter.Preview(b.Context(), b.Company, b.Store, b.No, exporter.Options{Columns: []string{"contact_no", "name"}}, 1)
		fmt.Println(headers, rows, err)
	})

	// Output:
	// 2 <nil>
	// [Contact No Full Name] [[CT000001 Ann Lee]] <nil>
}
