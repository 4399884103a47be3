package listpage_test

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"winnow/core/filter"
	"winnow/gui/guitest"
	"winnow/gui/list"
	"winnow/gui/listpage"
	"winnow/gui/route"
)

func want(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// first are the first cells of the rows of a list.
func first(list *list.List) []string {
	var found []string
	for n := range list.Len() {
		if row, ok := list.Row(n); ok {
			found = append(found, row.Cells[0].Text)
		}
	}
	return found
}

// segments is a company with three segments, and the list of them.
func segments(t *testing.T) (*guitest.Stage, *listpage.Segments) {
	t.Helper()
	s := guitest.New(t)
	for _, description := range []string{"Spring mailing", "Fair in Leeds", "autumn calls"} {
		if _, err := s.Session.Segments.CreateSegment(context.Background(), "", map[string]string{"description": description}, filter.Env{}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Session.Segments.AddLines(context.Background(), "SM00002", []string{"ANN", "BOB"}, false); err != nil {
		t.Fatal(err)
	}
	p := listpage.OpenSegments(s.Session, route.Where{})
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks())
	return s, p
}

func TestSegmentsSortAndSearch(t *testing.T) {
	s, p := segments(t)
	list := s.List()
	want(t, "by number", first(list), []string{"SM00001", "SM00002", "SM00003"})
	list.OnSort("description")
	s.Settle(p.Tasks())
	want(t, "by description, whatever the case", first(list), []string{"SM00003", "SM00002", "SM00001"})
	list.OnSort("lines")
	s.Settle(p.Tasks())
	list.OnSort("lines")
	s.Settle(p.Tasks())
	want(t, "by lines, most first", first(list), []string{"SM00002", "SM00001", "SM00003"})
	s.Key(fyne.KeyF3)
	s.Window.Canvas().Focused().TypedRune('L')
	s.Window.Canvas().Focused().TypedRune('e')
	s.Window.Canvas().Focused().TypedRune('E')
	s.Key(fyne.KeyReturn)
	s.Settle(p.Tasks())
	want(t, "found", first(list), []string{"SM00002"})

	again := listpage.OpenSegments(s.Session, route.Where{})
	s.Navigator.Open(again.Page())
	s.Settle(again.Tasks())
	want(t, "sorted as last time", first(s.List()), []string{"SM00002", "SM00001", "SM00003"})
}

func TestSegmentsOpenCopyDelete(t *testing.T) {
	s, p := segments(t)
	list := s.List()
	list.Focus()
	s.Key(fyne.KeyDown)
	s.Key(fyne.KeyReturn)
	s.Shortcut(fyne.KeyN, fyne.KeyModifierAlt)
	s.Shortcut(fyne.KeyE, fyne.KeyModifierControl)
	want(t, "opened", s.Opened, []string{"segment SM00002", "segment", "export SM00002"})

	list.OnCopy()
	s.Settle(p.Tasks())
	copied := strings.Split(fyne.CurrentApp().Clipboard().Content(), "\n")
	if len(copied) != 3 || !strings.HasPrefix(copied[0], "No.\tDescription\t") || !strings.HasPrefix(copied[1], "SM00002\tFair in Leeds\t") {
		t.Errorf("copied: %q", copied)
	}

	list.OnDelete()
	s.Settle(p.Tasks())
	if shown := s.Shown(); !strings.Contains(shown, "SM00002") {
		t.Errorf("the question names no segment: %s", shown)
	}
	s.Button("Cancel").Press()
	s.Settle(p.Tasks())
	want(t, "after Cancel", list.Len(), 3)
	list.SelectAll()
	list.OnDelete()
	s.Settle(p.Tasks())
	s.Button("Delete").Press()
	s.Settle(p.Tasks())
	want(t, "after Delete", list.Len(), 0)
}

// Add Contacts can be asked for from the list; the card opens afterwards.
func TestSegmentsAddContacts(t *testing.T) {
	s, p := segments(t)
	s.Button("Add Contacts…").Press()
	s.Settle(p.Tasks())
	s.Entry("Contact", "Country/Region Code").Type("DE")
	s.Button("OK").Press()
	s.Settle(p.Tasks())
	want(t, "opened", s.Opened, []string{"segment SM00001"})
	read, err := s.Session.Segments.Segment(context.Background(), "SM00001")
	if err != nil {
		t.Fatal(err)
	}
	want(t, "lines", read.Lines, 3)
}

func TestContacts(t *testing.T) {
	s := guitest.New(t)
	p := listpage.OpenContacts(s.Session, listpage.ContactsParams{Title: "Contacts"})
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks())
	list := s.List()
	want(t, "all", first(list), []string{"ANN", "BOB", "CARL", "DORA", "EVE", "FIRM1", "FIRM2"})
	list.OnSort("name")
	s.Settle(p.Tasks())
	want(t, "by name", first(list), []string{"FIRM1", "ANN", "BOB", "CARL", "DORA", "EVE", "FIRM2"})
	list.OnOpen(1)
	want(t, "opened", s.Opened, []string{"contact ANN"})

	only := listpage.OpenContacts(s.Session, listpage.ContactsParams{Title: "Those", IDs: []int64{3, 4}})
	s.Navigator.Open(only.Page())
	s.Settle(only.Tasks())
	want(t, "only those", first(s.List()), []string{"ANN", "BOB"})
}

// The filter pane takes the filter language; what cannot be read is marked, and
// the rows stay.
func TestFilterPane(t *testing.T) {
	s := guitest.New(t)
	p := listpage.OpenContacts(s.Session, listpage.ContactsParams{Title: "Contacts"})
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks())
	list := s.List()
	list.Focus()
	s.Navigator.Press("Shift+F3")
	country := s.Entry("Contacts", "Country/Region Code")
	country.Type("gb|")
	country.OnEnter()
	s.Settle(p.Tasks())
	if country.Error() == "" || list.Len() != 7 {
		t.Errorf("%d rows, and the field says %q", list.Len(), country.Error())
	}
	country.Type("gb")
	country.OnEnter()
	s.Settle(p.Tasks())
	want(t, "in GB", first(list), []string{"ANN", "BOB", "EVE", "FIRM1"})
	list.SetCurrent(0, "salesperson_code")
	s.Navigator.Press("Alt+F3")
	s.Settle(p.Tasks())
	want(t, "in GB, of that salesperson", first(list), []string{"ANN"})
	want(t, "what is filtered", s.Entry("Contacts", "Salesperson Code").Text(), "BD")
}

