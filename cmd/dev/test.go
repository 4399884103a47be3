package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// tests are those that are only run when they are asked for.
type tests struct {
	// long fuzzes and walks for some minutes; office has LibreOffice read what we
	// write.
	long, office bool
}

// shipped is how the programs are built that people get. The walk through the real
// window alone is built without it, so that Fyne tells of calls from a wrong goroutine.
const shipped = "-tags=migrated_fynedo"

// slowest lets the tests of a package take their time on a slow machine.
const slowest = "-timeout=40m"

// test checks everything that has to hold and stops at the first that does
// not. What has not changed comes from Go's cache.
func test(ctx context.Context, sh *shell, asked tests) error {
	packages := append(toBuild(), toTest()...)
	if asked.office {
		packages = append(packages, toOffice()...)
	}
	type step struct {
		name, about string
		do          func(context.Context) error
	}
	steps := []step{
		{"packages", "", func(ctx context.Context) error { return install(ctx, sh, packages) }},
		{"gofmt", "", sh.formatted},
		{"vet", firstBuild, func(ctx context.Context) error { return sh.run(ctx, nil, "go", "vet", shipped, "./...") }},
		{"staticcheck", "about 3 minutes the first time", func(ctx context.Context) error {
			return sh.run(ctx, nil, "go", "tool", "staticcheck", shipped, "./...")
		}},
		{"errorlint", "about a minute the first time", func(ctx context.Context) error { return sh.vetWith(ctx, "go-errorlint", "-errorf") }},
		{"contextcheck", "about 2 minutes the first time", func(ctx context.Context) error {
			return sh.vetWith(ctx, "contextcheck", "-pkgprefix=winnow")
		}},
		{"revive", "some seconds", func(ctx context.Context) error {
			return sh.run(ctx, nil, "go", "tool", "revive", "-set_exit_status", "-config=cmd/dev/revive.toml", "./...")
		}},
		{"tests", "about 20 minutes the first time", func(ctx context.Context) error { return sh.run(ctx, nil, "go", "test", shipped, "./...", slowest) }},
		// It asks go list, of whose answers Go's cache knows nothing.
		{"the order of the house", "", func(ctx context.Context) error { return sh.run(ctx, nil, "go", "test", "-count=1", "./cmd/dev") }},
		{"tests with the race detector", "about 10 minutes the first time", sh.race},
		{"winnowctl without a window", "", sh.windowless},
		{"winnowctl.exe under Wine", "about 3 minutes the first time", sh.wine},
		{"the real window", "about 15 minutes", sh.window},
		{"the package", "about a minute", sh.packed},
	}
	if asked.office {
		steps = append(steps, step{"LibreOffice", "about a minute", sh.office})
	}
	if asked.long {
		steps = append(steps, step{"the long tests", "some hours", sh.long})
	}
	for _, s := range steps {
		if err := sh.step(ctx, s.name, s.about, s.do); err != nil {
			return err
		}
	}
	fmt.Fprintln(sh.out, "everything holds")
	return nil
}

// vetWith has go vet run an analyzer of another's, so that only what has changed is
// looked at again. errorlint fails where an error is compared or taken apart without
// looking at what it wraps; contextcheck where a context ends on its way down.
func (sh *shell) vetWith(ctx context.Context, analyzer, flag string) error {
	tool, err := sh.output(ctx, "go", "tool", "-n", analyzer)
	if err != nil {
		return err
	}
	return sh.run(ctx, nil, "go", "vet", shipped, "-vettool="+strings.TrimSpace(tool), flag, "./...")
}

// formatted fails where gofmt would change a file.
func (sh *shell) formatted(ctx context.Context) error {
	out, err := sh.output(ctx, "gofmt", "-l", "cmd", "gui", "core", "data", "assets")
	if err != nil {
		return err
	}
	if out != "" {
		return fmt.Errorf("gofmt would change:\n%s", strings.TrimSpace(out))
	}
	return nil
}

// race runs what works with several goroutines under the race detector, which
// is not there on every machine.
func (sh *shell) race(ctx context.Context) error {
	cgo, err := sh.output(ctx, "go", "env", "CGO_ENABLED")
	if err != nil {
		return err
	}
	if strings.TrimSpace(cgo) != "1" || !raceWorks() {
		fmt.Fprintln(sh.out, "left out: the race detector does not work here")
		return nil
	}
	if err := sh.run(ctx, fewer, "go", "test", "-race", "-short", "-skip="+oneByOne, "./core/...", "./data/...", slowest); err != nil {
		return err
	}
	return sh.run(ctx, fewer, "go", "test", "-race", "./cmd/winnowctl", "-run="+atOnce, slowest)
}

