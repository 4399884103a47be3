package main_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestPackage installs the Debian package into a root of its own and starts the
// program from there on a company, as a double click does. The folder of the
// package comes from cmd/dev.
func TestPackage(t *testing.T) {
	folder := os.Getenv("WINNOW_PACKAGE")
	if folder == "" {
		t.Skip("needs a Debian package, Xvfb, openbox, xdotool and ImageMagick; go run ./cmd/dev test has them")
	}
	packages, err := filepath.Glob(filepath.Join(folder, "*.deb"))
	if err != nil || len(packages) != 1 {
		t.Fatalf("there are %d packages in %s: %v", len(packages), folder, err)
	}
	dir := t.TempDir()
	root, company := filepath.Join(dir, "root"), filepath.Join(dir, "Millbrook.winnow")
	display := openDisplay(t, 1280, 800)
	env := append(os.Environ(), "DISPLAY="+display, "LANG=en_US.UTF-8", "HOME="+dir, "XDG_RUNTIME_DIR="+shortFolder(t),
		"XDG_STATE_HOME="+filepath.Join(dir, "state"), "XDG_CONFIG_HOME="+filepath.Join(dir, "config"), "XDG_DATA_HOME="+filepath.Join(dir, "data"))
	do := func(name string, args ...string) string {
		t.Helper()
		ctx, stop := context.WithTimeout(context.Background(), patience)
		defer stop()
		c := exec.CommandContext(ctx, name, args...)
		c.Env = env
		out, err := c.CombinedOutput()
		if err != nil {
			t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
		}
		return string(out)
	}
	do("dpkg-deb", "--extract", packages[0], root)
	program := commandOf(t, root)
	do(filepath.Join(root, "usr", "bin", "winnowctl"), "--db", company, "demo")

	said := &bytes.Buffer{}
	run := exec.Command(program, company)
	run.Env, run.Stderr = env, said
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := run.Process.Kill(); err != nil {
			t.Error(err)
		}
		run.Wait() // the error says that it was killed
		if strings.Contains(said.String(), "panic") {
			t.Errorf("the program says:\n%s", said)
		}
		checkLog(t, filepath.Join(dir, "state", "winnow", "winnow.log"))
	})
	do("xdotool", "search", "--sync", "--onlyvisible", "--name", "Millbrook.winnow - .* - Winnow")
	if again := do(program, company); !strings.Contains(again, "company Millbrook is open already") {
		t.Errorf("the second start says %q", again)
	}
	artifacts := os.Getenv("WINNOW_ARTIFACTS")
	if artifacts == "" {
		artifacts = t.TempDir()
	}
	do("xdotool", "sleep", "1") // until it is drawn
	do("import", "-window", "root", filepath.Join(artifacts, "package.png"))
}

// commandOf returns the program that the desktop entry of an installed package
// starts, and makes sure that the entry opens company files.
func commandOf(t *testing.T, root string) string {
	t.Helper()
	entry, err := os.ReadFile(filepath.Join(root, "usr", "share", "applications", "winnow.desktop"))
	if err != nil {
		t.Fatal(err)
	}
	mime, err := os.ReadFile(filepath.Join(root, "usr", "share", "mime", "packages", "winnow.xml"))
	if err != nil {
		t.Fatal(err)
	}
	command, mimeType := "", ""
	for line := range strings.Lines(string(entry)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		switch key {
		case "Exec":
			command = value
		case "MimeType":
			mimeType = strings.TrimSuffix(value, ";")
		}
	}
	name, file, _ := strings.Cut(command, " ")
	if name == "" || file != "%f" {
		t.Errorf("the desktop entry starts %q", command)
	}
	if mimeType == "" || !strings.Contains(string(mime), `type="`+mimeType+`"`) || !strings.Contains(string(mime), `pattern="*.winnow"`) {
		t.Errorf("the type %q is not that of *.winnow in\n%s", mimeType, mime)
	}
	return filepath.Join(root, "usr", "bin", name)
}

// shortFolder is a folder whose name leaves room for that of a socket.
func shortFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "winnow")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}
