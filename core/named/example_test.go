package named_test

import (
	"fmt"

	"winnow/core/named"
)

// A code is kept in upper case, and one that is too long is refused.
func Example() {
	fmt.Println(named.Code("Code", " spring ", 10))
	fmt.Println(named.Code("Code", "spring-mailing", 10))

	// Output:
	// SPRING <nil>
	//  the code SPRING-MAILING is longer than 10 characters
}
