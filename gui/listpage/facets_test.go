package listpage_test

import (
	"strings"
	"testing"

	"winnow/gui/guitest"
	"winnow/gui/listpage"
)

// The panel beside the contacts counts those that are listed; a click lists only what a bar
// counts, and one with Shift leaves it out. Undo and List All take that back.
func TestFacetsOfContacts(t *testing.T) {
	s := guitest.New(t)
	p := listpage.OpenContacts(s.Session, listpage.ContactsParams{Title: "Contacts"})
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks())
	s.Button("Facets").Press()
	s.Settle(p.Tasks())
	countries := p.Facets().Pictures()[0]
	want(t, "all", countries.Text(), "Country/Region Code\nGB\t4\nDE\t3\n")
	countries.Data().Bars[1].Open()
	s.Settle(p.Tasks())
	want(t, "of DE", strings.Join(first(s.List()), " "), "CARL DORA FIRM2")
	want(t, "counts follow", countries.Text(), "Country/Region Code\nDE\t3\n")
	if text := "Keep only contacts whose Country/Region Code is DE"; !strings.Contains(s.Shown(), text) {
		t.Errorf("%q is not shown: %s", text, s.Shown())
	}
	dates := p.Facets().Pictures()[2]
	s.Button("List All").Press()
	s.Settle(p.Tasks())
	dates.Data().Bars[0].Remove()
	s.Settle(p.Tasks())
	want(t, "without ANN", strings.Join(first(s.List()), " "), "BOB CARL DORA EVE FIRM1 FIRM2")
	s.Button("Undo").Press()
	s.Settle(p.Tasks())
	want(t, "all again", s.List().Len(), 7)
	found := listpage.OpenContacts(s.Session, listpage.ContactsParams{Title: "Contacts", Search: "carl"})
	s.Navigator.Open(found.Page())
	s.Settle(found.Tasks())
	s.Navigator.Press("Alt+F2")
	s.Settle(found.Tasks())
	want(t, "of a search", found.Facets().Pictures()[0].Text(), "Country/Region Code\nDE\t1\n")
}
