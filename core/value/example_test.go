package value_test

import (
	"fmt"

	"winnow/core/catalog"
	"winnow/core/value"
)

// What is typed into a field becomes a value of its type, and a text for people
// again.
func Example() {
	contact := catalog.Must("contact")
	kind, _ := contact.Field("type")
	stored, err := value.Parse(kind, "person", value.Env{})
	fmt.Println(stored, value.Format(kind, stored), err)
	fmt.Println(value.Day("24", value.Env{Today: "2026-11-23"}))
	fmt.Println(value.Number("1.2345678901234567"))

	// Output:
	// 1 Person <nil>
	// 2026-11-24 <nil>
	// 0 "1.2345678901234567" has more than 15 significant digits
}
