package mailing_test

import (
	"fmt"

	"winnow/core/coretest"
	"winnow/core/mailing"
)

// Who gets what is told before anything is written.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		b.Line("CT000001", "name", "Ann Lee", "correspondence_type", 1)
		b.Line("CT000002", "name", "Bob Low", "correspondence_type", 2, "e_mail", "bob@example.com")
		b.Line("CT000003", "name", "Cat Ray", "correspondence_type", 2)
		plan, err := mailing.Preview(b.Context(), b.Company, b.Store, b.No, mailing.Options{})
		fmt.Println(plan.Letters.Contacts, plan.Mails.Contacts, plan.WithoutEMail.Contacts, err)
	})

	// Output:
	// [CT000001 Ann Lee] [CT000002 Bob Low] [CT000003 Cat Ray] <nil>
}
