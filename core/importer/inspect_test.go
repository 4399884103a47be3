package importer_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core"
	"winnow/core/coretest"
	"winnow/core/importer"
)

// inspected looks at the files at paths.
func (d *desk) inspected(paths ...string) []*importer.Source {
	d.T.Helper()
	files, err := importer.Inspect(d.Context(), d.Company, paths)
	d.must(err)
	var list []*importer.Source
	for _, f := range files {
		d.must(f.Err)
		list = append(list, f.Sources...)
	}
	return list
}

// mapped imports sources as they are to be read, twice; the second time changes
// nothing.
func (d *desk) mapped(o importer.Options, sources ...*importer.Source) importer.Result {
	d.T.Helper()
	for _, s := range sources {
		o.Mapping = append(o.Mapping, s.Mapping)
	}
	r, err := importer.ImportAll(d.Context(), d.Company, nil, o)
	d.must(err)
	if o.DryRun {
		return r
	}
	again, err := importer.ImportAll(d.Context(), d.Company, nil, o)
	d.must(err)
	for _, t := range again.Tables {
		if t.New+t.Changed > 0 {
			d.T.Errorf("the second import changed something: %+v", t)
		}
	}
	return r
}

// goesTo says of each column where it goes.
func goesTo(s *importer.Source) []string {
	var list []string
	for _, c := range s.Columns() {
		list = append(list, c.Letter()+" "+c.Caption+" > "+c.Field)
	}
	return list
}

// messy is a workbook as people keep them: a title, a note, headings of their
// own, days as text.
func (d *desk) messy(name string, rows ...[]any) string {
	d.T.Helper()
	head := [][]any{
		{"Kundenliste Süd"}, {}, {"Stand: 23.11.2026"}, {},
		{"Kd.-Nr.", "Bezeichnung", "PLZ", "Ort", "Zuletzt geändert", "Bemerkung"},
	}
	return d.workbook(name, sheet{"Tabelle1", append(head, rows...)})
}

func TestInspectMessyWorkbook(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	path := d.messy("Kunden.xlsx",
		[]any{"k1", "Relecloud", 1067, "Dresden", "31.12.2025", "gut"},
		[]any{"k2", "Contoso", "04109", "Leipzig", "01.02.2026", ""})
	s := d.inspected(path)[0]
	if s.Table != "" {
		t.Errorf("without a name it was taken for %s", s.Table)
	}
	s.SetTable("contact")
	if s.Header != 5 {
		t.Errorf("the headings are in row %d", s.Header)
	}
	coretest.Same(d.T, []string{"A Kd.-Nr. > ", "B Bezeichnung > ", "C PLZ > post_code", "D Ort > city", "E Zuletzt geändert > ", "F Bemerkung > "}, goesTo(s))
	coretest.Same(d.T, []string{"1067", "04109"}, s.Columns()[2].Samples)
	dmy, mdy, example := s.Dates()
	if !dmy || mdy || example == "" {
		t.Errorf("days: %v %v %q", dmy, mdy, example)
	}
	s.SetField(0, "no")
	s.SetField(1, "name")
	s.SetField(4, "last_date_modified")
	r := d.mapped(importer.Options{DateFormat: "dmy"}, s)
	coretest.Same(d.T, []string{"contact: 2 new, 0 changed, 0 unchanged, 0 left out"}, counts(r))
	coretest.Same(d.T, []string{"K1|Relecloud|1067|Dresden|2025-12-31", "K2|Contoso|04109|Leipzig|2026-02-01"},
		d.Rows("SELECT no, name, post_code, city, last_date_modified FROM contact ORDER BY no"))
	if diff := cmp.Diff([]importer.UnknownColumn{{Source: "Tabelle1", Column: "Bemerkung"}}, r.UnknownColumns); diff != "" {
		t.Error(diff)
	}
}

// What somebody set by hand is there again for the next file with these
// headings, in any order and under any name, and forgotten for others.
func TestShapesAreRemembered(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	s := d.inspected(d.messy("a.xlsx", []any{"k1", "Relecloud", "01067", "Dresden", "", ""}))[0]
	s.SetTable("contact")
	s.SetField(0, "no")
	s.SetField(1, "name")
	d.must(importer.Remember(d.Context(), d.Company, []*importer.Source{s}))

	next := d.inspected(d.file("neu.csv", "Bezeichnung;Bemerkung;Kd.-Nr.;Ort;PLZ;Zuletzt geändert", "Contoso;;K9;Bonn;53111;"))[0]
	if !next.Recalled {
		t.Fatal("it is not as last time")
	}
	coretest.Same(d.T, []string{"A Bezeichnung > name", "B Bemerkung > ", "C Kd.-Nr. > no", "D Ort > city", "E PLZ > post_code", "F Zuletzt geändert > "}, goesTo(next))
	d.mapped(importer.Options{}, next)
	coretest.Same(d.T, []string{"K9|Contoso|Bonn"}, d.Rows("SELECT no, name, city FROM contact"))

	if other := d.inspected(d.file("other.csv", "Bezeichnung;Kd.-Nr.", "Contoso;K9"))[0]; other.Recalled {
		t.Error("other headings are as last time")
	}
	// A file that is named after another table is that table's.
	if named := d.inspected(d.file("Territory.csv", "Bezeichnung;Bemerkung;Kd.-Nr.;Ort;PLZ;Zuletzt geändert", "a;b;c;d;e;f"))[0]; named.Recalled {
		t.Error("a file of another table is read as last time")
	}
}

