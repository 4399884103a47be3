package ready

import (
	"context"
	"database/sql"

	"winnow/core/company"
	"winnow/core/reach"
	"winnow/core/segment"
)

// Reached is where a line is reached: the address, in one line, and the e-mail that
// are in force on its date, and who it is that is reached there.
type Reached struct {
	ContactNo, Name string
	Address, EMail  string
}

// Reached returns where lines of a segment are reached, by Line No.
func (l List) Reached(ctx context.Context, c *company.Company, lineNos []int64) (map[int64]Reached, error) {
	return company.Read(ctx, c, func(tx *sql.Tx) (map[int64]Reached, error) {
		lines, err := segment.New(c).OpenLines(ctx, tx, l.Segment().No)
		if err != nil {
			return nil, err
		}
		from, err := reach.Of(ctx, tx, lines)
		if err != nil {
			return nil, err
		}
		return selectReached(ctx, tx, from, lineNos)
	})
}
