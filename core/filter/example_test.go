package filter_test

import (
	"fmt"

	"winnow/core/catalog"
	"winnow/core/filter"
)

// A filter is read for the type of a field. It is then a condition for SQL, a test
// in Go, and text again.
func Example() {
	field, _ := catalog.Must("contact").Field("post_code")
	f, err := filter.Parse("gb*|DE-1*", field, filter.Env{Today: "2026-11-23"})
	if err != nil {
		panic(err)
	}
	fmt.Println(f)
	fmt.Println(f.Match("GB-WC1 3DG"), f.Match("SE-415 06"))
	fmt.Println(f.Meaning())
	condition, values := f.SQL("post_code")
	fmt.Println(condition, values)
	_, err = filter.Parse("(GB", field, filter.Env{})
	fmt.Println(err)

	// Output:
	// GB*|DE-1*
	// true false
	// begins with GB, or begins with DE-1
	// ((post_code >= ? AND post_code < ?) OR (post_code >= ? AND post_code < ?)) [DE-1 DE-2 GB GC]
	// position 1: a closing bracket is missing
}
