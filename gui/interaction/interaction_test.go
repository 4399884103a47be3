package interaction_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	core "winnow/core/interaction"
	"winnow/core/template"
	"winnow/gui/entry"
	"winnow/gui/guitest"
	"winnow/gui/interaction"
	"winnow/gui/route"
	"winnow/gui/widget"
)

func want(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// company is a company in which Ann was written to, Bob called, and a call of Dora is
// to be finished later.
func company(t *testing.T) *guitest.Stage {
	t.Helper()
	s := guitest.New(t)
	s.Row("campaign", "no", "CP1", "description", "Spring")
	s.Row("interaction_template", "code", "CALL", "description", "Phone Call", "information_flow", 1, "initiated_by", 1, "unit_cost_lcy", 4.5)
	s.Row("interaction_template", "code", "SCAN", "description", "Order", "wizard_action", 2)
	add := func(p core.NewParams) {
		if _, err := s.Session.Interactions.Add(context.Background(), p); err != nil {
			t.Fatal(err)
		}
	}
	add(core.NewParams{Contact: "BOB", Template: "CALL", Fields: map[string]string{"salesperson_code": "JO"}, Comment: "Wants a visit",
		Document: &core.File{Name: "note.txt", Content: []byte("noted")}})
	add(core.NewParams{Contact: "DORA", Postpone: true})
	return s
}

func open(s *guitest.Stage, params interaction.Params) *interaction.List {
	s.T.Helper()
	p := interaction.OpenList(s.Session, params)
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks())
	return p
}

// The list has the columns of Business Central's page, and none that is postponed.
func TestList(t *testing.T) {
	s := company(t)
	p := open(s, interaction.Params{})
	var captions []string
	for _, c := range s.List().Columns() {
		captions = append(captions, c.Caption)
	}
	want(t, "columns", captions, []string{"Canceled", "Attempt Failed", "Date", "Template", "Description", "Attachment", "Contact No.", "Contact Name",
		"Contact Company Name", "Evaluation", "Cost (LCY)", "Duration (Min.)", "Salesperson", "Campaign No.", "Opportunity No.", "Entry No.", "Comment"})
	want(t, "contacts", guitest.Column(s.List(), "contact_name"), []string{"Ann Beebe", "Bob Kelly"})
	want(t, "companies", guitest.Column(s.List(), "contact_company_name"), []string{"Alpine Ski House", "Alpine Ski House"})
	want(t, "comments", guitest.Column(s.List(), "comment"), []string{"", "Wants a visit"})
	want(t, "attachments", guitest.Column(s.List(), "attachment"), []string{"", "Show"})
	s.List().OnSort("date")
	s.Settle(p.Tasks())
	s.List().OnSort("date")
	s.Settle(p.Tasks())
	want(t, "the newest first", guitest.Column(s.List(), "contact_name"), []string{"Bob Kelly", "Ann Beebe"})
	s.List().OnSort("contact_name")
	s.Settle(p.Tasks())
	want(t, "said", p.Page().Actions.Status(), "The list cannot be sorted by Contact Name")
	want(t, "as before", guitest.Column(s.List(), "contact_name"), []string{"Bob Kelly", "Ann Beebe"})

	only := open(s, interaction.Params{Title: "Of Bob", Where: route.Where{Field: "contact_no", Filter: "BOB"}})
	want(t, "of one", guitest.Column(s.List(), "contact_name"), []string{"Bob Kelly"})
	s.List().Focus()
	s.List().SetCurrent(0, "contact_no")
	s.Key(fyne.KeyReturn)
	only.Page().Keys["Alt+N"]()
	want(t, "opened", s.Opened, []string{"interaction", "new interaction BOB"})
}

