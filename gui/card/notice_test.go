package card_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"winnow/gui/i18n"
)

// What an action or Go Back did stands over the lines, with Undo, and the action
// bar keeps all its actions.
func TestNoticesUndo(t *testing.T) {
	s, c := made(t, "ANN", "BOB", "CARL")
	ask(s, c, "Refine…")
	s.Entry("Contact", "Country/Region Code").Type("GB")
	s.Settle(c.Tasks)
	s.Button("OK").Press()
	s.Settle(c.Tasks)
	if shown := s.Shown(); !strings.Contains(shown, "1 contact removed, 2 lines now Undo") {
		t.Errorf("shown: %s", shown)
	}
	s.Button("Undo").Press()
	s.Settle(c.Tasks)
	want(t, "lines", s.List().Len(), 3)
	if shown := s.Shown(); !strings.Contains(shown, "Refine taken back: 1 contact is in the segment again Undo") {
		t.Errorf("shown: %s", shown)
	}
	s.Button("Undo").Press()
	s.Settle(c.Tasks)
	want(t, "lines", s.List().Len(), 2)
	want(t, "status", c.Status(), "Refine done again: 1 contact has left the segment")
}

// At 1100 points the card's actions fit in both languages, whatever was done.
func TestActionsFit(t *testing.T) {
	for _, language := range []string{"en", "de"} {
		s, english := made(t, "ANN", "BOB")
		i18n.SetLanguage(language)
		s.Window.Resize(fyne.NewSize(1100, 700))
		c := show(s, english.No())
		want(t, language, c.Page().Actions.Hidden(), []string(nil))
		s.Button(i18n.T("common.go_back")).Press()
		s.Settle(c.Tasks)
		s.Settle(english.Tasks)
		want(t, language+", after Go Back", c.Page().Actions.Hidden(), []string(nil))
	}
}