func TestSegmentsFilter(t *testing.T) {
	s, p := segments(t)
	list := s.List()
	list.SetCurrent(1, "lines")
	s.Navigator.Press("Alt+F3")
	s.Settle(p.Tasks())
	want(t, "with two lines", first(list), []string{"SM00002"})
	lines := s.Entry("Segments", "No. of Lines")
	lines.Type("<2")
	lines.OnEnter()
	s.Settle(p.Tasks())
	want(t, "with fewer", first(list), []string{"SM00001", "SM00003"})
}

// What is selected goes to a segment, or goes.
func TestContactsSelected(t *testing.T) {
	s := guitest.New(t)
	p := listpage.OpenContacts(s.Session, listpage.ContactsParams{Title: "Contacts"})
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks())
	list := s.List()
	list.SelectAll()
	s.Button("Add to segment…").Press()
	s.Settle(p.Tasks())
	s.Key(fyne.KeyReturn)
	s.Settle(p.Tasks())
	want(t, "said", p.Page().Actions.Status(), "6 contacts added to SM00001; 1 is excluded")
	for _, said := range []string{"Add taken back: 6 contacts have left the segment", "Add done again: 6 contacts are in the segment again"} {
		s.Button("Undo").Press()
		s.Settle(p.Tasks())
		want(t, "said", p.Page().Actions.Status(), said)
	}
	if _, err := s.Session.Segments.Back(context.Background(), "SM00001"); err != nil { // as another window does
		t.Fatal(err)
	}
	s.Button("Undo").Press()
	s.Settle(p.Tasks())
	want(t, "said", p.Page().Actions.Status(), "Segment SM00001 has been changed in the meantime; nothing was changed")
	if _, err := s.Session.Segments.Forward(context.Background(), "SM00001"); err != nil {
		t.Fatal(err)
	}

	var said error
	s.Session.Go.Fail = func(err error) { said = err }
	list.OnDelete()
	s.Settle(p.Tasks())
	s.Button("Delete").Press()
	s.Settle(p.Tasks())
	want(t, "what nobody needs is gone", first(list), []string{"ANN", "BOB", "CARL", "DORA", "FIRM1", "FIRM2"})
	if said == nil || !strings.HasPrefix(said.Error(), "Contact ANN is on segment SM00001") {
		t.Errorf("said: %v", said)
	}
	s.Navigator.Press("Alt+N")
	s.Button("Duplicates").Press()
	want(t, "opened", s.Opened, []string{"new contact", "duplicates"})
}
