package task_test

import (
	"fmt"
	"strings"
	"testing"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/filter"
	"winnow/core/segment"
	"winnow/core/task"
)

// book is a company with a segment of four lines, of which two are one contact's.
type book struct {
	*coretest.Book
	tasks *task.Store
}

func newBook(t *testing.T) *book {
	t.Helper()
	b := &book{Book: coretest.New(t)}
	b.tasks = task.New(b.Company)
	for _, code := range []string{"JO", "BD"} {
		b.Row("salesperson_purchaser", "code", code)
	}
	b.Row("campaign", "no", "CP1")
	b.MakeSegment("description", "Calls", "salesperson_code", "JO", "campaign_no", "CP1")
	b.Line("P1", "name", "Ann, Beebe; Ltd", "company_name", "Adatum", "company_no", "F1", "phone_no", "+44 1")
	b.Line("P2", "name", "Bob")
	b.Line("P3", "name", "Cy")
	if _, err := b.AddLines(b.Context(), b.No, []string{"P1"}, true); err != nil {
		t.Fatal(err)
	}
	return b
}

// add makes a task about P1.
func (b *book) add(pairs ...string) string {
	b.T.Helper()
	fields := coretest.Fields(append([]string{"description", "Call", "date", "2026-12-01", "salesperson_code", "JO"}, pairs...)...)
	made, err := b.tasks.Add(b.Context(), task.NewParams{Contact: "P1", Fields: fields})
	if err != nil {
		b.T.Fatal(err)
	}
	return made.Nos[0]
}

func (b *book) forSegment(p task.SegmentParams, pairs ...string) task.Made {
	b.T.Helper()
	p.Segment, p.Fields = b.No, coretest.Fields(append([]string{"description", "Call", "date", "2026-12-01"}, pairs...)...)
	made, err := b.tasks.AddForSegment(b.Context(), p)
	if err != nil {
		b.T.Fatal(err)
	}
	return made
}

// state is what became of a task.
func (b *book) state(no string) string {
	b.T.Helper()
	t, err := b.tasks.Task(b.Context(), no)
	if err != nil {
		b.T.Fatal(err)
	}
	return strings.Join([]string{t.Text("status"), t.Text("closed"), t.Text("date_closed"), t.Text("canceled")}, "|")
}

func wrong(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil || err.Error() != want {
		t.Errorf("want %q, got %v", want, err)
	}
}

// A task follows its contact, the settings and what is typed.
func TestOneTask(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Exec("UPDATE contact SET salesperson_code = 'BD'")
	add := func(contact string, pairs ...string) error {
		_, err := b.tasks.Add(t.Context(), task.NewParams{Contact: contact, Fields: coretest.Fields(pairs...)})
		return err
	}
	if err := add("p1", "description", "Call", "date", "tomorrow", "type", "phone call", "start_time", "9:30"); err != nil {
		t.Error(err)
	}
	b.Set(company.Values{company.Me: "JO"})
	if err := add("", "description", "Write", "date", "t", "status", "Completed", "priority", "Low"); err != nil {
		t.Error(err)
	}
	coretest.Same(t, []string{"TD000001|2|Call|2026-11-24|0|1|BD|P1|F1|||0||0|09:30", "TD000002|0|Write|2026-11-23|2|0|JO|||||1|2026-11-23|0|"}, b.Rows(`
SELECT no, type, description, date, status, priority, salesperson_code, contact_no, contact_company_no, segment_no, campaign_no, closed, date_closed, canceled, start_time
FROM to_do ORDER BY no`))

	for contact, want := range map[string]string{"": "JO", "p1": "JO"} {
		if got, err := b.tasks.Salesperson(t.Context(), contact); err != nil || got != want {
			t.Errorf("%q is %s's, %v", contact, got, err)
		}
	}

	wrong(t, add("P1", "date", "t"), "Description is empty")
	wrong(t, add("P1", "description", "x"), "Date is empty")
	b.Set(company.Values{company.Me: ""})
	if got, err := b.tasks.Salesperson(t.Context(), "P1"); err != nil || got != "BD" {
		t.Error(got, err)
	}
	wrong(t, add("", "description", "x", "date", "t"), "Salesperson Code is empty")
	wrong(t, add("P1", "description", "x", "date", "t", "campaign_no", "CP2"), "Campaign No.: there is no Campaign CP2; the only value is CP1")
	wrong(t, add("P9", "description", "x", "date", "t"), "Contact P9 does not exist")
	wrong(t, add("P1", "no", "X", "description", "x", "date", "t"), "No. of a task cannot be given; it follows from how the task is made, closed or canceled")
	wrong(t, add("P1", "descriptio", "x"), "descriptio: no such field; did you mean description?")
	wrong(t, add("P1", "description", "x", "date", "t", "recurring", "yes"), "A recurring task needs Recurring Date Interval")
	wrong(t, add("P1", "description", "x", "date", "t", "recurring", "yes", "recurring_date_interval", "1M"), "A recurring task needs Calc. Due Date From")
	b.Exec("UPDATE contact SET minor = 1 WHERE no = 'P2'")
	wrong(t, add("P2", "description", "x", "date", "t"), "Contact P2 is Privacy Blocked; no task can be begun with this contact")
	coretest.Same(t, []string{"2"}, b.Rows("SELECT count(*) FROM to_do"))
}

