package card_test

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"winnow/core/logging"
	"winnow/core/segment"
	"winnow/gui/card"
	"winnow/gui/entry"
	"winnow/gui/guitest"
)

// loggable shows the card of a segment of three contacts that can be logged.
func loggable(t *testing.T) (*guitest.Stage, *card.Card) {
	t.Helper()
	s, c := made(t, "ANN", "BOB", "CARL")
	s.Row("interaction_template", "code", "NOTE", "description", "Note")
	_, err := s.Session.Segments.SetHeader(context.Background(), "SM00001", segment.HeaderChange{Fields: map[string]string{"interaction_template_code": "NOTE"}})
	if err != nil {
		t.Fatal(err)
	}
	c.Reload()
	s.Settle(c.Tasks)
	return s, c
}

// fieldOf is what stands beside a caption in the dialog that is open.
func fieldOf[T fyne.CanvasObject](s *guitest.Stage, caption string) T {
	s.T.Helper()
	for _, d := range s.Drawn() {
		if fields, ok := d.Object.(*entry.Fields); ok {
			if o, ok := fields.Object(caption).(T); ok {
				return o
			}
		}
	}
	s.T.Fatalf("there is no field %s; there is: %s", caption, s.Shown())
	panic("unreachable")
}

// Log closes the card onto the logged segments; the card in another window shows that
// the segment is logged.
func TestLogFromTheCard(t *testing.T) {
	s, c := loggable(t)
	own, o := beside(s)
	s.Window.Canvas().Unfocus()
	s.Navigator.Press("Alt+L")
	s.Until("it was looked at", func() bool { return strings.Contains(s.Shown(), "Log 3 lines") })
	s.Button("Log 3 lines").Press()
	s.Until("it is logged", func() bool { return len(s.Opened) > 1 })
	own.Settle(o.Tasks)
	want(t, "opened", s.Opened, []string{"back", "logged segments Logged SM00001 as **2000000001**: 3 interactions"})
	if shown := own.Shown(); !strings.Contains(shown, "This segment is logged as 2000000001 .") {
		t.Errorf("in the other window: %s", shown)
	}
	want(t, "card", c.No(), "SM00001")
}

