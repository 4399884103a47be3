package rowindex_test

import (
	"database/sql"
	"fmt"
	"testing"

	"winnow/core/catalog"
	"winnow/core/coretest"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/rowindex"
	"winnow/core/selection"
)

// Fields with many values and with few find the same contacts as the rows do, each by
// itself and together.
func TestManyValuesAndFew(t *testing.T) {
	t.Parallel()
	b := coretest.New(t)
	b.Exec(`
WITH n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
INSERT INTO contact (no, name, type, post_code, salesperson_code, country_region_code)
SELECT printf('C%05d', i), 'Ann', i % 2, printf('%d', i % 700), printf('S%d', i % 5), iif(i % 3 = 0, 'DE', '') FROM n`)
	b.Exec("DELETE FROM contact WHERE id BETWEEN 300 AND 310 OR id = 1")
	index := rowindex.New(b.Company, 0)
	if err := index.Renew(b.Context()); err != nil {
		t.Fatal(err)
	}
	if err := coretest.SameFromMemory(b.Context(), b.Company, index); err != nil {
		t.Error(err)
	}
	s, _ := catalog.SectionOf(catalog.Contact)
	err := b.Company.Read(b.Context(), func(tx *sql.Tx) error {
		memory := coretest.NewMemory(index)
		for _, typed := range []map[string]string{
			{"type": "Person"},
			{"type": "Person", "salesperson_code": "S1|S3"},
			{"type": "Person", "country_region_code": "<>DE", "salesperson_code": "@s*"},
			{"post_code": "1*"},
			{"post_code": "1*", "type": "Company", "country_region_code": "''"},
			{"salesperson_code": "S9", "type": "Person"},
		} {
			q := selection.Question{Section: s}
			for key, text := range typed {
				f, _ := s.Field(key)
				read, err := filter.Parse(text, f, filter.Env{})
				if err != nil {
					return err
				}
				q.Filters = append(q.Filters, criteria.FieldFilter{Field: f, Filter: read})
			}
			got, want, known, err := memory.Ask(b.Context(), tx, q)
			if err != nil {
				return err
			}
			if !known || !got.Equals(want) {
				return fmt.Errorf("%v: %d contacts, not %d; it is known: %v", typed, got.GetCardinality(), want.GetCardinality(), known)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
