package interaction_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/filter"
	"winnow/core/interaction"
)

// book is a company with contacts and interaction templates.
type book struct {
	*coretest.Book
	log *interaction.Store
}

func newBook(t *testing.T) *book {
	t.Helper()
	b := &book{Book: coretest.New(t)}
	b.log = interaction.New(b.Company)
	b.Row("salesperson_purchaser", "code", "JO", "name", "Joan")
	b.Row("salesperson_purchaser", "code", "BD", "name", "Ben")
	b.Row("language", "code", "DEU", "name", "German")
	b.Row("campaign", "no", "CP1", "description", "Spring")
	b.Row("contact", "no", "F1", "name", "Adatum", "type", 0, "company_no", "F1")
	b.Person("P1", "name", "Ann Beebe", "company_no", "F1", "company_name", "Adatum", "salesperson_code", "BD", "language_code", "DEU")
	b.Person("P2", "name", "Bob Cole", "privacy_blocked", 1)
	b.Person("P3", "name", "Cy Dunn", "minor", 1)
	b.Row("interaction_template", "code", "CALL", "description", "Phone Call", "interaction_group_code", "PHONE", "unit_cost_lcy", 4.5, "unit_duration_min", 8,
		"information_flow", 1, "initiated_by", 1, "campaign_no", "CP1", "campaign_target", 1)
	b.Row("interaction_template", "code", "NOTE", "description", "Note")
	return b
}

// add makes an interaction of P1.
func (b *book) add(template string, pairs ...string) int64 {
	b.T.Helper()
	made, err := b.log.Add(b.Context(), interaction.NewParams{Contact: "P1", Template: template, Fields: coretest.Fields(pairs...)})
	if err != nil {
		b.T.Fatal(err)
	}
	return made.No
}

// refused wants Add to fail with a text.
func (b *book) refused(want string, p interaction.NewParams) {
	b.T.Helper()
	before := b.Rows("SELECT count(*), (SELECT count(*) FROM campaign_entry) FROM interaction_log_entry")
	if _, err := b.log.Add(b.Context(), p); err == nil || err.Error() != want {
		b.T.Errorf("want %q, got %v", want, err)
	}
	coretest.Same(b.T, before, b.Rows("SELECT count(*), (SELECT count(*) FROM campaign_entry) FROM interaction_log_entry"))
}

// list returns the numbers of the entries that a query asks for.
func (b *book) list(q interaction.Query) []int64 {
	b.T.Helper()
	list := []int64{}
	if err := b.log.Each(b.Context(), q, func(e interaction.Entry) error {
		list = append(list, e.No)
		return nil
	}); err != nil {
		b.T.Fatal(err)
	}
	return list
}

func (b *book) wrong(err error, want string) {
	b.T.Helper()
	if err == nil || err.Error() != want {
		b.T.Errorf("want %q, got %v", want, err)
	}
}

// shown are the fields of an entry, as people read them.
func (b *book) shown(no int64, keys ...string) string {
	b.T.Helper()
	e, err := b.log.Entry(b.Context(), no)
	if err != nil {
		b.T.Fatal(err)
	}
	var texts []string
	for _, key := range keys {
		texts = append(texts, e.Text(key))
	}
	return strings.Join(texts, "|")
}

// Whatever nobody types follows the template, the contact, the settings and the clock.
func TestDefaults(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Company.Now = func() time.Time { return time.Date(2026, 11, 23, 9, 30, 1, 0, time.UTC) }
	no := b.add("call")
	if no != catalog.FirstMadeHere {
		t.Errorf("the first Entry No. is %d", no)
	}
	coretest.Same(t, "P1|F1|2026-11-23|09:31|Phone Call|Phone Call|BD|PHONE|CALL|4.5|8|Outbound|Us|CP1|Yes|No|JO|No|0||", b.shown(no, "contact_no", "contact_company_no",
		"date", "time_of_interaction", "description", "subject", "salesperson_code", "interaction_group_code", "interaction_template_code", "cost_lcy",
		"duration_min", "information_flow", "initiated_by", "campaign_no", "campaign_target", "campaign_response", "user_id", "postponed",
		"logged_segment_entry_no", "segment_no", "evaluation"))
	coretest.Same(t, []string{"1||"}, b.Rows("SELECT local, edited_at, edited_by FROM interaction_log_entry"))

	// My own code comes before the contact's, and what is typed before all.
	b.Set(company.Values{company.Me: "JO", company.WorkDate: "2026-11-20"})
	coretest.Same(t, "JO|2026-11-20|Note", b.shown(b.add("NOTE"), "salesperson_code", "date", "subject"))
	typed := b.add("NOTE", "salesperson_code", "bd", "date", "t-1d", "description", "Asked", "evaluation", "positive", "attempt_failed", "yes", "cost_lcy", "3", "time_of_interaction", "")
	coretest.Same(t, "BD|2026-11-22|Asked|Asked|Positive|Yes|3|", b.shown(typed, "salesperson_code", "date", "description", "subject", "evaluation", "attempt_failed", "cost_lcy", "time_of_interaction"))
}

