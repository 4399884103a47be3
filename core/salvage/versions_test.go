package salvage_test

import (
	"path/filepath"
	"testing"

	"winnow/data/datatest"

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
			store := opened(t, datatest.Unpack(t, name))
			if filepath.Base(name) == "version-1.winnow.gz" {
				return // there were no segments yet
			}
			if diff := cmp.Diff([]string{"CT1"}, contacts(t, store)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
