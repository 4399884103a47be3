package logging_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"winnow/core"
	"winnow/core/coretest"
	"winnow/core/filter"
	"winnow/core/logging"
	"winnow/core/segment"
)

// book is a company with codes and one segment that can be logged.
type book struct {
	*coretest.Book
	store *logging.Store
}

func newBook(t *testing.T, header ...string) book {
	t.Helper()
	b := book{Book: coretest.New(t)}
	b.store = logging.New(b.Company)
	b.Row("salesperson_purchaser", "code", "JO")
	b.Row("salesperson_purchaser", "code", "HR")
	b.Row("campaign", "no", "CP1")
	b.Row("campaign", "no", "CP2")
	b.Row("interaction_template", "code", "LETTER", "interaction_group_code", "LETTERS", "description", "Letter",
		"information_flow", 1, "initiated_by", 1, "unit_cost_lcy", 1.5, "unit_duration_min", 3.0, "correspondence_type_default", 1)
	b.Row("interaction_template", "code", "VISIT", "interaction_group_code", "TALKS", "description", "Visit", "information_flow", 2, "initiated_by", 2)
	b.MakeSegment(append([]string{"description", "Spring", "date", coretest.Today, "salesperson_code", "JO", "interaction_template_code", "LETTER"}, header...)...)
	return b
}

func (b book) set(line int64, pairs ...string) {
	b.T.Helper()
	if _, err := b.SetLines(b.Context(), b.No, segment.LineChange{LineNos: []int64{line}, Fields: coretest.Fields(pairs...)}); err != nil {
		b.T.Fatal(err)
	}
}

func (b book) log(o logging.Options) logging.Result {
	b.T.Helper()
	checked, failed := b.store.Check(b.Context(), b.No, o)
	r, err := b.store.Log(b.Context(), b.No, o)
	if err != nil || failed != nil {
		b.T.Fatal(err, failed)
	}
	// Check counts lines, and Log interactions; both find the same.
	checked.EntryNo, checked.CampaignEntries, checked.FollowUp, checked.TemplatesMade, checked.Undelivered = r.EntryNo, r.CampaignEntries, r.FollowUp, r.TemplatesMade, r.Undelivered
	coretest.Same(b.T, r, checked)
	return r
}

// refused returns the errors of lines, or what else was wrong.
func (b book) refused(o logging.Options) []string {
	b.T.Helper()
	r, err := b.store.Log(b.Context(), b.No, o)
	if err == nil {
		b.T.Fatalf("it was logged: %+v", r)
	}
	checked, failed := b.store.Check(b.Context(), b.No, o)
	if failed == nil {
		b.T.Error("Check finds nothing")
	}
	var refused *logging.Refused
	if !errors.As(err, &refused) {
		return []string{err.Error()}
	}
	coretest.Same(b.T, checked, r)
	list := []string{}
	for _, e := range r.Errors {
		list = append(list, fmt.Sprintf("%s: %s", e.Field, e.Text()))
	}
	coretest.Same(b.T, []string{}, b.Rows("SELECT entry_no FROM interaction_log_entry WHERE local"))
	return list
}

