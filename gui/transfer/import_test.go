package transfer_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"winnow/core/catalog"
	"winnow/gui/guitest"
	"winnow/gui/list"
	"winnow/gui/transfer"
)

// lists are the lists that can be reached, from the top.
func lists(s *guitest.Stage) []*list.List {
	var found []*list.List
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if !o.Visible() {
			return
		}
		switch o := o.(type) {
		case *list.List:
			found = append(found, o)
		case *fyne.Container:
			for _, child := range o.Objects {
				walk(child)
			}
		case *container.Scroll:
			walk(o.Content)
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				walk(child)
			}
		}
	}
	if top := s.Window.Canvas().Overlays().Top(); top != nil {
		walk(top)
	} else {
		walk(s.Window.Canvas().Content())
	}
	return found
}

// typeText types letters where the keyboard is.
func typeText(s *guitest.Stage, text string) {
	for _, r := range text {
		s.Window.Canvas().Focused().TypedRune(r)
	}
}

// importing opens the page of an import of files.
func importing(s *guitest.Stage, paths ...string) *transfer.Importing {
	p := transfer.OpenImport(s.Session, paths...)
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks)
	return p
}

// checked goes on to the check.
func checked(s *guitest.Stage, p *transfer.Importing) {
	for p.Step() < 2 {
		s.Button("Next").Press()
		s.Settle(p.Tasks)
	}
}

