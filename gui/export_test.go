package gui

import (
	"context"
	"reflect"

	"fyne.io/fyne/v2"

	"winnow/core/company"
	"winnow/gui/entry"
	"winnow/gui/route"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// Find returns what Find offers for a text without asking the company.
func (w *Window) Find(text string) []entry.Found { return matching(w.find.all(), text) }

// Page is the page that is shown.
func (w *Window) Page() *widget.Page { return w.navigator.Page() }

// Drop drops files on the window.
func (w *Window) Drop(uris ...fyne.URI) { w.dropped(fyne.Position{}, uris) }

// DropOnOwn drops files on the window that a card was given of its own.
func (w *Window) DropOnOwn(uris ...fyne.URI) { w.own[0].dropped(fyne.Position{}, uris) }

// Restore puts a backup at a path, where the dialogs said so.
func (w *Window) Restore(backup, path string) {
	w.restore(company.RestoreParams{Backup: backup, Path: path})
}

// Licences are the licences of the libraries, by their names.
func Licences() map[string]string { return licences() }

// Keys are the keys that the help lists.
func Keys() []string {
	var keys []string
	for _, l := range keyList() {
		keys = append(keys, l.what)
	}
	return keys
}

// AskRestore goes on where a backup was chosen.
func (w *Window) AskRestore(backup string) { w.askRestoreOf(backup) }

// Salvage saves what can be read of a file, where the dialogs said so.
func (w *Window) Salvage(damaged, path string) { w.salvage(damaged, path) }

// Check looks the open company over.
func (w *Window) Check() { w.check() }

// Stopped goes on where the opening of a file was cancelled.
func (w *Window) Stopped(path string) { w.notOpened(path, context.Canceled, true) }

// Fail tells an error.
func (w *Window) Fail(err error) { w.fail(err) }

// ComeBack does what happens when a person comes back to the window.
func (w *Window) ComeBack() { w.lookAgain() }

// Knows reports whether the window knows which state of the company it shows.
func (w *Window) Knows() bool { return w.version != nil }

// Daily are the tasks that notice others' changes.
func (w *Window) Daily() *work.Tasks { return w.daily }

// CopyTo copies what is open to a file, where the dialogs said so.
func (w *Window) CopyTo(path string) { w.copyTo(path) }

// CloseAsked does what happens when a person closes the window.
func (w *Window) CloseAsked() { w.close() }

// CloseOwnAsked does what happens when a person closes the first window beside it.
func (w *Window) CloseOwnAsked() { w.own[0].close() }

// Routes are the names of the routes of package route that lead somewhere.
func (w *Window) Routes() []string {
	var names []string
	for _, p := range w.places() {
		if p.route.PkgPath() == reflect.TypeFor[route.Home]().PkgPath() {
			names = append(names, p.route.Name())
		}
	}
	return names
}
