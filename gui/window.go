// Package gui is the window: it opens a company, shows its pages, and knows which
// page each route leads to. It decides nothing of what segments and contacts are, and
// asks no database itself.
package gui

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"winnow/core"
	"winnow/core/company"
	"winnow/gui/home"
	"winnow/gui/i18n"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/single"
	"winnow/gui/team"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// The window's size until a person chooses another.
const (
	usualWidth  = 1280
	usualHeight = 800
)

// The keys of what the program remembers, whatever the company.
const (
	prefWidth  = "window.width"
	prefHeight = "window.height"
	prefRecent = "companies.recent"
	prefLook   = "look"
	prefText   = "text"
	prefTight  = "rows.tight"
)

// Window is the program's main window.
type Window struct {
	// Tasks do the window's own work.
	Tasks *work.Tasks
	// RunDir is a folder of the user's own in which windows find each other, so
	// that a company is open in one of them only; "" where they need not.
	RunDir string

	app       fyne.App
	window    fyne.Window
	log       *slog.Logger
	navigator *widget.Navigator
	session   *session.Session // nil while no company is open
	own       []*ownWindow     // beside this one
	find      *finder
	daily     *work.Tasks   // where the day's backup is made, and others' changes are noticed
	watcher   *work.Tasks   // where it is noticed that the file is replaced
	team      *team.Live    // keeps the company in step with its hub
	version   *int64        // of the company as it is shown; nil until it was asked for
	settings  *settings     // as they were opened last
	help      *widget.Modal // as it was opened last
	claim     *single.Claim // on the company's file, or nil
	leaving   bool          // the company is being closed
	replaced  *widget.Modal // says that the company's file was replaced, while it is open
}

// New returns the main window of an app, with no company open.
func New(app fyne.App, log *slog.Logger) *Window {
	w := &Window{Tasks: work.NewTasks(), app: app, window: app.NewWindow("Winnow"), log: log}
	ApplyLook(app)
	prefs := app.Preferences()
	w.window.Resize(fyne.NewSize(float32(prefs.FloatWithFallback(prefWidth, usualWidth)), float32(prefs.FloatWithFallback(prefHeight, usualHeight))))
	w.window.SetMaster()
	w.window.SetCloseIntercept(w.close)
	w.window.SetOnDropped(w.dropped)
	app.Lifecycle().SetOnEnteredForeground(w.lookAgain)
	w.newNavigator()
	return w
}

// ApplyLook sets the theme that a person chose, light until then.
func ApplyLook(app fyne.App) {
	mode := theme.Light
	switch app.Preferences().StringWithFallback(prefLook, "light") {
	case "dark":
		mode = theme.Dark
	case "system":
		mode = theme.System
	}
	chosen := theme.New(mode, float32(app.Preferences().FloatWithFallback(prefText, float64(theme.NormalText))))
	app.Settings().SetTheme(chosen.Tight(app.Preferences().Bool(prefTight)))
}

// Shown is the window as Fyne knows it.
func (w *Window) Shown() fyne.Window { return w.window }

// Session is the open company, or nil.
func (w *Window) Session() *session.Session { return w.session }

// Navigator shows the pages.
func (w *Window) Navigator() *widget.Navigator { return w.navigator }

func (w *Window) newNavigator() {
	w.navigator = widget.NewNavigator(w.window)
	w.navigator.Brand = "Winnow"
	w.navigator.Keys = map[string]func(){"F1": w.openHelp}
}

// use shows the first page of a company that is open now.
func (w *Window) use(c *company.Company, name string) {
	w.Leave()
	w.daily, w.version = work.NewTasks(), nil
	w.follow(c)
	w.show(c, name)
	w.lookAgain()
	w.watchFile(c)
	w.backUpIfDue(c)
	w.team.Start()
}

// follow has a company kept in step with its hub, if it has one.
func (w *Window) follow(c *company.Company) {
	w.team = team.NewLive(c, w.log)
	w.team.Said = func(text string) { w.navigator.SetState(text) }
	w.team.Fetched = w.readAnew
}

// backUpIfDue makes the day's backup in the background. That it could not be
// made is logged; the older ones are there.
func (w *Window) backUpIfDue(c *company.Company) {
	w.daily.Run(func(ctx context.Context) error {
		_, err := c.BackUpIfDue(ctx)
		return err
	}, func(err error) {
		if err != nil {
			w.log.Warn("make the day's backup", "error", err)
		}
	})
}

// prepare reads in the background what previews are answered by. That it could not be read
// is logged; previews take longer then.
func (w *Window) prepare(s *session.Session) {
	w.daily.Run(s.Segments.Prepare, func(err error) {
		if err != nil {
			w.log.Warn("read what previews are answered by", "error", err)
		}
	})
}

// anew shows all pages anew, as another language or region has it, from the
// first on; a page that refuses to be left keeps things as they are.
func (w *Window) anew() {
	if w.session == nil || !w.closeOwn() || !w.leavePages() {
		return
	}
	if p := w.navigator.Page(); p != nil && p.OnClose != nil {
		p.OnClose()
	}
	w.find.tasks.Close()
	i18n.SetChosenLanguage(w.app)
	w.show(w.session.Company, "")
	w.team.Show()
}