// The time is the next full minute, but on the same day.
func TestFullMinutes(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	for at, want := range map[time.Duration]string{
		9 * time.Hour: "09:00", 9*time.Hour + time.Second: "09:01", 23*time.Hour + 59*time.Minute + 30*time.Second: "23:59", 0: "00:00",
	} {
		b.Company.Now = func() time.Time { return time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC).Add(at) }
		if got := b.shown(b.add("NOTE"), "time_of_interaction"); got != want {
			t.Errorf("at %s it is %s", at, got)
		}
	}
}

// The language is the contact's where the template or its Word template has it.
func TestLanguages(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Row("attachment", "id", 1, "sha256", "x", "size", 1, "content", []byte("x"))
	for _, word := range [][2]string{{"SPRING", ""}, {"SPRING", "DEU"}, {"FRUEHLING", ""}} {
		b.Row("word_template", "code", word[0], "language_code", word[1], "added_at", "", "added_by", "", "attachment_id", 1)
	}
	b.Row("interaction_template", "code", "L1", "description", "x", "language_code_default", "ENG")
	b.Row("interaction_template", "code", "L2", "description", "x", "language_code_default", "ENG", "word_template_code", "SPRING")
	b.Row("interaction_template", "code", "L3", "description", "x", "language_code_default", "ENG", "word_template_code", "SPRING")
	b.Row("interaction_tmpl_language", "interaction_template_code", "L3", "language_code", "DEU", "word_template_code", "FRUEHLING")
	for template, want := range map[string]string{"L1": "ENG|", "L2": "DEU|SPRING", "L3": "DEU|FRUEHLING"} {
		if got := b.shown(b.add(template), "interaction_language_code", "word_template_code"); got != want {
			t.Errorf("%s: %s", template, got)
		}
	}
}

// The alternative address is the one in force on the day.
func TestAddressInForce(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Row("contact_alt_address", "contact_no", "P1", "code", "HOME")
	b.Row("contact_alt_addr_date_range", "contact_no", "P1", "contact_alt_address_code", "HOME", "starting_date", "2026-12-01", "ending_date", "2026-12-31")
	coretest.Same(t, "", b.shown(b.add("NOTE"), "contact_alt_address_code"))
	coretest.Same(t, "HOME", b.shown(b.add("NOTE", "date", "2026-12-31"), "contact_alt_address_code"))
}

