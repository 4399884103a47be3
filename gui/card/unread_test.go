package card_test

import (
	"strings"
	"testing"

	"winnow/gui/card"
)

// Nothing is said of a segment before it has been read: neither that there is
// nothing nor how many there are.
func TestNothingIsSaidBeforeItIsRead(t *testing.T) {
	s, c := made(t, "ANN")
	again := card.Open(s.Session, c.No())
	s.Navigator.Open(again.Page())
	for _, text := range []string{"No criteria actions", "No contacts", " 0 ", "0 contacts"} {
		if strings.Contains(s.Shown(), text) {
			t.Errorf("it says %q before it was read: %s", text, s.Shown())
		}
	}
	s.Settle(again.Tasks)
	s.Settle(c.Tasks)
}

// "Saved" is said of the last edit only: not beside a value that is refused.
func TestSavedIsNotSaidOfWhatIsRefused(t *testing.T) {
	s, c := made(t)
	fill := func(caption, text string) {
		field := s.Entry("General", caption)
		field.Focus()
		field.Type(text)
		s.Window.Canvas().Unfocus()
		s.Settle(c.Tasks)
	}
	fill("Description", "Autumn mailing")
	want(t, "status", c.Status(), "Saved")
	fill("Salesperson Code", "NOBODY")
	want(t, "after what is refused", c.Status(), "")
}
