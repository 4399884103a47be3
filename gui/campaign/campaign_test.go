package campaign_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/gui/campaign"
	"winnow/gui/guitest"
	"winnow/gui/route"
)

func want(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// company is a company with a campaign that runs today and has an entry with two
// interactions, of Ann and of Bob, who answered; one that has ended; and a segment.
func company(t *testing.T) *guitest.Stage {
	t.Helper()
	s := guitest.New(t)
	s.Row("campaign", "no", "CP1", "description", "Spring", "starting_date", "2026-11-01", "ending_date", "2026-11-30", "salesperson_code", "JO")
	s.Row("campaign", "no", "CP2", "description", "Summer", "starting_date", "2026-06-01", "ending_date", "2026-08-31")
	s.Row("campaign_entry", "entry_no", 7, "campaign_no", "CP1", "description", "Letters", "date", "2026-11-05")
	s.Row("interaction_log_entry", "entry_no", 11, "contact_no", "ANN", "campaign_no", "CP1", "campaign_entry_no", 7, "campaign_target", 1, "cost_lcy", 1.5, "date", "2026-11-05")
	s.Row("interaction_log_entry", "entry_no", 12, "contact_no", "ANN", "campaign_no", "CP1", "campaign_entry_no", 7, "campaign_target", 1, "date", "2026-11-06")
	s.Row("interaction_log_entry", "entry_no", 13, "contact_no", "BOB", "campaign_no", "CP1", "campaign_response", 1, "date", "2026-11-20")
	if _, err := s.Session.Segments.CreateSegment(context.Background(), "", map[string]string{"description": "Fair", "campaign_no": "CP1"}, filter.Env{}); err != nil {
		t.Fatal(err)
	}
	return s
}

func openList(s *guitest.Stage, to route.Campaigns) *campaign.List {
	s.T.Helper()
	p := campaign.OpenList(s.Session, to)
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks())
	return p
}

// The list has what came of each campaign, and leads to what names it.
func TestList(t *testing.T) {
	s := company(t)
	p := openList(s, route.Campaigns{})
	want(t, "campaigns", guitest.Column(s.List(), "no"), []string{"CP1", "CP2"})
	want(t, "contacted", guitest.Column(s.List(), "target_contacts_contacted"), []string{"2", "0"})
	want(t, "responded", guitest.Column(s.List(), "contacts_responded"), []string{"1", "0"})
	want(t, "rate", guitest.Column(s.List(), "response_rate"), []string{"50", "0"})
	s.List().SetCurrent(0, "no")
	s.List().OnOpen(0)
	for _, button := range []string{"Entries", "Segments", "Interactions", "Tasks", "Statistics", "New…"} {
		s.Button(button).Press()
	}
	s.Navigator.Press("F7")
	s.Navigator.Press("Ctrl+F7")
	want(t, "opened", s.Opened, []string{
		"campaign CP1", "campaign entries Entries of Campaign CP1 campaign_no CP1", "campaign segments CP1",
		"interactions Interactions of Campaign CP1 campaign_no CP1", "tasks Tasks of Campaign CP1  campaign_no CP1", "statistics campaign CP1", "new code campaign",
		"statistics campaign CP1", "interactions Interactions of Campaign CP1 campaign_no CP1",
	})

	s.Opened = nil
	s.Button("Details as Workbook…").Press()
	s.Settle(p.Tasks())
	path := filepath.Join(s.Folder, "Campaign CP1 - Details.xlsx")
	want(t, "details", s.Opened, []string{"target Campaign CP1 - Details.xlsx", "file " + path})
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}

	openList(s, route.Campaigns{Running: true})
	want(t, "running today", guitest.Column(s.List(), "no"), []string{"CP1"})
}

// A campaign that something names is not deleted; another can be put back.
func TestDelete(t *testing.T) {
	s := company(t)
	p := openList(s, route.Campaigns{})
	remove := func(row int) {
		t.Helper()
		s.List().ClearSelection()
		s.List().SetCurrent(row, "no")
		s.Navigator.Press("Ctrl+Delete")
		s.Settle(p.Tasks())
		s.Button("Delete").Press()
		s.Settle(p.Tasks())
	}
	remove(0)
	if said := p.Page().Actions.Status(); !strings.HasPrefix(said, "Campaign CP1 is in use: ") {
		t.Errorf("it says %s", said)
	}
	remove(1)
	want(t, "left", guitest.Column(s.List(), "no"), []string{"CP1"})
	s.Button("Undo").Press()
	s.Settle(p.Tasks())
	want(t, "put back", guitest.Column(s.List(), "description"), []string{"Spring", "Summer"})
	want(t, "its dates", guitest.Column(s.List(), "ending_date"), []string{"2026-11-30", "2026-08-31"})
}

