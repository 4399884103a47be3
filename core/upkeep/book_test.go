package upkeep_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/importer"
	"winnow/core/record"
	"winnow/core/upkeep"
)

// book is a company and the changes of its rows, for tests that read as a story.
type book struct {
	*upkeep.Store
	T       testing.TB
	Company *company.Company
}

func newBook(t testing.TB) *book {
	t.Helper()
	c := coretest.Company(t)
	return &book{Store: upkeep.New(c), T: t, Company: c}
}

// make makes a row: alternating key and value. It returns the row's first key.
func (b *book) make(table string, pairs ...string) string {
	b.T.Helper()
	saved, err := b.Create(context.Background(), table, coretest.Fields(pairs...))
	if err != nil {
		b.T.Fatal(err)
	}
	return saved.Key()[0]
}

// imported imports a file of these lines.
func (b *book) imported(name string, lines ...string) {
	b.T.Helper()
	path := filepath.Join(b.T.TempDir(), name)
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		b.T.Fatal(err)
	}
	if _, err := importer.Import(context.Background(), b.Company, path, importer.Options{}); err != nil {
		b.T.Fatal(err)
	}
}

func (b *book) row(table string, key ...string) record.Row {
	b.T.Helper()
	row, err := b.Row(context.Background(), table, key...)
	if err != nil {
		b.T.Fatal(err)
	}
	return row
}

// texts are fields of a row.
func texts(row record.Row, keys ...string) []string {
	var list []string
	for _, k := range keys {
		list = append(list, row.Text(k))
	}
	return list
}

// set changes a contact's fields.
func (b *book) set(no string, pairs ...string) upkeep.Saved {
	b.T.Helper()
	saved, err := b.Update(context.Background(), upkeep.Change{Table: "contact", Key: []string{no}, Fields: coretest.Fields(pairs...)})
	if err != nil {
		b.T.Fatal(err)
	}
	return saved
}

// refused expects a core.Problem of a kind with this text.
func refused(t *testing.T, err error, kind core.Kind, text string) {
	t.Helper()
	if !core.IsKind(err, kind) || err.Error() != text {
		t.Errorf("refused with %v\nwant %s", err, text)
	}
}
