package xlsx_test

import (
	"fmt"

	"winnow/core/coretest"
	"winnow/core/exporter"
	"winnow/core/xlsx"
)

// A workbook tells a number from a text, and how each is shown.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		b.Line("CT000001", "name", "Ann Lee", "post_code", "00123")
		if _, err := exporter.Export(b.Context(), b.Company, b.Store, b.No, exporter.Options{
			Path: b.Path("list.xlsx"), Columns: []string{"name", "post_code"},
		}); err != nil {
			b.T.Fatal(err)
		}
		book, err := xlsx.Open(b.Path("list.xlsx"))
		if err != nil {
			b.T.Fatal(err)
		}
		defer book.Close()
		rows, err := book.Rows(0)
		if err != nil {
			b.T.Fatal(err)
		}
		for range 2 {
			row, err := rows.Next()
			fmt.Println(row.At(0).Shown(), row.At(1).Shown(), err)
		}
	})

	// Output:
	// Full Name Postal Code <nil>
	// Ann Lee 00123 <nil>
}
