package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The README shows what the commands print, in its order, on a new sample
// company.
func TestReadme(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("the README's commands are a shell's")
	}
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(text), "```console\n")
	session, _, closed := strings.Cut(rest, "```\n")
	if !found || !closed {
		t.Fatal("the README has no commands")
	}
	folder := t.TempDir()
	var did strings.Builder
	for line := range strings.Lines(session) {
		command, ok := strings.CutPrefix(line, "$ ")
		if !ok {
			continue
		}
		did.WriteString(line)
		c := exec.Command("sh", "-c", command)
		c.Dir = folder
		c.Env = append(os.Environ(), "HOME="+folder, "XDG_DATA_HOME="+filepath.Join(folder, ".local", "share"), "WINNOW_DB=")
		out, _ := c.CombinedOutput() // one of them is wrong, as its text says
		did.WriteString(strings.ReplaceAll(string(out), folder, "/home/jo"))
	}
	if diff := cmp.Diff(session, did.String()); diff != "" {
		t.Error(diff)
	}
}
