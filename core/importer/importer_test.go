package importer_test

import (
	"testing"

	"winnow/core/coretest"
	"winnow/core/importer"
)

func TestFolderOfCSV(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.file("in/contacts.csv",
		"no,Name,Type,Company No.,E-Mail,Shoe Size",
		"ct1,Adatum,Company,,info@adatum.test,",
		"CT2, Ann Lee ,Person,ct1,ann@adatum.test,38")
	d.file("in/Contact Mailing Groups.csv", "Contact No.;Mailing Group Code", "CT2;vip", "CT9;VIP")
	d.file("in/interaction_log_entries.csv",
		"Contact No.\tDate\tCost (LCY)",
		"CT2\t2026-11-23\t12.5", "CT2\t20261124\t", "\t2026-11-23\t1", "CT2\t2026-11-23\t12.50")
	d.file("in/notes.txt", "Nothing.")
	r := d.twice(d.Folder + "/in")
	coretest.Same(d.T, []string{
		"contact: 2 new, 0 changed, 0 unchanged, 0 left out",
		"contact_mailing_group: 1 new, 0 changed, 0 unchanged, 1 left out",
		"interaction_log_entry: 2 new, 0 changed, 0 unchanged, 1 left out",
	}, counts(r))
	coretest.Same(d.T, []string{"CT1|Adatum|ADATUM|0|CT1|Adatum|info@adatum.test", "CT2|Ann Lee|ANN LEE|1|CT1|Adatum|ann@adatum.test"},
		d.Rows("SELECT no, name, search_name, type, company_no, company_name, e_mail FROM contact ORDER BY no"))
	coretest.Same(d.T, []string{"CT2|VIP"}, d.Rows("SELECT * FROM contact_mailing_group"))
	coretest.Same(d.T, []string{"1|CT2|2026-11-23|12.5", "2|CT2|2026-11-24|0"},
		d.Rows("SELECT entry_no, contact_no, date, cost_lcy FROM interaction_log_entry ORDER BY 1"))
	coretest.Same(d.T, []string{"notes.txt"}, r.IgnoredSources)
	if len(r.UnknownColumns) != 1 || r.UnknownColumns[0] != (importer.UnknownColumn{Source: "contacts.csv", Column: "Shoe Size"}) {
		t.Errorf("unknown columns: %v", r.UnknownColumns)
	}
}

func TestWorkbook(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	path := d.workbook("data.xlsx",
		sheet{"Contact", [][]any{{"PACKAGE", "Contact", 5050}, {}, {"No.", "Name", "Post Code", "Last Date Modified"}, {"C1", "Firm", 1234, nil}}},
		sheet{"Country_Regions", [][]any{{"code", "NAME"}, {"gb", "Great Britain"}}},
		sheet{"Summary", [][]any{{"Nothing"}}})
	r := d.twice(path)
	coretest.Same(d.T, []string{
		"contact: 1 new, 0 changed, 0 unchanged, 0 left out",
		"country_region: 1 new, 0 changed, 0 unchanged, 0 left out",
	}, counts(r))
	coretest.Same(d.T, []string{"C1|Firm|1234|"}, d.Rows("SELECT no, name, post_code, last_date_modified FROM contact"))
	coretest.Same(d.T, []string{"GB|Great Britain|0"}, d.Rows("SELECT * FROM country_region"))
	coretest.Same(d.T, []string{"Summary"}, r.IgnoredSources)
}

// Newer versions of Business Central write Email for E-Mail; where both stand
// there, the other is a column of its own.
func TestCaptionsWithoutTheirSigns(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.imported(d.file("Contact.csv", "No.,Email,PostCode", "C1,a@b.example,123"), importer.Options{})
	coretest.Same(d.T, []string{"C1|a@b.example|123"}, d.Rows("SELECT no, e_mail, post_code FROM contact"))
	r := d.imported(d.file("Contact.csv", "No.,Email,E-Mail", "C1,x,c@d.example"), importer.Options{})
	coretest.Same(d.T, []string{"C1|c@d.example"}, d.Rows("SELECT no, e_mail FROM contact"))
	if len(r.UnknownColumns) != 1 || r.UnknownColumns[0].Column != "Email" {
		t.Errorf("unknown are %v", r.UnknownColumns)
	}
}

// Several files are one input: what belongs together may stand in any of them,
// and one that is wrong keeps all of them out.
func TestSeveralFilesAreOneInput(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	groups := d.file("Contact Mailing Group.csv", "Contact No.,Mailing Group Code", "C1,VIP")
	contacts := d.file("Contact.csv", "No.,Name", "C1,Ann")
	other := d.file("other.csv", "a,b", "1,2")
	if _, err := importer.ImportAll(d.Context(), d.Company, []string{groups, contacts, other}, importer.Options{}); err == nil {
		t.Error("a file that nobody knows went through")
	}
	coretest.Same(d.T, []string{}, d.Rows("SELECT no FROM contact"))
	r, err := importer.ImportAll(d.Context(), d.Company, []string{groups, contacts}, importer.Options{})
	d.must(err)
	coretest.Same(d.T, []string{"C1|VIP"}, d.Rows("SELECT contact_no, mailing_group_code FROM contact_mailing_group"))
	if len(r.LeftOutRows) > 0 {
		t.Errorf("left out are %v", r.LeftOutRows)
	}
}
