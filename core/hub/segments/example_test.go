package segments_test

import (
	"database/sql"
	"fmt"

	"winnow/core/coretest"
	"winnow/core/hub/segments"
	"winnow/data"
)

// In a file that belongs to a hub, a segment that was noted is one that the next sync sends.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		err := b.Company.Write(b.Context(), func(tx *sql.Tx) error {
			if err := data.TrackChanges(b.Context(), tx); err != nil {
				return err
			}
			if err := segments.Note(b.Context(), tx, "SM00001"); err != nil {
				return err
			}
			changed, err := segments.Changed(b.Context(), tx)
			fmt.Println(changed, err)
			return err
		})
		if err != nil {
			fmt.Println(err)
		}
	})

	// Output:
	// [SM00001] <nil>
}
