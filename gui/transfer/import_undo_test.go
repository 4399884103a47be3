package transfer_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"winnow/core/upkeep"
	"winnow/gui/guitest"
	"winnow/gui/region"
	"winnow/gui/transfer"
	"winnow/gui/widget"
)

// An import is taken back from its last step; what was touched since stays, and
// is listed.
func TestImportIsTakenBack(t *testing.T) {
	s := guitest.New(t)
	p := importing(s, write(t, "list.csv", "First Name,Last Name,E-Mail,City\nCy,Poe,cy@x.test,Rome\nZoe,Ray,zoe@x.test,Paris\nAnn,Beebe,ann@alpine.example,Bonn\n"))
	checked(s, p)
	s.Button("Import").Press()
	s.Settle(p.Tasks)
	if n := contacts(t, s); n != 9 {
		t.Fatalf("%d contacts after the import: %s", n, p.Told())
	}
	zoe := contact(t, s, "zoe@x.test", "no").(string)
	if _, err := s.Session.Upkeep.Update(t.Context(), upkeep.Change{Table: "contact", Key: []string{zoe}, Fields: map[string]string{"city": "Oslo"}}); err != nil {
		t.Fatal(err)
	}
	s.Button("Take Back…").Press()
	page := transfer.OpenTakeBack(s.Session)
	s.Navigator.Open(page.Page())
	s.Settle(page.Tasks)
	if n := contacts(t, s); n != 9 || !strings.Contains(page.Told(), "Nothing has been changed yet") {
		t.Fatalf("%d contacts before anybody agreed: %s", n, page.Told())
	}
	s.Button("Take Back").Press()
	s.Settle(page.Tasks)
	if n := contacts(t, s); n != 8 {
		t.Errorf("%d contacts after it was taken back: %s", n, page.Told())
	}
	if city := contact(t, s, "ANN", "city"); city != "" {
		t.Errorf("Ann is in %v", city)
	}
	if got := cells(s.ListIn("Changed since the import"), 0); got[0] != "Contact" || got[1] != zoe {
		t.Errorf("left is %v", got)
	}
}

// Where nothing was imported, there is nothing to take back.
func TestNothingToTakeBack(t *testing.T) {
	s := guitest.New(t)
	page := transfer.OpenTakeBack(s.Session)
	s.Navigator.Open(page.Page())
	s.Settle(page.Tasks)
	if s.Button("Take Back").Disabled() == strings.Contains(page.Told(), "Take Back undoes") {
		t.Errorf("told %s", page.Told())
	}
}

// The page can be left while it finds out what taking back would do: nothing is written.
func TestTakeBackIsLeft(t *testing.T) {
	s := guitest.New(t)
	s.Navigator.Open(&widget.Page{Content: widget.NewParagraph("before")})
	page := transfer.OpenTakeBack(s.Session)
	s.Navigator.Open(page.Page())
	if !s.Navigator.Back() {
		t.Error("the page cannot be left")
	}
	s.Settle(page.Tasks)
}

// What would change is shown as the person's region writes it.
func TestChangesAreShownInRegion(t *testing.T) {
	s := guitest.New(t)
	fyne.CurrentApp().Preferences().SetString(region.Pref, "de-DE")
	p := importing(s, write(t, "Contact.csv", "No.,Birthday\nANN,1990-04-03\n"))
	checked(s, p)
	if got := guitest.Column(s.ListIn("Changed Rows"), "new"); !slices.Equal(got, []string{"03.04.1990"}) {
		t.Errorf("it will be %q", got)
	}
}
