package saved_test

import (
	"fmt"

	"winnow/core/coretest"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/saved"
)

// The steps of a segment that are in force are kept under a code, to be run again.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		step := criteria.Step{Action: "add", Filters: criteria.Filters{}}
		step.Filters.Set("contact", "city", "York")
		if _, err := b.Run(b.Context(), b.No, step, filter.Env{}); err != nil {
			b.T.Fatal(err)
		}
		store := saved.New(b.Company)
		kept, err := store.SaveSegment(b.Context(), b.No, saved.SaveParams{Code: "york"})
		fmt.Println(kept.Code, kept.Actions, err)
		missing, err := store.Missing(b.Context(), []criteria.Step{step}, filter.Env{})
		fmt.Println(missing, err)
	})

	// Output:
	// YORK 1 <nil>
	// [steps[0].filters.contact.city: York occurs in no contact here] <nil>
}
