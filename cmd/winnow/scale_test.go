package main_test

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestWindowScale starts the program on a screen on which a unit is two dots: the window
// has twice as many dots as it has units, whatever the size of text that a person chose.
func TestWindowScale(t *testing.T) {
	if os.Getenv("WINNOW_WINDOW_TEST") != "1" {
		t.Skip("needs Xvfb, openbox and xdotool; set WINNOW_WINDOW_TEST=1 to run it")
	}
	dir := t.TempDir()
	program := built(t, dir, "migrated_fynedo")
	display := openDisplay(t, 2600, 1600)
	for name, text := range map[string]float64{"usual": 13, "double": 26} {
		t.Run(name, func(t *testing.T) {
			home := t.TempDir()
			kept, err := json.Marshal(map[string]any{"text": text, "window.width": 1200, "window.height": 700})
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(home, ".config", "fyne", "winnow", "preferences.json")
			if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, kept, 0o600); err != nil {
				t.Fatal(err)
			}
			run := exec.Command(program)
			run.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "DISPLAY=" + display, "LANG=en_US.UTF-8", "FYNE_SCALE=2"}
			if err := run.Start(); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := run.Process.Kill(); err != nil {
					t.Error(err)
				}
				run.Wait() // the error says that it was killed
			})
			ctx, stop := context.WithTimeout(context.Background(), patience)
			defer stop()
			seen := exec.CommandContext(ctx, "xdotool", "search", "--sync", "--onlyvisible", "--name", "company.winnow - Welcome - Winnow", "getwindowgeometry", "--shell")
			seen.Env = run.Env
			out, err := seen.CombinedOutput()
			if err != nil {
				t.Fatalf("the window was not seen: %v\n%s", err, out)
			}
			if !strings.Contains(string(out), "WIDTH=2400\nHEIGHT=1400") {
				t.Errorf("the window is\n%s", out)
			}
		})
	}
}
