package importer_test

import (
	"fmt"
	"strings"
	"testing"

	"winnow/core/coretest"
	"winnow/core/importer"
)

// Each value is read as it should be, or refused with a word on what is
// expected. The table has a field of each type.
func TestValuesAsText(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ column, text, want string }{
		{"Contact No.", " c1 ", "C1"},
		{"Description", " \u00a0as it is ", "as it is"},
		{"Description", "e\u0301", "é"},
		{"Description", `"a, b ""c"""`, `a, b "c"`},
		{"Description", "a\tb", "a b"},
		{"Description", "\"a\nb\"", "a b"},
		{"Description", "a\x01b", "ab"},
		{"User ID", "é\x02", "É"},
		{"User ID", "straße é", "STRAßE É"},
		{"Logged Segment Entry No.", " 42 ", "42"},
		{"Logged Segment Entry No.", "-3", "-3"},
		{"Logged Segment Entry No.", "4.0", "4"},
		{"Logged Segment Entry No.", "1234567890123456", `! "1234567890123456" has more than 15 significant digits`},
		{"Cost (LCY)", "-12.50", "-12.5"},
		{"Cost (LCY)", "0.1", "0.1"},
		{"Cost (LCY)", "123456789012345", "1.23456789012345e+14"},
		{"Cost (LCY)", "1,5", "1.5"},
		{"Cost (LCY)", "1.2345678901234567", `! "1.2345678901234567" has more than 15 significant digits`},
		{"Cost (LCY)", "1e3", `! "1e3" is not a number; write it with digits and a point, such as 1000 or 0.5`},
		{"Date", "2026-11-23", "2026-11-23"},
		{"Date", "20261123", "2026-11-23"},
		{"Date", "2026-11-23T00:00:00", "2026-11-23"},
		{"Date", "2026-11-23T23:59:59.123Z", "2026-11-23"},
		{"Date", "2026-11-23 08:30", "2026-11-23"},
		{"Date", "2026-02-29", `! "2026-02-29" is not a day; expected a date such as 2026-11-23`},
		{"Date", "23/11/2026", `! "23/11/2026" is not a day; expected a date such as 2026-11-23, or choose under Files whether the day or the month comes first`},
		{"Date", "t", `! "t" is not a day; expected a date such as 2026-11-23`},
		{"Date", "2026-11", `! "2026-11" is not a day; expected a date such as 2026-11-23`},
		{"Canceled", "Yes", "1"},
		{"Canceled", "TRUE", "1"},
		{"Canceled", "1", "1"},
		{"Canceled", "no", "0"},
		{"Canceled", "False", "0"},
		{"Canceled", "0", "0"},
		{"Canceled", "ja", "1"},
		{"Evaluation", "very positive", "1"},
		{"Evaluation", "5", "5"},
		{"Evaluation", " ", "0"},
		{"Evaluation", "6", `! "6" is not one of the options; they are (blank), Very Positive, Positive, Neutral, Negative, Very Negative`},
		{"Information Flow", "INBOUND", "2"},
	} {
		t.Run(c.column+" "+c.text, func(t *testing.T) {
			d := newDesk(t)
			d.imported(d.file("Contact.csv", "No.", "C1"), importer.Options{})
			text := c.text
			if !strings.HasPrefix(text, `"`) && strings.ContainsAny(text, ",") {
				text = `"` + text + `"`
			}
			header, row := "Entry No.,Contact No.,"+c.column, "1,C1,"+text
			if c.column == "Contact No." {
				header, row = "Entry No.,Contact No.,Subject", "1,"+text+",x"
			}
			path := d.file("Interaction Log Entry.csv", header, row)
			if message, bad := strings.CutPrefix(c.want, "! "); bad {
				coretest.Same(d.T, []string{"Interaction Log Entry.csv, row 2, " + c.column + ": " + message}, d.refused(path, importer.Options{}))
				return
			}
			d.imported(path, importer.Options{})
			key := map[string]string{"Contact No.": "contact_no", "User ID": "user_id", "Logged Segment Entry No.": "logged_segment_entry_no",
				"Cost (LCY)": "cost_lcy", "Information Flow": "information_flow"}[c.column]
			if key == "" {
				key = strings.ToLower(c.column)
			}
			coretest.Same(d.T, []string{c.want}, d.Rows("SELECT "+key+" FROM interaction_log_entry"))
		})
	}
}

