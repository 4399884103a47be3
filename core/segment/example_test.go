package segment_test

import (
	"fmt"

	"winnow/core/coretest"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
)

// Actions change the lines of a segment. Each is a step that can be taken back.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		b.Person("CT000001", "name", "Ann Lee", "city", "York")
		b.Person("CT000002", "name", "Bo Ek", "city", "Bath")
		store := segment.New(b.Company)
		no, err := store.CreateSegment(b.Context(), "", map[string]string{"description": "Summer"}, filter.Env{})
		if err != nil {
			b.T.Fatal(err)
		}
		added, err := store.Run(b.Context(), no, criteria.Step{Action: "add"}, filter.Env{})
		fmt.Println(added.LinesBefore, added.LinesAfter, err)

		york := criteria.Step{Action: "refine", Filters: criteria.Filters{"contact": {"city": "York"}}}
		refined, err := store.Run(b.Context(), no, york, filter.Env{})
		fmt.Println(refined.LinesBefore, refined.LinesAfter, err)

		back, err := store.Back(b.Context(), no)
		fmt.Println(back.LinesBefore, back.LinesAfter, err)
	})

	// Output:
	// 0 2 <nil>
	// 2 1 <nil>
	// 1 2 <nil>
}
