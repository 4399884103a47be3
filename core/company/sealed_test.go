package company_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"winnow/core"
	"winnow/core/company"
)

// An encrypted backup tells nothing, comes back with its passphrase only, and
// leaves nothing that is not encrypted lying about.
func TestSealed(t *testing.T) {
	ctx := context.Background()
	c := create(t)
	name(t, c, "Millbrook Furniture")
	folder := t.TempDir()
	sealed, path := filepath.Join(folder, "backup.age"), filepath.Join(folder, "company.winnow")
	if err := c.BackUpSealed(ctx, sealed, false, ""); !core.IsKind(err, core.Invalid) {
		t.Errorf("without a passphrase: %v", err)
	}
	if err := c.BackUpSealed(ctx, sealed, false, "correct horse"); err != nil {
		t.Fatal(err)
	}
	if err := c.BackUpSealed(ctx, sealed, false, "correct horse"); !core.IsKind(err, core.Exists) {
		t.Errorf("over another: %v", err)
	}
	content, err := os.ReadFile(sealed)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(content, []byte("Millbrook")) || bytes.Contains(content, []byte("SQLite")) {
		t.Error("it can be read")
	}
	for _, wrong := range []string{"", "Correct horse"} {
		if _, err := company.Restore(ctx, company.RestoreParams{Backup: sealed, Passphrase: wrong, Path: path}); !core.IsKind(err, core.Invalid) {
			t.Errorf("with %q: %v", wrong, err)
		}
	}
	short := filepath.Join(t.TempDir(), "short.age")
	if err := os.WriteFile(short, content[:len(content)-100], 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := company.Restore(ctx, company.RestoreParams{Backup: short, Passphrase: "correct horse", Path: path}); !core.IsKind(err, core.Unusable) {
		t.Errorf("cut short: %v", err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 1 {
		t.Errorf("left: %v, %v", left, err)
	}
	if _, err := company.Restore(ctx, company.RestoreParams{Backup: sealed, Passphrase: "correct horse", Path: path}); err != nil {
		t.Fatal(err)
	}
	if got := named(t, path); got != "Millbrook Furniture" {
		t.Errorf("it is called %q", got)
	}
	for _, where := range []string{folder, filepath.Dir(c.Path())} {
		if left, err := filepath.Glob(filepath.Join(where, ".winnow-*")); err != nil || len(left) > 0 {
			t.Errorf("left: %v, %v", left, err)
		}
	}
}
