package importer_test

import (
	"strings"
	"testing"

	"winnow/core/coretest"
	"winnow/core/importer"
)

// logged makes a company with a logged segment of three interactions that were made
// here, one of which has a comment and a document.
func logged(t *testing.T) *desk {
	d := newDesk(t)
	d.imported(d.file("Contact.csv", "No.,Company No.", "A,C", "B,C", "C,C"), importer.Options{})
	d.Row("logged_segment", "entry_no", 2_000_000_001, "segment_no", "SM1", "local", 1)
	d.Row("campaign_entry", "entry_no", 2_000_000_001, "campaign_no", "CP1", "segment_no", "SM1", "register_no", 2_000_000_001, "local", 1)
	for i, contact := range []string{"A", "A", "B"} {
		d.Row("interaction_log_entry", "entry_no", 2_000_000_001+i, "contact_no", contact, "contact_company_no", "C", "date", "2026-11-20", "description", "Spring letter",
			"interaction_template_code", "LETTER", "segment_no", "SM1", "salesperson_code", "JO", "campaign_no", "CP1", "campaign_entry_no", 2_000_000_001,
			"logged_segment_entry_no", 2_000_000_001, "cost_lcy", 1.5, "local", 1)
	}
	if _, err := d.AddLines(d.Context(), d.MakeSegment(), []string{"A"}, false); err != nil {
		t.Fatal(err)
	}
	d.Exec("UPDATE segment_line SET call_entry_no = 2000000001")
	d.Row("inter_log_entry_comment_line", "entry_no", 2_000_000_001, "line_no", 10000, "comment", "asked back")
	d.Row("attachment", "sha256", strings.Repeat("0", 64), "size", 1, "content", []byte("x"))
	d.Row("interaction_attachment", "entry_no", 2_000_000_001, "place", 1, "attachment_id", 1)
	return d
}

// shownEntries are the interactions with what belongs to them.
func (d *desk) shownEntries() []string {
	return d.Rows(`
SELECT entry_no, contact_no, cost_lcy, evaluation, local, logged_segment_entry_no, campaign_entry_no, contact_company_no,
    (SELECT count(*) FROM inter_log_entry_comment_line AS l WHERE l.entry_no = i.entry_no)
        || (SELECT count(*) FROM interaction_attachment AS a WHERE a.entry_no = i.entry_no)
FROM interaction_log_entry AS i
ORDER BY entry_no`)
}

// What Business Central made of an interaction of ours is that interaction: it takes
// the number and the values, and keeps its document, comments and logged segment.
func TestInteractionsAreAdopted(t *testing.T) {
	t.Parallel()
	d := logged(t)
	before := d.shownEntries()
	const header = "Entry No.,Contact No.,Date,Description,Interaction Template Code,Segment No.,Salesperson Code,Cost (LCY),Evaluation,Logged Segment Entry No.,Campaign Entry No."
	file := d.file("Interaction Log Entry.csv", header,
		"41,A,2026-11-20,Spring letter,LETTER,SM1,JO,2,Positive,17,18",
		"42,A,2026-11-20,Spring letter,LETTER,SM1,JO,1.5,,17,18",
		"43,A,2026-11-20,Spring letter,LETTER,SM1,JO,1.5,,17,18",
		"44,B,2026-11-20,Spring letter,LETTER,SM2,JO,1.5,,17,18")
	r := d.imported(file, importer.Options{})
	if c := r.Rows[0]; c.Read != 4 || c.Adopted != 2 || c.New != 2 || c.Changed+c.Unchanged+c.Merged+c.LeftOut+c.Refused != 0 {
		t.Errorf("%+v", c)
	}
	if c := r.Tables[0]; c.Adopted != 2 || c.New != 2 || c.Changed+c.Unchanged != 0 {
		t.Errorf("%+v", c)
	}
	adopted := []string{"41|A|2|2|0|2000000001|2000000001|C|11", "42|A|1.5|0|0|2000000001|2000000001|C|00", "43|A|1.5|0|0|17|18|C|00",
		"44|B|1.5|0|0|17|18|C|00", "2000000003|B|1.5|0|1|2000000001|2000000001|C|00"}
	coretest.Same(d.T, adopted, d.shownEntries())

	// The same input changes nothing, and a changed one keeps the links.
	again := d.imported(file, importer.Options{})
	if c := again.Rows[0]; c.Unchanged != 4 {
		t.Errorf("again: %+v", c)
	}
	coretest.Same(d.T, adopted, d.shownEntries())
	coretest.Same(d.T, []string{"41"}, d.Rows("SELECT call_entry_no FROM segment_line"))
	undone, err := importer.Undo(d.Context(), d.Company, false)
	if err != nil || undone.Restored != 2 || undone.Removed != 2 || undone.KeptCount != 0 {
		t.Errorf("%+v, %v", undone, err)
	}
	coretest.Same(d.T, before, d.shownEntries())
	coretest.Same(d.T, []string{"2000000001"}, d.Rows("SELECT call_entry_no FROM segment_line"))
}

// What was touched since it was adopted stays.
func TestTouchedAdoptionsStay(t *testing.T) {
	t.Parallel()
	d := logged(t)
	d.imported(d.file("Interaction Log Entry.csv", "Entry No.,Contact No.,Date,Description,Interaction Template Code,Segment No.,Salesperson Code",
		"41,A,2026-11-20,Spring letter,LETTER,SM1,JO"), importer.Options{})
	d.Exec("UPDATE interaction_log_entry SET evaluation = 1 WHERE entry_no = 41")
	undone, err := importer.Undo(d.Context(), d.Company, false)
	if err != nil || undone.Restored != 0 || undone.KeptCount != 1 {
		t.Errorf("%+v, %v", undone, err)
	}
	coretest.Same(d.T, []string{"41", "2000000002", "2000000003"}, d.Rows("SELECT entry_no FROM interaction_log_entry ORDER BY entry_no"))
}

