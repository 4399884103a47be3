package data

import (
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The schema that is written down is the one that the migrations make.
func TestVersionsNewestSchema(t *testing.T) {
	made, version, err := makeSchema(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile("schema.txt", []byte(made.text(version)), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(made.text(version), newestSchema); diff != "" {
		t.Errorf("schema.txt is not of these migrations; see CONTRIBUTING.md:\n%s", diff)
	}
	read, last := readNewest()
	if diff := cmp.Diff(made, read, cmp.AllowUnexported(object{})); diff != "" || last != version {
		t.Errorf("version %d is read as %d:\n%s", version, last, diff)
	}
}
