package mail_test

import (
	"fmt"

	"winnow/core/coretest"
	"winnow/core/mail"
)

// A template has a subject and a text; fields stand in double braces.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		b.Line("CT000001", "name", "Ann Lee", "e_mail", "ann@b.test")
		template, err := mail.ParseTemplate("Subject: Spring\n\nDear {{Name}},\nwe are open.\n")
		if err != nil {
			b.T.Fatal(err)
		}
		message, err := mail.Preview(b.Context(), b.Company, b.Store, b.No, mail.Options{Template: template}, 0)
		fmt.Println(message.To, message.Subject, err)
		fmt.Print(message.Text)
	})

	// Output:
	// [ann@b.test] Spring <nil>
	// Dear Ann Lee,
	// we are open.
}
