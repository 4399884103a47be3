package filterset_test

import (
	"fmt"

	"winnow/core/coretest"
	"winnow/core/criteria"
	"winnow/core/filterset"
)

// Filters are kept under a name, whatever its case.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		step := criteria.Step{Action: "add", Filters: criteria.Filters{}}
		step.Filters.Set("contact", "city", "York")
		sets := filterset.New(b.Company)
		fmt.Println(sets.Save(b.Context(), filterset.SaveParams{Set: filterset.Set{Name: "York", Step: step}}))
		fmt.Println(sets.Save(b.Context(), filterset.SaveParams{Set: filterset.Set{Name: "york", Step: step}}))
		list, err := sets.Sets(b.Context())
		fmt.Println(list[0].Name, list[0].Step.Filters, err)
	})

	// Output:
	// <nil>
	// the filter set york exists already
	// York map[contact:map[city:York]] <nil>
}
