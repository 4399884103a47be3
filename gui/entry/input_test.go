package entry_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"

	"winnow/gui/entry"
	"winnow/gui/list"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/widget/widgettest"
)

// Typing over what is selected is one step of Undo, and a value that was refused
// never takes the place of the one that was there.
func TestOvertypingIsOneStep(t *testing.T) {
	s := widgettest.NewStage(t)
	first, second, taken := date(s)
	first.Focus()
	s.Keys("Ctrl+A")
	s.Typed("soon")
	second.Focus()
	widgettest.Same(t, "refused", first.Error(), "This is not a date")
	first.Focus()
	s.Keys("Ctrl+Z")
	widgettest.Same(t, "taken back", first.Text(), "2026-11-23")
	second.Focus()
	widgettest.Same(t, "saved", *taken, []string{})
	first.Focus()
	s.Keys("Ctrl+Y")
	widgettest.Same(t, "done again", first.Text(), "soon")
	s.Keys("Esc")
	widgettest.Same(t, "as it was", first.Text(), "2026-11-23")
}

// A value that is refused only after the field was left, as what is written beside
// the interface is, can be taken back too.
func TestRefusedLaterIsTakenBack(t *testing.T) {
	s := widgettest.NewStage(t)
	e, other := entry.New(theme.IconNone), entry.New(theme.IconNone)
	var saved []string
	e.OnCommit = func(text string) error {
		saved = append(saved, text)
		return nil
	}
	e.SetText("JO")
	s.Show(container.NewVBox(e, other))
	e.Focus()
	s.Typed("NOBODY")
	other.Focus()
	e.Refuse("JO", "There is no salesperson NOBODY")
	s.Keys("Ctrl+Z")
	widgettest.Same(t, "taken back", e.Text(), "JO")
	other.Focus()
	widgettest.Same(t, "saved", saved, []string{"NOBODY"})
}

// However a text is changed, Undo leads back to what was there, and Redo to what
// was typed.
func TestUndoLeadsBack(t *testing.T) {
	s := widgettest.NewStage(t)
	e := entry.New(theme.IconNone)
	e.OnCommit = func(string) error { return errors.New("refused") }
	s.Show(container.NewVBox(e))
	keys := []string{"Ctrl+A", "Left", "Right", "Shift+Left", "Shift+Right", "Home", "End", "Backspace", "Delete",
		"Ctrl+Left", "Ctrl+Shift+Right", "Ctrl+BackSpace", "Ctrl+X", "Ctrl+V", "Ctrl+Z", "Ctrl+Y"}
	fyne.CurrentApp().Clipboard().SetContent("ä b")
	rapid.Check(t, func(r *rapid.T) {
		start := rapid.SampledFrom([]string{"", "GB", "Größe 12", "a\u0301b"}).Draw(r, "start")
		e.SetText(start)
		e.Focus()
		s.Keys("Ctrl+A")
		actions := rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(keys), rapid.StringMatching(`[a-c ]{1,3}`)), 1, 30).Draw(r, "actions")
		for _, a := range actions {
			if slices.Contains(keys, a) {
				s.Keys(a)
			} else {
				s.Typed(a)
			}
		}
		end, steps := e.Text(), 0
		for ; e.Text() != start; steps++ {
			if steps > 3*len(actions) {
				r.Fatalf("Undo stays at %q, not %q", e.Text(), start)
			}
			s.Keys("Ctrl+Z")
		}
		for range steps {
			s.Keys("Ctrl+Y")
		}
		if e.Text() != end {
			r.Fatalf("Redo leads to %q, not %q", e.Text(), end)
		}
	})
}

// What can be seen of a text that is longer than its field: where one types, the
// cursor's surroundings; afterwards, the beginning.
func TestLongTextShowsItsBeginning(t *testing.T) {
	s := widgettest.NewStage(t)
	e, other := entry.New(theme.IconNone), entry.New(theme.IconNone)
	text := "Spring mailing to all customers in the north, second wave, with the catalogue"
	e.SetText(text)
	s.Show(container.NewWithoutLayout(e, other))
	widget.Place(e, 0, 0, 160, theme.FieldHeight())
	widget.Place(other, 0, 100, 160, theme.FieldHeight())
	shown := func() string { return widgettest.TextOf(e) }
	if got := shown(); !strings.HasPrefix(got, "Spring") || !strings.HasSuffix(got, "…") {
		t.Errorf("shown: %q", got)
	}
	e.Focus()
	if got := shown(); !strings.HasSuffix(got, "the catalogue") {
		t.Errorf("where one types: %q", got)
	}
	s.Keys("Home")
	if got := shown(); !strings.HasPrefix(got, "Spring") {
		t.Errorf("at the beginning: %q", got)
	}
	s.Keys("End")
	other.Focus()
	if got := shown(); !strings.HasPrefix(got, "Spring") {
		t.Errorf("after leaving it: %q", got)
	}
	widgettest.Walk(e, func(o fyne.CanvasObject) {
		if text, ok := o.(*canvas.Text); ok && text.MinSize().Width > 160 {
			t.Errorf("%q stands out of the field", text.Text)
		}
	})
}

