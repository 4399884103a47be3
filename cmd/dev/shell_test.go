package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A program that prints nothing for long is said to be still at work; a program
// that prints is left alone.
func TestSilenceIsEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var said, printed bytes.Buffer
		s := &silence{out: &said, last: time.Now()}
		program := s.before(&printed)
		end := s.watch("go build", "about 5 minutes")
		for range 4 {
			time.Sleep(10 * time.Second)
			program.Write([]byte("."))
		}
		if said.Len() > 0 {
			t.Errorf("there was no silence, and yet it says %q", &said)
		}
		time.Sleep(35 * time.Second)
		end()
		want := "   still at work after 55s; about 5 minutes: go build\n   still at work after 1m10s; about 5 minutes: go build\n"
		if diff := cmp.Diff(want, said.String()); diff != "" {
			t.Error(diff)
		}
		if printed.String() != "...." {
			t.Errorf("the program printed %q", &printed)
		}
	})
}

// Winnow's folder may belong to somebody else, of which git warns.
func TestCheckoutOfSomebodyElse(t *testing.T) {
	if !has("git") {
		t.Skip("there is no git here")
	}
	folder := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module a\n", "main.go": "package main\n\nfunc main() {}\n"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.Command("git", "init", folder).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Chdir(folder)
	for name, value := range map[string]string{"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1", "GIT_CONFIG_GLOBAL": os.DevNull, "GIT_CONFIG_SYSTEM": os.DevNull, "GOFLAGS": "-mod=mod"} {
		t.Setenv(name, value)
	}
	if out, err := exec.Command("go", "build", "-o", os.DevNull, ".").CombinedOutput(); err == nil {
		t.Fatalf("go does not mind, so that this shows nothing: %s", out)
	}
	sh, err := newShell(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	said := &bytes.Buffer{}
	sh.out, sh.err = said, said
	if err := sh.run(t.Context(), nil, "go", "build", "-o", os.DevNull, "."); err != nil {
		t.Errorf("%v\n%s", err, said)
	}
}

// What is missing is all told at once, before anything is compiled.
func TestWhatIsMissingIsListed(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the lists are Debian's")
	}
	t.Setenv("PATH", t.TempDir())
	said := &bytes.Buffer{}
	sh := &shell{root: t.TempDir(), out: said, err: said}
	err := install(t.Context(), sh, []pkg{{name: "poppler-utils", programs: []string{"pdftotext"}}, {name: "libx11-dev", library: "x11"}, {name: "libc6-dev", header: "stdlib.h"}})
	want := "this is missing:\n  poppler-utils (pdftotext)\n  libx11-dev (the library x11)\n  libc6-dev (the header stdlib.h)\n" +
		"These are Debian's names; other systems have packages with names like them."
	if err == nil {
		t.Fatal("nothing is missing")
	}
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Error(diff)
	}
}

func TestHelpIsNoError(t *testing.T) {
	for _, args := range []string{"--help", "-h", "help", "test --help", "run -h", "package --help", "fresh --help"} {
		said := &bytes.Buffer{}
		if code := end(start(t.Context(), strings.Fields(args)), false, said, said); code != 0 || !strings.HasPrefix(said.String(), "usage:") {
			t.Errorf("%s: status %d, %s", args, code, said)
		}
	}
	for _, args := range []string{"", "rum", "run now", "test --loud", "package --only beos"} {
		said := &bytes.Buffer{}
		if code := end(start(t.Context(), strings.Fields(args)), false, said, said); code != 2 || !strings.Contains(said.String(), "usage:") {
			t.Errorf("%s: status %d, %s", args, code, said)
		}
	}
}

// Where no new Debian can be made, the exit status says so, and the tests can run
// without one.
func TestNoDebianHere(t *testing.T) {
	said := &bytes.Buffer{}
	sh := &shell{root: t.TempDir(), out: said, err: said}
	t.Setenv("TMPDIR", t.TempDir())
	t.Setenv("PATH", t.TempDir())
	if code := end(fresh(t.Context(), sh, tests{}), false, said, said); code != 3 || !strings.Contains(said.String(), "dev: no new Debian can be made here: ") {
		t.Errorf("status %d, and it says\n%s", code, said)
	}
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// Whoever presses Ctrl+C knows why it ends.
func TestInterruptIsQuiet(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	said := &bytes.Buffer{}
	sh := &shell{root: t.TempDir(), out: said, err: said}
	err := sh.step(ctx, "build", "", func(context.Context) error {
		stop()
		return errors.New("signal: interrupt")
	})
	if code := end(err, ctx.Err() != nil, said, said); code != 130 || said.String() != "== build\n" {
		t.Errorf("status %d, and it says %q", code, said)
	}
}