// An entry has what its line shows: own values and defaults, and what the log adds.
func TestEntriesHaveWhatLinesShow(t *testing.T) {
	t.Parallel()
	b := newBook(t, "campaign_no", "CP1", "campaign_target", "yes", "subject_default", "Spring news")
	b.Row("contact", "no", "C1", "type", 0, "company_no", "C1", "name", "Corp")
	b.Line("A", "name", "Ann", "company_no", "C1", "correspondence_type", 2, "e_mail", "ann@example.com", "language_code", "DEU")
	b.Line("B", "name", "Bob")
	b.set(20000, "interaction_template_code", "VISIT", "campaign_no", "CP2", "date", "2026-11-20", "salesperson_code", "HR", "evaluation", "Positive",
		"contact_via", "+44 1", "time_of_interaction", "09:30", "attempt_failed", "yes", "cost_lcy", "7", "subject", "Hello", "opportunity_no", "OP1", "description", "Talk")
	r := b.log(logging.Options{})
	coretest.Same(t, logging.Result{SegmentNo: "SM00001", EntryNo: 2000000001, Interactions: 2, CampaignEntries: 2, Types: logging.Types{None: 1, EMail: 1}, Errors: []logging.LineError{}}, r)
	coretest.Same(t, []string{
		"2000000001|A|C1|2026-11-23||Spring|1|1|1.5|3|JO|LETTERS|LETTER||Spring news|CP1|2000000001|1|SM00001|0|0|JO|2|||LETTER|1",
		"2000000002|B||2026-11-20|09:30|Talk|2|2|7|0|JO|TALKS|VISIT||Hello|CP2|2000000002|0|SM00001|2|1|HR|0|+44 1|OP1|VISIT|1",
	}, b.Rows(`
SELECT entry_no, contact_no, contact_company_no, date, time_of_interaction, description, information_flow, initiated_by, cost_lcy, duration_min,
    user_id, interaction_group_code, interaction_template_code, interaction_language_code, subject, campaign_no, campaign_entry_no, campaign_target,
    segment_no, evaluation, attempt_failed, salesperson_code, correspondence_type, contact_via, opportunity_no, interaction_template_code, local
FROM interaction_log_entry
WHERE logged_segment_entry_no = 2000000001
ORDER BY entry_no`))
	coretest.Same(t, []string{
		"2000000001|CP1|Spring|2026-11-23|JO|SM00001|0|JO|2000000001|1",
		"2000000002|CP2|Spring|2026-11-20|JO|SM00001|0|HR|2000000001|1",
	}, b.Rows("SELECT entry_no, campaign_no, description, date, user_id, segment_no, canceled, salesperson_code, register_no, local FROM campaign_entry ORDER BY 1"))
	coretest.Same(t, []string{"2000000001|SM00001|Spring|2026-11-23|JO|0|1"},
		b.Rows("SELECT entry_no, segment_no, description, creation_date, user_id, canceled, local FROM logged_segment"))
}

// The campaign entry is dated by the first of its lines, in order of date and line, and
// has that line's salesperson; one that is in force for the segment is used again.
func TestCampaignEntries(t *testing.T) {
	t.Parallel()
	b := newBook(t, "campaign_no", "CP1")
	for _, no := range []string{"A", "B", "C", "D"} {
		b.Line(no)
	}
	b.Row("campaign_entry", "entry_no", 5, "campaign_no", "CP2", "segment_no", "SM00001")
	b.Row("campaign_entry", "entry_no", 6, "campaign_no", "CP1", "segment_no", "SM00001", "canceled", 1)
	b.set(20000, "date", "2026-11-21", "salesperson_code", "HR")
	b.set(30000, "date", "2026-11-21")
	b.set(40000, "campaign_no", "CP2")
	if r := b.log(logging.Options{}); r.CampaignEntries != 1 {
		t.Errorf("%d campaign entries were made", r.CampaignEntries)
	}
	coretest.Same(t, []string{"2000000001|CP1|2026-11-21|HR"},
		b.Rows("SELECT entry_no, campaign_no, date, salesperson_code FROM campaign_entry WHERE register_no <> 0"))
	coretest.Same(t, []string{"2000000001|3", "5|1"}, b.Rows("SELECT campaign_entry_no, count(*) FROM interaction_log_entry GROUP BY 1 ORDER BY 1 DESC"))
}

