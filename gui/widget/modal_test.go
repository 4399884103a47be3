package widget_test

import (
	"sort"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"winnow/gui/entry"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/widget/widgettest"
)

// dialog is a page with a dialog over it.
func dialog(s widgettest.Stage) (m *widget.Modal, field *entry.Entry, did *[]string) {
	n := widget.NewNavigator(s.Window)
	did = &[]string{}
	note := func(name string) func() { return func() { *did = append(*did, name) } }
	n.Open(&widget.Page{Title: "Card", Content: container.NewVBox(), Keys: map[string]func(){
		"Esc": note("page Esc"), "F5": note("page F5"), "Ctrl+Enter": note("page Ctrl+Enter"), "Ctrl+E": note("page Ctrl+E"),
	}})
	field = entry.New(theme.IconNone)
	m = &widget.Modal{Title: "Remove Contacts - Reduce", Subtitle: "They will be **removed**.",
		Body: widget.NewStack(0, 16, field), OnOK: note("OK"), OnCancel: note("Cancel")}
	m.Show(n.Canvas())
	return m, field, did
}

func TestModalKeys(t *testing.T) {
	s := widgettest.NewStage(t)
	m, field, did := dialog(s)
	widgettest.Same(t, "the first field has the keyboard", field.Focused(), true)
	s.Keys("F5", "Ctrl+E", "Ctrl+Enter")
	widgettest.Same(t, "OK leaves it open", m.IsOpen(), true)
	s.Keys("Esc")
	widgettest.Same(t, "did", *did, []string{"OK", "Cancel"})
	widgettest.Same(t, "open", m.IsOpen(), false)
	s.Keys("F5")
	widgettest.Same(t, "the page hears again", *did, []string{"OK", "Cancel", "page F5"})
}

// A dialog in which something was typed closes only when one says so.
func TestModalAsksBeforeItLosesWhatWasTyped(t *testing.T) {
	s := widgettest.NewStage(t)
	m, field, did := dialog(s)
	m.Unsaved = func() bool { return field.Text() != "" }
	field.Type("A long story")
	s.Keys("Esc", "Esc")
	widgettest.Same(t, "still there, as Esc answers No", m.IsOpen(), true)
	widgettest.Same(t, "nothing lost", field.Text(), "A long story")
	widgettest.Same(t, "not told", len(*did), 0)
	s.Keys("Esc", "Ctrl+Enter")
	widgettest.Same(t, "closed", m.IsOpen(), false)
	widgettest.Same(t, "told", *did, []string{"Cancel"})
}

// What is being computed again is grey until it is known.
func TestModalStaleStatus(t *testing.T) {
	s := widgettest.NewStage(t)
	m, _, _ := dialog(s)
	color := func(said string) (found bool, faint bool) {
		widgettest.Walk(s.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
			if text, ok := o.(*canvas.Text); ok && text.Text == said {
				found, faint = true, text.Color == theme.Color(theme.Faint)
			}
		})
		return found, faint
	}
	m.SetStatus("27 contacts", false)
	found, faint := color("27 contacts")
	widgettest.Same(t, "known", [2]bool{found, faint}, [2]bool{true, false})
	m.SetStale()
	found, faint = color("27 contacts")
	widgettest.Same(t, "being counted", [2]bool{found, faint}, [2]bool{true, true})
	m.SetStatus("28 contacts", false)
	found, faint = color("28 contacts")
	widgettest.Same(t, "known again", [2]bool{found, faint}, [2]bool{true, false})
}

// What a dialog says that is too long for its foot stands there on two lines, in full.
func TestModalStatusOnTwoLines(t *testing.T) {
	s := widgettest.NewStage(t)
	m := &widget.Modal{Title: "Add Contacts", Body: widget.NewParagraph("body"), Width: 640, OnOK: func() {}}
	m.Show(s.Canvas())
	const status = "13,660 of 17,539 contacts will be added, then 49,714 lines; 525 are excluded, 3,354 are there already"
	m.SetStatus(status, false)
	m.SetLink("show them", func() {})
	top := s.Canvas().Overlays().Top()
	text := strings.Join(strings.Fields(widgettest.TextOf(top)), " ")
	if !strings.Contains(text, status) {
		t.Errorf("%q is not in %q", status, text)
	}
	var lines []*canvas.Text
	widgettest.Walk(top, func(o fyne.CanvasObject) {
		if text, ok := o.(*canvas.Text); ok && text.Text != "" && strings.Contains(status, text.Text) {
			lines = append(lines, text)
		}
	})
	if len(lines) != 2 {
		t.Fatalf("the status stands on %d lines", len(lines))
	}
	driver := fyne.CurrentApp().Driver()
	first, second := driver.AbsolutePositionForObject(lines[0]), driver.AbsolutePositionForObject(lines[1])
	if second.Y < first.Y+lines[0].MinSize().Height-1 {
		t.Errorf("the lines begin at %.0f and %.0f", first.Y, second.Y)
	}
	for _, line := range lines {
		if has, needs := line.Size().Width, line.MinSize().Width; has < needs-1 {
			t.Errorf("%q has %.0f, needs %.0f", line.Text, has, needs)
		}
	}
}

