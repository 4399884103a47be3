package criteria_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"winnow/core/criteria"
	"winnow/core/saved"
	shown "winnow/gui/criteria"
	"winnow/gui/guitest"
	"winnow/gui/i18n"
)

// keep saves criteria under a code: persons of Great Britain, and of a
// salesperson whom nobody has.
func keep(t *testing.T, s *guitest.Stage, code string) {
	t.Helper()
	steps := []criteria.Step{
		{Action: criteria.Add, Filters: criteria.Filters{"contact": {"country_region_code": "GB"}}},
		{Action: criteria.Reduce, Filters: criteria.Filters{"contact": {"salesperson_code": "JR|QQ", "type": "Company"}}},
	}
	_, err := s.Session.Saved.Save(context.Background(), saved.SaveParams{Code: code, Steps: steps})
	check(t, err)
}

func open(s *guitest.Stage) *shown.Saved {
	p := shown.OpenSaved(s.Session)
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks())
	return p
}

func codes(t *testing.T, s *guitest.Stage) string {
	t.Helper()
	all, err := s.Session.Saved.All(context.Background())
	check(t, err)
	var list []string
	for _, c := range all {
		list = append(list, strings.TrimSpace(c.Code+" "+c.Description))
	}
	return strings.Join(list, ", ")
}

// The list shows what is saved; code and description are changed in place.
func TestSavedCriteriaAreEditedInPlace(t *testing.T) {
	s := guitest.New(t)
	keep(t, s, "GB")
	keep(t, s, "OLD")
	p := open(s)
	want(t, "row", texts(s.List(), 0), []string{"GB", "", "2", i18n.Moment("2026-11-23T09:00:00Z"), "jo"})
	edit := func(row int, key, text string) {
		letters := []rune(text)
		s.List().OnEdit(row, key, letters[0])
		for _, r := range letters[1:] {
			s.Window.Canvas().Focused().TypedRune(r)
		}
		s.Key(fyne.KeyReturn)
		s.Settle(p.Tasks())
	}
	edit(0, "description", "Great Britain")
	want(t, "after the description", codes(t, s), "GB Great Britain, OLD")
	edit(1, "code", "gb")
	want(t, "after a code that is there", codes(t, s), "GB Great Britain, OLD")
	if !strings.Contains(p.Status(), "exist already") {
		t.Errorf("the page says %s", p.Status())
	}
}

func TestSavedCriteriaAreDeleted(t *testing.T) {
	s := guitest.New(t)
	keep(t, s, "A")
	keep(t, s, "B")
	p := open(s)
	s.List().SelectAll()
	s.Button("Delete").Press()
	s.Settle(p.Tasks())
	s.Button("Delete").Press()
	s.Settle(p.Tasks())
	want(t, "left", codes(t, s), "")
	want(t, "status", p.Status(), "2 saved criteria deleted")
	if !strings.Contains(s.Shown(), "There are no saved criteria yet") || !s.Button("Show").Disabled() {
		t.Errorf("there is %s", s.Shown())
	}
}

// Shown in words, with what nobody has here; copied as text and as a recipe, and
// saved as a file.
func TestSavedCriteriaInWords(t *testing.T) {
	s := guitest.New(t)
	keep(t, s, "GB")
	p := shown.OpenShown(s.Session, "GB")
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks)
	for _, text := range []string{"Add contacts whose Country/Region Code is GB", "Not in this company", "JR, QQ do not occur in this company"} {
		if !strings.Contains(s.Shown(), text) {
			t.Errorf("%s is not shown: %s", text, s.Shown())
		}
	}
	s.Button("Copy").Press()
	s.Choose("Copy as text")
	want(t, "text", fyne.CurrentApp().Clipboard().Content(), "GB\n1. Add contacts whose Country/Region Code is GB\n"+
		"2. Remove contacts whose Salesperson Code is JR or QQ and whose Type is Company\n")
	s.Button("Copy").Press()
	s.Choose("Copy as recipe")
	copied := fyne.CurrentApp().Clipboard().Content()
	s.Button("Save Recipe File…").Press()
	s.Settle(p.Tasks)
	written, err := os.ReadFile(filepath.Join(s.Folder, "GB.json"))
	check(t, err)
	want(t, "file", string(written), copied)
	want(t, "status", p.Status(), "Saved as GB.json")
	s.Button("Save Recipe File…").Press()
	s.Settle(p.Tasks)
	if !strings.Contains(s.Shown(), "exists already") {
		t.Errorf("nobody asks: %s", s.Shown())
	}
}

// Criteria of a segment are saved; a code that is there is replaced only when one
// says so.
func TestSaveCriteria(t *testing.T) {
	s := story(t)
	d := shown.Save(s.Session, shown.SaveParams{})
	segment, code, description := d.Fields()
	s.Button("Save").Press()
	want(t, "error", segment.Error(), "Choose a segment")
	segment.Type("sm00001")
	s.Button("Save").Press()
	want(t, "error", code.Error(), "A code is missing")
	code.Type("gb")
	description.Type("Great Britain")
	s.Button("Save").Press()
	s.Settle(d.Tasks)
	want(t, "saved", codes(t, s), "GB Great Britain")

	done := 0
	d = shown.Save(s.Session, shown.SaveParams{Name: "one.json", Steps: []criteria.Step{{Action: criteria.Add}}, Done: func(c saved.Criteria) { done = c.Actions }})
	_, code, _ = d.Fields()
	code.Type("GB")
	s.Button("Save").Press()
	s.Settle(d.Tasks)
	want(t, "done before one says so", done, 0)
	s.Button("Replace").Press()
	s.Settle(d.Tasks)
	want(t, "actions", done, 1)
	want(t, "saved", codes(t, s), "GB")
}

// A recipe's file becomes saved criteria; one without actions does not.
func TestNewFromRecipeFile(t *testing.T) {
	s := guitest.New(t)
	check(t, s.Session.Saved.WriteFile(saved.FileParams{Path: filepath.Join(s.Folder, "one.json"), Steps: []criteria.Step{{Action: criteria.Add}}}))
	check(t, s.Session.Saved.WriteFile(saved.FileParams{Path: filepath.Join(s.Folder, "none.json")}))
	p := open(s)
	s.Chosen = "none.json"
	s.Button("New from Recipe File…").Press()
	s.Settle(p.Tasks())
	if !strings.Contains(s.Shown(), "This recipe has no actions") {
		t.Errorf("there is %s", s.Shown())
	}
	s.Button("Close").Press()
	s.Chosen = "one.json"
	s.Button("New from Recipe File…").Press()
	s.Settle(p.Tasks())
	if !strings.Contains(s.Shown(), "Save Criteria of one.json") {
		t.Errorf("there is %s", s.Shown())
	}
}