// A segment's tasks are one for each contact, all or none; Completed is Closed, and what
// was changed since it was made is not taken back.
func TestTasksOfASegment(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	if made := b.forSegment(task.SegmentParams{Preview: true}); len(made.Nos) != 3 || made.First != "2026-12-01" || made.Last != "2026-12-01" {
		t.Errorf("the preview says %+v", made)
	}
	coretest.Same(t, []string{"0|0|TD000000"}, b.Rows("SELECT (SELECT count(*) FROM to_do), (SELECT count(*) FROM undo_action), last_no FROM no_series WHERE code = 'TASK'"))
	b.forSegment(task.SegmentParams{}, "type", "Meeting")
	rows := "SELECT no, type, contact_no, contact_company_no, segment_no, campaign_no, salesperson_code, date FROM to_do ORDER BY no"
	coretest.Same(t, []string{"TD000001|1|P1|F1|" + b.No + "|CP1|JO|2026-12-01", "TD000002|1|P2||" + b.No + "|CP1|JO|2026-12-01", "TD000003|1|P3||" + b.No + "|CP1|JO|2026-12-01"}, b.Rows(rows))

	if _, err := b.tasks.Close(t.Context(), []string{"TD000002"}, false, filter.Env{}); err != nil {
		t.Fatal(err)
	}
	undone, err := b.tasks.Undo(t.Context(), false)
	coretest.Same(t, task.Undone{Segment: b.No, Deleted: 2, Kept: 1}, undone)
	if err != nil {
		t.Error(err)
	}
	coretest.Same(t, []string{"TD000002"}, b.Rows("SELECT no FROM to_do"))
	_, err = b.tasks.Undo(t.Context(), false)
	wrong(t, err, "There are no tasks of a segment to take back")

	// Only the last are taken back, and all of them when nobody touched them.
	b.forSegment(task.SegmentParams{})
	b.forSegment(task.SegmentParams{}, "description", "Again")
	if undone, err = b.tasks.Undo(t.Context(), false); err != nil || undone.Deleted != 3 || undone.Kept != 0 {
		t.Error(undone, err)
	}
	coretest.Same(t, []string{"TD000002", "TD000004", "TD000005", "TD000006"}, b.Rows("SELECT no FROM to_do ORDER BY no"))
	coretest.Same(t, []string{"0|0"}, b.Rows("SELECT (SELECT count(*) FROM undo_action), (SELECT count(*) FROM undo_row)"))
}

