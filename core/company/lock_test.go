package company_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/importer"
	"winnow/core/mail"
	"winnow/core/merge"
	"winnow/core/salvage"
	"winnow/core/saved"
)

// POSIX takes all of a process's locks on a file away when the process closes
// any handle of it. Whatever is done with a company that is open, SQLite keeps its
// lock: without it another program deletes the log that is written to here.
func TestLockStays(t *testing.T) {
	ctx := context.Background()
	c, backup := backedUp(t)
	folder := t.TempDir()
	path := func(name string) string { return filepath.Join(folder, name) }
	link := path("link.winnow")
	if err := os.Link(c.Path(), link); err != nil {
		t.Fatal(err)
	}
	for _, act := range []struct {
		name string
		do   func() error
		// fails says that this is no use of a company file.
		fails bool
	}{
		{name: "read", do: func() error { _, err := c.Values(ctx); return err }},
		{name: "write", do: func() error { return c.SetValues(ctx, company.Values{company.City: "Leeds"}) }},
		{name: "back up", do: func() error { return c.Backup(ctx, path("copy.winnow"), false) }},
		{name: "back up again", do: func() error { return c.Backup(ctx, path("copy.winnow"), true) }},
		{name: "back up onto itself", do: func() error { return c.Backup(ctx, c.Path(), true) }, fails: true},
		{name: "back up onto its other name", do: func() error { return c.Backup(ctx, link, true) }, fails: true},
		{name: "back up encrypted", do: func() error { return c.BackUpSealed(ctx, path("copy.age"), false, "secret") }},
		{name: "back up encrypted onto itself", do: func() error { return c.BackUpSealed(ctx, link, true, "secret") }, fails: true},
		{name: "the day's backup", do: func() error { _, err := c.BackUpIfDue(ctx); return err }},
		{name: "list the backups", do: func() error { _, err := c.AutomaticBackups(); return err }},
		{name: "check", do: func() error { _, err := salvage.Check(ctx, c); return err }},
		{name: "open it twice", do: func() error {
			again, err := company.Open(ctx, c.Path())
			if err != nil {
				return err
			}
			return again.Close()
		}},
		{name: "ask whether it is encrypted", do: func() error { _, err := company.Sealed(c.Path()); return err }},
		{name: "restore beside", do: func() error {
			_, err := company.Restore(ctx, company.RestoreParams{Backup: backup, Path: path("restored.winnow"), Now: time.Now()})
			return err
		}},
		{name: "restore it elsewhere", do: func() error {
			_, err := company.Restore(ctx, company.RestoreParams{Backup: c.Path(), Path: path("second.winnow"), Now: time.Now()})
			return err
		}},
		{name: "restore over it", do: func() error {
			_, err := company.Restore(ctx, company.RestoreParams{Backup: backup, Path: c.Path(), Replace: true, Now: time.Now()})
			return err
		}, fails: true},
		{name: "restore it over itself", do: func() error {
			_, err := company.Restore(ctx, company.RestoreParams{Backup: link, Path: c.Path(), Replace: true, Now: time.Now()})
			return err
		}, fails: true},
		{name: "recover", do: func() error { _, err := salvage.Recover(ctx, c.Path(), path("saved.winnow"), nil); return err }},
		{name: "import it", do: func() error {
			_, err := importer.Import(ctx, c, link, importer.Options{})
			return err
		}, fails: true},
		{name: "take it for a Word template", do: func() error { _, err := merge.ReadFile(link); return err }, fails: true},
		{name: "take it for an e-mail template", do: func() error { _, err := mail.ReadTemplate(link, ""); return err }, fails: true},
		{name: "take it for saved criteria", do: func() error { _, err := saved.ReadFile(link, catalog.Catalog{}); return err }, fails: true},
	} {
		if err := act.do(); (err != nil) != act.fails {
			t.Errorf("%s: %v", act.name, err)
		}
		coretest.WantLock(t, c.Path())
		if t.Failed() {
			t.Fatalf("after: %s", act.name)
		}
	}
}
