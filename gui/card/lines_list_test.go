package card_test

import (
	"context"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/xuri/excelize/v2"

	"winnow/core/catalog"
	"winnow/core/output"
	"winnow/core/upkeep"
)

// Lines are filtered by what they show, as every list is, and exported so.
func TestLinesAreAList(t *testing.T) {
	s, c := made(t, "ANN", "CARL", "BOB")
	list := s.List()
	list.Focus()
	list.SetCurrent(0, "company_name")
	s.Shortcut(fyne.KeyF3, fyne.KeyModifierAlt)
	s.Settle(c.Tasks)
	want(t, "of that company", column(s, "contact_no"), []string{"ANN", "BOB"})
	salesperson := s.Entry("Lines", "Salesperson Code")
	salesperson.Type("JO")
	salesperson.OnEnter()
	s.Settle(c.Tasks)
	want(t, "by a default", column(s, "contact_no"), []string{"ANN", "BOB"})
	salesperson.Type("<>JO")
	salesperson.OnEnter()
	s.Settle(c.Tasks)
	want(t, "none has another", list.Len(), 0)
	s.Button("Reset filters").Press()
	s.Settle(c.Tasks)
	want(t, "all", list.Len(), 3)

	list.OnSort("name")
	s.Settle(c.Tasks)
	s.Button("Export list…").Press()
	s.Settle(c.Tasks)
	file, err := excelize.OpenFile(filepath.Join(s.Folder, "Lines.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := file.GetRows("Lines")
	if err != nil {
		t.Fatal(err)
	}
	want(t, "heading", rows[0][:3], []string{"Contact No.", "Company Name", "Name"})
	want(t, "status", c.Status(), "3 rows exported")
	want(t, "last row", rows[3][:3], []string{"CARL", "Relecloud", "Carl Brand"})
}

// Lines of Privacy Blocked contacts stay out of files, and what left is noted
// with its segment.
func TestLinesKeepBlockedOut(t *testing.T) {
	s, c := made(t, "ANN", "CARL", "BOB")
	change := upkeep.Change{Table: catalog.Contact, Key: []string{"CARL"}, Fields: map[string]string{"privacy_blocked": "yes"}}
	if _, err := s.Session.Upkeep.Update(context.Background(), change); err != nil {
		t.Fatal(err)
	}
	s.Button("Export list…").Press()
	s.Settle(c.Tasks)
	want(t, "status", c.Status(), "2 rows exported")
	left, err := output.List(context.Background(), s.Session.Company)
	if err != nil {
		t.Fatal(err)
	}
	want(t, "noted", left[0].SegmentNo, "SM00001")
	s.Button("Include them").Press()
	s.Settle(c.Tasks)
	want(t, "with them", c.Status(), "3 rows exported")
}
