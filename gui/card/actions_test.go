package card_test

import (
	"context"
	"database/sql"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"winnow/gui/card"
	"winnow/gui/guitest"
	"winnow/gui/list"
)

// The card's keys and menus lead to what they name.
func TestWaysFromTheCard(t *testing.T) {
	s, c := made(t, "ANN", "BOB")
	s.List().Focus()
	s.Shortcut(fyne.KeyW, fyne.KeyModifierAlt|fyne.KeyModifierShift)
	s.Shortcut(fyne.KeyE, fyne.KeyModifierShortcutDefault)
	s.Button("Segment").Press()
	s.Choose("Segment Criteria")
	s.Button("Export").Press()
	s.Choose("Export for mail merge…  (Ctrl+E)")
	s.Button("Segment").Press()
	s.Choose("Open in own window  (Alt+Shift+W)")
	s.Shortcut(fyne.KeyReturn, fyne.KeyModifierShortcutDefault)
	want(t, "opened", s.Opened, []string{"own window SM00001", "export SM00001", "criteria SM00001", "export SM00001", "own window SM00001", "back"})

	s.List().SelectAll()
	s.Button("Contacts").Press()
	s.Choose("Delete the selected lines  (Ctrl+Delete)")
	s.Settle(c.Tasks)
	want(t, "status", c.Status(), "2 lines deleted; Go Back restores them")
}

// Of any contact one can ask why it is not there: it is looked up by name.
func TestWhyNotHere(t *testing.T) {
	s, c := made(t, "ANN")
	s.Button("Segment").Press()
	s.Choose("Why is a contact not here?…")
	for _, r := range "brand" {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	s.Key(fyne.KeyReturn)
	s.Settle(c.Tasks)
	want(t, "opened", s.Opened, []string{"explain SM00001 CARL"})
}

// A contact is looked up by its e-mail address and shown with company; one that
// is there already is not added without a question.
func TestAddByHandOnceMore(t *testing.T) {
	s, c := made(t, "ANN")
	again := func(answer string) {
		s.List().Focus()
		s.Shortcut(fyne.KeyInsert, fyne.KeyModifierShortcutDefault)
		s.Settle(c.Tasks)
		for _, r := range "ann@alp" {
			s.Window.Canvas().Focused().TypedRune(r)
		}
		s.Key(fyne.KeyReturn)
		s.Settle(c.Tasks)
		if !strings.Contains(s.Shown(), "ANN already has a line in this segment.") {
			t.Errorf("nothing is asked: %s", s.Shown())
		}
		s.Button(answer).Press()
		s.Settle(c.Tasks)
	}
	again("Cancel")
	want(t, "lines", column(s, "contact_no"), []string{"ANN"})
	again("Add another line")
	want(t, "lines", column(s, "contact_no"), []string{"ANN", "ANN"})
	want(t, "status", c.Status(), "ANN · Ann Beebe added")
	want(t, "where one can go on", s.List().Current(), -1)
}

// F7 counts what the lines are and lack.
func TestStatistics(t *testing.T) {
	s, c := made(t, "ANN", "BOB", "DORA")
	s.List().Focus()
	s.Key(fyne.KeyF7)
	want(t, "page", s.Navigator.Page().Title, "Statistics")
	s.Navigator.Back()
	s.Settle(c.Tasks)

	p := card.OpenStatistics(s.Session, "SM00001")
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks)
	for caption, number := range map[string]string{
		"No. of Lines": "3", "Different companies": "1", "Lines for persons": "3", "Without an e-mail address": "2", "Without a post code": "3",
	} {
		want(t, caption, s.Value("Totals", caption), number)
	}
	first, _ := s.List().Row(0)
	want(t, "the first country", first.Cells, []list.Cell{{Text: "GB"}, {}, {Text: "2", Style: list.Accent}, {Text: "66.7", Style: list.Grey}})

	if _, err := s.Session.Segments.AddLines(t.Context(), "SM00001", []string{"CARL"}, false); err != nil {
		t.Fatal(err)
	}
	p.Reload()
	s.Settle(p.Tasks)
	first, _ = s.List().Row(0)
	want(t, "a whole percentage", first.Cells[3].Text, "50.0")
}