func contacts(t *testing.T, s *guitest.Stage) int {
	t.Helper()
	n, err := s.Session.Records.Count(context.Background(), catalog.Contact)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// An import says first what it would do, changes nothing until it is told to,
// and then does it.
func TestImport(t *testing.T) {
	s := guitest.New(t)
	path := write(t, "Contact.csv", "No.,Name,Type,Shoe Size\nZOE,Zoe Ray,Person,38\nANN,Ann Marie Beebe,Person,40\n")
	p := importing(s, path)
	checked(s, p)
	if diff := cmp.Diff([]string{"Contact.csv", "Contact", "2", "1", "1", "0", "0"}, cells(s.ListIn("Rows"), 0)); diff != "" {
		t.Errorf("the dry run (-want +got):\n%s", diff)
	}
	if shown := s.Shown(); !strings.Contains(shown, "Shoe Size") {
		t.Errorf("the unknown column is not told: %s", shown)
	}
	if n := contacts(t, s); n != 7 {
		t.Fatalf("the dry run left %d contacts", n)
	}
	s.Button("Import").Press()
	s.Settle(p.Tasks)
	if n := contacts(t, s); n != 8 {
		t.Errorf("the import left %d contacts", n)
	}
	if !strings.Contains(p.Told(), "Imported. 2 rows read = 1 new + 1 changed.") {
		t.Errorf("told: %s", p.Told())
	}
}

// With a wrong value nothing can be imported, and its place is told.
func TestImportErrors(t *testing.T) {
	s := guitest.New(t)
	path := write(t, "Contact.csv", "No.,Name,Type\nZOE,Zoe Ray,Person\nMAX,Max Ray,Robot\n")
	p := importing(s, path)
	checked(s, p)
	if !s.Button("Import").Disabled() {
		t.Error("it can be imported")
	}
	shown := s.Shown()
	for _, text := range []string{"1 error", "Robot"} {
		if !strings.Contains(shown, text) {
			t.Errorf("%q is not shown: %s", text, shown)
		}
	}
	if n := contacts(t, s); n != 7 {
		t.Errorf("%d contacts", n)
	}
}

// listOf writes a workbook with a title, headings that nobody knows, and rows.
func listOf(t *testing.T, name string, rows ...[]any) string {
	t.Helper()
	f := excelize.NewFile()
	all := append([][]any{{"Kundenliste"}, {}, {"Kd.-Nr.", "Bezeichnung", "PLZ", "Geändert"}}, rows...)
	for n, cells := range all {
		at, err := excelize.CoordinatesToCellName(1, n+1)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetSheetRow("Sheet1", at, &cells); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), name)
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

// column says where the heading in a row of the columns goes.
func column(s *guitest.Stage, row int) string {
	texts := cells(lists(s)[1], row)
	return texts[1] + " > " + texts[3]
}

// choose types into the lookup that is open, and takes what is found.
func choose(s *guitest.Stage, text string) {
	typeText(s, text)
	s.Key(fyne.KeyReturn)
}

// A list with headings of its own is mapped with the keyboard alone, imported,
// and read the same way next time.
func TestImportByHand(t *testing.T) {
	s := guitest.New(t)
	p := importing(s, listOf(t, "Kunden.xlsx", []any{"z1", "Zoe Ray", "01067", "31.12.2025"}, []any{"ann", "Ann Marie Beebe", "04109", "03.04.2026"}))
	s.Key(fyne.KeyReturn) // Next has the keyboard
	if got := cells(s.List(), 0); got[1] != "Left out" || !strings.Contains(s.Shown(), "not recognised") {
		t.Fatalf("the list is read as %v", got)
	}
	s.Key(fyne.KeyF4)
	choose(s, "Contact")
	if got := cells(s.List(), 0); got[1] != "List of contacts" || got[2] != "row 3" {
		t.Fatalf("the list is read as %v", got)
	}
	columns := lists(s)[1]
	columns.Focus()
	for _, field := range []string{"No.", "Name", "", "Last Date Modified"} {
		if field != "" {
			s.Key(fyne.KeyF4)
			choose(s, field)
		}
		s.Key(fyne.KeyDown)
	}
	want := []string{"Kd.-Nr. > No.", "Bezeichnung > Name", "PLZ > Post Code", "Geändert > Last Date Modified"}
	if diff := cmp.Diff(want, []string{column(s, 0), column(s, 1), column(s, 2), column(s, 3)}); diff != "" {
		t.Fatalf("the columns (-want +got):\n%s", diff)
	}
	s.Shortcut(fyne.KeyReturn, fyne.KeyModifierControl)
	s.Settle(p.Tasks)
	if !strings.Contains(p.Told(), "2 rows read = 1 new + 1 changed.") {
		t.Fatalf("told: %s", p.Told())
	}
	if changed := fmt.Sprint(texts(s.ListIn("Changed Rows"))); !strings.Contains(changed, "Ann Marie Beebe") || !strings.Contains(changed, "2026-04-03") {
		t.Errorf("what changes is not shown: %s", changed)
	}
	s.Shortcut(fyne.KeyReturn, fyne.KeyModifierControl)
	s.Settle(p.Tasks)
	if !strings.Contains(p.Told(), "Imported. 2 rows read = 1 new + 1 changed.") {
		t.Fatalf("told: %s", p.Told())
	}
	s.Button("New Segment").Press()
	if len(s.Opened) == 0 || s.Opened[len(s.Opened)-1] != "segment" {
		t.Errorf("opened: %v", s.Opened)
	}

	next := importing(s, listOf(t, "Neue Kunden.xlsx", []any{"z2", "Zack", "1", ""}))
	s.Button("Next").Press()
	if got := cells(s.List(), 0); got[1] != "List of contacts" || !strings.Contains(got[4], "as last time") {
		t.Errorf("the next list is read as %v", got)
	}
	next.Tasks.Close()
}

// One cannot go on while rows cannot be told apart, and is told so.
func TestImportWithoutKeys(t *testing.T) {
	s := guitest.New(t)
	p := importing(s, write(t, "Regionen.csv", "Kürzel;Bezeichnung\nN;Nord\n"))
	s.Button("Next").Press()
	s.Button("Next").Press()
	if p.Step() != 1 || !strings.Contains(p.Status(), "Everything is left out") {
		t.Errorf("step %d, told %q", p.Step(), p.Status())
	}
	s.List().OnEdit(0, "table", 0)
	choose(s, "Territory")
	s.Button("Next").Press()
	if p.Step() != 1 || !strings.Contains(p.Status(), "no column goes to the key fields Code") {
		t.Errorf("step %d, told %q", p.Step(), p.Status())
	}
	lists(s)[1].OnEdit(0, "field", 0)
	choose(s, "Code")
	s.Button("Next").Press()
	s.Settle(p.Tasks)
	if p.Step() != 2 || !strings.Contains(p.Told(), "1 row read = 1 new") {
		t.Errorf("step %d, told %q", p.Step(), p.Told())
	}
}

// Another row can be the one with the headings, and a column can be left out.
func TestImportOfAnotherHeader(t *testing.T) {
	s := guitest.New(t)
	p := importing(s, write(t, "Contact.csv", "No.,Name\nNo.,Search Name\nX,Y\n"))
	s.Button("Next").Press()
	s.List().OnEdit(0, "header", 0)
	choose(s, "2")
	if got := column(s, 1); got != "Search Name > Search Name" {
		t.Errorf("the second column: %s", got)
	}
	columns := lists(s)[1]
	columns.Select(1)
	columns.OnDelete()
	if got := column(s, 1); got != "Search Name > Left out" {
		t.Errorf("the second column: %s", got)
	}
	checked(s, p)
	if !strings.Contains(p.Told(), "1 row read = 1 new") {
		t.Errorf("told: %s", p.Told())
	}
}

func TestImportFiles(t *testing.T) {
	s := guitest.New(t)
	p := importing(s)
	if !s.Button("Next").Disabled() {
		t.Error("one can go on with nothing")
	}
	p.Add(write(t, "outlook.csv", "First Name,Last Name,E-mail Address\nCy,Poe,cy@x.test\n"), write(t, "old.xls", "x"), write(t, "Contact.csv", "No.,Last Date Modified\nA,03/04/2026\n"))
	s.Settle(p.Tasks)
	var shown []string
	for n := range s.List().Len() {
		texts := cells(s.List(), n)
		shown = append(shown, texts[0]+"|"+texts[1]+"|"+texts[3])
	}
	want := []string{"outlook.csv|CSV file|List of contacts", "old.xls||old.xls is a workbook in an old format, which cannot be read; open it in Excel and save it as .xlsx", "Contact.csv|CSV file|Contact"}
	if diff := cmp.Diff(want, shown); diff != "" {
		t.Errorf("the files (-want +got):\n%s", diff)
	}
	if text := s.Shown(); !strings.Contains(text, "can be read in two ways:") {
		t.Errorf("it is not told that dates can be read in two ways: %s", text)
	}
	s.List().Select(1)
	s.List().OnDelete()
	if n := s.List().Len(); n != 2 {
		t.Errorf("%d files are left", n)
	}
	p.Add(write(t, "Territory.csv", "Code,Name\nN,North\n"))
	s.Settle(p.Tasks)
	s.Button("Next").Press()
	if n := s.List().Len(); n != 3 {
		t.Errorf("%d sources", n)
	}
	if !p.Add(write(t, "Language.csv", "Code,Name\nDEU,German\n")) || p.Step() != 0 {
		t.Errorf("more files are not taken at step %d", p.Step())
	}
	s.Settle(p.Tasks)
	checked(s, p)
	if p.Add("x.csv") {
		t.Error("files are taken when all was checked already")
	}
}

// The list of errors goes onto the clipboard and into a file.
func TestImportErrorsAreTakenAlong(t *testing.T) {
	s := guitest.New(t)
	p := importing(s, write(t, "Contact.csv", "No.,Type\nA,Robot\nB,\"=Android\"\n"))
	checked(s, p)
	s.Button("Copy").Press()
	want := "Sheet or File\tRow\tColumn\tValue\tRemark\nContact.csv\t2\tType\tRobot\t"
	if text := fyne.CurrentApp().Clipboard().Content(); !strings.HasPrefix(text, want) || strings.Count(text, "\n") != 3 {
		t.Errorf("copied: %q", text)
	}
	s.Button("Export…").Press()
	path := filepath.Join(t.TempDir(), "errors.csv")
	s.Window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
	s.Window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	choose(s, path)
	s.Settle(p.Tasks)
	text, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(text), "Contact.csv,3,Type,'=Android,") {
		t.Errorf("written: %q, %v", text, err)
	}
}