// What must be filled in is asked for in one order.
func TestRefusals(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Row("contact", "no", "P9", "name", "Zoe Beebe", "type", 1)
	b.refused("Contact No. is empty", interaction.NewParams{})
	b.refused(`Contact "beebe" does not exist; did you mean P1 Ann Beebe, P9 Zoe Beebe?`, interaction.NewParams{Contact: "beebe"})
	for _, no := range []string{"P2", "P3"} {
		b.refused("Contact "+no+" is Privacy Blocked; no interaction can be begun with this contact", interaction.NewParams{Contact: no})
	}
	b.refused("Interaction Template Code is empty", interaction.NewParams{Contact: "P9"})
	b.refused("Interaction Template Code: there is no Interaction Template CAL; similar values are CALL, NOTE", interaction.NewParams{Contact: "P9", Template: "CAL"})
	b.refused("Salesperson Code is empty", interaction.NewParams{Contact: "P9", Template: "NOTE", Fields: coretest.Fields("date", "", "description", "")})
	b.refused("Salesperson Code: there is no Salesperson/Purchaser XX; similar values are BD, JO",
		interaction.NewParams{Contact: "P1", Template: "NOTE", Fields: coretest.Fields("salesperson_code", "XX", "description", "")})
	b.refused("Date is empty", interaction.NewParams{Contact: "P1", Template: "NOTE", Fields: coretest.Fields("date", "", "description", "")})
	b.refused("Description is empty", interaction.NewParams{Contact: "P1", Template: "NOTE", Fields: coretest.Fields("description", " ")})
	b.refused("Campaign No.: there is no Campaign CP2; the only value is CP1", interaction.NewParams{Contact: "P1", Template: "NOTE", Fields: coretest.Fields("campaign_no", "CP2")})
	b.refused("Evaluation: \"good\" is not one of the options; they are (blank), Very Positive, Positive, Neutral, Negative, Very Negative",
		interaction.NewParams{Contact: "P1", Template: "NOTE", Fields: coretest.Fields("evaluation", "good")})
	b.refused("Contact Company No. of a new interaction cannot be given; it follows from the contact and the interaction template",
		interaction.NewParams{Contact: "P1", Template: "NOTE", Fields: coretest.Fields("contact_company_no", "F1")})
	b.refused("descriptio: no such field; did you mean description?",
		interaction.NewParams{Contact: "P1", Template: "NOTE", Fields: coretest.Fields("descriptio", "x")})
}

// A letter that is to be opened needs a Word template or a document, and so does an
// e-mail of ours.
func TestSomethingToSend(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Row("interaction_template", "code", "OPEN", "description", "Letter", "wizard_action", 1)
	b.Row("interaction_template", "code", "MAIL", "description", "E-Mail", "correspondence_type_default", 2)
	opens := "The interaction template OPEN opens a letter, and there is neither a Word template nor a document; give it a Word template, or add a document"
	b.refused(opens, interaction.NewParams{Contact: "P1", Template: "OPEN"})
	b.refused("Word template NONE does not exist", interaction.NewParams{Contact: "P1", Template: "OPEN", Fields: coretest.Fields("word_template_code", "NONE")})
	mails := "The Correspondence Type is Email, and the interaction template MAIL has no Word template, nor is there a document; " +
		"add a document, give the template a Word template, or choose another Correspondence Type"
	b.refused(mails, interaction.NewParams{Contact: "P1", Template: "MAIL"})
	for _, p := range []interaction.NewParams{
		{Contact: "P1", Template: "OPEN", Document: &interaction.File{Name: "order.pdf", Content: []byte("signed")}},
		{Contact: "P1", Template: "OPEN", Postpone: true},
		{Contact: "P1", Template: "MAIL", Fields: coretest.Fields("information_flow", "Inbound")},
		{Contact: "P1", Template: "MAIL", Fields: coretest.Fields("correspondence_type", "")},
	} {
		if _, err := b.log.Add(t.Context(), p); err != nil {
			t.Error(err)
		}
	}
	b.Row("interaction_template", "code", "SCAN", "description", "Scan", "wizard_action", 2)
	made, err := b.log.Add(t.Context(), interaction.NewParams{Contact: "P1", Template: "SCAN"})
	if err != nil || len(made.Notes) != 1 || !strings.Contains(made.Notes[0].String(), "SCAN asks for a file") {
		t.Error(made, err)
	}
}

// The single interactions of a campaign have one entry of it, as long as that is in
// force.
func TestCampaignEntry(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Row("campaign_entry", "entry_no", 5, "campaign_no", "CP1", "segment_no", "SM00001", "register_no", 1)
	b.Row("campaign_entry", "entry_no", 6, "campaign_no", "CP1", "description", "Interactions", "canceled", 1)
	first := b.add("CALL", "date", "2026-11-01")
	b.add("CALL", "salesperson_code", "JO")
	b.add("NOTE")
	coretest.Same(t, []string{"2000000001|CP1|Interactions|2026-11-01||0|BD|JO|1"},
		b.Rows("SELECT entry_no, campaign_no, description, date, segment_no, register_no, salesperson_code, user_id, local FROM campaign_entry WHERE entry_no > 6"))
	coretest.Same(t, []string{"2000000001", "2000000001", "0"}, b.Rows("SELECT campaign_entry_no FROM interaction_log_entry ORDER BY entry_no"))

	// Uncancel is refused while the campaign entry is canceled.
	b.Exec("UPDATE campaign_entry SET canceled = 1, canceled_by = 1 WHERE entry_no = 2000000001")
	b.Exec("UPDATE interaction_log_entry SET canceled = 1, canceled_by = 4 WHERE campaign_entry_no = 2000000001")
	_, err := b.log.Uncancel(t.Context(), []int64{first}, false)
	b.wrong(err, "interaction 2000000001 belongs to the canceled campaign entry 2000000001; uncancel that")
	b.add("CALL")
	coretest.Same(t, []string{"2000000002"}, b.Rows("SELECT max(campaign_entry_no) FROM interaction_log_entry"))
}

