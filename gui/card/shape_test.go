package card_test

import (
	"strconv"
	"strings"
	"testing"
)

// The strip over the lines tells how they divide. It follows each step and the step
// that is looked at, and a part of it filters the lines.
func TestShape(t *testing.T) {
	s, c := stepped(t)
	shown := func() string {
		var texts []string
		for _, p := range c.Shape() {
			texts = append(texts, strings.ReplaceAll(p.Text(), "\n", " "))
		}
		return strings.Join(texts, "")
	}
	now := "Country/Region GB\t1\t100 % Type Person\t1\t100 % Language (none)\t1\t100 % Correspondence Type (none)\t1\t100 % "
	want(t, "now", shown(), now)
	s.Timeline().OnTap(0)
	s.Settle(c.Tasks)
	first := "Country/Region GB\t3\t100 % Type Person\t2\t67 % Company\t1\t33 % Language (none)\t3\t100 % Correspondence Type (none)\t3\t100 % "
	want(t, "as after step 1", shown(), first)
	c.Shape()[1].Data().Bars[1].Open()
	s.Settle(c.Tasks)
	want(t, "the companies", column(s, "contact_no"), []string{"FIRM1"})
	c.Shape()[1].Data().Bars[1].Open()
	s.Settle(c.Tasks)
	want(t, "all again", column(s, "contact_no"), []string{"FIRM1", "ANN", "BOB"})
	s.Button("Back to now").Press()
	s.Settle(c.Tasks)
	want(t, "now again", shown(), now)
	s.Button("Go Back").Press()
	s.Settle(c.Tasks)
	if !strings.Contains(shown(), "GB\t2\t100 %") {
		t.Errorf("it does not follow Go Back: %s", shown())
	}
}

// Each step at the side is a sentence with a bar; what came by hand is named.
func TestTimelineTells(t *testing.T) {
	s, c := stepped(t)
	text := s.Shown()
	for _, sentence := range []string{"Add contacts whose Country/Region Code is GB", "Keep only contacts whose Type is Person", "Remove contacts whose E-Mail is empty"} {
		if !strings.Contains(text, sentence) {
			t.Errorf("%q is not shown: %s", sentence, text)
		}
	}
	for _, contacts := range [][]string{{"CARL"}, {"DORA", "EVE", "FIRM2", "BOB", "FIRM1"}} {
		if _, err := s.Session.Segments.AddLines(t.Context(), "SM00001", contacts, false); err != nil {
			t.Fatal(err)
		}
	}
	c.Reload()
	s.Settle(c.Tasks)
	text = s.Shown()
	for _, names := range []string{"entered by hand: Carl Brand", "entered by hand: Dora Lang, Eve Moss, Relecloud and 2 more"} {
		if !strings.Contains(text, names) {
			t.Errorf("%q is not shown: %s", names, text)
		}
	}
}

// Up to three values of a strip are named; of more, those behind the second are one
// part, which filters the lines to all of them.
func TestShapeOfManyValues(t *testing.T) {
	s, c := made(t, "ANN", "CARL")
	no := c.No()
	for i, country := range []string{"AT", "AT", "CH"} {
		number := "X" + strconv.Itoa(i)
		s.Row("contact", "no", number, "name", "X", "type", 1, "country_region_code", country)
		if _, err := s.Session.Segments.AddLines(t.Context(), no, []string{number}, false); err != nil {
			t.Fatal(err)
		}
		c.Reload()
		s.Settle(c.Tasks)
		if got := len(c.Shape()[0].Data().Bars); got != 3 {
			t.Errorf("%d parts: %s", got, c.Shape()[0].Text())
		}
	}
	rest := c.Shape()[0].Data().Bars[2]
	want(t, "the rest", rest.Caption, "2 others")
	rest.Open()
	s.Settle(c.Tasks)
	want(t, "its lines", len(column(s, "contact_no")), rest.Number)
}
