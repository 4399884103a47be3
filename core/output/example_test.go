package output_test

import (
	"fmt"

	"winnow/core/coretest"
	"winnow/core/output"
	"winnow/core/vcard"
)

// The log tells what left the company file, when and by whom.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		b.Line("CT000001", "name", "Ann Lee")
		if _, err := vcard.Write(b.Context(), b.Company, b.Store, b.No, output.Order{Path: b.Path("contacts.vcf")}); err != nil {
			b.T.Fatal(err)
		}
		entries, err := output.List(b.Context(), b.Company)
		for _, e := range entries {
			fmt.Println(e.At, e.By, e.What, e.SegmentNo, e.Rows)
		}
		fmt.Println(err)
	})

	// Output:
	// 2026-11-23T09:00:00Z jo vCards SM00001 1
	// <nil>
}
