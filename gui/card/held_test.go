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
	"winnow/gui/route"
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

// It can be taken over, and one's own can be given to somebody else. Someone without a hub
// sees nothing of it.
func TestHolderActions(t *testing.T) {
	s, _ := made(t, "ANN")
	captions := func() string {
		s.Button("Segment").Press()
		defer s.Key(fyne.KeyEscape)
		return s.Shown()
	}
	if shown := captions(); strings.Contains(shown, "Give to") || strings.Contains(shown, "Take Over") {
		t.Errorf("without a hub: %s", shown)
	}
	var c *card.Card
	s, c = held(t, 0)
	var to []route.Route
	s.Session.Go.Open = func(r route.Route) { to = append(to, r) }
	if shown := captions(); strings.Contains(shown, "Give to") || !strings.Contains(shown, "Take Over…") {
		t.Errorf("somebody else's: %s", shown)
	}
	s.Button("Take Over…").Press()
	if err := s.Session.Company.Write(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.Exec("UPDATE hub_segment SET held = 1")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	c.Reload()
	s.Settle(c.Tasks)
	if shown := captions(); !strings.Contains(shown, "Give to Somebody Else…") || strings.Contains(shown, "Take Over…") {
		t.Errorf("one's own: %s", shown)
	}
	want(t, "routes", len(to), 1)
	want(t, "route", to[0], route.Route(route.TakeOverSegment{No: "SM00001", Holder: "jo"}))
}
