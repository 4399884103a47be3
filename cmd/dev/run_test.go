package main

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// However often it runs without a display, there is one segment.
func TestTourMakesOneSegment(t *testing.T) {
	said := &bytes.Buffer{}
	sh := &shell{root: t.TempDir(), out: said, err: said}
	ctl, company := filepath.Join(sh.root, "bin", program("winnowctl")), filepath.Join(sh.root, "bin", "sample.winnow")
	if out, err := exec.Command("go", "build", "-buildvcs=false", "-o", ctl, "winnow/cmd/winnowctl").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for range 2 {
		said.Reset()
		if err := makeSample(t.Context(), sh, ctl, company); err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
		if err := tour(t.Context(), sh, ctl, company); err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
		if !strings.Contains(said.String(), "The workbook for mail merge lies at") {
			t.Errorf("it ends without a workbook:\n%s", said)
		}
	}
	out, err := sh.output(t.Context(), ctl, "--db", company, "segments", "--json")
	if err != nil {
		t.Fatal(err)
	}
	var segments []struct{ Description string }
	if err := json.Unmarshal([]byte(out), &segments); err != nil || len(segments) != 1 {
		t.Errorf("the segments are %s: %v", out, err)
	}
}

// Each fuzz test is found with the package that it is in.
func TestFuzzTargets(t *testing.T) {
	out := "ok  \twinnow/core/cell\t0.02s\nFuzzA\nFuzzB\nok  \twinnow/core/source\t0.03s\n?   \twinnow/core/fold\t[no test files]\nFuzzC\nok  \twinnow/data\t(cached)\n"
	want := []fuzzTarget{{"winnow/core/source", "FuzzA"}, {"winnow/core/source", "FuzzB"}, {"winnow/data", "FuzzC"}}
	if got := readTargets(out); !slices.Equal(got, want) {
		t.Errorf("%v are found and not %v", got, want)
	}
}
