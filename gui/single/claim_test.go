package single_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"winnow/gui/single"
)

// folder is a folder whose name is short enough for a socket.
func folder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "winnow")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func take(t *testing.T, dir, file string, raise func()) *single.Claim {
	t.Helper()
	c, err := single.Take(dir, file, raise)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func release(t *testing.T, c *single.Claim) {
	t.Helper()
	if err := c.Release(); err != nil {
		t.Error(err)
	}
}

// Who asks for a file that is open brings its window to the front; other files
// are free, and so is this one when it is closed.
func TestSecondRaisesTheFirst(t *testing.T) {
	dir, files := folder(t), t.TempDir()
	file := filepath.Join(files, "company.winnow")
	raised := make(chan struct{}, 10)
	first := take(t, dir, file, func() { raised <- struct{}{} })
	for _, same := range []string{file, filepath.Join(files, "sub", "..", "company.winnow")} {
		if _, err := single.Take(dir, same, nil); !errors.Is(err, single.ErrTaken) {
			t.Errorf("%s: %v", same, err)
		}
		<-raised
		if !first.Holds(same) {
			t.Errorf("the claim does not hold %s", same)
		}
	}
	other := take(t, dir, filepath.Join(files, "other.winnow"), nil)
	if first.Holds(filepath.Join(files, "other.winnow")) {
		t.Error("the claim holds another file too")
	}
	release(t, other)
	release(t, first)
	release(t, take(t, dir, file, nil))
}

// A link to a file is the file.
func TestLinkIsTheFile(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need rights there")
	}
	dir, files := folder(t), t.TempDir()
	file, link := filepath.Join(files, "company.winnow"), filepath.Join(files, "link.winnow")
	if err := errors.Join(os.WriteFile(file, nil, 0o600), os.Symlink(file, link)); err != nil {
		t.Fatal(err)
	}
	first := take(t, dir, file, func() {})
	defer release(t, first)
	if _, err := single.Take(dir, link, nil); !errors.Is(err, single.ErrTaken) {
		t.Errorf("the link: %v", err)
	}
}

// A program that was killed does not keep its file.
func TestKilledKeepsNothing(t *testing.T) {
	if dir := os.Getenv("WINNOW_SINGLE_DIR"); dir != "" { // the program to be killed
		take(t, dir, filepath.Join(dir, "company.winnow"), func() {})
		fmt.Println("taken")
		select {}
	}
	dir := folder(t)
	program := exec.Command(os.Args[0], "-test.run=TestKilledKeepsNothing")
	program.Env = append(os.Environ(), "WINNOW_SINGLE_DIR="+dir)
	out, err := program.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "taken\n" {
		t.Errorf("the program says %q, %v", line, err)
	}
	file := filepath.Join(dir, "company.winnow")
	if _, err := single.Take(dir, file, nil); !errors.Is(err, single.ErrTaken) {
		t.Errorf("while it runs: %v", err)
	}
	if err := program.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	program.Wait() // the error says that it was killed
	raised := make(chan struct{}, 1)
	again := take(t, dir, file, func() { raised <- struct{}{} })
	defer release(t, again)
	if _, err := single.Take(dir, file, nil); !errors.Is(err, single.ErrTaken) {
		t.Errorf("the second time: %v", err)
	}
	<-raised
}
