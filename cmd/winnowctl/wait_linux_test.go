package main

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// Where a file is asked for, a named pipe is refused at once: to open it would wait
// for whoever writes to it.
func TestNamedPipes(t *testing.T) {
	folder := t.TempDir()
	c := cli{t, filepath.Join(folder, "company.winnow")}
	for _, line := range []string{"demo", "new", "add SM00001 -f contact.country_region_code=GB"} {
		if out, wrong, status := c.run(strings.Fields(line)...); status != 0 {
			t.Fatal(out, wrong)
		}
	}
	pipe := func(ending string) string {
		path := filepath.Join(folder, "pipe"+ending)
		if err := syscall.Mkfifo(path, 0o600); err != nil && !os.IsExist(err) {
			t.Fatal(err)
		}
		return path
	}
	out := func(name string) string { return filepath.Join(folder, name) }
	for _, args := range [][]string{
		{"import", pipe(".csv")}, {"import", pipe(".xlsx")}, {"import", pipe(".vcf")}, {"import", pipe(".zip")},
		{"apply", "SM00001", pipe(".json")},
		{"merge", "SM00001", out("letters.docx"), "--template", pipe(".docx")},
		{"template", "add", "A", pipe(".docx")}, {"template", "fields", pipe(".docx")},
		{"mails", "SM00001", "--template", pipe(".txt"), "--folder", out("drafts")},
		{"mails", "SM00001", "--template", pipe(".html"), "--preview"},
		{"backup", out("b.age"), "--passphrase-file", pipe(".key")},
		{"restore", pipe(".winnow"), "--replace"}, {"restore", pipe(".age"), "--replace", "--passphrase-file", pipe(".key")},
		{"recover", pipe(".winnow"), out("new.winnow")},
	} {
		_, wrong, status := c.run(args...)
		if status != 1 || strings.Count(wrong, "\n") != 1 {
			t.Errorf("%s: %d, %s", args, status, wrong)
		}
	}
	for _, args := range [][]string{{"segments"}, {"check"}, {"backup", out("b.winnow")}, {"new"}} {
		if _, wrong, status := (cli{t, pipe(".winnow")}).run(args...); status != 1 || !strings.Contains(wrong, "is not a Winnow company file") {
			t.Errorf("%s: %d, %s", args, status, wrong)
		}
	}
}

// Ctrl+C ends a command that waits: for another program's lock, and for what it is to
// read, neither of which comes.
func TestStoppedWhileWaiting(t *testing.T) {
	if raced {
		t.Skip("it is another program that is stopped")
	}
	path := filepath.Join(t.TempDir(), "company.winnow")
	if out, err := command(t.Context(), path, []string{"demo"}).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	db, err := sql.Open("sqlite3", path+"?_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tx, err := db.BeginTx(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	for _, args := range [][]string{{"new"}, {"settings", "me=JO"}, {"backup", path + ".age", "--passphrase-file", "-"}, {"apply", "SM00001", "/dev/stdin"}} {
		t.Run(args[0], func(t *testing.T) {
			run := command(t.Context(), path, args)
			var said bytes.Buffer
			run.Stderr = &said
			theirs, in, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			defer theirs.Close()
			defer in.Close() // so that what is read does not end
			if _, err := in.WriteString("["); err != nil {
				t.Fatal(err)
			}
			run.Stdin = theirs
			if err := run.Start(); err != nil {
				t.Fatal(err)
			}
			awaitWaiting(t, run, in, path)
			if err := run.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
			if err := run.Wait(); run.ProcessState.ExitCode() != 1 || !strings.HasPrefix(said.String(), "winnowctl: stopped") {
				t.Errorf("%v: %s", err, &said)
			}
		})
	}
}

// awaitWaiting waits until a program has the company file open or has read what there
// is for it to read, and so listens to signals.
func awaitWaiting(t *testing.T, run *exec.Cmd, in *os.File, path string) {
	t.Helper()
	for {
		left, err := unix.IoctlGetInt(int(in.Fd()), unix.TIOCINQ)
		if err != nil {
			t.Fatal(err)
		}
		if left == 0 {
			return
		}
		links, err := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", run.Process.Pid))
		if err != nil {
			t.Fatal(err)
		}
		for _, link := range links {
			if to, err := os.Readlink(link); err == nil && strings.HasPrefix(to, path) {
				return
			}
		}
	}
}

// What a file holds is told in lines of bounded length.
func TestLinesAreBounded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "company.winnow")
	c := cli{t, path}
	if out, wrong, status := c.run("new", "--description", strings.Repeat("long ", 6000)); status != 0 {
		t.Fatal(out, wrong)
	}
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("UPDATE segment_header SET description = hex(zeroblob(20000000))"); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"segments"}, {"show", "SM00001"}, {"show", strings.Repeat("X", 30_000)}, {"add", "SM00001", "-f", "contact.name=" + strings.Repeat("(", 30_000)}} {
		out, wrong, _ := c.run(args...)
		for _, line := range strings.Split(out+wrong, "\n") {
			if len(line) > 10_000 {
				t.Errorf("%s: a line of %d bytes", args[0], len(line))
			}
		}
	}
	if out, _, status := c.run("show", "SM00001", "--json"); status != 0 || len(out) < 40_000_000 {
		t.Errorf("JSON has %d bytes", len(out))
	}
}
