package card_test

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"winnow/core/company"
	"winnow/core/segment"
	"winnow/gui/card"
	"winnow/gui/guitest"
)

func withTemplates(s *guitest.Stage) {
	s.T.Helper()
	s.Row("interaction_template", "code", "LETTER", "description", "A letter", "unit_cost_lcy", 1.5, "unit_duration_min", 3,
		"information_flow", 1, "initiated_by", 1, "language_code_default", "ENG")
}

// fill types into a field of the header and leaves it.
func fill(s *guitest.Stage, c *card.Card, tab, caption, text string) {
	s.T.Helper()
	s.Tab(tab).SetOpen(true)
	e := s.Entry(tab, caption)
	e.Focus()
	e.Type(text)
	s.Key(fyne.KeyReturn)
	s.Settle(c.Tasks)
}

// Choosing a template fills the fields that nobody typed, says so, and is taken
// back by one Ctrl+Z.
func TestATemplateFillsTheCard(t *testing.T) {
	s, c := made(t)
	withTemplates(s)
	fill(s, c, "Interaction", "Unit Duration (Min.)", "8")
	fill(s, c, "Interaction", "Interaction Template Code", "letter")
	want(t, "said", c.Status(), "Saved; 4 fields filled from the template; not changed, because you typed them: Unit Duration (Min.)")
	want(t, "cost", s.Entry("Interaction", "Unit Cost (LCY)").Text(), "1.5")
	want(t, "duration", s.Entry("Interaction", "Unit Duration (Min.)").Text(), "8")
	want(t, "language", s.Entry("Interaction", "Language Code (Default)").Text(), "ENG")

	s.List().Focus()
	s.Shortcut(fyne.KeyZ, fyne.KeyModifierShortcutDefault)
	s.Settle(c.Tasks)
	want(t, "template", s.Entry("Interaction", "Interaction Template Code").Text(), "")
	want(t, "cost", s.Entry("Interaction", "Unit Cost (LCY)").Text(), "")
	want(t, "language", s.Entry("Interaction", "Language Code (Default)").Text(), "")
	want(t, "duration", s.Entry("Interaction", "Unit Duration (Min.)").Text(), "8")
}

// A line's own template fills the line, keeps what was typed there, and is taken
// back by one Ctrl+Z, too.
func TestATemplateFillsALine(t *testing.T) {
	s, c := made(t, "ANN")
	withTemplates(s)
	set := func(first rune, text string) {
		t.Helper()
		s.List().SelectAll()
		s.List().OnMenu(0, fyne.NewPos(200, 300))
		s.Choose("Set a field…")
		s.Window.Canvas().Focused().TypedRune(first) // the field that begins with it
		s.Window.Canvas().FocusNext()
		for _, r := range text {
			s.Window.Canvas().Focused().TypedRune(r)
		}
		ok(s, c)
	}
	line := func() []string {
		t.Helper()
		lines, err := s.Session.Segments.Lines(context.Background(), "SM00001", segment.Query{})
		if err != nil {
			t.Fatal(err)
		}
		page, err := lines.Page(context.Background(), 0, 1)
		if err != nil {
			t.Fatal(err)
		}
		return []string{page[0].Text("interaction_template_code"), page[0].Text("cost_lcy"), page[0].Text("duration_min")}
	}
	set('i', "LETTER")
	want(t, "filled", line(), []string{"LETTER", "1.5", "3"})
	s.List().Focus()
	s.Shortcut(fyne.KeyZ, fyne.KeyModifierShortcutDefault)
	s.Settle(c.Tasks)
	want(t, "taken back", line(), []string{"", "0", "0"})
	if _, err := s.Session.Segments.SetLines(context.Background(), "SM00001", segment.LineChange{LineNos: []int64{10000}, Fields: map[string]string{"cost_lcy": "9"}}); err != nil {
		t.Fatal(err)
	}
	set('i', "LETTER")
	want(t, "said", c.Status(), "Saved; not changed, because you typed them: Cost (LCY)")
	want(t, "kept", line(), []string{"LETTER", "9", "3"})
}

// A code that there is not is marked at its field with the nearest, and can be
// made from there; also where it is the first thing that is typed on a new card.
func TestAnUnknownCodeOnTheCard(t *testing.T) {
	for _, no := range []string{"SM00001", ""} {
		s, _ := made(t)
		c := show(s, no)
		fill(s, c, "General", "Salesperson Code", "j0")
		e := s.Entry("General", "Salesperson Code")
		want(t, "reason", e.Error(), "there is no Salesperson/Purchaser J0; similar values are JO, BD")
		want(t, "the keyboard stays", e.Focused(), true)
		e.OnLookup()
		s.Settle(c.Tasks)
		if !strings.Contains(s.Shown(), "New…") {
			t.Errorf("a new one is not offered: %s", s.Shown())
		}
	}
}

// A new card has the salesperson of the settings, or says why not.
func TestANewCardIsMine(t *testing.T) {
	for me, said := range map[string]string{"JO": "Segment SM00001 created",
		"XX": "Segment SM00001 created; Salesperson Code stays empty, because XX, your code in the settings, does not exist in Salesperson/Purchaser"} {
		s, c := open(t, "")
		if err := s.Session.Company.SetValues(context.Background(), company.Values{company.Me: me}); err != nil {
			t.Fatal(err)
		}
		s.Entry("General", "No.").Focus()
		s.Key(fyne.KeyReturn)
		s.Settle(c.Tasks)
		s.Settle(c.Tasks)
		want(t, "said", c.Status(), said)
		want(t, "salesperson", s.Entry("General", "Salesperson Code").Text(), strings.TrimPrefix(me, "XX"))
	}
}
