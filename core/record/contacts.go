package record

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"winnow/core/catalog"
)

// FindContacts returns contacts to choose from while somebody types, at most limit
// of them: those whose No., name or e-mail address begins with the text, then those
// that have all its words, in spite of their spelling, in their No., name, company
// name, e-mail address, city or post code. No text finds the first ones.
func (s *Store) FindContacts(ctx context.Context, text string, limit int) ([]Row, error) {
	var rows []Row
	err := s.company.Read(ctx, func(tx *sql.Tx) error {
		ids, err := selectContactsFound(ctx, tx, strings.TrimSpace(text), limit)
		if err != nil {
			return fmt.Errorf("look for contacts: %w", err)
		}
		rows, err = selectRows(ctx, tx, catalog.Must(catalog.Contact), ids)
		return err
	})
	return rows, err
}
