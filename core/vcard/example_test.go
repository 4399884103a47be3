package vcard_test

import (
	"fmt"
	"strings"

	"winnow/core/coretest"
	"winnow/core/output"
	"winnow/core/vcard"
)

// Each contact of a segment becomes one card.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		b.Line("CT000001", "name", "Ann Lee", "first_name", "Ann", "surname", "Lee; Jr", "e_mail", "ann@b.test")
		result, err := vcard.Write(b.Context(), b.Company, b.Store, b.No, output.Order{Path: b.Path("contacts.vcf")})
		fmt.Println(result.Rows, err)
		fmt.Print(strings.ReplaceAll(b.Read("contacts.vcf"), "\r", ""))
	})

	// Output:
	// 1 <nil>
	// BEGIN:VCARD
	// VERSION:4.0
	// FN:Ann Lee
	// N:Lee\; Jr;Ann;;;
	// EMAIL;TYPE=work:ann@b.test
	// END:VCARD
}
