package mail_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"winnow/core/company"
	"winnow/core/filter"
	"winnow/core/segment"
)

// book is a company in a temporary folder with one segment, for tests that
// read as a story.
type book struct {
	t       testing.TB
	ctx     context.Context
	folder  string
	no      string
	company *company.Company
	*segment.Store
}

func newBook(t testing.TB) *book {
	t.Helper()
	b := &book{t: t, ctx: context.Background(), folder: t.TempDir()}
	c, err := company.Create(b.ctx, filepath.Join(t.TempDir(), "company.winnow"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	c.Now = func() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }
	b.company, b.Store = c, segment.New(c)
	b.no, err = b.CreateSegment(b.ctx, "", map[string]string{"description": "Spring", "date": "2026-11-23"}, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// line makes a contact and puts it on the segment; pairs are columns and values.
func (b *book) line(no string, pairs ...any) {
	b.t.Helper()
	b.contacts([]contact{{no, pairs}})
}

// contact is a contact's number and its columns and values in turn.
type contact struct {
	no    string
	pairs []any
}

// contacts makes contacts and puts them on the segment.
func (b *book) contacts(list []contact) {
	b.t.Helper()
	var numbers []string
	err := b.company.Write(b.ctx, func(tx *sql.Tx) error {
		for _, c := range list {
			numbers = append(numbers, c.no)
			names, marks, args := []string{"no", "type"}, []string{"?", "?"}, []any{c.no, 1}
			for i := 0; i < len(c.pairs); i += 2 {
				names, marks, args = append(names, c.pairs[i].(string)), append(marks, "?"), append(args, c.pairs[i+1])
			}
			insert := fmt.Sprintf("INSERT INTO contact (%s) VALUES (%s)", strings.Join(names, ", "), strings.Join(marks, ", "))
			if _, err := tx.Exec(insert, args...); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := b.AddLines(b.ctx, b.no, numbers, false); err != nil {
		b.t.Fatal(err)
	}
}

func (b *book) path(name string) string { return filepath.Join(b.folder, name) }

func (b *book) files() []string {
	b.t.Helper()
	entries, err := os.ReadDir(b.folder)
	if err != nil {
		b.t.Fatal(err)
	}
	names := []string{}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func same(t testing.TB, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}
