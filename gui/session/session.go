// Package session is what all pages of the window share: the open company, the
// window, and how one gets from one page to another. It shows nothing itself.
package session

import (
	"context"
	"encoding/json"
	"log/slog"
	"sync"

	"fyne.io/fyne/v2"

	"winnow/core/campaign"
	"winnow/core/company"
	"winnow/core/duplicate"
	"winnow/core/filter"
	"winnow/core/interaction"
	"winnow/core/logging"
	"winnow/core/merge"
	"winnow/core/record"
	"winnow/core/saved"
	"winnow/core/segment"
	"winnow/core/task"
	"winnow/core/upkeep"
	"winnow/gui/i18n"
	"winnow/gui/route"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// Session is one open company in one window.
type Session struct {
	Window   fyne.Window
	Company  *company.Company
	Segments *segment.Store
	Records  *record.Store
	Saved    *saved.Store
	// Upkeep changes contacts and code tables.
	Upkeep *upkeep.Store
	// Duplicates finds contacts that may be the same.
	Duplicates *duplicate.Store
	// Interactions are what happened with contacts.
	Interactions *interaction.Store
	// Logging logs segments, and takes that back.
	Logging *logging.Store
	// Campaigns tell what came of campaigns.
	Campaigns *campaign.Store
	// ToDos are the tasks of people; the program's own work is work.Tasks.
	ToDos *task.Store
	// Go leads from one page to another.
	Go Navigator
	// Services ask for files and codes.
	Services Services
	// Log takes what went wrong beyond what a person is told.
	Log *slog.Logger

	shared map[any]*shared
	kept   *kept
	// opening are the names of the dialogs that are being opened.
	opening map[string]bool
}

// kept holds the newest value of each key. Values are written in the background, where one
// write can overtake another; each of them writes the newest value.
type kept struct {
	noting, writing sync.Mutex
	newest          map[string]string
}

func (k *kept) note(key, text string) {
	k.noting.Lock()
	defer k.noting.Unlock()
	k.newest[key] = text
}

// write writes the newest of a key, one at a time.
func (k *kept) write(ctx context.Context, c *company.Company, key string) error {
	k.writing.Lock()
	defer k.writing.Unlock()
	k.noting.Lock()
	text := k.newest[key]
	k.noting.Unlock()
	return c.Remember(ctx, key, text)
}

// Navigator goes between the pages of a window, which sets it.
type Navigator struct {
	// Open goes where a route leads.
	Open func(route.Route)
	// Show shows a page that no route leads to over the one there is.
	Show func(*widget.Page)
	// Back leaves the page that is shown.
	Back func()
	// Title sets the title of the page that is shown.
	Title func(string)
	// Fail shows an error: a core.Problem in its own words, anything else as
	// one neutral sentence, logged.
	Fail func(error)
}

// Services are what the window does for its pages. Answers come through the functions that
// are passed in.
type Services struct {
	// Target asks where a file is to be written: its name gets the first of the
	// extensions where it has none of them. Without a folder it is the usual one.
	Target func(folder, name string, extensions []string, take func(path string))
	// Source asks for a file with one of the extensions.
	Source func(extensions []string, take func(path string))
	// OpenFile opens a file with the program that the system has for it.
	OpenFile func(path string)
	// Dial calls a number with the program that the system has for that.
	Dial func(number string)
	// NewCode asks for a new row of a code table; typed is what was typed where
	// it is missing, and take receives its code.
	NewCode func(table, typed string, take func(code string))
	// NewViewer returns what draws letters, or nil where no program is there for that.
	NewViewer func() *merge.Viewer
	// Prepare reads in the background what previews are answered by, where that has not
	// been done or too much has changed since.
	Prepare func()
}

// To returns what goes where a route leads, for a button or a key.
func (s *Session) To(to route.Route) func() { return func() { s.Go.Open(to) } }

// rows reads rows for lists and lookups, of segments' lines too.
func rows(c *company.Company) *record.Store {
	s := record.New(c)
	s.Shown = segment.ShownValues
	return s
}

// New makes the session of an open company.
func New(w fyne.Window, c *company.Company, log *slog.Logger) *Session {
	return &Session{Window: w, Company: c, Segments: segment.New(c), Records: rows(c), Saved: saved.New(c), Upkeep: upkeep.New(c), Duplicates: duplicate.New(c),
		Interactions: interaction.New(c), Logging: logging.New(c), Campaigns: campaign.New(c), ToDos: task.New(c), Log: log, shared: map[any]*shared{}, opening: map[string]bool{},
		kept: &kept{newest: map[string]string{}}}
}

// Tell says at the place where it happened what went wrong. An error of the whole company
// file is shown in a dialog, with what to do.
func (s *Session) Tell(err error, say func(text string)) {
	if company.OfFile(err) {
		s.Go.Fail(err)
		return
	}
	say(work.Text(err))
}

// Then returns a function for the end of some work: it shows the error, or calls do where
// there is none.
func (s *Session) Then(do func()) func(error) {
	return func(err error) {
		if err != nil {
			s.Go.Fail(err)
			return
		}
		do()
	}
}

// Ended returns a function for the end of a change that RunSlow makes: it says that the
// change was stopped, or why it failed, or calls then.
func (s *Session) Ended(say func(text string), then func()) func(err error, stopped bool) {
	return func(err error, stopped bool) {
		switch {
		case stopped:
			say(i18n.T("common.stopped_nothing_was_changed"))
		case err != nil:
			s.Tell(err, say)
		default:
			then()
		}
	}
}

// Submitted returns a function for the end of a change that a dialog asked for: it says at
// the foot of the dialog that the change was stopped, or why it failed; or it closes the
// dialog and its tasks, and calls then.
func Submitted(dialog *widget.Modal, tasks *work.Tasks, then func()) func(err error, stopped bool) {
	return func(err error, stopped bool) {
		dialog.SetOK(true)
		switch {
		case stopped:
			dialog.SetStatus(i18n.T("common.stopped_nothing_was_changed"), false)
		case err != nil:
			dialog.SetStatus(work.Text(err), true)
		default:
			dialog.Close()
			tasks.Close()
			then()
		}
	}
}

// Read reads something in the background and gives it to done, or shows the error.
// Calling what it returns stops it, as with Tasks.Run.
func Read[T any](s *Session, tasks *work.Tasks, read func(context.Context) (T, error), done func(T)) context.CancelFunc {
	var found T
	return tasks.Run(func(ctx context.Context) (err error) {
		found, err = read(ctx)
		return err
	}, s.Then(func() { done(found) }))
}

// Env reads in the background by which day and which fields filters and values are read, and
// gives it to done.
func (s *Session) Env(tasks *work.Tasks, done func(filter.Env)) {
	Read(s, tasks, func(ctx context.Context) (filter.Env, error) { return s.Company.Env(ctx, filter.Env{}) }, done)
}

// OpenDialog reads in the background what a dialog begins with, and then shows the dialog.
// name tells it from others: a second click meanwhile opens no second one.
func (s *Session) OpenDialog(name string, tasks *work.Tasks, read func(context.Context) error, show func()) {
	if s.opening[name] {
		return
	}
	s.opening[name] = true
	tasks.Run(read, func(err error) {
		delete(s.opening, name)
		s.Then(show)(err)
	})
}

// Create creates a row of a table from what was typed into a dialog. It closes the
// dialog and gives done the row's key, or says at the foot what is wrong.
func (s *Session) Create(tasks *work.Tasks, dialog *widget.Modal, table string, fields map[string]string, done func(key []string)) {
	var saved upkeep.Saved
	dialog.SetOK(false)
	tasks.Write(func(ctx context.Context) (err error) {
		saved, err = s.Upkeep.Create(ctx, table, fields)
		return err
	}, func(err error) {
		Submitted(dialog, tasks, func() { done(saved.Key()) })(err, false)
	})
}

// Recall reads what Keep has kept under a key. What was never kept is left as it is.
func (s *Session) Recall(ctx context.Context, key string, value any) error {
	text, err := s.Company.Remembered(ctx, key)
	if err != nil || text == "" {
		return err
	}
	return json.Unmarshal([]byte(text), value)
}

// Keep keeps what a person has set on a page, to be there again next time. A failure is
// only logged, since nothing of the company's is lost. A company file that can only be
// read keeps nothing.
func (s *Session) Keep(d *work.Tasks, key string, value any) {
	if s.Company.ReadOnly() {
		return
	}
	text, err := json.Marshal(value)
	if err != nil {
		s.Log.Warn("keep the look of a page", "page", key, "error", err)
		return
	}
	s.kept.note(key, string(text))
	d.Write(func(ctx context.Context) error { return s.kept.write(ctx, s.Company, key) }, func(err error) {
		if err != nil {
			s.Log.Warn("keep the look of a page", "page", key, "error", err)
		}
	})
}
