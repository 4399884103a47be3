package ready

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core/idset"
	"winnow/core/postal"
	"winnow/core/privacy"
	"winnow/core/reach"
	"winnow/core/segment"
	"winnow/data"
)

// selectMarked returns, for each condition, the lines that satisfy it.
func selectMarked(ctx context.Context, tx *sql.Tx, from segment.Subquery, conditions []string) ([]*roaring.Bitmap, error) {
	marks := "0"
	found := make([]*roaring.Bitmap, len(conditions))
	for i, condition := range conditions {
		marks += fmt.Sprintf(" | ((%s) << %d)", condition, i)
		found[i] = roaring.New()
	}
	var mark int
	var joined string
	err := data.Each(ctx, tx, []any{&mark, &joined}, func() error {
		lines := roaring.New()
		if err := idset.Each(joined, lines.Add); err != nil {
			return err
		}
		for i := range found {
			if mark&(1<<i) != 0 {
				found[i].Or(lines)
			}
		}
		return nil
	}, "SELECT marks, group_concat(ordinal) FROM (SELECT ordinal, "+marks+" AS marks FROM "+from.SQL+") GROUP BY marks", from.Args...)
	return found, err
}

// selectOf returns the lines of those contacts. The sign + keeps SQLite from
// looking for every contact with every line.
func selectOf(ctx context.Context, tx *sql.Tx, from segment.Subquery, contacts *roaring.Bitmap) (*roaring.Bitmap, error) {
	return idset.Read(ctx, tx, "SELECT ordinal AS id FROM "+from.SQL+" WHERE +contact_id IN (SELECT value FROM json_each(?))",
		append(from.Args, idset.JSON(contacts, 1))...)
}

// notWanted marks the lines that should not be written to at all, isNotWanted is the
// SQL condition for that.
const notWanted = "not_wanted"

const isNotWanted = "(exclude_from_segment <> 0 OR " + privacy.Condition + ")"

// sameAddress is NULL for lines without an address.
var sameAddress = "CASE WHEN NOT (" + postal.None + ") THEN " + postal.Same + " END"

// samePerson compares within companies: their number stands before the name or
// the e-mail, and NULL makes the whole NULL.
var samePerson = []string{
	"contact_id",
	withinCompany + "nullif(" + postal.Folded("trim(name)") + ", '')",
	withinCompany + reach.SameEMail,
}

const withinCompany = "nullif(company_no, '') || char(10) || "

// eachSame calls fn with the lines, two or more, for which an expression has the
// same value. NULL is told apart behind the grouping, so that the expression is
// worked out once a line.
func eachSame(ctx context.Context, tx *sql.Tx, from segment.Subquery, expression string, fn func(lines []uint32)) error {
	var joined string
	var lines []uint32
	return data.Each(ctx, tx, []any{&joined}, func() error {
		lines = lines[:0]
		if err := idset.Each(joined, func(n uint32) { lines = append(lines, n) }); err != nil {
			return err
		}
		fn(lines)
		return nil
	}, `
SELECT group_concat(ordinal)
FROM (SELECT ordinal, `+expression+` AS same FROM `+from.SQL+`)
GROUP BY same
HAVING count(*) > 1 AND same IS NOT NULL`, from.Args...)
}

// selectReached returns where lines are reached, by Line No.
func selectReached(ctx context.Context, tx *sql.Tx, from segment.Subquery, lineNos []int64) (map[int64]Reached, error) {
	found := map[int64]Reached{}
	var line int64
	var r Reached
	err := data.Each(ctx, tx, []any{&line, &r.ContactNo, &r.Name, &r.Address, &r.EMail}, func() error {
		found[line] = r
		return nil
	}, `
SELECT
    line_no,
    contact_no,
    name,
    concat_ws(', ', nullif(trim(address), ''), nullif(trim(address_2), ''), nullif(trim(post_code || ' ' || city), '')),
    e_mail
FROM `+from.SQL+`
WHERE line_no IN (SELECT value FROM json_each(?))`, append(from.Args, data.JSONList(lineNos))...)
	return found, err
}
