package duplicate_test

import (
	"fmt"

	"winnow/core/coretest"
	"winnow/core/duplicate"
)

// Contacts with the same e-mail address may be the same.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		b.Person("CT000001", "name", "Ann Lee", "e_mail", "ann@b.test")
		b.Person("CT000002", "name", "A. Lee", "e_mail", "ANN@b.test")
		b.Person("CT000003", "name", "Bo Ek", "e_mail", "bo@b.test")
		matches, err := duplicate.New(b.Company).Of(b.Context(), "CT000001", 10)
		for _, m := range matches {
			fmt.Println(m.No, m.Name, m.Reason == duplicate.Mail)
		}
		fmt.Println(err)
	})

	// Output:
	// CT000002 A. Lee true
	// <nil>
}
