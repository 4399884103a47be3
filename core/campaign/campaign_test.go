package campaign_test

import (
	"database/sql"
	"testing"

	"winnow/core"
	"winnow/core/attachment"
	"winnow/core/campaign"
	"winnow/core/coretest"
	"winnow/core/filter"
)

// book is a company with a campaign, C1.
type book struct {
	*coretest.Book
	campaigns *campaign.Store
	entry     int
}

func newBook(t *testing.T) *book {
	t.Helper()
	b := &book{Book: coretest.New(t)}
	b.campaigns = campaign.New(b.Company)
	for _, no := range []string{"A", "B", "C"} {
		b.Person(no)
	}
	b.Row("campaign", "no", "C1", "description", "Autumn")
	return b
}

// interaction adds one of campaign C1.
func (b *book) interaction(contact string, pairs ...any) {
	b.T.Helper()
	b.entry++
	b.Row("interaction_log_entry", append([]any{"entry_no", b.entry, "contact_no", contact, "campaign_no", "C1"}, pairs...)...)
}

func (b *book) statistics(dates string) campaign.Statistics {
	b.T.Helper()
	f, err := campaign.Dates(dates, filter.Env{Today: coretest.Today, WorkDate: coretest.Today})
	if err != nil {
		b.T.Fatal(err)
	}
	s, err := b.campaigns.Statistics(b.Context(), "c1", f)
	if err != nil {
		b.T.Fatal(err)
	}
	return s
}

// Interactions are counted, and beside them contacts, each once; canceled and
// postponed ones never count.
func TestStatistics(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	coretest.Same(t, campaign.Statistics{}, b.statistics(""))
	for range 3 {
		b.interaction("A", "campaign_target", 1, "cost_lcy", 0.1, "duration_min", 5)
	}
	b.interaction("B", "campaign_target", 1, "cost_lcy", 0.05, "date", "2026-11-30")
	b.interaction("A", "campaign_response", 1, "duration_min", 2)
	b.interaction("A", "campaign_response", 1, "campaign_target", 1)
	b.interaction("C", "campaign_target", 1, "canceled", 1, "cost_lcy", 100)
	b.interaction("C", "campaign_response", 1, "postponed", 1, "cost_lcy", 100)
	b.interaction("C", "cost_lcy", 0.3)
	b.Row("interaction_log_entry", "entry_no", 99, "contact_no", "C", "campaign_no", "C2", "campaign_target", 1)
	coretest.Same(t, campaign.Statistics{TargetContactsContacted: 5, ContactsResponded: 2, ResponseRate: 40, Cost: 0.65,
		AvgCostPerResponse: 0.33, Duration: 17, AvgDurationPerResponse: 9, ContactsContactedOnce: 2, ContactsRespondedOnce: 1}, b.statistics(""))
	coretest.Same(t, campaign.Statistics{TargetContactsContacted: 1, Cost: 0.05, ContactsContactedOnce: 1}, b.statistics("2026-11"))

	all, err := b.campaigns.All(b.Context())
	if err != nil || len(all) != 1 || all[0].Text("description") != "Autumn" || all[0].Statistics.TargetContactsContacted != 5 {
		t.Error(all, err)
	}
	if _, err := b.campaigns.Campaign(b.Context(), "C9"); !core.IsKind(err, core.NotFound) {
		t.Error(err)
	}
}

// A rate has one decimal, a cost two, halves away from zero.
func TestRounding(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	for range 16 {
		b.interaction("A", "campaign_target", 1)
	}
	b.interaction("B", "campaign_response", 1, "cost_lcy", 1.005, "duration_min", 0.5)
	s := b.statistics("")
	coretest.Same(t, []float64{6.3, 1.01, 1}, []float64{s.ResponseRate, s.AvgCostPerResponse, s.AvgDurationPerResponse})
}

// entries are the campaign's entries and interactions, with whether and why they are canceled.
func (b *book) canceled() []string {
	b.T.Helper()
	return append(b.Rows("SELECT 'entry', entry_no, canceled, canceled_by FROM campaign_entry ORDER BY entry_no"),
		b.Rows("SELECT entry_no, campaign_entry_no, canceled, canceled_by FROM interaction_log_entry ORDER BY entry_no")...)
}

