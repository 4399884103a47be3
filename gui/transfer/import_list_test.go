package transfer_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"winnow/core/record"
	"winnow/gui/guitest"
	"winnow/gui/list"
)

// texts are the cells of all rows of a list.
func texts(list *list.List) (rows [][]string) {
	for n := range list.Len() {
		rows = append(rows, cells(list, n))
	}
	return rows
}

// contact returns the stored value of a contact's field, by its name.
func contact(t *testing.T, s *guitest.Stage, name, field string) any {
	t.Helper()
	rows, err := s.Session.Records.FindContacts(context.Background(), name, 1)
	if err != nil || len(rows) != 1 {
		t.Fatalf("%s: %v, %v", name, rows, err)
	}
	return rows[0].Value(field)
}

// The check shows the first rows as they will be stored beside the rows as they
// are, and the counts add up.
func TestImportShowsRowsAsStored(t *testing.T) {
	s := guitest.New(t)
	p := importing(s, write(t, "list.csv", "First Name,Last Name,E-mail Address,Shoe\nCy,Poe,cy@x.test,38\nCy,Poe,cy@x.test,38\nAnn,Beebe,ann@alpine.example,40\n,,,9\n"))
	checked(s, p)
	if want := "4 rows read = 1 new + 1 changed + 1 merged + 1 left out"; !strings.Contains(p.Told(), want) {
		t.Fatalf("told: %s", p.Told())
	}
	want := [][]string{{"2", "Cy", "Poe", "cy@x.test", "38"}, {"3", "Cy", "Poe", "cy@x.test", "38"}, {"4", "Ann", "Beebe", "ann@alpine.example", "40"}, {"5", "", "", "", "9"}}
	if diff := cmp.Diff(want, texts(s.ListIn("In the file"))); diff != "" {
		t.Errorf("the rows as they are (-want +got):\n%s", diff)
	}
	stored := s.ListIn("How it will be stored")
	var becomes, names []string
	for n, row := range texts(stored) {
		becomes = append(becomes, row[0])
		for i, c := range stored.Columns() {
			if c.Caption == "Name" {
				names = append(names, texts(stored)[n][i])
			}
		}
	}
	if diff := cmp.Diff([]string{"New", "Merged with row 2", "Changed", "Left out"}, becomes); diff != "" {
		t.Errorf("what they become (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Cy Poe", "", "Ann Beebe", ""}, names); diff != "" {
		t.Errorf("the names (-want +got):\n%s", diff)
	}
	stored.Select(2)
	if at := s.ListIn("In the file").Current(); at != 2 {
		t.Errorf("the other list is at row %d", at)
	}
}

// Where rows do not say whether they are of persons or companies, one is asked,
// with the guess, and can turn it.
func TestImportAsksPersonsOrCompanies(t *testing.T) {
	s := guitest.New(t)
	p := importing(s, write(t, "names.csv", "Name,E-Mail\nZoe Ray,zoe@x.test\nNorthwind 24,info@northwind.test\nEast Works GmbH,info@east.test\n"))
	checked(s, p)
	choice := s.Choice("Persons or companies?")
	if want := "1 person and 2 companies, as detected"; choice.Text() != want {
		t.Fatalf("the guess is %q", choice.Text())
	}
	choice.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	s.Settle(p.Tasks)
	if choice := s.Choice("Persons or companies?"); choice.Text() != "All are persons" {
		t.Errorf("chosen is %q", choice.Text())
	}
	s.Button("Import").Press()
	s.Settle(p.Tasks)
	if kind := contact(t, s, "Northwind 24", "type"); kind != int64(1) {
		t.Errorf("Northwind 24 is of type %v: %s", kind, p.Told())
	}
}

// Where the rows tell what they are of, nobody is asked.
func TestImportAsksNothingThatIsClear(t *testing.T) {
	s := guitest.New(t)
	p := importing(s, write(t, "names.csv", "First Name,Last Name\nZoe,Ray\n"))
	checked(s, p)
	if strings.Contains(s.Shown(), "Persons or companies?") {
		t.Error("asked whether Zoe Ray is a person")
	}
}

