package company_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"winnow/core"
	"winnow/core/company"
)

// name calls a company what it is to be known by.
func name(t *testing.T, c *company.Company, text string) {
	t.Helper()
	if err := c.SetValues(context.Background(), company.Values{company.CompanyName: text}); err != nil {
		t.Fatal(err)
	}
}

// named opens a company file and returns what it is called.
func named(t *testing.T, path string) string {
	t.Helper()
	c, err := company.Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	values, err := c.Values(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return values[company.CompanyName]
}

// backedUp is a company called After, and its backup from when it was called
// Before.
func backedUp(t *testing.T) (c *company.Company, backup string) {
	t.Helper()
	c = create(t)
	backup = filepath.Join(t.TempDir(), "backup.winnow")
	name(t, c, "Before")
	if err := c.Backup(context.Background(), backup, false); err != nil {
		t.Fatal(err)
	}
	name(t, c, "After")
	return c, backup
}

func TestRestoreBeside(t *testing.T) {
	c, backup := backedUp(t)
	before, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(filepath.Dir(c.Path()), "restored.winnow")
	kept, err := company.Restore(context.Background(), company.RestoreParams{Backup: backup, Path: path, Now: c.Now()})
	if err != nil || kept != "" {
		t.Fatalf("kept %q, %v", kept, err)
	}
	if got := named(t, path); got != "Before" {
		t.Errorf("the restored company is %q", got)
	}
	if got := named(t, c.Path()); got != "After" {
		t.Errorf("the other company is %q", got)
	}
	after, err := os.ReadFile(backup)
	if diff := cmp.Diff(before, after); err != nil || diff != "" {
		t.Errorf("the backup has changed: %v", err)
	}
}

// What is there is only replaced when that was said, and is kept even then.
func TestRestoreKeepsWhatWasThere(t *testing.T) {
	ctx := context.Background()
	c, backup := backedUp(t)
	params := company.RestoreParams{Backup: backup, Path: c.Path(), Now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	if _, err := company.Restore(ctx, params); !core.IsKind(err, core.Exists) {
		t.Errorf("restoring over a company: %v", err)
	}
	params.Replace = true
	if _, err := company.Restore(ctx, params); !core.IsKind(err, core.Busy) {
		t.Errorf("restoring over a company that is open: %v", err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	kept, err := company.Restore(ctx, params)
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(filepath.Dir(c.Path()), "company-before-2026-11-23.winnow"); kept != want {
		t.Errorf("kept as %s, not %s", kept, want)
	}
	got := []string{named(t, c.Path()), named(t, kept)}
	if diff := cmp.Diff([]string{"Before", "After"}, got); diff != "" {
		t.Error(diff)
	}
	again, err := company.Restore(ctx, params)
	if err != nil || again == kept {
		t.Errorf("the second time kept as %s, %v", again, err)
	}
}

// A backup that cannot be used changes nothing.
func TestRestoreChecksFirst(t *testing.T) {
	ctx := context.Background()
	c, backup := backedUp(t)
	whole, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	damaged := append([]byte{}, whole...)
	for i := 8192; i < len(damaged)-4096; i++ {
		damaged[i] = 0xAA
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Dir(c.Path())
	for wrong, content := range map[string][]byte{"damaged": damaged, "cut": whole[:len(whole)/2], "foreign": []byte("Dear Sir")} {
		path := filepath.Join(t.TempDir(), wrong)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := company.Restore(ctx, company.RestoreParams{Backup: path, Path: c.Path(), Replace: true, Now: c.Now()})
		if !core.IsKind(err, core.Unusable) {
			t.Errorf("%s: %v", wrong, err)
		}
	}
	if _, err := company.Restore(ctx, company.RestoreParams{Backup: filepath.Join(folder, "none"), Path: c.Path(), Replace: true, Now: c.Now()}); !core.IsKind(err, core.NotFound) {
		t.Errorf("a backup that does not exist: %v", err)
	}
	if got := named(t, c.Path()); got != "After" {
		t.Errorf("the company is %q", got)
	}
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) != 1 {
		t.Errorf("the folder holds %v, %v", entries, err)
	}
}