// Each line's own salesperson can have the task.
func TestSalespeopleOfLines(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	if _, err := b.SetLines(t.Context(), b.No, segment.LineChange{LineNos: []int64{20000}, Fields: coretest.Fields("salesperson_code", "BD")}); err != nil {
		t.Fatal(err)
	}
	b.forSegment(task.SegmentParams{LineSalesperson: true})
	coretest.Same(t, []string{"P1|JO", "P2|BD", "P3|JO"}, b.Rows("SELECT contact_no, salesperson_code FROM to_do ORDER BY no"))
	if _, err := b.SetLines(t.Context(), b.No, segment.LineChange{LineNos: []int64{30000}, Fields: coretest.Fields("salesperson_code", "")}); err != nil {
		t.Fatal(err)
	}
	_, err := b.tasks.AddForSegment(t.Context(), task.SegmentParams{Segment: b.No, LineSalesperson: true, Fields: coretest.Fields("description", "x", "date", "t")})
	wrong(t, err, "line 30000, P3: Salesperson Code is empty")
	if _, err := b.SetHeader(t.Context(), b.No, segment.HeaderChange{Fields: coretest.Fields("salesperson_code", "")}); err != nil {
		t.Fatal(err)
	}
	_, err = b.tasks.AddForSegment(t.Context(), task.SegmentParams{Segment: b.No, Fields: coretest.Fields("description", "x", "date", "t")})
	wrong(t, err, "Salesperson Code is empty")
	empty := b.MakeSegment("description", "Nobody")
	_, err = b.tasks.AddForSegment(t.Context(), task.SegmentParams{Segment: empty, Fields: coretest.Fields("description", "x", "date", "t")})
	wrong(t, err, "Segment "+empty+" has no lines")
	coretest.Same(t, []string{"3"}, b.Rows("SELECT count(*) FROM to_do"))
}

// Tasks are spread over working days.
func TestSpread(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	// The 27th is a Friday, the 28th a Saturday.
	for date, want := range map[string][]string{
		"2026-11-26": {"2026-11-26", "2026-11-27", "2026-11-30"},
		"2026-11-28": {"2026-11-30", "2026-12-01", "2026-12-02"},
	} {
		b.Exec("DELETE FROM to_do")
		made := b.forSegment(task.SegmentParams{Spread: 1}, "date", date)
		coretest.Same(t, want, b.Rows("SELECT date FROM to_do ORDER BY no"))
		if made.First != want[0] || made.Last != want[2] {
			t.Error(made)
		}
	}
	b.Exec("DELETE FROM to_do")
	b.forSegment(task.SegmentParams{Spread: 2}, "date", "2026-11-27")
	coretest.Same(t, []string{"2026-11-27", "2026-11-27", "2026-11-30"}, b.Rows("SELECT date FROM to_do ORDER BY no"))
	b.Exec("DELETE FROM to_do")
	b.forSegment(task.SegmentParams{}, "date", "2026-11-28")
	coretest.Same(t, []string{"2026-11-28"}, b.Rows("SELECT DISTINCT date FROM to_do"))
}

// Completed is Closed, and Canceled closes.
func TestStates(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	no := b.add()
	run := func(do func() (task.Changed, error), want int) {
		t.Helper()
		changed, err := do()
		if err != nil || len(changed.Nos) != want || len(changed.Next) != 0 {
			t.Error(changed, err)
		}
	}
	closing := func() (task.Changed, error) {
		return b.tasks.Close(t.Context(), []string{no, strings.ToLower(no)}, false, filter.Env{})
	}
	reopening := func() (task.Changed, error) {
		return b.tasks.Reopen(t.Context(), []string{no}, false, filter.Env{})
	}
	canceling := func() (task.Changed, error) {
		return b.tasks.Cancel(t.Context(), []string{no}, false, filter.Env{})
	}
	set := func(key, text string) func() (task.Changed, error) {
		return func() (task.Changed, error) {
			return b.tasks.Set(t.Context(), []string{no}, coretest.Fields(key, text), false, filter.Env{})
		}
	}
	run(closing, 1)
	coretest.Same(t, "Completed|Yes|2026-11-23|No", b.state(no))
	run(closing, 0)
	run(reopening, 1)
	coretest.Same(t, "In Progress|No||No", b.state(no))
	run(reopening, 0)
	run(canceling, 1)
	coretest.Same(t, "Completed|Yes|2026-11-23|Yes", b.state(no))
	run(canceling, 0)
	run(reopening, 1)
	coretest.Same(t, "In Progress|No||No", b.state(no))
	run(set("status", "Completed"), 1)
	coretest.Same(t, "Completed|Yes|2026-11-23|No", b.state(no))
	run(canceling, 1)
	run(set("status", "Waiting"), 1)
	coretest.Same(t, "Waiting|No||No", b.state(no))
	run(set("status", "Waiting"), 0)
	run(set("location", "Bath"), 1)
	for key, text := range map[string]string{"description": "", "recurring": "yes", "campaign_no": "XX", "closed": "yes", "start_time": "25:00"} {
		if _, err := set(key, text)(); !core.IsKind(err, core.Invalid) {
			t.Errorf("%s=%s: %v", key, text, err)
		}
	}
	_, err := b.tasks.Close(t.Context(), []string{no, "TD9"}, false, filter.Env{})
	wrong(t, err, "Task TD9 does not exist")
	coretest.Same(t, "Waiting|No||No", b.state(no))
}

