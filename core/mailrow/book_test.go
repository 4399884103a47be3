package mailrow_test

import (
	"slices"
	"testing"

	"winnow/core/coretest"
	"winnow/core/mailrow"
)

// book is a company with one segment, for tests that read as a story.
type book struct{ *coretest.Book }

func newBook(t testing.TB) *book {
	t.Helper()
	return &book{coretest.NewSpring(t)}
}

// rows reads the segment's rows.
func (b *book) rows(o mailrow.Options) (all [][]string, blocked int) {
	b.T.Helper()
	err := mailrow.Read(b.Context(), b.Company, b.Store, b.No, o, func(rows *mailrow.Rows) error {
		err := rows.Each(b.Context(), func(row *mailrow.Row) error {
			all = append(all, slices.Clone(row.Texts()))
			return nil
		})
		blocked = rows.Blocked()
		return err
	})
	if err != nil {
		b.T.Fatal(err)
	}
	return all, blocked
}

// cells reads the columns of the segment's first row.
func (b *book) cells(columns ...string) []string {
	b.T.Helper()
	all, _ := b.rows(mailrow.Options{Columns: columns})
	return all[0]
}

// onPaper is the address of the first row as it is printed.
func (b *book) onPaper() (address string) {
	b.T.Helper()
	err := mailrow.Read(b.Context(), b.Company, b.Store, b.No, mailrow.Options{Columns: []string{"address_block"}}, func(rows *mailrow.Rows) error {
		return rows.Each(b.Context(), func(row *mailrow.Row) error {
			address = row.AddressOnPaper()
			return nil
		})
	})
	if err != nil {
		b.T.Fatal(err)
	}
	return address
}

// nameAndNo are the columns that tests of outputs read.
var nameAndNo = []string{"name", "contact_no"}
