package mailinggroup_test

import (
	"fmt"

	"winnow/core/coretest"
	"winnow/core/mailinggroup"
)

// The contacts of a segment join a mailing group, and leave it again.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		b.Row("mailing_group", "code", "VIP")
		b.Line("CT000001", "name", "Ann Lee")
		b.Line("CT000002", "name", "Bo Ek")
		applied, err := mailinggroup.Apply(b.Context(), b.Company, b.No, mailinggroup.Options{Code: "vip"})
		fmt.Println(applied.Added, err)
		undone, err := mailinggroup.Undo(b.Context(), b.Company, false)
		fmt.Println(undone.Removed, err)
	})

	// Output:
	// 2 <nil>
	// 2 <nil>
}
