package gui

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"winnow/core"
	"winnow/core/company"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/output"
	"winnow/gui/route"
	"winnow/gui/single"
	"winnow/gui/team"
	"winnow/gui/theme"
	"winnow/gui/transfer"
	"winnow/gui/widget"
)

// companyMenu is what can be done with company files.
func (w *Window) companyMenu() []*fyne.MenuItem {
	items := []*fyne.MenuItem{
		widget.MenuItem(i18n.T("window.open_dialog"), theme.IconOpen, w.askOpen),
		widget.MenuItem(i18n.T("common.new_dialog"), theme.IconNew, w.askNew),
		fyne.NewMenuItemSeparator(),
		widget.MenuItem(i18n.T("window.back_up_dialog"), theme.IconBackup, w.askBackup),
		widget.MenuItem(i18n.T("window.back_up_with_passphrase_dialog"), theme.IconBackup, w.askSealed),
		widget.MenuItem(i18n.T("common.restore_backup_dialog"), theme.IconHistory, w.askRestore),
		fyne.NewMenuItemSeparator(),
		widget.MenuItem(i18n.T("output.package_for_business_central_dialog"), theme.IconExport, w.openPackage),
		widget.MenuItem(i18n.T("team.team_dialog"), theme.IconContacts, w.openTeam),
		widget.MenuItem(i18n.T("window.check_company"), theme.IconCheck, w.check),
		widget.MenuItem(i18n.T("common.output_log"), theme.IconLog, w.openOutputs),
	}
	for i, path := range w.recent() {
		if i == 0 {
			items = append(items, fyne.NewMenuItemSeparator())
		}
		items = append(items, widget.MenuItem(path, theme.IconCompany, func() { w.Open(path) }))
	}
	return items
}

// openOutputs shows what left the company file.
func (w *Window) openOutputs() { w.session.Go.Open(route.Outputs{}) }

// openTeam shows the hub.
func (w *Window) openTeam() { w.session.Go.Open(team.Route{}) }

// openPackage asks what goes into a package for Business Central.
func (w *Window) openPackage() { w.session.Go.Open(output.PackageRoute{}) }

func (w *Window) askOpen() {
	transfer.ChooseFile(w.window, w.folder(), []string{".winnow"}, w.Open)
}

func (w *Window) askNew() {
	transfer.ChooseTarget(w.window, w.folder(), "company.winnow", []string{".winnow"}, func(path string) {
		if _, err := os.Stat(path); err == nil {
			w.fail(core.NewProblem(core.Exists, "common.file_exists_already", "file", path).Hint("common.choose_another_name"))
			return
		}
		w.Open(path)
	})
}

func (w *Window) askBackup() { w.askBackupTo("") }

// askSealed asks for the passphrase that a backup is to be encrypted with.
func (w *Window) askSealed() {
	w.askPassphrase(i18n.T("window.back_up_with_passphrase"), i18n.T("window.backup_can_be_read_only"), true, w.askBackupTo)
}

// askBackupTo asks where a backup goes, encrypted unless the passphrase is "".
func (w *Window) askBackupTo(passphrase string) {
	c := w.session.Company
	base := strings.TrimSuffix(filepath.Base(c.Path()), ".winnow")
	name := base + "-" + c.Now().Format(time.DateOnly) + ".winnow"
	transfer.ChooseTarget(w.window, w.folder(), name, []string{".winnow"}, func(path string) {
		if _, err := os.Stat(path); err == nil {
			widget.AskReplace(w.window.Canvas(), path, func() { w.backup(path, true, passphrase) })
			return
		}
		w.backup(path, false, passphrase)
	})
}

func (w *Window) backup(path string, replace bool, passphrase string) {
	c := w.session.Company
	w.Tasks.RunSlow(w.window.Canvas(), i18n.T("window.backing_up_dialog"), func(ctx context.Context, _ func(done, total int)) error {
		if passphrase != "" {
			return c.BackUpSealed(ctx, path, replace, passphrase)
		}
		return c.Backup(ctx, path, replace)
	}, func(err error, stopped bool) {
		switch {
		case stopped:
		case err != nil:
			w.fail(err)
		default:
			widget.Tell(w.window.Canvas(), i18n.T("window.backed_up"), i18n.T("window.copy_is_in_file", "file", path), "")
		}
	})
}

