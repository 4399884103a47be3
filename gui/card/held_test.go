package card_test

import (
	"context"
	"database/sql"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"winnow/data"
	"winnow/gui/card"
	"winnow/gui/guitest"
)

// held shows the card of a segment of two contacts that somebody else holds.
func held(t *testing.T, elsewhere int) (*guitest.Stage, *card.Card) {
	t.Helper()
	s, c := made(t, "ANN", "BOB")
	err := s.Session.Company.Write(context.Background(), func(tx *sql.Tx) error {
		if err := data.TrackChanges(context.Background(), tx); err != nil {
			return err
		}
		_, err := tx.Exec("INSERT INTO hub_segment (no, holder, held, elsewhere) VALUES ('SM00001', 'jo', 0, ?)", elsewhere)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	c.Reload()
	s.Settle(c.Tasks)
	return s, c
}

// A segment that somebody else holds can be looked at, and says who holds it.
func TestHeldBySomebodyElse(t *testing.T) {
	s, c := held(t, 3)
	if shown := s.Shown(); !strings.Contains(shown, "This segment is held by jo ,") || !strings.Contains(shown, "3 more lines") {
		t.Errorf("shown: %s", shown)
	}
	for _, button := range []string{"Add…", "Refine…", "Reduce…", "Log…", "Go Back", "Go Forward"} {
		want(t, button, s.Button(button).Disabled(), true)
	}
	want(t, "description", s.Entry("General", "Description").Enabled(), false)
	want(t, "editing", s.List().OnEdit == nil, true)
	s.List().Focus()
	s.List().SelectAll()
	for _, key := range []string{"Alt+A", "Alt+R", "Alt+D", "Alt+L", "Alt+Left", "Ctrl+Insert", "Ctrl+Delete"} {
		c.Page().Actions.SetStatus("")
		c.Page().Keys[key]()
		s.Settle(c.Tasks)
		want(t, key, c.Status(), "Held by jo, so it cannot be changed here; copy it, or take it over")
	}
	s.List().OnMenu(0, fyne.Position{})
	if shown := s.Shown(); strings.Contains(shown, "Delete lines") || strings.Contains(shown, "Register Response") {
		t.Errorf("menu: %s", shown)
	}
}
