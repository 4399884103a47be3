package email_test

import (
	"fmt"

	"winnow/data/email"
)

// An E-Mail field can hold several addresses, with names.
func Example() {
	fmt.Println(email.Read("Ann Lee <ann@b.test>; bo@b.test"))
	fmt.Println(email.Read("nobody"))
	fmt.Println(email.Mailbox("Ann Lee <ANN@b.test>"))

	// Output:
	// [ann@b.test bo@b.test] true
	// [] false
	// ann@b.test
}
