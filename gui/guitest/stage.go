// Package guitest sets a small company into a window without a display and
// lends tests a hand at its fields, buttons and keys. Only tests import it.
package guitest

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"winnow/core/coretest"
	"winnow/core/filter"
	"winnow/core/importer"
	"winnow/core/logging"
	"winnow/core/merge"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/region"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// How long a test waits for work beside the interface before it gives up, and a
// benchmark, whose company may have a million contacts.
const patience, benchPatience = time.Minute, 20 * time.Minute

// patience is how long is waited for work beside the interface.
func (s *Stage) patience() time.Duration {
	if _, bench := s.T.(*testing.B); bench {
		return benchPatience
	}
	return patience
}

// Stage is a company open in a window.
type Stage struct {
	T         testing.TB
	Session   *session.Session
	Window    fyne.Window
	Navigator *widget.Navigator
	// Opened are the routes that were opened, in words: "segment SM00001".
	Opened []string
	// IDs are the contacts that were to be listed last.
	IDs []int64
	// Folder is where files are written that one is asked a place for.
	Folder string
	// Chosen is the file in that folder that is chosen where one asks for one.
	Chosen string
	// Draws has letters drawn, if there is a program for it.
	Draws bool

	calls *queue
	// ended says that the company is closed: the window would take over no answers now.
	ended *atomic.Bool
}