// Closing or canceling a task that recurs makes the next.
func TestRecurring(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	due := b.add("recurring", "yes", "recurring_date_interval", "1m", "calc_due_date_from", "Due Date", "date", "2026-01-31")
	closing := b.add("recurring", "yes", "recurring_date_interval", "CM+1D", "calc_due_date_from", "Closing Date", "status", "Waiting")
	changed, err := b.tasks.Close(t.Context(), []string{due}, false, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, []task.Next{{After: due, No: "TD000003", Date: "2026-02-28"}}, changed.Next)
	if changed, err = b.tasks.Cancel(t.Context(), []string{closing}, false, filter.Env{}); err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, []task.Next{{After: closing, No: "TD000004", Date: "2026-12-01"}}, changed.Next)
	coretest.Same(t, []string{"TD000003|0|0||0|1|1M|P1", "TD000004|0|0||0|1|CM+1D|P1"},
		b.Rows("SELECT no, status, closed, date_closed, canceled, recurring, recurring_date_interval, contact_no FROM to_do WHERE no > 'TD000002' ORDER BY no"))
	if changed, err = b.tasks.Set(t.Context(), []string{"TD000003"}, coretest.Fields("status", "Completed", "location", "Bath"), false, filter.Env{}); err != nil || len(changed.Next) != 1 {
		t.Fatal(changed, err)
	}
	coretest.Same(t, []string{"TD000005|Bath|0|2026-03-28"}, b.Rows("SELECT no, location, status, date FROM to_do WHERE no = 'TD000005'"))
}

// Only canceled tasks are deleted.
func TestDelete(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	open, early, late := b.add(), b.add("date", "2026-01-01"), b.add("date", "2027-01-01")
	if _, err := b.tasks.Cancel(t.Context(), []string{early, late}, false, filter.Env{}); err != nil {
		t.Fatal(err)
	}
	if n, err := b.tasks.Delete(t.Context(), task.Query{Filters: coretest.Fields("date", "..2026-12-31")}, false); n != 1 || err != nil {
		t.Error(n, err)
	}
	if n, err := b.tasks.Delete(t.Context(), task.Query{}, true); n != 1 || err != nil {
		t.Error(n, err)
	}
	coretest.Same(t, []string{open, late}, b.Rows("SELECT no FROM to_do ORDER BY no"))
}

