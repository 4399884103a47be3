package card_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"winnow/gui/card"
	"winnow/gui/guitest"
	"winnow/gui/widget"
)

// beside opens the card of the segment in a second window; what it returns
// looks into that window. The test driver takes the window made last for that of
// every part: menus open there, and only there a part can be given the keyboard.
func beside(s *guitest.Stage) (*guitest.Stage, *card.Card) {
	s.T.Helper()
	second := *s
	second.Window = test.NewTempWindow(s.T, container.NewStack())
	second.Navigator = widget.NewNavigator(second.Window)
	second.Window.Resize(fyne.NewSize(1100, 720))
	second.Session = s.Session.In(second.Window)
	second.Session.Go, second.Session.Services = s.Session.Go, s.Session.Services
	c := card.Open(second.Session, "SM00001")
	second.Navigator.Open(c.Page())
	second.Settle(c.Tasks)
	return &second, c
}

// describe types another description and takes it over for the lines too.
func describe(s *guitest.Stage, c *card.Card, text string) {
	s.T.Helper()
	entry := s.Entry("General", "Description")
	entry.Type(text)
	entry.Commit()
	s.Settle(c.Tasks)
	s.Button("Yes").Press()
	s.Settle(c.Tasks)
}

// What is done in one window shows in the other, and Ctrl+Z takes back the last
// thing wherever it was done: neither window writes over the other's edits.
func TestTwoWindows(t *testing.T) {
	s, c := made(t, "ANN", "BOB")
	own, o := beside(s)
	describe(s, c, "Winter mailing")
	own.Settle(o.Tasks)
	want(t, "in the other window", own.Entry("General", "Description").Text(), "Winter mailing")
	describe(own, o, "Summer mailing")
	s.Settle(c.Tasks)
	want(t, "in this window", s.Entry("General", "Description").Text(), "Summer mailing")

	undo := func() string {
		undone(s, c)
		own.Settle(o.Tasks)
		return own.Entry("General", "Description").Text()
	}
	want(t, "the other window's edit", undo(), "Winter mailing")
	want(t, "this window's edit", undo(), "Spring mailing")

	own.Navigator.Close()
	describe(s, c, "Autumn mailing")
	want(t, "the other window is gone", undone(s, c), "Spring mailing")
}

// undone presses Ctrl+Z and returns the description then.
func undone(s *guitest.Stage, c *card.Card) string {
	s.Navigator.Press("Ctrl+Z")
	s.Settle(c.Tasks)
	return s.Entry("General", "Description").Text()
}

// A number changed in one window is the other's number too.
func TestRenamedInTheOtherWindow(t *testing.T) {
	s, c := made(t, "ANN")
	_, o := beside(s)
	no := s.Entry("General", "No.")
	no.Type("SPRING")
	no.Commit()
	s.Settle(c.Tasks)
	s.Settle(o.Tasks)
	want(t, "number", o.No(), "SPRING")
}

// A segment deleted in one window closes the other's card, too.
func TestDeletedInTheOtherWindow(t *testing.T) {
	s, c := made(t, "ANN")
	own, o := beside(s)
	s.Button("Segment").Press()
	own.Choose("Delete Segment…")
	s.Button("Delete").Press()
	s.Settle(c.Tasks)
	want(t, "opened", s.Opened, []string{"back", "back"})
	want(t, "numbers", []string{c.No(), o.No()}, []string{"", ""})
}

// Where something else moved the history, Ctrl+Z still takes back edits, and the
// actions that it knew are forgotten.
func TestHistoryMovedElsewhere(t *testing.T) {
	s, c := made(t)
	s.List().OnNewRow('a')
	s.Settle(c.Tasks)
	s.Key(fyne.KeyReturn)
	s.Settle(c.Tasks)
	describe(s, c, "Winter mailing")
	if _, err := s.Session.Segments.GoTo(t.Context(), "SM00001", 0); err != nil {
		t.Fatal(err)
	}
	s.Key(fyne.KeyF5)
	s.Settle(c.Tasks)
	want(t, "the edit", undone(s, c), "Spring mailing")
	want(t, "status", c.Status(), "Edit taken back")
	undone(s, c)
	want(t, "status", c.Status(), "Segment SM00001 has no criteria action to take back; nothing was changed")
}