// New opens a company of two firms and five persons:
//
//	FIRM1 (GB) with ANN (GB, e-mail), BOB (GB) and EVE (GB, excluded)
//	FIRM2 (DE) with CARL (DE, e-mail)
//	DORA (DE), without a firm
//
// The day is 2026-11-23. ANN was written to on 2026-11-10.
func New(t testing.TB) *Stage {
	t.Helper()
	ctx := context.Background()
	c, err := coretest.OpenNew(ctx, filepath.Join(t.TempDir(), "company.winnow"))
	if err != nil {
		t.Fatal(err)
	}
	s := &Stage{T: t, ended: new(atomic.Bool)}
	var window fyne.App
	t.Cleanup(func() {
		// What still ends in the background is not taken over any more, as the test's own app
		// would do it while the next test draws.
		fyne.SetCurrentApp(app{window, s.calls})
		if !t.Failed() {
			coretest.WantLock(t, c.Path())
		}
		s.ended.Store(true)
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	c.Now = func() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }
	c.User = "jo"
	i18n.SetLanguage("en")
	window = test.NewTempApp(t)
	s.calls = &queue{Driver: window.Driver(), signal: make(chan struct{}, 1)}
	fyne.SetCurrentApp(app{window, s.calls})
	window.Preferences().SetString(region.Pref, "iso")
	window.Settings().SetTheme(theme.New(theme.Light, theme.NormalText))
	w := test.NewTempWindow(t, container.NewStack())
	s.Folder, s.Window, s.Navigator = t.TempDir(), w, widget.NewNavigator(w)
	s.Session = session.New(w, c, slog.New(slog.DiscardHandler))
	w.Resize(fyne.NewSize(1280, 800))
	s.Session.Go, s.Session.Services = s.navigator(), s.services()
	s.fill()
	return s
}

func (s *Stage) note(what ...string) {
	s.Opened = append(s.Opened, strings.TrimSpace(strings.Join(what, " ")))
}

func (s *Stage) navigator() session.Navigator {
	return session.Navigator{
		Open: func(to route.Route) {
			s.note(named(to)...)
			if contacts, ok := to.(route.Contacts); ok {
				s.IDs = contacts.Only.Items()
			}
		},
		Show:  func(p *widget.Page) { s.Navigator.Open(p) },
		Back:  func() { s.note("back") },
		Title: func(string) {},
		Fail: func(err error) {
			if !s.ended.Load() {
				s.T.Errorf("the window says: %v", err)
			}
		},
	}
}

func (s *Stage) services() session.Services {
	return session.Services{
		NewViewer: func() *merge.Viewer {
			if s.Draws {
				return merge.NewViewer()
			}
			return nil // LibreOffice takes its time
		},
		Target: func(_, name string, _ []string, take func(path string)) {
			s.note("target", name)
			take(filepath.Join(s.Folder, name))
		},
		Source: func(_ []string, take func(path string)) {
			s.note("source", s.Chosen)
			take(filepath.Join(s.Folder, s.Chosen))
		},
		OpenFile: func(path string) { s.note("file", path) },
		Dial:     func(number string) { s.note("dial", number) },
		NewCode:  func(table, typed string, _ func(string)) { s.note("new code", table, typed) },
	}
}

var capital = regexp.MustCompile(`[A-Z]`)

// named are the words of a route's name and the texts in it: "own window SM00001".
func named(to route.Route) []string {
	value := reflect.ValueOf(to)
	words := []string{strings.TrimSpace(strings.ToLower(capital.ReplaceAllString(value.Type().Name(), " $0")))}
	for i := range value.NumField() {
		switch field := value.Field(i).Interface().(type) {
		case string:
			words = append(words, field)
		case route.Where:
			if field.Field != "" {
				words = append(words, field.Field, field.Filter)
			}
		}
	}
	return words
}

func (s *Stage) fill() {
	person := func(no, name, firm, firmName, country string, more ...any) {
		s.Row("contact", append([]any{"no", no, "name", name, "search_name", strings.ToUpper(name), "type", 1,
			"company_no", firm, "company_name", firmName, "country_region_code", country}, more...)...)
	}
	firm := func(no, name, country string) {
		s.Row("contact", "no", no, "name", name, "search_name", strings.ToUpper(name), "type", 0,
			"company_no", no, "company_name", name, "country_region_code", country)
	}
	firm("FIRM1", "Alpine Ski House", "GB")
	firm("FIRM2", "Relecloud", "DE")
	person("ANN", "Ann Beebe", "FIRM1", "Alpine Ski House", "GB", "e_mail", "ann@alpine.example", "salesperson_code", "BD")
	person("BOB", "Bob Kelly", "FIRM1", "Alpine Ski House", "GB")
	person("EVE", "Eve Moss", "FIRM1", "Alpine Ski House", "GB", "exclude_from_segment", 1)
	person("CARL", "Carl Brand", "FIRM2", "Relecloud", "DE", "e_mail", "carl@relecloud.example")
	person("DORA", "Dora Lang", "", "", "DE")
	s.Row("salesperson_purchaser", "code", "JO", "name", "Jim Olive")
	s.Row("salesperson_purchaser", "code", "BD", "name", "Bart Duncan")
	s.Row("interaction_log_entry", "entry_no", 1, "contact_no", "ANN", "contact_company_no", "FIRM1", "date", "2026-11-10")
}

// Row imports a row: alternating key and value.
func (s *Stage) Row(table string, pairs ...any) {
	s.T.Helper()
	var keys, values []string
	for i := 0; i < len(pairs); i += 2 {
		keys, values = append(keys, fmt.Sprint(pairs[i])), append(values, fmt.Sprint(pairs[i+1]))
	}
	path := filepath.Join(s.T.TempDir(), table+".csv")
	file, err := os.Create(path)
	if err != nil {
		s.T.Fatal(err)
	}
	if err := errors.Join(csv.NewWriter(file).WriteAll([][]string{keys, values}), file.Close()); err != nil {
		s.T.Fatal(err)
	}
	if _, err := importer.Import(context.Background(), s.Session.Company, path, importer.Options{}); err != nil {
		s.T.Fatal(err)
	}
}

// Sealed makes a segment that is logged, and returns its number.
func (s *Stage) Sealed(description string) string {
	s.T.Helper()
	ctx := context.Background()
	s.Row("interaction_template", "code", "LETTER", "description", "Letter")
	header := map[string]string{"description": description, "salesperson_code": "JO", "interaction_template_code": "LETTER"}
	no, err := s.Session.Segments.CreateSegment(ctx, "", header, filter.Env{})
	if err == nil {
		_, err = s.Session.Segments.AddLines(ctx, no, []string{"ANN"}, false)
	}
	if err == nil {
		_, err = logging.New(s.Session.Company).Log(ctx, no, logging.Options{})
	}
	if err != nil {
		s.T.Fatal(err)
	}
	return no
}

// Settle waits until none of these tasks is under way, and takes over what came
// of them.
func (s *Stage) Settle(d *work.Tasks) {
	s.T.Helper()
	limit := time.After(s.patience())
	for {
		idle := d.Idle()
		select {
		case <-s.calls.signal:
			s.calls.run()
		case <-idle:
			if !s.calls.run() {
				return
			}
		case <-limit:
			s.T.Fatal("the work beside the interface does not end")
		}
	}
}

// Until waits until something is so, and takes over what comes meanwhile from
// any task.
func (s *Stage) Until(what string, so func() bool) {
	s.T.Helper()
	limit := time.After(s.patience())
	for !so() {
		select {
		case <-s.calls.signal:
			s.calls.run()
		case <-limit:
			s.T.Fatalf("%s does not come true; there is: %s", what, s.Shown())
		}
	}
}

// top is what can be reached: the topmost dialog, else the page.
func (s *Stage) top() fyne.CanvasObject {
	if top := s.Window.Canvas().Overlays().Top(); top != nil {
		return top
	}
	return s.Window.Canvas().Content()
}

// walk visits an object and all that it shows, until visit says true.
func walk(o fyne.CanvasObject, visit func(fyne.CanvasObject) bool) bool {
	if o == nil || !o.Visible() {
		return false
	}
	if visit(o) {
		return true
	}
	var children []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		children = o.Objects
	case *container.Scroll:
		children = []fyne.CanvasObject{o.Content}
	case fyne.Widget:
		children = test.WidgetRenderer(o).Objects()
	}
	for _, child := range children {
		if walk(child, visit) {
			return true
		}
	}
	return false
}

