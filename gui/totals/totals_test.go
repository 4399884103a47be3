package totals_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/gui/entry"
	"winnow/gui/guitest"
	"winnow/gui/list"
	"winnow/gui/route"
	"winnow/gui/totals"
)

func cells(l *list.List) []string {
	var texts []string
	for n := range l.Len() {
		row, _ := l.Row(n)
		var line []string
		for _, c := range row.Cells[:len(l.Columns())] {
			line = append(line, c.Text)
		}
		texts = append(texts, strings.Join(line, "|"))
	}
	return texts
}

// The statistics count by date; a filter that is none is marked, and what was counted
// before stays.
func TestStatistics(t *testing.T) {
	s := guitest.New(t)
	s.Row("campaign", "no", "CP1", "description", "Spring")
	s.Row("interaction_group", "code", "MAIL")
	s.Row("interaction_template", "code", "LETTER", "interaction_group_code", "MAIL")
	for i, date := range []string{"2026-11-05", "2026-11-06", "2026-10-01"} {
		s.Row("interaction_log_entry", "entry_no", 20+i, "contact_no", "ANN", "campaign_no", "CP1", "campaign_target", 1, "cost_lcy", 1.25, "duration_min", 2,
			"date", date, "interaction_template_code", "LETTER", "interaction_group_code", "MAIL")
	}
	s.Row("interaction_log_entry", "entry_no", 30, "contact_no", "BOB", "campaign_no", "CP1", "campaign_response", 1, "date", "2026-11-07")
	want := func(to route.Statistics, dates string, lines ...string) *entry.Entry {
		t.Helper()
		p := totals.Open(s.Session, to)
		s.Navigator.Open(p.Page())
		s.Settle(p.Tasks)
		e := s.Entry("Filter", "Date")
		e.SetText(dates)
		e.OnEnter()
		s.Settle(p.Tasks)
		if diff := cmp.Diff(lines, cells(s.List())); diff != "" {
			t.Errorf("%v %s (-want +got)\n%s", to, dates, diff)
		}
		return e
	}
	campaign := route.Statistics{Table: "campaign", Code: "CP1"}
	all := []string{"Target Contacts Contacted|3|1", "Contacts Responded|1|1", "Response Rate %|33.3|", "Cost (LCY)|3.75|", "Avg. Cost per Response|3.75|",
		"Duration (Min.)|6|", "Avg. Duration per Response|6|"}
	want(campaign, "", all...)
	e := want(campaign, "2026-11", "Target Contacts Contacted|2|1", "Contacts Responded|1|1", "Response Rate %|50.0|", "Cost (LCY)|2.5|", "Avg. Cost per Response|2.50|",
		"Duration (Min.)|4|", "Avg. Duration per Response|4|")
	if e.Meaning() == "" {
		t.Error("it does not say which days these are")
	}
	if e = want(campaign, "2026-11..(", all...); e.Error() == "" {
		t.Error("the filter is not marked")
	}
	for _, table := range []string{"interaction_template", "interaction_group"} {
		to := route.Statistics{Table: table, Code: map[string]string{"interaction_template": "LETTER", "interaction_group": "MAIL"}[table]}
		want(to, "", "No. of Interactions|3", "Cost (LCY)|3.75", "Duration (Min.)|6")
		want(to, "..2026-10-31", "No. of Interactions|1", "Cost (LCY)|1.25", "Duration (Min.)|2")
	}
	s.Navigator.Press("Ctrl+F7")
	if opened := s.Opened[len(s.Opened)-1]; opened != "interactions Statistics · Interaction Group MAIL interaction_group_code MAIL" {
		t.Errorf("opened %s", opened)
	}
}
