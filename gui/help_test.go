package gui_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"winnow/gui"
	"winnow/gui/guitest"
	"winnow/gui/i18n"
	"winnow/gui/route"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// An example is copied where no filter field had the keyboard.
func TestHelp(t *testing.T) {
	s := guitest.New(t)
	w := opened(t, s, s.Session.Company.Path())
	see(t, s, "Contacts 7")
	s.Key(fyne.KeyF1)
	see(t, s, "A click on an example copies it")
	s.Key(fyne.KeyF1) // once is enough
	s.List().OnOpen(2)
	if got := fyne.CurrentApp().Clipboard().Content(); got != "GB*" {
		t.Errorf("copied %q", got)
	}
	s.Key(fyne.KeyEscape)
	if top := s.Window.Canvas().Overlays().Top(); top != nil {
		t.Errorf("the help is still there: %s", s.Shown())
	}
	w.Session().Go.Open(route.Help{})
	s.Button("About Winnow").Press()
	see(t, s, s.Session.Company.Path())
	see(t, s, "sqlite.org")
	s.Button("What Is New").Press()
	see(t, s, "Contact lists of any kind can be imported")
}

// From a filter field, in a dialog too, an example goes into that field.
func TestHelpIntoTheField(t *testing.T) {
	s := guitest.New(t)
	w := opened(t, s, s.Session.Company.Path())
	see(t, s, "Contacts 7")
	w.Session().Go.Open(route.Segment{})
	see(t, s, "New Segment")
	s.Key(fyne.KeyReturn)
	see(t, s, "SM00001")
	s.Button("Add…").Press()
	see(t, s, "Post Code")
	code := s.Entry("Contact", "Post Code")
	code.Focus()
	s.Key(fyne.KeyF1)
	see(t, s, "the filter field")
	s.List().OnOpen(2)
	if got := code.Text(); got != "GB*" {
		t.Errorf("the field has %q", got)
	}
	if !code.Focused() {
		t.Error("the field has not got the keyboard back")
	}
}

// Every key of every page is in the list of keys.
func TestHelpListsEveryKey(t *testing.T) {
	s := guitest.New(t)
	w := opened(t, s, s.Session.Company.Path())
	see(t, s, "Contacts 7")
	listed := strings.Split(strings.Join(gui.Keys(), ", "), ", ")
	everyPage(t, s, w, func(name string, page *widget.Page) {
		for key := range page.Keys {
			if !slices.Contains(listed, key) {
				t.Errorf("%s: the help does not list %s", name, key)
			}
		}
	})
}

// The licence of every library that the programs are made of is known.
func TestLicences(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-tags", "migrated_fynedo", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}{{end}}{{end}}", "winnow/cmd/winnow", "winnow/cmd/winnowctl").Output()
	if err != nil {
		t.Fatal(err)
	}
	modules := strings.Fields(string(out))
	slices.Sort(modules)
	modules = slices.Compact(modules)
	if len(modules) < 10 {
		t.Fatalf("the programs are made of %v", modules)
	}
	for _, module := range modules {
		if gui.Licences()[module] == "" {
			t.Errorf("the licence of %s is not known", module)
		}
	}
}

// What is new stands close behind its bullets, in large text as well.
func TestWhatIsNewStandsBehindBullets(t *testing.T) {
	for _, text := range []float32{theme.NormalText, theme.DoubleText} {
		s := prepared(t, sized{"de", text})
		w := small(t, s, s.Session.Company.Path())
		see(t, s, i18n.Translate("Contacts")+" 7")
		w.Session().Go.Open(route.Changes{})
		arrange(s)
		bullets := 0
		for _, bullet := range s.Drawn() {
			if sign, ok := bullet.Object.(*canvas.Text); !ok || sign.Text != "•" {
				continue
			}
			bullets++
			if !slices.ContainsFunc(s.Drawn(), func(d guitest.Drawn) bool {
				_, ok := d.Object.(*canvas.Text)
				gap := d.At.X - bullet.At.X
				return ok && d.At.Y == bullet.At.Y && gap > 0 && gap <= theme.Px(24)
			}) {
				t.Errorf("text %v: no words are close behind the bullet at %v", text, bullet.At)
			}
		}
		if bullets < 5 {
			t.Errorf("text %v: there are %d bullets", text, bullets)
		}
	}
}