// One can go to a line, also where a search hides it.
func TestGoToLine(t *testing.T) {
	s, c := made(t, "ANN", "CARL", "BOB")
	s.List().OnSort("name")
	s.Settle(c.Tasks)
	c.GoToLine(20000, "city")
	s.Settle(c.Tasks)
	want(t, "line", column(s, "contact_no")[s.List().Current()], "CARL")
	want(t, "column", s.List().CurrentKey(), "city")
	s.Key(fyne.KeyF3)
	for _, r := range "alpine" {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	s.Key(fyne.KeyReturn)
	s.Settle(c.Tasks)
	want(t, "found", column(s, "contact_no"), []string{"ANN", "BOB"})
	c.GoToLine(20000, "")
	s.Settle(c.Tasks)
	want(t, "shown", column(s, "contact_no"), []string{"ANN", "BOB", "CARL"})
	want(t, "line", column(s, "contact_no")[s.List().Current()], "CARL")
	c.GoToLine(70000, "") // there is none
	want(t, "line", column(s, "contact_no")[s.List().Current()], "CARL")
}

// A segment that is logged can be looked at and exported, and nothing on its card changes
// it; Undo Log makes it active again.
func TestSealedCard(t *testing.T) {
	s, c := loggable(t)
	if _, err := s.Session.Logging.Log(context.Background(), "SM00001", logging.Options{}); err != nil {
		t.Fatal(err)
	}
	c.Reload()
	s.Settle(c.Tasks)
	if shown := s.Shown(); !strings.Contains(shown, "This segment is logged as 2000000001 . You can look at it, export it and copy from it.") {
		t.Errorf("shown: %s", shown)
	}
	for _, button := range []string{"Add…", "Refine…", "Reduce…", "Log…", "Go Back", "Go Forward"} {
		want(t, button, s.Button(button).Disabled(), true)
	}
	want(t, "description", s.Entry("General", "Description").Enabled(), false)
	want(t, "editing", s.List().OnEdit == nil, true)
	const refusal = "Logged as 2000000001, so it cannot be changed; Undo Log makes it active again"
	s.List().Focus()
	s.List().SelectAll()
	for _, key := range []string{"Alt+A", "Alt+R", "Alt+D", "Alt+L", "Alt+Left", "Alt+Right", "Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Insert", "Ctrl+Delete"} {
		c.Page().Actions.SetStatus("")
		c.Page().Keys[key]()
		s.Settle(c.Tasks)
		want(t, key, c.Status(), refusal)
	}
	s.List().OnMenu(0, fyne.Position{})
	if shown := s.Shown(); strings.Contains(shown, "Delete lines") || !strings.Contains(shown, "Open contact") {
		t.Errorf("menu: %s", shown)
	}
	s.Choose("Register Response…")
	s.Settle(c.Tasks)
	s.Navigator.Press("Ctrl+E")
	s.Button("Interactions").Press()
	s.Button("Logged Segments").Press()
	want(t, "opened", s.Opened, []string{"response", "export SM00001", "interactions Interactions · Logged Segment 2000000001 logged_segment_entry_no 2000000001", "logged segments"})
	s.Timeline().OnTap(0)
	s.Settle(c.Tasks)
	s.Button("Undo Log").Press()
	s.Settle(c.Tasks)
	want(t, "said", c.Status(), "SM00001 is active again, 3 interactions canceled")
	want(t, "Add", s.Button("Add…").Disabled(), false)
	want(t, "description", s.Entry("General", "Description").Enabled(), true)
	want(t, "editing", s.List().OnEdit == nil, false)
}

// The contacts join a mailing group after the dialog has said how many; Undo takes that
// back.
func TestApplyMailingGroup(t *testing.T) {
	s, c := loggable(t)
	s.Row("mailing_group", "code", "VIP", "description", "Very important")
	s.Row("contact_mailing_group", "contact_no", "BOB", "mailing_group_code", "VIP")
	s.Row("contact_mailing_group", "contact_no", "DORA", "mailing_group_code", "VIP")
	s.Button("Segment").Press()
	s.Choose("Apply Mailing Group…")
	group := fieldOf[*entry.Entry](s, "Mailing Group Code")
	group.Type("vip")
	group.Commit()
	s.Until("it was counted", func() bool { return strings.Contains(s.Shown(), "2 contacts will be added. 1 is in it already.") })
	fieldOf[*entry.Check](s, "Delete Old Assignments").Tapped(nil)
	s.Until("it was counted", func() bool { return strings.Contains(s.Shown(), "1 will leave it.") })
	s.Button("OK").Press()
	s.Until("it is done", func() bool { return c.Status() != "" })
	want(t, "said", c.Status(), "VIP: 2 added, 1 was there, 1 left")
	s.Button("Undo").Press()
	s.Settle(c.Tasks)
	want(t, "said", c.Status(), "Taken back for VIP: 2 removed, 1 in it again")
}

// A segment is split into parts; Undo deletes them again.
func TestSplitFromTheCard(t *testing.T) {
	s, c := loggable(t)
	s.Button("Segment").Press()
	s.Choose("Split…")
	parts := fieldOf[*entry.Entry](s, "Parts")
	parts.Type("half")
	s.Button("OK").Press()
	s.Until("it is refused", func() bool { return strings.Contains(s.Shown(), "write the parts as 3, or 10%, 10%, rest") })
	parts.Type("1, rest")
	s.Button("OK").Press()
	s.Until("it is done", func() bool { return c.Status() != "" })
	want(t, "said", c.Status(), "2 segments were made: SM00002 to SM00003")
	list, err := s.Session.Segments.Segments(context.Background())
	if err != nil || len(list) != 3 || list[1].Lines != 1 || list[2].Lines != 2 {
		t.Errorf("the segments are %+v, %v", list, err)
	}
	s.Button("Undo").Press()
	s.Settle(c.Tasks)
	want(t, "said", c.Status(), "2 segments were deleted again")
}

// The contacts of a logged segment are added as a step, which Undo takes back.
func TestReuseLoggedFromTheCard(t *testing.T) {
	s, _ := loggable(t)
	if _, err := s.Session.Logging.Log(context.Background(), "SM00001", logging.Options{}); err != nil {
		t.Fatal(err)
	}
	c := show(s, "")
	s.Button("Segment").Press()
	s.Choose("Reuse Logged Segment…")
	s.Until("the dialog", func() bool { return strings.Contains(s.Shown(), "Reuse a Logged Segment in SM00002") })
	logged := fieldOf[*entry.Entry](s, "Logged Segment")
	logged.Type("2000000001")
	logged.Commit()
	s.Until("it was counted", func() bool { return strings.Contains(s.Shown(), "3 lines will be added") })
	s.Button("OK").Press()
	s.Until("they are added", func() bool { return strings.Contains(c.Status(), "3 contacts added") })
	s.Settle(c.Tasks)
	want(t, "lines", s.List().Len(), 3)
	s.Button("Undo").Press()
	s.Settle(c.Tasks)
	want(t, "lines", s.List().Len(), 0)
}
