package core_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"winnow/core/company"
)

// The description of the company file names every table that there is.
func TestEveryTableIsDescribed(t *testing.T) {
	text, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	c, err := company.Create(t.Context(), filepath.Join(t.TempDir(), "company.winnow"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	var tables []string
	err = c.Read(t.Context(), func(tx *sql.Tx) error {
		rows, err := tx.Query("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				return err
			}
			tables = append(tables, name)
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(tables) < 40 {
		t.Fatalf("only %d tables were found", len(tables))
	}
	for _, name := range tables {
		if !regexp.MustCompile(`\b` + name + `\b`).Match(text) {
			t.Errorf("the table %s is not described in doc.go", name)
		}
	}
}