func TestLeftOutIsRemembered(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	s := d.inspected(d.file("Contact.csv", "No.,Name", "A,Ann"))[0]
	if s.Table != "contact" {
		t.Fatalf("it is read as %s", s.Table)
	}
	s.SetTable("")
	d.must(importer.Remember(d.Context(), d.Company, []*importer.Source{s}))
	if again := d.inspected(s.Path)[0]; again.Table != "" || !again.Recalled {
		t.Errorf("it is read as %q, recalled %v", again.Table, again.Recalled)
	}
}

// A column of whole numbers is told from one of texts that look like some.
func TestColumnsOfWholeNumbers(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	s := d.inspected(d.file("Contact.csv", "No.,Hat,Plot,Size,Note", "A,57,10,40,", "B,,01067,40.5,", "C,-3,12,41,", "D,57,13,,x"))[0]
	var whole []string
	for _, c := range s.Columns() {
		if c.Integer {
			whole = append(whole, c.Caption)
		}
	}
	coretest.Same(d.T, []string{"Hat"}, whole)
}

// Contacts without a number are found again as those of an address book are.
func TestContactsWithoutNumbers(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.imported(d.file("Country_Region.csv", "Code,Name", "DE,Germany"), importer.Options{})
	path := d.workbook("liste.xlsx", sheet{"Liste", [][]any{
		{"Vorname", "Nachname", "Firma", "E-Mail", "PLZ", "Land", "Telefon", "Minor"},
		{"Ann", "Lee", "Contoso", "ann@contoso.test", "01067", "Germany", 49301234, true},
		{"Bo", "Doe", "contoso", "bo@contoso.test", "04109", "DE", "", false},
		{"", "", "Relecloud", "info@relecloud.test", "", "", "", false},
		{"", "", "", "", "", "", "", ""},
		{"", "", "", "solo@x.test", "", "", "", ""},
	}})
	s := d.inspected(path)[0]
	if s.Table != "contact" || !s.List {
		t.Fatalf("it is read as %s, list %v", s.Table, s.List)
	}
	r := d.mapped(importer.Options{}, s)
	coretest.Same(d.T, []string{"contact: 5 new, 0 changed, 0 unchanged, 0 left out"}, counts(r))
	coretest.Same(d.T, []string{
		"CT000001|Contoso|0|CT000001|Contoso||", "CT000002|Ann Lee|1|CT000001|Contoso|ann@contoso.test|", "CT000003|Bo Doe|1|CT000001|Contoso|bo@contoso.test|",
		"CT000004|Relecloud|0|CT000004|Relecloud|info@relecloud.test|", "CT000005|solo@x.test|1|||solo@x.test|",
	}, d.Rows(people))
	coretest.Same(d.T, []string{"01067|DE|49301234|1"}, d.Rows("SELECT post_code, country_region_code, phone_no, minor FROM contact WHERE no = 'CT000002'"))
}

func TestTypeOfContactsWithoutNumbers(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	s := d.inspected(d.file("list.csv", "Name,Type,E-Mail", "Ann Lee,Person,a@x.test", "Contoso,Company,c@x.test", "Datum,,d@x.test"))[0]
	d.mapped(importer.Options{}, s)
	coretest.Same(d.T, []string{"Ann Lee|1", "Contoso|0", "Datum|0"}, d.Rows("SELECT name, type FROM contact ORDER BY no"))
}