// oneByOne are tests that take long, as they read or write much, and do one thing after
// another.
const oneByOne = "^Test(CardWithAPicture|LongFile|LongUTF8|EndlessRecord|NamesOfTables|Cells|ValuesAsText|ListsOfPrograms|Grows|Sealed|LongLists|" +
	"FirstFetchThatBreaks|ManyRows|ManyRowsAreSent|LargeDocuments|UnsoundSegments|HostileHub|SegmentsAfterABreak|PartOfSegments|OwnFields|" +
	"FoldingOnTheHub|SegmentsLongAway)$"

// atOnce are the scripts whose commands do several things at once. In the others each
// command does one thing after another, and starting it takes longer than its work.
const atOnce = "^TestScripts$/^(hub|import|log_documents|mails_send|merge)$"

// fewer has random tests try less often where the race detector slows them down: a race
// shows by which goroutines meet, which the first tries tell already.
var fewer = []string{"WINNOW_LAPTOPS=1", "WINNOW_TEAMS=1", "WINNOW_PARTS=1", "WINNOW_BREAKS=2", "WINNOW_SOAK=200", "WINNOW_LETTERS=50"}

func raceWorks() bool {
	switch runtime.GOOS + "/" + runtime.GOARCH {
	case "linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64":
		return true
	}
	return false
}

// windowless builds winnowctl and looks whether a window's library crept in.
func (sh *shell) windowless(ctx context.Context) error {
	if err := sh.run(ctx, nil, "go", "build", "-o", filepath.Join("bin", program("winnowctl")), "./cmd/winnowctl"); err != nil {
		return err
	}
	deps, err := sh.output(ctx, "go", "list", "-deps", "./cmd/winnowctl")
	if err != nil {
		return err
	}
	for _, d := range strings.Fields(deps) {
		if strings.HasPrefix(d, "fyne.io") {
			return fmt.Errorf("winnowctl needs %s", d)
		}
	}
	return nil
}

// wine runs the program for Windows, where that can be built and run.
func (sh *shell) wine(ctx context.Context) error {
	if !has("wine") || !has(mingw+"gcc") {
		fmt.Fprintln(sh.out, "left out: there is no Wine or no compiler for Windows here (wine, gcc-mingw-w64-x86-64)")
		return nil
	}
	exe := filepath.Join(sh.root, "bin", "winnowctl.exe")
	if err := sh.run(ctx, forWindows(), "go", "build", "-o", exe, "./cmd/winnowctl"); err != nil {
		return err
	}
	return sh.run(ctx, []string{"WINNOW_EXE=" + exe}, "go", "test", "./cmd/winnowctl", "-run", "Wine", "-count=1", "-v")
}

// window opens the real window under a display of its own and works in it.
func (sh *shell) window(ctx context.Context) error {
	if runtime.GOOS != "linux" || !has("Xvfb") {
		fmt.Fprintln(sh.out, "left out: there is no Xvfb here")
		return nil
	}
	return sh.onDisplay(ctx, "Window", "WINNOW_WINDOW_TEST=1")
}

// packed makes the Debian package, installs it into a folder and starts the
// program from there.
func (sh *shell) packed(ctx context.Context) error {
	if runtime.GOOS != "linux" || !has("Xvfb") || !has("dpkg-deb") {
		fmt.Fprintln(sh.out, "left out: there is no Xvfb or no dpkg-deb here")
		return nil
	}
	folder, err := os.MkdirTemp("", "winnow-package-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	if err := pack(ctx, sh, folder, "linux"); err != nil {
		return err
	}
	return sh.onDisplay(ctx, "Package", "WINNOW_PACKAGE="+folder)
}

// onDisplay runs a test of the real program, which keeps pictures of it.
func (sh *shell) onDisplay(ctx context.Context, name string, env ...string) error {
	artifacts := sh.artifacts()
	if err := os.MkdirAll(artifacts, 0o755); err != nil {
		return err
	}
	err := sh.run(ctx, append(env, "WINNOW_ARTIFACTS="+artifacts), "go", "test", shipped, "./cmd/winnow", "-run", name, "-count=1", "-v", slowest)
	if err != nil {
		return errors.Join(err, fmt.Errorf("pictures and logs lie in %s", artifacts))
	}
	return nil
}

