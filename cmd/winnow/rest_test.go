//go:build linux

package main_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// How long the program is let alone, and how often at most, as what it was asked for
// takes its time where others use the machine too.
const (
	restTime  = 3 * time.Second
	restTimes = 12
)

// TestWindowRests opens pages and dialogs one after the other, and Find over them, and
// then lets the program alone: it draws nothing, and uses no more of the processor than
// the toolkit's own beat takes. Another window that shows nothing but the welcome tells
// how much that is at the same time, on a machine of any speed and however many use it.
func TestWindowRests(t *testing.T) {
	if os.Getenv("WINNOW_WINDOW_TEST") != "1" {
		t.Skip("needs Xvfb, openbox and xdotool; set WINNOW_WINDOW_TEST=1 to run it")
	}
	dir := t.TempDir()
	program := built(t, dir, "migrated_fynedo")
	beat := &rester{t: t, program: program, display: openDisplay(t, 1280, 800)}
	beat.start(filepath.Join(dir, "none.winnow"))
	beat.at("Welcome")

	file := filepath.Join(dir, "company.winnow")
	prepare(t, file, 0)
	r := rester{t: t, program: program, display: openDisplay(t, 1280, 800), beat: beat}
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
}

// rester lets a program rest.
type rester struct {
	t                *testing.T
	program, display string
	beat             *rester // shows nothing that moves
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

// work is what the program has done so far.
type work struct {
	drawing   int           // how often a thread that draws was put to work
	processor time.Duration // of all its threads
}

func (r *rester) worked() work {
	r.t.Helper()
	return work{drawing: timesDrawn(r.t, r.run.Process.Pid), processor: processorTime(r.t, r.run.Process.Pid)}
}

// rests fails the test where the program goes on drawing, or uses three times as much of
// the processor as the beat takes.
func (r *rester) rests(where string) {
	r.t.Helper()
	var seen []string
	for range restTimes {
		mine, beat := r.worked(), r.beat.worked()
		<-time.After(restTime)
		mine, beat = r.worked().since(mine), r.beat.worked().since(beat)
		seen = append(seen, fmt.Sprintf("drawn %d times, %v of the processor, the beat %v", mine.drawing, mine.processor, beat.processor))
		if mine.drawing == 0 && mine.processor <= 3*beat.processor {
			r.t.Logf("%s: %q", where, seen)
			return
		}
	}
	r.t.Errorf("%s: the program does not rest; in %v each: %q", where, restTime, seen)
}

func (w work) since(before work) work {
	return work{drawing: w.drawing - before.drawing, processor: w.processor - before.processor}
}

// timesDrawn is how often the threads that draw were put to work: without a graphics
// card, as under Xvfb, Mesa draws with threads that it names after its llvmpipe, and
// the kernel counts how often each went to sleep again.
func timesDrawn(t *testing.T, pid int) int {
	t.Helper()
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*", pid))
	if err != nil {
		t.Fatal(err)
	}
	times, drawing := 0, false
	for _, thread := range threads {
		name, err := os.ReadFile(filepath.Join(thread, "comm"))
		if errors.Is(err, fs.ErrNotExist) {
			continue // it has ended
		}
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(string(name), "llvmpipe") {
			continue
		}
		status, err := os.ReadFile(filepath.Join(thread, "status"))
		if err != nil {
			t.Fatal(err)
		}
		_, after, _ := strings.Cut(string(status), "\nvoluntary_ctxt_switches:")
		count, _, _ := strings.Cut(after, "\n")
		n, err := strconv.Atoi(strings.TrimSpace(count))
		if err != nil {
			t.Fatal(err)
		}
		times, drawing = times+n, true
	}
	if !drawing {
		t.Skip("no thread of Mesa's llvmpipe draws here, so nothing tells how often something is drawn")
	}
	return times
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
