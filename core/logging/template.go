package logging

import (
	"context"
	"database/sql"

	"winnow/core/segment"
)

// firstTemplates are the interaction templates that a company without any gets at its
// first log, with the number of their Correspondence Type (Default). Each is in a group
// of the same code.
var firstTemplates = []struct {
	code, description, group string
	correspondence           int
}{
	{"CALL", "Phone Call", "Phone Calls", 0},
	{"E-MAIL", "E-Mail", "E-Mails", 2},
	{"LETTER", "Letter", "Letters", 1},
}

// makeTemplates makes the first interaction templates before a segment's first log,
// unless that is only tried or the segment is logged already.
func (s *Store) makeTemplates(ctx context.Context, no string, o Options) (made []string, err error) {
	if o.Preview {
		return nil, nil
	}
	err = s.company.Write(ctx, func(tx *sql.Tx) error {
		if _, err := s.segments.OpenLines(ctx, tx, no); err != nil {
			return err
		}
		if err := segment.CheckActive(ctx, tx, no); err != nil {
			return err
		}
		made, err = insertTemplates(ctx, tx)
		return err
	})
	return made, err
}

// MakeTemplates makes the first interaction templates where there are none, and
// returns their codes: without a template no line can be logged, and none could be
// chosen. It does so in a transaction of its own, since the lines of the first log
// have no template yet.
func (s *Store) MakeTemplates(ctx context.Context) (made []string, err error) {
	err = s.company.Write(ctx, func(tx *sql.Tx) error {
		made, err = insertTemplates(ctx, tx)
		return err
	})
	return made, err
}

// insertTemplates makes the first interaction templates where there are none.
func insertTemplates(ctx context.Context, tx *sql.Tx) (made []string, err error) {
	if has, err := hasTemplates(ctx, tx); err != nil || has {
		return nil, err
	}
	for _, t := range firstTemplates {
		if err := insertGroup(ctx, tx, t.code, t.group); err != nil {
			return nil, err
		}
		if err := insertTemplate(ctx, tx, t.code, t.description, t.correspondence); err != nil {
			return nil, err
		}
		made = append(made, t.code)
	}
	return made, nil
}
