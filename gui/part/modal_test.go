package part_test

import (
	"sort"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"winnow/gui/look"
	"winnow/gui/part"
)

// dialog is a page with a dialog over it.
func dialog(s stage) (m *part.Modal, field *part.Entry, did *[]string) {
	n := part.NewNavigator(s.window)
	did = &[]string{}
	note := func(name string) func() { return func() { *did = append(*did, name) } }
	n.Open(&part.Page{Title: "Card", Content: container.NewVBox(), Keys: map[string]func(){
		"Esc": note("page Esc"), "F5": note("page F5"), "Ctrl+Enter": note("page Ctrl+Enter"), "Ctrl+E": note("page Ctrl+E"),
	}})
	field = part.NewEntry(look.IconNone)
	m = &part.Modal{Title: "Remove Contacts - Reduce", Subtitle: "They will be **removed**.",
		Body: part.NewStack(0, 16, field), OnOK: note("OK"), OnCancel: note("Cancel")}
	m.Show(n.Canvas())
	return m, field, did
}

func TestModalKeys(t *testing.T) {
	s := newStage(t)
	m, field, did := dialog(s)
	same(t, "the first field has the keyboard", field.Focused(), true)
	s.keys("F5", "Ctrl+E", "Ctrl+Enter")
	same(t, "OK leaves it open", m.IsOpen(), true)
	s.keys("Esc")
	same(t, "did", *did, []string{"OK", "Cancel"})
	same(t, "open", m.IsOpen(), false)
	s.keys("F5")
	same(t, "the page hears again", *did, []string{"OK", "Cancel", "page F5"})
}

func TestModalDisabledOK(t *testing.T) {
	s := newStage(t)
	m, _, did := dialog(s)
	m.SetOK(false)
	m.SetStatus("Correct Campaign No. first", true)
	s.keys("Ctrl+Enter")
	same(t, "did", *did, []string{})
	text := textOf(s.canvas().Overlays().Top())
	for _, want := range []string{"Remove Contacts - Reduce", "removed", "Correct Campaign No. first"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %q", want, text)
		}
	}
}

// Tab stays inside the dialog.
func TestModalKeepsFocus(t *testing.T) {
	s := newStage(t)
	m, _, _ := dialog(s)
	for range 10 {
		s.canvas().FocusNext()
		s.keys("F5")
	}
	s.keys("Esc")
	same(t, "open", m.IsOpen(), false)
}

func TestModalFitsWindow(t *testing.T) {
	s := newStage(t)
	s.show(container.NewVBox())
	m := &part.Modal{Title: "Large", Body: container.NewVBox(), Width: 5000, Height: 5000}
	m.Show(s.canvas())
	same(t, "open", m.IsOpen(), true)
	s.keys("Esc")
	same(t, "open", m.IsOpen(), false)
}

func TestAsk(t *testing.T) {
	s := newStage(t)
	s.show(container.NewVBox())
	var did []string
	q := part.Question{Title: "Every contact", Text: "Go on?",
		OnYes: func() { did = append(did, "yes") }, OnNo: func() { did = append(did, "no") }}
	part.Ask(s.canvas(), q)
	s.keys("Esc")
	part.Ask(s.canvas(), q)
	s.keys("Enter")
	same(t, "did", did, []string{"no", "yes"})
	same(t, "overlays", len(s.canvas().Overlays().List()), 0)
}

func TestTell(t *testing.T) {
	s := newStage(t)
	s.show(container.NewVBox())
	m := part.Tell(s.canvas(), "Not logged", "The disk is full.", "Free some space.")
	said := texts(s.canvas().Overlays().Top())
	sort.Strings(said)
	same(t, "said", strings.Join(said, " "), "Close Free Not logged The disk full. is some space.")
	s.keys("Enter")
	same(t, "open", m.IsOpen(), false)
}

func TestProgress(t *testing.T) {
	s := newStage(t)
	s.show(container.NewVBox())
	stops := 0
	p := part.NewProgress("Importing contacts", func() { stops++ })
	p.Show(s.canvas())
	p.Update(12_000, 300_000)
	same(t, "text", p.Text(), "12,000 of 300,000")
	s.keys("Esc")
	same(t, "told to stop", stops, 1)
	same(t, "waits", len(s.canvas().Overlays().List()), 1)
	p.Close()
	same(t, "closed", len(s.canvas().Overlays().List()), 0)
}

func TestNumber(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -4812: "-4,812"} {
		same(t, "number", part.Number(n), want)
	}
}

// A text that comes later has its room in the foot; one that is too long is cut,
// and the buttons stay inside.
func TestModalFoot(t *testing.T) {
	s := newStage(t)
	m, _, _ := dialog(s)
	m.SetLink("show them", func() {})
	place := func(text string) (left, right float32) {
		walk(s.canvas().Overlays().Top(), func(o fyne.CanvasObject) {
			if l, ok := o.(*canvas.Text); ok && strings.HasPrefix(l.Text, text) {
				at := fyne.CurrentApp().Driver().AbsolutePositionForObject(l)
				left, right = at.X, at.X+l.MinSize().Width
			}
		})
		return left, right
	}
	for _, status := range []string{"short", strings.Repeat("A status that says a lot. ", 20)} {
		m.SetStatus(status, false)
		_, end := place(status[:5])
		begin, _ := place("show them")
		if end == 0 || end > begin {
			t.Errorf("the status ends at %v, the link begins at %v", end, begin)
		}
		if _, end = place("Cancel"); end > s.canvas().Size().Width {
			t.Errorf("Cancel ends at %v", end)
		}
	}
}

// A dialog that is open when the theme changes is painted anew, its title too.
func TestModalFollowsTheTheme(t *testing.T) {
	s := newStage(t)
	dialog(s)
	fyne.CurrentApp().Settings().SetTheme(look.New(look.Dark, look.NormalText))
	found := false
	for _, o := range test.LaidOutObjects(s.canvas().Overlays().Top()) {
		if text, ok := o.(*canvas.Text); ok && text.Text == "Remove Contacts - Reduce" {
			found = true
			same(t, "the title's colour", text.Color, look.Color(look.Text))
		}
	}
	same(t, "there is a title", found, true)
}