// All errors of all lines are told, in line order and the order of the checks.
func TestErrorsOfLines(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("A", "minor", 1)
	b.Line("B", "privacy_blocked", 1)
	b.Line("C", "minor", 1, "parental_consent_received", 1)
	b.set(10000, "date", "", "salesperson_code", "")
	b.Exec(`UPDATE segment_line SET own = '{"campaign_no":"GONE","interaction_template_code":"GONE","salesperson_code":"GONE"}' WHERE line_no = 30000`)
	coretest.Same(t, []string{
		"date: line 10000, A: Date is empty",
		"salesperson_code: line 10000, A: Salesperson Code is empty",
		"privacy_blocked: line 10000, A: a minor without parental consent; leave out blocked contacts, or remove the line",
		"privacy_blocked: line 20000, B: Privacy Blocked; leave out blocked contacts, or remove the line",
		"salesperson_code: line 30000, C: Salesperson Code: there is no Salesperson/Purchaser GONE",
		"interaction_template_code: line 30000, C: Interaction Template Code: there is no Interaction Template GONE",
		"campaign_no: line 30000, C: Campaign No.: there is no Campaign GONE",
	}, b.refused(logging.Options{AllErrors: true}))
	// Lines that are left out are not put to the other checks.
	coretest.Same(t, 3, len(b.refused(logging.Options{LeaveOutBlocked: true})))
	b.Exec("UPDATE segment_line SET own = NULL WHERE line_no = 30000")
	r := b.log(logging.Options{LeaveOutBlocked: true, Date: "2026-12-24"})
	if r.Interactions != 1 || r.LeftOut.Blocked != 2 {
		t.Errorf("%+v", r)
	}
	coretest.Same(t, []string{"C|2026-12-24"}, b.Rows("SELECT contact_no, date FROM interaction_log_entry"))
}

// A date for all interactions is that of lines without one, too.
func TestDateOfAllForLinesWithoutDate(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("A")
	b.Line("B")
	b.set(10000, "date", "")
	coretest.Same(t, []string{"date: line 10000, A: Date is empty"}, b.refused(logging.Options{}))
	b.log(logging.Options{Date: "2026-12-24"})
	coretest.Same(t, []string{"A|2026-12-24", "B|2026-12-24"}, b.Rows("SELECT contact_no, date FROM interaction_log_entry ORDER BY entry_no"))
}

func TestMoreErrorsThanAreListed(t *testing.T) {
	t.Parallel()
	b := newBook(t, "interaction_template_code", "")
	var contacts []coretest.Contact
	for i := range logging.MaxErrors + 20 {
		contacts = append(contacts, coretest.Contact{No: fmt.Sprintf("C%03d", i)})
	}
	b.Contacts(contacts...)
	for all, want := range map[bool]int{false: logging.MaxErrors, true: logging.MaxErrors + 20} {
		r, err := b.store.Log(b.Context(), b.No, logging.Options{AllErrors: all})
		var refused *logging.Refused
		if !errors.As(err, &refused) || refused.Count != logging.MaxErrors+20 || len(refused.Errors) != want || len(r.Errors) != want {
			t.Errorf("%d of %+v are listed", len(r.Errors), err)
		}
	}
}

// What came from a blocked contact is logged; a segment of nobody else is refused.
func TestBlockedContacts(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("A", "privacy_blocked", 1)
	coretest.Same(t, []string{"Segment SM00001 has nothing to log: its 1 line is of a Privacy Blocked contact and left out"}, b.refused(logging.Options{LeaveOutBlocked: true}))
	b.set(10000, "information_flow", "Inbound")
	if r := b.log(logging.Options{}); r.Interactions != 1 {
		t.Errorf("%+v", r)
	}
}

// An e-mail line whose contact cannot be written to has no Correspondence Type; an
// alternative address with an e-mail counts.
func TestLinesWithoutEMail(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("A", "correspondence_type", 2)
	b.Line("B", "correspondence_type", 2)
	b.Line("C", "correspondence_type", 2, "e_mail", "c@example.com")
	b.Line("D", "correspondence_type", 3)
	b.Row("contact_alt_address", "contact_no", "B", "code", "HUT", "e_mail", "b@example.com")
	b.set(20000, "contact_alt_address_code", "HUT")
	if r := b.log(logging.Options{}); r.WithoutEMail != 1 {
		t.Errorf("%+v", r)
	}
	coretest.Same(t, []string{"A|0|", "B|2|HUT", "C|2|", "D|3|"},
		b.Rows("SELECT contact_no, correspondence_type, contact_alt_address_code FROM interaction_log_entry ORDER BY entry_no"))
}

