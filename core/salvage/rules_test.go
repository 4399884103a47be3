package salvage_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/salvage"
)

// What becomes of segments fits together, or check says what does not, and what
// recover makes does.
func TestRulesOfLoggedSegments(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ change, want string }{
		"sound":                        {"", ""},
		"no logged segment":            {"UPDATE interaction_log_entry SET logged_segment_entry_no = 2000000009 WHERE entry_no = 2000000001", "1 interaction names a logged segment that does not exist: 2000000001"},
		"an imported one may":          {"UPDATE interaction_log_entry SET logged_segment_entry_no = 17, campaign_entry_no = 17 WHERE entry_no = 7", ""},
		"no campaign entry":            {"UPDATE interaction_log_entry SET campaign_entry_no = 2000000009 WHERE local = 1", "2 interactions name a campaign entry that their campaign does not have, the first is 2000000001"},
		"another campaign's entry":     {"UPDATE campaign_entry SET campaign_no = 'CP2'", "2 interactions name a campaign entry that their campaign does not have, the first is 2000000001"},
		"canceled log":                 {"UPDATE logged_segment SET canceled = 1; UPDATE campaign_entry SET canceled = 1", "2 interactions are not canceled although their logged segment is, the first is 2000000001"},
		"campaign entry of a canceled": {"UPDATE logged_segment SET canceled = 1; UPDATE interaction_log_entry SET canceled = 1", "1 campaign entry is not canceled although its logged segment is: 2000000001"},
		"taken back":                   {"UPDATE logged_segment SET taken_back = 1; UPDATE segment_header SET logged_segment_entry_no = 0", "1 logged segment was taken back and is not canceled: 2000000001"},
		"hidden":                       {"UPDATE segment_header SET logged_segment_entry_no = 5", "1 segment is hidden as if it were logged, and is not: SM00001"},
		"hidden by another's":          {"UPDATE logged_segment SET segment_no = 'SM00002'", "1 segment is hidden as if it were logged, and is not: SM00001"},
		"a document":                   {"UPDATE attachment SET content = x'02'", "1 document is not what was kept: 1"},
		"a call":                       {"UPDATE segment_line SET call_entry_no = 2000000007", "1 line names an interaction that does not exist as its call: SM00001 10000"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := coretest.New(t)
			b.Row("contact", "no", "A")
			no := b.MakeSegment()
			if _, err := b.AddLines(b.Context(), no, []string{"A"}, false); err != nil {
				t.Fatal(err)
			}
			b.Row("campaign", "no", "CP1")
			b.Row("logged_segment", "entry_no", 2_000_000_001, "segment_no", no, "local", 1)
			b.Row("campaign_entry", "entry_no", 2_000_000_001, "campaign_no", "CP1", "register_no", 2_000_000_001, "local", 1)
			for i := range 2 {
				b.Row("interaction_log_entry", "entry_no", 2_000_000_001+i, "contact_no", "A", "campaign_no", "CP1", "campaign_entry_no", 2_000_000_001,
					"logged_segment_entry_no", 2_000_000_001, "local", 1)
			}
			b.Row("interaction_log_entry", "entry_no", 7, "contact_no", "A")
			b.Row("attachment", "sha256", "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a", "size", 1, "content", []byte{1})
			b.Row("interaction_attachment", "entry_no", 2_000_000_001, "place", 1, "attachment_id", 1)
			b.Exec("UPDATE segment_header SET logged_segment_entry_no = 2000000001; UPDATE segment_line SET call_entry_no = 2000000002")
			if c.change != "" {
				b.Exec(c.change)
			}
			faults := checked(t, b.Company)
			if faults != c.want {
				t.Errorf("%s, not %s", faults, c.want)
			}
			to := filepath.Join(t.TempDir(), "saved.winnow")
			copied := filepath.Join(t.TempDir(), "copy.winnow")
			if err := b.Company.Backup(b.Context(), copied, false); err != nil {
				t.Fatal(err)
			}
			report, err := salvage.Recover(b.Context(), copied, to, nil)
			if err != nil || report.Whole() != (c.want == "") {
				t.Errorf("%+v, %v", report.Lost, err)
			}
			saved, err := company.Open(context.Background(), to)
			if err != nil {
				t.Fatal(err)
			}
			defer saved.Close()
			if faults := checked(t, saved); faults != "" {
				t.Errorf("recovered: %s", faults)
			}
		})
	}
}

// checked is what check says.
func checked(t *testing.T, c *company.Company) string {
	t.Helper()
	faults, err := salvage.Check(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, f := range faults {
		said = append(said, f.String())
	}
	return strings.Join(said, "; ")
}
