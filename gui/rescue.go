package gui

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/salvage"
	"winnow/gui/i18n"
	"winnow/gui/transfer"
	"winnow/gui/widget"
)

// askNewFile asks where a new company file goes that is made of another, and is
// named after it.
func (w *Window) askNewFile(of, suffix string, take func(path string)) {
	name := strings.TrimSuffix(filepath.Base(of), ".winnow") + "-" + suffix + ".winnow"
	transfer.ChooseTarget(w.window, filepath.Dir(of), name, []string{".winnow"}, func(path string) {
		if _, err := os.Lstat(path); err == nil {
			w.fail(core.NewProblem(core.Exists, "common.file_exists_already", "file", path).Hint("common.choose_another_name"))
			return
		}
		take(path)
	})
}

// askSalvage asks where to save what can be read of a damaged file.
func (w *Window) askSalvage(damaged string) {
	w.askNewFile(damaged, i18n.T("window.suffix_of_file"), func(path string) { w.salvage(damaged, path) })
}

// salvage saves what can be read of a damaged file into a new one, opens that and
// tells what was saved. The damaged one stays as it is.
func (w *Window) salvage(damaged, path string) {
	var report salvage.Report
	w.Tasks.RunSlow(w.window.Canvas(), i18n.T("window.saving_what_can_be_read_dialog"), func(ctx context.Context, progress func(done, total int)) (err error) {
		report, err = salvage.Recover(ctx, damaged, path, func(rows int) { progress(rows, 0) })
		return err
	}, func(err error, stopped bool) {
		switch {
		case stopped:
		case company.Damaged(err) != "":
			w.fail(core.NewProblem(core.Unusable, "window.nothing_can_be_read_of_file_any", "file", filepath.Base(damaged)).Hint("common.restore_backup").By(err))
		case err != nil:
			w.fail(err)
		default:
			w.open(path, func() { w.session.Go.Show(newSaved(damaged, report)) })
		}
	})
}

// askCopy asks where to put a copy of a company that can only be read, and opens
// it.
func (w *Window) askCopy() { w.askCopyAs(i18n.T("window.suffix_of_file_that_is_copied")) }

// askCopyAs asks where to put a copy of what is open, named after it, and opens it.
func (w *Window) askCopyAs(suffix string) {
	w.askNewFile(w.session.Company.Path(), suffix, w.copyTo)
}

// copyTo copies what is open to a new file and opens that.
func (w *Window) copyTo(path string) {
	c := w.session.Company
	w.Tasks.RunSlow(w.window.Canvas(), i18n.T("window.copying_company_dialog"), func(ctx context.Context, _ func(done, total int)) error {
		return c.Backup(ctx, path, false)
	}, func(err error, stopped bool) {
		switch {
		case stopped:
		case err != nil:
			w.fail(err)
		default:
			w.Open(path)
		}
	})
}

// check looks the open company over and tells whether it is sound.
func (w *Window) check() {
	c := w.session.Company
	var faults []core.Message
	w.Tasks.RunSlow(w.window.Canvas(), i18n.T("window.checking_company_dialog"), func(ctx context.Context, _ func(done, total int)) (err error) {
		faults, err = salvage.Check(ctx, c)
		return err
	}, func(err error, stopped bool) {
		switch {
		case stopped:
		case err != nil:
			w.fail(err)
		case len(faults) == 0:
			widget.Tell(w.window.Canvas(), i18n.T("window.company_is_sound"), i18n.T("window.its_file_its_segments_and_their_criteria"), "")
		default:
			w.tellFaults(c.Path(), faults)
		}
	})
}

// shownFaults is how many faults are told; they are of one kind mostly.
const shownFaults = 8

// tellFaults tells what is wrong with a company, and offers what helps.
func (w *Window) tellFaults(path string, faults []core.Message) {
	lines := []string{}
	for _, fault := range faults[:min(len(faults), shownFaults)] {
		lines = append(lines, i18n.Sentence(i18n.Localize(fault)))
	}
	if more := len(faults) - len(lines); more > 0 {
		lines = append(lines, i18n.T("window.and_n_more", "count", more))
	}
	widget.Ask(w.window.Canvas(), widget.Question{
		Title: i18n.T("window.company_is_not_sound"), Text: strings.Join(lines, " "),
		Hint: i18n.T("window.restore_backup_from_before_or_save_what"),
		Yes:  i18n.T("common.save_what_can_be_read_dialog"), No: i18n.T("common.close"),
		OnYes: func() { w.askSalvage(path) },
	})
}