// The language is the line's where the template has it, else the header's default, else
// the template's.
func TestLanguageOfWhatGoesOut(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("A", "language_code", "DEU")
	b.Line("B", "language_code", "FRA")
	b.Line("C")
	b.Row("interaction_tmpl_language", "interaction_template_code", "LETTER", "language_code", "DEU", "word_template_code", "GERMAN")
	b.Exec("UPDATE interaction_template SET language_code_default = 'ENG', word_template_code = 'USUAL' WHERE code = 'LETTER'")
	b.set(30000, "word_template_code", "MINE")
	first := b.log(logging.Options{})
	const languages = "SELECT contact_no, interaction_language_code, word_template_code FROM interaction_log_entry WHERE NOT canceled ORDER BY entry_no"
	coretest.Same(t, []string{"A|DEU|GERMAN", "B|ENG|USUAL", "C|ENG|MINE"}, b.Rows(languages))
	if _, err := b.store.Unlog(b.Context(), first.EntryNo, false); err != nil {
		t.Fatal(err)
	}
	if _, err := b.SetHeader(b.Context(), b.No, segment.HeaderChange{Fields: coretest.Fields("language_code_default", "DAN")}); err != nil && !core.IsKind(err, core.Invalid) {
		t.Fatal(err)
	}
	b.Exec("UPDATE segment_header SET language_code_default = 'DAN'")
	b.log(logging.Options{})
	coretest.Same(t, []string{"A|DEU|GERMAN", "B|DAN|USUAL", "C|DAN|MINE"}, b.Rows(languages))
}

// A line that was called is not logged a second time: its call is put under the log,
// and Unlog lets it go. A call that was canceled does not count.
func TestCalledLines(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	for _, no := range []string{"A", "B", "C"} {
		b.Line(no)
	}
	b.Row("interaction_log_entry", "entry_no", 2000000001, "contact_no", "A", "local", 1)
	b.Row("interaction_log_entry", "entry_no", 2000000002, "contact_no", "B", "local", 1, "canceled", 1, "canceled_by", 1)
	b.Exec("UPDATE segment_line SET call_entry_no = 2000000001 WHERE line_no = 10000")
	b.Exec("UPDATE segment_line SET call_entry_no = 2000000002 WHERE line_no = 20000")
	r := b.log(logging.Options{})
	if r.Interactions != 3 || r.Calls != 1 {
		t.Errorf("%+v", r)
	}
	const entries = "SELECT entry_no, contact_no, logged_segment_entry_no, canceled_by FROM interaction_log_entry ORDER BY entry_no"
	coretest.Same(t, []string{"2000000001|A|2000000001|0", "2000000002|B|0|1", "2000000003|B|2000000001|0", "2000000004|C|2000000001|0"}, b.Rows(entries))
	if _, err := b.store.Cancel(b.Context(), []int64{r.EntryNo}, false); err != nil {
		t.Fatal(err)
	}
	u, err := b.store.Unlog(b.Context(), r.EntryNo, false)
	if err != nil || u.Calls != 1 {
		t.Errorf("%+v %v", u, err)
	}
	coretest.Same(t, []string{"2000000001|A|0|0", "2000000002|B|0|1", "2000000003|B|2000000001|10", "2000000004|C|2000000001|10"}, b.Rows(entries))
}

// A log after an unlog is a new one, with campaign entries of its own.
func TestLogAfterUnlog(t *testing.T) {
	t.Parallel()
	b := newBook(t, "campaign_no", "CP1")
	b.Line("A")
	for n := range int64(3) {
		r := b.log(logging.Options{})
		if r.EntryNo != 2000000001+n || r.CampaignEntries != 1 {
			t.Errorf("%+v", r)
		}
		if _, err := b.store.Log(b.Context(), b.No, logging.Options{}); err == nil || err.Error() != fmt.Sprintf("Segment SM00001 is logged already, as %d", r.EntryNo) {
			t.Error(err)
		}
		if _, err := b.store.Unlog(b.Context(), r.EntryNo, false); err != nil {
			t.Fatal(err)
		}
	}
	coretest.Same(t, []string{"3|24"}, b.Rows("SELECT count(*), sum(canceled_by) FROM interaction_log_entry"))
	coretest.Same(t, []string{"3|24"}, b.Rows("SELECT count(*), sum(canceled_by) FROM campaign_entry"))
	coretest.Same(t, []string{"3|24"}, b.Rows("SELECT count(*), sum(canceled_by) FROM logged_segment WHERE taken_back"))
}

