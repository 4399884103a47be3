package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"winnow/core/hub/hubtest"
)

// syncFaults is how many syncs fail in each way, unless WINNOW_FAULTS says another number.
const syncFaults = 2

// Whatever call of a sync goes wrong, or wherever it is killed, the company file is sound,
// and the next sync goes on: what was changed gets to the others once, and is no conflict.
func TestFaultsOfSync(t *testing.T) {
	if raced {
		t.Skip("it is another program that is tried")
	}
	var servers hubtest.Shared
	dsn := servers.Server(t).Database(t)
	t.Cleanup(func() {
		if err := servers.Close(); err != nil {
			t.Error(err)
		}
	})
	times, err := strconv.Atoi(os.Getenv("WINNOW_FAULTS"))
	if err != nil {
		times = syncFaults
	}
	folder, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	ann, jo := filepath.Join(folder, "ann.winnow"), filepath.Join(t.TempDir(), "jo.winnow")
	run := func(path string, args ...string) string {
		t.Helper()
		out, err := command(t.Context(), path, args).CombinedOutput()
		if err != nil {
			t.Fatalf("%q: %v\n%s", args, err, out)
		}
		return string(out)
	}
	run(ann, "hub", "create", dsn, "--name", "faults")
	run(ann, "demo", "--contacts", "30")
	run(ann, "hub", "join", dsn)
	run(jo, "hub", "join", dsn)
	edit := func(n int) {
		t.Helper()
		run(ann, "contact", "set", "CT000010", fmt.Sprintf("city=City %d", n))
		run(jo, "contact", "set", "CT000011", fmt.Sprintf("city=Town %d", n))
		run(jo, "hub", "sync")
	}
	edit(0)
	sync := traced{args: []string{"--db", ann, "hub", "sync"}, folder: folder}
	whole := sync.run(t)
	if whole.status != 0 {
		t.Fatalf("without a fault: status %d\n%s", whole.status, whole.output)
	}
	n := 0
	for kind := ioError; kind <= killed; kind++ {
		for range min(times, whole.counts[kind]) {
			n++
			edit(n)
			broken := traced{args: sync.args, folder: folder, kind: kind, at: 1 + rand.N(whole.counts[kind])}
			end := broken.run(t)
			if end.status == 2 || end.status == 1 && strings.TrimSpace(end.output) == "" || strings.Contains(end.output, "goroutine ") {
				t.Errorf("%v, %s: status %d\n%s", kind, end.wrong, end.status, end.output)
			}
			run(ann, "check")
			run(ann, "hub", "sync")
			if said := run(ann, "hub", "status", "--json"); !strings.Contains(said, `"waiting":0,"conflicts":0`) {
				t.Errorf("%v, %s: %s", kind, end.wrong, said)
			}
			run(jo, "hub", "sync")
			for _, path := range []string{ann, jo} {
				said := run(path, "contact", "set", "CT000010", "--preview", fmt.Sprintf("city=City %d", n)) +
					run(path, "contact", "set", "CT000011", "--preview", fmt.Sprintf("city=Town %d", n))
				if strings.Contains(said, "city") {
					t.Errorf("%v, %s: %s is behind: %s", kind, end.wrong, path, said)
				}
			}
			if t.Failed() {
				return
			}
		}
	}
}
