package cancellation_test

import (
	"context"
	"database/sql"
	"fmt"

	"winnow/core/cancellation"
	"winnow/core/coretest"
)

// An interaction that was canceled by itself stays canceled when its logged segment is
// uncanceled.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		b.Person("CT000001", "name", "Ann Lee")
		for no := range 2 {
			b.Row("interaction_log_entry", "entry_no", no+1, "contact_no", "CT000001", "logged_segment_entry_no", 7)
		}
		first := cancellation.Rows{Table: "interaction_log_entry", Where: "entry_no = ?", Args: []any{1}}
		both := cancellation.Rows{Table: "interaction_log_entry", Where: "logged_segment_entry_no = ?", Args: []any{7}}
		err := b.Company.Write(b.Context(), func(tx *sql.Tx) error {
			for _, step := range []func(context.Context) (int, error){
				func(ctx context.Context) (int, error) {
					return cancellation.Cancel(ctx, tx, first, cancellation.Itself)
				},
				func(ctx context.Context) (int, error) {
					return cancellation.Cancel(ctx, tx, both, cancellation.LoggedSegment)
				},
				func(ctx context.Context) (int, error) {
					return cancellation.Uncancel(ctx, tx, both, cancellation.LoggedSegment)
				},
			} {
				n, err := step(b.Context())
				if err != nil {
					return err
				}
				fmt.Println(n)
			}
			return nil
		})
		fmt.Println(b.Rows("SELECT entry_no, canceled FROM interaction_log_entry ORDER BY entry_no"), err)
	})

	// Output:
	// 1
	// 1
	// 1
	// [1|1 2|0] <nil>
}
