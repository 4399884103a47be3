package coretest

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"winnow/core/company"
	"winnow/core/filter"
	"winnow/core/segment"
)

// Book is a company with its segments, and a folder for the files of a test.
type Book struct {
	T       testing.TB
	Company *company.Company
	Folder  string
	// No is the segment that MakeSegment made last, to which Line adds.
	No string
	*segment.Store
}

// New returns a company without segments.
func New(t testing.TB) *Book {
	t.Helper()
	c := Company(t)
	return &Book{T: t, Company: c, Folder: t.TempDir(), Store: segment.New(c)}
}

// NewSpring returns a company with one segment, Spring, that is dated Today.
func NewSpring(t testing.TB) *Book {
	t.Helper()
	b := New(t)
	b.MakeSegment("description", "Spring", "date", Today)
	return b
}

// Context never ends: not before what cleans up has read, either. A fuzz target may
// ask for it, while testing.F has none for it.
func (b *Book) Context() context.Context { return context.Background() }

// Exec changes the company's data past all checks.
func (b *Book) Exec(statement string, args ...any) {
	b.T.Helper()
	Exec(b.T, b.Company, statement, args...)
}

// Rows returns the rows of a query, the values of each joined by bars.
func (b *Book) Rows(query string, args ...any) []string {
	b.T.Helper()
	return Rows(b.T, b.Company, query, args...)
}

// Row writes a row: alternating column and value.
func (b *Book) Row(table string, pairs ...any) {
	b.T.Helper()
	err := b.Company.Write(b.Context(), func(tx *sql.Tx) error { return insert(tx, table, pairs...) })
	if err != nil {
		b.T.Fatal(err)
	}
}

// Set sets settings of the company.
func (b *Book) Set(values company.Values) {
	b.T.Helper()
	if err := b.Company.SetValues(b.Context(), values); err != nil {
		b.T.Fatal(err)
	}
}

// MakeSegment makes a segment, whose header holds these fields: alternating key and
// text. It returns its number.
func (b *Book) MakeSegment(pairs ...string) string {
	b.T.Helper()
	no, err := b.CreateSegment(b.Context(), "", Fields(pairs...), filter.Env{})
	if err != nil {
		b.T.Fatal(err)
	}
	b.No = no
	return no
}

// Contact is a contact's number, and its columns and values in turn.
type Contact struct {
	No    string
	Pairs []any
}

// Person makes a contact: alternating column and value.
func (b *Book) Person(no string, pairs ...any) {
	b.T.Helper()
	b.persons(Contact{No: no, Pairs: pairs})
}

func (b *Book) persons(list ...Contact) {
	b.T.Helper()
	err := b.Company.Write(b.Context(), func(tx *sql.Tx) error {
		for _, c := range list {
			if err := insert(tx, "contact", append([]any{"no", c.No, "type", 1}, c.Pairs...)...); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.T.Fatal(err)
	}
}

// Line makes a contact, alternating column and value, and puts it on the segment.
func (b *Book) Line(no string, pairs ...any) {
	b.T.Helper()
	b.Contacts(Contact{No: no, Pairs: pairs})
}

// Contacts makes contacts and puts them on the segment.
func (b *Book) Contacts(list ...Contact) {
	b.T.Helper()
	b.persons(list...)
	var numbers []string
	for _, c := range list {
		numbers = append(numbers, c.No)
	}
	if _, err := b.AddLines(b.Context(), b.No, numbers, false); err != nil {
		b.T.Fatal(err)
	}
}

// AllLines returns a segment's lines in order.
func (b *Book) AllLines(no string) []segment.Line {
	b.T.Helper()
	lines, err := b.Lines(b.Context(), no, segment.Query{})
	if err != nil {
		b.T.Fatal(err)
	}
	page, err := lines.Page(b.Context(), 0, lines.Len())
	if err != nil {
		b.T.Fatal(err)
	}
	return page
}

// Path is the path of a file in the folder.
func (b *Book) Path(name string) string { return filepath.Join(b.Folder, name) }

// Read returns what a file in the folder holds.
func (b *Book) Read(name string) string {
	b.T.Helper()
	content, err := os.ReadFile(b.Path(name))
	if err != nil {
		b.T.Fatal(err)
	}
	return string(content)
}

// Write writes a file into the folder.
func (b *Book) Write(name, content string) {
	b.T.Helper()
	if err := os.WriteFile(b.Path(name), []byte(content), 0o600); err != nil {
		b.T.Fatal(err)
	}
}

// Files returns the names in the folder, or in one below it, in order.
func (b *Book) Files(below ...string) []string {
	b.T.Helper()
	entries, err := os.ReadDir(filepath.Join(append([]string{b.Folder}, below...)...))
	if err != nil {
		b.T.Fatal(err)
	}
	names := []string{}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// Fields returns a map of alternating keys and texts.
func Fields(pairs ...string) map[string]string {
	fields := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		fields[pairs[i]] = pairs[i+1]
	}
	return fields
}
