package task_test

import (
	"fmt"

	"winnow/core/coretest"
	"winnow/core/task"
)

// A task for each contact of a segment, one each working day.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		b.Row("salesperson_purchaser", "code", "JO")
		no := b.MakeSegment("salesperson_code", "JO")
		b.Line("CT000001", "name", "Ann Beebe")
		b.Line("CT000002", "name", "Bob Cole")
		fields := coretest.Fields("description", "Call", "date", "2026-11-27")
		made, err := task.New(b.Company).AddForSegment(b.Context(), task.SegmentParams{Segment: no, Fields: fields, Spread: 1})
		fmt.Println(made.Nos, made.First, made.Last, err)
	})

	// Output:
	// [TD000001 TD000002] 2026-11-27 2026-11-30 <nil>
}