// A logged segment that came from elsewhere bars its number, unless it is canceled.
func TestImportedLoggedSegment(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("A")
	b.Row("logged_segment", "entry_no", 7, "segment_no", "SM00001")
	coretest.Same(t, []string{"Segment SM00001 is logged already, as 7"}, b.refused(logging.Options{}))
	if _, err := b.store.Unlog(b.Context(), 7, false); err == nil || !strings.Contains(err.Error(), "has no segment in this company file") {
		t.Error(err)
	}
	b.Exec("UPDATE logged_segment SET canceled = 1")
	b.log(logging.Options{})
}

// The follow-up has the header that was asked for; Unlog deletes it, unless somebody
// changed it.
func TestFollowUp(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(b book, no string){
		"unchanged": nil,
		"header": func(b book, no string) {
			if _, err := b.SetHeader(b.Context(), no, segment.HeaderChange{Fields: coretest.Fields("description", "Mine")}); err != nil {
				b.T.Fatal(err)
			}
		},
		"step": func(b book, no string) {
			if _, err := b.Back(b.Context(), no); err != nil {
				b.T.Fatal(err)
			}
		},
		"replay taken back": func(b book, no string) {
			if _, err := b.Replay(b.Context(), no, segment.ReplayParams{Step: 1}); err != nil {
				b.T.Fatal(err)
			}
			if _, err := b.Back(b.Context(), no); err != nil {
				b.T.Fatal(err)
			}
		},
		"line": func(b book, no string) {
			if _, err := b.SetLines(b.Context(), no, segment.LineChange{LineNos: []int64{10000}, Fields: coretest.Fields("subject", "Mine")}); err != nil {
				b.T.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBook(t, "campaign_no", "CP1")
			b.Line("B", "exclude_from_segment", 1)
			b.Line("A")
			b.set(10000, "campaign_no", "CP2")
			r := b.log(logging.Options{FollowUp: true, Env: filter.Env{Me: "HR", WorkDate: "2026-12-01"}})
			seg, err := b.Segment(b.Context(), r.FollowUp)
			if err != nil {
				t.Fatal(err)
			}
			coretest.Same(t, []string{"SM00002", "Follow-up on segment SM00001", "2026-12-01", "HR", "CP1", ""},
				[]string{seg.No, seg.Text("description"), seg.Text("date"), seg.Text("salesperson_code"), seg.Text("campaign_no"), seg.Text("interaction_template_code")})
			coretest.Same(t, []string{`10000|B|{"campaign_no":"CP2"}`, "20000|A|<nil>"}, b.Rows(`
SELECT l.line_no, c.no, l.own FROM segment_line AS l JOIN contact AS c ON c.id = l.contact_id WHERE l.segment_id = ? ORDER BY 1`, seg.ID))
			if change != nil {
				change(b, r.FollowUp)
			}
			u, err := b.store.Unlog(b.Context(), r.EntryNo, false)
			if err != nil || u.FollowUp != r.FollowUp || u.FollowUpStays != (change != nil) {
				t.Errorf("%+v %v", u, err)
			}
			if _, err := b.Segment(b.Context(), r.FollowUp); core.IsKind(err, core.NotFound) != (change == nil) {
				t.Error(err)
			}
		})
	}
}

