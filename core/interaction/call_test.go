package interaction_test

import (
	"strconv"
	"testing"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/interaction"
	"winnow/core/segment"
)

// callBook has a segment with P1 and F1, and a template for calls.
func callBook(t *testing.T) *book {
	t.Helper()
	b := newBook(t)
	b.Row("campaign", "no", "CP9")
	b.MakeSegment("description", "Round", "campaign_no", "CP9", "salesperson_code", "JO", "campaign_target", "yes")
	if _, err := b.AddLines(t.Context(), b.No, []string{"P1", "F1", "P2"}, false); err != nil {
		t.Fatal(err)
	}
	b.Set(company.Values{company.OutgoingCalls: "CALL"})
	return b
}

func (b *book) call(p interaction.CallParams) int64 {
	b.T.Helper()
	made, err := b.log.Call(b.Context(), p)
	if err != nil {
		b.T.Fatal(err)
	}
	return made.No
}

// The numbers are the address in force's, the contact's and its company's, each named.
func TestNumbers(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Exec("UPDATE contact SET phone_no = '1', mobile_phone_no = '2' WHERE no = 'P1'")
	b.Exec("UPDATE contact SET phone_no = '1', mobile_phone_no = '3' WHERE no = 'F1'")
	b.Row("contact_alt_address", "contact_no", "P1", "code", "HOME", "phone_no", "4")
	b.Row("contact_alt_addr_date_range", "contact_no", "P1", "contact_alt_address_code", "HOME", "starting_date", "2026-12-01")
	said := func(contact, day string) []string {
		list, err := b.log.Numbers(t.Context(), contact, day)
		if err != nil {
			t.Fatal(err)
		}
		texts := []string{}
		for _, n := range list {
			texts = append(texts, n.Label.String()+": "+n.Text)
		}
		return texts
	}
	coretest.Same(t, []string{"Phone No.: 1", "Mobile Phone No.: 2", "Mobile Phone No. of Adatum: 3"}, said("P1", ""))
	coretest.Same(t, []string{"Phone No. of HOME: 4", "Phone No.: 1", "Mobile Phone No.: 2", "Mobile Phone No. of Adatum: 3"}, said("p1", "2026-12-01"))
	coretest.Same(t, []string{"Phone No.: 1", "Mobile Phone No.: 3"}, said("F1", ""))
	coretest.Same(t, []string{}, said("P2", ""))
	if _, err := b.log.Numbers(t.Context(), "X", ""); !core.IsKind(err, core.NotFound) {
		t.Error(err)
	}
}

// A call is recorded under the template of the settings, and belongs to no logged
// segment.
func TestCalls(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	_, err := b.log.Call(t.Context(), interaction.CallParams{Contact: "P1"})
	b.wrong(err, `No interaction template for outgoing calls is set; choose one in the settings, under "Template for Outgoing Calls"`)
	b.Exec("UPDATE interaction_template SET correspondence_type_default = 2, wizard_action = 1 WHERE code = 'CALL'")
	b.Set(company.Values{company.OutgoingCalls: "CALL", company.WorkDate: "2026-01-01"})
	no := b.call(interaction.CallParams{Contact: "P1", Fields: coretest.Fields("contact_via", "+44 1", "attempt_failed", "yes"), Comment: "Nobody there"})
	coretest.Same(t, "P1|2026-11-23|09:00|CALL|Phone Call|BD||+44 1|Yes|CP1||4.5", b.shown(no, "contact_no", "date", "time_of_interaction",
		"interaction_template_code", "description", "salesperson_code", "correspondence_type", "contact_via", "attempt_failed", "campaign_no", "segment_no", "cost_lcy"))
	_, err = b.log.Call(t.Context(), interaction.CallParams{Contact: "P2"})
	b.wrong(err, "Contact P2 is Privacy Blocked; no interaction can be begun with this contact")
	_, err = b.log.Call(t.Context(), interaction.CallParams{Contact: "P1", Fields: coretest.Fields("description", "")})
	b.wrong(err, "Description is empty")

	// A task's contact and campaign go along.
	b.Row("to_do", "no", "TD1", "contact_no", "P1", "campaign_no", "CP1", "description", "Call")
	coretest.Same(t, "P1|CP1|TD1", b.shown(b.call(interaction.CallParams{Task: "td1"}), "contact_no", "campaign_no", "to_do_no"))
	_, err = b.log.Call(t.Context(), interaction.CallParams{Task: "TD9"})
	b.wrong(err, "Task TD9 does not exist")
}

