package ready_test

import (
	"fmt"

	"winnow/core/coretest"
	"winnow/core/ready"
)

// A segment is looked over before it is written to.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		b.Line("CT000001", "name", "Ann Lee", "address", "1 High Street", "post_code", "YO1", "e_mail", "ann@b.test")
		b.Line("CT000002", "name", "Bo Ek", "e_mail", "nobody")
		report, err := ready.Check(b.Context(), b.Company, b.No, ready.Params{})
		for _, g := range report.Groups {
			if g.Lines > 0 {
				fmt.Println(g.Key, g.Lines)
			}
		}
		fmt.Println(err)
	})

	// Output:
	// no_address 1
	// no_post_code 1
	// no_e_mail 1
	// invalid_e_mail 1
	// <nil>
}
