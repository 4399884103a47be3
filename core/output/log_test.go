package output_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/output"
	"winnow/data"
)

// Entries come back newest first, with who and when.
func TestLog(t *testing.T) {
	ctx := context.Background()
	c := coretest.Company(t)
	c.Now, c.User = func() time.Time { return time.Date(2026, 11, 23, 10, 0, 0, 0, time.FixedZone("CET", 3600)) }, "jo"
	for _, e := range []output.Entry{
		{What: "Export", SegmentNo: "SM00001", Rows: 12, Blocked: 1, Target: "/home/jo/letter.xlsx"},
		{What: "List", Rows: 300, Target: "/home/jo/contacts.csv"},
	} {
		if err := output.Deliver(ctx, c, e, func() error { return nil }); err != nil {
			t.Fatal(err)
		}
	}
	got, err := output.List(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	want := []output.Entry{
		{EntryNo: 2, At: "2026-11-23T09:00:00Z", By: "jo", What: "List", Rows: 300, Target: "/home/jo/contacts.csv"},
		{EntryNo: 1, At: "2026-11-23T09:00:00Z", By: "jo", What: "Export", SegmentNo: "SM00001", Rows: 12, Blocked: 1, Target: "/home/jo/letter.xlsx"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// An output that never takes its place leaves no entry, whether it fails or its
// program is killed; one that does has its entry, also where its program is
// killed right afterwards.
func TestLogTellsTheTruth(t *testing.T) {
	ctx := context.Background()
	folder := t.TempDir()
	c := coretest.Company(t)
	told := func() (names []string) {
		t.Helper()
		list, err := output.List(ctx, c)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range list {
			names = append(names, e.Target)
		}
		return names
	}
	// begin logs what is about to take its place.
	begin := func(name string) (made string, settle func(bool)) {
		t.Helper()
		made = filepath.Join(folder, name)
		if err := os.WriteFile(made, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		settle, err := output.Log(ctx, c, func() output.Entry { return output.Entry{What: "List", Target: name} })(data.NewMade(made))
		if err != nil {
			t.Fatal(err)
		}
		return made, settle
	}
	_, settle := begin("failed")
	settle(false)
	_, settle = begin("placed")
	settle(true)
	begin("killed before")
	made, _ := begin("killed after")
	if err := os.Remove(made); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"killed after", "placed"}, told()); diff != "" {
		t.Error(diff)
	}
}

// A company file that can only be read says that it has no entry.
func TestUnlogged(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "company.winnow")
	c, err := company.Create(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	if said := output.Unlogged(c); !said.Empty() {
		t.Errorf("it says %s", said)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	if c, err = company.Open(ctx, path); err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if !c.ReadOnly() {
		t.Skip("this user may write to any file")
	}
	if said := output.Unlogged(c); said.Empty() {
		t.Error("it says nothing")
	}
}
