package importer_test

import (
	"context"
	"fmt"
	"testing"

	"winnow/core/coretest"
	"winnow/core/importer"
)

const entries = "SELECT entry_no, contact_no, date, description FROM interaction_log_entry ORDER BY entry_no"

func TestRowsWithoutANumber(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.imported(d.file("Contact.csv", "No.", "A", "B"), importer.Options{})
	r := d.twice(d.file("Interaction Log Entries.csv", "Entry No.,Contact No.,Date,Description",
		"7,A,2026-01-01,seven", ",A,2026-01-01,seven", ",A,2026-01-02,new", ",A,2026-01-02,new", "0,B,2026-01-02,new", ",,2026-01-02,nobody", ",Z,,nobody"))
	coretest.Same(d.T, []string{"interaction_log_entry: 3 new, 0 changed, 0 unchanged, 2 left out"}, counts(r))
	coretest.Same(d.T, []string{"7|A|2026-01-01|seven", "8|A|2026-01-02|new", "9|B|2026-01-02|new"}, d.Rows(entries))
	if len(r.LeftOutRows) != 2 || r.LeftOutRows[1].Row != 8 || r.LeftOutRows[1].ContactNo != "Z" {
		t.Errorf("left out: %+v", r.LeftOutRows)
	}

	// Without the column: what is equal but for columns that the source lacks
	// counts as the same only where those are empty.
	r = d.twice(d.file("Interaction Log Entries.csv", "Extract of today,,", "Description,Contact No.,Date", "seven,a,2026-01-01", "seven,A,2026-01-03"))
	coretest.Same(d.T, []string{"interaction_log_entry: 1 new, 0 changed, 1 unchanged, 0 left out"}, counts(r))
	r = d.twice(d.file("Interaction Log Entries.csv", "Description,Contact No.", "seven,A"))
	coretest.Same(d.T, []string{"interaction_log_entry: 1 new, 0 changed, 0 unchanged, 0 left out"}, counts(r))
	coretest.Same(d.T, []string{"7|A|2026-01-01|seven", "8|A|2026-01-02|new", "9|B|2026-01-02|new", "10|A|2026-01-03|seven", "11|A||seven"}, d.Rows(entries))
}

func TestAnEntryIsChangedByItsNumber(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.imported(d.file("Contact.csv", "No.", "A"), importer.Options{})
	d.imported(d.file("Interaction Log Entry.csv", "Entry No.,Contact No.,Date", "5,A,2026-01-01"), importer.Options{})
	r := d.imported(d.file("Interaction Log Entry.csv", "Entry No.,Description", "5,said", "6,of nobody"), importer.Options{})
	coretest.Same(d.T, []string{"interaction_log_entry: 0 new, 1 changed, 0 unchanged, 1 left out"}, counts(r))
	coretest.Same(d.T, []string{"5|A|2026-01-01|said"}, d.Rows(entries))
}

func TestValueEntriesStayWithoutAContact(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	r := d.twice(d.file("value_entry.csv", "item_no;source_type;source_no;sales_amount_actual", "i1;Customer;C1;12.5", "i1;Customer;C1;12.50", "i2;;;0"))
	coretest.Same(d.T, []string{"value_entry: 2 new, 0 changed, 0 unchanged, 0 left out"}, counts(r))
	coretest.Same(d.T, []string{"1|I1|1|C1|12.5", "2|I2|0||0"}, d.Rows("SELECT entry_no, item_no, source_type, source_no, sales_amount_actual FROM value_entry"))
}

// The contacts can come after what belongs to them.
func TestTheOrderOfSourcesDoesNotMatter(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	r := d.twice(d.workbook("data.xlsx",
		sheet{"Contact Mailing Group", [][]any{{"Mailing Group Code", "Contact No."}, {"VIP", "P"}, {"VIP", "GONE"}}},
		sheet{"Contact", [][]any{{"No.", "Company No.", "Name"}, {"P", "C", "Ann"}, {"C", "", "Contoso"}}}))
	coretest.Same(d.T, []string{"contact: 2 new, 0 changed, 0 unchanged, 0 left out", "contact_mailing_group: 1 new, 0 changed, 0 unchanged, 1 left out"}, counts(r))
	if r.LeftOutRows[0].Row != 3 || r.LeftOutRows[0].ContactNo != "GONE" {
		t.Errorf("left out: %+v", r.LeftOutRows)
	}
	coretest.Same(d.T, []string{"C|Contoso|CONTOSO|0|C|Contoso", "P|Ann|ANN|1|C|Contoso"}, d.Rows(contactRow))
}

