package task_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"winnow/core/filter"
	"winnow/core/segment"
	core "winnow/core/task"
	"winnow/gui/guitest"
	"winnow/gui/list"
	"winnow/gui/route"
	"winnow/gui/task"
	"winnow/gui/widget"
)

func want(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// company is a company with five tasks: a call that is overdue, a visit today, a letter
// to nobody in three days, one that is closed and one that is canceled.
func company(t *testing.T) *guitest.Stage {
	t.Helper()
	s := guitest.New(t)
	ctx := context.Background()
	add := func(contact string, pairs ...string) string {
		fields := map[string]string{"salesperson_code": "JO"}
		for i := 0; i < len(pairs); i += 2 {
			fields[pairs[i]] = pairs[i+1]
		}
		made, err := s.Session.ToDos.Add(ctx, core.NewParams{Contact: contact, Fields: fields})
		if err != nil {
			t.Fatal(err)
		}
		return made.Nos[0]
	}
	add("", "description", "Write a letter", "date", "2026-11-26")
	add("ANN", "description", "Call about the catalog", "date", "2026-11-20", "type", "Phone Call", "recurring", "yes", "recurring_date_interval", "1W", "calc_due_date_from", "Due Date")
	add("BOB", "description", "Visit", "date", "2026-11-23", "type", "Meeting")
	closed := add("CARL", "description", "Done", "date", "2026-11-02")
	canceled := add("DORA", "description", "Not needed", "date", "2026-11-01")
	if _, err := s.Session.ToDos.Close(ctx, []string{closed}, false, filter.Env{}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Session.ToDos.Cancel(ctx, []string{canceled}, false, filter.Env{}); err != nil {
		t.Fatal(err)
	}
	return s
}

func open(s *guitest.Stage, to route.Tasks) *task.List {
	s.T.Helper()
	p := task.OpenList(s.Session, to)
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks())
	return p
}

// state is what became of a task.
func state(s *guitest.Stage, no string) string {
	s.T.Helper()
	t, err := s.Session.ToDos.Task(context.Background(), no)
	if err != nil {
		s.T.Fatal(err)
	}
	return t.Text("status") + " " + t.Text("closed") + " " + t.Text("canceled")
}

// The open tasks come first, the one due first before the others, and say in words how
// overdue they are; then those that are closed.
func TestList(t *testing.T) {
	s := company(t)
	p := open(s, route.Tasks{})
	want(t, "order", guitest.Column(s.List(), "description"), []string{"Call about the catalog", "Visit", "Write a letter", "Done", "Not needed"})
	want(t, "due", guitest.Column(s.List(), "due"), []string{"3 days overdue", "today", "in 3 days", "", ""})
	want(t, "contacts", guitest.Column(s.List(), "contact_name"), []string{"Ann Beebe", "Bob Kelly", "", "Carl Brand", "Dora Lang"})
	row, _ := s.List().Row(0)
	want(t, "overdue is bold", row.Cells[0].Style, list.Bold)
	s.List().OnOpen(1)
	s.List().OnLink(0, "contact_no")
	s.Button("New Task…").Press()
	want(t, "opened", s.Opened, []string{"task TD000003", "contact ANN", "new task"})

	s.List().OnSort("description")
	s.Settle(p.Tasks())
	want(t, "by description", guitest.Column(s.List(), "description"), []string{"Call about the catalog", "Done", "Not needed", "Visit", "Write a letter"})
	s.List().OnSort("description")
	s.Settle(p.Tasks())
	s.List().OnSort("description")
	s.Settle(p.Tasks())
	p.Table().FilterTo("salesperson_code", "BD")
	s.Settle(p.Tasks())
	want(t, "none", s.List().Len(), 0)
}

// The tasks that are due are the open ones up to today, as the filters say.
func TestDue(t *testing.T) {
	s := company(t)
	p := open(s, route.Tasks{Due: true})
	want(t, "due", guitest.Column(s.List(), "description"), []string{"Call about the catalog", "Visit"})
	want(t, "title", p.Page().Title, "Tasks Due")
}

// A task is closed, which offers to record what came of it, and taken back, canceled and
// reopened.
func TestStates(t *testing.T) {
	s := company(t)
	p := open(s, route.Tasks{})
	press := func(button string) {
		t.Helper()
		s.Button(button).Press()
		s.Settle(p.Tasks())
	}
	press("Close Task")
	if shown := s.Shown(); !strings.Contains(shown, "Record the phone call?") || !strings.Contains(shown, "TD000002") {
		t.Errorf("it asks %s", shown)
	}
	press("Record…")
	want(t, "opened", s.Opened, []string{"call   TD000002"}) // no contact, no segment
	want(t, "closed", state(s, "TD000002"), "Completed Yes No")
	want(t, "said", p.Page().Actions.Status(), "1 task closed; after TD000002 comes TD000006 on 2026-11-27")
	want(t, "the next one", guitest.Column(s.List(), "no"), []string{"TD000003", "TD000001", "TD000006", "TD000002", "TD000004", "TD000005"})
	press("Undo")
	want(t, "taken back", state(s, "TD000002"), "Not Started No No")
	want(t, "the next one is gone", s.List().Len(), 5)

	s.List().SetCurrent(1, "description")
	press("Close Task")
	if shown := s.Shown(); !strings.Contains(shown, "Record the interaction?") {
		t.Errorf("it asks %s", shown)
	}
	press("No")
	s.List().SetCurrent(1, "description") // the letter concerns nobody
	press("Close Task")
	want(t, "nothing is asked", s.Window.Canvas().Overlays().Top(), nil)
	press("Close Task")
	want(t, "said", p.Page().Actions.Status(), "They are closed already")

	s.List().SelectAll()
	press("Reopen")
	want(t, "said", p.Page().Actions.Status(), "4 tasks reopened")
	press("Cancel Task")
	want(t, "canceled", state(s, "TD000002"), "Completed Yes Yes")
	press("Undo")
	p.Page().Keys["Ctrl+Z"]()
	s.Settle(p.Tasks())
	want(t, "as before", []string{state(s, "TD000003"), state(s, "TD000005")}, []string{"Completed Yes No", "Completed Yes Yes"})
}

// Cells are edited in place; the status Completed closes a task, and a value that cannot
// be one is refused.
func TestEditInPlace(t *testing.T) {
	s := company(t)
	p := open(s, route.Tasks{})
	edit := func(key, text string) {
		t.Helper()
		s.List().Focus()
		s.List().OnEdit(1, key, 0)
		for range 40 {
			s.Key(fyne.KeyBackspace)
		}
		for _, r := range text {
			s.Window.Canvas().Focused().TypedRune(r)
		}
		s.Key(fyne.KeyReturn)
		s.Settle(p.Tasks())
		s.Key(fyne.KeyEscape)
	}
	edit("description", "Visit the factory")
	edit("status", "Completed")
	want(t, "closed", state(s, "TD000003"), "Completed Yes No")
	s.Shortcut(fyne.KeyZ, fyne.KeyModifierShortcutDefault)
	s.Settle(p.Tasks())
	want(t, "taken back", state(s, "TD000003"), "Not Started No No")
	want(t, "described", guitest.Column(s.List(), "description")[1], "Visit the factory")
}

// The canceled ones of the listed tasks are deleted, and no others.
func TestDeleteCanceled(t *testing.T) {
	s := company(t)
	p := open(s, route.Tasks{})
	s.Button("Delete Canceled…").Press()
	s.Settle(p.Tasks())
	if shown := s.Shown(); !strings.Contains(shown, "Delete 1 canceled task?") {
		t.Errorf("it asks %s", shown)
	}
	s.Button("Delete").Press()
	s.Settle(p.Tasks())
	want(t, "left", guitest.Column(s.List(), "no"), []string{"TD000002", "TD000003", "TD000001", "TD000004"})
	s.Button("Delete Canceled…").Press()
	s.Settle(p.Tasks())
	want(t, "said", p.Page().Actions.Status(), "None of the tasks in the list is canceled")
}

// The list is written for calendar programs, or what is selected of it.
func TestCalendarFile(t *testing.T) {
	s := company(t)
	s.Row("contact", "no", "BOB", "privacy_blocked", 1)
	p := open(s, route.Tasks{Due: true})
	read := func() string {
		t.Helper()
		content, err := os.ReadFile(filepath.Join(s.Folder, "Tasks.ics"))
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
	s.Button("Calendar File…").Press()
	s.Settle(p.Tasks())
	want(t, "said", p.Page().Actions.Status(), "1 task saved as "+filepath.Join(s.Folder, "Tasks.ics")+"; 1 about a Privacy Blocked contact is left out")
	if file := read(); strings.Count(file, "BEGIN:VTODO") != 1 || !strings.Contains(file, "SUMMARY:Call about the catalog") {
		t.Error(file)
	}
	all := open(s, route.Tasks{})
	s.Button("Calendar File…").Press()
	s.Settle(all.Tasks())
	s.Button("Replace").Press()
	s.Settle(all.Tasks())
	if file := read(); strings.Count(file, "BEGIN:VTODO") != 4 {
		t.Error(file)
	}
}

// On the card a task is changed, closed, taken back and done again.
func TestCard(t *testing.T) {
	s := company(t)
	p := task.OpenCard(s.Session, "TD000003")
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks)
	want(t, "contact", s.Value("Concerns", "Contact No."), "BOB Bob Kelly")
	description := s.Entry("General", "Description")
	description.Focus()
	description.Type("Visit the factory")
	s.Key(fyne.KeyReturn)
	s.Settle(p.Tasks)
	s.Button("Close Task").Press()
	s.Settle(p.Tasks)
	s.Button("No").Press()
	want(t, "closed", state(s, "TD000003"), "Completed Yes No")
	key := func(name string) {
		t.Helper()
		p.Page().Keys[name]()
		s.Settle(p.Tasks)
	}
	key("Ctrl+Z")
	want(t, "open again", state(s, "TD000003"), "Not Started No No")
	key("Ctrl+Z")
	want(t, "as it was", description.Text(), "Visit")
	key("Ctrl+Shift+Z")
	key("Ctrl+Shift+Z")
	want(t, "done again", state(s, "TD000003"), "Completed Yes No")
	want(t, "described again", description.Text(), "Visit the factory")
	s.Button("Make Phone Call…").Press()
	s.Button("Interactions").Press()
	want(t, "opened", s.Opened, []string{"call   TD000003", "interactions Interactions · TD000003 · Visit the factory to_do_no TD000003"})
	description.Focus()
	description.Type("")
	s.Key(fyne.KeyReturn)
	s.Settle(p.Tasks)
	if shown := s.Shown(); !strings.Contains(shown, "Description is empty") {
		t.Errorf("it says %s", shown)
	}
}

// A new task has the work date and its contact's salesperson, and can be taken back.
func TestNew(t *testing.T) {
	s := company(t)
	said, undo := "", func() {}
	done := func(text string, back func()) { said, undo = text, back }
	c := task.Ask(s.Session, task.CreateParams{Contact: "ANN", Done: done})
	s.Settle(c.Tasks())
	want(t, "proposed", []string{c.Text("date"), c.Text("salesperson_code"), c.Text("priority")}, []string{"2026-11-23", "BD", "Normal"})
	s.Button("Create").Press()
	s.Settle(c.Tasks())
	if shown := s.Shown(); !strings.Contains(shown, "Description is empty") || !c.Modal().IsOpen() {
		t.Errorf("it says %s", shown)
	}
	c.Type("description", "Send the catalog")
	c.Type("date", "2026-12-01")
	s.Button("Create").Press()
	s.Settle(c.Tasks())
	want(t, "said", said, "Task TD000006 created")
	want(t, "made", state(s, "TD000006"), "Not Started No No")
	undo()
	s.Settle(c.Tasks())
	want(t, "said", said, "1 task taken back")
	if _, err := s.Session.ToDos.Task(context.Background(), "TD000006"); err == nil {
		t.Error("the task is still there")
	}

	c = task.Ask(s.Session, task.CreateParams{Done: done})
	s.Settle(c.Tasks())
	c.Type("contact_no", "NOBODY")
	s.Settle(c.Tasks())
	if shown := s.Shown(); !strings.Contains(shown, "Contact NOBODY does not exist") {
		t.Errorf("it says %s", shown)
	}
}

// What was typed stays when a contact proposes values, and is not lost without a question.
func TestNewKeepsWhatWasTyped(t *testing.T) {
	s := company(t)
	c := task.Ask(s.Session, task.CreateParams{})
	s.Settle(c.Tasks())
	c.Type("date", "2026-12-01")
	c.Type("contact_no", "ANN")
	s.Settle(c.Tasks())
	want(t, "proposed beside what was typed", []string{c.Text("date"), c.Text("salesperson_code")}, []string{"2026-12-01", "BD"})
	s.AsksBeforeDiscarding(c.Modal())
	c = task.Ask(s.Session, task.CreateParams{Contact: "ANN"})
	s.Settle(c.Tasks())
	c.Modal().Dismiss()
	want(t, "open without anything typed", c.Modal().IsOpen(), false)
}

// For a segment it is said beforehand how many tasks there will be and when; they can be
// spread, given to each line's own salesperson, and taken back.
func TestForSegment(t *testing.T) {
	s := company(t)
	ctx := context.Background()
	no, err := s.Session.Segments.CreateSegment(ctx, "", map[string]string{"description": "Calls", "salesperson_code": "JO"}, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Session.Segments.AddLines(ctx, no, []string{"ANN", "BOB", "CARL"}, false); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Session.Segments.SetLines(ctx, no, segment.LineChange{LineNos: []int64{10000}, Fields: map[string]string{"salesperson_code": "BD"}}); err != nil {
		t.Fatal(err)
	}
	said, undo := "", func() {}
	c := task.AskForSegment(s.Session, task.SegmentParams{Segment: no, Done: func(text string, back func()) { said, undo = text, back }})
	s.Settle(c.Tasks())
	sees := func(text string) {
		t.Helper()
		if shown := s.Shown(); !strings.Contains(shown, text) {
			t.Errorf("%q is not shown: %s", text, shown)
		}
	}
	sees("3 tasks on 2026-11-23")
	want(t, "salesperson", c.Text("salesperson_code"), "JO")
	c.Type("date", "2026-11-27")
	s.Settle(c.Tasks())
	sees("3 tasks on 2026-11-27")
	c.Spread("many")
	sees("1 or more")
	c.Spread("2")
	s.Settle(c.Tasks())
	sees("3 tasks from 2026-11-27 to 2026-11-30") // over a weekend
	s.Button("Create").Press()
	s.Settle(c.Tasks())
	sees("Description is empty")
	c.Type("description", "Call")
	c.EachLines()
	s.Settle(c.Tasks())
	sees("3 tasks from 2026-11-27 to 2026-11-30")
	s.Button("Create").Press()
	s.Settle(c.Tasks())
	want(t, "said", said, "Created: 3 tasks from 2026-11-27 to 2026-11-30")
	var made []string
	if err := s.Session.ToDos.Each(ctx, core.Query{Filters: map[string]string{"segment_no": no}}, func(t core.Task) error {
		made = append(made, t.Text("contact_no")+" "+t.Text("date")+" "+t.Text("salesperson_code"))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	want(t, "made", made, []string{"ANN 2026-11-27 BD", "BOB 2026-11-27 JO", "CARL 2026-11-30 JO"})
	undo()
	s.Settle(c.Tasks())
	want(t, "said", said, "3 tasks taken back")
	if n, err := s.Session.ToDos.Count(ctx, core.Query{}); n != 5 || err != nil {
		t.Error(n, err)
	}
}

// What is refused after the page was left is told in a dialog: nobody sees the page.
func TestRefusedLate(t *testing.T) {
	s := company(t)
	var told error
	s.Session.Go.Fail = func(err error) { told = err }
	s.Navigator.Open(&widget.Page{Content: widget.NewParagraph("before")})
	p := task.OpenCard(s.Session, "TD000003")
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks)
	salesperson := s.Entry("General", "Salesperson Code")
	salesperson.Focus()
	salesperson.Type("NOBODY")
	s.Navigator.Back()
	s.Settle(p.Tasks)
	if told == nil {
		t.Error("nothing is told")
	}
}
