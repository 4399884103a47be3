package main

import (
	"archive/zip"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/text/encoding/ianaindex"

	"winnow/core/credential/credentialtest"
	"winnow/core/hub/hubtest"
	"winnow/core/sending/smtptest"
)

var update = flag.Bool("update", false, "write what the commands print into the scripts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){program: main})
}

// TestScripts runs the command lines in testdata/script as a user would.
func TestScripts(t *testing.T) {
	var servers hubtest.Shared
	t.Cleanup(func() {
		if err := servers.Close(); err != nil {
			t.Error(err)
		}
	})
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		Condition: func(cond string) (bool, error) {
			if cond == "postgresql" {
				return hubtest.Missing() == "", nil
			}
			if cond == "dbus" {
				_, err := exec.LookPath("dbus-daemon")
				return err == nil, nil
			}
			path, ok := strings.CutPrefix(cond, "exists:")
			if !ok {
				return false, fmt.Errorf("no condition %q", cond)
			}
			_, err := os.Stat(path)
			return err == nil, nil
		},
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("XDG_DATA_HOME", filepath.Join(env.WorkDir, "data"))
			env.Setenv("WINNOW_DB", filepath.Join(env.WorkDir, "company.winnow"))
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"status": status, "damage": damage, "encode": encode, "zip": pack, "says": says,
			"for-each-input": forEachInput, "for-each-output": forEachOutput, "printed-nowhere": printedNowhere,
			"keyring": func(ts *testscript.TestScript, _ bool, _ []string) {
				ts.Setenv("DBUS_SESSION_BUS_ADDRESS", credentialtest.Start(t).Address)
			},
			"mailserver": func(ts *testscript.TestScript, neg bool, args []string) { mailServer(ts, t, neg, args) },
			"role": func(ts *testscript.TestScript, _ bool, args []string) {
				servers.Server(t).Role(t, args[0], args[1])
			},
			"database": func(ts *testscript.TestScript, neg bool, args []string) {
				database(ts, servers.Server(t), t, neg, args)
			},
		},
	})
}

// database makes a new database on a server of the tests' own and puts a DSN of its
// superuser into an environment variable: database DSN. A second variable gets one over
// TCP, where a password is asked for, and a third the password: database DSN TCP PASSWORD.
func database(ts *testscript.TestScript, server hubtest.Server, t *testing.T, neg bool, args []string) {
	if len(args) != 1 && len(args) != 3 || neg {
		ts.Fatalf("usage: database VARIABLE [VARIABLE VARIABLE]")
	}
	dsn := server.Database(t)
	ts.Setenv(args[0], dsn)
	if len(args) == 3 {
		_, name, _ := strings.Cut(dsn, "dbname=")
		ts.Setenv(args[1], server.DSN(name, "postgres", true))
		ts.Setenv(args[2], hubtest.Password)
	}
}

// mailServer starts a mail server, and puts its address into an environment variable:
// mailserver URL [CERTIFICATE]. With a file for its certificate it offers STARTTLS, and jo
// logs in with the password secret. It refuses no-one@x.test.
func mailServer(ts *testscript.TestScript, t *testing.T, neg bool, args []string) {
	if len(args) < 1 || len(args) > 2 || neg {
		ts.Fatalf("usage: mailserver VARIABLE [FILE]")
	}
	server := &smtptest.Server{Answer: func(command string) string {
		if strings.HasPrefix(command, "RCPT TO:<no-one@x.test>") {
			return "550 nobody of that name"
		}
		return ""
	}}
	user := ""
	if len(args) == 2 {
		server.User, server.Password, user = "jo", "secret", "jo@"
		certificate, _ := server.Certify(t)
		ts.Check(os.WriteFile(ts.MkAbs(args[1]), certificate, 0o600))
	}
	ts.Setenv(args[0], fmt.Sprintf("smtp://%slocalhost:%d", user, server.Start(t, false)))
}

// encode writes a file again in another encoding: encode ibm850 list.csv.
func encode(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 || neg {
		ts.Fatalf("usage: encode ENCODING FILE")
	}
	to, err := ianaindex.IANA.Encoding(args[0])
	ts.Check(err)
	text, err := to.NewEncoder().String(ts.ReadFile(args[1]))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(text), 0o600))
}

// status runs winnowctl and checks its exit status: status 2 add SM00001.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 || neg {
		ts.Fatalf("usage: status N ARGUMENT...")
	}
	code := 0
	if err := ts.Exec(program, args[1:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("run winnowctl: %v", err)
		}
		code = exit.ExitCode()
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("winnowctl exited with status %d, want %s", code, args[0])
	}
}