// What was corrected in the files is seen with F5; a page that checks is left
// without a question, and nothing is changed.
func TestImportIsCheckedAgain(t *testing.T) {
	s := guitest.New(t)
	path := write(t, "Contact.csv", "No.,Name,Type\nZOE,Zoe Ray,Robot\n")
	p := importing(s, path)
	checked(s, p)
	if err := os.WriteFile(path, []byte("No.,Name,Type\nZOE,Zoe Ray,Person\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.Navigator.Press("F5")
	s.Settle(p.Tasks)
	if !strings.Contains(p.Told(), "1 row read = 1 new") {
		t.Errorf("told: %s", p.Told())
	}
	s.Navigator.Press("Alt+Left")
	if p.Step() != 1 {
		t.Errorf("Alt+Left goes to step %d", p.Step())
	}
}

// Cancel leaves everything as it was.
func TestImportIsCancelled(t *testing.T) {
	s := guitest.New(t)
	lines := []string{"No.,Name"}
	for n := range 20_000 {
		lines = append(lines, "N"+strconv.Itoa(n)+",x")
	}
	p := importing(s, write(t, "Contact.csv", strings.Join(lines, "\n")+"\n"))
	s.Button("Next").Press()
	s.Button("Next").Press()
	s.Button("Cancel").Press()
	s.Settle(p.Tasks)
	if !strings.Contains(p.Told(), "Stopped.") || !s.Button("Import").Disabled() {
		t.Errorf("told: %s", p.Told())
	}
	s.Navigator.Press("F5")
	s.Settle(p.Tasks)
	s.Button("Import").Press()
	if p.Page().OnLeave() {
		t.Error("the page can be left while it imports")
	}
	s.Button("Cancel").Press()
	s.Settle(p.Tasks)
	if n := contacts(t, s); n != 7 || p.Step() != 2 || !strings.Contains(p.Told(), "The import was stopped.") {
		t.Errorf("%d contacts, step %d, told: %s", n, p.Step(), p.Told())
	}
}