func (w *Window) show(c *company.Company, name string) {
	w.session = session.New(w.window, c, w.log)
	w.session.Go, w.session.Services = w.navigatorFor(w.session, w.Navigator), w.services(w.session)
	w.prepare(w.session)
	w.newNavigator()
	n := w.navigator
	n.OnFind = w.session.To(route.Find{})
	n.Keys["Alt+T"] = w.session.To(route.Settings{})
	n.Keys["Alt+Q"], n.Keys["Ctrl+K"] = n.OnFind, n.OnFind
	w.find = newFinder(w, w.session, w.Navigator)
	w.setName(name)
	w.remember(c.Path())
	n.Open(home.Open(w.session, home.Params{Menu: w.companyMenu, Recent: w.recent(), OpenCompany: w.Open, Copy: w.askCopy, Sample: w.openSample}).Page())
}

// Leave closes the company that is open, with all its pages.
func (w *Window) Leave() {
	w.leaving = true
	defer func() { w.leaving = false }()
	w.leaveOwn()
	w.leavePages()
	if p := w.navigator.Page(); p != nil && p.OnClose != nil {
		p.OnClose()
	}
	if w.session == nil {
		return
	}
	w.find.tasks.Close()
	if w.watcher != nil {
		w.watcher.Close()
		w.watcher = nil
	}
	if w.replaced != nil {
		w.replaced.Close()
		w.replaced = nil
	}
	w.team.Close()
	w.daily.Close()
	<-w.daily.Idle() // what it made so far is taken away again
	w.closed(w.session.Company)
	w.session = nil
}

// close ends the program, unless a page refuses to be left: a field that holds
// what cannot be is shown. What was typed into a dialog is asked about first.
func (w *Window) close() {
	if widget.AskUnsaved(w.window.Canvas(), w.close) || !w.closeOwn() || !w.leavePages() {
		return
	}
	size := w.window.Canvas().Size()
	w.app.Preferences().SetFloat(prefWidth, float64(size.Width))
	w.app.Preferences().SetFloat(prefHeight, float64(size.Height))
	w.Leave()
	w.hold(nil)
	w.Tasks.Close()
	w.window.Close()
}

// leavePages goes back to the first page, and reports whether all pages let it.
func (w *Window) leavePages() bool {
	for w.navigator.Depth() > 1 {
		if !w.navigator.Back() {
			return false
		}
	}
	return true
}

// fail shows an error: a core.Problem in its own words, anything else as one
// neutral sentence, logged.
func (w *Window) fail(err error) { w.failIn(w.window, err) }

// failIn does so in another window. Where a company file is damaged it offers to
// save what can be read of it.
func (w *Window) failIn(window fyne.Window, err error) {
	if errors.Is(err, context.Canceled) {
		return
	}
	if company.Replaced(err) {
		w.tellReplaced(window)
		return
	}
	title := i18n.T("window.this_could_not_be_done")
	text, hint := w.told(err)
	if damaged := company.Damaged(err); damaged != "" {
		widget.Ask(window.Canvas(), widget.Question{
			Title: title, Text: text, Hint: hint, Yes: i18n.T("common.save_what_can_be_read_dialog"), No: i18n.T("common.close"),
			OnYes: func() { w.askSalvage(damaged) },
		})
		return
	}
	widget.Tell(window.Canvas(), title, text, hint)
}

// told returns what a person is told of an error, and what to do: a core.Problem
// in its own words, anything else as one neutral sentence, logged.
func (w *Window) told(err error) (text, hint string) {
	var p *core.Problem
	if errors.As(err, &p) {
		return i18n.Sentence(p.TextIn(i18n.Locale())), i18n.Sentence(p.HintIn(i18n.Locale()))
	}
	w.log.Error("an action failed", "error", err)
	return i18n.T("window.something_went_wrong_that_winnow_did_not"), i18n.T("window.log_says_more", "file", work.LogFile())
}

// dropped opens a company file that was dropped on the main window, and imports
// other files.
func (w *Window) dropped(_ fyne.Position, uris []fyne.URI) { w.droppedOn(w.window, w.navigator, uris) }

// droppedOn does so for any window. A page may have another use for the files. A
// dialog has to be closed first, since what was typed into it would be lost.
func (w *Window) droppedOn(window fyne.Window, pages *widget.Navigator, uris []fyne.URI) {
	var paths []string
	for _, uri := range uris {
		if uri.Scheme() == "file" {
			paths = append(paths, uri.Path())
		}
	}
	if len(paths) == 0 {
		return
	}
	for _, on := range []fyne.Window{window, w.window} {
		if m := widget.OpenModal(on.Canvas()); m != nil {
			on.RequestFocus()
			m.SetStatus(i18n.T("window.close_this_dialog_first_then_drop_files"), true)
			return
		}
	}
	p := pages.Page()
	switch {
	case len(paths) == 1 && strings.EqualFold(filepath.Ext(paths[0]), ".winnow"):
		w.Open(paths[0])
	case p != nil && p.OnDrop != nil && p.OnDrop(paths):
	case w.session != nil:
		w.raise()
		w.session.Go.Open(route.Import{Paths: route.ListOf(paths)})
	}
}