// damage overwrites the beginning of a file, or with a number, as many bytes in
// its middle: damage company.winnow 5000.
func damage(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) == 0 || neg {
		ts.Fatalf("usage: damage FILE [BYTES]")
	}
	path := ts.MkAbs(args[0])
	content, err := os.ReadFile(path)
	ts.Check(err)
	where := content[:50]
	if len(args) > 1 {
		n, err := strconv.Atoi(args[1])
		ts.Check(err)
		where = content[len(content)/2:][:n]
	}
	for i := range where {
		where[i] = byte(i)
	}
	ts.Check(os.WriteFile(path, content, 0o600))
}

// pack makes an archive of a folder: zip letter.docx letter.
func pack(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 || neg {
		ts.Fatalf("usage: zip FILE FOLDER")
	}
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	z := zip.NewWriter(f)
	ts.Check(z.AddFS(os.DirFS(ts.MkAbs(args[1]))))
	ts.Check(z.Close())
	ts.Check(f.Close())
}

// says checks that a text is in a document: says letter.docx 'Dear Ann'.
func says(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 || neg {
		ts.Fatalf("usage: says FILE TEXT")
	}
	z, err := zip.OpenReader(ts.MkAbs(args[0]))
	ts.Check(err)
	defer z.Close()
	content, err := fs.ReadFile(z, "word/document.xml")
	ts.Check(err)
	text := regexp.MustCompile("<[^>]*>").ReplaceAllString(string(content), "")
	if !strings.Contains(text, args[1]) {
		ts.Fatalf("%s says %q", args[0], text)
	}
}

// forEachInput names a path to every command that reads a file, and checks that
// it fails and what it says: for-each-input nofolder/x '^winnowctl: '.
func forEachInput(ts *testscript.TestScript, neg bool, args []string) {
	forEach(ts, args, [][]string{
		{"segments", "--db", "PATH"}, {"restore", "PATH", "--db", "new.winnow"}, {"recover", "PATH", "new.winnow"},
		{"apply", "SM00001", "PATH"}, {"template", "add", "X", "PATH"}, {"backup", "new.age", "--passphrase-file", "PATH"},
	})
}

// forEachOutput does so with every command that writes a file.
func forEachOutput(ts *testscript.TestScript, neg bool, args []string) {
	forEach(ts, args, [][]string{
		{"backup", "PATH"}, {"export", "SM00001", "PATH.xlsx"}, {"export", "SM00001", "PATH.csv"}, {"vcard", "SM00001", "PATH.vcf"},
		{"labels", "SM00001", "PATH.pdf"}, {"covers", "SM00001", "PATH.pdf"}, {"phones", "SM00001", "PATH.pdf"},
	})
}

// forEach runs the command lines with a path in place of PATH; LONG is one that
// is longer than a name can be.
func forEach(ts *testscript.TestScript, args []string, lines [][]string) {
	if len(args) != 2 {
		ts.Fatalf("usage: for-each-input PATH TEXT")
	}
	wanted := regexp.MustCompile(args[1])
	path := strings.ReplaceAll(args[0], "LONG", strings.Repeat("x", 300))
	for _, line := range lines {
		if path == "" && line[0] == "segments" || (path == "" || path == "none") && line[0] == "mails" {
			continue // then the command line is wrong, or names a template's code
		}
		run := make([]string, len(line))
		for i, word := range line {
			run[i] = strings.ReplaceAll(word, "PATH", path)
		}
		if err := ts.Exec(program, run...); err == nil {
			ts.Fatalf("%q did not fail", run)
		}
		if said := ts.ReadFile("stderr"); !wanted.MatchString(strings.TrimSpace(said)) {
			ts.Fatalf("%q said %q", run, said)
		}
		if said := ts.ReadFile("stdout"); said != "" {
			ts.Fatalf("%q printed %q", run, said)
		}
	}
}

// printedNowhere runs winnowctl with an output that takes nothing, and checks its
// exit status: printed-nowhere 1 segments.
func printedNowhere(ts *testscript.TestScript, neg bool, args []string) {
	line := program
	for _, word := range args[1:] {
		line += " '" + word + "'"
	}
	code := 0
	if err := ts.Exec("sh", "-c", line+" >/dev/full"); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("run winnowctl: %v", err)
		}
		code = exit.ExitCode()
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("winnowctl exited with status %d, want %s", code, args[0])
	}
}

// A command that is stopped says so, and leaves everything as it was.
func TestStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	folder := t.TempDir()
	var out [2]*os.File
	for i, name := range []string{"out", "err"} {
		f, err := os.Create(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		out[i] = f
	}
	path := filepath.Join(folder, "companies", "company.winnow")
	code := run(ctx, []string{"demo", "--db", path}, streams{in: strings.NewReader(""), out: out[0], err: out[1]})
	if code != 1 {
		t.Errorf("the exit status is %d", code)
	}
	for name, want := range map[string]string{"out": "", "err": "winnowctl: stopped; nothing was changed\n"} {
		got, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, string(got)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	left, err := filepath.Glob(filepath.Join(folder, "companies", "*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
