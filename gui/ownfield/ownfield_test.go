package ownfield_test

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/upkeep"
	"winnow/gui/guitest"
	"winnow/gui/ownfield"
)

// open shows the own fields of the stage's company, which has none.
func open(t *testing.T) (*guitest.Stage, *ownfield.Page) {
	t.Helper()
	s := guitest.New(t)
	p := ownfield.Open(s.Session)
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks())
	return s, p
}

func captions(s *guitest.Stage) []string {
	list := []string{}
	for n := range s.List().Len() {
		row, _ := s.List().Row(n)
		list = append(list, row.Cells[0].Text)
	}
	return list
}

// add adds a text field with a caption.
func add(s *guitest.Stage, p *ownfield.Page, caption string) {
	s.T.Helper()
	s.Button("New…").Press()
	test.Type(s.Window.Canvas().Focused(), caption)
	s.Button("OK").Press()
	s.Settle(p.FormTasks())
	s.Settle(p.Tasks())
}

// A field is added, which Undo takes back; a contact has it, and its question says what
// uses it before it is deleted.
func TestFieldsAreAddedAndDeleted(t *testing.T) {
	s, p := open(t)
	add(s, p, "Shoe Size")
	if diff := cmp.Diff([]string{"Shoe Size"}, captions(s)); diff != "" {
		t.Fatal(diff)
	}
	s.Button("Undo").Press()
	s.Settle(p.Tasks())
	if len(captions(s)) > 0 || len(s.Session.Company.Catalog().Own()) > 0 {
		t.Fatalf("after Undo there are %v", captions(s))
	}
	add(s, p, "Shoe Size")
	_, err := s.Session.Upkeep.Update(context.Background(), upkeep.Change{Table: catalog.Contact, Key: []string{"ANN"}, Fields: map[string]string{"shoe_size": "42"}})
	if err != nil {
		t.Fatal(err)
	}
	no, err := s.Session.Segments.CreateSegment(context.Background(), "", nil, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	step := criteria.Step{Action: criteria.Add, Filters: criteria.Filters{catalog.Contact: {"shoe_size": "42"}}}
	if _, err := s.Session.Segments.Run(context.Background(), no, step, filter.Env{}); err != nil {
		t.Fatal(err)
	}
	s.Button("Delete").Press()
	s.Settle(p.Tasks())
	if shown := s.Shown(); !strings.Contains(shown, "1 contact has something in it; criteria of segments: "+no) {
		t.Errorf("asked: %s", shown)
	}
	s.Button("Delete").Press()
	s.Settle(p.Tasks())
	if len(captions(s)) > 0 || p.Status() != "The field Shoe Size was deleted." {
		t.Errorf("there are %v; %s", captions(s), p.Status())
	}
}
