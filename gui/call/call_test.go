package call_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	settings "winnow/core/company"
	"winnow/core/filter"
	"winnow/core/interaction"
	"winnow/gui/call"
	"winnow/gui/guitest"
)

func want(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// company is a company with a template for calls, in which some can be called.
func company(t *testing.T) *guitest.Stage {
	t.Helper()
	s := guitest.New(t)
	s.Row("interaction_template", "code", "CALL", "description", "Phone Call", "information_flow", 1, "initiated_by", 1, "unit_cost_lcy", 4.5)
	s.Row("contact", "no", "FIRM1", "phone_no", "+44 (0)20 100")
	s.Row("contact", "no", "ANN", "phone_no", "+44 20 101", "mobile_phone_no", "+44 70 101")
	s.Row("contact", "no", "CARL", "phone_no", "+49 30 7", "privacy_blocked", 1)
	if err := s.Session.Company.SetValues(context.Background(), settings.Values{settings.OutgoingCalls: "CALL", settings.Me: "JO"}); err != nil {
		t.Fatal(err)
	}
	return s
}

// entries are what was recorded: whom with, what came of it, by which number.
func entries(s *guitest.Stage) []string {
	s.T.Helper()
	texts := []string{}
	query := interaction.Query{Filters: map[string]string{"interaction_template_code": "CALL", "canceled": "no"}}
	err := s.Session.Interactions.Each(context.Background(), query, func(e interaction.Entry) error {
		texts = append(texts, strings.Join([]string{e.Text("contact_no"), e.Text("evaluation"), e.Text("attempt_failed"), e.Text("contact_via"), strings.Join(e.Comments, " ")}, "|"))
		return nil
	})
	if err != nil {
		s.T.Fatal(err)
	}
	return texts
}

// The dialog proposes the numbers, each with whose it is, dials, and records the call,
// which can be taken back.
func TestCall(t *testing.T) {
	s := company(t)
	said, undo := "", func() {}
	done := func(text string, back func()) { said, undo = text, back }
	c := call.Ask(s.Session, call.Params{Contact: "ANN", Done: done})
	s.Settle(c.Tasks)
	sees := func(text string) {
		t.Helper()
		if shown := s.Shown(); !strings.Contains(shown, text) {
			t.Errorf("%q is not shown: %s", text, shown)
		}
	}
	sees("+44 20 101")
	sees("Ann Beebe")
	s.Shortcut(fyne.KeyDown, fyne.KeyModifierAlt)
	sees("Phone No. of Alpine Ski House")
	s.Key(fyne.KeyDown)
	s.Key(fyne.KeyReturn)
	s.Button("Dial (F9)").Press()
	want(t, "dialed", s.Opened, []string{"dial +4470101"})
	c.Type("salesperson_code", "")
	s.Button("Finish").Press()
	s.Settle(c.Tasks)
	sees("Salesperson Code is empty")
	c.Type("salesperson_code", "JO")
	c.Type("duration_min", "5")
	s.Button("Finish").Press()
	s.Settle(c.Tasks)
	want(t, "recorded", entries(s), []string{"ANN||No|+44 70 101|"})
	want(t, "said", said, "Phone call recorded as interaction 2000000001")
	undo()
	s.Settle(c.Tasks)
	want(t, "said", said, "Phone call taken back: interaction 2000000001 is canceled")
	want(t, "none", entries(s), []string{})
}

// What was typed of a call is not lost without a question.
func TestCallIsKept(t *testing.T) {
	s := company(t)
	c := call.Ask(s.Session, call.Params{Contact: "ANN"})
	s.Settle(c.Tasks)
	c.Comment("Wants the catalog")
	s.AsksBeforeDiscarding(c.Modal())
	c = call.Ask(s.Session, call.Params{Contact: "ANN"})
	s.Settle(c.Tasks)
	c.Modal().Dismiss()
	want(t, "open without anything typed", c.Modal().IsOpen(), false)
	c = call.Ask(s.Session, call.Params{Contact: "ANN"})
	s.Settle(c.Tasks)
	c.Type("duration_min", "5")
	s.AsksBeforeDiscarding(c.Modal())
}

// Whoever is blocked is not called, nor is anybody before a template for calls is set.
func TestRefused(t *testing.T) {
	s := company(t)
	failed := ""
	s.Session.Go.Fail = func(err error) { failed = err.Error() }
	c := call.Ask(s.Session, call.Params{Contact: "CARL"})
	s.Settle(c.Tasks)
	want(t, "blocked", failed, "Contact CARL is Privacy Blocked; no interaction can be begun with this contact")
	if err := s.Session.Company.SetValues(context.Background(), settings.Values{settings.OutgoingCalls: ""}); err != nil {
		t.Fatal(err)
	}
	c = call.Ask(s.Session, call.Params{Contact: "ANN"})
	s.Settle(c.Tasks)
	if !strings.Contains(failed, "No interaction template for outgoing calls is set") || c.Modal().IsOpen() {
		t.Errorf("it says %q", failed)
	}
}

// round opens the call round of a segment with these contacts.
func round(s *guitest.Stage, contacts ...string) *call.Round {
	s.T.Helper()
	ctx := context.Background()
	no, err := s.Session.Segments.CreateSegment(ctx, "", map[string]string{"description": "Calls", "salesperson_code": "JO"}, filter.Env{})
	if err != nil {
		s.T.Fatal(err)
	}
	if _, err := s.Session.Segments.AddLines(ctx, no, contacts, false); err != nil {
		s.T.Fatal(err)
	}
	p := call.OpenRound(s.Session, no)
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks)
	return p
}