// Calendar programs read the tasks; whatever stands in a text stays in it.
func TestCalendar(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.add("type", "Phone Call", "priority", "High", "location", "Bath; Somerset, \\ England", "description", "CallEND:VTODO\u00e4"+strings.Repeat("x", 80))
	b.add("start_time", "9:30", "duration", "45", "status", "In Progress")
	b.add("start_time", "9:30", "status", "Completed")
	b.Exec("UPDATE to_do SET description = 'a' || char(10) || 'END:VTODO' WHERE no = 'TD000002'")
	b.Exec("UPDATE contact SET privacy_blocked = 1 WHERE no = 'P2'")
	b.Row("to_do", "no", "TD9", "contact_no", "P2", "description", "secret", "date", "2026-12-01")
	b.Row("to_do", "no", "TE1", "description", "Canceled", "canceled", 1, "closed", 1, "status", 2)
	result, err := b.tasks.WriteCalendar(t.Context(), task.CalendarParams{Path: b.Path("tasks.ics")})
	if err != nil || result.Rows != 4 || result.Blocked != 1 {
		t.Fatal(result, err)
	}
	written := b.Read("tasks.ics")
	for line := range strings.SplitSeq(written, "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") {
			t.Errorf("the line %q", line)
		}
	}
	unfolded := strings.ReplaceAll(written, "\r\n ", "")
	var got []string
	for line := range strings.SplitSeq(strings.TrimSuffix(unfolded, "\r\n"), "\r\n") {
		if !strings.HasPrefix(line, "UID:") {
			got = append(got, line)
		}
	}
	x := strings.Repeat("x", 80)
	about := []string{`CONTACT:Ann\, Beebe\; Ltd\, Adatum\, +44 1`, `DESCRIPTION:Ann\, Beebe\; Ltd\nAdatum\n+44 1\nP1`, "END:VTODO"}
	want := append([]string{"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Winnow//Winnow//EN",
		"BEGIN:VTODO", "DTSTAMP:20261123T090000Z", "SUMMARY:CallEND:VTODOä" + x, "DUE;VALUE=DATE:20261201", "STATUS:NEEDS-ACTION", "PRIORITY:1", "CATEGORIES:Phone Call", `LOCATION:Bath\; Somerset\, \\ England`}, about...)
	want = append(want, "BEGIN:VTODO", "DTSTAMP:20261123T090000Z", `SUMMARY:a\nEND:VTODO`, "DTSTART:20261201T093000", "DUE:20261201T101500", "STATUS:IN-PROCESS", "PRIORITY:5")
	want = append(append(want, about...), "BEGIN:VTODO", "DTSTAMP:20261123T090000Z", "SUMMARY:Call", "DUE:20261201T093000", "STATUS:COMPLETED", "PERCENT-COMPLETE:100", "COMPLETED:20261123T000000Z", "PRIORITY:5")
	want = append(append(want, about...), "BEGIN:VTODO", "DTSTAMP:20261123T090000Z", "SUMMARY:Canceled", "STATUS:CANCELLED", "PRIORITY:5", "END:VTODO", "END:VCALENDAR")
	coretest.Same(t, want, got)
	if n := strings.Count(unfolded, "\r\nUID:TD00000"); n != 3 {
		t.Errorf("%d tasks have an id", n)
	}
	coretest.Same(t, []string{"Tasks|4|0"}, b.Rows("SELECT what, rows, blocked FROM output_log_entry"))
	_, err = b.tasks.WriteCalendar(t.Context(), task.CalendarParams{Path: b.Path("none.ics"), Query: task.Query{Filters: coretest.Fields("no", "X")}})
	wrong(t, err, "There is no task to write")
	coretest.Same(t, []string{"tasks.ics"}, b.Files())
	if result, err = b.tasks.WriteCalendar(t.Context(), task.CalendarParams{Path: b.Path("tasks.ics"), Force: true, IncludeBlocked: true}); err != nil || result.Rows != 5 {
		t.Error(result, err)
	}
}

// A segment's tasks stay when it is deleted.
func TestTasksOutliveTheirSegment(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.forSegment(task.SegmentParams{})
	if err := b.DeleteSegment(t.Context(), b.No); err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, []string{fmt.Sprintf("3|%s", b.No)}, b.Rows("SELECT count(*), min(segment_no) FROM to_do"))
}

