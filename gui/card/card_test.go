package card_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/google/go-cmp/cmp"

	"winnow/core/filter"
	"winnow/gui/card"
	"winnow/gui/guitest"
	"winnow/gui/list"
	"winnow/gui/widget"
)

// open shows the card of a segment; "" is one to be made.
func open(t *testing.T, no string) (*guitest.Stage, *card.Card) {
	t.Helper()
	s := guitest.New(t)
	return s, show(s, no)
}

func show(s *guitest.Stage, no string) *card.Card {
	s.T.Helper()
	c := card.Open(s.Session, no)
	s.Navigator.Open(&widget.Page{Title: "Home", Content: widget.Empty("", "", nil)})
	s.Navigator.Open(c.Page())
	s.Settle(c.Tasks)
	return c
}

// made shows the card of a new segment with these contacts.
func made(t *testing.T, contacts ...string) (*guitest.Stage, *card.Card) {
	t.Helper()
	s := guitest.New(t)
	for _, code := range []string{"E", "ENG", "F"} {
		s.Row("language", "code", code)
	}
	ctx := context.Background()
	no, err := s.Session.Segments.CreateSegment(ctx, "", map[string]string{"description": "Spring mailing", "salesperson_code": "JO"}, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	if len(contacts) > 0 {
		if _, err := s.Session.Segments.AddLines(ctx, no, contacts, false); err != nil {
			t.Fatal(err)
		}
	}
	return s, show(s, no)
}

// ask opens an action's dialog, with no pause after typing.
func ask(s *guitest.Stage, c *card.Card, button string) {
	s.T.Helper()
	s.Button(button).Press()
	s.Settle(c.Tasks)
	c.Dialog().Pause = 0
}

// fillIn types into a field of a dialog.
func fillIn(s *guitest.Stage, c *card.Card, tab, caption, text string) {
	s.T.Helper()
	s.Entry(tab, caption).Type(text)
	s.Settle(c.Tasks)
}

func ok(s *guitest.Stage, c *card.Card) {
	s.T.Helper()
	s.Button("OK").Press()
	s.Settle(c.Tasks)
}

// column returns what the lines show in one column.
func column(s *guitest.Stage, caption string) []string {
	s.T.Helper()
	var texts []string
	for _, cell := range cells(s, caption) {
		texts = append(texts, cell.Text)
	}
	return texts
}

func cells(s *guitest.Stage, key string) []list.Cell {
	s.T.Helper()
	l := s.List()
	at := slices.IndexFunc(l.Columns(), func(c list.Column) bool { return c.Key == key })
	var found []list.Cell
	for i := range l.Len() {
		row, ok := l.Row(i)
		if !ok {
			s.T.Fatalf("row %d is not there", i)
		}
		found = append(found, row.Cells[at])
	}
	return found
}

func want(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func header(s *guitest.Stage, no, key string) string {
	s.T.Helper()
	seg, err := s.Session.Segments.Segment(context.Background(), no)
	if err != nil {
		s.T.Fatal(err)
	}
	return seg.Text(key)
}

// A segment is made with Enter in an empty No., filled by Add, narrowed by
// Refine and Reduce, and every step can be taken back and done again.
func TestFromNewToReduced(t *testing.T) {
	s, c := open(t, "")
	s.Entry("General", "No.").Focus()
	s.Key(fyne.KeyReturn)
	s.Settle(c.Tasks)
	want(t, "No.", s.Entry("General", "No.").Text(), "SM00001")
	want(t, "Date", s.Entry("General", "Date").Text(), "2026-11-23")

	ask(s, c, "Add…")
	fillIn(s, c, "Contact", "Country/Region Code", "GB")
	if !strings.Contains(s.Shown(), "3 of 4 contacts will be added, then 3 lines; 1 is excluded") {
		t.Errorf("the dialog does not say what will happen: %s", s.Shown())
	}
	ok(s, c)
	want(t, "lines", column(s, "contact_no"), []string{"FIRM1", "ANN", "BOB"})
	want(t, "status", c.Status(), "3 contacts added, 3 lines now; 1 is excluded")
	want(t, "No. of Lines", s.Value("General", "No. of Lines"), "3")

	ask(s, c, "Refine…")
	fillIn(s, c, "Contact", "Type", "Person")
	if !strings.Contains(s.Shown(), "2 of 3 lines stay, 1 go") {
		t.Errorf("the dialog does not say what will happen: %s", s.Shown())
	}
	ok(s, c)
	want(t, "lines", column(s, "contact_no"), []string{"ANN", "BOB"})

	ask(s, c, "Reduce…")
	s.Tab("Interaction Log Entry").SetOpen(true)
	fillIn(s, c, "Interaction Log Entry", "Date", "t-30d..")
	want(t, "meaning", s.Entry("Interaction Log Entry", "Date").Meaning(), "2026-10-24 and later")
	ok(s, c)
	want(t, "lines", column(s, "contact_no"), []string{"BOB"})
	want(t, "No. of Criteria Actions", s.Value("General", "No. of Criteria Actions"), "3")

	s.Button("Go Back").Press()
	s.Settle(c.Tasks)
	want(t, "lines", column(s, "contact_no"), []string{"ANN", "BOB"})
	if !strings.HasPrefix(c.Status(), "Reduce taken back: 1 contact") {
		t.Errorf("the status is %q", c.Status())
	}
	s.List().Focus()
	s.Shortcut(fyne.KeyZ, fyne.KeyModifierShortcutDefault|fyne.KeyModifierShift)
	s.Settle(c.Tasks)
	want(t, "lines", column(s, "contact_no"), []string{"BOB"})
}

// What was used last is there again when the dialog opens the next time.
func TestLastUsedFiltersComeBack(t *testing.T) {
	s, c := made(t, "ANN", "BOB")
	ask(s, c, "Refine…")
	fillIn(s, c, "Contact", "Country/Region Code", "GB|DE")
	s.Check("Options").Tapped(nil)
	s.Settle(c.Tasks)
	ok(s, c)
	ask(s, c, "Refine…")
	want(t, "filter", s.Entry("Contact", "Country/Region Code").Text(), "GB|DE")
	want(t, "option", s.Check("Options").On(), true)
}

// A wrong filter is marked at its place, and OK cannot be pressed.
func TestWrongFilterBlocksOK(t *testing.T) {
	s, c := made(t, "ANN", "BOB")
	ask(s, c, "Reduce…")
	fillIn(s, c, "Contact", "Post Code", "GB*|")
	want(t, "error", s.Entry("Contact", "Post Code").Error(), `a value is missing after "|" (position 4)`)
	if !s.Button("OK").Disabled() {
		t.Error("OK can be pressed")
	}
	if !strings.Contains(s.Shown(), "Correct Post Code first") {
		t.Errorf("the foot does not say what to correct: %s", s.Shown())
	}
	fillIn(s, c, "Contact", "Post Code", "")
	if s.Button("OK").Disabled() {
		t.Error("OK cannot be pressed though nothing is wrong")
	}
}

// No filters at all are asked about once; No leaves the segment as it was.
func TestNoFiltersAskOnce(t *testing.T) {
	s, c := made(t, "ANN", "BOB")
	ask(s, c, "Reduce…")
	ok(s, c)
	s.Button("No").Press()
	s.Key(fyne.KeyEscape)
	s.Settle(c.Tasks)
	want(t, "lines", column(s, "contact_no"), []string{"ANN", "BOB"})
	ask(s, c, "Reduce…")
	ok(s, c)
	s.Button("Yes").Press()
	s.Settle(c.Tasks)
	want(t, "lines", s.List().Len(), 0)
}

// A section can be asked the other way round: nobody was written to.
func TestWithout(t *testing.T) {
	s, c := made(t, "ANN", "BOB")
	ask(s, c, "Refine…")
	s.Tab("Interaction Log Entry").Toggle()
	s.Choice("Interaction Log Entry").TypedRune('w') // without
	s.Settle(c.Tasks)
	if !strings.Contains(s.Shown(), "no entry at all") {
		t.Errorf("the section does not say what it asks: %s", s.Shown())
	}
	ok(s, c)
	want(t, "lines", column(s, "contact_no"), []string{"BOB"})
}

// "show them" lists the contacts, and the dialog is there again afterwards.
func TestShowThem(t *testing.T) {
	s, c := made(t, "ANN", "BOB")
	ask(s, c, "Reduce…")
	fillIn(s, c, "Contact", "No.", "ANN")
	s.Button("show them").Press()
	s.Settle(c.Tasks)
	s.Until("the list", func() bool {
		return strings.Contains(s.Shown(), "Remove this 1") && strings.Contains(s.Shown(), "Ann Beebe")
	})
	s.Navigator.Back()
	s.Until("the dialog", func() bool { return len(s.Window.Canvas().Overlays().List()) > 0 })
	s.Settle(c.Tasks)
	want(t, "filter", s.Entry("Contact", "No.").Text(), "ANN")
}

// A field is saved when one leaves it, and a bad value is marked there.
func TestHeaderFields(t *testing.T) {
	s, c := made(t)
	description := s.Entry("General", "Description")
	description.Focus()
	description.Type("Autumn mailing")
	s.Window.Canvas().Unfocus()
	s.Settle(c.Tasks)
	want(t, "description", header(s, "SM00001", "description"), "Autumn mailing")
	want(t, "status", c.Status(), "Saved")

	date := s.Entry("General", "Date")
	date.Focus()
	date.Type("2026-02-30")
	s.Key(fyne.KeyReturn)
	if date.Error() == "" {
		t.Error("the wrong day is not marked")
	}
	want(t, "focus", date.Focused(), true)
	want(t, "date", header(s, "SM00001", "date"), "2026-11-23")
	date.Type("t+1d")
	s.Key(fyne.KeyReturn)
	s.Settle(c.Tasks)
	want(t, "date", date.Text(), "2026-11-24")

	no := s.Entry("General", "No.")
	if _, err := s.Session.Segments.CreateSegment(context.Background(), "OTHER", nil, filter.Env{}); err != nil {
		t.Fatal(err)
	}
	no.Focus()
	no.Type("other")
	s.Key(fyne.KeyReturn)
	s.Settle(c.Tasks)
	want(t, "error", no.Error(), "Segment OTHER exists already")
}

// A header field that lines follow asks whether they shall: No keeps what they
// show, Cancel changes nothing.
func TestLinesFollowTheHeader(t *testing.T) {
	s, c := made(t, "BOB")
	change := func(text, answer string) {
		entry := s.Entry("General", "Salesperson Code")
		entry.Focus()
		entry.Type(text)
		s.Key(fyne.KeyReturn)
		s.Settle(c.Tasks)
		s.Button(answer).Press()
		s.Settle(c.Tasks)
	}
	change("BD", "Cancel")
	want(t, "field", s.Entry("General", "Salesperson Code").Text(), "JO")
	want(t, "header", header(s, "SM00001", "salesperson_code"), "JO")
	change("BD", "Yes")
	want(t, "line", cells(s, "salesperson_code"), []list.Cell{{Text: "BD", Style: list.Grey}})
	change("JO", "No")
	want(t, "header", header(s, "SM00001", "salesperson_code"), "JO")
	want(t, "line", cells(s, "salesperson_code"), []list.Cell{{Text: "BD", Style: list.Bold}})
}

// A cell is edited in place; what is a line's own is bold, what follows a
// A contact is typed into the last row, and lines deleted by hand come back
// The steps stand at the side; a double click goes to one.
func TestTimeline(t *testing.T) {
	s, c := made(t, "ANN", "BOB")
	s.List().Select(0)
	s.List().Focus()
	s.Key(fyne.KeyDelete)
	s.Settle(c.Tasks)
	want(t, "lines", column(s, "contact_no"), []string{"BOB"})
	s.Timeline().OnDoubleTap(0)
	s.Settle(c.Tasks)
	want(t, "lines", column(s, "contact_no"), []string{"ANN", "BOB"})
	if !strings.Contains(s.Shown(), "taken back") {
		t.Errorf("the step is not shown as taken back: %s", s.Shown())
	}
}

// A segment is deleted after a question.
func TestDelete(t *testing.T) {
	s, c := made(t, "ANN")
	s.Button("Segment").Press()
	s.Choose("Delete Segment…")
	s.Button("Delete").Press()
	s.Settle(c.Tasks)
	want(t, "opened", s.Opened, []string{"back"})
	if _, err := s.Session.Segments.Segment(context.Background(), "SM00001"); err == nil {
		t.Error("the segment is still there")
	}
}

// Ctrl+Z takes back the last thing, whatever it was: an edit of the header, of a
// line, or an action; Ctrl+Shift+Z does it again.
func TestUndo(t *testing.T) {
	s, c := made(t, "ANN", "BOB")
	l := s.List()
	press := func(modifier fyne.KeyModifier) string {
		l.Focus()
		s.Shortcut(fyne.KeyZ, modifier)
		s.Settle(c.Tasks)
		return c.Status()
	}
	undo := func() string { return press(fyne.KeyModifierShortcutDefault) }
	redo := func() string { return press(fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift) }

	description := s.Entry("General", "Description")
	description.Focus()
	description.Type("Winter mailing")
	s.Key(fyne.KeyReturn)
	s.Settle(c.Tasks)
	s.Button("Yes").Press()
	s.Settle(c.Tasks)
	l.Select(0)
	l.Focus()
	s.Key(fyne.KeyDelete)
	s.Settle(c.Tasks)
	l.Select(0)
	l.SetCurrent(0, "language_code")
	l.OnMenu(0, fyne.NewPos(200, 300))
	s.Choose("Set a field…")
	s.Window.Canvas().FocusNext()
	s.Window.Canvas().Focused().TypedRune('f')
	s.Button("OK").Press()
	s.Settle(c.Tasks)
	want(t, "language", cells(s, "language_code"), []list.Cell{{Text: "F", Style: list.Bold}})

	l.Focus()
	s.Shortcut(fyne.KeyZ, fyne.KeyModifierShortcutDefault) // twice, before the first is done
	want(t, "first", undo(), "Edit taken back")
	want(t, "language", cells(s, "language_code"), []list.Cell{{Style: list.Grey}})
	want(t, "second", undo(), "Reduce taken back: 1 contact is in the segment again")
	want(t, "third", undo(), "Edit taken back")
	want(t, "description", description.Text(), "Spring mailing")
	want(t, "again", redo(), "Edit done again")
	want(t, "description", description.Text(), "Winter mailing")
	want(t, "again", redo(), "Reduce done again: 1 contact has left the segment")
	want(t, "again", redo(), "Edit done again")
	want(t, "language", cells(s, "language_code"), []list.Cell{{Text: "F", Style: list.Bold}})
	if said := redo(); said == "Edit done again" {
		t.Error("an edit was taken back twice")
	}
}

// What was typed last is saved though the card is left at once.
func TestLeavingSaves(t *testing.T) {
	s, c := made(t)
	description := s.Entry("General", "Description")
	description.Focus()
	description.Type("Winter mailing")
	s.Navigator.Back()
	s.Settle(c.Tasks)
	want(t, "description", header(s, "SM00001", "description"), "Winter mailing")
}
