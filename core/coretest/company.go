// Package coretest gives tests a company in a temporary folder, and ways to fill
// it and read it, so that a test reads as a story. [NewSpring] returns a [Book], a
// company with one segment; [Example] does for documentation examples. Only tests
// import it.
package coretest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"winnow/core/company"
	"winnow/data/datatest"
)

// Today is the day that the clock of a Company shows.
const Today = "2026-11-23"

// Company returns a new company in a temporary folder, used by "jo" at nine in the
// morning of Today, and closes it when the test ends.
func Company(t testing.TB) *company.Company {
	t.Helper()
	c, err := OpenNew(context.Background(), filepath.Join(t.TempDir(), "company.winnow"))
	if err != nil {
		t.Fatal(err)
	}
	datatest.Close(t, c)
	c.Now = func() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }
	c.User = "jo"
	return c
}

// OpenNew opens a new company at path: a copy of one that was made before, which takes a
// tenth of the time.
func OpenNew(ctx context.Context, path string) (*company.Company, error) {
	empty, err := emptyFile()
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(path, empty, 0o600); err != nil {
		return nil, err
	}
	return company.Open(ctx, path)
}

// emptyFile is what stands in the file of a new company.
var emptyFile = sync.OnceValues(func() (content []byte, err error) {
	folder, err := os.MkdirTemp("", "winnow-test-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	path := filepath.Join(folder, "company.winnow")
	c, err := company.Create(context.Background(), path)
	if err != nil {
		return nil, err
	}
	if err := c.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// Exec changes a company's data past all checks.
func Exec(t testing.TB, c *company.Company, statement string, args ...any) {
	t.Helper()
	err := c.Write(context.Background(), func(tx *sql.Tx) error {
		_, err := tx.Exec(statement, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// insert writes a row: alternating column and value.
func insert(tx *sql.Tx, table string, pairs ...any) error {
	var names, marks []string
	var args []any
	for i := 0; i < len(pairs); i += 2 {
		names, marks, args = append(names, pairs[i].(string)), append(marks, "?"), append(args, pairs[i+1])
	}
	_, err := tx.Exec(fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", table, strings.Join(names, ", "), strings.Join(marks, ", ")), args...)
	return err
}

// Rows returns the rows of a query, the values of each joined by bars.
func Rows(t testing.TB, c *company.Company, query string, args ...any) []string {
	t.Helper()
	list := []string{}
	err := c.Read(context.Background(), func(tx *sql.Tx) error {
		rows, err := tx.Query(query, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		columns, err := rows.Columns()
		if err != nil {
			return err
		}
		for rows.Next() {
			values, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				into[i] = &values[i]
			}
			if err := rows.Scan(into...); err != nil {
				return err
			}
			texts := make([]string, len(values))
			for i, v := range values {
				texts[i] = fmt.Sprint(v)
			}
			list = append(list, strings.Join(texts, "|"))
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return list
}

// Same wants two values to be the same.
func Same(t testing.TB, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}
