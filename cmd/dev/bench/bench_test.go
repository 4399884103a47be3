package main

import (
	"context"
	"strings"
	"testing"
)

// Every row says what was measured, whatever it is, and is told as it is known.
func TestRunMeasuresEverything(t *testing.T) {
	var told []Row
	rows, err := run(context.Background(), t.TempDir(), 300, quick(), func(r Row) { told = append(told, r) })
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) < 30 || len(told) != len(rows) {
		t.Errorf("%d rows, %d told", len(rows), len(told))
	}
	names := map[string]bool{}
	for _, r := range rows {
		if r.Contacts != 300 || r.Name == "" || names[r.Name] || r.Ours <= 0 && r.Number <= 0 && !strings.HasPrefix(r.Beside, "left out: ") || r.Bare > 0 && (r.Ratio <= 0 || r.Beside == "") {
			t.Errorf("%+v", r)
		}
		names[r.Name] = true
	}
}

// Judging tells of a row of the same name at the size before, and says why only
// where a target is missed.
func TestJudge(t *testing.T) {
	small, err := run(context.Background(), t.TempDir(), 100, quick(), nil)
	if err != nil {
		t.Fatal(err)
	}
	large := append([]Row(nil), small...)
	for i := range large {
		large[i].Contacts, large[i].Ours, large[i].Ratio, large[i].CPU = 1000, 1e6, 1e6, 0
	}
	rows := append(small, large...)
	judge(rows)
	missed := 0
	for i, r := range rows {
		if first := i < len(small); first && r.Growth != 0 || !first && r.Growth == 0 {
			t.Errorf("growth: %+v", r)
		}
		if (r.Reached == "no") != (r.Why != "") || r.Target == "" && r.Reached != "" {
			t.Errorf("why: %+v", r)
		}
		if r.Contacts == 1000 && r.Reached == "no" {
			missed++
		}
	}
	if missed < 20 {
		t.Errorf("only %d of the slow rows miss their targets", missed)
	}
}

// The shortest of DuckDB's times counts, and that it counts the same each time.
func TestCounted(t *testing.T) {
	var time best
	n, err := counted("1000\n42\n9000\n10000\n42\n12000\n", &time)
	if n != 42 || err != nil || milliseconds(time.clock) != 2 {
		t.Errorf("%d in %s, %v", n, time.clock, err)
	}
	for _, printed := range []string{"", "1000\n42\n", "1000\n42\n9000\n10000\n43\n12000\n", "1000\nError\n9000\n"} {
		if n, err := counted(printed, &time); err == nil {
			t.Errorf("%q: %d", printed, n)
		}
	}
}

// What the window's benchmark prints is read, whatever the number of processors.
func TestBenchmarks(t *testing.T) {
	printed := "goos: linux\nBenchmarkKeyStroke/list-2   \t       5\t 412345678 ns/op\nBenchmarkKeyStroke/find \t 5\t 1.5 ns/op\nPASS\nok  \twinnow/gui\t12.3s\n"
	got := benchmarks(printed)
	if len(got) != 2 || got["list"] != 412345678 || got["find"] != 1.5 {
		t.Error(got)
	}
}

// quick are all parts but that which builds the window.
func quick() (names []string) {
	for _, p := range parts {
		if p.name != "keys" {
			names = append(names, p.name)
		}
	}
	return names
}
