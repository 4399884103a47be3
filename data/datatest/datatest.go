// Package datatest has what tests of every floor need of company files. Only tests
// import it.
package datatest

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"
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

// Closer is a company file.
type Closer interface {
	Close() error
	AwaitClosed(ctx context.Context) error
}

// ended is how long a test waits for connections to end.
const ended = time.Minute

// Close closes a company file when the test ends. What a cancelled read or write had open
// ends a moment later, and might else make files in the folder that is removed then.
func Close(t testing.TB, file Closer) {
	t.Helper()
	t.Cleanup(func() {
		ctx, stop := context.WithTimeout(context.Background(), ended)
		defer stop()
		if err := errors.Join(file.Close(), file.AwaitClosed(ctx)); err != nil {
			t.Errorf("close the company file: %v", err)
		}
	})
}