func TestModalDisabledOK(t *testing.T) {
	s := widgettest.NewStage(t)
	m, _, did := dialog(s)
	m.SetOK(false)
	m.SetStatus("Correct Campaign No. first", true)
	s.Keys("Ctrl+Enter")
	widgettest.Same(t, "did", *did, []string{})
	text := widgettest.TextOf(s.Canvas().Overlays().Top())
	for _, want := range []string{"Remove Contacts - Reduce", "removed", "Correct Campaign No. first"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %q", want, text)
		}
	}
}

// Tab stays inside the dialog.
func TestModalKeepsFocus(t *testing.T) {
	s := widgettest.NewStage(t)
	m, _, _ := dialog(s)
	for range 10 {
		s.Canvas().FocusNext()
		s.Keys("F5")
	}
	s.Keys("Esc")
	widgettest.Same(t, "open", m.IsOpen(), false)
}

func TestModalFitsWindow(t *testing.T) {
	s := widgettest.NewStage(t)
	s.Show(container.NewVBox())
	m := &widget.Modal{Title: "Large", Body: container.NewVBox(), Width: 5000, Height: 5000}
	m.Show(s.Canvas())
	widgettest.Same(t, "open", m.IsOpen(), true)
	s.Keys("Esc")
	widgettest.Same(t, "open", m.IsOpen(), false)
}

func TestAsk(t *testing.T) {
	s := widgettest.NewStage(t)
	s.Show(container.NewVBox())
	var did []string
	q := widget.Question{Title: "Every contact", Text: "Go on?",
		OnYes: func() { did = append(did, "yes") }, OnNo: func() { did = append(did, "no") }}
	widget.Ask(s.Canvas(), q)
	s.Keys("Esc")
	widget.Ask(s.Canvas(), q)
	s.Keys("Enter")
	widgettest.Same(t, "did", did, []string{"no", "yes"})
	widgettest.Same(t, "overlays", len(s.Canvas().Overlays().List()), 0)
}

func TestTell(t *testing.T) {
	s := widgettest.NewStage(t)
	s.Show(container.NewVBox())
	m := widget.Tell(s.Canvas(), "Not logged", "The disk is full.", "Free some space.")
	said := widgettest.Texts(s.Canvas().Overlays().Top())
	sort.Strings(said)
	widgettest.Same(t, "said", strings.Join(said, " "), "Close Free Not logged The disk full. is some space.")
	s.Keys("Enter")
	widgettest.Same(t, "open", m.IsOpen(), false)
}

func TestProgress(t *testing.T) {
	s := widgettest.NewStage(t)
	s.Show(container.NewVBox())
	stops := 0
	p := widget.NewProgress("Importing contacts", func() { stops++ })
	p.Show(s.Canvas())
	p.Update(12_000, 300_000)
	widgettest.Same(t, "text", p.Text(), "12,000 of 300,000")
	s.Keys("Esc")
	widgettest.Same(t, "told to stop", stops, 1)
	widgettest.Same(t, "waits", len(s.Canvas().Overlays().List()), 1)
	p.Close()
	widgettest.Same(t, "closed", len(s.Canvas().Overlays().List()), 0)
}

func TestNumber(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -4812: "-4,812"} {
		widgettest.Same(t, "number", widget.Number(n), want)
	}
}

// A text that comes later has its room in the foot; one that is too long is cut,
// and the buttons stay inside.
func TestModalFoot(t *testing.T) {
	s := widgettest.NewStage(t)
	m, _, _ := dialog(s)
	m.SetLink("show them", func() {})
	place := func(text string) (left, right float32) {
		widgettest.Walk(s.Canvas().Overlays().Top(), func(o fyne.CanvasObject) {
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
		if _, end = place("Cancel"); end > s.Canvas().Size().Width {
			t.Errorf("Cancel ends at %v", end)
		}
	}
}

// A dialog that is open when the theme changes is painted again, its title too.
func TestModalFollowsTheTheme(t *testing.T) {
	s := widgettest.NewStage(t)
	dialog(s)
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Dark, theme.NormalText))
	found := false
	for _, o := range test.LaidOutObjects(s.Canvas().Overlays().Top()) {
		if text, ok := o.(*canvas.Text); ok && text.Text == "Remove Contacts - Reduce" {
			found = true
			widgettest.Same(t, "the title's colour", text.Color, theme.Color(theme.Text))
		}
	}
	widgettest.Same(t, "there is a title", found, true)
}
