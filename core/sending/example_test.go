package sending_test

import (
	"fmt"

	"winnow/core/company"
	"winnow/core/sending"
)

// A server is one of the settings, or the address that somebody names.
func ExampleServerOf() {
	settings := company.Values{company.SMTPHost: "jo@mail.example.com", company.SMTPSecurity: company.SMTPStartTLS}
	fmt.Println(sending.ServerOf(settings, ""))
	fmt.Println(sending.ServerOf(settings, "smtp://other.example.com:2525"))

	// Output:
	// smtp://jo@mail.example.com:587 <nil>
	// smtp://other.example.com:2525 <nil>
}
