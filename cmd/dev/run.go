package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// run builds both programs and starts the desktop on the sample company.
// Where there is no display, the command line does the same job.
func run(ctx context.Context, sh *shell) error {
	err := sh.step(ctx, "packages", "", func(ctx context.Context) error { return install(ctx, sh, toBuild()) })
	if err != nil {
		return err
	}
	window := filepath.Join(sh.root, "bin", program("winnow"))
	ctl := filepath.Join(sh.root, "bin", program("winnowctl"))
	err = sh.step(ctx, "build", firstBuild, func(ctx context.Context) error {
		if err := sh.run(ctx, nil, "go", "build", shipped, "-o", window, "./cmd/winnow"); err != nil {
			return err
		}
		return sh.run(ctx, nil, "go", "build", "-o", ctl, "./cmd/winnowctl")
	})
	if err != nil {
		return err
	}
	company := filepath.Join(sh.root, "bin", "sample.winnow")
	if err := sh.step(ctx, "sample company", "", func(ctx context.Context) error { return makeSample(ctx, sh, ctl, company) }); err != nil {
		return err
	}
	if !hasDisplay() {
		fmt.Fprintln(sh.out, "There is no display (DISPLAY and WAYLAND_DISPLAY are empty), so the window cannot open.")
		fmt.Fprintln(sh.out, "The same engine at work on the command line:")
		return tour(ctx, sh, ctl, company)
	}
	return sh.show(ctx, window, company)
}

// firstBuild is how long a build takes that finds nothing in Go's cache.
const firstBuild = "about 5 minutes the first time, seconds afterwards"

// makeSample makes the sample company unless it is there.
func makeSample(ctx context.Context, sh *shell, ctl, company string) error {
	_, err := os.Stat(company)
	if err == nil {
		fmt.Fprintln(sh.out, "it is there:", company)
		return nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return sh.run(ctx, nil, ctl, "--db", company, "demo")
}

// spring is the segment that the tour makes.
const spring = "Spring letter, Britain and America"

// tour makes a segment, refines and reduces it, goes back and forward, and
// exports it, each command printed before what it prints. It makes no second
// one where it was before.
func tour(ctx context.Context, sh *shell, ctl, company string) error {
	on := func(args ...string) error {
		return sh.run(ctx, nil, ctl, append([]string{"--db", company}, args...)...)
	}
	no, err := segmentCalled(ctx, sh, ctl, company, spring)
	if err != nil {
		return err
	}
	steps := [][]string{{"segments"}, {"criteria", no}}
	if no == "" {
		made, err := sh.output(ctx, ctl, "--db", company, "new", "--description", spring)
		if err != nil {
			return err
		}
		no = strings.TrimSpace(made)
		fmt.Fprintf(sh.out, "$ %s\n%s\n", quoted(ctl, []string{"--db", company, "new", "--description", spring}), no)
		steps = [][]string{
			{"add", no, "-f", "contact.country_region_code=GB|US", "--without", "interaction_log_entry.date=>=t-1m"},
			{"refine", no, "-f", "contact.type=Person"},
			{"reduce", no, "-f", "contact.e_mail=''"},
			{"back", no},
			{"forward", no},
			{"segments"},
			{"criteria", no},
		}
	}
	workbook := filepath.Join(sh.root, "bin", no+".xlsx")
	for _, args := range steps {
		if err := on(args...); err != nil {
			return err
		}
	}
	if err := firstLines(ctx, sh, ctl, company, no); err != nil {
		return err
	}
	if err := on("export", no, workbook, "--criteria-sheet", "--force"); err != nil {
		return err
	}
	fmt.Fprintln(sh.out, "The workbook for mail merge lies at", workbook)
	return nil
}

// segmentCalled returns the number of the segment with a description, or "".
func segmentCalled(ctx context.Context, sh *shell, ctl, company, description string) (string, error) {
	out, err := sh.output(ctx, ctl, "--db", company, "segments", "--json")
	if err != nil {
		return "", err
	}
	var segments []struct{ No, Description string }
	if err := json.Unmarshal([]byte(out), &segments); err != nil {
		return "", fmt.Errorf("winnowctl segments --json: %w", err)
	}
	for _, s := range segments {
		if s.Description == description {
			return s.No, nil
		}
	}
	return "", nil
}

// firstLines prints the beginning of the segment's lines.
func firstLines(ctx context.Context, sh *shell, ctl, company, no string) error {
	args := []string{"--db", company, "lines", no}
	fmt.Fprintln(sh.out, "$", quoted(ctl, args), "| head")
	out, err := sh.output(ctx, ctl, args...)
	if err != nil {
		return err
	}
	lines := strings.SplitAfter(out, "\n")
	fmt.Fprint(sh.out, strings.Join(lines[:min(len(lines), 10)], ""))
	return nil
}
