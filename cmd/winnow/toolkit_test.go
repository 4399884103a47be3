package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

// What Fyne complains of is one entry of the log; what many machines lack is none.
func TestToolkit(t *testing.T) {
	log := &bytes.Buffer{}
	to := &toolkit{log: slog.New(slog.NewTextHandler(log, nil))}
	say := func(lines ...string) {
		for _, line := range lines {
			fmt.Fprintln(to, line)
		}
	}
	say("Fyne error:  failed to watch theme settings", "  Cause: exec: dbus-launch", "  At: app_xdg.go:152")
	say("Fyne error:  Error parsing user locale C", "  At: locale.go:35")
	if log.Len() > 0 {
		t.Errorf("the log says %s", log)
	}
	say("Fyne error:  Failed on saving preferences", "  Cause: disk full", "  At: preferences.go:156")
	say("Fyne error:  no cause", "  At: x.go:1")
	say("*** Error in Fyne call thread ***")
	entries := strings.Split(strings.TrimSpace(log.String()), "\n")
	want := []string{"Failed on saving preferences; Cause: disk full; At: preferences.go:156", "no cause; At: x.go:1", "Error in Fyne call thread"}
	if len(entries) != len(want) {
		t.Fatalf("the log says:\n%s", log)
	}
	for i, entry := range entries {
		if !strings.Contains(entry, want[i]) {
			t.Errorf("the log says %s, not %s", entry, want[i])
		}
	}
}
