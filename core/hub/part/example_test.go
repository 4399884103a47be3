package part_test

import (
	"fmt"

	"winnow/core/criteria"
	"winnow/core/hub/part"
)

// A file keeps the filters of its part as a text, and people read them as they typed them.
func Example() {
	kept, err := part.Kept(criteria.Filters{"contact": {"post_code": "GB*", "city": "London"}})
	fmt.Println(kept, err)
	filters, err := part.Read(kept)
	fmt.Println(part.Written(filters), err)

	// Output:
	// {"contact":{"city":"London","post_code":"GB*"}} <nil>
	// [contact.city=London contact.post_code=GB*] <nil>
}
