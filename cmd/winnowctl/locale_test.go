package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"winnow/core"
)

// What the command line counts has the right plural.
func TestCounts(t *testing.T) {
	for n, want := range []string{"exported 0 rows to a.csv, none", "exported 1 row to a.csv, none", "exported 2 rows to a.csv, none"} {
		if got := text("winnowctl.exported", "count", n, "file", "a.csv", "blocked", "none"); got != want {
			t.Error(got)
		}
	}
}

// A number and a plural noun stand together only in texts that have plural forms.
func TestNoPluralsInCode(t *testing.T) {
	plural := regexp.MustCompile(`"[^"\n]*%d [a-z]+s\b[^"\n]*"`)
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 10 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if found := plural.Find(content); found != nil && !strings.HasSuffix(file, "_test.go") {
			t.Errorf("%s: %s", file, found)
		}
	}
}

// An error is told in the words of the command line, whatever wraps it.
func TestLocalized(t *testing.T) {
	p := core.Plain("a.csv exists already").Problem(core.Exists).Advise(core.Replace)
	want := "a.csv exists already; choose another name, or replace it with --force"
	for _, c := range []struct {
		err  error
		want string
	}{
		{p, want}, {fmt.Errorf("export: %w", p), "export: " + want}, {fmt.Errorf("%w: %w", errors.New("log"), p), "log: " + want}, {errors.New("broken"), "broken"},
	} {
		if got := localized(c.err); got != c.want {
			t.Error(got)
		}
	}
}
