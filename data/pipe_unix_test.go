//go:build unix

package data_test

import (
	"context"
	"errors"
	"path/filepath"
	"syscall"
	"testing"

	"winnow/data"
)

// A named pipe is refused at once, where to open it would wait for ever.
func TestNamedPipes(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe.winnow")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, f := context.Background(), create(t, "new.winnow")
	if _, err := data.Open(ctx, pipe); !errors.Is(err, data.ErrForeign) {
		t.Errorf("opened: %v", err)
	}
	if _, err := f.Recover(ctx, data.RecoverParams{From: pipe}); !errors.Is(err, data.ErrForeign) {
		t.Errorf("recovered: %v", err)
	}
	if err := data.Restore(ctx, data.RestoreParams{Backup: pipe, Path: pipe + "2"}); !errors.Is(err, data.ErrForeign) {
		t.Errorf("restored: %v", err)
	}
}