// What is changed can be taken back, the last thing first.
func TestChanges(t *testing.T) {
	s := company(t)
	p := open(s, interaction.Params{})
	l := s.List()
	status := func() string { return p.Page().Actions.Status() }
	l.SelectAll()
	s.Button("Evaluate").Press()
	s.Choose("Positive")
	s.Settle(p.Tasks())
	want(t, "evaluated", guitest.Column(l, "evaluation"), []string{"Positive", "Positive"})
	want(t, "said", status(), "2 interactions changed")
	s.Button("Cancel Entries").Press()
	s.Settle(p.Tasks())
	want(t, "canceled", guitest.Column(l, "canceled"), []string{"Yes", "Yes"})
	s.Button("Evaluate").Press()
	s.Choose("Negative")
	s.Settle(p.Tasks())
	want(t, "refused", status(), "Interaction 1 is canceled and cannot be evaluated")
	s.Navigator.Press("Ctrl+Z")
	s.Settle(p.Tasks())
	want(t, "uncanceled", guitest.Column(l, "canceled"), []string{"No", "No"})
	want(t, "said", status(), "Taken back: 2 interactions canceled")
	s.Navigator.Press("Ctrl+Z")
	s.Settle(p.Tasks())
	want(t, "evaluation taken back", guitest.Column(l, "evaluation"), []string{"", ""})
	s.Navigator.Press("Ctrl+Z")
	want(t, "said", status(), "There is nothing to take back")

	l.ClearSelection()
	l.SetCurrent(0, "description")
	l.OnEdit(0, "description", 'x')
	s.Key(fyne.KeyReturn)
	s.Settle(p.Tasks())
	want(t, "what was imported", status(), "Interaction 1 was imported; Description cannot be changed here; only Evaluation, Attempt Failed and comments can")
}