// A click sets the cursor, a second one selects the word, drawing selects.
func TestMouseInAField(t *testing.T) {
	s := widgettest.NewStage(t)
	e := entry.New(theme.IconNone)
	e.SetText("Spring mailing")
	s.Show(container.NewWithoutLayout(e))
	widget.Place(e, 0, 0, 300, theme.FieldHeight())
	field := e.Focusable().(interface {
		fyne.Draggable
		fyne.DoubleTappable
		desktop.Mouseable
		SelectedText() string
	})
	at := func(letters string) fyne.PointEvent {
		return fyne.PointEvent{Position: fyne.NewPos(4+widget.TextWidth(letters, false)+1, 10)}
	}
	press := func(letters string) {
		field.MouseDown(&desktop.MouseEvent{PointEvent: at(letters), Button: desktop.MouseButtonPrimary})
	}
	press("Spring")
	s.Typed("time")
	widgettest.Same(t, "typed", e.Text(), "Springtime mailing")
	press("Spr")
	field.Dragged(&fyne.DragEvent{PointEvent: at("Spring")})
	widgettest.Same(t, "drawn over", field.SelectedText(), "ing")
	word := at("Springtime mai")
	field.DoubleTapped(&word)
	widgettest.Same(t, "a word", field.SelectedText(), "mailing")
	press("Springtime mai")
	widgettest.Same(t, "all", field.SelectedText(), "Springtime mailing")
}

// The wheel over a field, and over a list that has no more rows that way, scrolls
// the page.
func TestWheelScrollsThePage(t *testing.T) {
	s := widgettest.NewStage(t)
	n := widget.NewNavigator(s.Window)
	e := entry.New(theme.IconNone)
	rows := list.New([]list.Column{{Key: "name", Caption: "Name", Width: 200}})
	rows.MinRows = 5
	rows.SetRows([]list.Row{{Cells: []list.Cell{{Text: "One"}}}})
	objects := []fyne.CanvasObject{e, rows}
	for range 60 {
		objects = append(objects, entry.New(theme.IconNone))
	}
	scroll := container.NewVScroll(widget.NewStack(8, 10, objects...))
	n.Open(&widget.Page{Title: "Page", Content: scroll})
	s.Window.Resize(fyne.NewSize(700, 400))
	for name, o := range map[string]fyne.CanvasObject{"field": e, "list": rows} {
		scroll.ScrollToTop()
		place := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
		test.Scroll(s.Canvas(), place.AddXY(20, 12), 0, -25)
		if scroll.Offset.Y == 0 {
			t.Errorf("the wheel over a %s does not scroll the page", name)
		}
	}
}

// The whole of a reason can be read, however narrow its field is.
func TestReasonsWrap(t *testing.T) {
	s := widgettest.NewStage(t)
	e := entry.New(theme.IconNone)
	fields := entry.NewFields(entry.Field{Caption: "Date", Object: e}, entry.Field{Caption: "Name", Object: entry.New(theme.IconNone)})
	s.Show(container.NewVBox(fields))
	s.Window.Resize(fyne.NewSize(640, 400))
	reason := "23.13.2026 is not a date. Write it as 23.11.2026, or choose a day from the calendar with F4."
	e.SetError(reason)
	s.Window.Resize(fyne.NewSize(641, 400)) // as the next frame does
	widgettest.Same(t, "shown", widgettest.TextOf(e), reason)
	below := fyne.CurrentApp().Driver().AbsolutePositionForObject(e).Y + e.Size().Height
	widgettest.Walk(e, func(o fyne.CanvasObject) {
		text, ok := o.(*canvas.Text)
		if !ok || text.Text == "" {
			return
		}
		if at := fyne.CurrentApp().Driver().AbsolutePositionForObject(text); at.Y+text.Size().Height > below+1 {
			t.Errorf("%q stands under the field", text.Text)
		}
		if text.MinSize().Width > e.Size().Width {
			t.Errorf("%q is wider than the field", text.Text)
		}
	})
}

// A text of several lines wraps, and the keys move in it as one sees it.
func TestArea(t *testing.T) {
	s := widgettest.NewStage(t)
	var told []string
	a := entry.NewArea(100, func(text string) { told = append(told, text) })
	a.SetText("Dear friends,\r\nour spring catalogue is here, with more colours than ever before.")
	s.Show(container.NewWithoutLayout(a))
	widget.Place(a, 0, 0, 220, 100)
	widgettest.Same(t, "told of what the program writes", told, nil)
	rows := widgettest.Texts(a)
	if len(rows) < 3 || rows[0] != "Dear friends," || strings.Join(rows[1:], "") != "our spring catalogue is here, with more colours than ever before." {
		t.Errorf("rows: %q", rows)
	}
	a.Focus()
	s.Keys("Down", "End", "Shift+Home", "Delete", "Ctrl+Z")
	widgettest.Same(t, "text again", strings.Contains(a.Text(), "our spring"), true)
	s.Keys("Ctrl+Home")
	s.Typed("My ")
	s.Keys("End", "Enter")
	s.Typed("x")
	s.Keys("Up", "Home", "Shift+End", "Ctrl+X")
	widgettest.Same(t, "text", strings.HasPrefix(a.Text(), "\nx\nour spring"), true)
	s.Keys("Ctrl+V")
	widgettest.Same(t, "put back", strings.HasPrefix(a.Text(), "My Dear friends,\nx\nour spring"), true)
	s.Keys("Ctrl+A")
	s.Typed("Bye")
	widgettest.Same(t, "overtyped", a.Text(), "Bye")
	s.Keys("Ctrl+Z")
	widgettest.Same(t, "in one step", strings.HasPrefix(a.Text(), "My Dear friends,\nx\nour spring"), true)
	s.Keys("Ctrl+Home")
	a.Insert("{Name}")
	widgettest.Same(t, "inserted", strings.HasPrefix(a.Text(), "{Name}My Dear"), true)
	a.Type(strings.Repeat("line\n", 30) + "the end")
	if got := widgettest.TextOf(a); !strings.HasSuffix(got, "the end") {
		t.Errorf("the cursor is out of sight: %s", got)
	}
	s.Keys("Ctrl+Home", "PageDown", "PageUp", "PageUp")
	if got := widgettest.TextOf(a); strings.Contains(got, "the end") {
		t.Errorf("the beginning is out of sight: %s", got)
	}
}
