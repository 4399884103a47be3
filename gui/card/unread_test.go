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
