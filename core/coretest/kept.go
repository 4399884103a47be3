package coretest

import (
	"context"
	"database/sql"
	"fmt"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/rowindex"
	"winnow/core/selection"
)

// SameFromMemory returns an error where some filters find others from memory than in the
// rows, and where memory does not answer although the rows were read into it and no other
// program has changed anything.
func SameFromMemory(ctx context.Context, c *company.Company, index *rowindex.Index) error {
	return c.Read(ctx, func(tx *sql.Tx) error {
		quick, plain := selection.New(selection.Params{WorkDate: Today}), selection.New(selection.Params{WorkDate: Today})
		quick.Use(index)
		for _, s := range catalog.Sections() {
			for _, f := range rowindex.Fields(s) {
				for _, typed := range typedInto(f) {
					read, err := filter.Parse(typed, f, filter.Env{Today: Today})
					if err != nil {
						return err
					}
					q := selection.Question{Section: s, Filters: []criteria.FieldFilter{{Field: f, Filter: read}}}
					_, _, ok, err := index.Contacts(ctx, tx, s, q.Filters)
					if err != nil {
						return err
					}
					if !ok {
						return fmt.Errorf("%s, %s: memory does not know", s.Caption, f.Caption)
					}
					got, err := quick.Ask(ctx, tx, q)
					if err != nil {
						return err
					}
					want, err := plain.Ask(ctx, tx, q)
					if err != nil {
						return err
					}
					if !got.Equals(want) {
						return fmt.Errorf("%s, %s, %s: %v from memory, %v by the rows", s.Caption, f.Caption, typed, got, want)
					}
				}
			}
		}
		return nil
	})
}

// typedInto are filters of a field that let some values through.
func typedInto(f catalog.Field) []string {
	switch f.Type {
	case catalog.Date:
		return []string{"''", "2026"}
	case catalog.Option:
		return []string{"0", "1"}
	case catalog.Integer:
		return []string{"..10000", ">10000"}
	}
	return []string{"''", "..M", ">M"}
}
