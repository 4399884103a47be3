package facet_test

import (
	"fmt"

	"winnow/core/coretest"
	"winnow/core/facet"
)

// The contacts of a segment are counted by the values of a field.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		b.Line("CT000001", "name", "Ann Lee", "city", "York")
		b.Line("CT000002", "name", "Bo Ek", "city", "Bath")
		b.Line("CT000003", "name", "Cy Oh", "city", "York")
		b.Line("CT000004", "name", "Di Ash")
		f, err := facet.OfSegment(b.Context(), b.Company, b.No, facet.Params{Section: "contact", Field: "city", Top: 1})
		fmt.Println(f.Contacts, f.Values[0].Text, f.Values[0].Count, f.None, f.Other, err)
	})

	// Output:
	// 4 York 2 1 {1 1} <nil>
}
