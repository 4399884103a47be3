package salvage_test

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The company files of all schema versions there were are sound, and the segment
// that they hold has the line of its one step.
func TestVersionsAreSound(t *testing.T) {
	kept, err := filepath.Glob(filepath.Join("..", "..", "data", "testdata", "version-*.winnow.gz"))
	if err != nil || len(kept) == 0 {
		t.Fatal(kept, err)
	}
	for _, name := range kept {
		t.Run(filepath.Base(name), func(t *testing.T) {
			store := opened(t, unpacked(t, name))
			if filepath.Base(name) == "version-1.winnow.gz" {
				return // there were no segments yet
			}
			if diff := cmp.Diff([]string{"CT1"}, contacts(t, store)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// unpacked unpacks a company file that is kept packed.
func unpacked(t *testing.T, name string) string {
	t.Helper()
	packed, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	from, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(from)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "company.winnow")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
