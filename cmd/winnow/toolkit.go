package main

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/adrg/xdg"
)

// toolkit takes what Fyne complains of, which it writes line by line into Go's own
// log: into ours, as nobody reads a window's terminal.
type toolkit struct {
	log *slog.Logger

	lock      sync.Mutex
	complaint string // as far as it was written
}

// Write implements io.Writer. A complaint is "Fyne error:  what", perhaps "Cause:
// why", and "At: where"; other lines stand for themselves.
func (t *toolkit) Write(line []byte) (int, error) {
	t.lock.Lock()
	defer t.lock.Unlock()
	text := strings.TrimSpace(string(line))
	begins := strings.HasPrefix(text, "Fyne error:")
	if t.complaint != "" && !begins {
		text = t.complaint + "; " + text
	}
	t.complaint = text
	if begins || strings.HasPrefix(text, "Fyne error:") && !strings.Contains(text, "; At: ") {
		return len(line), nil // more of it follows
	}
	t.complaint = ""
	if !usual(text) {
		t.log.Warn("the window's toolkit complains", "of", text)
	}
	return len(line), nil
}

// usual reports whether Fyne complains of what many machines lack and nobody needs: a
// message bus that tells of the system's theme, and a locale.
func usual(complaint string) bool {
	return strings.Contains(complaint, "failed to watch theme settings") || strings.Contains(complaint, "user locale")
}

// prepareFolders makes the folders that Fyne and the system's libraries expect to be
// there, and only complain about where they are not.
func prepareFolders() error {
	for _, folder := range []string{xdg.CacheHome, xdg.ConfigHome, xdg.DataHome, xdg.StateHome} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return err
		}
	}
	// Wayland's library writes into the terminal where it is not told of a folder.
	if os.Getenv("XDG_RUNTIME_DIR") != "" {
		return nil
	}
	folder := filepath.Join(xdg.StateHome, "winnow", "run")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	return os.Setenv("XDG_RUNTIME_DIR", folder)
}