// newEntries has campaign entry 7 with three interactions, of which the second is
// canceled by itself and the third was imported canceled; and entry 8 with one.
func newEntries(t *testing.T) *book {
	b := newBook(t)
	b.Row("campaign_entry", "entry_no", 7, "campaign_no", "C1", "description", "Letters", "date", "2026-10-01")
	b.Row("campaign_entry", "entry_no", 8, "campaign_no", "C1")
	b.interaction("A", "campaign_entry_no", 7, "cost_lcy", 1.5)
	b.interaction("B", "campaign_entry_no", 7, "canceled", 1, "canceled_by", 1, "duration_min", 4)
	b.interaction("C", "campaign_entry_no", 7, "canceled", 1)
	b.interaction("A", "campaign_entry_no", 8)
	return b
}

// An entry is canceled with its interactions; those that were canceled one by one
// stay canceled when that is taken back.
func TestCancelAndUncancel(t *testing.T) {
	t.Parallel()
	b := newEntries(t)
	before := b.canceled()
	if _, err := b.campaigns.Cancel(b.Context(), []int64{7, 6}, false); !core.IsKind(err, core.NotFound) {
		t.Error(err)
	}
	changed, err := b.campaigns.Cancel(b.Context(), []int64{7, 7}, true)
	coretest.Same(t, campaign.Changed{Entries: []int64{7}, Interactions: 1}, changed)
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, before, b.canceled())
	if _, err = b.campaigns.Cancel(b.Context(), []int64{7}, false); err != nil {
		t.Fatal(err)
	}
	canceled := []string{"entry|7|1|1", "entry|8|0|0", "1|7|1|4", "2|7|1|5", "3|7|1|5", "4|8|0|0"}
	coretest.Same(t, canceled, b.canceled())
	again, err := b.campaigns.Cancel(b.Context(), []int64{7}, false)
	coretest.Same(t, campaign.Changed{Entries: []int64{}}, again)
	coretest.Same(t, canceled, b.canceled())
	if err != nil {
		t.Error(err)
	}
	back, err := b.campaigns.Uncancel(b.Context(), []int64{7, 8}, false)
	coretest.Same(t, campaign.Changed{Entries: []int64{7}, Interactions: 1}, back)
	if err != nil {
		t.Error(err)
	}
	coretest.Same(t, []string{"entry|7|0|0", "entry|8|0|0", "1|7|0|0", "2|7|1|1", "3|7|1|1", "4|8|0|0"}, b.canceled())
}

// What an import brought canceled has no reason, and its interactions stay canceled.
func TestUncancelWhatWasImported(t *testing.T) {
	t.Parallel()
	b := newEntries(t)
	b.Exec("UPDATE campaign_entry SET canceled = 1 WHERE entry_no = 7")
	if _, err := b.campaigns.Uncancel(b.Context(), []int64{7}, false); err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, []string{"entry|7|0|0", "entry|8|0|0", "1|7|0|0", "2|7|1|1", "3|7|1|0", "4|8|0|0"}, b.canceled())
}

// An entry stays canceled as long as its logged segment is.
func TestUncancelIsRefusedWithTheLog(t *testing.T) {
	t.Parallel()
	b := newEntries(t)
	b.Row("logged_segment", "entry_no", 3, "canceled", 1)
	b.Exec("UPDATE campaign_entry SET register_no = 3, canceled = 1, canceled_by = 3 WHERE entry_no = 7")
	_, err := b.campaigns.Uncancel(b.Context(), []int64{7}, false)
	if want := "campaign entry 7 belongs to the canceled logged segment 3; uncancel that"; err == nil || err.Error() != want {
		t.Errorf("%v", err)
	}
	b.Exec("UPDATE logged_segment SET taken_back = 1")
	_, err = b.campaigns.Uncancel(b.Context(), []int64{7}, false)
	if want := "campaign entry 7 belongs to the logged segment 3, which was taken back, and stays canceled"; err == nil || err.Error() != want {
		t.Errorf("%v", err)
	}
}

// No. of Interactions and the sums count the rows that are canceled as the entry is.
func TestEntries(t *testing.T) {
	t.Parallel()
	b := newEntries(t)
	told := func() (list []any) {
		entries, err := b.campaigns.Entries(b.Context(), "C1")
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			list = append(list, e.Text("entry_no"), e.Interactions, e.Cost, e.Duration)
		}
		return list
	}
	coretest.Same(t, []any{"7", 1, 1.5, 0.0, "8", 1, 0.0, 0.0}, told())
	if _, err := b.campaigns.Cancel(b.Context(), []int64{7}, false); err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, []any{"7", 3, 1.5, 4.0, "8", 1, 0.0, 0.0}, told())
}