// A follow-up can be made later, once; of one that was imported, too. Unlog deletes it.
func TestFollowUpLater(t *testing.T) {
	t.Parallel()
	b := newBook(t, "campaign_no", "CP1")
	b.Line("A")
	r := b.log(logging.Options{})
	b.Row("logged_segment", "entry_no", 7, "segment_no", "OLD", "description", "Old")
	b.Row("interaction_log_entry", "entry_no", 70, "contact_no", "A", "logged_segment_entry_no", 7)
	followUp := func(entry int64) string {
		t.Helper()
		no, err := b.store.FollowUp(b.Context(), entry, filter.Env{Me: "HR"})
		if err != nil {
			t.Fatal(err)
		}
		return no
	}
	coretest.Same(t, []string{"SM00002", "SM00002", "SM00003"}, []string{followUp(r.EntryNo), followUp(r.EntryNo), followUp(7)})
	coretest.Same(t, []string{"SM00002|Follow-up on segment SM00001|CP1", "SM00003|Follow-up on segment OLD|"},
		b.Rows("SELECT no, description, campaign_no FROM segment_header WHERE description LIKE 'Follow-up%' ORDER BY 1"))
	if err := b.DeleteSegment(b.Context(), "SM00003"); err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, "SM00004", followUp(7)) // the one before is gone
	if n, err := b.store.Count(b.Context()); n != 2 || err != nil {
		t.Error(n, err)
	}
	if u, err := b.store.Unlog(b.Context(), r.EntryNo, false); err != nil || u.FollowUp != "SM00002" || u.FollowUpStays {
		t.Errorf("%+v %v", u, err)
	}
	if n, err := b.store.Count(b.Context()); n != 1 || err != nil {
		t.Error(n, err)
	}
	if _, err := b.store.FollowUp(b.Context(), r.EntryNo, filter.Env{}); !core.IsKind(err, core.Invalid) {
		t.Errorf("the error is %v", err)
	}
}

// Nothing changes a sealed segment, and what reads segments reads it.
func TestSealedSegments(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("A")
	b.Person("B")
	b.log(logging.Options{})
	ctx := context.Background()
	values, err := b.OwnValues(ctx, b.No, segment.OwnValuesParams{All: true})
	if err != nil {
		t.Fatal(err)
	}
	before := b.Rows("SELECT * FROM segment_header")
	for name, change := range map[string]func() error{
		"header":    func() error { _, err := b.SetHeader(ctx, b.No, segment.HeaderChange{}); return err },
		"lines":     func() error { _, err := b.SetLines(ctx, b.No, segment.LineChange{LineNos: []int64{10000}}); return err },
		"values":    func() error { _, err := b.RestoreOwnValues(ctx, b.No, values); return err },
		"add lines": func() error { _, err := b.AddLines(ctx, b.No, []string{"B"}, false); return err },
		"delete":    func() error { _, err := b.DeleteLines(ctx, b.No, []int64{10000}); return err },
		"remove":    func() error { _, err := b.Remove(ctx, b.No, segment.RemoveParams{Lines: []int64{10000}}); return err },
		"apply":     func() error { _, err := b.Apply(ctx, b.No, segment.ApplyParams{}); return err },
		"previewer": func() error { _, err := b.NewPreviewer(ctx, b.No, filter.Env{}); return err },
		"back":      func() error { _, err := b.Back(ctx, b.No); return err },
		"forward":   func() error { _, err := b.Forward(ctx, b.No); return err },
		"go to":     func() error { _, err := b.GoTo(ctx, b.No, 0); return err },
		"return":    func() error { _, err := b.Return(ctx, b.No, segment.Place{Step: 1}, segment.Place{}); return err },
		"replay":    func() error { _, err := b.Replay(ctx, b.No, segment.ReplayParams{Step: 1}); return err },
		"refresh":   func() error { _, err := b.Replay(ctx, b.No, segment.ReplayParams{Preview: true}); return err },
		"clear":     func() error { return b.ClearCriteria(ctx, b.No) },
		"gone":      func() error { return b.DeleteSegment(ctx, b.No) },
		"reuse": func() error {
			_, err := b.store.Reuse(ctx, b.No, logging.ReuseParams{Entry: 2000000001})
			return err
		},
	} {
		if err := change(); err == nil || err.Error() != "Segment SM00001 is logged already, as 2000000001" {
			t.Errorf("%s: %v", name, err)
		}
	}
	coretest.Same(t, before, b.Rows("SELECT * FROM segment_header"))
	if list, err := b.Segments(ctx); err != nil || len(list) != 0 {
		t.Error(list, err)
	}
	if seg, err := b.Segment(ctx, b.No); err != nil || seg.LoggedAs != 2000000001 || seg.Lines != 1 {
		t.Error(seg, err)
	}
	if e, err := b.Explain(ctx, b.No, "A"); err != nil || !e.InSegment {
		t.Error(e, err)
	}
}

