package gui

import (
	"context"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"winnow/core/company"
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
		Title: lang.L("The company file was replaced"),
		Text:  lang.L("Another program has replaced or deleted **{{.file}}** while it was open here. Nothing more can be saved in it.", map[string]any{"file": filepath.Base(path)}),
		Hint:  lang.L("What is open here, with all that you have done, can be saved as another file."),
		Yes:   lang.L("Save as another file…"), OnYes: answered(w.askSaveAs),
		No: lang.L("Close"), OnNo: answered(nil),
	}
	if w.session.Company.Overwritten() {
		q.Text = lang.L("Another program has written over **{{.file}}** while it was open here. Nothing more can be saved in it.", map[string]any{"file": filepath.Base(path)})
		q.Hint = lang.L("What is still in memory can be saved as another file. Compare that with a backup before you use it.")
	}
	if _, err := os.Stat(path); err == nil {
		q.Other, q.OnOther = lang.L("Open the file that is there now"), answered(func() { w.Open(path) })
	}
	w.replaced = widget.Ask(window.Canvas(), q)
}

// askSaveAs asks where to save what is open, and opens that.
func (w *Window) askSaveAs() {
	w.askCopyAs(lang.X("Suffix of a file", "saved"))
}
