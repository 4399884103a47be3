package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"winnow/core"
)

func sourceFacts(t *testing.T) facts {
	t.Helper()
	f, err := readFacts(filepath.Join("..", "..", "FyneApp.toml"))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// The version that the programs tell is the one that the packages bear.
func TestVersionIsTheFacts(t *testing.T) {
	if got := sourceFacts(t).Version; got != core.Version {
		t.Errorf("FyneApp.toml has version %s, core has %s", got, core.Version)
	}
}

func TestFactsThatAreMissing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "FyneApp.toml")
	for text, want := range map[string]string{
		"[Details]\nName = \"Winnow\"\nBuild = 1": "there is no text Details.Version",
		"[Details]\nName: Winnow":                 "line 2: this is not KEY = VALUE",
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readFacts(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// A .deb is taken apart by Debian's own program as what was put into it, and
// the same files make the same bytes.
func TestDeb(t *testing.T) {
	entries := []entry{{"usr/bin/winnow", runnable, []byte("#!/bin/sh\n")}, {"usr/share/doc/winnow/copyright", ordinary, []byte("odd")}}
	when := time.Unix(1700000000, 0).UTC()
	first, err := deb(sourceFacts(t), "amd64", "Ann Smith <ann@x.test>", entries, when)
	if err != nil {
		t.Fatal(err)
	}
	second, err := deb(sourceFacts(t), "amd64", "Ann Smith <ann@x.test>", entries, when)
	if err != nil || !bytes.Equal(first, second) {
		t.Errorf("the same files made other bytes: %v", err)
	}
	if !has("dpkg-deb") {
		t.Skip("there is no dpkg-deb here")
	}
	path := filepath.Join(t.TempDir(), "winnow.deb")
	if err := os.WriteFile(path, first, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("dpkg-deb", "--contents", path).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, line := range []string{"drwxr-xr-x root/root         0 2023-11-14 22:13 ./usr/bin/", "-rwxr-xr-x root/root        10 2023-11-14 22:13 ./usr/bin/winnow"} {
		if !strings.Contains(string(out), line) {
			t.Errorf("%q is not in\n%s", line, out)
		}
	}
	out, err = exec.Command("dpkg-deb", "--field", path, "Package", "Version", "Architecture", "Maintainer", "Depends").CombinedOutput()
	want := "Package: winnow\nVersion: " + core.Version + "-" + sourceFacts(t).Build + "\nArchitecture: amd64\nMaintainer: Ann Smith <ann@x.test>\n" +
		"Depends: libx11-6, libxcursor1, libxi6, libxinerama1, libxrandr2, libxxf86vm1\n"
	if diff := cmp.Diff(want, string(out)); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

// The manual pages show the help as it is, whatever signs a line begins with.
func TestManPages(t *testing.T) {
	help, err := listed("Usage: x\n\nFlags:\n  -h, --help  'That'\n.csv  a\\b\n\nCommands:\n  add  Add.\n")
	if err != nil {
		t.Fatal(err)
	}
	want := "Flags:\n  \\-h, \\-\\-help  \\(aqThat\\(aq\n\\&.csv  a\\eb\n\nCommands:\n  add  Add."
	if diff := cmp.Diff(want, asTyped(help)); diff != "" {
		t.Error(diff)
	}
	if _, err := listed("Usage: x\n"); err == nil {
		t.Error("a help without commands is taken for one")
	}
	p, err := newPacking(t.Context(), &shell{root: filepath.Join("..", ".."), out: io.Discard, err: io.Discard}, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	pages, err := p.manPages(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range pages {
		plain, err := gzip.NewReader(bytes.NewReader(page.data))
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(plain)
		if err != nil || !bytes.HasPrefix(text, []byte(".TH WINNOW")) || strings.Contains(page.path, "ctl") != bytes.Contains(text, []byte("\n  export ")) {
			t.Errorf("%s: %v\n%s", page.path, err, text)
		}
	}
}

// The archive for a person's home installs and takes away what it brought, and
// nothing else.
func TestInstallScript(t *testing.T) {
	if !has("sh") {
		t.Skip("there is no shell here")
	}
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	p, err := newPacking(context.Background(), &shell{root: root, out: io.Discard, err: io.Discard}, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	script, err := p.fill("install.sh", p.facts)
	if err != nil {
		t.Fatal(err)
	}
	desktop, err := p.fill("winnow.desktop", p.facts)
	if err != nil {
		t.Fatal(err)
	}
	archive, err := tarGz("", []entry{{"install.sh", runnable, script}, {"bin/winnow", runnable, []byte("w")}, {"bin/winnowctl", runnable, []byte("c")},
		{"share/applications/winnow.desktop", ordinary, desktop}}, p.when)
	if err != nil {
		t.Fatal(err)
	}
	folder, home := t.TempDir(), t.TempDir()
	unpack(t, archive, folder)
	theirs := filepath.Join(home, ".local", "share", "winnow", "company.winnow")
	if err := os.MkdirAll(filepath.Dir(theirs), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(theirs, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	install := func(args ...string) {
		t.Helper()
		c := exec.Command(filepath.Join(folder, "install.sh"), args...)
		c.Env = []string{"HOME=" + home, "PATH=" + os.Getenv("PATH")}
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	install()
	text, err := os.ReadFile(filepath.Join(home, ".local", "share", "applications", "winnow.desktop"))
	if err != nil || !strings.Contains(string(text), "Exec=\""+home+"/.local/bin/winnow\" %f\n") {
		t.Errorf("the desktop entry: %v\n%s", err, text)
	}
	install("--uninstall")
	for path, want := range map[string]bool{".local/bin/winnow": false, ".local/bin/winnowctl": false, ".local/share/applications/winnow.desktop": false} {
		if _, err := os.Stat(filepath.Join(home, path)); (err == nil) != want {
			t.Errorf("%s: %v", path, err)
		}
	}
	if _, err := os.Stat(theirs); err != nil {
		t.Errorf("the company is gone: %v", err)
	}
}

func unpack(t *testing.T, archive []byte, folder string) {
	t.Helper()
	plain, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		t.Fatal(err)
	}
	for files := tar.NewReader(plain); ; {
		head, err := files.Next()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(folder, filepath.FromSlash(head.Name))
		if head.Typeflag == tar.TypeDir {
			err = os.MkdirAll(path, 0o755)
		} else {
			var data []byte
			if data, err = io.ReadAll(files); err == nil {
				err = os.WriteFile(path, data, os.FileMode(head.Mode))
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// The icon for Windows holds a picture of each size, each where it says.
func TestIco(t *testing.T) {
	picture := image.NewNRGBA(image.Rect(0, 0, 512, 512))
	red := color.NRGBA{R: 200, A: 255}
	for i := range picture.Bounds().Dx() * picture.Bounds().Dy() {
		picture.Set(i%512, i/512, red)
	}
	ico, err := icoOf(picture)
	if err != nil {
		t.Fatal(err)
	}
	var sides []int
	for i := range int(binary.LittleEndian.Uint16(ico[4:])) {
		row := ico[6+16*i:]
		size, at := binary.LittleEndian.Uint32(row[8:]), binary.LittleEndian.Uint32(row[12:])
		part, err := png.Decode(bytes.NewReader(ico[at : at+size]))
		if err != nil {
			t.Fatal(err)
		}
		side := part.Bounds().Dx()
		if part.Bounds().Dy() != side || byte(side) != row[0] || color.NRGBAModel.Convert(part.At(side/2, side/2)) != red {
			t.Errorf("picture %d is %v, %v", i, part.Bounds(), part.At(side/2, side/2))
		}
		sides = append(sides, side)
	}
	if diff := cmp.Diff([]int{16, 24, 32, 48, 64, 128, 256}, sides); diff != "" {
		t.Error(diff)
	}
}