// A column says how it was recognised, and can become a mailing group.
func TestImportMakesAMailingGroupOfAColumn(t *testing.T) {
	s := guitest.New(t)
	p := importing(s, write(t, "list.csv", "Vorname,Nachname,E-Mail,Kreis\nZoe,Ray,zoe@x.test,Winter ball\n"))
	s.Button("Next").Press()
	var why []string
	for _, row := range texts(lists(s)[1]) {
		why = append(why, row[1]+": "+row[4])
	}
	if diff := cmp.Diff([]string{"Vorname: usual in German", "Nachname: usual in German", "E-Mail: field name", "Kreis: "}, why); diff != "" {
		t.Errorf("how they were recognised (-want +got):\n%s", diff)
	}
	columns := lists(s)[1]
	if got := cells(columns, 3); got[2] != "Winter ball" || got[3] != "Left out" {
		t.Fatalf("the column is shown as %v", got)
	}
	columns.OnEdit(3, "field", 0)
	choose(s, "Mailing Group")
	if got := cells(columns, 3); got[3] != "Mailing Group" || got[4] != "your choice" {
		t.Fatalf("the column goes to %v", got)
	}
	checked(s, p)
	stored := s.ListIn("How it will be stored")
	if row := cells(stored, 0); row[len(row)-1] != "WINTER BALL" {
		t.Errorf("it will be stored as %v", row)
	}
	s.Button("Import").Press()
	s.Settle(p.Tasks)
	list, err := s.Session.Records.List(context.Background(), "contact_mailing_group", record.Query{})
	if err != nil || list.Len() != 1 {
		t.Errorf("mailing groups: %v, %v; told: %s", list, err, p.Told())
	}
}

// Rows that fit several contacts are listed, and one says whom they are of.
func TestImportAsksWhichContactARowIs(t *testing.T) {
	s := guitest.New(t)
	for _, no := range []string{"TIM1", "TIM2"} {
		s.Row("contact", "no", no, "name", "Tim Orr", "search_name", "TIM ORR", "type", 1)
	}
	path := write(t, "list.csv", "First Name,Last Name,Mobile Phone\nTim,Orr,0170 1\nTim,Roe,0170 2\n")
	p := importing(s, path)
	checked(s, p)
	if want := "2 rows read = 1 new + 1 left out"; !strings.Contains(p.Told(), want) {
		t.Fatalf("told: %s", p.Told())
	}
	list := s.ListIn("Which contact is it?")
	want := [][]string{{"list.csv", "2", "Tim · Orr · 0170 1", "Left out", "TIM1 Tim Orr · TIM2 Tim Orr"}}
	if diff := cmp.Diff(want, texts(list)); diff != "" {
		t.Fatalf("the rows to choose for (-want +got):\n%s", diff)
	}
	list.OnEdit(0, "contact", 0)
	choose(s, "TIM2")
	if got := cells(list, 0)[3]; got != "TIM2 Tim Orr" {
		t.Errorf("chosen is %q", got)
	}
	s.Button("Check Again").Press()
	s.Settle(p.Tasks)
	if want := "2 rows read = 1 new + 1 changed"; !strings.Contains(p.Told(), want) {
		t.Fatalf("told: %s", p.Told())
	}
	s.Button("Import").Press()
	s.Settle(p.Tasks)
	if mobile := contact(t, s, "TIM2", "mobile_phone_no"); mobile != "0170 1" {
		t.Errorf("TIM2 has %q", mobile)
	}
	if mobile := contact(t, s, "TIM1", "mobile_phone_no"); mobile != "" {
		t.Errorf("TIM1 has %q", mobile)
	}
}

// Where a text file does not say its encoding, the text is shown in each that is
// likely, to choose.
func TestImportAsksForTheEncoding(t *testing.T) {
	s := guitest.New(t)
	p := importing(s, write(t, "list.csv", "First Name,Last Name,E-Mail\nZo\x8e,Ray,zoe@x.test\n"), write(t, "plain.csv", "First Name,Last Name\nZoë,Ray\n"))
	if shown := s.Shown(); !strings.Contains(shown, "The encoding of list.csv is not certain") || strings.Contains(shown, "The encoding of plain.csv") {
		t.Fatalf("not asked for the encoding: %s", shown)
	}
	s.Button("Choose the encoding…").Press()
	s.Settle(p.Tasks)
	if shown := s.Shown(); !strings.Contains(shown, "Zoé,Ray") {
		t.Errorf("the text is not shown: %s", shown)
	}
	choose(s, "macintosh")
	s.Settle(p.Tasks)
	if got := cells(s.List(), 0)[4]; got != "macintosh" {
		t.Errorf("the encoding is %q", got)
	}
	checked(s, p)
	s.Button("Import").Press()
	s.Settle(p.Tasks)
	if name := contact(t, s, "zoe@x.test", "name"); name != "Zoé Ray" {
		t.Errorf("the name is %q", name)
	}
}

