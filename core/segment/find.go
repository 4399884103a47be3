package segment

import (
	"context"
	"database/sql"

	"winnow/core/company"
)

// FindParams say which segments are offered to choose from.
type FindParams struct {
	// Text has words, of which each is found in the number or the description, in
	// spite of its spelling.
	Text string
	// Active leaves out those that are logged, which cannot be changed.
	Active bool
	// Except is the number of one that is left out, or "".
	Except string
	// Limit is how many there are at most.
	Limit int
}

// Found is a segment to choose from.
type Found struct {
	No, Description string
	// LoggedAs is the logged segment under which it is sealed; 0 for an active one.
	LoggedAs int64
}

// Find returns segments to choose from while somebody types: the one whose number the
// text is, then the active ones by number, then those that are logged.
func (s *Store) Find(ctx context.Context, p FindParams) ([]Found, error) {
	return company.Read(ctx, s.company, func(tx *sql.Tx) ([]Found, error) { return selectFound(ctx, tx, p) })
}
