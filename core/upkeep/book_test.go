package upkeep_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/importer"
	"winnow/core/record"
	"winnow/core/upkeep"
)

// book is a company in a temporary folder, for tests that read as a story.
type book struct {
	t       *testing.T
	ctx     context.Context
	company *company.Company
	*upkeep.Store
}

func newBook(t *testing.T) *book {
	t.Helper()
	ctx := context.Background()
	c, err := company.Create(ctx, filepath.Join(t.TempDir(), "company.winnow"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	c.Now = func() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }
	return &book{t: t, ctx: ctx, company: c, Store: upkeep.New(c)}
}

func fields(pairs ...string) map[string]string {
	m := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return m
}

// make makes a row: alternating key and value. It returns the row's first key.
func (b *book) make(table string, pairs ...string) string {
	b.t.Helper()
	saved, err := b.Create(b.ctx, table, fields(pairs...))
	if err != nil {
		b.t.Fatal(err)
	}
	return saved.Key()[0]
}

// imported imports a file of these lines.
func (b *book) imported(name string, lines ...string) {
	b.t.Helper()
	path := filepath.Join(b.t.TempDir(), name)
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		b.t.Fatal(err)
	}
	if _, err := importer.Import(b.ctx, b.company, path, importer.Options{}); err != nil {
		b.t.Fatal(err)
	}
}

func (b *book) row(table string, key ...string) record.Row {
	b.t.Helper()
	row, err := b.Row(b.ctx, table, key...)
	if err != nil {
		b.t.Fatal(err)
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
	b.t.Helper()
	saved, err := b.Update(b.ctx, upkeep.Change{Table: "contact", Key: []string{no}, Fields: fields(pairs...)})
	if err != nil {
		b.t.Fatal(err)
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
