package data

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// Another program that writes over a file empties it first. A connection that is opened at
// that moment must not begin a new database there.
func TestConnectionsBeginNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "emptied.winnow")
	if err := touch(path); err != nil {
		t.Fatal(err)
	}
	for _, locking := range []string{"immediate", "deferred"} {
		db := connect(path, locking)
		if err := db.PingContext(t.Context()); err != nil {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
	if err := migrate(t.Context(), path, false); !errors.Is(err, ErrForeign) {
		t.Errorf("its tables are made: %v", err)
	}
	if info, err := os.Stat(path); err != nil || info.Size() != 0 {
		t.Errorf("it has %d bytes now, %v", info.Size(), err)
	}
}
