package rowindex_test

import (
	"database/sql"
	"fmt"

	"winnow/core/catalog"
	"winnow/core/coretest"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/rowindex"
)

// The rows are read once. Filters are answered from memory then; of contacts whose rows
// were changed since, it is said that they have to be looked at.
func Example() {
	coretest.Example(func(b *coretest.Book) {
		b.Person("CT000001", "salesperson_code", "JO")
		b.Person("CT000002", "salesperson_code", "LT")
		index := rowindex.New(b.Company, 0)
		if err := index.Renew(b.Context()); err != nil {
			b.T.Fatal(err)
		}
		b.Person("CT000003", "salesperson_code", "JO")

		s, _ := catalog.SectionOf(catalog.Contact)
		f, _ := s.Field("salesperson_code")
		read, err := filter.Parse("JO", f, filter.Env{})
		if err != nil {
			b.T.Fatal(err)
		}
		err = b.Company.Read(b.Context(), func(tx *sql.Tx) error {
			found, changed, ok, err := index.Contacts(b.Context(), tx, s, []criteria.FieldFilter{{Field: f, Filter: read}})
			fmt.Println(found, changed, ok)
			return err
		})
		fmt.Println(err)
	})

	// Output:
	// {1} {3} true
	// <nil>
}