// What a line has goes along to its call, and the line has the result.
func TestCallsFromLines(t *testing.T) {
	t.Parallel()
	b := callBook(t)
	b.Row("contact_alt_address", "contact_no", "P1", "code", "HOME")
	b.Row("to_do", "no", "TD1", "contact_no", "P1")
	line := b.lineOf("P1")
	set := segment.LineChange{LineNos: []int64{line}, Fields: coretest.Fields("to_do_no", "TD1", "contact_alt_address_code", "HOME", "salesperson_code", "BD")}
	if _, err := b.SetLines(t.Context(), b.No, set); err != nil {
		t.Fatal(err)
	}
	no := b.call(interaction.CallParams{Segment: b.No, LineNo: line, Fields: coretest.Fields("contact_via", "+44 1", "evaluation", "Positive")})
	coretest.Same(t, "P1|"+b.No+"|0|CP9|Yes|No|TD1|BD|HOME|CALL|2000000001", b.shown(no, "contact_no", "segment_no", "logged_segment_entry_no", "campaign_no", "campaign_target",
		"campaign_response", "to_do_no", "salesperson_code", "contact_alt_address_code", "interaction_template_code", "campaign_entry_no"))
	read := func() string {
		for _, l := range b.AllLines(b.No) {
			if l.LineNo == line {
				return l.Text("evaluation") + "|" + l.Text("attempt_failed") + "|" + l.Text("contact_via") + "|" + l.Text("salesperson_code")
			}
		}
		return ""
	}
	coretest.Same(t, "Positive|No|+44 1|BD", read())
	calls := "SELECT call_entry_no FROM segment_line WHERE line_no = " + strconv.FormatInt(line, 10)
	coretest.Same(t, []string{"2000000001"}, b.Rows(calls))

	// The last call counts.
	b.call(interaction.CallParams{Segment: b.No, LineNo: line, Fields: coretest.Fields("attempt_failed", "yes")})
	coretest.Same(t, "|Yes||BD", read())
	coretest.Same(t, []string{"2000000002"}, b.Rows(calls))

	// A preview and a refusal leave everything as it was.
	other := b.lineOf("F1")
	if _, err := b.log.Call(t.Context(), interaction.CallParams{Segment: b.No, LineNo: other, Preview: true}); err != nil {
		t.Error(err)
	}
	for _, p := range []interaction.CallParams{
		{Segment: b.No, LineNo: b.lineOf("P2")}, {Segment: b.No, LineNo: 90000}, {Segment: "SM9", LineNo: 10000},
		{Segment: b.No, LineNo: other, Fields: coretest.Fields("salesperson_code", "XX")},
	} {
		if _, err := b.log.Call(t.Context(), p); err == nil {
			t.Errorf("%+v", p)
		}
	}
	b.Row("logged_segment", "entry_no", 3, "segment_no", b.No)
	b.Exec("UPDATE segment_header SET logged_segment_entry_no = 3")
	_, err := b.log.Call(t.Context(), interaction.CallParams{Segment: b.No, LineNo: other})
	b.wrong(err, "Segment "+b.No+" is logged already, as 3")
	coretest.Same(t, []string{"2|1"}, b.Rows("SELECT (SELECT count(*) FROM interaction_log_entry), (SELECT count(*) FROM segment_line WHERE call_entry_no <> 0)"))
}

