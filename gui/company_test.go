package gui_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"winnow/core/company"
	"winnow/gui/guitest"
	"winnow/gui/single"
)

// companyFile is a company file with a name.
func companyFile(t *testing.T, file, name string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), file)
	c, err := company.Create(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(c.SetValues(context.Background(), company.Values{company.CompanyName: name}), c.Remember(context.Background(), "started", "empty"), c.Close(), c.AwaitClosed(t.Context())); err != nil {
		t.Fatal(err)
	}
	return path
}

// A company file that is dropped on the window is opened; what was open is among
// the other companies then.
func TestDropCompany(t *testing.T) {
	s := guitest.New(t)
	first, second := companyFile(t, "first.winnow", "First Ltd."), companyFile(t, "second.winnow", "Second Ltd.")
	w := opened(t, s, first)
	see(t, s, "First Ltd. · first.winnow")
	w.Drop(storage.NewFileURI(second))
	see(t, s, "Second Ltd. · second.winnow")
	see(t, s, "Other companies")
	s.Button("first").Press()
	see(t, s, "First Ltd. · first.winnow")
}

// A file that another window has open stays there, and that window is told.
func TestOpenInAnotherWindow(t *testing.T) {
	s := guitest.New(t)
	run, err := os.MkdirTemp("", "winnow")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(run) })
	first, second := companyFile(t, "first.winnow", "First Ltd."), companyFile(t, "second.winnow", "Second Ltd.")
	raised := make(chan struct{}, 1)
	other, err := single.Take(run, second, func() { raised <- struct{}{} })
	if err != nil {
		t.Fatal(err)
	}
	w := opened(t, s, first)
	w.RunDir = run
	see(t, s, "First Ltd. · first.winnow")
	if err := w.Claim(second); !errors.Is(err, single.ErrTaken) {
		t.Errorf("claiming it: %v", err)
	}
	<-raised
	w.Open(second)
	see(t, s, "second.winnow is open in another window.")
	<-raised
	s.Button("Close").Press()
	if err := other.Release(); err != nil {
		t.Fatal(err)
	}
	w.Open(second)
	see(t, s, "Second Ltd. · second.winnow")
	if _, err := single.Take(run, second, nil); !errors.Is(err, single.ErrTaken) {
		t.Errorf("it is open and not claimed: %v", err)
	}
}

// A backup of the open company comes back in its place; what was there is kept,
// and the window says where.
func TestRestoreOver(t *testing.T) {
	s := guitest.New(t)
	path := companyFile(t, "north.winnow", "Before Ltd.")
	backup := filepath.Join(t.TempDir(), "backup.winnow")
	w := opened(t, s, path)
	see(t, s, "Before Ltd. · north.winnow")
	if err := w.Session().Company.Backup(context.Background(), backup, false); err != nil {
		t.Fatal(err)
	}
	if err := w.Session().Company.SetValues(context.Background(), company.Values{company.CompanyName: "After Ltd."}); err != nil {
		t.Fatal(err)
	}
	w.Restore(backup, path)
	see(t, s, "The replaced company is in")
	s.Button("Close").Press()
	see(t, s, "Before Ltd. · north.winnow")
	kept, err := filepath.Glob(filepath.Join(filepath.Dir(path), "north-before-*.winnow"))
	if err != nil || len(kept) != 1 {
		t.Fatalf("kept %v, %v", kept, err)
	}
	w.Open(kept[0])
	see(t, s, "After Ltd.")
}

// A backup that is damaged leaves the open company as it is, and open.
func TestRestoreDamaged(t *testing.T) {
	s := guitest.New(t)
	path := companyFile(t, "north.winnow", "North Ltd.")
	backup := filepath.Join(t.TempDir(), "backup.winnow")
	if err := os.WriteFile(backup, []byte("Dear Sir"), 0o600); err != nil {
		t.Fatal(err)
	}
	w := opened(t, s, path)
	see(t, s, "North Ltd. · north.winnow")
	w.Restore(backup, path)
	see(t, s, "is not a Winnow company file.")
	s.Button("Close").Press()
	s.Until("the company is open again", func() bool { return w.Session() != nil })
	see(t, s, "North Ltd. · north.winnow")
}

// The menu of companies offers what can be done with them.
func TestCompanyMenu(t *testing.T) {
	s := guitest.New(t)
	opened(t, s, companyFile(t, "north.winnow", "North Ltd."))
	see(t, s, "North Ltd. · north.winnow")
	s.Button("Company").Press()
	for _, entry := range []string{"Open…", "New…", "Back up…", "Restore a backup…"} {
		if !strings.Contains(strings.ReplaceAll(s.Shown(), "\u00a0", ""), entry) {
			t.Errorf("the menu has no %s: %s", entry, s.Shown())
		}
	}
	s.Choose("Restore a backup…")
	see(t, s, "Choose a file")
	s.Key(fyne.KeyEscape)
}

// A company that is opened is backed up once a day, beside its file.
func TestDailyBackup(t *testing.T) {
	s := guitest.New(t)
	path := companyFile(t, "north.winnow", "North Ltd.")
	opened(t, s, path)
	see(t, s, "North Ltd. · north.winnow")
	made := func() int {
		list, err := filepath.Glob(filepath.Join(filepath.Dir(path), "north-backups", "*.winnow"))
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	s.Until("the backup", func() bool { return made() == 1 })
}

// A passphrase is asked for twice, and again when the backup comes back.
func TestPassphrase(t *testing.T) {
	s := guitest.New(t)
	path := companyFile(t, "north.winnow", "North Ltd.")
	w := opened(t, s, path)
	see(t, s, "North Ltd. · north.winnow")
	typed := func(text string) {
		for _, r := range text {
			s.Window.Canvas().Focused().TypedRune(r)
		}
		s.Key(fyne.KeyReturn)
	}
	s.Button("Company").Press()
	s.Choose("Back up with a passphrase…")
	see(t, s, "Repeat passphrase")
	typed("open sesame")
	typed("open barley")
	s.Button("OK").Press()
	see(t, s, "The two passphrases are different")
	s.Key(fyne.KeyEscape)

	sealed := filepath.Join(t.TempDir(), "sealed.winnow")
	if err := w.Session().Company.BackUpSealed(context.Background(), sealed, false, "open sesame"); err != nil {
		t.Fatal(err)
	}
	w.AskRestore(sealed)
	see(t, s, "The backup is encrypted")
	typed("open sesame")
	s.Button("OK").Press()
	see(t, s, "sealed-restored.winnow")
	s.Button("OK").Press()
	see(t, s, "North Ltd. · sealed-restored.winnow")
}