// What was changed is taken back as it was, with the task that came after, and a task
// that was made is taken back; one that has been changed since stays.
func TestTakeBack(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	all := "SELECT * FROM to_do ORDER BY no"
	no := b.add("recurring", "yes", "recurring_date_interval", "1M", "calc_due_date_from", "Due Date", "location", "Leeds")
	other := b.add()
	before := b.Rows(all)
	for name, change := range map[string]func() (task.Changed, error){
		"close": func() (task.Changed, error) {
			return b.tasks.Close(t.Context(), []string{no, other}, false, filter.Env{})
		},
		"cancel": func() (task.Changed, error) { return b.tasks.Cancel(t.Context(), []string{no}, false, filter.Env{}) },
		"set": func() (task.Changed, error) {
			return b.tasks.Set(t.Context(), []string{no, other}, coretest.Fields("description", "Visit", "status", "Completed"), false, filter.Env{})
		},
	} {
		changed, err := change()
		if err != nil || len(changed.Next) != 1 {
			t.Fatal(name, changed, err)
		}
		if err := b.tasks.TakeBack(t.Context(), changed); err != nil {
			t.Error(name, err)
		}
		coretest.Same(t, before, b.Rows(all))
	}

	changed, err := b.tasks.Close(t.Context(), []string{no}, false, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	next := changed.Next[0].No
	if _, err := b.tasks.Set(t.Context(), []string{next}, coretest.Fields("location", "York"), false, filter.Env{}); err != nil {
		t.Fatal(err)
	}
	left := b.Rows(all)
	wrong(t, b.tasks.TakeBack(t.Context(), changed), "Task "+next+" has been changed meanwhile; nothing was taken back")
	coretest.Same(t, left, b.Rows(all))

	made, err := b.tasks.Add(t.Context(), task.NewParams{Fields: coretest.Fields("description", "x", "date", "t", "salesperson_code", "JO")})
	if err != nil {
		t.Fatal(err)
	}
	if undone, err := b.tasks.TakeBackMade(t.Context(), made); err != nil || undone.Deleted != 1 {
		t.Error(undone, err)
	}
	coretest.Same(t, left, b.Rows(all))
	_, err = b.tasks.TakeBackMade(t.Context(), made)
	wrong(t, err, "Task "+made.Nos[0]+" does not exist")

	// Of a segment's tasks, those that were meant are taken back.
	first := b.forSegment(task.SegmentParams{})
	second := b.forSegment(task.SegmentParams{})
	_, err = b.tasks.TakeBackMade(t.Context(), first)
	wrong(t, err, "There are no tasks of a segment to take back")
	if undone, err := b.tasks.TakeBackMade(t.Context(), second); err != nil || undone.Deleted != 3 {
		t.Error(undone, err)
	}
}

// Tasks are read by their numbers, counted, and those that are due are the open ones
// up to today.
func TestDueTasks(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	var nos []string
	for _, date := range []string{"2026-11-24", "2026-11-23", "2026-11-01", "2026-11-02"} {
		nos = append(nos, b.add("date", date))
	}
	b.Row("to_do", "no", "TD9", "description", "Some day")
	if _, err := b.tasks.Cancel(t.Context(), nos[3:], false, filter.Env{}); err != nil {
		t.Fatal(err)
	}
	due := []string{}
	if err := b.tasks.Each(t.Context(), task.Due(), func(t task.Task) error {
		due = append(due, t.No)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, nos[1:3], due)
	if n, err := b.tasks.Count(t.Context(), task.Due()); n != 2 || err != nil {
		t.Error(n, err)
	}
	list, err := b.tasks.Tasks(t.Context(), []string{nos[2], "TD999", nos[0]})
	if err != nil || len(list) != 2 || list[0].No != nos[2] || list[1].ContactName != "Ann, Beebe; Ltd" {
		t.Errorf("%+v, %v", list, err)
	}
	if n, err := b.tasks.Delete(t.Context(), task.Query{Nos: nos[:3]}, false); n != 0 || err != nil {
		t.Error(n, err)
	}
	if n, err := b.tasks.Delete(t.Context(), task.Query{Nos: nos}, false); n != 1 || err != nil {
		t.Error(n, err)
	}
}

// A filter finds the tasks of a contact by the number of one that was merged into it.
func TestFilterByAMergedNumber(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	no := b.add()
	b.Exec("INSERT INTO contact_number (no, contact_id) SELECT 'GONE', id FROM contact WHERE no = 'P1'")
	var found []string
	err := b.tasks.Each(b.Context(), task.Query{Filters: coretest.Fields("contact_no", "GONE")}, func(t task.Task) error {
		found = append(found, t.No)
		return nil
	})
	coretest.Same(t, []string{no}, found)
	if err != nil {
		t.Error(err)
	}
}
