package transfer_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/adrg/xdg"
	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"winnow/core/filter"
	"winnow/gui/guitest"
	"winnow/gui/list"
	"winnow/gui/transfer"
	"winnow/gui/widget"
)

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func cells(list *list.List, row int) []string {
	var found []string
	r, _ := list.Row(row)
	for _, cell := range r.Cells {
		found = append(found, cell.Text)
	}
	return found
}

// exporting is a segment of two lines, one of them Privacy Blocked, in the
// dialog.
func exporting(t *testing.T) (*guitest.Stage, *transfer.Exporting) {
	t.Helper()
	s := guitest.New(t)
	s.Row("contact", "no", "GUS", "name", "Gus Blocked", "search_name", "GUS BLOCKED", "type", 1, "privacy_blocked", 1)
	no, err := s.Session.Segments.CreateSegment(context.Background(), "", nil, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Session.Segments.AddLines(context.Background(), no, []string{"ANN", "GUS"}, false); err != nil {
		t.Fatal(err)
	}
	d := transfer.OpenExport(s.Session, no)
	s.Settle(d.Tasks)
	return s, d
}

func TestExport(t *testing.T) {
	s, d := exporting(t)
	if diff := cmp.Diff("ANN", cells(lists(s)[1], 0)[0]); diff != "" {
		t.Errorf("the preview (-want +got):\n%s", diff)
	}
	path := filepath.Join(t.TempDir(), "letter.xlsx")
	d.Path().Type(strings.TrimSuffix(path, ".xlsx"))
	s.Button("Export").Press()
	s.Settle(d.Tasks)
	if r, done := d.Result(); !done || r.Rows != 1 || r.Blocked != 1 || r.Path != path {
		t.Fatalf("written: %+v, %v", r, done)
	}
	if shown := s.Shown(); !strings.Contains(shown, "1 contact is Privacy Blocked and was left out: GUS Gus Blocked.") {
		t.Errorf("shown: %s", shown)
	}
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if value, err := book.GetCellValue("Contacts", "A2"); err != nil || value != "ANN" {
		t.Errorf("A2 is %q, %v", value, err)
	}
}

// A file that is there is replaced only where one says so.
func TestExportAsks(t *testing.T) {
	s, d := exporting(t)
	path := write(t, "letter.csv", "mine")
	d.Path().Type(path)
	s.Button("Export").Press()
	s.Settle(d.Tasks)
	s.Button("Cancel").Press()
	s.Settle(d.Tasks)
	if text, err := os.ReadFile(path); err != nil || string(text) != "mine" {
		t.Fatalf("after Cancel the file holds %q, %v", text, err)
	}
	if _, done := d.Result(); done {
		t.Fatal("it was exported")
	}
	s.Button("Export").Press()
	s.Settle(d.Tasks)
	s.Button("Replace").Press()
	s.Settle(d.Tasks)
	if text, err := os.ReadFile(path); err != nil || !strings.Contains(string(text), "ANN") {
		t.Errorf("after Replace the file holds %q, %v", text, err)
	}
}

func TestChooseFile(t *testing.T) {
	s := guitest.New(t)
	folder := t.TempDir()
	for _, name := range []string{"b.csv", "a.CSV", "c.txt", ".hidden.csv"} {
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(folder, "sub"), 0o700); err != nil {
		t.Fatal(err)
	}
	chosen := ""
	times := 0
	c := transfer.ChooseFile(s.Window, folder, []string{".csv"}, func(path string) { chosen, times = path, times+1 })
	s.Settle(c.Tasks)
	list := s.List()
	var names []string
	for n := range list.Len() {
		names = append(names, cells(list, n)[0])
	}
	if diff := cmp.Diff([]string{"sub" + string(filepath.Separator), "a.CSV", "b.csv"}, names); diff != "" {
		t.Errorf("offered (-want +got):\n%s", diff)
	}
	list.OnOpen(0)
	s.Settle(c.Tasks)
	if list.Len() != 0 || chosen != "" {
		t.Errorf("in the folder: %d, chosen %q", list.Len(), chosen)
	}
	s.Button("Up").Press()
	s.Settle(c.Tasks)
	list.Select(2)
	s.Button("Choose").Press()
	s.Button("Choose").Press()
	if chosen != "" {
		t.Error("the interface waits for the disk")
	}
	s.Settle(c.Tasks)
	if times != 1 {
		t.Errorf("chosen %d times", times)
	}
	if want := filepath.Join(folder, "b.csv"); chosen != want {
		t.Errorf("chosen %q, not %q", chosen, want)
	}
	c = transfer.ChooseFile(s.Window, folder, []string{transfer.AnyFile}, func(path string) { chosen = path })
	s.Settle(c.Tasks)
	s.List().Select(3)
	s.Button("Choose").Press()
	s.Settle(c.Tasks)
	if want := filepath.Join(folder, "c.txt"); chosen != want {
		t.Errorf("chosen %q, not %q", chosen, want)
	}
}

// headers are those of the preview.
func headers(s *guitest.Stage) []string {
	var found []string
	for _, c := range lists(s)[1].Columns() {
		found = append(found, c.Caption)
	}
	return found
}

// Columns are taken away, put in another order and added, with the keyboard too,
// and are so again next time.
func TestExportColumns(t *testing.T) {
	s, d := exporting(t)
	columns := lists(s)[0]
	columns.Focus()
	columns.SetCurrent(2, "caption")
	for columns.Len() > 2 {
		columns.Select(2)
		s.Key(fyne.KeyDelete)
	}
	columns.Select(1)
	s.Shortcut(fyne.KeyUp, fyne.KeyModifierAlt)
	s.Settle(d.Tasks)
	if diff := cmp.Diff([]string{"External ID", "Contact No"}, headers(s)); diff != "" {
		t.Errorf("the order (-want +got):\n%s", diff)
	}
	s.Button("Add…").Press()
	choose(s, "Post Code")
	s.Settle(d.Tasks)
	want := []string{"External ID", "Postal Code", "Contact No"}
	if diff := cmp.Diff(want, headers(s)); diff != "" {
		t.Errorf("added (-want +got):\n%s", diff)
	}
	d.Path().Type(filepath.Join(t.TempDir(), "letter.csv"))
	s.Button("Export").Press()
	s.Settle(d.Tasks)
	if r, done := d.Result(); !done {
		t.Fatalf("written: %+v", r)
	}
	s.Button("Close").Press()

	next := transfer.OpenExport(s.Session, segmentOf(t, s))
	s.Settle(next.Tasks)
	if diff := cmp.Diff(want, headers(s)); diff != "" {
		t.Errorf("next time (-want +got):\n%s", diff)
	}
	if !strings.HasSuffix(next.Path().Text(), ".csv") {
		t.Errorf("next time the file is %s", next.Path().Text())
	}
	s.Button("Usual").Press()
	s.Settle(next.Tasks)
	if n := len(headers(s)); n != 33 {
		t.Errorf("%d usual columns", n)
	}
}

// segmentOf is the number of the first segment.
func segmentOf(t *testing.T, s *guitest.Stage) string {
	t.Helper()
	all, err := s.Session.Segments.Segments(context.Background())
	if err != nil || len(all) == 0 {
		t.Fatal(err)
	}
	return all[0].No
}

// How many lines privacy keeps out is told before anything is written.
func TestExportTellsOfPrivacy(t *testing.T) {
	s, _ := exporting(t)
	if shown := s.Shown(); !strings.Contains(shown, "1 line of a Privacy Blocked contact is left out") {
		t.Errorf("shown: %s", shown)
	}
}

func TestChooseFiles(t *testing.T) {
	s := guitest.New(t)
	folder := t.TempDir()
	for _, name := range []string{"a.csv", "B.csv", "bb.csv", "c.txt"} {
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var chosen []string
	take := func(paths []string) { chosen = paths }
	c := transfer.ChooseFiles(s.Window, folder, []string{".csv"}, take)
	s.Settle(c.Tasks)
	typeText(s, "b")
	if got := c.Path().Text(); got != filepath.Join(folder, "B.csv") {
		t.Errorf("b goes to %s", got)
	}
	typeText(s, "b")
	if got := c.Path().Text(); got != filepath.Join(folder, "bb.csv") {
		t.Errorf("b again goes to %s", got)
	}
	for typed, want := range map[string]string{
		filepath.Join(folder, "none.csv"): "This file does not exist", filepath.Join(folder, "c.txt"): "This type of file cannot be used here, only: .csv",
	} {
		c.Path().Type(typed)
		s.Button("Choose").Press()
		s.Settle(c.Tasks)
		if got := c.Path().Error(); got != want {
			t.Errorf("%s: %q", typed, got)
		}
	}
	s.List().SelectAll()
	s.Button("Choose").Press()
	s.Settle(c.Tasks)
	want := []string{filepath.Join(folder, "a.csv"), filepath.Join(folder, "B.csv"), filepath.Join(folder, "bb.csv")}
	if diff := cmp.Diff(want, chosen); diff != "" {
		t.Errorf("chosen (-want +got):\n%s", diff)
	}
	c = transfer.ChooseFiles(s.Window, t.TempDir(), []string{".csv"}, take)
	s.Settle(c.Tasks)
	s.Button("Places").Press()
	s.Choose(folder)
	s.Settle(c.Tasks)
	if n := s.List().Len(); n != 3 {
		t.Errorf("in the folder used last there are %d files", n)
	}
	s.List().Focus()
	s.Key(fyne.KeyReturn)
	if diff := cmp.Diff(want[:1], chosen); diff != "" {
		t.Errorf("Enter chose (-want +got):\n%s", diff)
	}
}

// Until another folder has been read, what is pressed in the list of the one before
// chooses nothing, and what is typed stays.
func TestChooseFileFasterThanTheFolder(t *testing.T) {
	s := guitest.New(t)
	folder := filepath.Join(t.TempDir(), "lists")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "a.csv"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	chosen := ""
	c := transfer.ChooseFile(s.Window, folder, []string{".csv"}, func(path string) { chosen = path })
	s.Settle(c.Tasks)
	s.List().Focus()
	s.List().Select(0)
	s.Key(fyne.KeyBackspace)
	s.Key(fyne.KeyReturn)
	if chosen != "" {
		t.Fatalf("%s was chosen in a folder that was left", chosen)
	}
	s.Button("Places").Focus()
	s.Window.Canvas().FocusNext() // the path
	for _, r := range "/typed" {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	s.Settle(c.Tasks)
	if !strings.Contains(s.Shown(), "/typed") {
		t.Errorf("what was typed is gone: %s", s.Shown())
	}
	s.List().Select(0)
	s.List().Focus()
	s.Key(fyne.KeyReturn) // the folder lists
	s.Settle(c.Tasks)
	s.List().Select(0)
	s.Key(fyne.KeyReturn)
	if want := filepath.Join(folder, "a.csv"); chosen != want {
		t.Errorf("chosen: %q, not %s", chosen, want)
	}
}

// Files are looked for in the person's documents, and then where one was last.
func TestStartFolder(t *testing.T) {
	guitest.New(t)
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	t.Cleanup(xdg.Reload)
	xdg.Reload()
	if got := transfer.StartFolder(); got != home {
		t.Errorf("without documents: %s", got)
	}
	documents, last := filepath.Join(home, "Documents"), t.TempDir()
	if err := os.Mkdir(documents, 0o700); err != nil {
		t.Fatal(err)
	}
	if got := transfer.StartFolder(); got != documents {
		t.Errorf("at first: %s", got)
	}
	transfer.RememberFolder(last)
	if got := transfer.StartFolder(); got != last {
		t.Errorf("afterwards: %s", got)
	}
}

// A double click on Export opens one dialog.
func TestExportClickedTwice(t *testing.T) {
	s, d := exporting(t)
	widget.OpenModal(s.Window.Canvas()).Dismiss()
	s.Settle(d.Tasks)
	first := transfer.OpenExport(s.Session, "SM00001")
	second := transfer.OpenExport(s.Session, "SM00001")
	s.Settle(first.Tasks)
	s.Settle(second.Tasks)
	if n := len(s.Window.Canvas().Overlays().List()); n != 1 {
		t.Errorf("there are %d dialogs", n)
	}
}