// Only canceled ones go, of those that the list shows, and the question says how many.
func TestDeleteCanceled(t *testing.T) {
	s := company(t)
	s.Window.Resize(fyne.NewSize(1600, 800)) // room for all actions
	p := open(s, interaction.Params{})
	s.Button("Delete Canceled…").Press()
	s.Settle(p.Tasks())
	want(t, "none", p.Page().Actions.Status(), "None of the interactions in the list is canceled")
	s.List().SelectAll()
	s.Button("Cancel Entries").Press()
	s.Settle(p.Tasks())
	only := open(s, interaction.Params{Title: "Of Bob", Where: route.Where{Field: "contact_no", Filter: "BOB"}})
	s.Button("Delete Canceled…").Press()
	s.Settle(only.Tasks())
	if shown := s.Shown(); !strings.Contains(shown, "Delete 1 canceled interaction?") {
		t.Errorf("it asks %s", shown)
	}
	s.Button("Delete").Press()
	s.Settle(only.Tasks())
	want(t, "said", only.Page().Actions.Status(), "1 interaction deleted")
	var left []int64
	if err := s.Session.Interactions.Each(context.Background(), core.Query{}, func(e core.Entry) error {
		left = append(left, e.No)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	want(t, "left", left, []int64{1})
}

// Comments are shown and added; what went out is written and opened.
func TestCommentsAndAttachment(t *testing.T) {
	s := company(t)
	p := open(s, interaction.Params{})
	s.List().SetCurrent(1, "date")
	s.Button("Comments…").Press()
	if shown := s.Shown(); !strings.Contains(shown, "Wants a visit") || !strings.Contains(shown, "Phone Call – by JO") {
		t.Errorf("it shows %s", shown)
	}
	s.Button("Add").Press()
	s.Settle(p.Tasks())
	if shown := s.Shown(); !strings.Contains(shown, "The comment is empty") {
		t.Errorf("it says %s", shown)
	}
	for _, r := range "On Monday" {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	s.Key(fyne.KeyEscape)
	s.Button("Go on").Press()
	s.Button("Add").Press()
	s.Settle(p.Tasks())
	want(t, "comments", guitest.Column(s.List(), "comment"), []string{"", "Wants a visit · On Monday"})
	s.List().OnLink(1, "attachment")
	s.Settle(p.Tasks())
	path := filepath.Join(s.Folder, "note.txt")
	want(t, "opened", s.Opened, []string{"target note.txt", "file " + path})
	content, err := os.ReadFile(path)
	if err != nil || string(content) != "noted" {
		t.Error(string(content), err)
	}
	s.List().SetCurrent(0, "date")
	s.Button("Show Attachment").Press()
	s.Settle(p.Tasks())
	want(t, "said", p.Page().Actions.Status(), "Interaction 1 has no document")
}

// A new interaction begins with what follows from its template, and says in their
// order which fields are empty.
func TestCreate(t *testing.T) {
	s := company(t)
	said := ""
	c := interaction.Ask(s.Session, interaction.CreateParams{Contact: "ANN", Done: func(text string) { said = text }})
	s.Settle(c.Tasks)
	want(t, "salesperson", c.Text("salesperson_code"), "BD")
	press := func(wanted string) {
		t.Helper()
		s.Button("Finish").Press()
		s.Settle(c.Tasks)
		if shown := s.Shown(); !strings.Contains(shown, wanted) {
			t.Errorf("it says %s, not %s", shown, wanted)
		}
	}
	press("Interaction Template Code is empty")
	c.Type("interaction_template_code", "CALL")
	s.Settle(c.Tasks)
	want(t, "description", c.Text("description"), "Phone Call")
	want(t, "cost", c.Text("cost_lcy"), "4.5")
	c.Type("salesperson_code", "")
	press("Salesperson Code is empty")
	c.Type("salesperson_code", "JO")
	c.Type("description", " ")
	press("Description is empty")
	c.Type("description", "Asked for a visit")
	s.Button("Finish").Press()
	s.Settle(c.Tasks)
	if c.Modal().IsOpen() {
		t.Fatalf("it says %s", s.Shown())
	}
	want(t, "said", said, "Interaction 2000000003 created")
	e, err := s.Session.Interactions.Entry(context.Background(), 2000000003)
	if err != nil {
		t.Fatal(err)
	}
	want(t, "made", strings.Join([]string{e.Text("contact_no"), e.Text("description"), e.Text("salesperson_code"), e.Text("date"), e.Text("cost_lcy"), e.Text("attempt_failed")}, "|"),
		"ANN|Asked for a visit|JO|2026-11-23|4.5|No")
}

// A template that asks for a file gets one before the interaction is made.
func TestCreateAsksForFile(t *testing.T) {
	s := company(t)
	s.Chosen = "order.pdf"
	if err := os.WriteFile(filepath.Join(s.Folder, s.Chosen), []byte("signed"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := interaction.Ask(s.Session, interaction.CreateParams{Contact: "ANN"})
	s.Settle(c.Tasks)
	c.Type("interaction_template_code", "SCAN")
	s.Settle(c.Tasks)
	s.Button("Finish").Press()
	s.Button("Add a file…").Press()
	s.Settle(c.Tasks)
	d, err := s.Session.Interactions.Document(context.Background(), 2000000003)
	if err != nil || string(d.Content) != "signed" {
		t.Error(string(d.Content), err)
	}
}

// Cancel keeps what was typed to be finished later, where one wants that; the list of
// postponed ones finishes it.
func TestPostponed(t *testing.T) {
	s := company(t)
	c := interaction.Ask(s.Session, interaction.CreateParams{Contact: "ANN"})
	s.Settle(c.Tasks)
	s.Key(fyne.KeyEscape)
	if s.Window.Canvas().Overlays().Top() != nil {
		t.Errorf("where nothing was typed, it asks %s", s.Shown())
	}
	c = interaction.Ask(s.Session, interaction.CreateParams{})
	s.Settle(c.Tasks)
	c.Type("description", "Asked for a visit")
	s.AsksBeforeDiscarding(c.Modal()) // without a contact it cannot be finished later
	c = interaction.Ask(s.Session, interaction.CreateParams{Contact: "ANN"})
	s.Settle(c.Tasks)
	c.Type("description", "Asked for a visit")
	c.Modal().Dismiss()
	s.Button("Go on").Press()
	want(t, "still there", c.Text("description"), "Asked for a visit")
	c.Modal().Dismiss()
	s.Button("Finish later").Press()
	s.Settle(c.Tasks)

	p := interaction.OpenPostponed(s.Session)
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks())
	want(t, "postponed", guitest.Column(s.List(), "contact_name"), []string{"Dora Lang", "Ann Beebe"})
	s.List().OnOpen(0)
	want(t, "opened", s.Opened, []string{"resume interaction"})

	r := interaction.Ask(s.Session, interaction.CreateParams{Resume: 2000000003})
	s.Settle(r.Tasks)
	r.Modal().Dismiss()
	want(t, "open without a change", r.Modal().IsOpen(), false)
	for _, field := range []string{"description", "interaction_template_code"} {
		r = interaction.Ask(s.Session, interaction.CreateParams{Resume: 2000000003})
		s.Settle(r.Tasks)
		r.Type(field, "CALL")
		s.Settle(r.Tasks)
		s.AsksBeforeDiscarding(r.Modal())
	}
	r = interaction.Ask(s.Session, interaction.CreateParams{Resume: 2000000003})
	s.Settle(r.Tasks)
	r.Type("interaction_template_code", "CALL")
	s.Settle(r.Tasks)
	want(t, "as it was typed", r.Text("description"), "Asked for a visit")
	s.Button("Finish").Press()
	s.Settle(r.Tasks)
	if r.Modal().IsOpen() {
		t.Fatalf("it says %s", s.Shown())
	}
	p.Table().Reload()
	s.Settle(p.Tasks())
	want(t, "left", guitest.Column(s.List(), "contact_name"), []string{"Dora Lang"})
	s.List().SelectAll()
	s.Button("Delete").Press()
	s.Settle(p.Tasks())
	if shown := s.Shown(); !strings.Contains(shown, "Delete 1 postponed interaction?") {
		t.Errorf("it asks %s", shown)
	}
	s.Button("Delete").Press()
	s.Settle(p.Tasks())
	want(t, "none", s.List().Len(), 0)
}

// The page of one shows all of it, and what is changed can be taken back.
func TestEntry(t *testing.T) {
	s := company(t)
	p := interaction.OpenEntry(s.Session, 2000000001)
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks)
	want(t, "contact", s.Value("General", "Contact No."), "BOB Bob Kelly")
	bare := interaction.OpenEntry(s.Session, 1)
	s.Navigator.Open(bare.Page())
	s.Settle(bare.Tasks)
	want(t, "what has no description", strings.HasSuffix(bare.Page().Title, " · "), false)
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks)
	if shown := s.Shown(); !strings.Contains(shown, "visit") {
		t.Errorf("it shows %s", shown)
	}
	description := s.Entry("General", "Description")
	description.Focus()
	description.Type("Called back")
	s.Key(fyne.KeyReturn)
	s.Settle(p.Tasks)
	text := func() string {
		e, err := s.Session.Interactions.Entry(context.Background(), 2000000001)
		if err != nil {
			t.Fatal(err)
		}
		return e.Text("description")
	}
	want(t, "changed", text(), "Called back")
	s.Button("Undo").Press()
	s.Settle(p.Tasks)
	want(t, "taken back", text(), "Phone Call")
	for _, step := range []struct{ key, description string }{{"Ctrl+Shift+Z", "Called back"}, {"Ctrl+Z", "Phone Call"}, {"Ctrl+Y", "Called back"}} {
		s.Navigator.Press(step.key)
		s.Settle(p.Tasks)
		want(t, step.key, text(), step.description)
	}
	var went []route.Route
	s.Session.Go.Open = func(to route.Route) { went = append(went, to) }
	for _, button := range []string{"Create Task…", "Resend…"} {
		s.Button(button).Press()
	}
	want(t, "opened", went, []route.Route{route.NewTask{Contact: "BOB"}, route.Resend{Entries: "2000000001"}})
}

// wordTemplate keeps a Word template that greets.
func wordTemplate(t *testing.T, s *guitest.Stage) {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range map[string]string{
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"_rels/.rels":         `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/document.xml":   `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:fldSimple w:instr=" MERGEFIELD Full_Name "/></w:p></w:body></w:document>`,
	} {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := template.New(s.Session.Company).Add(context.Background(), template.AddParams{Code: "SPRING", Document: out.Bytes()}); err != nil {
		t.Fatal(err)
	}
}

// A letter that is to be opened is written to a file and opened; what its person wrote
// there is kept with the interaction.
func TestCreateOpensLetter(t *testing.T) {
	s := company(t)
	wordTemplate(t, s)
	s.Row("interaction_template", "code", "OPEN", "description", "Letter", "wizard_action", 1, "word_template_code", "SPRING", "correspondence_type_default", 1)
	said := ""
	c := interaction.Ask(s.Session, interaction.CreateParams{Contact: "ANN", Done: func(text string) { said = text }})
	s.Settle(c.Tasks)
	c.Type("interaction_template_code", "OPEN")
	s.Settle(c.Tasks)
	if shown := s.Shown(); !strings.Contains(shown, "Finish makes the letter and opens it") {
		t.Errorf("it says %s", shown)
	}
	s.Button("Finish").Press()
	s.Settle(c.Tasks)
	want(t, "said", said, "Interaction 2000000003 created; its letter is kept with it")
	s.Until("the letter is open", func() bool { return strings.Contains(s.Shown(), "The letter is open") })
	path := filepath.Join(s.Folder, "SPRING.docx")
	want(t, "opened", s.Opened, []string{"target SPRING.docx", "file " + path})
	if err := os.WriteFile(path, []byte("what Jo wrote"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.Button("Keep What I Wrote").Press()
	s.Until("it is kept", func() bool { return strings.HasPrefix(said, "The file is kept") })
	d, err := s.Session.Interactions.Document(context.Background(), 2000000003)
	if err != nil || string(d.Content) != "what Jo wrote" {
		t.Error(string(d.Content), err)
	}
}

// The answer to an interaction is of its contact, for its campaign, today.
func TestResponse(t *testing.T) {
	s := company(t)
	s.Row("interaction_template", "code", "REPLY", "description", "Reply", "information_flow", 2, "campaign_response", 1)
	s.Row("interaction_log_entry", "entry_no", 5, "contact_no", "CARL", "campaign_no", "CP1", "date", "2026-11-01")
	p := open(s, interaction.Params{Where: route.Where{Field: "entry_no", Filter: "5"}})
	s.List().SetCurrent(0, "date")
	s.Button("Register Response…").Press()
	want(t, "opened", s.Opened, []string{"response"})
	s.Settle(p.Tasks())

	said := ""
	interaction.AskResponse(s.Session, 1, func(text string) { said = text })
	s.Until("it says why not", func() bool { return said != "" })
	want(t, "without a campaign", said, "Interaction 1 has no campaign; only what was sent for a campaign can be answered")
	said = ""
	interaction.AskResponse(s.Session, 5, func(text string) { said = text })
	s.Until("the dialog is filled", func() bool { return strings.Contains(s.Shown(), "Reply") })
	var e *entry.Entry
	for _, o := range s.Drawn() {
		if fields, ok := o.Object.(*entry.Fields); ok && fields.Object("Salesperson Code") != nil {
			e = fields.Object("Salesperson Code").(*entry.Entry)
		}
	}
	e.Type("JO")
	e.Commit()
	s.Button("Finish").Press()
	s.Until("it is made", func() bool { return said != "" })
	want(t, "said", said, "Interaction 2000000003 created")
	made, err := s.Session.Interactions.Entry(context.Background(), 2000000003)
	if err != nil {
		t.Fatal(err)
	}
	want(t, "made", strings.Join([]string{made.Text("contact_no"), made.Text("campaign_no"), made.Text("campaign_response"), made.Text("information_flow"), made.Text("initiated_by"), made.Text("date")}, "|"),
		"CARL|CP1|Yes|Inbound|Them|2026-11-23")
}

// Resend is asked for interactions of one logged segment, or of none.
func TestResend(t *testing.T) {
	s := company(t)
	s.Row("logged_segment", "entry_no", 7, "segment_no", "OLD")
	s.Row("interaction_log_entry", "entry_no", 9, "contact_no", "CARL", "logged_segment_entry_no", 7)
	p := open(s, interaction.Params{})
	var went []route.Route
	s.Session.Go.Open = func(to route.Route) { went = append(went, to) }
	s.List().SelectAll()
	s.Button("Resend…").Press()
	s.Settle(p.Tasks())
	want(t, "said", p.Page().Actions.Status(), "Select interactions of a single logged segment, or of none")
	s.List().Select(1)
	s.Button("Resend…").Press()
	s.Settle(p.Tasks())
	want(t, "opened", went, []route.Route{route.Resend{LoggedSegment: 7, Entries: "9"}})
}

// What is refused after the page was left is told in a dialog: nobody sees the page.
func TestRefusedLate(t *testing.T) {
	s := company(t)
	if _, err := s.Session.Interactions.Cancel(t.Context(), []int64{2000000001}, false); err != nil {
		t.Fatal(err)
	}
	var told error
	s.Session.Go.Fail = func(err error) { told = err }
	s.Navigator.Open(&widget.Page{Content: widget.NewParagraph("before")})
	p := interaction.OpenEntry(s.Session, 2000000001)
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks)
	s.Object("Result", "Evaluation").(*entry.Choice).OnChanged("Positive")
	s.Navigator.Back()
	s.Settle(p.Tasks)
	if told == nil {
		t.Error("nothing is told")
	}
}
