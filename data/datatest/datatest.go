// Package datatest has what tests of every floor need of company files. Only tests
// import it.
package datatest

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// Unpack unpacks a company file that is kept packed, into a temporary folder, and
// returns its path.
func Unpack(t testing.TB, kept string) string {
	t.Helper()
	packed, err := os.Open(kept)
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
