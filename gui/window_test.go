package gui_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"winnow/core/coretest"
	"winnow/core/credential/credentialtest"
	"winnow/core/filter"
	"winnow/gui"
	"winnow/gui/contact"
	"winnow/gui/entry"
	"winnow/gui/guitest"
	"winnow/gui/route"
	"winnow/gui/work"
)

// opened is a window of its own on the stage, with the file at path opened.
func opened(t testing.TB, s *guitest.Stage, path string) *gui.Window {
	t.Helper()
	w := gui.New(fyne.CurrentApp(), slog.New(slog.DiscardHandler))
	s.Window = w.Shown()
	t.Cleanup(func() {
		if open := w.Session(); open != nil && !t.Failed() {
			coretest.WantLock(t, open.Company.Path())
		}
		w.Leave()
	})
	w.Open(path)
	return w
}

func see(t *testing.T, s *guitest.Stage, text string) {
	t.Helper()
	s.Until(text, func() bool { return strings.Contains(s.Shown(), text) })
}

// A first start asks what to begin with; one who began empty is not asked again.
func TestFirstStart(t *testing.T) {
	s := guitest.New(t)
	path := filepath.Join(t.TempDir(), "new.winnow")
	w := opened(t, s, path)
	see(t, s, "Start empty")
	if _, err := os.Stat(path); err == nil {
		t.Fatal("the file was made before anybody said so")
	}
	s.Button("Start empty").Press()
	see(t, s, "Contacts 0")
	w.Leave()
	opened(t, s, path)
	see(t, s, "Contacts 0")
}

func TestSample(t *testing.T) {
	s := guitest.New(t)
	w := opened(t, s, filepath.Join(t.TempDir(), "new.winnow"))
	see(t, s, "Start empty")
	s.Button("Look at the sample company").Press()
	see(t, s, "Contacts 400")
	if title := w.Shown().Title(); !strings.Contains(title, "Millbrook Furniture Ltd. · new.winnow") {
		t.Errorf("the title is %q", title)
	}
}

// A file of another program is told by name and left as it is.
func TestForeign(t *testing.T) {
	s := guitest.New(t)
	path := filepath.Join(t.TempDir(), "letter.winnow")
	if err := os.WriteFile(path, []byte("Dear Sir"), 0o600); err != nil {
		t.Fatal(err)
	}
	opened(t, s, path)
	see(t, s, "is not a Winnow company file")
	if text, err := os.ReadFile(path); err != nil || string(text) != "Dear Sir" {
		t.Errorf("the file holds %q, %v", text, err)
	}
}

