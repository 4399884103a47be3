package transfer_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"winnow/core/filter"
	"winnow/gui/guitest"
	"winnow/gui/part"
	"winnow/gui/transfer"
)

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func cells(list *part.List, row int) []string {
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
	s.Settle(d.Desk)
	return s, d
}

func TestExport(t *testing.T) {
	s, d := exporting(t)
	if diff := cmp.Diff("ANN", cells(s.List(), 0)[0]); diff != "" {
		t.Errorf("the preview (-want +got):\n%s", diff)
	}
	path := filepath.Join(t.TempDir(), "letter.xlsx")
	d.Path().Type(strings.TrimSuffix(path, ".xlsx"))
	s.Button("Export").Press()
	s.Settle(d.Desk)
	if r, done := d.Result(); !done || r.Rows != 1 || r.Blocked != 1 || r.Path != path {
		t.Fatalf("written: %+v, %v", r, done)
	}
	if shown := s.Shown(); !strings.Contains(shown, "1 contact is Privacy Blocked and was left out.") {
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
	s.Settle(d.Desk)
	s.Button("Cancel").Press()
	s.Settle(d.Desk)
	if text, err := os.ReadFile(path); err != nil || string(text) != "mine" {
		t.Fatalf("after Cancel the file holds %q, %v", text, err)
	}
	if _, done := d.Result(); done {
		t.Fatal("it was exported")
	}
	s.Button("Export").Press()
	s.Settle(d.Desk)
	s.Button("Replace").Press()
	s.Settle(d.Desk)
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
	c := transfer.ChooseFile(s.Window, folder, []string{".csv"}, func(path string) { chosen = path })
	s.Settle(c.Desk)
	list := s.List()
	var names []string
	for n := range list.Len() {
		names = append(names, cells(list, n)[0])
	}
	if diff := cmp.Diff([]string{"sub" + string(filepath.Separator), "a.CSV", "b.csv"}, names); diff != "" {
		t.Errorf("offered (-want +got):\n%s", diff)
	}
	list.OnOpen(0)
	s.Settle(c.Desk)
	if list.Len() != 0 || chosen != "" {
		t.Errorf("in the folder: %d, chosen %q", list.Len(), chosen)
	}
	s.Button("Up").Press()
	s.Settle(c.Desk)
	list.Select(2)
	s.Button("Choose").Press()
	if want := filepath.Join(folder, "b.csv"); chosen != want {
		t.Errorf("chosen %q, not %q", chosen, want)
	}
}
