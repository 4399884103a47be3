package compare

import (
	"context"
	"database/sql"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core/idset"
	"winnow/data"
)

const selectNumbersOf = `
SELECT no
FROM contact
WHERE id IN (SELECT value FROM json_each(?))
ORDER BY no`

// selectNumbers returns the numbers of contacts, in their order; never nil.
func selectNumbers(ctx context.Context, tx *sql.Tx, contacts *roaring.Bitmap) ([]string, error) {
	list, err := data.Values[string](ctx, tx, selectNumbersOf, idset.JSON(contacts, 1))
	if list == nil {
		list = []string{}
	}
	return list, err
}

// isCanceled tells whether a logged segment is canceled; 0 is none.
func isCanceled(ctx context.Context, tx *sql.Tx, entry int64) (canceled bool, err error) {
	err = tx.QueryRowContext(ctx, "SELECT coalesce(max(canceled), 0) FROM logged_segment WHERE entry_no = ?", entry).Scan(&canceled)
	return canceled, err
}