// Postponed interactions count nowhere until they are finished.
func TestPostponed(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Row("interaction_template", "code", "BARE")
	post := func(p interaction.NewParams) int64 {
		t.Helper()
		p.Postpone = true
		made, err := b.log.Add(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		return made.No
	}
	call := post(interaction.NewParams{Contact: "P1", Template: "CALL", Fields: coretest.Fields("date", "2026-01-01")})
	bare := post(interaction.NewParams{Contact: "F1"})
	other := b.add("NOTE")
	coretest.Same(t, []string{}, b.Rows("SELECT entry_no FROM campaign_entry"))
	coretest.Same(t, []int64{other}, b.list(interaction.Query{}))
	coretest.Same(t, []int64{call, bare}, b.list(interaction.Query{Postponed: true}))
	coretest.Same(t, []int64{call, bare}, b.list(interaction.Query{Filters: coretest.Fields("postponed", "yes")}))
	coretest.Same(t, []int64{call, bare, other}, b.list(interaction.Query{Filters: coretest.Fields("postponed", "yes|no")}))
	if n, err := b.log.CountPostponed(t.Context()); n != 2 || err != nil {
		t.Error(n, err)
	}
	_, err := b.log.Set(t.Context(), interaction.Change{Entries: []int64{call}, Fields: coretest.Fields("evaluation", "Positive")})
	b.wrong(err, "Interaction 2000000001 is postponed; finish it first")
	_, err = b.log.Cancel(t.Context(), []int64{call}, false)
	b.wrong(err, "Interaction 2000000001 is postponed; finish it first")

	resume := func(p interaction.ResumeParams) error {
		_, err := b.log.Resume(t.Context(), p)
		return err
	}
	b.wrong(resume(interaction.ResumeParams{No: other}), "Interaction 2000000003 is not postponed")
	b.wrong(resume(interaction.ResumeParams{No: bare}), "Interaction Template Code is empty")
	b.wrong(resume(interaction.ResumeParams{No: bare, Template: "BARE"}), "Salesperson Code is empty")
	b.wrong(resume(interaction.ResumeParams{No: bare, Template: "BARE", Fields: coretest.Fields("salesperson_code", "JO")}), "Description is empty")
	coretest.Same(t, []int64{call, bare}, b.list(interaction.Query{Postponed: true}))
	if err := resume(interaction.ResumeParams{No: call, Preview: true}); err != nil {
		t.Error(err)
	}
	coretest.Same(t, []int64{call, bare}, b.list(interaction.Query{Postponed: true}))
	if err := resume(interaction.ResumeParams{No: call}); err != nil {
		t.Error(err)
	}
	coretest.Same(t, "No|2026-11-23|2000000001|Phone Call", b.shown(call, "postponed", "date", "campaign_entry_no", "description"))
	if err := resume(interaction.ResumeParams{No: bare, Template: "CALL", Fields: coretest.Fields("salesperson_code", "JO", "date", "t-1d", "description", "Rang")}); err != nil {
		t.Error(err)
	}
	coretest.Same(t, "No|2026-11-22|Rang|Rang|4.5|2000000001", b.shown(bare, "postponed", "date", "description", "subject", "cost_lcy", "campaign_entry_no"))

	// A contact that is blocked meanwhile is refused.
	last := post(interaction.NewParams{Contact: "P1", Template: "NOTE"})
	b.Exec("UPDATE contact SET privacy_blocked = 1 WHERE no = 'P1'")
	b.wrong(resume(interaction.ResumeParams{No: last}), "Contact P1 is Privacy Blocked; no interaction can be begun with this contact")
	if n, err := b.log.Delete(t.Context(), interaction.DeleteParams{Postponed: true}); n != 1 || err != nil {
		t.Error(n, err)
	}
	if n, err := b.log.CountPostponed(t.Context()); n != 0 || err != nil {
		t.Error(n, err)
	}
	if list, err := b.log.Postponed(t.Context()); len(list) != 0 || err != nil {
		t.Error(list, err)
	}
}

// What is edited can be taken back, unless somebody has edited it since; entries that
// were imported keep what Business Central knows of them.
func TestEdits(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Row("interaction_log_entry", "entry_no", 17, "contact_no", "P1", "description", "Old", "date", "2026-01-01")
	made := b.add("NOTE")
	set := func(fields map[string]string, entries ...int64) ([]interaction.Edited, error) {
		return b.log.Set(t.Context(), interaction.Change{Entries: entries, Fields: fields})
	}
	edited, err := set(coretest.Fields("evaluation", "Negative", "attempt_failed", "yes"), 17, made, 17)
	if err != nil || len(edited) != 2 {
		t.Fatal(edited, err)
	}
	coretest.Same(t, []string{"17|4|1|2026-11-23T09:00:00Z|jo", "2000000001|4|1|2026-11-23T09:00:00Z|jo"},
		b.Rows("SELECT entry_no, evaluation, attempt_failed, edited_at, edited_by FROM interaction_log_entry ORDER BY entry_no"))
	if again, err := set(coretest.Fields("evaluation", "Negative"), 17); len(again) != 0 || err != nil {
		t.Error(again, err)
	}
	if err := b.log.TakeBack(t.Context(), edited); err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, []string{"17|0|0", "2000000001|0|0"}, b.Rows("SELECT entry_no, evaluation, attempt_failed FROM interaction_log_entry ORDER BY entry_no"))
	b.wrong(b.log.TakeBack(t.Context(), edited), "Interaction 17 has been changed meanwhile; nothing was taken back")

	_, err = set(coretest.Fields("description", "New"), made, 17)
	b.wrong(err, "Interaction 17 was imported; Description cannot be changed here; only Evaluation, Attempt Failed and comments can")
	coretest.Same(t, "Note", b.shown(made, "description"))
	if _, err = set(coretest.Fields("description", "New", "date", "2026-11-01", "time_of_interaction", "8:15", "cost_lcy", "1.5", "duration_min", "2", "campaign_response", "yes"), made); err != nil {
		t.Error(err)
	}
	coretest.Same(t, "New|2026-11-01|08:15|1.5|2|Yes", b.shown(made, "description", "date", "time_of_interaction", "cost_lcy", "duration_min", "campaign_response"))
	for key, text := range map[string]string{"contact_no": "F1", "interaction_template_code": "CALL", "logged_segment_entry_no": "1", "campaign_no": "", "canceled": "yes"} {
		if _, err := set(coretest.Fields(key, text), made); !core.IsKind(err, core.Invalid) {
			t.Errorf("%s can be changed: %v", key, err)
		}
	}
	_, err = set(coretest.Fields("description", ""), made)
	b.wrong(err, "Description is empty")
	_, err = set(coretest.Fields("evaluation", "Neutral"), made, 99)
	b.wrong(err, "Interaction 99 does not exist")
	coretest.Same(t, "", b.shown(made, "evaluation"))
}

