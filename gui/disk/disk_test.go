package disk

import (
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
)

func TestThere(t *testing.T) {
	folder := t.TempDir()
	file, missing := filepath.Join(folder, "file"), filepath.Join(folder, "missing")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{file, folder}, There(file, missing, folder)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{folder}, Folders(file, missing, folder)); diff != "" {
		t.Error(diff)
	}
}

// A server that does not answer is left out and not asked again until it has answered.
func TestSilentDisk(t *testing.T) {
	here := t.TempDir()
	const server = "//server/folder"
	synctest.Test(t, func(t *testing.T) {
		answers := make(chan struct{})
		asked := 0
		stat = func(path string) (os.FileInfo, error) {
			if path == server {
				asked++
				<-answers
			}
			return os.Stat(here)
		}
		defer func() { stat = os.Stat }()
		for range 3 {
			if diff := cmp.Diff([]string{here}, There(server, here)); diff != "" {
				t.Error(diff)
			}
		}
		if asked != 1 {
			t.Errorf("asked %d times", asked)
		}
		close(answers)
		synctest.Wait()
		if diff := cmp.Diff([]string{server, here}, There(server, here)); diff != "" {
			t.Error(diff)
		}
	})
}
