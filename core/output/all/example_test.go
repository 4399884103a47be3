package all_test

import (
	"fmt"

	"winnow/core/output/all"
)

// The kinds of output in the order of the menu.
func Example() {
	for _, kind := range all.Kinds() {
		fmt.Println(kind.Key)
	}

	// Output:
	// export
	// list
	// letters
	// labels
	// covers
	// envelopes
	// mails
	// mailing
	// addresses
	// phones
	// vcards
	// document
	// tasks
	// package
}