// Entries are canceled one by one, and stay so whatever becomes of their logged segment.
func TestCancel(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Row("logged_segment", "entry_no", 3, "segment_no", "SM1", "canceled", 1, "canceled_by", 1)
	b.Row("logged_segment", "entry_no", 4, "segment_no", "SM1", "canceled", 1, "canceled_by", 8, "taken_back", 1)
	for no, row := range map[int64][3]any{17: {3, 1, 2}, 18: {0, 1, 0}, 19: {0, 0, 0}, 20: {4, 1, 8}, 21: {0, 1, 2}} {
		b.Row("interaction_log_entry", "entry_no", no, "contact_no", "P1", "logged_segment_entry_no", row[0], "canceled", row[1], "canceled_by", row[2])
	}
	changed, err := b.log.Cancel(t.Context(), []int64{17, 18, 19, 19}, true)
	if err != nil {
		t.Error(err)
	}
	coretest.Same(t, []int64{17, 19}, changed)
	coretest.Same(t, []string{"17|1|2", "18|1|0", "19|0|0"}, b.Rows("SELECT entry_no, canceled, canceled_by FROM interaction_log_entry WHERE entry_no < 20 ORDER BY 1"))
	if changed, err = b.log.Cancel(t.Context(), []int64{17, 18, 19}, false); err != nil {
		t.Error(err)
	}
	coretest.Same(t, []int64{17, 19}, changed)
	coretest.Same(t, []string{"17|1|3", "18|1|0", "19|1|1"}, b.Rows("SELECT entry_no, canceled, canceled_by FROM interaction_log_entry WHERE entry_no < 20 ORDER BY 1"))

	_, err = b.log.Set(t.Context(), interaction.Change{Entries: []int64{18}, Fields: coretest.Fields("evaluation", "Positive")})
	b.wrong(err, "Interaction 18 is canceled and cannot be evaluated")
	_, err = b.log.Uncancel(t.Context(), []int64{19, 17}, false)
	b.wrong(err, "interaction 17 belongs to the canceled logged segment 3; uncancel that")
	_, err = b.log.Uncancel(t.Context(), []int64{20}, false)
	b.wrong(err, "interaction 20 belongs to a log that was taken back; it stays canceled")
	changed, err = b.log.Uncancel(t.Context(), []int64{18, 19, 21}, false)
	coretest.Same(t, []int64{18, 19, 21}, changed)
	if again, wrong := b.log.Uncancel(t.Context(), []int64{19}, false); err != nil || wrong != nil || len(again) != 0 {
		t.Error(err, wrong, again)
	}
	coretest.Same(t, []string{"18|0|0", "19|0|0", "21|0|0"}, b.Rows("SELECT entry_no, canceled, canceled_by FROM interaction_log_entry WHERE entry_no IN (18, 19, 21) ORDER BY 1"))
}

