package interaction

import (
	"context"
	"database/sql"

	"winnow/core/company"
)

// Statistics are what interactions come to; canceled and postponed ones do not count.
type Statistics struct {
	Interactions   int64
	Cost, Duration float64
}

// Of returns the statistics of an interaction template or group, by its key field
// ("interaction_template_code", "interaction_group_code") and its code, of the entries
// that a query asks for, such as those of some dates.
func (s *Store) Of(ctx context.Context, key, code string, q Query) (Statistics, error) {
	q.Postponed = false
	where, err := q.read(ctx, s.company)
	if err != nil {
		return Statistics{}, err
	}
	where.text += " AND e.canceled = 0 AND e.postponed = 0 AND e." + field(key).Key + " = ?"
	where.args = append(where.args, code)
	return company.Read(ctx, s.company, func(tx *sql.Tx) (Statistics, error) { return selectStatistics(ctx, tx, where) })
}