// askPassphrase asks for a passphrase, a second time too where it is a new one.
func (w *Window) askPassphrase(title, text string, isNew bool, take func(passphrase string)) {
	words := widget.NewParagraph(text)
	words.Width = 440
	first, second := entry.New(theme.IconNone), entry.New(theme.IconNone)
	fields := []entry.Field{{Caption: i18n.T("window.passphrase"), Object: first}}
	if isNew {
		fields = append(fields, entry.Field{Caption: i18n.T("window.once_more"), Object: second})
	}
	stack := []fyne.CanvasObject{words}
	for _, f := range fields {
		f.Object.(*entry.Entry).SetSecret()
		one := entry.NewFields(f)
		one.CaptionWidth = 110
		stack = append(stack, one)
	}
	m := &widget.Modal{Title: title, Body: widget.NewStack(10, 16, stack...), Width: 480}
	m.OnOK = func() {
		switch {
		case first.Text() == "":
			first.SetError(i18n.T("window.passphrase_is_missing"))
		case isNew && second.Text() != first.Text():
			second.SetError(i18n.T("window.this_is_another_one"))
		default:
			m.Close()
			take(first.Text())
		}
	}
	m.Show(w.window.Canvas())
}

// askRestore asks which backup, and where the company is to be: beside the one
// that is open, unless a person says otherwise.
func (w *Window) askRestore() {
	transfer.ChooseFile(w.window, w.backupFolder(), []string{".winnow", ".backup", ".age"}, w.askRestoreOf)
}

// askRestoreOf asks how a backup is opened, and then where it is to be.
func (w *Window) askRestoreOf(backup string) {
	sealed, err := company.Sealed(backup)
	switch {
	case err != nil:
		w.fail(err)
	case sealed:
		w.askPassphrase(i18n.T("window.backup_is_encrypted"), i18n.T("window.what_is_passphrase_of_file", "file", filepath.Base(backup)), false,
			func(passphrase string) { w.askRestoreTo(company.RestoreParams{Backup: backup, Passphrase: passphrase}) })
	default:
		w.askRestoreTo(company.RestoreParams{Backup: backup})
	}
}

// backupFolder is where backups are looked for: where the automatic ones are, if
// there are any.
func (w *Window) backupFolder() string {
	if w.session != nil {
		if list, err := w.session.Company.AutomaticBackups(); err == nil && len(list) > 0 {
			return filepath.Dir(list[0].Path)
		}
	}
	return w.folder()
}

func (w *Window) askRestoreTo(p company.RestoreParams) {
	name := strings.TrimSuffix(filepath.Base(p.Backup), filepath.Ext(p.Backup)) + "-restored.winnow"
	if company, ok := strings.CutSuffix(filepath.Base(filepath.Dir(p.Backup)), "-backups"); ok { // an automatic one is named by its day
		name = company + "-" + name
	}
	transfer.ChooseTarget(w.window, w.folder(), name, []string{".winnow"}, func(path string) {
		p.Path = path
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			w.restore(p)
			return
		}
		widget.Ask(w.window.Canvas(), widget.Question{
			Title: i18n.T("window.restore_over_this_company"),
			Text:  i18n.T("window.file_exists_already_it_is_kept_beside", "file", path),
			Yes:   i18n.T("window.restore"), No: i18n.T("common.cancel"), OnYes: func() { w.restore(p) },
		})
	})
}

// restore puts a backup at a path and opens it. Where it is the open company
// that is restored, that is closed first, and opened again if it fails.
func (w *Window) restore(p company.RestoreParams) {
	path := p.Path
	claim, err := w.take(path)
	if errors.Is(err, single.ErrTaken) {
		w.fail(core.NewProblem(core.Busy, "window.file_is_open_in_another_window", "file", filepath.Base(path)).Hint("window.close_it_there_first"))
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
	p.Replace, p.Now = true, time.Now()
	w.Tasks.RunSlow(w.window.Canvas(), i18n.T("window.restoring_dialog"), func(ctx context.Context, _ func(done, total int)) (err error) {
		kept, err = company.Restore(ctx, p)
		return err
	}, func(err error, stopped bool) {
		w.release(claim)
		if err == nil || over {
			w.Open(path)
		}
		switch {
		case err == nil && kept != "":
			widget.Tell(w.window.Canvas(), i18n.T("window.restored"), i18n.T("window.what_was_there_before_is_in_file", "file", kept), "")
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

// folder is where company files are looked for: beside the one that is open, or as
// other files where that is in the program's own folder, which people do not know.
func (w *Window) folder() string {
	own := filepath.Dir(company.DefaultPath())
	if w.session != nil && filepath.Dir(w.session.Company.Path()) != own {
		return filepath.Dir(w.session.Company.Path())
	}
	return transfer.StartFolder()
}