// Canceled entries go with their interactions, comments, and the documents that
// nothing else has; the others stay.
func TestDeleteEntries(t *testing.T) {
	t.Parallel()
	b := newEntries(t)
	b.Row("inter_log_entry_comment_line", "entry_no", 1, "line_no", 10000, "comment", "Called back")
	var own, shared int64
	err := b.Company.Write(b.Context(), func(tx *sql.Tx) (err error) {
		if own, err = attachment.Keep(b.Context(), tx, "own.pdf", []byte("own")); err == nil {
			shared, err = attachment.Keep(b.Context(), tx, "shared.pdf", []byte("shared"))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	b.Row("interaction_attachment", "entry_no", 1, "place", 1, "attachment_id", own)
	b.Row("interaction_attachment", "entry_no", 1, "place", 2, "attachment_id", shared)
	b.Row("interaction_attachment", "entry_no", 4, "place", 1, "attachment_id", shared)
	none, err := b.campaigns.DeleteEntries(b.Context(), campaign.DeleteParams{})
	coretest.Same(t, campaign.Deleted{}, none)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.campaigns.Cancel(b.Context(), []int64{7}, false); err != nil {
		t.Fatal(err)
	}
	b.Exec("UPDATE interaction_log_entry SET canceled = 0, canceled_by = 0 WHERE entry_no = 3")
	want := campaign.Deleted{Entries: 1, Interactions: 2, Comments: 1, Documents: 1}
	before := b.canceled()
	deleted, err := b.campaigns.DeleteEntries(b.Context(), campaign.DeleteParams{Preview: true})
	coretest.Same(t, want, deleted)
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, before, b.canceled())
	entryNo, _ := campaign.EntryTable().Field("entry_no")
	only8, err := filter.Parse("8", entryNo, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	if deleted, err = b.campaigns.DeleteEntries(b.Context(), campaign.DeleteParams{Filters: map[string]filter.Filter{"entry_no": only8}}); err != nil || deleted.Entries != 0 {
		t.Error(deleted, err)
	}
	if deleted, err = b.campaigns.DeleteEntries(b.Context(), campaign.DeleteParams{Among: []int64{8}}); err != nil || deleted.Entries != 0 {
		t.Error(deleted, err)
	}
	deleted, err = b.campaigns.DeleteEntries(b.Context(), campaign.DeleteParams{})
	coretest.Same(t, want, deleted)
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, []string{"entry|8|0|0", "3|0|0|0", "4|8|0|0"}, b.canceled())
	coretest.Same(t, []string{"shared.pdf"}, b.Rows("SELECT file_name FROM attachment"))
	coretest.Same(t, []string{}, b.Rows("SELECT comment FROM inter_log_entry_comment_line"))
}

// A campaign runs from its Starting Date to its Ending Date, both included; an empty one
// is open.
func TestRunning(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	for no, dates := range map[string][2]string{
		"PAST": {"2026-01-01", "2026-11-22"}, "LAST": {"2026-01-01", coretest.Today}, "FIRST": {coretest.Today, "2026-12-31"},
		"LATER": {"2026-11-24", ""}, "OPEN": {"2026-01-01", ""},
	} {
		b.Row("campaign", "no", no, "starting_date", dates[0], "ending_date", dates[1])
	}
	var running []string
	all, err := b.campaigns.All(b.Context())
	for _, c := range all {
		if c.Runs(coretest.Today) {
			running = append(running, c.Text("no"))
		}
	}
	coretest.Same(t, []string{"C1", "FIRST", "LAST", "OPEN"}, running)
	if n, err2 := b.campaigns.Running(b.Context()); n != len(running) || err != nil || err2 != nil {
		t.Error(n, err, err2)
	}
}

// The entries of all campaigns, each with its own sums.
func TestAllEntries(t *testing.T) {
	t.Parallel()
	b := newEntries(t)
	b.Row("campaign", "no", "C2")
	b.Row("campaign_entry", "entry_no", 9, "campaign_no", "C2")
	all, err := b.campaigns.AllEntries(b.Context())
	if err != nil || len(all) != 3 {
		t.Fatal(all, err)
	}
	for i, n := range []int{1, 1, 0} {
		if all[i].Interactions != n {
			t.Errorf("entry %s has %d", all[i].Text("entry_no"), all[i].Interactions)
		}
	}
}