// What is proposed for files that the import knows is what it does without being
// asked.
func TestProposalsAreTheUsualImport(t *testing.T) {
	t.Parallel()
	files := func(d *desk) []string {
		return []string{
			d.workbook("book.xlsx",
				sheet{"Contact", [][]any{{"Contacts"}, {"No.", "Name", "E-Mail", "Shoe Size"}, {"A", "Ann", "a@x.test", 38}, {"B", "Bo", "", 40}}},
				sheet{"Notes", [][]any{{"nothing", "to see"}}},
				sheet{"Contact Mailing Group", [][]any{{"Contact No.", "Mailing Group Code"}, {"A", "VIP"}, {"Z", "VIP"}}}),
			d.file("Interaction Log Entries.csv", "sep=;", "Contact No.;Date;Description", "A;2026-11-01;Call"),
			d.file("outlook.csv", "First Name,Last Name,E-mail Address,Company,Notes", "Cy,Poe,cy@x.test,Contoso,x"),
			d.file("cards.vcf", "BEGIN:VCARD", "VERSION:3.0", "FN:Di Ray", "N:Ray;Di;;;", "EMAIL:di@x.test", "NOTE:x", "END:VCARD"),
		}
	}
	usual, guided := newDesk(t), newDesk(t)
	want, err := importer.ImportAll(usual.Context(), usual.Company, files(usual), importer.Options{})
	usual.must(err)
	want.Mapping = []importer.MappedColumn{} // the window has it in the sources
	got := guided.mapped(importer.Options{}, guided.inspected(files(guided)...)...)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the result (-usual +guided):\n%s", diff)
	}
	for _, table := range []string{"contact", "contact_mailing_group", "interaction_log_entry"} {
		query := "SELECT * FROM " + table + " ORDER BY 1, 2"
		coretest.Same(guided.T, usual.Rows(query), guided.Rows(query))
	}
}

func TestInspectAddressBooks(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	s := d.inspected(d.file("x.csv", "First Name,Last Name,E-mail Address,Company,Notes", "Cy,Poe,cy@x.test,Contoso,hm"))[0]
	if !s.List || s.Table != "contact" {
		t.Fatalf("it is read as %+v", s.Mapping)
	}
	coretest.Same(d.T, []string{"A First Name > first_name", "B Last Name > surname", "C E-mail Address > e_mail", "D Company > company_name", "E Notes > "}, goesTo(s))
	s = d.inspected(d.file("x.vcf", "BEGIN:VCARD", "VERSION:3.0", "FN:Di Ray", "EMAIL:di@x.test", "END:VCARD"))[0]
	coretest.Same(d.T, []string{"A FN > name", "B EMAIL > e_mail"}, goesTo(s))
}

// Several code tables have the same columns, so that nobody can tell which it is.
func TestGuessOfTables(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ header, want string }{
		{"No.,Name,City", "contact"},
		{"Code,Name", ""},
		{"Contact No.,Mailing Group Code", "contact_mailing_group"},
		{"Entry No.,Item No.,Posting Date,Source Type,Source No.,Sales Amount (Actual)", "value_entry"},
		{"red,green,blue", ""},
	} {
		d := newDesk(t)
		if s := d.inspected(d.file("list.csv", c.header, "1,2,3"))[0]; s.Table != c.want {
			t.Errorf("%s is taken for %q", c.header, s.Table)
		}
	}
}

func TestDaysAsText(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		days     string
		dmy, mdy bool
	}{
		{"2026-11-23", false, false}, {"03/04/2026", true, true}, {"03/04/2026\nB,31/12/2026", true, false},
		{"03/04/2026\nB,12/31/2026", false, true}, {"1.2.26", true, true}, {"12.5", false, false},
	} {
		d := newDesk(t)
		dmy, mdy, _ := d.inspected(d.file("Contact.csv", "No.,Last Date Modified", "A,"+c.days))[0].Dates()
		if dmy != c.dmy || mdy != c.mdy {
			t.Errorf("%q: %v %v", c.days, dmy, mdy)
		}
	}
}

func TestInspectWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.must(os.MkdirAll(filepath.Join(d.Folder, "empty"), 0o700))
	files, err := importer.Inspect(d.Context(), d.Company, []string{
		filepath.Join(d.Folder, "none.csv"), d.file("old.xls", "x"), d.file("fake.xlsx", "no"), filepath.Join(d.Folder, "empty"), d.file("Contact.csv", "No.,Name", `A,"x`),
	})
	d.must(err)
	for i, want := range []string{"there is no file", "save it as .xlsx", "is not a workbook", "contains no file that can be imported"} {
		var p *core.Problem
		if !errors.As(files[i].Err, &p) || !strings.Contains(p.Error(), want) {
			t.Errorf("%s: %v", files[i].Path, files[i].Err)
		}
	}
	if s := files[4].Sources[0]; s.Problem != "Contact.csv, row 2: a quotation mark is missing, or a quotation mark within a field is not doubled" {
		t.Errorf("the problem is %q", s.Problem)
	}
	ctx, cancel := context.WithCancel(d.Context())
	cancel()
	if _, err := importer.Inspect(ctx, d.Company, []string{d.Folder}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// A folder is looked at file by file, whatever they are called.
func TestInspectFolder(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.file("in/liste.csv", "Name,E-Mail", "Ann,a@x.test")
	d.file("in/notes.txt", "x")
	d.file("in/~$book.xlsx", "x")
	d.file("in/cards.vcf", "BEGIN:VCARD", "VERSION:3.0", "FN:Di", "END:VCARD")
	var names []string
	for _, s := range d.inspected(filepath.Join(d.Folder, "in")) {
		names = append(names, s.Name+" "+s.Table)
	}
	coretest.Same(d.T, []string{"cards.vcf contact", "liste.csv contact", "notes.txt "}, names)
}