// lineOf is the number of the contact's line.
func (b *book) lineOf(contact string) int64 {
	b.T.Helper()
	for _, l := range b.AllLines(b.No) {
		if l.Text("contact_no") == contact {
			return l.LineNo
		}
	}
	b.T.Fatal("no line of " + contact)
	return 0
}

// A call round shows each line's number, last call and result, and goes on with the
// next that was not called.
func TestCallRound(t *testing.T) {
	t.Parallel()
	b := callBook(t)
	b.Exec("UPDATE contact SET phone_no = '7' WHERE no = 'F1'")
	b.Row("interaction_log_entry", "entry_no", 5, "contact_no", "P1", "date", "2026-10-01", "interaction_template_code", "CALL", "evaluation", 3)
	b.Row("interaction_log_entry", "entry_no", 6, "contact_no", "P1", "date", "2026-10-02", "interaction_template_code", "CALL", "canceled", 1)
	b.Row("interaction_log_entry", "entry_no", 7, "contact_no", "P1", "date", "2026-10-03", "interaction_template_code", "NOTE")
	round := func() []interaction.RoundLine {
		t.Helper()
		list, all, err := b.log.Round(t.Context(), b.No, 0, 10)
		if err != nil || all != 3 {
			t.Fatal(all, err)
		}
		return list
	}
	next := func(after int64) int64 {
		t.Helper()
		no, place, err := b.log.NextToCall(t.Context(), b.No, after)
		if err != nil {
			t.Fatal(err)
		}
		if list, _, err := b.log.Round(t.Context(), b.No, place, 1); no != 0 && (err != nil || list[0].LineNo != no) {
			t.Errorf("line %d is not in place %d: %+v, %v", no, place, list, err)
		}
		return no
	}
	calls := func(want segment.Calls) {
		t.Helper()
		got, err := b.log.Calls(t.Context(), b.No)
		if err != nil {
			t.Fatal(err)
		}
		coretest.Same(t, want, got)
	}
	byContact := map[string]interaction.RoundLine{}
	var free []int64
	for _, l := range round() {
		byContact[l.ContactNo] = l
		if !l.Blocked {
			free = append(free, l.LineNo)
		}
	}
	coretest.Same(t, interaction.RoundLine{LineNo: b.lineOf("P1"), ContactNo: "P1", Name: "Ann Beebe", CompanyName: "Adatum", Number: "7",
		Last: interaction.LastCall{Entry: 5, Date: "2026-10-01", Evaluation: "Neutral"}}, byContact["P1"])
	coretest.Same(t, "7", byContact["F1"].Number)
	if !byContact["P2"].Blocked || byContact["P2"].Number != "" || len(free) != 2 {
		t.Errorf("%+v, %v", byContact["P2"], free)
	}
	coretest.Same(t, free[0], next(0))
	coretest.Same(t, free[1], next(free[0]))
	coretest.Same(t, free[0], next(90000))
	calls(segment.Calls{Lines: 3, Blocked: 1})
	no := b.call(interaction.CallParams{Segment: b.No, LineNo: free[0], Fields: coretest.Fields("evaluation", "Positive")})
	coretest.Same(t, free[1], next(0))
	coretest.Same(t, free[1], next(free[1]))
	for _, l := range round() {
		if l.LineNo == free[0] && (l.Called != no || l.Evaluation != "Positive" || l.Last.Entry != no || l.Last.Time != "09:00") {
			t.Errorf("%+v", l)
		}
	}
	last := b.call(interaction.CallParams{Segment: b.No, LineNo: free[1], Fields: coretest.Fields("attempt_failed", "yes")})
	coretest.Same(t, int64(0), next(0))
	calls(segment.Calls{Lines: 3, Called: 2, Failed: 1, Blocked: 1})
	if _, err := b.log.Cancel(t.Context(), []int64{last}, false); err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, free[1], next(0))
	calls(segment.Calls{Lines: 3, Called: 1, Blocked: 1})
	if list, all, err := b.log.Round(t.Context(), b.No, 2, 10); len(list) != 1 || all != 3 || err != nil {
		t.Error(list, all, err)
	}
}

