package logging_test

import (
	"fmt"

	"winnow/core/coretest"
	"winnow/core/filter"
	"winnow/core/logging"
	"winnow/core/segment"
)

// A segment is logged, and the log taken back.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		b.Row("salesperson_purchaser", "code", "JO")
		b.Row("interaction_template", "code", "LETTER", "description", "Letter")
		b.Line("CT000001", "name", "Ann Lee")
		b.Line("CT000002", "name", "Bo Ek")
		change := segment.HeaderChange{Fields: coretest.Fields("description", "Spring", "salesperson_code", "JO", "interaction_template_code", "LETTER"), Env: filter.Env{}}
		if _, err := b.SetHeader(b.Context(), b.No, change); err != nil {
			b.T.Fatal(err)
		}
		store := logging.New(b.Company)
		logged, err := store.Log(b.Context(), b.No, logging.Options{})
		fmt.Println(logged.EntryNo, logged.Interactions, err)
		unlogged, err := store.Unlog(b.Context(), logged.EntryNo, false)
		fmt.Println(unlogged.SegmentNo, unlogged.Interactions, err)
	})

	// Output:
	// 2000000001 2 <nil>
	// SM00001 2 <nil>
}