// A preview tells the same as the log, and changes nothing.
func TestPreviewOfLog(t *testing.T) {
	t.Parallel()
	b := newBook(t, "campaign_no", "CP1")
	b.Line("A")
	preview := b.log(logging.Options{Preview: true, FollowUp: true})
	coretest.Same(t, []string{"0"}, b.Rows("SELECT count(*) FROM logged_segment"))
	coretest.Same(t, []string{"1"}, b.Rows("SELECT count(*) FROM segment_header WHERE logged_segment_entry_no = 0"))
	coretest.Same(t, preview, b.log(logging.Options{FollowUp: true}))
}

func TestReuse(t *testing.T) {
	t.Parallel()
	b := newBook(t, "campaign_no", "CP1")
	for _, no := range []string{"C", "A", "B"} {
		b.Line(no)
	}
	if _, err := b.AddLines(b.Context(), b.No, []string{"C"}, true); err != nil {
		t.Fatal(err)
	}
	r := b.log(logging.Options{})
	b.Exec("UPDATE interaction_log_entry SET canceled = 1, canceled_by = 1 WHERE contact_no = 'B'")
	b.Exec("UPDATE contact SET privacy_blocked = 1 WHERE no = 'A'")
	no := b.MakeSegment("campaign_no", "CP2")
	if _, err := b.AddLines(b.Context(), no, []string{"A"}, false); err != nil {
		t.Fatal(err)
	}
	lines := func() []string {
		return b.Rows(`SELECT l.line_no, c.no, coalesce(l.own, '') FROM segment_line AS l JOIN contact AS c ON c.id = l.contact_id
JOIN segment_header AS h ON h.id = l.segment_id WHERE h.no = ? ORDER BY 1`, no)
	}
	got, err := b.store.Reuse(b.Context(), no, logging.ReuseParams{Entry: r.EntryNo})
	if err != nil || got.Selected != 2 || got.LinesAfter != 2 || got.Blocked != 1 || got.Step != 2 {
		t.Errorf("%+v %v", got, err)
	}
	coretest.Same(t, []string{"10000|A|", `20000|C|{"campaign_no":"CP1"}`}, lines())
	if _, err := b.Back(b.Context(), no); err != nil {
		t.Fatal(err)
	}
	if got, err = b.store.Reuse(b.Context(), no, logging.ReuseParams{Entry: r.EntryNo, AllowExisting: true}); err != nil || got.LinesAfter != 3 {
		t.Errorf("%+v %v", got, err)
	}
	coretest.Same(t, []string{"10000|A|", `20000|C|{"campaign_no":"CP1"}`, `30000|A|{"campaign_no":"CP1"}`}, lines())
	if faults, err := b.Check(b.Context()); err != nil || len(faults) > 0 {
		t.Error(faults, err)
	}
}

