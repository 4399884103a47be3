package source_test

import (
	"fmt"

	"winnow/core/coretest"
	"winnow/core/source"
)

// Whatever a file is, it is read as tables of rows.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		b.Write("list.csv", "Name;Umsatz\nBäcker;1,5\n")
		files, _ := source.Open(b.Path("list.csv"), source.Options{})
		defer files[0].Close()
		rows, err := files[0].Tables[0].First(10)
		for _, row := range rows {
			fmt.Println(row.At(0).Shown(), row.At(1).Shown())
		}
		fmt.Println(err)
	})

	// Output:
	// Name Umsatz
	// Bäcker 1,5
	// <nil>
}
