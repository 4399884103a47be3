package codes_test

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"winnow/core/filter"
	"winnow/core/upkeep"
	"winnow/gui/codes"
	"winnow/gui/entry"
	"winnow/gui/field"
	"winnow/gui/guitest"
	"winnow/gui/list"
	"winnow/gui/route"
	"winnow/gui/work"
)

func want(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// open shows the salespeople of the stage's company: BD and JO.
func open(t *testing.T) (*guitest.Stage, *codes.Codes) {
	t.Helper()
	s := guitest.New(t)
	p := codes.Open(s.Session, route.Codes{Table: "salesperson_purchaser"})
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks())
	return s, p
}

func first(list *list.List) []string {
	var found []string
	for n := range list.Len() {
		row, _ := list.Row(n)
		found = append(found, row.Cells[0].Text)
	}
	return found
}

func text(s *guitest.Stage, table, key, field string) string {
	s.T.Helper()
	row, err := s.Session.Upkeep.Row(context.Background(), table, key)
	if err != nil {
		s.T.Fatal(err)
	}
	return row.Text(field)
}

func TestCellsAreEditedInPlace(t *testing.T) {
	s, p := open(t)
	s.List().OnEdit(0, "name", 'B')
	s.Window.Canvas().Focused().TypedRune('o')
	s.Key(fyne.KeyReturn)
	s.Settle(p.Tasks())
	want(t, "the name", text(s, "salesperson_purchaser", "BD", "name"), "Bo")
}

func TestWhatAnotherChangedIsNotLost(t *testing.T) {
	s, p := open(t)
	_, err := s.Session.Upkeep.Update(context.Background(), upkeep.Change{Table: "salesperson_purchaser", Key: []string{"BD"},
		Fields: map[string]string{"name": "Bart D."}})
	if err != nil {
		t.Fatal(err)
	}
	s.List().OnEdit(0, "name", 'B')
	s.Key(fyne.KeyReturn)
	s.Settle(p.Tasks())
	want(t, "said", p.Status(), `Name has been changed to "Bart D." in the meantime; refresh it (F5) before you change it`)
	want(t, "the name", text(s, "salesperson_purchaser", "BD", "name"), "Bart D.")
}

// What is typed on while a cell is being saved goes into the next cell; into none
// where the row moves.
func TestTypingOn(t *testing.T) {
	s, p := open(t)
	list := s.List()
	list.OnEdit(0, "name", 'A')
	s.Key(fyne.KeyReturn)
	s.Settle(p.Tasks())
	row, key, editing := list.Editing()
	want(t, "the next cell", []any{row, key, editing}, []any{0, "e_mail", true})
	s.Key(fyne.KeyEscape)
	list.OnSort("name")
	s.Settle(p.Tasks())
	list.OnEdit(0, "name", 'Z')
	s.Key(fyne.KeyReturn)
	s.Settle(p.Tasks())
	_, _, editing = list.Editing()
	want(t, "a cell of a row that moved", editing, false)
	want(t, "the rows", first(list), []string{"JO", "BD"})
}

func TestARenamedCodeIsRenamedWhereItIsUsed(t *testing.T) {
	s, p := open(t)
	s.List().OnEdit(0, "code", 'b')
	s.Key(fyne.KeyReturn)
	s.Until("the question", func() bool { return strings.Contains(s.Shown(), "Rename") && s.Window.Canvas().Overlays().Top() != nil })
	s.Button("Rename").Press()
	s.Settle(p.Tasks())
	want(t, "the codes", first(s.List()), []string{"B", "JO"})
	want(t, "Ann's", text(s, "contact", "ANN", "salesperson_code"), "B")
	want(t, "said", p.Status(), "Renamed; 1 row that uses it was updated")
}

func TestACodeInUseIsKept(t *testing.T) {
	s, p := open(t)
	var said error
	s.Session.Go.Fail = func(err error) { said = err }
	s.List().SelectAll()
	s.Button("Delete").Press()
	s.Settle(p.Tasks())
	s.Button("Delete").Press()
	s.Settle(p.Tasks())
	want(t, "what stays", first(s.List()), []string{"BD"})
	want(t, "said", p.Status(), "1 row deleted")
	if said == nil || said.Error() != "Salesperson/Purchaser BD is in use: 1 in Contact; remove it there first" {
		t.Errorf("said: %v", said)
	}
	s.List().Select(0)
	s.Button("Where used").Press()
	s.Settle(p.Tasks())
	want(t, "where used", strings.Contains(s.Shown(), "1 in Contact, Salesperson Code"), true)
}

