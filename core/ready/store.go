package ready

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core/privacy"
	"winnow/core/reach"
	"winnow/core/selection"
)

const selectOrdinals = "SELECT l.line_no / 10000 AS id"

// selectMarked returns, for each condition, the lines that satisfy it.
func selectMarked(ctx context.Context, tx *sql.Tx, r reach.Lines, conditions []string) ([]*roaring.Bitmap, error) {
	marks := "0"
	found := make([]*roaring.Bitmap, len(conditions))
	for i, condition := range conditions {
		marks += fmt.Sprintf(" | ((%s) << %d)", condition, i)
		found[i] = roaring.New()
	}
	rows, err := tx.QueryContext(ctx, "SELECT marks, group_concat(id) FROM ("+selectOrdinals+", "+marks+" AS marks"+r.From()+") GROUP BY marks", r.Args()...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var marks int
		var joined string
		if err := rows.Scan(&marks, &joined); err != nil {
			return nil, err
		}
		lines := roaring.New()
		if err := selection.EachNumber(joined, lines.Add); err != nil {
			return nil, err
		}
		for i := range found {
			if marks&(1<<i) != 0 {
				found[i].Or(lines)
			}
		}
	}
	return found, rows.Err()
}

// selectOf returns the lines of those contacts. The sign + keeps SQLite from
// looking for every contact with every line.
func selectOf(ctx context.Context, tx *sql.Tx, r reach.Lines, contacts *roaring.Bitmap) (*roaring.Bitmap, error) {
	args := append(append([]any(nil), r.Args()...), selection.JSON(contacts, 1))
	return selection.IDs(ctx, tx, selectOrdinals+r.From()+" AND +l.contact_id IN (SELECT value FROM json_each(?))", args...)
}

// notWanted marks the lines that should not be written to at all, isNotWanted is the
// SQL condition for that.
const notWanted = "not_wanted"

const isNotWanted = "(c.exclude_from_segment <> 0 OR " + privacy.Condition + ")"

// sameAddress is NULL for lines without an address.
func sameAddress(r reach.Lines) []string {
	return []string{"CASE WHEN NOT (" + r.NoAddress() + ") THEN " + r.SameAddress() + " END"}
}

func sameEMail(r reach.Lines) []string { return []string{r.SameEMail()} }

// samePerson compares within companies: their number stands before the name or
// the e-mail, and NULL makes the whole NULL.
func samePerson(r reach.Lines) []string {
	within := "nullif(c.company_no, '') || char(10) || "
	return []string{
		"l.contact_id",
		within + "nullif(" + reach.Folded("trim(c.name)") + ", '')",
		within + r.SameEMail(),
	}
}

// eachSame calls fn with the lines, two or more, for which an expression has the
// same value. NULL is told apart behind the grouping, so that the expression is
// worked out once a line.
func eachSame(ctx context.Context, tx *sql.Tx, r reach.Lines, expression string, fn func(lines []uint32)) error {
	rows, err := tx.QueryContext(ctx, `
SELECT group_concat(line_no / 10000)
FROM (SELECT l.line_no, `+expression+` AS same`+r.From()+`)
GROUP BY same
HAVING count(*) > 1 AND same IS NOT NULL`, r.Args()...)
	if err != nil {
		return err
	}
	defer rows.Close()
	var lines []uint32
	for rows.Next() {
		var joined string
		if err := rows.Scan(&joined); err != nil {
			return err
		}
		lines = lines[:0]
		if err := selection.EachNumber(joined, func(n uint32) { lines = append(lines, n) }); err != nil {
			return err
		}
		fn(lines)
	}
	return rows.Err()
}
