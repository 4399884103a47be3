//go:build linux

package main_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// How long the program is let alone, and how often at most, as others use the machine
// too.
const (
	restTime  = 5 * time.Second
	restTimes = 12
)

// TestWindowRests opens pages and dialogs one after the other, and Find over them, and
// then lets the program alone: it uses no more than one hundredth of a processor. That is
// about what the toolkit's own beat takes; where a slow machine needs more for it, so
// much is allowed and a little over. A cursor that blinks takes ten times as much.
func TestWindowRests(t *testing.T) {
	if os.Getenv("WINNOW_WINDOW_TEST") != "1" {
		t.Skip("needs Xvfb, openbox and xdotool; set WINNOW_WINDOW_TEST=1 to run it")
	}
	dir := t.TempDir()
	program := built(t, dir, "migrated_fynedo")
	display := openDisplay(t, 1280, 800)
	empty := rester{t: t, program: program, display: display}
	empty.start(filepath.Join(dir, "none.winnow"))
	empty.at("Welcome")
	beat := empty.least()
	empty.stop()

	file := filepath.Join(dir, "company.winnow")
	prepare(t, file, 0)
	r := rester{t: t, program: program, display: display, limit: max(restTime/100, beat+beat/5)}
	r.start(file)
	r.at("Home")
	r.xdotool("key", "ctrl+k", "sleep", "1", "key", "Escape") // the field of Find is gone again
	r.rests("Home")
	for _, page := range []string{"Segments", "Contacts", "Saved Criteria", "Code Tables", "Settings"} {
		r.goTo(page)
		r.at(page)
		r.rests(page)
	}
	r.goTo("SM00001")
	r.at("SM00001 · Spring mailing")
	r.rests("a segment's card")
	for _, d := range []struct{ name, key string }{{"Add", "alt+a"}, {"Refine", "alt+r"}, {"Reduce", "alt+d"}} {
		r.xdotool("key", d.key, "sleep", "2")
		r.rests("the dialog " + d.name) // its cursor stands in the first field
		r.xdotool("key", "Escape", "sleep", "1")
	}
	r.xdotool("key", "ctrl+k", "sleep", "1")
	r.rests("Find") // its cursor stands in the field
	r.xdotool("key", "Escape", "sleep", "1")
	r.rests("the card after Find")
	t.Logf("in %v the toolkit's beat takes %v, and %v are allowed", restTime, beat, r.limit)
}

// rester lets a program rest.
type rester struct {
	t                *testing.T
	program, display string
	limit            time.Duration // how much of the processor's time is allowed
	run              *exec.Cmd
}

func (r *rester) start(file string) {
	r.t.Helper()
	r.run = exec.Command(r.program, file)
	r.run.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + r.t.TempDir(), "DISPLAY=" + r.display, "LANG=en_US.UTF-8"}
	if err := r.run.Start(); err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(r.stop)
}

// stop ends the program, if it runs.
func (r *rester) stop() {
	if r.run.ProcessState != nil {
		return
	}
	if err := r.run.Process.Kill(); err != nil {
		r.t.Error(err)
	}
	r.run.Wait() // the error says that it was killed
}

// xdotool works the program.
func (r *rester) xdotool(args ...string) {
	r.t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), patience)
	defer stop()
	x := exec.CommandContext(ctx, "xdotool", args...)
	x.Env = r.run.Env
	if out, err := x.CombinedOutput(); err != nil {
		r.t.Fatalf("xdotool %q: %v\n%s", args, err, out)
	}
}

// at waits until the window's title says that a page is shown.
func (r *rester) at(page string) {
	r.t.Helper()
	r.xdotool("search", "--sync", "--onlyvisible", "--name", page+" - Winnow")
}

// goTo goes to what Find finds.
func (r *rester) goTo(what string) {
	r.t.Helper()
	r.xdotool("key", "ctrl+k", "sleep", "1", "type", "--delay", "40", strings.ToLower(what))
	r.xdotool("sleep", "1", "key", "Return")
}

// used is how much of the processor's time the program uses while it is let alone.
func (r *rester) used() time.Duration {
	r.t.Helper()
	before := processorTime(r.t, r.run.Process.Pid)
	<-time.After(restTime)
	return processorTime(r.t, r.run.Process.Pid) - before
}

// least is the least that the program uses in a few times.
func (r *rester) least() time.Duration {
	r.t.Helper()
	return min(r.used(), r.used(), r.used())
}

// rests fails the test where the program goes on using the processor.
func (r *rester) rests(where string) {
	r.t.Helper()
	var used []time.Duration
	for range restTimes {
		used = append(used, r.used())
		if used[len(used)-1] <= r.limit {
			r.t.Logf("%s: %v", where, used)
			return
		}
	}
	r.t.Errorf("%s: more than %v of the processor's time in %v, each time: %v", where, r.limit, restTime, used)
}

// processorTime is the time of the processor that a program has used, by the clock that
// Linux has for each.
func processorTime(t *testing.T, pid int) time.Duration {
	t.Helper()
	const scheduled = 2 // which of a process's clocks, as the kernel numbers them
	var now unix.Timespec
	if err := unix.ClockGettime(int32(^pid<<3|scheduled), &now); err != nil {
		t.Fatal(err)
	}
	return time.Duration(now.Nano())
}
