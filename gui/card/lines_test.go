package card_test

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"winnow/gui/guitest"
	"winnow/gui/list"
)

// default grey.
func TestEditALine(t *testing.T) {
	s, c := made(t, "ANN", "BOB")
	l := s.List()
	l.SetCurrent(1, "salesperson_code")
	l.Focus()
	l.TypedRune('b')
	for _, r := range "d" {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	s.Key(fyne.KeyReturn)
	s.Settle(c.Tasks)
	want(t, "salespersons", cells(s, "salesperson_code"), []list.Cell{{Text: "JO", Style: list.Grey}, {Text: "BD", Style: list.Bold}})
	want(t, "contacts", cells(s, "contact_no")[0].Style, list.Link)
	_, key, editing := l.Editing()
	want(t, "editing", []any{key, editing}, []any{"correspondence_type", true})
}

// Lines are sorted by a click and searched.
func TestSortAndSearch(t *testing.T) {
	s, c := made(t, "ANN", "CARL", "BOB")
	list := s.List()
	list.OnSort("name")
	s.Settle(c.Tasks)
	want(t, "sorted", column(s, "contact_no"), []string{"ANN", "BOB", "CARL"})
	list.OnSort("name")
	s.Settle(c.Tasks)
	want(t, "sorted", column(s, "contact_no"), []string{"CARL", "BOB", "ANN"})
	s.Key(fyne.KeyF3)
	for _, r := range "relecl" {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	s.Key(fyne.KeyReturn)
	s.Settle(c.Tasks)
	want(t, "found", column(s, "contact_no"), []string{"CARL"})
}

// with Go Back. When the last one goes, Clear Criteria is offered.
func TestByHand(t *testing.T) {
	s, c := made(t)
	list := s.List()
	list.Focus()
	list.TypedRune('d')
	for _, r := range "ora" {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	s.Key(fyne.KeyReturn)
	s.Settle(c.Tasks)
	want(t, "lines", column(s, "contact_no"), []string{"DORA"})

	list.Select(0)
	list.Focus()
	s.Key(fyne.KeyDelete)
	s.Settle(c.Tasks)
	want(t, "status", c.Status(), "1 line deleted; Go Back restores it")
	s.Button("No").Press()
	s.Shortcut(fyne.KeyZ, fyne.KeyModifierShortcutDefault)
	s.Settle(c.Tasks)
	want(t, "lines", column(s, "contact_no"), []string{"DORA"})

	list.Select(0)
	s.Key(fyne.KeyDelete)
	s.Settle(c.Tasks)
	s.Button("Yes").Press()
	s.Settle(c.Tasks)
	want(t, "No. of Criteria Actions", s.Value("General", "No. of Criteria Actions"), "0")
	want(t, "history", steps(s), 0)
}

func steps(s *guitest.Stage) int {
	s.T.Helper()
	list, err := s.Session.Segments.Steps(context.Background(), "SM00001")
	if err != nil {
		s.T.Fatal(err)
	}
	return len(list)
}

// Selected rows are copied as tab-separated text, steps as a recipe.
func TestCopy(t *testing.T) {
	s, c := made(t, "ANN", "BOB")
	s.List().SelectAll()
	s.List().OnCopy()
	s.Settle(c.Tasks)
	lines := strings.Split(fyne.CurrentApp().Clipboard().Content(), "\n")
	want(t, "first row", strings.Split(lines[1], "\t")[:3], []string{"ANN", "Alpine Ski House", "Ann Beebe"})
	s.Button("Copy").Press()
	if text := fyne.CurrentApp().Clipboard().Content(); !strings.Contains(text, `"ANN|BOB"`) {
		t.Errorf("the recipe is %s", text)
	}
}

// A field is set on all selected lines, and follows its default again.
func TestSetAField(t *testing.T) {
	s, c := made(t, "ANN", "BOB")
	l := s.List()
	l.SelectAll()
	l.SetCurrent(0, "language_code")
	l.OnMenu(0, fyne.NewPos(200, 300))
	s.Choose("Set a field…")
	s.Window.Canvas().FocusNext()
	value := s.Window.Canvas().Focused()
	for _, r := range "eng" {
		value.TypedRune(r)
	}
	s.Button("OK").Press()
	s.Settle(c.Tasks)
	want(t, "status", c.Status(), "2 lines changed")
	want(t, "language", cells(s, "language_code"), []list.Cell{{Text: "ENG", Style: list.Bold}, {Text: "ENG", Style: list.Bold}})

	l.OnMenu(0, fyne.NewPos(200, 300))
	s.Choose("Back to default: Language Code")
	s.Settle(c.Tasks)
	want(t, "language", cells(s, "language_code"), []list.Cell{{Style: list.Grey}, {Style: list.Grey}})

	l.OnMenu(1, fyne.NewPos(200, 300))
	s.Choose("Explain why it is here")
	want(t, "opened", s.Opened, []string{"explain SM00001 BOB"})
}

// A click on a contact's number opens its page.
func TestOpenContact(t *testing.T) {
	s, _ := made(t, "ANN", "BOB")
	s.List().OnLink(1, "contact_no")
	want(t, "opened", s.Opened, []string{"contact BOB"})
}

// Behind the last field of a line, Enter goes on with the next line; Shift+Tab
// goes back. A value typed that is the default anyway is not the line's own.
func TestEditGoesOnToTheNextLine(t *testing.T) {
	s, c := made(t, "ANN", "BOB")
	l := s.List()
	l.SetCurrent(0, "language_code")
	l.Focus()
	l.TypedRune('e')
	s.Key(fyne.KeyReturn)
	s.Settle(c.Tasks)
	row, key, editing := l.Editing()
	want(t, "editing", []any{row, key, editing}, []any{1, "salesperson_code", true})
	for _, r := range "jo" {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	s.Key(fyne.KeyTab)
	s.Settle(c.Tasks)
	_, key, _ = l.Editing()
	want(t, "editing", key, "correspondence_type")
	want(t, "salespersons", cells(s, "salesperson_code"), []list.Cell{{Text: "JO", Style: list.Grey}, {Text: "JO", Style: list.Grey}})
	s.Key(fyne.KeyEscape)
	want(t, "languages", cells(s, "language_code"), []list.Cell{{Text: "E", Style: list.Bold}, {Style: list.Grey}})
}

// F8 gives the selected cell the value of the one above.
func TestCopyFromAbove(t *testing.T) {
	s, c := made(t, "ANN", "BOB")
	l := s.List()
	l.SetCurrent(0, "language_code")
	l.Focus()
	l.TypedRune('e')
	s.Key(fyne.KeyReturn)
	s.Settle(c.Tasks)
	s.Key(fyne.KeyEscape)
	l.SetCurrent(1, "language_code")
	l.Focus()
	s.Key(fyne.KeyF8)
	s.Settle(c.Tasks)
	want(t, "languages", cells(s, "language_code"), []list.Cell{{Text: "E", Style: list.Bold}, {Text: "E", Style: list.Bold}})
}

// A field cannot be set where no line is selected.
func TestSetAFieldNeedsLines(t *testing.T) {
	s, c := made(t, "ANN")
	s.List().ClearSelection()
	s.Button("Contacts").Press()
	s.Choose("Set a field of the selected lines…")
	want(t, "status", c.Status(), "No line is selected")
}