// Cancel takes all that belongs to a log with it; Uncancel leaves what was canceled one
// by one. Delete lets the interactions go, and deletes the sealed segment.
func TestCancelAndDelete(t *testing.T) {
	t.Parallel()
	b := newBook(t, "campaign_no", "CP1")
	for _, no := range []string{"A", "B", "C"} {
		b.Line(no)
	}
	r := b.log(logging.Options{})
	b.Exec("UPDATE interaction_log_entry SET canceled = 1, canceled_by = 1 WHERE contact_no = 'A'")
	b.Exec("UPDATE interaction_log_entry SET canceled = 1 WHERE contact_no = 'B'")
	const all = "SELECT (SELECT group_concat(canceled || canceled_by, ' ' ORDER BY entry_no) FROM interaction_log_entry), e.canceled || e.canceled_by, g.canceled || g.canceled_by FROM campaign_entry AS e, logged_segment AS g"
	entry := []int64{r.EntryNo}
	changed, err := b.store.Cancel(b.Context(), entry, false)
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, logging.Changed{LoggedSegments: 1, Interactions: 1, CampaignEntries: 1, Entries: entry, Segments: []string{}}, changed)
	coretest.Same(t, []string{"13 13 12|12|11"}, b.Rows(all))
	if again, _ := b.store.Cancel(b.Context(), entry, false); again.LoggedSegments != 0 || err != nil {
		t.Error(again, err)
	}
	if list, _ := b.store.List(b.Context(), logging.Query{}); len(list) != 1 || list[0].Interactions != 3 || list[0].CampaignEntries != 1 {
		t.Errorf("%+v", list)
	}
	changed, err = b.store.Uncancel(b.Context(), entry, false)
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, logging.Changed{LoggedSegments: 1, Interactions: 1, CampaignEntries: 1, Entries: entry, Segments: []string{}}, changed)
	coretest.Same(t, []string{"11 11 00|00|00"}, b.Rows(all))
	if changed, err = b.store.Delete(b.Context(), logging.Query{}, false); changed.LoggedSegments != 0 || err != nil {
		t.Error(changed, err)
	}
	if _, err := b.store.Cancel(b.Context(), entry, false); err != nil {
		t.Fatal(err)
	}
	if changed, err = b.store.Delete(b.Context(), logging.Query{Filters: coretest.Fields("segment_no", "SM2*")}, false); changed.LoggedSegments != 0 || err != nil {
		t.Error(changed, err)
	}
	changed, err = b.store.Delete(b.Context(), logging.Query{Filters: coretest.Fields("segment_no", "SM0*")}, false)
	coretest.Same(t, logging.Changed{LoggedSegments: 1, Interactions: 3, CampaignEntries: 1, Entries: entry, Segments: []string{"SM00001"}}, changed)
	coretest.Same(t, []string{"3|3|0"}, b.Rows("SELECT count(*), sum(canceled), sum(logged_segment_entry_no) FROM interaction_log_entry"))
	coretest.Same(t, []string{"1|1|0"}, b.Rows("SELECT count(*), sum(canceled), sum(register_no) FROM campaign_entry"))
	coretest.Same(t, []string{"0|0|0"}, b.Rows("SELECT (SELECT count(*) FROM segment_header), (SELECT count(*) FROM segment_line), (SELECT count(*) FROM segment_step)"))
	if err != nil {
		t.Error(err)
	}
}

// What was made on the interactions since stays, and is counted.
func TestMadeSince(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("A")
	b.Line("B")
	b.set(10000, "opportunity_no", "OP1")
	b.Exec(`UPDATE segment_line SET own = json_set(own, '$.to_do_no', 'TD1') WHERE line_no = 10000`)
	r := b.log(logging.Options{})
	b.Row("inter_log_entry_comment_line", "entry_no", 2000000001, "line_no", 10000, "comment", "Glad")
	b.Row("inter_log_entry_comment_line", "entry_no", 2000000002, "line_no", 10000, "comment", "Sad")
	b.Exec("UPDATE interaction_log_entry SET evaluation = 2, edited_at = 'now' WHERE entry_no = 2000000001")
	b.Exec("UPDATE interaction_log_entry SET to_do_no = 'TD2' WHERE entry_no = 2000000002")
	u, err := b.store.Unlog(b.Context(), r.EntryNo, true)
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, logging.MadeSince{Comments: 2, Tasks: 1, Edited: 1}, u.MadeSince)
	if again, err := b.store.Unlog(b.Context(), r.EntryNo, false); err != nil || again != u {
		t.Errorf("%+v, the preview said %+v: %v", again, u, err)
	}
	coretest.Same(t, []string{"2"}, b.Rows("SELECT count(*) FROM inter_log_entry_comment_line"))
}
