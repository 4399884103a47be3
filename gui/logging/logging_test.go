package logging_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"winnow/core/filter"
	core "winnow/core/logging"
	"winnow/core/segment"
	"winnow/gui/entry"
	"winnow/gui/guitest"
	"winnow/gui/i18n"
	"winnow/gui/logging"
	"winnow/gui/route"
	"winnow/gui/widget"
	"winnow/gui/work"
)

func want(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// company is a company with a segment of Ann, Bob and Carl that can be logged, but for
// what fields say of it.
func company(t *testing.T, fields ...string) *guitest.Stage {
	t.Helper()
	s := guitest.New(t)
	s.Row("campaign", "no", "CP1", "description", "Spring")
	s.Row("interaction_template", "code", "LETTER", "description", "Letter", "information_flow", 1, "initiated_by", 1, "correspondence_type_default", 1)
	values := map[string]string{"description": "Spring mailing", "salesperson_code": "JO", "interaction_template_code": "LETTER", "campaign_no": "CP1"}
	for i := 0; i < len(fields); i += 2 {
		values[fields[i]] = fields[i+1]
	}
	ctx := context.Background()
	no, err := s.Session.Segments.CreateSegment(ctx, "", values, filter.Env{})
	if err == nil {
		_, err = s.Session.Segments.AddLines(ctx, no, []string{"ANN", "BOB", "CARL"}, false)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// logged logs the segment.
func logged(t *testing.T, s *guitest.Stage, o core.Options) core.Result {
	t.Helper()
	r, err := s.Session.Logging.Log(context.Background(), "SM00001", o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func open(s *guitest.Stage, to route.LoggedSegments) *logging.List {
	s.T.Helper()
	p := logging.OpenList(s.Session, to)
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks())
	return p
}

// fieldOf is what stands beside a caption in the dialog that is open.
func fieldOf[T fyne.CanvasObject](s *guitest.Stage, caption string) T {
	s.T.Helper()
	for _, d := range s.Drawn() {
		if fields, ok := d.Object.(*entry.Fields); ok {
			if o, ok := fields.Object(caption).(T); ok {
				return o
			}
		}
	}
	s.T.Fatalf("there is no field %s; there is: %s", caption, s.Shown())
	panic("unreachable")
}

// The list has the columns of Business Central's page, and leads to what belongs to a
// logged segment.
func TestList(t *testing.T) {
	s := company(t)
	logged(t, s, core.Options{FollowUp: true})
	p := open(s, route.LoggedSegments{})
	var captions []string
	for _, c := range s.List().Columns() {
		captions = append(captions, c.Caption)
	}
	want(t, "columns", captions, []string{"Canceled", "Entry No.", "Creation Date", "User ID", "Segment No.", "Description", "No. of Interactions", "No. of Campaign Entries"})
	want(t, "segments", guitest.Column(s.List(), "segment_no"), []string{"SM00001"})
	want(t, "interactions", guitest.Column(s.List(), "no_of_interactions"), []string{"3"})
	want(t, "campaign entries", guitest.Column(s.List(), "no_of_campaign_entries"), []string{"1"})
	s.List().Focus()
	s.Key(fyne.KeyReturn)
	s.Navigator.Press("Ctrl+F7")
	s.Button("Campaign Entries").Press()
	s.Button("Follow-up").Press()
	s.Settle(p.Tasks())
	want(t, "opened", s.Opened, []string{"segment SM00001", "interactions Interactions · Logged Segment 2000000001 logged_segment_entry_no 2000000001",
		"campaign entries Campaign Entries · Logged Segment 2000000001 register_no 2000000001", "segment SM00002"})
}

// What was logged just now stands over the list, with Undo and the follow-up.
func TestUndoAfterLog(t *testing.T) {
	s := company(t)
	r := logged(t, s, core.Options{FollowUp: true})
	p := open(s, route.LoggedSegments{Logged: r.EntryNo, Said: "Logged it", FollowUp: r.FollowUp})
	if shown := s.Shown(); !strings.Contains(shown, "Logged it Undo Open Follow-up") {
		t.Errorf("shown: %s", shown)
	}
	s.Button("Undo").Press()
	s.Settle(p.Tasks())
	want(t, "canceled", guitest.Column(s.List(), "canceled"), []string{"Yes"})
	if shown := s.Shown(); !strings.Contains(shown, "SM00001 is active again, 3 interactions canceled. The follow-up segment SM00002, which nobody had changed, is deleted Open Segment") {
		t.Errorf("shown: %s", shown)
	}
	s.Button("Open Segment").Press()
	want(t, "opened", s.Opened, []string{"segment SM00001"})
	s.Button("Uncancel Log").Press()
	s.Settle(p.Tasks())
	want(t, "refused", p.Page().Actions.Status(), "Logged segment 2000000001 was taken back and stays canceled; log segment SM00001 again")
}

// Undo Log asks where something was made on the interactions since.
func TestUndoLogAsks(t *testing.T) {
	s := company(t)
	r := logged(t, s, core.Options{})
	if err := s.Session.Interactions.Comment(context.Background(), 2000000001, "Glad", false, filter.Env{}); err != nil {
		t.Fatal(err)
	}
	p := open(s, route.LoggedSegments{})
	s.Button("Undo Log").Press()
	s.Settle(p.Tasks())
	if shown := s.Shown(); !strings.Contains(shown, "Made since the log: 1 comment, 1 changed interaction .") {
		t.Errorf("shown: %s", shown)
	}
	s.Key(fyne.KeyEscape)
	if g, err := s.Session.Logging.Find(context.Background(), r.EntryNo); err != nil || g.TakenBack {
		t.Error(g, err)
	}
	s.Button("Undo Log").Press()
	s.Settle(p.Tasks())
	s.Button("Undo Log").Press()
	s.Settle(p.Tasks())
	if g, err := s.Session.Logging.Find(context.Background(), r.EntryNo); err != nil || !g.TakenBack {
		t.Error(g, err)
	}
}

// Cancel and Uncancel can be taken back; only canceled ones are deleted, after a question
// that names them.
func TestCancelAndDelete(t *testing.T) {
	s := company(t)
	logged(t, s, core.Options{})
	p := open(s, route.LoggedSegments{})
	status := func() string { return p.Page().Actions.Status() }
	press := func(text string) {
		t.Helper()
		s.Button(text).Press()
		s.Settle(p.Tasks())
	}
	press("Delete Canceled…")
	want(t, "none", status(), "None of the logged segments in the list is canceled")
	press("Cancel Log")
	want(t, "said", status(), "1 logged segment canceled: 3 interactions, 1 campaign entry")
	want(t, "canceled", guitest.Column(s.List(), "canceled"), []string{"Yes"})
	s.Navigator.Press("Ctrl+Z")
	s.Settle(p.Tasks())
	want(t, "uncanceled", guitest.Column(s.List(), "canceled"), []string{"No"})
	press("Uncancel Log")
	want(t, "said", status(), "They are not canceled")
	press("Cancel Log")
	press("Delete Canceled…")
	if shown := s.Shown(); !strings.Contains(shown, "Delete 1 canceled logged segment? ") || !strings.Contains(shown, "2000000001") || !strings.Contains(shown, "SM00001") {
		t.Errorf("shown: %s", shown)
	}
	press("Delete")
	want(t, "deleted", status(), "1 logged segment deleted")
	want(t, "rows", s.List().Len(), 0)
}

// ask opens the dialog of Log, with everything that it finds out.
func ask(s *guitest.Stage) (*logging.Log, *[]route.LoggedSegments) {
	s.T.Helper()
	s.Navigator.Open(&widget.Page{Title: "Home", Content: widget.Empty("", "", nil)})
	done := &[]route.LoggedSegments{}
	d := logging.AskLog(s.Session, logging.LogParams{Segment: "SM00001",
		Line: func(line int64, field string) { s.Opened = append(s.Opened, "line "+field) },
		Done: func(to route.LoggedSegments) { *done = append(*done, to) }})
	s.Settle(d.Tasks)
	return d, done
}

// Without attachments, only the log is written.
func TestLog(t *testing.T) {
	s := company(t)
	d, done := ask(s)
	attach := fieldOf[*entry.Check](s, "Send Attachments")
	want(t, "attachments at first", attach.On(), true)
	attach.Tapped(nil)
	s.Settle(d.Tasks)
	if shown := s.Shown(); !strings.Contains(shown, "3 interactions will be made: 3 Hard Copy.") {
		t.Errorf("shown: %s", shown)
	}
	fieldOf[*entry.Check](s, "Create Follow-up Segment").Tapped(nil)
	date := fieldOf[*entry.Entry](s, "Date of Interaction")
	date.Type("2026-12-01")
	date.Commit()
	s.Settle(d.Tasks)
	s.Button("Log 3 lines").Press()
	s.Settle(d.Tasks)
	want(t, "done", *done, []route.LoggedSegments{{Logged: 2000000001, FollowUp: "SM00002",
		Said: "Logged SM00001 as **2000000001**: 3 interactions, 1 campaign entry; follow-up SM00002"}})
	e, err := s.Session.Interactions.Entry(context.Background(), 2000000001)
	if err != nil || e.Text("date") != "2026-12-01" {
		t.Error(e.Text("date"), err)
	}
}

// Where nothing has a Correspondence Type, nothing can be sent.
func TestLogWithoutCorrespondence(t *testing.T) {
	s := company(t, "interaction_template_code", "")
	s.Row("interaction_template", "code", "NOTE", "description", "Note")
	if _, err := s.Session.Segments.SetHeader(context.Background(), "SM00001", segment.HeaderChange{Fields: map[string]string{"interaction_template_code": "NOTE"}}); err != nil {
		t.Fatal(err)
	}
	ask(s)
	attach := fieldOf[*entry.Check](s, "Send Attachments")
	want(t, "on", attach.On(), false)
	want(t, "greyed", attach.Disabled(), true)
	if shown := s.Shown(); !strings.Contains(shown, "3 interactions will be made. ") {
		t.Errorf("shown: %s", shown)
	}
}

// What is wrong is listed, and leads to its line; nothing can be logged.
func TestLogErrors(t *testing.T) {
	s := company(t, "salesperson_code", "")
	d, done := ask(s)
	want(t, "fields", guitest.Column(s.ListIn("What Is Wrong"), "field"), []string{"Word Template Code", "Salesperson Code", "Word Template Code", "Salesperson Code", "Word Template Code"})
	fieldOf[*entry.Check](s, "Send Attachments").Tapped(nil)
	s.Settle(d.Tasks)
	rows := s.ListIn("What Is Wrong")
	want(t, "contacts", guitest.Column(rows, "contact"), []string{"BOB", "CARL"})
	want(t, "reasons", guitest.Column(rows, "reason"), []string{"Salesperson Code is empty", "Salesperson Code is empty"})
	want(t, "OK", s.Button("Log").Disabled(), true)
	rows.OnLink(0, "line")
	want(t, "opened", s.Opened, []string{"line salesperson_code"})
	want(t, "done", len(*done), 0)
}

// What goes out is written where the dialog says, and made again by Resend. A log that
// cannot be written says why and stays open.
func TestLogWritesDocuments(t *testing.T) {
	s := company(t, "interaction_template_code", "")
	s.Row("interaction_template", "code", "MAIL", "description", "Mail", "correspondence_type_default", 2)
	ctx := context.Background()
	_, err := s.Session.Segments.SetHeader(ctx, "SM00001", segment.HeaderChange{Fields: map[string]string{"interaction_template_code": "MAIL"}})
	if err == nil {
		_, err = s.Session.Segments.SetLines(ctx, "SM00001", segment.LineChange{LineNos: []int64{20000}, Fields: map[string]string{"correspondence_type": ""}})
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(s.Folder, "news.txt"), []byte("Subject: News\n\nHello {{Full Name}}"), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	s.Chosen = "news.txt"
	d, done := ask(s)
	fieldOf[*entry.Entry](s, "Template").OnLookup()
	s.Settle(d.Tasks)
	if shown := s.Shown(); !strings.Contains(shown, "3 interactions will be made: 2 Email, 1 without a Correspondence Type. 2 e-mails will be written.") {
		t.Errorf("shown: %s", shown)
	}
	folder := fieldOf[*entry.Entry](s, "Folder")
	folder.Type("")
	s.Button("Log 3 lines").Press()
	want(t, "refused", folder.Error(), "A name is missing")
	out := filepath.Join(s.Folder, "out")
	if err := os.WriteFile(out, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	folder.Type(out)
	s.Button("Log 3 lines").Press()
	s.Settle(d.Tasks)
	if shown := s.Shown(); len(*done) > 0 || !strings.Contains(shown, "is a file, not a folder") {
		t.Errorf("shown: %s", shown)
	}
	folder.Type(filepath.Join(s.Folder, "mails"))
	s.Button("Log 3 lines").Press()
	s.Settle(d.Tasks)
	want(t, "done", len(*done), 1)
	mail := func(folder string) string {
		t.Helper()
		content, err := os.ReadFile(filepath.Join(s.Folder, folder, "CARL Carl Brand.eml"))
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
	if !strings.Contains(mail("mails"), "Hello Carl Brand") {
		t.Error(mail("mails"))
	}

	p := open(s, route.LoggedSegments{})
	s.Button("Resend…").Press()
	s.Settle(p.Tasks())
	s.Until("the dialog", func() bool { return strings.Contains(s.Shown(), "Which Interactions") })
	fieldOf[*entry.Entry](s, "Contact No.").Type("CARL")
	fieldOf[*entry.Entry](s, "Folder").Type(filepath.Join(s.Folder, "again"))
	s.Button("Resend").Press()
	s.Until("it is made", func() bool { return p.Page().Actions.Status() != "" })
	want(t, "said", p.Page().Actions.Status(), "Made again: 1 e-mail, in "+filepath.Join(s.Folder, "again"))
	want(t, "the same", mail("again"), mail("mails"))

	// The filters are in the person's language, and one that is none is explained.
	i18n.SetLanguage("de")
	said := ""
	again := logging.AskResend(s.Session, route.Resend{LoggedSegment: (*done)[0].Logged}, func(text string) { said = text })
	s.Settle(again.Tasks)
	fieldOf[*entry.Entry](s, "Ordner").Type(filepath.Join(s.Folder, "third"))
	kinds := fieldOf[*entry.Entry](s, "Korrespondenzart")
	kinds.Type("(")
	s.Button("Erneut senden").Press()
	s.Settle(again.Tasks)
	if shown := s.Shown(); said != "" || strings.Contains(shown, work.LogFile()) {
		t.Errorf("said %q, shown: %s", said, shown)
	}
	kinds.Type("<>Fax&<>Ausdruck")
	s.Button("Erneut senden").Press()
	s.Settle(again.Tasks)
	want(t, "said", said, "Erneut erzeugt: 2 E-Mails, in "+filepath.Join(s.Folder, "third")+"; 1 ohne Dokument")
}

// A double click on Log opens one dialog, though the segment is looked at first.
func TestLogClickedTwice(t *testing.T) {
	s := company(t)
	first := logging.AskLog(s.Session, logging.LogParams{Segment: "SM00001"})
	second := logging.AskLog(s.Session, logging.LogParams{Segment: "SM00001"})
	s.Settle(first.Tasks)
	s.Settle(second.Tasks)
	want(t, "dialogs", len(s.Window.Canvas().Overlays().List()), 1)
	widget.OpenModal(s.Window.Canvas()).Dismiss()
	third := logging.AskLog(s.Session, logging.LogParams{Segment: "SM00001"})
	s.Settle(third.Tasks)
	want(t, "dialogs", len(s.Window.Canvas().Overlays().List()), 1)
}

// A company without interaction templates can have the first ones made.
func TestFirstTemplates(t *testing.T) {
	s := company(t, "interaction_template_code", "")
	if err := s.Session.Upkeep.Delete(context.Background(), "interaction_template", "LETTER"); err != nil {
		t.Fatal(err)
	}
	d, _ := ask(s)
	s.Button("Make CALL, E-MAIL and LETTER").Press()
	s.Settle(d.Tasks)
	if shown := s.Shown(); !strings.Contains(shown, "The interaction templates CALL, E-MAIL, LETTER are made") {
		t.Errorf("shown: %s", shown)
	}
}

// Reuse says how many lines it would add, and adds them.
func TestReuse(t *testing.T) {
	s := company(t)
	logged(t, s, core.Options{})
	ctx := context.Background()
	no, err := s.Session.Segments.CreateSegment(ctx, "", nil, filter.Env{})
	if err == nil {
		_, err = s.Session.Segments.AddLines(ctx, no, []string{"BOB"}, false)
	}
	if err != nil {
		t.Fatal(err)
	}
	var done []int
	d := logging.AskReuse(s.Session, logging.ReuseParams{Segment: no, Done: func(r core.Reused) { done = append(done, r.LinesBefore, r.LinesAfter) }})
	choose := fieldOf[*entry.Entry](s, "Logged Segment")
	choose.Type("Spring")
	if choose.Commit() {
		t.Error("a text was taken for a number")
	}
	choose.Type("7")
	choose.Commit()
	s.Settle(d.Tasks)
	if shown := s.Shown(); !strings.Contains(shown, "Logged segment 7 does not exist") {
		t.Errorf("shown: %s", shown)
	}
	choose.OnLookup()
	s.Settle(d.Tasks)
	s.Key(fyne.KeyReturn)
	s.Settle(d.Tasks)
	if shown := s.Shown(); !strings.Contains(shown, "2 lines will be added; the segment has 3 lines then.") {
		t.Errorf("shown: %s", shown)
	}
	fieldOf[*entry.Check](s, "Allow Existing Contacts").Tapped(nil)
	s.Settle(d.Tasks)
	s.Button("OK").Press()
	s.Settle(d.Tasks)
	want(t, "lines", done, []int{1, 4})
}
