package inputfile_test

import (
	"fmt"

	"winnow/core/inputfile"
)

// A file that cannot be opened is a problem that names it.
func Example() {
	_, err := inputfile.Open("no-such-list.csv")
	fmt.Println(inputfile.Problem("no-such-list.csv", err))

	// Output:
	// there is no file no-such-list.csv; check the name
}
