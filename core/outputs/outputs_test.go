package outputs_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"winnow/core/company"
	"winnow/core/outputs"
)

// Entries come back newest first, with who and when.
func TestLog(t *testing.T) {
	ctx := context.Background()
	c, err := company.Create(ctx, filepath.Join(t.TempDir(), "company.winnow"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.Now, c.User = func() time.Time { return time.Date(2026, 11, 23, 10, 0, 0, 0, time.FixedZone("CET", 3600)) }, "jo"
	for _, e := range []outputs.Entry{
		{What: "Export", SegmentNo: "SM00001", Rows: 12, Blocked: 1, Target: "/home/jo/letter.xlsx"},
		{What: "List", Rows: 300, Target: "/home/jo/contacts.csv"},
	} {
		if err := outputs.Log(ctx, c, e); err != nil {
			t.Fatal(err)
		}
	}
	got, err := outputs.List(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	want := []outputs.Entry{
		{EntryNo: 2, At: "2026-11-23T09:00:00Z", By: "jo", What: "List", Rows: 300, Target: "/home/jo/contacts.csv"},
		{EntryNo: 1, At: "2026-11-23T09:00:00Z", By: "jo", What: "Export", SegmentNo: "SM00001", Rows: 12, Blocked: 1, Target: "/home/jo/letter.xlsx"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