// Entries that are not canceled come first, then lower numbers; times are compared
// where both have one, and descriptions over what Business Central keeps of them.
func TestWhichInteractionIsAdopted(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 100)
	for name, c := range map[string]struct {
		ours, theirs []string // time, canceled, description
		want         string
	}{
		"canceled last":      {[]string{"|1|a", "|0|a"}, []string{"|0|a"}, "2000000001:|1 7:|0"},
		"one each":           {[]string{"|0|a", "|0|a"}, []string{"|0|a", "|0|a", "|0|a"}, "7:|0 8:|0 9:|0"},
		"another time":       {[]string{"09:30|0|a"}, []string{"10:00|0|a"}, "2000000001:09:30|0 7:10:00|0"},
		"a time of one":      {[]string{"09:30|0|a"}, []string{"|0|a"}, "7:|0"},
		"the same time":      {[]string{"09:30|0|a", "10:00|0|a"}, []string{"10:00|0|a"}, "2000000001:09:30|0 7:10:00|0"},
		"a long description": {[]string{"|0|" + long + "y"}, []string{"|0|" + long}, "7:|0"},
		"another text":       {[]string{"|0|a"}, []string{"|0|b"}, "2000000001:|0 7:|0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.imported(d.file("Contact.csv", "No.", "A"), importer.Options{})
			for i, row := range c.ours {
				v := strings.Split(row, "|")
				d.Row("interaction_log_entry", "entry_no", 2_000_000_001+i, "contact_no", "A", "time_of_interaction", v[0], "canceled", v[1], "description", v[2], "local", 1)
			}
			lines := []string{"Entry No.,Contact No.,Time of Interaction,Canceled,Description"}
			for i, row := range c.theirs {
				lines = append(lines, string(rune('7'+i))+",A,"+strings.ReplaceAll(row, "|", ","))
			}
			d.twice(d.file("Interaction Log Entry.csv", lines...))
			if got := strings.Join(d.Rows("SELECT entry_no || ':' || time_of_interaction, canceled FROM interaction_log_entry ORDER BY entry_no > 100 DESC, entry_no"), " "); got != c.want {
				t.Errorf("%s, not %s", got, c.want)
			}
		})
	}
}

// Rows without a number are not doubles of ours either: they say more of it, and leave
// it its number.
func TestAdoptionWithoutANumber(t *testing.T) {
	t.Parallel()
	d := logged(t)
	file := d.file("Interaction Log Entry.csv", "Contact No.,Date,Description,Interaction Template Code,Segment No.,Salesperson Code,Evaluation",
		"A,2026-11-20,Spring letter,LETTER,SM1,JO,Positive", "B,2026-11-21,Spring letter,LETTER,SM1,JO,Positive")
	for _, want := range []importer.RowCount{{Read: 2, Adopted: 1, New: 1}, {Read: 2, Adopted: 1, Unchanged: 1}} {
		got := d.imported(file, importer.Options{}).Rows[0]
		want.Source = got.Source
		if got != want {
			t.Errorf("%+v, not %+v", got, want)
		}
		coretest.Same(d.T, []string{"1|B|0|2|0|0|0|C|00", "2000000001|A|1.5|2|1|2000000001|2000000001|C|11", "2000000002|A|1.5|0|1|2000000001|2000000001|C|00",
			"2000000003|B|1.5|0|1|2000000001|2000000001|C|00"}, d.shownEntries())
	}
}

// Our numbers come back as ours, into an empty company too; another's entry under one
// of our numbers is refused.
func TestOurNumbersComeBack(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.imported(d.file("Contact.csv", "No.", "A", "B"), importer.Options{})
	d.twice(d.file("Interaction Log Entry.csv", "Entry No.,Contact No.,Interaction Template Code", "2000000005,A,LETTER"))
	coretest.Same(d.T, []string{"2000000005|A|0"}, d.Rows("SELECT entry_no, contact_no, local FROM interaction_log_entry"))
	_, err := importer.Import(d.Context(), d.Company, d.file("Interaction Log Entry.csv", "Entry No.,Contact No.", "2000000005,B"), importer.Options{})
	if err == nil || !strings.Contains(err.Error(), "2000000005") {
		t.Errorf("another's entry: %v", err)
	}
	coretest.Same(d.T, []string{"2000000005|A|0"}, d.Rows("SELECT entry_no, contact_no, local FROM interaction_log_entry"))
}

// Wrong times of day are refused.
func TestTimesOfDayAreRead(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.imported(d.file("Contact.csv", "No.", "A"), importer.Options{})
	d.twice(d.workbook("Interaction Log Entry.xlsx", sheet{"Interaction Log Entry", [][]any{
		{"Entry No.", "Contact No.", "Time of Interaction"}, {1, "A", 0.395833333333333}, {2, "A", "2:05:09 PM"}, {3, "A", ""}}}))
	coretest.Same(d.T, []string{"09:30", "14:05", ""}, d.Rows("SELECT time_of_interaction FROM interaction_log_entry ORDER BY entry_no"))
	if _, err := importer.Import(d.Context(), d.Company, d.file("Interaction Log Entry.csv", "Entry No.,Contact No.,Time of Interaction", "4,A,25:00"), importer.Options{}); err == nil {
		t.Error("25:00 is a time of day")
	}
}
