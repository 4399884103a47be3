package compare_test

import (
	"fmt"

	"winnow/core/compare"
	"winnow/core/coretest"
)

// Two segments have one contact in common.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		for _, no := range []string{"CT000001", "CT000002", "CT000003"} {
			b.Person(no)
		}
		first, second := b.MakeSegment(), b.MakeSegment()
		for no, contacts := range map[string][]string{first: {"CT000001", "CT000002"}, second: {"CT000002", "CT000003"}} {
			if _, err := b.AddLines(b.Context(), no, contacts, false); err != nil {
				b.T.Fatal(err)
			}
		}
		c, err := compare.Segments(b.Context(), b.Company, first, second)
		if err != nil {
			b.T.Fatal(err)
		}
		numbers, err := c.Numbers(b.Context(), b.Company, compare.Both)
		fmt.Println(c.Count(compare.AOnly), c.Count(compare.Both), c.Count(compare.BOnly), numbers, err)
	})

	// Output:
	// 1 1 1 [CT000002] <nil>
}
