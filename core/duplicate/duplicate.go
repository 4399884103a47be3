// Package duplicate finds contacts that may be the same: those with the same
// e-mail address, and those with the same name and post code, ignoring case.
// [Store.Of] finds the duplicates of one contact, [Store.Groups] finds all of
// them, and [Store.Distinct] says of contacts that they are not the same.
package duplicate

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"winnow/core/company"
	"winnow/core/record"
)

// Store finds the duplicates of one company.
type Store struct {
	company *company.Company
}

// New returns the duplicates of a company.
func New(c *company.Company) *Store { return &Store{company: c} }

// Reason is what contacts have in common.
type Reason int

const (
	// Mail: the same e-mail address.
	Mail Reason = iota
	// Name: the same name and post code.
	Name
)

// Match is a contact that may be the same as another.
type Match struct {
	No, Name, CompanyName string
	Reason                Reason
}

// Of returns the contacts that may be the same as one, each once, at most limit
// of them.
func (s *Store) Of(ctx context.Context, no string, limit int) ([]Match, error) {
	return company.Read(ctx, s.company, func(tx *sql.Tx) ([]Match, error) { return selectMatchesOf(ctx, tx, no, limit) })
}

// Group is two or more contacts that may be the same.
type Group struct {
	Reason Reason
	// Contacts are the ids of the contacts, the oldest first.
	Contacts []int64
}

// Groups returns all of them, those with the same e-mail first, each by what
// its contacts have in common. Contacts that have both in common are named once.
func (s *Store) Groups(ctx context.Context) ([]Group, error) {
	var groups []Group
	err := s.company.Read(ctx, func(tx *sql.Tx) error {
		seen := map[string]bool{}
		apart, err := selectDistinct(ctx, tx)
		if err != nil {
			return err
		}
		return eachGroup(ctx, tx, func(reason Reason, ids []int64) {
			slices.Sort(ids)
			for _, ids := range alike(ids, apart) {
				key := keyOf(ids)
				if reason == Mail {
					seen[key] = true
				} else if seen[key] {
					continue
				}
				groups = append(groups, Group{reason, ids})
			}
		})
	})
	return groups, err
}

func keyOf(ids []int64) string {
	var b strings.Builder
	for _, id := range ids {
		for ; id > 0; id >>= 7 {
			b.WriteByte(byte(id & 0x7f))
		}
		b.WriteByte(0xff)
	}
	return b.String()
}

// Contacts returns the contacts with these ids, in that order, each as often as
// it is named.
func (s *Store) Contacts(ctx context.Context, ids []int64) ([]record.Row, error) {
	return company.Read(ctx, s.company, func(tx *sql.Tx) ([]record.Row, error) { return selectContacts(ctx, tx, ids) })
}

// IDs returns the ids of contacts by their numbers, of those with these ids.
func (s *Store) IDs(ctx context.Context, ids []int64) (map[string]int64, error) {
	return company.Read(ctx, s.company, func(tx *sql.Tx) (map[string]int64, error) { return selectNumbers(ctx, tx, ids) })
}
