//go:build linux

package main_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// How the processor's time is counted while the program should rest: in ticks of a
// hundredth of a second, over some seconds, of several times the least, as others
// use the machine too.
const (
	restSeconds = 5
	restTimes   = 12
	restTicks   = 2 * restSeconds // two in a hundred
)

// TestWindowRests opens one page after the other, and Find over it, and then lets
// the program alone: it uses about one hundredth of a processor, which is what the
// toolkit's own beat takes. Twice that fails, as machines differ; a cursor that
// blinks takes ten times as much.
func TestWindowRests(t *testing.T) {
	if os.Getenv("WINNOW_WINDOW_TEST") != "1" {
		t.Skip("needs Xvfb and xdotool; set WINNOW_WINDOW_TEST=1 to run it")
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "company.winnow")
	prepare(t, file)
	program := built(t, dir, "migrated_fynedo")
	run := exec.Command(program, file)
	run.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "DISPLAY=" + openDisplay(t, 1280, 800), "LANG=en_US.UTF-8"}
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := run.Process.Kill(); err != nil {
			t.Error(err)
		}
		run.Wait() // the error says that it was killed
	})
	do := func(args ...string) {
		t.Helper()
		ctx, stop := context.WithTimeout(context.Background(), patience)
		defer stop()
		x := exec.CommandContext(ctx, "xdotool", args...)
		x.Env = run.Env
		if out, err := x.CombinedOutput(); err != nil {
			t.Fatalf("xdotool %q: %v\n%s", args, err, out)
		}
	}
	at := func(page string) {
		t.Helper()
		do("search", "--sync", "--onlyvisible", "--name", page+" - Winnow")
	}
	at("Home")
	do("key", "ctrl+k", "sleep", "1", "key", "Escape") // the field of Find is gone again
	rests(t, run.Process.Pid, "Home")
	for _, page := range []string{"Segments", "Contacts", "Saved Criteria", "Code Tables", "Settings"} {
		do("key", "ctrl+k", "sleep", "1", "type", "--delay", "40", strings.ToLower(page))
		do("sleep", "1", "key", "Return")
		at(page)
		rests(t, run.Process.Pid, page)
	}
	do("key", "ctrl+k") // and while Find is open, its cursor standing in the field
	rests(t, run.Process.Pid, "Find")
}

// rests fails a test where a program goes on using the processor.
func rests(t *testing.T, pid int, where string) {
	t.Helper()
	var used []int
	for range restTimes {
		before := ticks(t, pid)
		<-time.After(restSeconds * time.Second)
		used = append(used, ticks(t, pid)-before)
		if used[len(used)-1] <= restTicks {
			return
		}
	}
	t.Errorf("%s: in %d seconds each, hundredths of a second of the processor's time: %v", where, restSeconds, used)
}

// ticks is the processor's time that a program has used.
func ticks(t *testing.T, pid int) int {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), ") ") // behind the name, which may have blanks
	fields := strings.Fields(rest)
	user, err := strconv.Atoi(fields[11])
	if err != nil {
		t.Fatal(err)
	}
	system, err := strconv.Atoi(fields[12])
	if err != nil {
		t.Fatal(err)
	}
	return user + system
}
