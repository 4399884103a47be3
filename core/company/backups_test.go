package company_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"winnow/core/company"
)

// A backup is made when the last is older than a day, and the oldest go.
func TestBackUpIfDue(t *testing.T) {
	ctx := context.Background()
	c, err := company.Create(ctx, filepath.Join(t.TempDir(), "company.winnow"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	now := time.Date(2026, 11, 1, 9, 0, 0, 0, time.Local)
	c.Now = func() time.Time { return now }
	if err := c.SetValues(ctx, company.Values{company.AutomaticBackups: "3"}); err != nil {
		t.Fatal(err)
	}
	for i, step := range []struct {
		later time.Duration
		made  bool
		kept  int
	}{
		{0, true, 1},
		{23 * time.Hour, false, 1},
		{time.Hour, true, 2},
		{48 * time.Hour, true, 3},
		{24 * time.Hour, true, 3},
		{24 * time.Hour, true, 3},
	} {
		now = now.Add(step.later)
		path, err := c.BackUpIfDue(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if (path != "") != step.made {
			t.Errorf("step %d made %q", i, path)
		}
		list, err := c.AutomaticBackups()
		if err != nil {
			t.Fatal(err)
		}
		if len(list) != step.kept || (step.made && (list[0].Path != path || !list[0].At.Equal(now) || list[0].Bytes == 0)) {
			t.Errorf("step %d: there are %+v", i, list)
		}
	}
	list, err := c.AutomaticBackups()
	if err != nil {
		t.Fatal(err)
	}
	saved, err := company.Open(ctx, list[0].Path)
	if err != nil {
		t.Fatal(err)
	}
	if err := saved.Close(); err != nil {
		t.Error(err)
	}
}

// Nobody who wants none gets one, and a file of another's stays.
func TestBackUpNone(t *testing.T) {
	ctx := context.Background()
	c, err := company.Create(ctx, filepath.Join(t.TempDir(), "company.winnow"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.SetValues(ctx, company.Values{company.AutomaticBackups: "0"}); err != nil {
		t.Fatal(err)
	}
	if path, err := c.BackUpIfDue(ctx); err != nil || path != "" {
		t.Errorf("made %q, %v", path, err)
	}
	if err := c.SetValues(ctx, company.Values{company.AutomaticBackups: "1"}); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(filepath.Dir(c.Path()), "company-backups")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "notes.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := c.BackUpIfDue(ctx); err != nil {
			t.Fatal(err)
		}
		c.Now = func() time.Time { return time.Now().Add(25 * time.Hour) }
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 2 {
		t.Errorf("there are %v, %v", entries, err)
	}
	for _, wrong := range []string{"-1", "100", "many", ""} {
		if err := c.SetValues(ctx, company.Values{company.AutomaticBackups: wrong}); err == nil {
			t.Errorf("%q was taken", wrong)
		}
	}
}
