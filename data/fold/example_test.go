package fold_test

import (
	"fmt"

	"winnow/data/fold"
)

// Case is folded for all letters, not only those of ASCII.
func Example() {
	fmt.Println(fold.Case("Éva Ångström"))

	// Output:
	// éva ångström
}