// artifacts is the folder for pictures and logs.
func (sh *shell) artifacts() string {
	if folder := os.Getenv("WINNOW_ARTIFACTS"); folder != "" {
		return folder
	}
	return filepath.Join(sh.root, "artifacts")
}

// office has LibreOffice open what we write for it, and compares what it reads.
func (sh *shell) office(ctx context.Context) error {
	return sh.run(ctx, []string{"WINNOW_OFFICE_TEST=1"}, "go", "test", "./core/exporter", "./core/logging", "./core/mail", "./core/merge", "-run", "^TestOffice", "-count=1", "-timeout=20m")
}

// long fuzzes what reads foreign text, walks the random walks again, and kills and
// soaks as often as it takes to trust the answer.
func (sh *shell) long(ctx context.Context) error {
	if err := sh.run(ctx, []string{"WINNOW_KILLS=60", "WINNOW_SYNC_KILLS=100"}, "go", "test", "./cmd/winnowctl", "-run=Killed", "-count=1", "-timeout=60m"); err != nil {
		return err
	}
	if err := sh.run(ctx, []string{"WINNOW_ROWS=400"}, "go", "test", "./cmd/winnowctl", "-run=RowsThat", "-count=1", "-timeout=60m"); err != nil {
		return err
	}
	// One by one, each call of each command by which it touches a file goes wrong.
	if err := sh.run(ctx, []string{"WINNOW_FAULTS=all"}, "go", "test", "./cmd/winnowctl", "-run=Faults", "-count=1", "-timeout=240m"); err != nil {
		return err
	}
	if err := sh.run(ctx, []string{"WINNOW_SOAK=10000"}, "go", "test", "./core/segment", "-run=Soak", "-count=1", "-timeout=60m"); err != nil {
		return err
	}
	if err := sh.run(ctx, []string{"WINNOW_TEAMS=30", "WINNOW_LAPTOPS=300", "WINNOW_BREAKS=300"}, "go", "test", "./core/hub", "-count=1", "-timeout=120m"); err != nil {
		return err
	}
	if err := sh.run(ctx, []string{"WINNOW_LETTERS=10000"}, "go", "test", "./core/logging", "-run=LettersShow", "-count=1", "-timeout=60m"); err != nil {
		return err
	}
	random, err := sh.randomPackages(ctx)
	if err != nil {
		return err
	}
	for _, name := range random {
		if err := sh.run(ctx, nil, "go", "test", name, "-count=1", "-rapid.checks=1000", "-timeout=60m"); err != nil {
			return err
		}
	}
	targets, err := sh.fuzzTargets(ctx)
	if err != nil {
		return err
	}
	for _, t := range targets {
		if err := sh.run(ctx, nil, "go", "test", t.name, "-run=^$", "-fuzz=^"+t.test+"$", "-fuzztime=60s", "-fuzzminimizetime=20x"); err != nil {
			return err
		}
	}
	return nil
}

// randomPackages returns the packages whose tests draw by chance; the others do
// not know the flag that says how often.
func (sh *shell) randomPackages(ctx context.Context) ([]string, error) {
	out, err := sh.output(ctx, "go", "list", "-f", `{{.ImportPath}} {{join .TestImports " "}} {{join .XTestImports " "}}`, "./...")
	if err != nil {
		return nil, err
	}
	var names []string
	for line := range strings.Lines(out) {
		name, imports, _ := strings.Cut(line, " ")
		if strings.Contains(imports, "pgregory.net/rapid") {
			names = append(names, name)
		}
	}
	return names, nil
}

// fuzzTarget is a fuzz test and the package that it is in.
type fuzzTarget struct{ name, test string }

// fuzzTargets returns all fuzz tests; Go runs only one of them at a time.
func (sh *shell) fuzzTargets(ctx context.Context) ([]fuzzTarget, error) {
	out, err := sh.output(ctx, "go", "test", "./core/...", "./data/...", "-list", "^Fuzz")
	if err != nil {
		return nil, err
	}
	return readTargets(out), nil
}

// readTargets reads the answer of go test -list: the tests of a package stand
// before the line that says "ok" and names it.
func readTargets(out string) []fuzzTarget {
	var targets []fuzzTarget
	named := 0
	for line := range strings.Lines(out) {
		words := strings.Fields(line)
		switch {
		case len(words) == 1 && strings.HasPrefix(words[0], "Fuzz"):
			targets = append(targets, fuzzTarget{test: words[0]})
		case len(words) > 1 && words[0] == "ok":
			for ; named < len(targets); named++ {
				targets[named].name = words[1]
			}
		}
	}
	return targets
}
