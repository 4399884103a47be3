package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// smallDisk is a file system of so many kilobytes.
func smallDisk(t *testing.T, size int) string {
	t.Helper()
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, fmt.Sprintf("size=%dk", size)); err != nil {
		t.Skipf("needs the right to mount a file system: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(folder, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return folder
}

// fill leaves so many bytes on a disk, and returns the file that takes the rest.
func fill(t *testing.T, folder string, left uint64) string {
	t.Helper()
	var disk syscall.Statfs_t
	if err := syscall.Statfs(folder, &disk); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "filler")
	if err := os.WriteFile(path, make([]byte, disk.Bavail*uint64(disk.Bsize)-left), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Where the disk is full, that is what is said; nothing has changed, and there is
// nothing to clean up; and with room again, the same command does its work.
func TestDiskFull(t *testing.T) {
	folder := smallDisk(t, 6<<10)
	company, csv := filepath.Join(folder, "company.winnow"), filepath.Join(t.TempDir(), "Contact.csv")
	must(t, company, "demo", "--contacts", "300")
	must(t, company, "new")
	must(t, company, "add", "SM00001", "-f", "contact.type=Company")
	if err := os.WriteFile(csv, []byte("No.,Name\n"+numbered(20000)), 0o600); err != nil {
		t.Fatal(err)
	}
	before := state(t, company)
	for _, c := range []struct {
		name string
		left uint64
		args []string
	}{
		{"import", 40 << 10, []string{"import", csv}},
		{"add", 40 << 10, []string{"add", "SM00001"}},
		{"export", 0, []string{"export", "SM00001", filepath.Join(folder, "letter.xlsx")}},
		{"export as CSV", 0, []string{"export", "SM00001", filepath.Join(folder, "letter.csv")}},
		{"backup", 100 << 10, []string{"backup", filepath.Join(folder, "copy.winnow")}},
		{"recover", 100 << 10, []string{"recover", company, filepath.Join(folder, "saved.winnow")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			filler := fill(t, folder, c.left)
			listed := names(t, folder)
			out, err := command(t.Context(), company, c.args).CombinedOutput()
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.ExitCode() != 1 || !bytes.Contains(out, []byte("is full")) {
				t.Errorf("%v\n%s", err, out)
			}
			if got := names(t, folder); got != listed {
				t.Errorf("the folder has %s, and had %s", got, listed)
			}
			if err := os.Remove(filler); err != nil {
				t.Fatal(err)
			}
			if state(t, company) != before {
				t.Error("the company has changed")
			}
			if c.name == "add" || c.name == "export" {
				must(t, company, c.args...)
				before = state(t, company)
			}
		})
	}
}

// A disk that fills while a new company file is made leaves the whole file and
// status 0, or no file, status 1 and a line that names the disk.
func TestDiskFullWhileMaking(t *testing.T) {
	folder := t.TempDir()
	whole, csv := filepath.Join(folder, "whole.winnow"), filepath.Join(folder, "Contact.csv")
	must(t, whole, "demo")
	if err := os.WriteFile(csv, []byte("No.,Name\n"+numbered(4000)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		args func(path string) []string
	}{
		{"demo", func(string) []string { return []string{"demo"} }},
		{"import", func(string) []string { return []string{"import", csv} }},
		{"recover", func(path string) []string { return []string{"recover", whole, path} }},
		{"restore", func(string) []string { return []string{"restore", whole} }},
		{"restore an older one", func(string) []string { return []string{"restore", olderFile(t)} }},
	} {
		t.Run(c.name, func(t *testing.T) {
			full := 0
			for size := 100; ; size += size/6 + 4 {
				disk := smallDisk(t, size)
				path := filepath.Join(disk, "company.winnow")
				out, err := command(t.Context(), path, c.args(path)).CombinedOutput()
				if err == nil {
					must(t, path, "check")
					break
				}
				full++
				if !strings.Contains(string(out), "the disk of "+path+" is full") || strings.Count(string(out), "\n") != 1 {
					t.Errorf("%d KB: %v: %s", size, err, out)
				}
				if left := names(t, disk); left != "" {
					t.Errorf("%d KB: there is %s", size, left)
				}
				if t.Failed() {
					break
				}
			}
			if full < 8 {
				t.Errorf("it was full only %d times", full)
			}
		})
	}
}

// What lies where nothing can be written is read, and says so to whoever writes.
func TestReadOnlyDisk(t *testing.T) {
	folder := smallDisk(t, 6<<10)
	company := filepath.Join(folder, "company.winnow")
	must(t, company, "demo", "--contacts", "50")
	must(t, company, "new")
	must(t, company, "add", "SM00001")
	if err := syscall.Mount("", folder, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	out := t.TempDir()
	must(t, company, "lines", "SM00001")
	must(t, company, "check")
	must(t, company, "backup", filepath.Join(out, "copy.winnow"))
	must(t, company, "recover", company, filepath.Join(out, "saved.winnow"))
	must(t, filepath.Join(out, "copy.winnow"), "back", "SM00001")
	said, err := command(t.Context(), company, []string{"back", "SM00001"}).CombinedOutput()
	if err == nil || !bytes.Contains(said, []byte("company.winnow cannot be written to; ")) {
		t.Errorf("%v\n%s", err, said)
	}
}

// A disk that is gone is told as such, not as damage.
func TestDiskGone(t *testing.T) {
	company := filepath.Join(t.TempDir(), "drive", "company.winnow")
	said, err := command(t.Context(), company, []string{"segments"}).CombinedOutput()
	if err == nil || !bytes.Contains(said, []byte("there is no folder")) {
		t.Errorf("%v\n%s", err, said)
	}
}

func must(t *testing.T, company string, args ...string) {
	t.Helper()
	if out, err := command(t.Context(), company, args).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// names lists a folder, without what SQLite keeps beside an open file.
func names(t *testing.T, folder string) string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		if name := e.Name(); !strings.HasSuffix(name, "-wal") && !strings.HasSuffix(name, "-shm") {
			list = append(list, name)
		}
	}
	return strings.Join(list, " ")
}

// numbered is so many rows of contacts.
func numbered(n int) string {
	var rows strings.Builder
	for i := range n {
		fmt.Fprintf(&rows, "N%06d,%s\n", i, strings.Repeat("y", 90))
	}
	return rows.String()
}
