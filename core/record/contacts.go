package record

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/fold"
)

// FindContacts returns contacts to choose from while somebody types, at most limit
// of them: those whose No., name or e-mail address begins with the text, then those
// that have all its words, in spite of their spelling, in their No., name, company
// name, e-mail address, city or post code. No text finds the first ones.
func (s *Store) FindContacts(ctx context.Context, text string, limit int) ([]Row, error) {
	return s.findContacts(ctx, strings.TrimSpace(text), limit, s.contactsWithin)
}

// ContactsBeginning returns the first ones of FindContacts: those whose No., name or
// e-mail address begins with the text. It takes no time, however many contacts there are.
func (s *Store) ContactsBeginning(ctx context.Context, text string, limit int) ([]Row, error) {
	none := func(context.Context, string, int) ([]int64, error) { return nil, nil }
	return s.findContacts(ctx, strings.TrimSpace(text), limit, none)
}

// findContacts returns the contacts that begin with a text and then, if these are not
// enough, those that have it within.
func (s *Store) findContacts(ctx context.Context, text string, limit int, within func(context.Context, string, int) ([]int64, error)) ([]Row, error) {
	var found []int64
	err := s.company.Read(ctx, func(tx *sql.Tx) (err error) {
		found, err = selectBeginning(ctx, tx, text, limit)
		return err
	})
	if err == nil && len(found) < limit {
		var more []int64
		more, err = within(ctx, text, limit)
		found = adds(found, more, limit)
	}
	if err != nil {
		return nil, fmt.Errorf("look for contacts: %w", err)
	}
	return company.Read(ctx, s.company, func(tx *sql.Tx) ([]Row, error) {
		return s.selectRows(ctx, tx, s.company.Catalog().Contact().WithFlowFields(), found)
	})
}

// contactsWithin returns the first contacts that have the words of a text, in order.
func (s *Store) contactsWithin(ctx context.Context, text string, limit int) ([]int64, error) {
	return search{store: s, table: catalog.Must(catalog.Contact), words: fold.NewSearch(text),
		columns: []string{"r.no", "r.name", "r.company_name", "r.e_mail", "r.city", "r.post_code"}, where: "1", limit: limit}.ids(ctx)
}
