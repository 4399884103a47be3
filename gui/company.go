package gui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/record"
	"winnow/core/sample"
	"winnow/core/segment"
	"winnow/gui/home"
	"winnow/gui/look"
	"winnow/gui/part"
	"winnow/gui/transfer"
)

// startedKey is kept in a company that somebody began empty on purpose.
const startedKey = "started"

// recentFiles is how many company files are offered again.
const recentFiles = 6

// Start returns which company file to open first: the one that was asked for,
// else the one that was open last if it is still there, else the usual one.
func (w *Window) Start(asked string) string {
	if asked != "" {
		return asked
	}
	if last := w.recent(); len(last) > 0 {
		return last[0]
	}
	return company.DefaultPath()
}

// Open opens the company file at path. Where there is none, or an empty one, it
// asks what to begin with. A file that cannot be opened is told, and what was
// open stays open.
func (w *Window) Open(path string) {
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		w.welcome(path, nil)
		return
	}
	var c *company.Company
	var name string
	empty := false
	w.Desk.RunSlow(w.window.Canvas(), lang.L("Opening the company…"), func(ctx context.Context, _ func(done, total int)) (err error) {
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
			if w.session == nil {
				w.welcome(path, nil)
			}
			if !stopped {
				w.fail(err)
			}
		case empty:
			w.welcome(path, c)
		default:
			w.use(c, name)
		}
	})
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
	contacts, err := record.New(c).Count(ctx, catalog.Contact)
	if err != nil {
		return "", false, err
	}
	segments, err := segment.New(c).Segments(ctx)
	return values[company.CompanyName], started == "" && contacts == 0 && len(segments) == 0, err
}

// welcome asks what to begin with. c is the empty company at path, or nil where
// there is no file yet.
func (w *Window) welcome(path string, c *company.Company) {
	w.Leave()
	w.newNavigator()
	w.navigator.SetCompany(filepath.Base(path))
	taken := false
	begin := func(caption string, fill func(ctx context.Context, c *company.Company, report func(done, total int)) error, then func()) func() {
		return func() {
			w.begin(path, c, caption, fill, func() { taken = true }, then)
		}
	}
	page := home.NewStart(home.Start{
		File: path,
		Sample: begin(lang.L("Making the sample company…"), func(ctx context.Context, c *company.Company, report func(done, total int)) error {
			return sample.Fill(ctx, c, sample.Options{Seed: 1, Progress: report})
		}, nil),
		Import: begin(lang.L("Making the company…"), nil, func() { w.session.Go.Import() }),
		Empty: begin(lang.L("Making the company…"), func(ctx context.Context, c *company.Company, _ func(done, total int)) error {
			return c.Remember(ctx, startedKey, "empty")
		}, nil),
	})
	page.OnClose = func() {
		if c != nil && !taken {
			w.closed(c)
		}
	}
	w.navigator.Open(page)
}

// closed closes a company file.
func (w *Window) closed(c *company.Company) {
	if err := c.Close(); err != nil {
		w.log.Error("close the company file", "error", err)
	}
}

// begin makes the company file, unless there is one, fills it and opens it. What
// was made is gone again where that fails. taking is called when it did not,
// before the company is shown, and then after that.
func (w *Window) begin(path string, there *company.Company, caption string,
	fill func(ctx context.Context, c *company.Company, report func(done, total int)) error, taking, then func()) {
	c, name := there, ""
	w.Desk.RunSlow(w.window.Canvas(), caption, func(ctx context.Context, report func(done, total int)) (err error) {
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
		switch {
		case stopped:
		case err != nil:
			w.fail(err)
		default:
			taking()
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
	w.navigator.SetCompany(text)
}

// companyMenu is what can be done with company files.
func (w *Window) companyMenu() []*fyne.MenuItem {
	items := []*fyne.MenuItem{
		part.MenuItem(lang.L("Open…"), look.IconOpen, w.askOpen),
		part.MenuItem(lang.L("New…"), look.IconNew, w.askNew),
		part.MenuItem(lang.L("Back up…"), look.IconBackup, w.askBackup),
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

// folder is where company files are looked for.
func (w *Window) folder() string {
	if w.session != nil {
		return filepath.Dir(w.session.Company.Path())
	}
	return filepath.Dir(company.DefaultPath())
}

// recent are the company files used last that are still there, but for the open
// one.
func (w *Window) recent() []string {
	var list []string
	for _, path := range w.app.Preferences().StringList(prefRecent) {
		if _, err := os.Stat(path); err == nil && (w.session == nil || path != w.session.Company.Path()) {
			list = append(list, path)
		}
	}
	return list
}

func (w *Window) remember(path string) {
	list := slices.DeleteFunc(w.app.Preferences().StringList(prefRecent), func(p string) bool { return p == path })
	list = append([]string{path}, list...)
	w.app.Preferences().SetStringList(prefRecent, list[:min(len(list), recentFiles)])
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
