package salvage_test

import (
	"fmt"

	"winnow/core/coretest"
	"winnow/core/salvage"
)

// What can be read of a company file is saved into a new one.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		b.Line("CT000001", "name", "Ann Lee")
		if err := b.Company.Backup(b.Context(), b.Path("copy.winnow"), false); err != nil {
			b.T.Fatal(err)
		}
		report, err := salvage.Recover(b.Context(), b.Path("copy.winnow"), b.Path("saved.winnow"), nil)
		fmt.Println(report.Whole(), err)
	})

	// Output:
	// true <nil>
}
