package gui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/record"
	"winnow/core/sample"
	"winnow/core/segment"
	"winnow/gui/disk"
	"winnow/gui/home"
	"winnow/gui/i18n"
	"winnow/gui/route"
	"winnow/gui/single"
)

// startedKey is kept in a company that somebody began empty on purpose.
const startedKey = "started"

// sampleFile is the sample company's file where it was not the first to be made.
const sampleFile = "sample.winnow"

// recentFiles is how many company files are offered again.
const recentFiles = 6

// Start returns which company file to open first: the one that was asked for,
// else the one that was open last if it is still there, else the usual one.
func (w *Window) Start(asked string) string {
	if asked != "" {
		return asked
	}
	// A server is waited for here: another company than the last is none to begin with.
	for _, last := range w.app.Preferences().StringList(prefRecent) {
		if _, err := os.Stat(last); err == nil {
			return last
		}
	}
	return company.DefaultPath()
}

// Claim keeps a company file for this window, before it is opened. The error is
// single.ErrTaken where another window has it; that has come to the front then.
// Without RunDir nothing is claimed.
func (w *Window) Claim(path string) error {
	claim, err := w.take(path)
	if err == nil {
		w.hold(claim)
	}
	return err
}

// take claims a file, or returns the claim there is.
func (w *Window) take(path string) (*single.Claim, error) {
	if w.RunDir == "" {
		return nil, nil
	}
	if w.claim != nil && w.claim.Holds(path) {
		return w.claim, nil
	}
	claim, err := single.Take(w.RunDir, path, func() { fyne.Do(w.raise) })
	if err != nil && !errors.Is(err, single.ErrTaken) {
		// That a file cannot be claimed is no reason not to open it.
		w.log.Warn("claim the company file", "error", err)
		return nil, nil
	}
	return claim, err
}

// hold keeps a claim instead of the one there was.
func (w *Window) hold(claim *single.Claim) {
	before := w.claim
	w.claim = claim
	w.release(before)
}

// release gives back a claim, unless it is the one that is held.
func (w *Window) release(claim *single.Claim) {
	if claim == nil || claim == w.claim {
		return
	}
	if err := claim.Release(); err != nil {
		w.log.Warn("release the company file", "error", err)
	}
}

// raise brings the window to the front.
func (w *Window) raise() {
	w.window.Show()
	w.window.RequestFocus()
}

// Open opens the company file at path. Where there is none, or an empty one, it
// asks what to begin with. A file that cannot be opened is told, and what was
// open stays open; so it does where another window has the file.
func (w *Window) Open(path string) { w.open(path, nil) }

// open opens a company file and then, when its first page is shown, does
// something.
func (w *Window) open(path string, then func()) {
	claim, err := w.take(path)
	if err != nil {
		w.fail(core.NewProblem(core.Busy, "window.file_is_open_in_another_window", "file", filepath.Base(path)).Hint("window.that_window_has_come_to_front"))
		return
	}
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		w.welcome(path, nil, claim)
		return
	}
	var before *company.Company
	// To ask whether it was replaced puts its log aside, which would else be taken for that
	// of the file that came.
	if s := w.session; s != nil && s.Company.Path() == path && s.Company.Replaced() && s.Company.Overwritten() {
		// SQLite takes what it knows of an open file for what is in it.
		before = s.Company
		w.Leave()
		w.newNavigator()
	}
	var c *company.Company
	var name string
	empty := false
	w.Tasks.RunSlow(w.window.Canvas(), i18n.T("window.opening_company_dialog"), func(ctx context.Context, _ func(done, total int)) (err error) {
		if before != nil {
			if err := before.AwaitClosed(ctx); err != nil {
				return err
			}
		}
		if c, err = company.Open(ctx, path); err != nil {
			return err
		}
		if name, empty, err = state(ctx, c); err != nil {
			return errors.Join(err, c.Close())
		}
		return nil
	}, func(err error, stopped bool) {
		switch {
		case err != nil:
			w.release(claim)
			w.notOpened(path, err, stopped)
		case empty:
			w.welcome(path, c, claim)
		default:
			w.hold(claim)
			w.use(c, name)
			if then != nil {
				then()
			}
		}
	})
}

// notOpened tells why a company file was not opened. What was shown stays; where
// nothing was, a page says what one can do.
func (w *Window) notOpened(path string, err error, stopped bool) {
	if w.navigator.Depth() > 0 {
		if !stopped {
			w.fail(err)
		}
		return
	}
	w.hold(nil)
	u := home.Unopened{
		File: path, Text: i18n.T("window.you_stopped_it"),
		Again: func() { w.again(path) }, Open: w.askOpen, Restore: w.askRestore, New: w.askNew,
	}
	if !stopped {
		u.Text, u.Hint = w.told(err)
	}
	if damaged := company.Damaged(err); damaged != "" && !stopped {
		u.Salvage = func() { w.askSalvage(damaged) }
	}
	w.navigator.SetCompany(filepath.Base(path))
	w.navigator.Open(home.NewUnopened(u))
}

