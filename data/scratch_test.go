package data_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"winnow/data"
)

// A program that is killed leaves what it made; the next one in the same place
// sweeps it away, but not what somebody works in, nor a name like it.
func TestScratchSwept(t *testing.T) {
	folder := t.TempDir()
	abandon(t, folder, "plain")
	mine := filepath.Join(folder, ".winnow-mine.part")
	if err := os.Mkdir(mine, 0o700); err != nil {
		t.Fatal(err)
	}
	working, err := data.NewScratch(folder)
	if err != nil {
		t.Fatal(err)
	}
	second, err := data.NewScratch(folder)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(working.Folder); err != nil {
		t.Errorf("somebody worked in it: %v", err)
	}
	if got := scratches(t, folder); len(got) != 3 {
		t.Errorf("there are %q", got)
	}
	working.Remove()
	second.Remove()
	if got := scratches(t, folder); len(got) != 1 || got[0] != mine {
		t.Errorf("there are %q", got)
	}
}

// While a folder is removed its lock is there until nothing else is: whoever is
// killed meanwhile leaves what the next one can sweep away.
func TestScratchKeepsItsLock(t *testing.T) {
	s, err := data.NewScratch(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for n := range 3000 {
		if err := os.WriteFile(s.Path(strconv.Itoa(n)), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	removed := make(chan struct{})
	go func() {
		defer close(removed)
		s.Remove()
	}()
	for {
		// Whether there is a lock is asked last: it does not come back.
		entries, err := os.ReadDir(s.Folder)
		_, lock := os.Stat(s.Path("lock"))
		again, _ := os.ReadDir(s.Folder)
		if err == nil && lock != nil && len(entries) > 1 && len(again) > 0 {
			t.Fatalf("%d files are there without a lock", len(again))
		}
		select {
		case <-removed:
			return
		default:
		}
	}
}

// A folder that was about to be replaced when the program was killed is in its
// place again.
func TestScratchPutsBack(t *testing.T) {
	folder := t.TempDir()
	abandon(t, folder, "old/letters/one.docx")
	s, err := data.NewScratch(folder)
	if err != nil {
		t.Fatal(err)
	}
	s.Remove()
	if _, err := os.Stat(filepath.Join(folder, "letters", "one.docx")); err != nil {
		t.Error(err)
	}
	if got := scratches(t, folder); len(got) > 0 {
		t.Errorf("there are %q", got)
	}
}

// What waits to take its place is known, also when its program is gone.
func TestMade(t *testing.T) {
	folder := t.TempDir()
	left := abandon(t, folder, "new")
	if waiting, abandoned := data.NewMade(filepath.Join(left, "new")).Waiting(); !waiting || !abandoned {
		t.Errorf("left: %v, %v", waiting, abandoned)
	}
	s, err := data.NewScratch(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Remove()
	path := filepath.Join(folder, "letters")
	for _, name := range []string{path, s.Path("new")} {
		if err := os.Mkdir(name, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	made := data.NewMade(s.Path("new"))
	if waiting, abandoned := made.Waiting(); !waiting || abandoned {
		t.Errorf("before: %v, %v", waiting, abandoned)
	}
	if err := s.Replace(s.Path("new"), path); err != nil {
		t.Fatal(err)
	}
	if waiting, _ := made.Waiting(); waiting {
		t.Error("it has taken its place")
	}
}

// abandon leaves a Scratch as a killed program does, with a file in it.
func abandon(t *testing.T, folder, name string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestAbandoning$")
	cmd.Env = append(os.Environ(), "WINNOW_TEST_SCRATCH="+folder)
	out, err := cmd.CombinedOutput()
	if err == nil {
		t.Fatalf("it was not killed: %s", out)
	}
	left := scratches(t, folder)
	if len(left) != 1 {
		t.Fatalf("it left %q: %s", left, out)
	}
	path := filepath.Join(left[0], name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return left[0]
}

// TestAbandoning is the program that is killed.
func TestAbandoning(t *testing.T) {
	folder := os.Getenv("WINNOW_TEST_SCRATCH")
	if folder == "" {
		t.Skip("it is run by abandon")
	}
	if _, err := data.NewScratch(folder); err != nil {
		t.Fatal(err)
	}
	self, err := os.FindProcess(os.Getpid())
	if err == nil {
		err = self.Kill()
	}
	t.Error(err)
	select {}
}

func scratches(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".winnow-") {
			list = append(list, filepath.Join(folder, e.Name()))
		}
	}
	return list
}
