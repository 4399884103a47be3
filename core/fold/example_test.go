package fold_test

import (
	"fmt"

	"winnow/core/fold"
)

// Two texts are the same but for case where their folded forms are.
func Example() {
	fmt.Println(fold.Case("ÉCOLE") == fold.Case("école"))
	fmt.Println(fold.Case("École") == fold.Case("Ecole"))

	// Output:
	// true
	// false
}