// again opens a company file again that was not opened.
func (w *Window) again(path string) {
	w.newNavigator()
	w.Open(path)
}

// state reads what a company is called and whether there is nothing in it yet.
func state(ctx context.Context, c *company.Company) (name string, empty bool, err error) {
	values, err := c.Values(ctx)
	if err != nil {
		return "", false, err
	}
	started, err := c.Remembered(ctx, startedKey)
	if err != nil {
		return "", false, err
	}
	contacts, err := record.New(c).Any(ctx, catalog.Contact)
	if err != nil {
		return "", false, err
	}
	segments, err := segment.New(c).Segments(ctx)
	return values[company.CompanyName], started == "" && !contacts && len(segments) == 0, err
}

// welcome asks what to begin with. c is the empty company at path, or nil where
// there is no file yet.
func (w *Window) welcome(path string, c *company.Company, claim *single.Claim) {
	w.Leave()
	w.hold(claim)
	w.newNavigator()
	w.navigator.SetCompany(filepath.Base(path))
	taken := false
	begin := func(caption string, fill func(ctx context.Context, c *company.Company, report func(done, total int)) error, then func()) func() {
		return func() {
			w.begin(path, c, caption, fill, func(made bool) { taken = made }, then)
		}
	}
	bring := func(paths ...string) {
		begin(i18n.T("window.making_company_dialog"), nil, func() { w.session.Go.Open(route.Import{Paths: route.ListOf(paths)}) })()
	}
	page := home.NewStart(home.Start{
		File:   path,
		Sample: begin(i18n.T("window.making_sample_company_dialog"), fillSample, nil),
		Import: func() { bring() },
		Empty: begin(i18n.T("window.making_company_dialog"), func(ctx context.Context, c *company.Company, _ func(done, total int)) error {
			return c.Remember(ctx, startedKey, "empty")
		}, nil),
		Open: w.askOpen, Restore: w.askRestore,
	})
	page.OnDrop = func(paths []string) bool {
		bring(paths...)
		return true
	}
	page.OnClose = func() {
		if c != nil && !taken {
			w.closed(c)
		}
	}
	w.navigator.Open(page)
}

// openSample opens the sample company, which has a file of its own beside the open
// company's, and makes it where there is none.
func (w *Window) openSample() {
	path := filepath.Join(w.folder(), sampleFile)
	if _, err := os.Stat(path); err == nil {
		w.Open(path)
		return
	}
	claim, err := w.take(path)
	if err != nil {
		w.fail(err)
		return
	}
	w.begin(path, nil, i18n.T("window.making_sample_company_dialog"), fillSample, func(made bool) {
		if made {
			w.hold(claim)
		} else {
			w.release(claim)
		}
	}, nil)
}

func fillSample(ctx context.Context, c *company.Company, report func(done, total int)) error {
	return sample.Fill(ctx, c, sample.Options{Seed: 1, Progress: report})
}

// closed closes a company file.
func (w *Window) closed(c *company.Company) {
	if err := c.Close(); err != nil {
		w.log.Error("close the company file", "error", err)
	}
}

// begin makes the company file, unless there is one, fills it and opens it. What
// was made is gone again where that fails. ended is told whether that failed, before the
// company is shown, and then is called after that.
func (w *Window) begin(path string, there *company.Company, caption string,
	fill func(ctx context.Context, c *company.Company, report func(done, total int)) error, ended func(made bool), then func()) {
	c, name := there, ""
	w.Tasks.RunSlow(w.window.Canvas(), caption, func(ctx context.Context, report func(done, total int)) (err error) {
		if c == nil {
			if c, err = company.Create(ctx, path); err != nil {
				return err
			}
		}
		if fill != nil {
			err = fill(ctx, c, report)
		}
		if err == nil {
			name, _, err = state(ctx, c)
		}
		if err != nil && there == nil {
			err = errors.Join(err, c.Discard())
		}
		return err
	}, func(err error, stopped bool) {
		ended(err == nil && !stopped)
		switch {
		case stopped:
		case err != nil:
			w.fail(err)
		default:
			w.use(c, name)
			if then != nil {
				then()
			}
		}
	})
}

// setName shows what company is open: its name and its file.
func (w *Window) setName(name string) {
	text := filepath.Base(w.session.Company.Path())
	if name != "" {
		text = name + " · " + text
	}
	if w.session.Company.ReadOnly() {
		text += " · " + i18n.T("window.read_only")
	}
	w.navigator.SetCompany(text)
	for _, o := range w.own {
		o.navigator.SetCompany(text)
	}
}

// recent are the company files used last that are still there, but for the open
// one.
func (w *Window) recent() []string {
	return slices.DeleteFunc(disk.There(w.app.Preferences().StringList(prefRecent)...), func(path string) bool {
		return w.session != nil && path == w.session.Company.Path()
	})
}

func (w *Window) remember(path string) {
	list := slices.DeleteFunc(w.app.Preferences().StringList(prefRecent), func(p string) bool { return p == path })
	list = append([]string{path}, list...)
	w.app.Preferences().SetStringList(prefRecent, list[:min(len(list), recentFiles)])
}
