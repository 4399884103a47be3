package gui

import (
	"context"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"

	"winnow/core/company"
	"winnow/gui/i18n"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// watchFile tells once the company's file is replaced, written over or deleted beneath the window,
// also where nobody changes anything.
func (w *Window) watchFile(c *company.Company) {
	if c.ReadOnly() {
		return
	}
	w.watcher = work.NewTasks()
	w.watcher.Run(func(ctx context.Context) error {
		c.AwaitReplaced(ctx)
		return nil
	}, func(error) { w.tellReplaced(w.window) })
}

// tellReplaced says that the company's file is no longer there, and asks what is to
// become of what is open. One dialog at a time says so, whatever else fails of it.
func (w *Window) tellReplaced(window fyne.Window) {
	if w.replaced != nil || w.leaving || w.session == nil {
		return
	}
	path := w.session.Company.Path()
	answered := func(then func()) func() {
		return func() {
			w.replaced = nil
			if then != nil {
				then()
			}
		}
	}
	q := widget.Question{
		Title: i18n.T("window.company_file_was_replaced"),
		Text:  i18n.T("window.another_program_has_replaced_or_deleted_file", "file", filepath.Base(path)),
		Hint:  i18n.T("window.what_is_open_here_with_all"),
		Yes:   i18n.T("window.save_as_another_file_dialog"), OnYes: answered(w.askSaveAs),
		No: i18n.T("common.close"), OnNo: answered(nil),
	}
	if w.session.Company.Overwritten() {
		q.Text = i18n.T("window.another_program_has_written_over_file_while", "file", filepath.Base(path))
		q.Hint = i18n.T("window.what_is_still_in_memory_can")
	}
	if _, err := os.Stat(path); err == nil {
		q.Other, q.OnOther = i18n.T("window.open_file_that_is_there_now"), answered(func() { w.Open(path) })
	}
	w.replaced = widget.Ask(window.Canvas(), q)
}

// askSaveAs asks where to save what is open, and opens that.
func (w *Window) askSaveAs() {
	w.askCopyAs(i18n.T("window.suffix_of_file"))
}