func TestStoppedImportLeavesAllAsItWas(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	lines := []string{"No.,Name"}
	for i := range 5000 {
		lines = append(lines, fmt.Sprintf("C%d,Name", i))
	}
	path := d.file("Contact.csv", lines...)
	ctx, cancel := context.WithCancel(d.Context())
	_, err := importer.Import(ctx, d.Company, path, importer.Options{OnProgress: func(importer.Progress) { cancel() }})
	if err == nil || ctx.Err() == nil {
		t.Errorf("the error is %v", err)
	}
	coretest.Same(d.T, []string{}, d.Rows("SELECT no FROM contact"))
	d.imported(path, importer.Options{})
}

// Entries that were made here keep their numbers to themselves: what comes without a
// number gets one below theirs.
func TestNumbersStayBelowThoseMadeHere(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.imported(d.file("Contact.csv", "No.", "A"), importer.Options{})
	d.Row("interaction_log_entry", "entry_no", 7, "contact_no", "A")
	d.Row("interaction_log_entry", "entry_no", 2_000_000_001, "contact_no", "A", "local", 1, "description", "ours")
	d.twice(d.file("Interaction Log Entry.csv", "Contact No.,Date,Description", "A,2026-01-01,theirs"))
	coretest.Same(d.T, []string{"7|A||", "8|A|2026-01-01|theirs", "2000000001|A||ours"}, d.Rows(entries))
	undone, err := importer.Undo(d.Context(), d.Company, false)
	if err != nil || undone.Removed != 1 || undone.KeptCount != 0 {
		t.Errorf("%+v, %v", undone, err)
	}
	coretest.Same(d.T, []string{"7|A||", "2000000001|A||ours"}, d.Rows(entries))
	d.twice(d.file("Logged Segment.csv", "Segment No.,Description", "SM1,Spring"))
	d.twice(d.file("Campaign Entry.csv", "Campaign No.,Description", "CP1,Spring"))
	coretest.Same(d.T, []string{"1|1"}, d.Rows("SELECT l.entry_no, c.entry_no FROM logged_segment AS l, campaign_entry AS c"))
}

// A task needs no contact, but has one that exists; a comment goes with its
// interaction.
func TestWhatTasksAndCommentsBelongTo(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.imported(d.file("Contact.csv", "No.,Company No.", "A,C", "C,C"), importer.Options{})
	r := d.twice(d.file("To-do.csv", "No.,Contact No.,Description", "TD1,A,Call", "TD2,,Tidy up", "TD3,Z,Call nobody"))
	coretest.Same(d.T, []string{"to_do: 2 new, 0 changed, 0 unchanged, 1 left out"}, counts(r))
	coretest.Same(d.T, []string{"TD1|A|C|1", "TD2|||1"}, d.Rows("SELECT no, contact_no, contact_company_no, priority FROM to_do"))
	d.imported(d.file("Interaction Log Entry.csv", "Entry No.,Contact No.", "5,A"), importer.Options{})
	r = d.twice(d.file("Inter. Log Entry Comment Line.csv", "Entry No.,Line No.,Comment", "5,10000,Asked back", "6,10000,Of nothing"))
	coretest.Same(d.T, []string{"inter_log_entry_comment_line: 1 new, 0 changed, 0 unchanged, 1 left out"}, counts(r))
	if left := r.LeftOutRows[0]; left.ContactNo != "" || left.Text.String() != "there is no interaction 6" {
		t.Errorf("left out: %+v", left)
	}
	d.twice(d.file("Aufgabe.csv", "Nr.,Priorität,Art,Startzeit", "TD2,Niedrig,Telefonat,9:05"))
	coretest.Same(d.T, []string{"2|09:05"}, d.Rows("SELECT type, start_time FROM to_do WHERE no = 'TD2'"))
	d.twice(d.file("Interaction Log Entry.csv", "Entry No.,Contact No.,Task No.", "8,A,TD1"))
	coretest.Same(d.T, []string{"TD1"}, d.Rows("SELECT to_do_no FROM interaction_log_entry WHERE entry_no = 8"))
	coretest.Same(d.T, []string{"1", "0"}, d.Rows("SELECT priority FROM to_do"))
}
