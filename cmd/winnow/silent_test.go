package main_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestWindowSilent starts the program where there is nothing but a display: with an
// empty home, without a message bus, a locale and the folders of a session. It makes
// what it needs, and says nothing, neither into the terminal nor into its log.
func TestWindowSilent(t *testing.T) {
	if os.Getenv("WINNOW_WINDOW_TEST") != "1" {
		t.Skip("needs Xvfb, openbox and xdotool; set WINNOW_WINDOW_TEST=1 to run it")
	}
	dir := t.TempDir()
	home := filepath.Join(dir, "home")
	if err := os.Mkdir(home, 0o700); err != nil {
		t.Fatal(err)
	}
	program := built(t, dir, "migrated_fynedo")
	said := &bytes.Buffer{}
	run := exec.Command(program)
	run.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "DISPLAY=" + openDisplay(t, 1280, 800)}
	run.Stdout, run.Stderr = said, said
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := run.Process.Kill(); err != nil {
			t.Error(err)
		}
		run.Wait() // the error says that it was killed
		if said.Len() > 0 {
			t.Errorf("the terminal shows:\n%s", said)
		}
		checkLog(t, filepath.Join(home, ".local", "state", "winnow", "winnow.log"))
	})
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	// What is complained of comes before the first company is asked for.
	seen := exec.CommandContext(ctx, "xdotool", "search", "--sync", "--onlyvisible", "--name", "company.winnow - Welcome - Winnow", "sleep", "2")
	seen.Env = run.Env
	if out, err := seen.CombinedOutput(); err != nil {
		t.Fatalf("the window was not seen: %v\n%s", err, out)
	}
}
