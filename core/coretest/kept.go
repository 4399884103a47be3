package coretest

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/rowindex"
	"winnow/core/selection"
)

// SameFromMemory returns an error where some filters find others from memory than in the
// rows, or have other notes, and where memory does not answer although the rows were read
// into it and no other program has changed anything.
func SameFromMemory(ctx context.Context, c *company.Company, index *rowindex.Index) error {
	return c.Read(ctx, func(tx *sql.Tx) error {
		memory := NewMemory(index)
		for _, s := range catalog.Sections() {
			for _, f := range rowindex.Fields(s) {
				for _, typed := range typedInto(f) {
					read, err := filter.Parse(typed, f, filter.Env{Today: Today})
					if err != nil {
						return err
					}
					q := selection.Question{Section: s, Filters: []criteria.FieldFilter{{Field: f, Filter: read}}}
					got, want, ok, err := memory.Ask(ctx, tx, q)
					switch {
					case err != nil:
						return err
					case !ok:
						return fmt.Errorf("%s, %s: memory does not know", s.Caption, f.Caption)
					case !got.Equals(want):
						return fmt.Errorf("%s, %s, %s: %v from memory, %v by the rows", s.Caption, f.Caption, typed, got, want)
					}
					if err := memory.SameNotes(ctx, tx, q); err != nil {
						return err
					}
				}
			}
		}
		return nil
	})
}

// Memory answers questions in one transaction, from memory and by the rows.
type Memory struct {
	index        *rowindex.Index
	quick, plain *selection.Asker
}

// NewMemory returns what answers from an index.
func NewMemory(index *rowindex.Index) Memory {
	m := Memory{index, selection.New(selection.Params{WorkDate: Today}), selection.New(selection.Params{WorkDate: Today})}
	m.quick.Use(index)
	return m
}

// Ask returns who is found with the memory and without it, and whether the memory knows.
func (m Memory) Ask(ctx context.Context, tx *sql.Tx, q selection.Question) (got, want *roaring.Bitmap, known bool, err error) {
	if _, _, known, err = m.index.Contacts(ctx, tx, q.Section, q.Filters); err != nil {
		return nil, nil, false, err
	}
	if got, err = m.quick.Ask(ctx, tx, q); err != nil {
		return nil, nil, false, err
	}
	want, err = m.plain.Ask(ctx, tx, q)
	return got, want, known, err
}

// SameNotes returns an error where a question has other notes with the memory than without
// it: of values that occur nowhere, and of other spellings.
func (m Memory) SameNotes(ctx context.Context, tx *sql.Tx, q selection.Question) error {
	told := func(a *selection.Asker) (string, error) {
		absent, err := a.Absent(ctx, tx, criteria.Compiled{Sections: []criteria.SectionFilters{{Section: q.Section, With: q.Filters}}})
		if err != nil {
			return "", err
		}
		text := ""
		for _, values := range absent {
			text += fmt.Sprintf("%s: no %q\n", values.Field.Key, values.Values)
		}
		for _, f := range q.Filters {
			spelled, err := a.Spelled(ctx, tx, q.Section, f)
			if err != nil {
				return "", err
			}
			text += fmt.Sprintf("%s: spelled %q\n", f.Field.Key, spelled)
		}
		return text, nil
	}
	got, err := told(m.quick)
	if err != nil {
		return err
	}
	want, err := told(m.plain)
	if err == nil && got != want {
		err = fmt.Errorf("from memory\n%sby the rows\n%s", got, want)
	}
	return err
}

// typedInto are filters of a field that let some values through.
func typedInto(f catalog.Field) []string {
	switch f.Type {
	case catalog.Date:
		return []string{"''", "2026"}
	case catalog.Option:
		return []string{"0", "1"}
	case catalog.Integer:
		return []string{"..10000", ">10000", "10000|20000"}
	}
	return []string{"''", "..M", ">M", "NEW|@new"}
}