// The card is edited in place; what is wrong is marked, and every edit can be taken back
// and done again.
func TestCard(t *testing.T) {
	s := company(t)
	c := campaign.OpenCard(s.Session, "CP1")
	s.Navigator.Open(c.Page())
	s.Settle(c.Tasks)
	want(t, "title", c.Page().Title, "Campaign · CP1 · Spring")
	want(t, "contacted", s.Value("Statistics", "Target Contacts Contacted"), "2 · contacts 1")
	want(t, "rate", s.Value("Statistics", "Response Rate %"), "50.0")
	stored := func(key string) string {
		row, err := s.Session.Upkeep.Row(context.Background(), catalog.Campaign, "CP1")
		if err != nil {
			t.Fatal(err)
		}
		return row.Text(key)
	}
	set := func(caption, text string) {
		t.Helper()
		e := s.Entry("General", caption)
		e.Focus()
		e.Type(text)
		s.Key(fyne.KeyReturn)
		s.Settle(c.Tasks)
	}
	set("Description", "Spring news")
	want(t, "saved", stored("description"), "Spring news")
	want(t, "dated", stored("last_date_modified"), "2026-11-23")
	set("Ending Date", "2026-10-01")
	want(t, "marked", s.Entry("General", "Ending Date").Error(), "the campaign would end on 2026-10-01, before it starts on 2026-11-01")
	want(t, "stays", stored("ending_date"), "2026-11-30")
	s.Entry("General", "Ending Date").Revert()
	s.Navigator.Press("Ctrl+Z")
	s.Settle(c.Tasks)
	want(t, "taken back", stored("description"), "Spring")
	s.Navigator.Press("Ctrl+Shift+Z")
	s.Settle(c.Tasks)
	want(t, "done again", stored("description"), "Spring news")
	s.Navigator.Press("Ctrl+Delete")
	s.Button("Delete").Press()
	s.Settle(c.Tasks)
	if said := c.Page().Actions.Status(); !strings.HasPrefix(said, "Campaign CP1 is in use: ") {
		t.Errorf("it says %s", said)
	}
	s.Opened = nil
	s.Navigator.Press("F7")
	want(t, "opened", s.Opened, []string{"statistics campaign CP1"})
}

// Entries are canceled with their interactions and uncanceled again; canceled ones are
// deleted after a question that says with what.
func TestEntries(t *testing.T) {
	s := company(t)
	p := campaign.OpenEntries(s.Session, route.CampaignEntries{})
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks())
	var captions []string
	for _, c := range s.List().Columns() {
		captions = append(captions, c.Caption)
	}
	want(t, "columns", captions, []string{"Entry No.", "Campaign No.", "Canceled", "Date", "Description", "Segment No.", "Cost (LCY)", "Duration (Min.)", "No. of Interactions"})
	want(t, "cost", guitest.Column(s.List(), "cost_lcy"), []string{"1.5"})
	want(t, "interactions", guitest.Column(s.List(), "no_of_interactions"), []string{"2"})
	said := func() string { return p.Page().Actions.Status() }
	press := func(button string) {
		t.Helper()
		s.Button(button).Press()
		s.Settle(p.Tasks())
	}
	press("Delete Canceled…")
	want(t, "none", said(), "None of the campaign entries in the list is canceled")
	press("Cancel Entries")
	want(t, "said", said(), "1 campaign entry canceled, with 2 interactions")
	want(t, "canceled", guitest.Column(s.List(), "canceled"), []string{"Yes"})
	press("Undo")
	want(t, "taken back", guitest.Column(s.List(), "canceled"), []string{"No"})
	press("Cancel Entries")
	press("Uncancel Entries")
	want(t, "said", said(), "1 campaign entry uncanceled, with 2 interactions")
	s.List().SetCurrent(0, "no_of_interactions")
	s.Navigator.Press("Ctrl+F7")
	s.Button("Open Campaign").Press()
	want(t, "opened", s.Opened, []string{"interactions Interactions of Campaign Entry 7 campaign_entry_no 7", "campaign CP1"})
	press("Cancel Entries")
	press("Delete Canceled…")
	if shown := s.Shown(); !strings.Contains(shown, "2 interactions, 0 comments and 0 documents go with them") {
		t.Errorf("it asks %s", shown)
	}
	press("Delete")
	want(t, "said", said(), "1 campaign entry deleted, with 2 interactions")
	want(t, "left", s.List().Len(), 0)
}

// The segments of a campaign, each with the sums of its lines.
func TestSegments(t *testing.T) {
	s := company(t)
	p := campaign.OpenSegments(s.Session, "CP1")
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks())
	want(t, "segments", guitest.Column(s.List(), "description"), []string{"Fair"})
	want(t, "lines", guitest.Column(s.List(), "lines"), []string{"0"})
	s.List().OnOpen(0)
	want(t, "opened", s.Opened, []string{"segment SM00001"})
}
