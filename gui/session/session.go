// Package session is what all pages of the window share: the open company, the
// window, and the ways from one page to another. It shows nothing itself.
package session

import (
	"context"
	"log/slog"

	"fyne.io/fyne/v2"

	"winnow/core/company"
	"winnow/core/record"
	"winnow/core/segment"
)

// Session is one open company in one window.
type Session struct {
	Window   fyne.Window
	Company  *company.Company
	Segments *segment.Store
	Records  *record.Store
	Go       Ways
	// Log takes what went wrong beyond what a person is told.
	Log *slog.Logger
}

// Ways open pages and dialogs. The window sets them, so that pages need not
// know each other.
type Ways struct {
	Home     func()
	Segments func()
	// Segment opens a segment's card; "" opens a new one.
	Segment func(no string)
	// Criteria opens the Segment Criteria window.
	Criteria func(no string)
	// Explain opens the page that tells why a contact is in a segment.
	Explain func(no, contact string)
	// Contacts opens the list of contacts; with ids, of those only.
	Contacts func(title string, ids []int64)
	Import   func(paths ...string)
	Export   func(no string)
	Settings func()
	Help     func()
	Find     func()
	// Back leaves the page that is shown.
	Back func()
	// Title sets the title of the page that is shown.
	Title func(string)
	// Fail shows an error: a core.Problem in its own words, anything else as
	// one neutral sentence, logged.
	Fail func(error)
}

// New makes the session of an open company.
func New(w fyne.Window, c *company.Company, log *slog.Logger) *Session {
	return &Session{Window: w, Company: c, Segments: segment.New(c), Records: record.New(c), Log: log}
}

// Run does work beside the interface and then, on the interface's thread, done
// with its error; done is not called when ctx has ended by then, so an answer
// that nobody waits for is dropped.
func Run(ctx context.Context, work func(context.Context) error, done func(error)) {
	go func() {
		err := work(ctx)
		fyne.Do(func() {
			if ctx.Err() == nil {
				done(err)
			}
		})
	}()
}
