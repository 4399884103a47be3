package filename_test

import (
	"fmt"
	"os"

	"winnow/core/filename"
)

// What is wrong with a name is said, and not only that it is.
func Example() {
	_, err := os.Open("no-such-folder/list.csv")
	fmt.Println(filename.Problem("no-such-folder/list.csv", err))

	// Output:
	// there is no folder no-such-folder; check the name, or create the folder
}
