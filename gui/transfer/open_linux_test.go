package transfer_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"winnow/gui/guitest"
	"winnow/gui/transfer"
	"winnow/gui/work"
)

// Where nothing opens a file, one is told where it is: without xdg-open, and where
// that finds no program.
func TestOpenFile(t *testing.T) {
	s := guitest.New(t)
	programs, file := t.TempDir(), filepath.Join(t.TempDir(), "letters.xlsx")
	t.Setenv("PATH", programs)
	told := ""
	fail := func(err error) { told = work.Text(err) }
	transfer.OpenFile(file, fail)
	if !strings.Contains(told, file) {
		t.Errorf("without xdg-open one is told %q", told)
	}
	script := func(text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(programs, "xdg-open"), []byte("#!/bin/sh\n"+text+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	told = ""
	script("echo no program; exit 3")
	transfer.OpenFile(file, fail)
	s.Until("it is told where the file is", func() bool { return strings.Contains(told, file) })

	told = ""
	opened := filepath.Join(programs, "opened")
	if err := syscall.Mkfifo(opened, 0o600); err != nil {
		t.Fatal(err)
	}
	script(`echo "$1" >"` + opened + `"`)
	transfer.OpenFile(file, fail)
	if text, err := os.ReadFile(opened); err != nil || strings.TrimSpace(string(text)) != file {
		t.Errorf("opened is %q, %v", text, err)
	}
	if told != "" {
		t.Errorf("what was opened is told to be elsewhere: %s", told)
	}
}