// press types letters where the keyboard is; \n is Enter.
func press(s *guitest.Stage, p *call.Round, letters string) {
	s.T.Helper()
	for _, r := range letters {
		if r == '\n' {
			s.Key(fyne.KeyReturn)
		} else {
			s.Window.Canvas().Focused().TypedRune(r)
		}
		s.Settle(p.Tasks)
	}
}

// A digit and Enter are enough for a call; whoever is blocked is passed over, and what
// was called is counted.
func TestRound(t *testing.T) {
	s := company(t)
	p := round(s, "ANN", "CARL", "BOB", "EVE", "DORA")
	want(t, "who", p.Who(), "ANN Ann Beebe · Alpine Ski House")
	want(t, "number", p.Number(), "+44 20 101 · Phone No.")
	press(s, p, "\n")
	want(t, "no result yet", p.Page().Actions.Status(), "Press the digit of a result first")
	press(s, p, "13\n")
	want(t, "passed over", p.Who(), "BOB Bob Kelly · Alpine Ski House")
	want(t, "said", p.Page().Actions.Status(), "ANN Ann Beebe: Neutral")
	press(s, p, "9\n")
	press(s, p, "0\n")
	want(t, "recorded", entries(s), []string{"ANN|Neutral|No|+44 20 101|", "BOB||Yes|+44 (0)20 100|", "EVE||No|+44 (0)20 100|"})
	want(t, "counted", s.Tab("Calls").Summary(), "3 of 5 called · 1 not reached · 1 Privacy Blocked")
	want(t, "no number", p.Number(), "no number")
	row, _ := p.List().Row(0)
	want(t, "in the list", []string{row.Cells[0].Text, row.Cells[5].Text}, []string{"• Neutral", "2026-11-23 09:00 · Neutral"})
	row, _ = p.List().Row(1)
	want(t, "blocked", row.Cells[0].Text, "Privacy Blocked")
	press(s, p, "5\n")
	if summary := s.Tab("Calls").Summary(); !strings.Contains(summary, "nobody is left to call") {
		t.Errorf("it says %s", summary)
	}
	want(t, "lines", len(entries(s)), 4)
}

// A comment and another number go along, and a call is taken back with its line.
func TestRoundCommentAndUndo(t *testing.T) {
	s := company(t)
	p := round(s, "ANN", "BOB")
	s.Key(fyne.KeyRight)
	want(t, "other number", p.Number(), "+44 70 101 · Mobile Phone No.")
	s.Key(fyne.KeyF9)
	s.Key(fyne.KeyF2)
	press(s, p, "Wants 3 chairs")
	s.Key(fyne.KeyEscape)
	press(s, p, "2\n")
	want(t, "recorded", entries(s), []string{"ANN|Positive|No|+44 70 101|Wants 3 chairs"})
	want(t, "opened", s.Opened, []string{"dial +4470101"})
	p.Page().Keys["Ctrl+Z"]()
	s.Settle(p.Tasks)
	want(t, "taken back", entries(s), []string{})
	want(t, "who", p.Who(), "ANN Ann Beebe · Alpine Ski House")
	press(s, p, "1")
	s.Key(fyne.KeyF2)
	press(s, p, "Yes\n")
	want(t, "recorded", entries(s), []string{"ANN|Very Positive|No|+44 20 101|Yes"})
	want(t, "who", p.Who(), "BOB Bob Kelly · Alpine Ski House")
}

// Ten calls are two keys each.
func TestTenCalls(t *testing.T) {
	s := company(t)
	var contacts, recorded []string
	for n := range 10 {
		no := fmt.Sprintf("P%d", n)
		s.Row("contact", "no", no, "name", no, "type", 1, "phone_no", fmt.Sprint(n))
		contacts, recorded = append(contacts, no), append(recorded, fmt.Sprintf("%s|Neutral|No|%d|", no, n))
	}
	p := round(s, contacts...)
	press(s, p, strings.Repeat("3\n", 10))
	want(t, "recorded", entries(s), recorded)
}
