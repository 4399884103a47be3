package importer_test

import (
	"testing"

	"winnow/core/coretest"
	"winnow/core/importer"
)

// Rows of a contact that was merged into another are rows of that; where the input has
// a row of both, that of the survivor stands, and a second import changes nothing.
func TestImportFindsTheSurvivor(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.Row("contact", "no", "F", "type", 0, "name", "Firm", "search_name", "FIRM", "company_no", "F", "company_name", "Firm")
	d.Person("A", "name", "Ann", "search_name", "ANN", "city", "Leeds")
	d.Exec("INSERT INTO contact_number (no, contact_id) SELECT 'B', id FROM contact WHERE no = 'A' UNION ALL SELECT 'G', id FROM contact WHERE no = 'F'")
	d.file("in/contact.csv", "No.,Name,City,Type,Company No.", "A,Ann,York,Person,G", "B,Ben,Bath,Person,", "P,Pat,,Person,G")
	d.file("in/contact_mailing_group.csv", "Contact No.,Mailing Group Code", "A,VIP", "B,VIP", "B,NEWS")
	d.file("in/interaction_log_entry.csv", "Entry No.,Contact No.,Contact Company No.", "1,B,G", "2,A,")
	d.file("in/free/interaction_log_entry.csv", "Contact No.,Description", "B,Call", "A,Call")
	for _, path := range []string{d.Path("in"), d.Path("in/free/interaction_log_entry.csv")} {
		for range 2 {
			if _, err := importer.Import(d.Context(), d.Company, path, importer.Options{}); err != nil {
				t.Fatal(err)
			}
		}
	}
	coretest.Same(t, []string{"A|Ann|York|F|", "F|Firm||F|Firm", "P|Pat||F|"}, d.Rows("SELECT no, name, city, company_no, '' || iif(no = 'F', company_name, '') FROM contact ORDER BY no"))
	coretest.Same(t, []string{"A|NEWS", "A|VIP"}, d.Rows("SELECT contact_no, mailing_group_code FROM contact_mailing_group ORDER BY 2"))
	coretest.Same(t, []string{"1|A|F|", "2|A|F|", "3|A|F|Call"}, d.Rows("SELECT entry_no, contact_no, contact_company_no, description FROM interaction_log_entry ORDER BY 1"))

	only := d.file("only/contact.csv", "No.,City", "B,Hull")
	if _, err := importer.Import(d.Context(), d.Company, only, importer.Options{}); err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, []string{"A|Hull"}, d.Rows("SELECT no, city FROM contact WHERE city <> ''"))
}
