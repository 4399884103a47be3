package criteria_test

import (
	"fmt"

	"winnow/core/criteria"
	"winnow/core/filter"
)

// What an action asks for is compiled with the day and the person that its tokens
// mean.
func Example() {
	step := criteria.Step{Action: "add", Filters: criteria.Filters{}}
	step.Filters.Set("contact", "salesperson_code", "%me")
	step.Filters.Set("contact", "post_code", "(GB")
	_, err := criteria.Compile(step, filter.Env{Today: "2026-11-23", Me: "JR"})
	fmt.Println(err)
	step.Filters.Set("contact", "post_code", "GB*|DE*")
	compiled, err := criteria.Compile(step, filter.Env{Today: "2026-11-23", Me: "JR"})
	fmt.Println(compiled.Resolved().Filters, err)

	// Output:
	// Contact, Post Code: position 1: a closing bracket is missing
	// map[contact:map[post_code:GB*|DE* salesperson_code:JR]] <nil>
}
