package card_test

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"winnow/core/logging"
	"winnow/gui/card"
	"winnow/gui/chart"
)

// bar returns a bar of a picture by how its caption begins.
func bar(t *testing.T, p *chart.Picture, caption string) chart.Bar {
	t.Helper()
	for _, b := range p.Data().Bars {
		if strings.HasPrefix(b.Caption, caption) {
			return b
		}
	}
	t.Fatalf("%s has no bar %s", p.Text(), caption)
	return chart.Bar{}
}

// The panel counts the contacts of the lines by fields, and follows each step: a bar keeps
// only its contacts, or removes them, as one step that can be taken back.
func TestFacets(t *testing.T) {
	s, c := made(t, "FIRM1", "ANN", "BOB", "CARL", "DORA")
	s.Navigator.Press("Alt+F2")
	s.Settle(c.Tasks)
	countries := c.Facets().Pictures()[0]
	want(t, "by country", countries.Text(), "Country/Region Code\nGB\t3\nDE\t2\n")
	if dates := c.Facets().Pictures()[2].Text(); !strings.Contains(dates, "2026-11\t1") || !strings.Contains(dates, "(none)\t4") {
		t.Errorf("by the last interaction: %s", dates)
	}
	bar(t, countries, "DE").Remove()
	s.Settle(c.Tasks)
	want(t, "after Reduce", column(s, "contact_no"), []string{"FIRM1", "ANN", "BOB"})
	want(t, "followed", countries.Text(), "Country/Region Code\nGB\t3\n")
	dates := c.Facets().Pictures()[2]
	bar(t, dates, "2026-11").Open()
	s.Settle(c.Tasks)
	want(t, "after Refine", column(s, "contact_no"), []string{"ANN"})
	steps, err := s.Session.Segments.Steps(context.Background(), c.No())
	if err != nil || len(steps) != 3 || steps[2].Filters["contact"]["last_interaction_date"] != "2026-11" {
		t.Errorf("the steps are %+v, %v", steps, err)
	}
	s.Button("Undo").Press()
	s.Settle(c.Tasks)
	want(t, "taken back", column(s, "contact_no"), []string{"FIRM1", "ANN", "BOB"})
	bar(t, dates, "(none)").Tick()
	bar(t, dates, "2026-11").Tick()
	s.Button("Remove 2 Ticked").Press()
	s.Settle(c.Tasks)
	want(t, "all at once", len(column(s, "contact_no")), 0)
	want(t, "nothing to count", strings.Contains(s.Shown(), "There are no contacts to count."), true)
}

// Another field of any section is chosen, searched, and hidden again; the fields are there
// again next time.
func TestFacetFields(t *testing.T) {
	s, c := made(t, "ANN", "BOB", "CARL")
	s.Row("contact_mailing_group", "contact_no", "BOB", "mailing_group_code", "VIP")
	s.Row("mailing_group", "code", "VIP", "description", "Very important")
	s.Navigator.Press("Alt+F2")
	s.Settle(c.Tasks)
	s.Button("+ Field").Press()
	for _, r := range "mailing group code" {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	s.Key(fyne.KeyReturn)
	s.Settle(c.Tasks)
	pictures := c.Facets().Pictures()
	want(t, "pictures", len(pictures), 4)
	want(t, "by group", pictures[3].Text(), "Contact Mailing Group: Mailing Group Code\nVIP · Very important\t1\n(none)\t2\n")
	bar(t, pictures[3], "(none)").Remove()
	s.Settle(c.Tasks)
	want(t, "with a group", column(s, "contact_no"), []string{"BOB"})
	again := show(s, c.No())
	again.Facets().Toggle()
	s.Settle(again.Tasks)
	want(t, "kept", len(again.Facets().Pictures()), 4)
	s.Navigator.Press("Alt+F2")
	s.Settle(again.Tasks)
	want(t, "hidden", again.Facets().Visible(), false)
}

// While an earlier step is looked at the panel counts its contacts, and neither keeps nor
// removes any; nor does it in a logged segment. It says why.
func TestFacetsThatAreLocked(t *testing.T) {
	s, c := stepped(t)
	s.Timeline().OnTap(0)
	s.Navigator.Press("Alt+F2")
	s.Settle(c.Tasks)
	countries := c.Facets().Pictures()[0]
	want(t, "as after step 1", countries.Text(), "Country/Region Code\nGB\t3\n")
	refused := func(why string) {
		t.Helper()
		for _, do := range []func(){bar(t, countries, "GB").Open, bar(t, countries, "GB").Remove} {
			do()
			s.Settle(c.Tasks)
		}
		if !strings.HasPrefix(c.Status(), why) || bar(t, countries, "GB").Tick != nil || !strings.Contains(s.Shown(), strings.Fields(why)[0]) {
			t.Errorf("it says %s, not %s: %s", c.Status(), why, s.Shown())
		}
		steps, err := s.Session.Segments.Steps(context.Background(), c.No())
		if err != nil || len(steps) != 3 {
			t.Errorf("%d steps, %v", len(steps), err)
		}
	}
	refused("This is a preview")
	s.Navigator.Press("Esc")
	s.Settle(c.Tasks)
	want(t, "now again", countries.Text(), "Country/Region Code\nGB\t1\n")
}

// A logged segment is counted, and nothing is kept or removed.
func TestFacetsOfALoggedSegment(t *testing.T) {
	s, c := loggable(t)
	if _, err := s.Session.Logging.Log(context.Background(), c.No(), logging.Options{}); err != nil {
		t.Fatal(err)
	}
	c.Reload()
	s.Navigator.Press("Alt+F2")
	s.Settle(c.Tasks)
	countries := c.Facets().Pictures()[0]
	want(t, "by country", countries.Text(), "Country/Region Code\nGB\t2\nDE\t1\n")
	bar(t, countries, "GB").Open()
	s.Settle(c.Tasks)
	want(t, "why", c.Status(), "Logged as 2000000001, so it cannot be changed; Undo Log makes it active again")
	want(t, "lines", len(column(s, "contact_no")), 3)
}

// The statistics show how the contacts divide, and each bar leads to the list of what it
// counts.
func TestStatisticsPictures(t *testing.T) {
	s, c := made(t, "FIRM1", "ANN", "BOB", "CARL")
	p := card.OpenStatistics(s.Session, c.No())
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks)
	var told []string
	for _, picture := range p.Pictures() {
		told = append(told, strings.ReplaceAll(picture.Text(), "\n", " "))
	}
	want(t, "pictures", told, []string{
		"Contacts by Country/Region Code GB\t3\t75 % DE\t1\t25 % ", "Contacts by Type Person\t3\t75 % Company\t1\t25 % ",
		"Contacts by Salesperson Code Bart Duncan\t1\t25 % (none)\t3\t75 % ", "Contacts by Correspondence Type (none)\t4\t100 % ",
		"Months since the last interaction Up to 1 month\t1\t25 % Never\t3\t75 % ",
	})
	for at, ids := range map[int]int{0: 3, 2: 1, 4: 1} {
		p.Pictures()[at].Data().Bars[0].Open()
		s.Settle(p.Tasks)
		want(t, "listed", len(s.IDs), ids)
	}
}
