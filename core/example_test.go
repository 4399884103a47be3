package core_test

import (
	"fmt"

	"winnow/core"
)

// A problem says what is wrong and what to do, in the language of whoever reads
// it.
func Example() {
	problem := core.NewProblem(core.Invalid, "importer.text_is_not_number", "text", "5 o'clock").
		Hint("common.did_you_mean_meant", "meant", "5")
	fmt.Println(problem)
	fmt.Println(problem.In(core.Locale{Language: "de"}))

	// Output:
	// "5 o'clock" is not a number; did you mean 5?
	// "5 o'clock" ist keine Zahl; meinten Sie 5?
}
