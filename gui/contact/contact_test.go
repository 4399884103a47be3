package contact_test

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"winnow/core/filter"
	"winnow/core/segment"
	"winnow/gui/contact"
	"winnow/gui/entry"
	"winnow/gui/guitest"
	"winnow/gui/widget"
)

func want(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// open shows a contact of the stage's company.
func open(t *testing.T, no string) (*guitest.Stage, *contact.Contact) {
	t.Helper()
	s := guitest.New(t)
	return s, show(s, no)
}

func show(s *guitest.Stage, no string) *contact.Contact {
	s.T.Helper()
	c := contact.Open(s.Session, no)
	s.Navigator.Open(&widget.Page{Title: "Home", Content: widget.Empty("", "", nil)})
	s.Navigator.Open(c.Page())
	s.Settle(c.Tasks)
	return c
}

// text is a field of a contact as it is stored.
func text(s *guitest.Stage, no, key string) string {
	s.T.Helper()
	row, err := s.Session.Upkeep.Row(context.Background(), "contact", no)
	if err != nil {
		s.T.Fatal(err)
	}
	return row.Text(key)
}

// enter types into a field and presses Enter.
func enter(s *guitest.Stage, c *contact.Contact, tab, caption, typed string) *entry.Entry {
	s.T.Helper()
	entry := s.Entry(tab, caption)
	entry.Focus()
	entry.Type(typed)
	s.Key(fyne.KeyReturn)
	s.Settle(c.Tasks)
	return entry
}

// rows are the first cells of the rows of a FastTab's list.
func rows(s *guitest.Stage, tab string) []string {
	s.T.Helper()
	var found []string
	list := s.ListIn(tab)
	for n := range list.Len() {
		row, _ := list.Row(n)
		found = append(found, row.Cells[0].Text)
	}
	return found
}

func TestFieldsSaveAsOneLeavesThem(t *testing.T) {
	s, c := open(t, "ANN")
	want(t, "the code's name", strings.Contains(s.Shown(), "Bart Duncan"), true)
	enter(s, c, "Communication", "Phone No.", "0123 456")
	want(t, "stored", text(s, "ANN", "phone_no"), "0123 456")
	want(t, "said", c.Status(), "Saved")
	wrong := enter(s, c, "General", "Salesperson Code", "nobody")
	want(t, "the reason", wrong.Error(), "there is no Salesperson/Purchaser NOBODY; similar values are BD, JO")
	want(t, "the keyboard stays", wrong.Focused(), true)
	want(t, "not stored", text(s, "ANN", "salesperson_code"), "BD")
	s.Key(fyne.KeyEscape)
	want(t, "taken back", wrong.Text(), "BD")

	s.Shortcut(fyne.KeyZ, fyne.KeyModifierControl)
	s.Settle(c.Tasks)
	want(t, "after Ctrl+Z", text(s, "ANN", "phone_no"), "")
	s.Shortcut(fyne.KeyZ, fyne.KeyModifierControl|fyne.KeyModifierShift)
	s.Settle(c.Tasks)
	want(t, "after Ctrl+Shift+Z", text(s, "ANN", "phone_no"), "0123 456")
}

// What was done is said with Undo, and so is what Undo did.
func TestWhatWasDoneIsSaidWithUndo(t *testing.T) {
	s, c := open(t, "ANN")
	enter(s, c, "Communication", "Phone No.", "0123 456")
	want(t, "said", c.Status(), "Saved")
	for _, step := range []struct{ said, stored string }{{"Edit taken back", ""}, {"Edit done again", "0123 456"}} {
		s.Button("Undo").Press()
		s.Settle(c.Tasks)
		want(t, "said", c.Status(), step.said)
		want(t, "stored", text(s, "ANN", "phone_no"), step.stored)
	}
	s.Button("Add to segment…").Press()
	s.Settle(c.Tasks)
	s.Key(fyne.KeyReturn)
	s.Settle(c.Tasks)
	s.Button("Undo").Press()
	s.Settle(c.Tasks)
	want(t, "said", c.Status(), "Add taken back: 1 contact has left the segment")
	want(t, "the segments", rows(s, "Segments"), []string(nil))
	s.Button("Contact").Press()
	s.Choose("Copy")
	if shown := s.Shown(); strings.Contains(shown, "Undo") {
		t.Errorf("what cannot be undone is said with Undo: %s", shown)
	}
}

// A segment that is logged cannot be added to, and is not offered.
func TestAddToAnActiveSegmentOnly(t *testing.T) {
	s, c := open(t, "ANN")
	logged := s.Sealed("Spring mailing")
	active, err := s.Session.Segments.CreateSegment(context.Background(), "", map[string]string{"description": "Summer mailing"}, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	s.Button("Add to segment…").Press()
	s.Settle(c.Tasks)
	if shown := s.Shown(); strings.Contains(shown, logged) || !strings.Contains(shown, active) {
		t.Errorf("offered: %s", shown)
	}
}

func TestACompanysNewNameIsItsPersons(t *testing.T) {
	s, c := open(t, "FIRM1")
	want(t, "no FastTab for persons", strings.Contains(s.Shown(), "Middle Name"), false)
	enter(s, c, "General", "Name", "Alpine Ski House Ltd.")
	want(t, "said", c.Status(), "Saved; 3 persons of the company have the new values, too")
	want(t, "Ann's company", text(s, "ANN", "company_name"), "Alpine Ski House Ltd.")
	want(t, "the persons", rows(s, "Persons"), []string{"Ann Beebe", "Bob Kelly", "Eve Moss"})
	s.Shortcut(fyne.KeyZ, fyne.KeyModifierControl)
	s.Settle(c.Tasks)
	want(t, "after Ctrl+Z", text(s, "ANN", "company_name"), "Alpine Ski House")
}

func TestARenamedContactStaysOpen(t *testing.T) {
	s, c := open(t, "ANN")
	enter(s, c, "General", "No.", "ann2")
	want(t, "the title", c.Page().Title, "ANN2 · Ann Beebe")
	want(t, "its company", text(s, "ANN2", "company_no"), "FIRM1")
	want(t, "the others", rows(s, "Persons"), []string{"Alpine Ski House", "Bob Kelly", "Eve Moss"})
	enter(s, c, "General", "No.", "BOB")
	want(t, "a number that is taken", s.Entry("General", "No.").Error(), "Contact BOB exists already; choose another")
}

func TestMailingGroupsAreAddedAndRemoved(t *testing.T) {
	s := guitest.New(t)
	s.Row("mailing_group", "code", "VIP", "description", "Very important")
	c := show(s, "ANN")
	list := s.ListIn("Mailing Groups")
	list.OnNewRow('v')
	s.Settle(c.Tasks)
	s.Key(fyne.KeyReturn)
	s.Settle(c.Tasks)
	want(t, "the groups", rows(s, "Mailing Groups"), []string{"VIP"})
	want(t, "its name", strings.Contains(s.Shown(), "Very important"), true)
	list.Select(0)
	list.OnDelete()
	s.Settle(c.Tasks)
	want(t, "removed", rows(s, "Mailing Groups"), []string(nil))
	s.Button("Undo").Press()
	s.Settle(c.Tasks)
	want(t, "brought back", rows(s, "Mailing Groups"), []string{"VIP"})
}

func TestAnswersAreLookedUpByTheirQuestion(t *testing.T) {
	s := guitest.New(t)
	s.Row("profile_questionnaire_header", "code", "LEADS", "description", "Leads")
	s.Row("profile_questionnaire_line", "profile_questionnaire_code", "LEADS", "line_no", 10000, "type", "Question", "description", "How big?")
	s.Row("profile_questionnaire_line", "profile_questionnaire_code", "LEADS", "line_no", 20000, "type", "Answer", "description", "Small")
	c := show(s, "ANN")
	s.Tab("Profile Answers").SetOpen(true)
	s.ListIn("Profile Answers").OnNewRow('b')
	s.Settle(c.Tasks)
	want(t, "the question beside the answer", strings.Contains(s.Shown(), "How big? · Small"), true)
	s.Key(fyne.KeyReturn)
	s.Settle(c.Tasks)
	want(t, "the answers", rows(s, "Profile Answers"), []string{"LEADS"})
	want(t, "the answer's text and day", strings.Contains(s.Shown(), "Small"), true)
}

func TestAddressesAreEditedInPlace(t *testing.T) {
	s, c := open(t, "ANN")
	s.Tab("Alternative Addresses").SetOpen(true)
	list := s.ListIn("Alternative Addresses")
	list.OnNewRow('h')
	s.Window.Canvas().Focused().TypedRune('q')
	s.Key(fyne.KeyReturn)
	s.Settle(c.Tasks)
	want(t, "the addresses", rows(s, "Alternative Addresses"), []string{"HQ"})
	list.OnEdit(0, "city", 'B')
	s.Key(fyne.KeyReturn)
	s.Settle(c.Tasks)
	row, err := s.Session.Upkeep.Row(context.Background(), "contact_alt_address", "ANN", "HQ")
	if err != nil {
		t.Fatal(err)
	}
	want(t, "the city", row.Text("city"), "B")
}

func TestWhereAContactIsAndWhoMayBeTheSame(t *testing.T) {
	s := guitest.New(t)
	ctx := context.Background()
	no, err := s.Session.Segments.CreateSegment(ctx, "", map[string]string{"description": "Spring"}, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Session.Segments.AddLines(ctx, no, []string{"ANN"}, false); err != nil {
		t.Fatal(err)
	}
	s.Row("contact", "no", "ANNA", "name", "Anna", "type", 1, "e_mail", "ANN@alpine.example")
	show(s, "ANN")
	want(t, "the segments", rows(s, "Segments"), []string{"SM00001"})
	want(t, "perhaps the same", rows(s, "Possible duplicates"), []string{"Anna"})
	s.ListIn("Possible duplicates").OnOpen(0)
	s.ListIn("Segments").OnOpen(0)
	want(t, "opened", s.Opened, []string{"contact ANNA", "segment SM00001"})
}

func TestAddingToASegment(t *testing.T) {
	s, c := open(t, "ANN")
	s.Button("Add to segment…").Press()
	s.Settle(c.Tasks)
	s.Key(fyne.KeyReturn)
	s.Settle(c.Tasks)
	want(t, "said", c.Status(), "1 contact added to SM00001")
	lines, err := s.Session.Segments.Lines(context.Background(), "SM00001", segment.Query{})
	if err != nil {
		t.Fatal(err)
	}
	want(t, "lines", lines.Len(), 1)
	want(t, "the segments", rows(s, "Segments"), []string{"SM00001"})
	s.Button("Add to segment…").Press()
	s.Settle(c.Tasks)
	s.Key(fyne.KeyReturn)
	s.Settle(c.Tasks)
	want(t, "said again", c.Status(), "0 contacts added to SM00001; 1 is there already")
}

func TestDeleting(t *testing.T) {
	s, c := open(t, "FIRM1")
	var said error
	s.Session.Go.Fail = func(err error) { said = err }
	s.Button("Delete").Press()
	s.Settle(c.Tasks)
	s.Button("Delete").Press()
	s.Settle(c.Tasks)
	if said == nil || !strings.HasPrefix(said.Error(), "Contact FIRM1 is the company of other contacts (3)") {
		t.Errorf("said: %v", said)
	}
	dora := show(s, "DORA")
	s.Button("Delete").Press()
	s.Settle(dora.Tasks)
	if shown := s.Shown(); !strings.Contains(shown, "DORA Dora Lang") {
		t.Errorf("it asks: %s", shown)
	}
	s.Key(fyne.KeyReturn) // the safe answer
	want(t, "left", len(s.Opened), 0)
	s.Button("Delete").Press()
	s.Settle(dora.Tasks)
	s.Button("Delete").Press()
	s.Settle(dora.Tasks)
	want(t, "left", s.Opened, []string{"back"})
	if _, err := s.Session.Upkeep.Row(context.Background(), "contact", "DORA"); err == nil {
		t.Error("the contact is still there")
	}
}

func TestNewContact(t *testing.T) {
	s := guitest.New(t)
	a := contact.AskNew(s.Session, "FIRM1")
	s.Settle(a.Tasks)
	s.Button("OK").Press()
	s.Settle(a.Tasks)
	want(t, "refused", strings.Contains(s.Shown(), "Name: a contact must have a name"), true)
	for _, r := range "Fay" {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	s.Button("OK").Press()
	s.Settle(a.Tasks)
	want(t, "opened", s.Opened, []string{"contact CT000001"})
	want(t, "the company", text(s, "CT000001", "company_name"), "Alpine Ski House")
	want(t, "closed", a.Modal().IsOpen(), false)

	a = contact.AskNew(s.Session, "FIRM1")
	s.Settle(a.Tasks)
	a.Modal().Dismiss()
	want(t, "open without anything typed", a.Modal().IsOpen(), false)
	a = contact.AskNew(s.Session, "FIRM1")
	s.Settle(a.Tasks)
	for _, r := range "Gil" {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	s.AsksBeforeDiscarding(a.Modal())
}

func TestDuplicatesGroupByGroup(t *testing.T) {
	s := guitest.New(t)
	s.Row("contact", "no", "ANNA", "name", "Anna", "type", 1, "e_mail", "ANN@alpine.example")
	s.Row("contact", "no", "X1", "name", "Max Moor", "type", 1, "post_code", "1")
	s.Row("contact", "no", "X2", "name", "max moor", "type", 1, "post_code", "1")
	d := contact.OpenDuplicates(s.Session)
	s.Navigator.Open(d.Page())
	s.Settle(d.Tasks())
	cells := func(column int) []string {
		var found []string
		for n := range s.List().Len() {
			row, _ := s.List().Row(n)
			found = append(found, row.Cells[column].Text)
		}
		return found
	}
	want(t, "the groups", cells(0), []string{"1", "1", "2", "2"})
	want(t, "what is the same", cells(1), []string{"E-mail", "E-mail", "Name, post code", "Name, post code"})
	want(t, "the contacts", cells(2), []string{"ANN", "ANNA", "X1", "X2"})
	s.List().OnSort("name")
	s.Settle(d.Tasks())
	want(t, "by name", cells(2), []string{"ANN", "ANNA", "X1", "X2"})
	s.List().OnSort("name")
	s.Settle(d.Tasks())
	want(t, "by name, downwards", cells(2), []string{"X2", "X1", "ANNA", "ANN"})
	want(t, "with their groups", cells(0), []string{"2", "2", "1", "1"})
}