// A code of the header that its table has not, as versions before this one took
// it, is kept and told; without a table there is nothing to tell.
func TestUnknownCodes(t *testing.T) {
	s, c := made(t)
	err := s.Session.Company.Write(context.Background(), func(tx *sql.Tx) error {
		_, err := tx.Exec("UPDATE segment_header SET salesperson_code = 'XX', campaign_no = 'C1'")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	c.Reload()
	s.Settle(c.Tasks)
	code := s.Entry("General", "Salesperson Code")
	want(t, "told", code.Meaning(), "Salesperson/Purchaser has no XX")
	s.Tab("Campaign").SetOpen(true)
	want(t, "told", s.Entry("Campaign", "Campaign No.").Meaning(), "")
	fill(s, c, "General", "Description", "Autumn")
	want(t, "kept", header(s, "SM00001", "salesperson_code"), "XX")
	fill(s, c, "General", "Salesperson Code", "JO")
	want(t, "told", code.Meaning(), "")
}

// Add, Refine, Reduce, Go Back and Go Forward have keys of their own, which their
// menu names.
func TestKeysOfCriteriaActions(t *testing.T) {
	s, c := made(t, "ANN", "BOB")
	s.List().Focus()
	for key, title := range map[fyne.KeyName]string{fyne.KeyA: "Add Contacts", fyne.KeyR: "Remove Contacts - Refine", fyne.KeyD: "Remove Contacts - Reduce"} {
		s.Shortcut(key, fyne.KeyModifierAlt)
		s.Settle(c.Tasks)
		if got := s.Shown(); !strings.Contains(got, title) || s.Window.Canvas().Overlays().Top() == nil {
			t.Errorf("Alt+%s opens %s, not %s", key, got, title)
		}
		s.Key(fyne.KeyEscape)
	}
	s.List().Focus()
	s.List().Select(0)
	s.Key(fyne.KeyDelete)
	s.Settle(c.Tasks)
	s.Shortcut(fyne.KeyLeft, fyne.KeyModifierAlt)
	s.Settle(c.Tasks)
	if got := s.List().Len(); got < 2 {
		t.Errorf("after Alt+Left there are %d lines", got)
	}
	s.Shortcut(fyne.KeyRight, fyne.KeyModifierAlt)
	s.Settle(c.Tasks)
	if got := s.List().Len(); got > 1 {
		t.Errorf("after Alt+Right there are %d lines", got)
	}
	s.Button("Contacts").Press()
	for _, entry := range []string{"Add Contacts…  (Alt+A)", "Remove Contacts - Refine…  (Alt+R)", "Remove Contacts - Reduce…  (Alt+D)",
		"Go Back  (Alt+Left)", "Go Forward  (Alt+Right)"} {
		if !strings.Contains(s.Shown(), entry) {
			t.Errorf("the menu has no %s: %s", entry, s.Shown())
		}
	}
}

// What can be done about a number is behind its three dots: a new segment takes the
// next of the series.
func TestNumberOfANewSegment(t *testing.T) {
	s := guitest.New(t)
	c := card.Open(s.Session, "")
	s.Navigator.Open(c.Page())
	s.Settle(c.Tasks)
	s.Entry("General", "No.").Focus()
	s.Key(fyne.KeyF4)
	s.Choose("Use the next number of the series")
	s.Settle(c.Tasks)
	want(t, "number", c.No(), "SM00001")
	s.Entry("General", "No.").Focus()
	s.Key(fyne.KeyF4)
	s.Key(fyne.KeyReturn)
	want(t, "copied", fyne.CurrentApp().Clipboard().Content(), "SM00001")
}

// A click into the row after the last opens the contacts, which have the keyboard
// also when the driver is done with the click.
func TestContactsOpenedByMouseHaveTheKeyboard(t *testing.T) {
	s, c := made(t)
	click := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(20, 45)}, Button: desktop.MouseButtonPrimary}
	s.List().MouseDown(click)
	s.List().MouseUp(click)
	s.Window.Canvas().Unfocus() // as the driver does, on whose list nothing has the keyboard
	s.Settle(c.Tasks)
	if s.Window.Canvas().Overlays().Top() == nil {
		t.Fatalf("nothing was opened: %s", s.Shown())
	}
	if s.Window.Canvas().Focused() == nil {
		t.Error("the contacts have not got the keyboard")
	}
}