func TestANewCode(t *testing.T) {
	s, p := open(t)
	s.Shortcut(fyne.KeyN, fyne.KeyModifierAlt)
	for _, r := range "jo" {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	s.Button("OK").Press()
	s.Until("the refusal", func() bool { return strings.Contains(s.Shown(), "Salesperson/Purchaser JO exists already") })
	for _, r := range "E" {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	s.Button("OK").Press()
	s.Until("the row", func() bool { return s.Window.Canvas().Overlays().Top() == nil })
	s.Settle(p.Tasks())
	want(t, "the codes", first(s.List()), []string{"BD", "JO", "JOE"})

	n := codes.AskNew(s.Session, "salesperson_purchaser", "KIM", nil)
	s.Settle(n.Tasks)
	n.Modal().Dismiss()
	want(t, "open without anything typed", n.Modal().IsOpen(), false)
	n = codes.AskNew(s.Session, "salesperson_purchaser", "", nil)
	s.Settle(n.Tasks)
	for _, r := range "KIM" {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	s.AsksBeforeDiscarding(n.Modal())
}

// A lookup in which something is missing makes it, and takes it.
func TestNewInALookup(t *testing.T) {
	s := guitest.New(t)
	tasks := work.NewTasks()
	defer tasks.Close()
	room := &field.Room{Session: s.Session, Tasks: tasks, Env: func() filter.Env { return filter.Env{} }}
	var made *codes.New
	s.Session.Services.NewCode = func(table, typed string, take func(string)) { made = codes.AskNew(s.Session, table, typed, take) }
	taken := ""
	lookup := field.Codes(room, "territory", func(code string) { taken = code })
	lookup.Start = "north"
	entry.ShowLookup(s.Window.Content(), lookup)
	s.Settle(tasks)
	s.Key(fyne.KeyReturn)
	if made == nil {
		t.Fatal("no new code is asked for")
	}
	s.Settle(made.Tasks)
	s.Button("OK").Press()
	s.Settle(made.Tasks)
	want(t, "taken", taken, "NORTH")
	want(t, "made", text(s, "territory", "NORTH", "code"), "NORTH")
}

func TestAllCodeTables(t *testing.T) {
	s := guitest.New(t)
	p := codes.OpenAll(s.Session)
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks())
	list := first(s.List())
	want(t, "tables", len(list), 22)
	want(t, "the first", list[0], "Salespeople/Purchasers")
	row, _ := s.List().Row(0)
	want(t, "its rows", row.Cells[1].Text, "2")
	s.List().OnOpen(0)
	want(t, "opened", s.Opened, []string{"codes salesperson_purchaser"})
}

// The page of the interaction templates leads to the languages of one, which are made
// there for it, and to its statistics. A default language that it does not have is made
// on a question.
func TestInteractionTemplates(t *testing.T) {
	s := guitest.New(t)
	s.Row("language", "code", "DEU", "name", "German")
	s.Row("interaction_group", "code", "MAIL")
	s.Row("interaction_template", "code", "LETTER", "interaction_group_code", "MAIL")
	s.Row("interaction_template", "code", "VISIT", "interaction_group_code", "MAIL")
	p := codes.Open(s.Session, route.Codes{Table: "interaction_template"})
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks())
	s.List().SetCurrent(0, "code")
	s.Button("Languages").Press()
	s.Navigator.Press("F7")
	want(t, "opened", s.Opened, []string{"codes interaction_tmpl_language LETTER", "statistics interaction_template LETTER"})

	language := func(answer string) {
		t.Helper()
		s.List().OnEdit(0, "language_code_default", 0)
		s.Window.Canvas().Focused().(fyne.CanvasObject).(interface{ TypedRune(rune) }).TypedRune('d')
		for _, r := range "eu" {
			s.Window.Canvas().Focused().TypedRune(r)
		}
		s.Key(fyne.KeyReturn)
		s.Settle(p.Tasks())
		s.Button(answer).Press()
		s.Settle(p.Tasks())
	}
	language("Cancel")
	want(t, "not taken", text(s, "interaction_template", "LETTER", "language_code_default"), "")
	language("Make It")
	want(t, "taken", text(s, "interaction_template", "LETTER", "language_code_default"), "DEU")

	l := codes.Open(s.Session, route.Codes{Table: "interaction_tmpl_language", Of: "LETTER"})
	s.Navigator.Open(l.Page())
	s.Settle(l.Tasks())
	want(t, "languages", s.List().Len(), 1)
	row, err := s.Session.Upkeep.Row(context.Background(), "interaction_tmpl_language", "LETTER", "DEU")
	if err != nil || row.Text("word_template_code") != "" {
		t.Error(row, err)
	}
	s.List().OnEdit(0, "word_template_code", 'X')
	s.Key(fyne.KeyReturn)
	s.Settle(l.Tasks())
	want(t, "refused", l.Status(), "Word template X does not exist")
	l.Page().Keys["Alt+N"]()
	if shown := s.Shown(); !strings.Contains(shown, "LETTER") {
		t.Errorf("the new language is of %s", shown)
	}
}

// A new interaction template goes by e-mail, a new campaign gets its number.
func TestNewRowsAreCompleted(t *testing.T) {
	s := guitest.New(t)
	s.Row("interaction_group", "code", "MAIL")
	var made string
	n := codes.AskNew(s.Session, "interaction_template", "news", func(code string) { made = code })
	s.Settle(n.Tasks)
	s.Button("OK").Press()
	s.Settle(n.Tasks)
	if shown := s.Shown(); !strings.Contains(shown, "Interaction Group Code cannot be empty") {
		t.Errorf("it says %s", shown)
	}
	s.Key(fyne.KeyEscape)
	n = codes.AskNew(s.Session, "campaign", "Spring news", func(code string) { made = code })
	s.Settle(n.Tasks)
	s.Button("OK").Press()
	s.Settle(n.Tasks)
	want(t, "made", made, "CP0001")
	want(t, "dated", text(s, "campaign", made, "last_date_modified"), "2026-11-23")
	want(t, "described", text(s, "campaign", made, "description"), "Spring news")
}