func TestDatesInTheOrderThatIsSaid(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ order, text, want string }{
		{"dmy", "23/11/2026", "2026-11-23"},
		{"dmy", "1.2.26", "2026-02-01"},
		{"dmy", "01-02-49", "2049-02-01"},
		{"dmy", "1/2/50", "1950-02-01"},
		{"dmy", "2026-11-23", "2026-11-23"},
		{"dmy", "20261123", "2026-11-23"},
		{"mdy", "11/23/2026", "2026-11-23"},
		{"mdy", "2/1/26", "2026-02-01"},
		{"mdy", "23/11/2026", `! "23/11/2026" is not a day; expected a date such as 2026-11-23 or 11/23/2026`},
		{"dmy", "31/31", `! "31/31" is not a day; expected a date such as 2026-11-23 or 23/11/2026`},
		{"dmy", "1/2-2026", `! "1/2-2026" is not a day; expected a date such as 2026-11-23 or 23/11/2026`},
		{"dmy", "1/2/226", `! "1/2/226" is not a day; expected a date such as 2026-11-23 or 23/11/2026`},
	} {
		t.Run(c.order+" "+c.text, func(t *testing.T) {
			d := newDesk(t)
			path := d.file("Campaign.csv", "No.,Starting Date", "X,"+c.text)
			o := importer.Options{DateFormat: c.order}
			if message, bad := strings.CutPrefix(c.want, "! "); bad {
				coretest.Same(d.T, []string{"Campaign.csv, row 2, Starting Date: " + message}, d.refused(path, o))
				return
			}
			d.imported(path, o)
			coretest.Same(d.T, []string{c.want}, d.Rows("SELECT starting_date FROM campaign"))
		})
	}
}

// A hundred errors are listed, all are counted, and each names its place.
func TestErrorsAreListedAndCounted(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	lines := []string{"Title", "", "No.,Minor,Type"}
	for i := range 150 {
		lines = append(lines, fmt.Sprintf("C%d,maybe,Company", i))
	}
	got := d.refused(d.file("Contact.csv", lines...), importer.Options{})
	if len(got) != 101 {
		t.Fatalf("%d lines", len(got))
	}
	coretest.Same(d.T, []string{`Contact.csv, row 4, Minor: "maybe" is neither yes nor no; write yes, no, true, false, 1 or 0`, "and 50 more, 150 errors in all"}, []string{got[0], got[100]})
}

func TestEveryErrorOfARowIsListed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.file("in/Contact.csv", "No.,Minor,Type,Last Date Modified", ",perhaps,Robot,soon", "A,Yes,Person,2026-01-01")
	d.file("in/Item Variants.csv", "Item No.,Code", "A,", ",")
	coretest.Same(d.T, []string{
		"Contact.csv, row 2, No.: it is empty; every row of the table Contact needs a value",
		`Contact.csv, row 2, Minor: "perhaps" is neither yes nor no; write yes, no, true, false, 1 or 0`,
		`Contact.csv, row 2, Type: "Robot" is not one of the options; they are Company, Person`,
		`Contact.csv, row 2, Last Date Modified: "soon" is not a day; expected a date such as 2026-11-23`,
		"Item Variants.csv, row 2, Code: it is empty; every row of the table Item Variant needs a value",
	}, d.refused(d.Folder+"/in", importer.Options{}))
	coretest.Same(d.T, []string{}, d.Rows("SELECT no FROM contact"))
}

// Keys whose empty value means something may be empty.
func TestKeysThatMayBeEmpty(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.file("in/Contact.csv", "No.", "A")
	d.file("in/Salutation Formulas.csv", "Salutation Code,Language Code,Salutation Type,Salutation,Name 1", "F,,Formal,Dear %1,Surname", "F,DEU,Formal,Guten Tag %1,4")
	d.file("in/Posted Document.csv", "Source Type,Document No.,Contact No.", " ,D1,A", "Customer,D1,NOBODY", "2,D1,")
	d.file("in/Contact Alt. Addr. Date Ranges.csv", "Contact No.,Contact Alt. Address Code,Starting Date,Ending Date", "A,HOME,,2026-02-01", "B,HOME,,")
	r := d.twice(d.Folder + "/in")
	coretest.Same(d.T, []string{
		"contact: 1 new, 0 changed, 0 unchanged, 0 left out",
		"contact_alt_addr_date_range: 1 new, 0 changed, 0 unchanged, 1 left out",
		"posted_document: 3 new, 0 changed, 0 unchanged, 0 left out",
		"salutation_formula: 2 new, 0 changed, 0 unchanged, 0 left out",
	}, counts(r))
	coretest.Same(d.T, []string{"0|D1|A", "1|D1|NOBODY", "2|D1|"}, d.Rows("SELECT source_type, document_no, contact_no FROM posted_document ORDER BY 1"))
}