// A call begins with what it would be recorded with, and the numbers to choose from.
func TestCallProposal(t *testing.T) {
	t.Parallel()
	b := callBook(t)
	b.Exec("UPDATE contact SET phone_no = '1', mobile_phone_no = '2' WHERE no = 'P1'")
	row, numbers, err := b.log.CallProposal(t.Context(), interaction.CallParams{Segment: b.No, LineNo: b.lineOf("P1")})
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, key := range []string{"contact_no", "segment_no", "campaign_no", "interaction_template_code", "description", "salesperson_code", "date", "time_of_interaction", "contact_via"} {
		said = append(said, row.Text(key))
	}
	coretest.Same(t, []string{"P1", b.No, "CP9", "CALL", "Phone Call", "JO", "2026-11-23", "09:00", "1"}, said)
	if len(numbers) != 2 || numbers[1].Text != "2" {
		t.Errorf("%+v", numbers)
	}
	row, numbers, err = b.log.CallProposal(t.Context(), interaction.CallParams{Contact: "F1"})
	if err != nil || row.Text("contact_via") != "" || len(numbers) != 0 {
		t.Error(row, numbers, err)
	}
	_, _, err = b.log.CallProposal(t.Context(), interaction.CallParams{Contact: "P2"})
	b.wrong(err, "Contact P2 is Privacy Blocked; no interaction can be begun with this contact")
	coretest.Same(t, []string{"0"}, b.Rows("SELECT count(*) FROM interaction_log_entry"))
}

// A call that is taken back is canceled, and its line is as it was before.
func TestTakeBackCall(t *testing.T) {
	t.Parallel()
	b := callBook(t)
	line := b.lineOf("P1")
	set := segment.LineChange{LineNos: []int64{line}, Fields: coretest.Fields("evaluation", "Neutral")}
	if _, err := b.SetLines(t.Context(), b.No, set); err != nil {
		t.Fatal(err)
	}
	lines := "SELECT line_no, own, call_entry_no FROM segment_line ORDER BY line_no"
	states := [][]string{b.Rows(lines)}
	var made []interaction.Made
	for _, fields := range [][]string{{"attempt_failed", "yes", "contact_via", "1"}, {"evaluation", "Positive"}} {
		m, err := b.log.Call(t.Context(), interaction.CallParams{Segment: b.No, LineNo: line, Fields: coretest.Fields(fields...)})
		if err != nil {
			t.Fatal(err)
		}
		made, states = append(made, m), append(states, b.Rows(lines))
	}
	if err := b.log.TakeBackCall(t.Context(), made[0]); !core.IsKind(err, core.Busy) {
		t.Error(err)
	}
	coretest.Same(t, states[2], b.Rows(lines))
	for n := 1; n >= 0; n-- {
		if err := b.log.TakeBackCall(t.Context(), made[n]); err != nil {
			t.Error(err)
		}
		coretest.Same(t, states[n], b.Rows(lines))
		coretest.Same(t, "Yes", b.shown(made[n].No, "canceled"))
	}
	m, err := b.log.Call(t.Context(), interaction.CallParams{Contact: "P1"})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.log.TakeBackCall(t.Context(), m); err != nil {
		t.Error(err)
	}
	coretest.Same(t, "Yes", b.shown(m.No, "canceled"))
}

// A number is dialed without what is written for the eye.
func TestDialed(t *testing.T) {
	t.Parallel()
	for number, want := range map[string]string{
		"+44 (0)20 7946-0018": "+442079460018", " 020 / 7946 0018": "02079460018", "(040) 12": "04012", "*31#040": "*31#040", "call Ann": "", "": "", "+": "",
	} {
		coretest.Same(t, want, interaction.Dialed(number))
	}
}
