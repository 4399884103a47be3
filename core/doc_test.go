package core_test

import (
	"os"
	"regexp"
	"testing"

	"winnow/core/coretest"
)

// The description of the company file names every table that there is.
func TestEveryTableIsDescribed(t *testing.T) {
	text, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	tables := coretest.Rows(t, coretest.Company(t), "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
	if len(tables) < 40 {
		t.Fatalf("only %d tables were found", len(tables))
	}
	for _, name := range tables {
		if !regexp.MustCompile(`\b` + name + `\b`).Match(text) {
			t.Errorf("the table %s is not described in doc.go", name)
		}
	}
}
