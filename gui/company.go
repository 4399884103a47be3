package gui

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"winnow/core"
	"winnow/core/company"
	"winnow/gui/look"
	"winnow/gui/part"
	"winnow/gui/single"
	"winnow/gui/transfer"
)

// companyMenu is what can be done with company files.
func (w *Window) companyMenu() []*fyne.MenuItem {
	items := []*fyne.MenuItem{
		part.MenuItem(lang.L("Open…"), look.IconOpen, w.askOpen),
		part.MenuItem(lang.L("New…"), look.IconNew, w.askNew),
		fyne.NewMenuItemSeparator(),
		part.MenuItem(lang.L("Back up…"), look.IconBackup, w.askBackup),
		part.MenuItem(lang.L("Restore a backup…"), look.IconHistory, w.askRestore),
	}
	for i, path := range w.recent() {
		if i == 0 {
			items = append(items, fyne.NewMenuItemSeparator())
		}
		items = append(items, part.MenuItem(path, look.IconCompany, func() { w.Open(path) }))
	}
	return items
}

func (w *Window) askOpen() {
	transfer.ChooseFile(w.window, w.folder(), []string{".winnow"}, w.Open)
}

func (w *Window) askNew() {
	transfer.ChooseTarget(w.window, w.folder(), "company.winnow", []string{".winnow"}, func(path string) {
		if _, err := os.Stat(path); err == nil {
			w.fail(core.Problemf(core.Exists, "%s exists already", path))
			return
		}
		w.Open(path)
	})
}

func (w *Window) askBackup() {
	c := w.session.Company
	base := strings.TrimSuffix(filepath.Base(c.Path()), ".winnow")
	name := base + "-" + c.Now().Format("2006-01-02") + ".winnow"
	transfer.ChooseTarget(w.window, w.folder(), name, []string{".winnow"}, func(path string) {
		if _, err := os.Stat(path); err == nil {
			part.Ask(w.window.Canvas(), part.Question{
				Title: lang.L("Replace the file?"),
				Text:  lang.L("**{{.file}}** exists already.", map[string]any{"file": path}),
				Yes:   lang.L("Replace"), No: lang.L("Cancel"), OnYes: func() { w.backup(path, true) },
			})
			return
		}
		w.backup(path, false)
	})
}

func (w *Window) backup(path string, replace bool) {
	c := w.session.Company
	w.Desk.RunSlow(w.window.Canvas(), lang.L("Backing up…"), func(ctx context.Context, _ func(done, total int)) error {
		return c.Backup(ctx, path, replace)
	}, func(err error, stopped bool) {
		switch {
		case stopped:
		case err != nil:
			w.fail(err)
		default:
			part.Tell(w.window.Canvas(), lang.L("Backed up"), lang.L("The copy is in {{.file}}", map[string]any{"file": path}), "")
		}
	})
}

// askRestore asks which backup, and where the company is to be: beside the one
// that is open, unless a person says otherwise.
func (w *Window) askRestore() {
	transfer.ChooseFile(w.window, w.folder(), []string{".winnow", ".backup"}, func(backup string) {
		name := strings.TrimSuffix(filepath.Base(backup), filepath.Ext(backup)) + "-restored.winnow"
		transfer.ChooseTarget(w.window, w.folder(), name, []string{".winnow"}, func(path string) {
			if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
				w.restore(backup, path)
				return
			}
			part.Ask(w.window.Canvas(), part.Question{
				Title: lang.L("Restore over this company?"),
				Text:  lang.L("**{{.file}}** exists already. It is kept beside, under another name.", map[string]any{"file": path}),
				Yes:   lang.L("Restore"), No: lang.L("Cancel"), OnYes: func() { w.restore(backup, path) },
			})
		})
	})
}

// restore puts a backup at a path and opens it. Where it is the open company
// that is restored, that is closed first, and opened again if it fails.
func (w *Window) restore(backup, path string) {
	claim, err := w.take(path)
	if errors.Is(err, single.ErrTaken) {
		w.fail(core.Problemf(core.Busy, "%s is open in another window", filepath.Base(path)).Hintf("close it there first"))
		return
	}
	over := w.session != nil && sameFile(w.session.Company.Path(), path)
	if over {
		if !w.leavePages() {
			return
		}
		w.Leave()
		w.newNavigator()
	}
	kept := ""
	params := company.RestoreParams{Backup: backup, Path: path, Replace: true, Now: time.Now()}
	w.Desk.RunSlow(w.window.Canvas(), lang.L("Restoring…"), func(ctx context.Context, _ func(done, total int)) (err error) {
		kept, err = company.Restore(ctx, params)
		return err
	}, func(err error, stopped bool) {
		w.release(claim)
		if err == nil || over {
			w.Open(path)
		}
		switch {
		case err == nil && kept != "":
			part.Tell(w.window.Canvas(), lang.L("Restored"), lang.L("What was there before is in {{.file}}", map[string]any{"file": kept}), "")
		case err != nil && !stopped:
			w.fail(err)
		}
	})
}

// sameFile reports whether two paths lead to one file.
func sameFile(a, b string) bool {
	first, err := os.Stat(a)
	if err != nil {
		return false
	}
	second, err := os.Stat(b)
	return err == nil && os.SameFile(first, second)
}

// folder is where company files are looked for.
func (w *Window) folder() string {
	if w.session != nil {
		return filepath.Dir(w.session.Company.Path())
	}
	return filepath.Dir(company.DefaultPath())
}

// sentence makes a clause a sentence: it begins with a capital and ends in a
// full stop.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(text)
	if !strings.ContainsAny(text[:min(len(text), 12)], "/._") {
		text = string(unicode.ToUpper(first)) + text[size:]
	}
	if !strings.HasSuffix(text, ".") {
		text += "."
	}
	return text
}