// Tab returns the FastTab with a caption.
func (s *Stage) Tab(caption string) *widget.FastTab {
	s.T.Helper()
	var found *widget.FastTab
	walk(s.top(), func(o fyne.CanvasObject) bool {
		if tab, ok := o.(*widget.FastTab); ok && tab.Caption() == caption {
			found = tab
		}
		return found != nil
	})
	if found == nil {
		s.T.Fatalf("there is no FastTab %s", caption)
	}
	return found
}

// Object returns what stands beside a caption in a FastTab that is open.
func (s *Stage) Object(tab, caption string) fyne.CanvasObject {
	s.T.Helper()
	var found fyne.CanvasObject
	walk(s.Tab(tab), func(o fyne.CanvasObject) bool {
		if fields, ok := o.(*entry.Fields); ok && found == nil {
			found = fields.Object(caption)
		}
		return found != nil
	})
	if found == nil {
		s.T.Fatalf("FastTab %s has no field %s", tab, caption)
	}
	return found
}

// Entry returns the entry beside a caption in a FastTab.
func (s *Stage) Entry(tab, caption string) *entry.Entry {
	s.T.Helper()
	entry, ok := s.Object(tab, caption).(*entry.Entry)
	if !ok {
		s.T.Fatalf("%s, %s is no entry", tab, caption)
	}
	return entry
}

// Value returns the text of a value that cannot be changed.
func (s *Stage) Value(tab, caption string) string {
	s.T.Helper()
	return s.Object(tab, caption).(*widget.Value).Text()
}

// Button returns the button or link with a text.
func (s *Stage) Button(text string) *widget.Button {
	s.T.Helper()
	var found *widget.Button
	walk(s.top(), func(o fyne.CanvasObject) bool {
		if b, ok := o.(*widget.Button); ok && b.Text() == text {
			found = b
		}
		return found != nil
	})
	if found == nil {
		s.T.Fatalf("there is no button %s; there is: %s", text, s.Shown())
	}
	return found
}

// AsksBeforeDiscarding fails unless a dialog asks before it loses what was typed into it,
// which one takes back and then does.
func (s *Stage) AsksBeforeDiscarding(m *widget.Modal) {
	s.T.Helper()
	for _, c := range []struct {
		answer string
		stays  bool
	}{{"Go on", true}, {"Discard", false}} {
		m.Dismiss()
		if !m.IsOpen() {
			s.T.Fatal("the dialog closes without a question")
		}
		s.Button(c.answer).Press()
		if m.IsOpen() != c.stays {
			s.T.Fatalf("after %s the dialog is open: %t", c.answer, m.IsOpen())
		}
	}
}

// List returns the first list that can be reached.
func (s *Stage) List() *list.List {
	s.T.Helper()
	return s.list(s.top())
}