// Only canceled entries are deleted, with all that only they have; the line of a call
// was not called then.
func TestDelete(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.MakeSegment("description", "Calls")
	if _, err := b.AddLines(t.Context(), b.No, []string{"P1"}, false); err != nil {
		t.Fatal(err)
	}
	first, second, third := b.add("NOTE"), b.add("NOTE"), b.add("NOTE", "date", "2026-01-01")
	b.Exec("UPDATE segment_line SET call_entry_no = ?", first)
	for no, text := range map[int64]string{first: "alone", second: "shared", third: "shared"} {
		if err := b.log.AddDocument(t.Context(), no, interaction.File{Name: text + ".txt", Content: []byte(text)}, false); err != nil {
			t.Fatal(err)
		}
		if err := b.log.Comment(t.Context(), no, text, false, filter.Env{}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.log.Cancel(t.Context(), []int64{first, second}, false); err != nil {
		t.Fatal(err)
	}
	remove := func(p interaction.DeleteParams) int64 {
		t.Helper()
		n, err := b.log.Delete(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	coretest.Same(t, int64(0), remove(interaction.DeleteParams{Filters: coretest.Fields("date", "2026-01-01")}))
	coretest.Same(t, int64(2), remove(interaction.DeleteParams{Preview: true}))
	coretest.Same(t, int64(1), remove(interaction.DeleteParams{Entries: []int64{third, second}, Preview: true}))
	coretest.Same(t, int64(0), remove(interaction.DeleteParams{Entries: []int64{}, Preview: true}))
	coretest.Same(t, int64(2), remove(interaction.DeleteParams{}))
	coretest.Same(t, []int64{third}, b.list(interaction.Query{}))
	coretest.Same(t, []string{"shared.txt"}, b.Rows("SELECT file_name FROM attachment"))
	coretest.Same(t, []string{"shared"}, b.Rows("SELECT comment FROM inter_log_entry_comment_line"))
	coretest.Same(t, []string{"0"}, b.Rows("SELECT call_entry_no FROM segment_line"))
	if _, err := b.log.Delete(t.Context(), interaction.DeleteParams{Filters: coretest.Fields("dat", "x")}); !core.IsKind(err, core.Invalid) {
		t.Error(err)
	}
}

// Comments are lines in their order, of any length.
func TestComments(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	long := strings.Repeat("ä", 10_000)
	made, err := b.log.Add(t.Context(), interaction.NewParams{Contact: "P1", Template: "NOTE", Comment: "first\nsecond\n"})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.log.Comment(t.Context(), made.No, long, false, filter.Env{}); err != nil {
		t.Fatal(err)
	}
	b.wrong(b.log.Comment(t.Context(), made.No, " ", false, filter.Env{}), "The comment is empty")
	b.wrong(b.log.Comment(t.Context(), 5, "x", false, filter.Env{}), "Interaction 5 does not exist")
	coretest.Same(t, []string{"10000|2026-11-23|5", "20000|2026-11-23|6", "30000|2026-11-23|10000"},
		b.Rows("SELECT line_no, date, length(comment) FROM inter_log_entry_comment_line ORDER BY line_no"))
	e, err := b.log.Entry(t.Context(), made.No)
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, []string{"first", "second", long}, e.Comments)
	coretest.Same(t, "jo", e.EditedBy)
}

// The document that was added last is shown, byte for byte; what went before stays.
func TestDocuments(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	no := b.add("NOTE")
	_, err := b.log.Document(t.Context(), no)
	b.wrong(err, "Interaction 2000000001 has no document")
	for _, text := range []string{"first", "second"} {
		if err := b.log.AddDocument(t.Context(), no, interaction.File{Name: text + ".pdf", Content: []byte(text)}, false); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.log.AddDocument(t.Context(), no, interaction.File{Name: "third.pdf", Content: []byte("third")}, true); err != nil {
		t.Fatal(err)
	}
	if err := b.log.AddDocument(t.Context(), no, interaction.File{Name: "big.pdf", Content: make([]byte, 16<<20+1)}, false); !core.IsKind(err, core.Invalid) {
		t.Error(err)
	}
	coretest.Same(t, []string{"1", "2"}, b.Rows("SELECT place FROM interaction_attachment ORDER BY place"))
	if _, err := b.log.WriteDocument(t.Context(), no, b.Path("out.pdf"), false); err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, "second", b.Read("out.pdf"))
	if _, err := b.log.WriteDocument(t.Context(), no, b.Path("out.pdf"), false); !core.IsKind(err, core.Exists) {
		t.Error(err)
	}
	coretest.Same(t, []string{"Document of an Interaction|1"}, b.Rows("SELECT what, rows FROM output_log_entry"))
	e, err := b.log.Entry(context.Background(), no)
	if err != nil || !e.HasDocument {
		t.Error(e.HasDocument, err)
	}
}

// Entries come in the order in which they are asked for, with whose they are.
func TestEntries(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	first, second := b.add("NOTE"), b.add("NOTE")
	b.Row("interaction_log_entry", "entry_no", 7, "contact_no", "P2", "date", "2026-01-01")
	list, err := b.log.Entries(t.Context(), []int64{second, 5, 7, first})
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, e := range list {
		said = append(said, fmt.Sprint(e.No, " ", e.ContactName, " ", e.Blocked))
	}
	coretest.Same(t, []string{fmt.Sprint(second, " Ann Beebe false"), "7 Bob Cole true", fmt.Sprint(first, " Ann Beebe false")}, said)
}

// A new interaction begins with what follows from its contact and its template, as it
// is then made.
func TestProposal(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	propose := func(template string) string {
		t.Helper()
		row, err := b.log.Proposal(t.Context(), "P1", template, filter.Env{})
		if err != nil {
			t.Fatal(err)
		}
		var texts []string
		for _, key := range []string{"contact_no", "salesperson_code", "date", "description", "cost_lcy", "campaign_no"} {
			texts = append(texts, row.Text(key))
		}
		return strings.Join(texts, "|")
	}
	coretest.Same(t, "P1|BD|2026-11-23||0|", propose(""))
	coretest.Same(t, "P1|BD|2026-11-23|Phone Call|4.5|CP1", propose("CALL"))
	_, err := b.log.Proposal(t.Context(), "P2", "", filter.Env{})
	b.wrong(err, "Contact P2 is Privacy Blocked; no interaction can be begun with this contact")
}