func TestFind(t *testing.T) {
	s := guitest.New(t)
	w := opened(t, s, s.Session.Company.Path())
	see(t, s, "Contacts 7")
	s.Shortcut(fyne.KeyK, fyne.KeyModifierControl)
	see(t, s, "On this page")
	for _, r := range "beebe" {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	see(t, s, "ANN · Alpine Ski House")
	s.Key(fyne.KeyReturn)
	see(t, s, "ann@alpine.example")
	if got := w.Navigator().Page().Title; got != "ANN · Ann Beebe" {
		t.Errorf("the page is %q", got)
	}
}

// A setting that cannot be is marked where it was typed, and not kept.
func TestSettings(t *testing.T) {
	s := guitest.New(t)
	w := opened(t, s, s.Session.Company.Path())
	see(t, s, "Contacts 7")
	w.Session().Go.Open(route.Settings{})
	see(t, s, "Last Segment No. Used")
	day := s.Entry("Company", "Work Date")
	day.Type("2026-02-30")
	day.Commit()
	s.Until("the day is refused", func() bool { return day.Error() != "" })
	day.Type("2026-02-28")
	day.Commit()
	s.Until("the day is taken", func() bool { return day.Error() == "" && strings.Contains(s.Shown(), "Saved") })
}

// Who is no salesperson yet is offered to be made one; whether documents are kept is
// chosen, and a template for letters looked up.
func TestSettingsForLogs(t *testing.T) {
	s := guitest.New(t)
	s.Row("interaction_template", "code", "LETTER", "description", "Letter")
	w := opened(t, s, s.Session.Company.Path())
	see(t, s, "Contacts 7")
	w.Session().Go.Open(route.Settings{})
	see(t, s, "Make me a salesperson")
	keep, ok := s.Object("Company", "Keep Documents").(*entry.Choice)
	if !ok {
		t.Fatal("Keep Documents is no choice")
	}
	keep.Focus()
	keep.TypedRune('n')
	s.Until("it is chosen", func() bool { return keep.Text() == "No" && strings.Contains(s.Shown(), "Saved") })
	s.Entry("Company", "Template for Letters").OnLookup()
	see(t, s, "Letter")
	s.Key(fyne.KeyReturn)
	s.Until("it is taken", func() bool { return s.Entry("Company", "Template for Letters").Text() == "LETTER" })
	s.Entry("Company", "My Salesperson Code").Offer().Press()
	see(t, s, "Salesperson/Purchaser")
	s.Key(fyne.KeyEscape)
	me := s.Entry("Company", "My Salesperson Code")
	me.Type("JO")
	me.Commit()
	s.Until("nothing is offered", func() bool { return me.Offer() == nil })
}

// The mail server's password goes to the keyring and is not shown again; first it must be
// known whose it is.
func TestSettingsPassword(t *testing.T) {
	s := guitest.New(t)
	keyring := credentialtest.Start(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", keyring.Address)
	w := opened(t, s, s.Session.Company.Path())
	see(t, s, "Contacts 7")
	w.Session().Go.Open(route.Settings{})
	see(t, s, "SMTP Password")
	password, server := s.Entry("Company", "SMTP Password"), s.Entry("Company", "SMTP Server")
	enter := func(e *entry.Entry, text string) {
		e.Type(text)
		e.Commit()
	}
	enter(server, "mail.x.test")
	s.Until("the server is kept", func() bool { return strings.Contains(s.Shown(), "Saved") })
	enter(password, "s3cret")
	s.Until("the user lacks", func() bool { return strings.Contains(password.Error(), "write the user into SMTP Server first") })
	enter(server, "jo@mail.x.test")
	s.Until("the user is kept", func() bool { return !server.Changed() && strings.Contains(s.Shown(), "Saved") })
	enter(password, "s3cret")
	s.Until("the password is kept", func() bool { return strings.Contains(s.Shown(), "The password is kept in the system's keyring.") })
	if kept, _ := keyring.Password("smtp://jo@mail.x.test:587"); kept != "s3cret" || password.Text() != "" {
		t.Errorf("the keyring has %q, and the field %q", kept, password.Text())
	}
}

// One who began empty finds the sample company at any time; it is a company of its
// own, and there once.
func TestSampleLater(t *testing.T) {
	s := guitest.New(t)
	folder := t.TempDir()
	path := filepath.Join(folder, "new.winnow")
	w := opened(t, s, path)
	see(t, s, "Start empty")
	s.Button("Start empty").Press()
	see(t, s, "This company has no contacts yet")
	s.Button("Look at the sample company").Press()
	see(t, s, "Contacts 400")
	if got, want := w.Session().Company.Path(), filepath.Join(folder, "sample.winnow"); got != want {
		t.Errorf("the sample is in %s, not %s", got, want)
	}
	w.Open(path)
	see(t, s, "Contacts 0")
	s.Button("Look at the sample company").Press()
	see(t, s, "Contacts 400")
}

// The settings begin with how the program looks; no two fields have one name, and no
// help says again what the caption says.
func TestSettingsAreTold(t *testing.T) {
	s := guitest.New(t)
	w := opened(t, s, s.Session.Company.Path())
	see(t, s, "Contacts 7")
	w.Session().Go.Open(route.Settings{})
	see(t, s, "what %me stands for")
	shown, seen := s.Shown(), map[string]bool{}
	if look, company := strings.Index(shown, "Appearance"), strings.Index(shown, "Company Name"); look < 0 || look > company {
		t.Errorf("the settings do not begin with the appearance: %s", shown)
	}
	for _, text := range s.Texts() {
		if strings.HasPrefix(text, "Language") && seen[text] {
			t.Errorf("two fields are called %s", text)
		}
		seen[text] = true
	}
	if !seen["Language of the program"] || !seen["Language of Exports"] {
		t.Errorf("the languages are not told apart: %s", shown)
	}
	for _, repeated := range []string{"the company's name", "the company's city", "the company's post code"} {
		if strings.Contains(shown, repeated) {
			t.Errorf("the help repeats a caption: %s", repeated)
		}
	}
}

// Where the details of a failure are is told with it, and under About.
func TestLogIsTold(t *testing.T) {
	s := guitest.New(t)
	w := opened(t, s, s.Session.Company.Path())
	see(t, s, "Contacts 7")
	w.Session().Go.Fail(errors.New("disk on fire"))
	see(t, s, "Details are in the log: "+work.LogFile())
	s.Key(fyne.KeyEscape)
	w.Session().Go.Open(route.About{})
	see(t, s, work.LogFile())
	if text := work.Text(errors.New("disk on fire")); !strings.Contains(text, work.LogFile()) {
		t.Errorf("a field says %q", text)
	}
}

// A window asks before it closes over what was typed into a dialog, and stays where one goes
// on.
func TestCloseAsksForWhatWasTyped(t *testing.T) {
	s := guitest.New(t)
	no, err := s.Session.Segments.CreateSegment(context.Background(), "", nil, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	w := opened(t, s, s.Session.Company.Path())
	see(t, s, "Contacts")
	main := s.Window
	for _, c := range []struct {
		in    fyne.Window
		close func()
	}{{ownOf(t, s, w, no), w.CloseOwnAsked}, {main, w.CloseAsked}} {
		s.Window = c.in
		windows := len(fyne.CurrentApp().Driver().AllWindows())
		contact.AskNew(w.Session().In(c.in), "")
		for _, r := range "Ann" {
			c.in.Canvas().Focused().TypedRune(r)
		}
		c.close()
		s.Button("Go on").Press()
		if got := len(fyne.CurrentApp().Driver().AllWindows()); got != windows {
			t.Fatalf("there are %d windows, not %d", got, windows)
		}
		c.close()
		s.Button("Discard").Press()
		if got := len(fyne.CurrentApp().Driver().AllWindows()); got != windows-1 {
			t.Fatalf("there are %d windows, not %d", got, windows-1)
		}
	}
}