// Rows with wrong values can be left out and written into a file.
func TestImportLeavesWrongRowsOut(t *testing.T) {
	s := guitest.New(t)
	p := importing(s, write(t, "Contact.csv", "No.,Name,Type\nZOE,Zoe Ray,Person\nMAX,Max Ray,Robot\n"))
	checked(s, p)
	s.Button("Leave Wrong Rows Out…").Press()
	path := filepath.Join(t.TempDir(), "refused.csv")
	s.Window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
	s.Window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	choose(s, path)
	s.Settle(p.Tasks)
	if want := "2 rows read = 1 new + 1 refused"; !strings.Contains(p.Told(), want) || !strings.Contains(p.Told(), path) {
		t.Fatalf("told: %s", p.Told())
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("the trial wrote the file")
	}
	s.Button("Import").Press()
	s.Settle(p.Tasks)
	if want := "2 rows read = 1 new + 1 refused"; !strings.Contains(p.Told(), want) {
		t.Fatalf("told: %s", p.Told())
	}
	text, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(text), "MAX,Max Ray,Robot,") || strings.Contains(string(text), "ZOE") {
		t.Errorf("written: %q, %v", text, err)
	}
	if n := contacts(t, s); n != 8 {
		t.Errorf("%d contacts", n)
	}
}

// A column that nothing knows becomes an own field of contacts, which is made with the
// import and not before.
func TestColumnBecomesAField(t *testing.T) {
	s := guitest.New(t)
	p := importing(s, write(t, "list.csv", "First Name,Last Name,E-mail Address,Hat\nCy,Poe,cy@x.test,57\nAnn,Beebe,ann@alpine.example,54\n"))
	s.Button("Next").Press()
	s.Settle(p.Tasks)
	columns := s.ListIn("Columns")
	columns.OnEdit(3, "field", 'M')
	test.Type(s.Window.Canvas().Focused(), "ake a field")
	s.Until("what the column can be", func() bool { return strings.Contains(s.Shown(), "Make a field of it…") })
	s.Key(fyne.KeyReturn)
	s.Button("OK").Press()
	s.Settle(p.FormTasks())
	if row := texts(columns)[3]; row[3] != "Hat" {
		t.Fatalf("the column goes to %v", row)
	}
	checked(s, p)
	if n := len(s.Session.Company.Catalog().Own()); n != 0 {
		t.Fatalf("the check left %d own fields", n)
	}
	hat := func(row []string) bool { return row[2] == "Hat" && row[4] == "54" }
	if changed := texts(s.ListIn("Changed Rows")); !slices.ContainsFunc(changed, hat) {
		t.Errorf("the changes do not name the new field: %v", changed)
	}
	s.Button("Import").Press()
	s.Settle(p.Tasks)
	if got := contact(t, s, "Cy Poe", "hat"); got != int64(57) { // whole numbers are proposed as such
		t.Errorf("the contact has %v: %s", got, p.Told())
	}
}

// An import that fails leaves the check, which offers nothing of what follows an import.
func TestImportOfAFileThatIsGone(t *testing.T) {
	s := guitest.New(t)
	path := write(t, "list.csv", "First Name,Last Name,E-mail Address\nCy,Poe,cy@x.test\n")
	p := importing(s, path)
	checked(s, p)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	failed := false
	s.Session.Go.Fail = func(error) { failed = true }
	s.Button("Import").Press()
	s.Settle(p.Tasks)
	if !failed {
		t.Error("the window does not say why")
	}
	if shown := s.Shown(); strings.Contains(shown, "Open Contacts") || !strings.Contains(shown, "Nothing was changed") {
		t.Errorf("there is: %s", shown)
	}
	if focused := s.Window.Canvas().Focused(); focused != fyne.Focusable(s.Button("Back")) {
		t.Errorf("the keyboard is at %v", focused)
	}
}
