package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
)

// keyStrokes are what a key stroke is measured in, as the window's benchmark names
// it, and in words.
var keyStrokes = [][2]string{{"rows", "a list, first rows"}, {"list", "a list"}, {"dialog", "a dialog"}, {"find", "Find"}}

// keys measures, in a window without a screen, how long it takes from a key
// that is typed until the window holds the answer. It runs the window's own
// benchmark on the company that the other rows were measured on.
func (b *bench) keys(ctx context.Context) error {
	test := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-bench", "^BenchmarkKeyStroke$", "-benchtime", "5x", "-timeout", "60m", "winnow/gui")
	test.Env = append(os.Environ(), "WINNOW_BENCH_COMPANY="+b.company.Path())
	out, err := test.CombinedOutput()
	if err != nil {
		return fmt.Errorf("measure key strokes: %w\n%s", err, out)
	}
	found := benchmarks(string(out))
	for _, in := range keyStrokes {
		took, ok := found[in[0]]
		if !ok {
			return fmt.Errorf("measure key strokes: %s was not measured:\n%s", in[1], out)
		}
		b.add(Row{Name: "Key stroke to screen in " + in[1], Ours: took / 1e6, Beside: "with the pause after typing, without what the screen takes"})
	}
	return nil
}

// benchmarks reads the nanoseconds of each part from what `go test -bench` prints.
func benchmarks(printed string) map[string]float64 {
	found := map[string]float64{}
	for _, line := range strings.Split(printed, "\n") {
		fields := strings.Fields(line)
		if len(fields) < 4 || fields[3] != "ns/op" {
			continue
		}
		_, name, _ := strings.Cut(fields[0], "/")
		if at := strings.LastIndex(name, "-"); at > 0 {
			name = name[:at]
		}
		if took, err := strconv.ParseFloat(fields[2], 64); err == nil {
			found[name] = took
		}
	}
	return found
}