// ListIn returns the list in a FastTab that is open.
func (s *Stage) ListIn(tab string) *list.List {
	s.T.Helper()
	return s.list(s.Tab(tab))
}

func (s *Stage) list(in fyne.CanvasObject) *list.List {
	s.T.Helper()
	var found *list.List
	walk(in, func(o fyne.CanvasObject) bool {
		list, ok := o.(*list.List)
		if ok {
			found = list
		}
		return ok
	})
	if found == nil {
		s.T.Fatal("there is no list")
	}
	return found
}

// Choice returns the first choice in a FastTab's heading or fields.
func (s *Stage) Choice(tab string) *entry.Choice {
	s.T.Helper()
	var found *entry.Choice
	walk(s.Tab(tab), func(o fyne.CanvasObject) bool {
		choice, ok := o.(*entry.Choice)
		if ok {
			found = choice
		}
		return ok
	})
	if found == nil {
		s.T.Fatalf("FastTab %s has no choice", tab)
	}
	return found
}

// Check returns the first box to tick in a FastTab.
func (s *Stage) Check(tab string) *entry.Check {
	s.T.Helper()
	var found *entry.Check
	walk(s.Tab(tab), func(o fyne.CanvasObject) bool {
		check, ok := o.(*entry.Check)
		if ok {
			found = check
		}
		return ok
	})
	if found == nil {
		s.T.Fatalf("FastTab %s has no box to tick", tab)
	}
	return found
}

// Timeline returns the list of steps at the side.
func (s *Stage) Timeline() *widget.Timeline {
	s.T.Helper()
	var found *widget.Timeline
	walk(s.top(), func(o fyne.CanvasObject) bool {
		timeline, ok := o.(*widget.Timeline)
		if ok {
			found = timeline
		}
		return ok
	})
	if found == nil {
		s.T.Fatal("there is no timeline")
	}
	return found
}

// Choose taps an entry of the menu that is open.
func (s *Stage) Choose(text string) {
	s.T.Helper()
	var found fyne.Tappable
	walk(s.top(), func(o fyne.CanvasObject) bool {
		item, ok := o.(fyne.Tappable)
		if !ok {
			return false
		}
		walk(o, func(inner fyne.CanvasObject) bool {
			t, ok := inner.(*canvas.Text)
			if ok && strings.TrimSpace(t.Text) == text {
				found = item // the innermost comes last
			}
			return false
		})
		return false
	})
	if found == nil {
		s.T.Fatalf("the menu has no %s; there is: %s", text, s.Shown())
	}
	found.Tapped(nil)
}

// Shown is all text that can be seen in what can be reached.
func (s *Stage) Shown() string { return strings.Join(s.Texts(), " ") }

// Texts are the texts that can be seen in what can be reached, one by one.
func (s *Stage) Texts() []string {
	var texts []string
	walk(s.top(), func(o fyne.CanvasObject) bool {
		if t, ok := o.(*canvas.Text); ok && t.Text != "" {
			texts = append(texts, t.Text)
		}
		return false
	})
	return texts
}

// Key presses a plain key where the keyboard is.
func (s *Stage) Key(name fyne.KeyName) {
	event := &fyne.KeyEvent{Name: name}
	if focused := s.Window.Canvas().Focused(); focused != nil {
		focused.TypedKey(event)
		return
	}
	if f := s.Window.Canvas().OnTypedKey(); f != nil {
		f(event)
	}
}

// Shortcut presses a key with modifiers where the keyboard is.
func (s *Stage) Shortcut(name fyne.KeyName, modifier fyne.KeyModifier) {
	shortcut := &desktop.CustomShortcut{KeyName: name, Modifier: modifier}
	if focused, ok := s.Window.Canvas().Focused().(fyne.Shortcutable); ok {
		focused.TypedShortcut(shortcut)
		return
	}
	s.Window.Canvas().(fyne.Shortcutable).TypedShortcut(shortcut)
}

// Column are the texts in a column of a list, by the column's key.
func Column(l *list.List, key string) []string {
	at := slices.IndexFunc(l.Columns(), func(c list.Column) bool { return c.Key == key })
	texts := []string{}
	for n := range l.Len() {
		if row, ok := l.Row(n); ok {
			texts = append(texts, row.Cells[at].Text)
		}
	}
	return texts
}
