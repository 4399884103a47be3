package importer_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"winnow/core/coretest"
	"winnow/core/importer"
)

// remarks are what was told of an import, a line each.
func remarks(r importer.Result) []string {
	list := []string{}
	for _, m := range r.Remarks {
		list = append(list, fmt.Sprintf("%d %s %q: %s", m.Row, m.Column, m.Value, m.Text))
	}
	return list
}

// A file that has no contact, or cannot be read, says so; it is never an import of
// nothing.
func TestListsWithoutAnybody(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ content, want string }{
		"headings.csv": {"Name;Email\n", "headings.csv: there are no rows below the headings; each contact needs a row of its own"},
		"oneline.csv":  {"Name;Email;Ann Lee;a@x.test", "oneline.csv: there are no rows below the headings; each contact needs a row of its own"},
		"blank.csv":    {"\n\n", "blank.csv is empty; the first row has the headings, the others the contacts"},
		"empty.vcf":    {"", "empty.vcf: the file contains no contact card"},
		"group.vcf":    {"BEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:All\nEND:VCARD\n", "group.vcf: the file contains no contact card"},
		"broken.csv":   {"Name;Ort\n" + strings.Repeat("Jörg Weiß;Köln\n", 9) + "J\xf6rg;x\n", "broken.csv, row 11: the file is UTF-8, but its byte 173 (0xF6) is not valid there; save the file again, or choose its encoding"},
		"old.csv":      {"Name;Ort\n\x8fsa Berg;\x9alm\n", "old.csv, row 2: the file is neither UTF-8 nor Windows-1252, because it contains the byte 0x8F; choose its encoding"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			path := filepath.Join(d.Folder, name)
			d.must(os.WriteFile(path, []byte(c.content), 0o600))
			_, err := importer.Import(d.Context(), d.Company, path, importer.Options{})
			if err == nil || err.Error() != c.want {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

// A file is not read in an encoding that it is not of, whoever names it.
func TestNamedEncodingThatDoesNotFit(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"utf-8", "windows-1252", "gb18030"} {
		d := newDesk(t)
		path := filepath.Join(d.Folder, "list.csv")
		d.must(os.WriteFile(path, []byte("Name;Ort\nAnn Lee;Bath\nJ\x9drg;x\xff\n"), 0o600))
		lines := d.refused(path, importer.Options{Look: importer.Look{Encoding: name}})
		coretest.Same(d.T, []string{"list.csv, row 3: this is not valid text in the encoding " + name + "; save the file again, or choose its encoding"}, lines)
	}
	d := newDesk(t)
	d.imported(d.file("list.csv", "Name;Ort", "J\uFFFDrg Berg;x"), importer.Options{Look: importer.Look{Encoding: "utf-8"}})
	coretest.Same(d.T, []string{"J\uFFFDrg Berg"}, d.Rows("SELECT name FROM contact"))
}

// What a row that is merged has besides an earlier one is taken, or told: of the
// address at home, a second telephone and the company, too.
func TestMergedRowsLoseNothing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	header := "First Name,Last Name,Company,Email,External ID,Business City,Home City,Home Phone,Business Phone,Business Phone 2,Mobile Phone"
	r := d.twice(d.file("list.csv", header,
		"Ann,Lee,Nord,a@x.test,U1,Bath,York,3,1,2,", "Ann,Lee,Syd,a@x.test,U1,Bath,Rome,33,1,22,",
		"Bo,Lund,,,U2,Bath,,,5,,7", "Bo,Lund,,,U2,Bath,Oslo,6,5,8,"))
	const kept = "row 2 is the same contact and has another value, which was kept"
	coretest.Same(d.T, []string{
		`3 Company Name "Syd": ` + kept, `3 Phone No. "22": ` + kept, `3 Phone No. "33": ` + kept, `3 City "Rome": ` + kept,
		`5 Phone No. "8": ` + strings.Replace(kept, "2", "4", 1),
	}, remarks(r))
	coretest.Same(d.T, []string{"Ann|York|3", "Bo|Oslo|6"}, d.Rows("SELECT c.first_name, a.city, a.phone_no FROM contact_alt_address AS a JOIN contact AS c ON c.no = a.contact_no ORDER BY c.no"))
}

// A list names codes that a table of the same input brings, in whatever order they
// come, so that the same input twice changes nothing.
func TestListsKnowTheTablesBesideThem(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.file("in/Country Region.csv", "Code,Name", "XK,Deutschland")
	d.file("in/Salutation.csv", "Code,Description", "W,Frau")
	d.file("in/Mailing Group.csv", "Code,Description", "XMAS,Christmas")
	d.file("in/A list.csv", "First Name,Last Name,Country,Title,Categories,Email", "Ida,Holt,Deutschland,Frau,christmas,ida@x.test")
	d.twice(filepath.Join(d.Folder, "in"))
	coretest.Same(d.T, []string{"XK|W"}, d.Rows("SELECT country_region_code, salutation_code FROM contact"))
	coretest.Same(d.T, []string{"XMAS"}, d.Rows("SELECT mailing_group_code FROM contact_mailing_group"))
}

// Work goes before home in cards, too, whichever is preferred; of two at work the
// preferred one goes first.
func TestWorkGoesBeforePreferredHome(t *testing.T) {
	d := newDesk(t)
	d.twice(d.file("a.vcf", "BEGIN:VCARD", "VERSION:3.0", "FN:Ann Lee",
		"EMAIL;type=INTERNET;type=HOME;type=pref:home@x.test", "EMAIL;type=INTERNET;type=WORK:work@x.test",
		"TEL;HOME;PREF:1", "TEL;WORK:2", "TEL;WORK;PREF:3", "END:VCARD"))
	coretest.Same(d.T, []string{"work@x.test|home@x.test|3|2"}, d.Rows("SELECT e_mail, e_mail_2, phone_no, mobile_phone_no FROM contact"))
}

// A birthday that lacks a part is told, the zeros that Outlook writes are none.
func TestBirthdaysThatAreNoDay(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	r := d.twice(d.file("list.csv", "First Name,Last Name,Birthday", "Ann,Lee,0/0/00", "Bo,Lund,4/25/80", "Ida,Holt,5/4"))
	coretest.Same(d.T, []string{"Ann|", "Bo|1980-04-25", "Ida|"}, d.Rows("SELECT first_name, birthday FROM contact ORDER BY first_name"))
	coretest.Same(d.T, []string{`4 Birthday "5/4": a birthday without its day, month or year is left out`}, remarks(r))
	for text, want := range map[string]string{
		"--0504": "a birthday without its day, month or year is left out", "1985-04": "a birthday without its day, month or year is left out",
		"---04": "a birthday without its day, month or year is left out", "1985": "a birthday without its day, month or year is left out",
		"1604-05-04": "a birthday without its year is left out",
	} {
		d := newDesk(t)
		r := d.twice(d.file("a.vcf", "BEGIN:VCARD", "VERSION:4.0", "FN:Ann Lee", "BDAY:"+text, "END:VCARD"))
		coretest.Same(d.T, []string{fmt.Sprintf("1 BDAY %q: %s", text, want)}, remarks(r))
	}
}

// The names of mailing groups stand in a cell as each program writes them; a
// column of yes and no that is made a group has the name of its heading.
func TestMailingGroupsOfCells(t *testing.T) {
	t.Parallel()
	groups := "SELECT contact_no, mailing_group_code FROM contact_mailing_group ORDER BY 1, 2"
	for cell, want := range map[string][]string{
		`"Customers; VIP, Gold"`:              {"CT000001|CUSTOMERS", "CT000001|GOLD", "CT000001|VIP"},
		`"""Newsletter"",""A, B"""`:           {"CT000001|A, B", "CT000001|NEWSLETTER"},
		"\"Customers\nVIP\"":                  {"CT000001|CUSTOMERS", "CT000001|VIP"},
		`* myContacts ::: Friends of the zoo`: {"CT000001|FRIENDS OF THE ZOO", "CT000001|MYCONTACTS"},
		`"6"" pipes"`:                         {`CT000001|6" PIPES`},
	} {
		d := newDesk(t)
		d.twice(d.file("list.csv", "Name,Email,Categories", "Ann Lee,a@x.test,"+cell))
		coretest.Same(d.T, want, d.Rows(groups))
	}
	d := newDesk(t)
	d.twice(d.file("a.vcf", "BEGIN:VCARD", "VERSION:3.0", "FN:Ann Lee", `CATEGORIES:A\,B,C`, "END:VCARD"))
	coretest.Same(d.T, []string{"CT000001|A,B", "CT000001|C"}, d.Rows(groups))
	d = newDesk(t)
	look := importer.Look{Map: []importer.HeadingField{{Heading: "Christmas card", Field: "contact_mailing_group.mailing_group_code"}}}
	d.imported(d.file("list.csv", "Name,Email,Christmas card", "Ann Lee,a@x.test,Yes", "Bo Lund,b@x.test,no", "Cy Poe,c@x.test,", "Ida Holt,i@x.test,YES"), importer.Options{Look: look})
	coretest.Same(d.T, []string{"CT000001|CHRISTMAS CARD", "CT000004|CHRISTMAS CARD"}, d.Rows(groups))
	d = newDesk(t)
	d.imported(d.file("list.csv", "Name,Email,Christmas card", "Ann Lee,a@x.test,x", "Bo Lund,b@x.test,y"), importer.Options{Look: look})
	coretest.Same(d.T, []string{"CT000001|X", "CT000002|Y"}, d.Rows(groups))
}

// What a second column has for a part of one address is told.
func TestSecondValuesOfAddresses(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	r := d.twice(d.file("list.csv", "Name,City,Town,Home City,Home Town", "Ann Lee,Bath,York,Rome,Oslo", "Bo Lund,,York,,"))
	coretest.Same(d.T, []string{"Bath", "York"}, d.Rows("SELECT city FROM contact ORDER BY no"))
	if len(r.Remarks) == 0 || r.Remarks[0].Column != "Town" || r.Remarks[0].Value != "York" {
		t.Errorf("remarks: %+v", r.Remarks)
	}
}

// A title that says no sex leaves the salutation to the column that does.
func TestSalutationBySex(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.imported(d.file("Salutation.csv", "Code,Description", "F,Female", "M,Male"), importer.Options{})
	r := d.twice(d.file("list.csv", "First Name,Last Name,Title,Gender", "Ann,Lee,Dr,female", "Bo,Lund,Mr,m", "Ida,Holt,Frau Dr.,", "Kim,Park,,Unspecified"))
	coretest.Same(d.T, []string{"Ann|F", "Bo|M", "Ida|F", "Kim|"}, d.Rows("SELECT first_name, salutation_code FROM contact ORDER BY no"))
	coretest.Same(d.T, []string{`2 Title "Dr": no salutation code matches; the code for the person's sex was used`, `3 Gender "m": the salutation is more specific; this value is left out`}, remarks(r))
}

// Of two columns for one thing the first counts, and what the other says is told.
func TestSecondColumnOfAPart(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	r := d.twice(d.file("list.csv", "First Name,Last Name,Street,Hausnummer,Huisnummer,Gender,Geschlecht", "Ann,Lee,Weg,1,2,female,male", "Bo,Lund,Weg,3,3,,"))
	coretest.Same(d.T, []string{"Ann|Weg 1", "Bo|Weg 3"}, d.Rows("SELECT first_name, address FROM contact ORDER BY no"))
	told := remarks(r)
	for _, want := range []string{`2 Huisnummer "2": another column already fills this field; this value was not imported`, `2 Geschlecht "male": another column already fills this field; this value was not imported`} {
		if !slices.Contains(told, want) {
			t.Errorf("%q is not told: %q", want, told)
		}
	}
}

// A company that is shown under its name is no person of its own.
func TestCompanyInAColumnForPersons(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.twice(d.file("list.csv", "Display Name,Company,Email", "Nord A/S,Nord A/S,n@x.test", "Bo Lund,Nord A/S,b@x.test", "Syd Ltd,,s@x.test"))
	coretest.Same(d.T, []string{"CT000001|0|Nord A/S|CT000001", "CT000002|1|Bo Lund|CT000001", "CT000003|0|Syd Ltd|CT000003"}, d.Rows("SELECT no, type, name, company_no FROM contact ORDER BY no"))
}

// Cards that are refused carry the reason, and are read again when they are
// corrected; the file is written even where no row is good.
func TestBadCardsAreSkipped(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	card := func(name, mail string) string {
		return "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:" + name + "\r\nEMAIL:" + mail + "\r\nEND:VCARD\r"
	}
	path := d.file("a.vcf", card("Ann Lee", "nope"), card("Bo Lund", "bo@x.test"))
	bad := filepath.Join(d.Folder, "bad")
	r, err := importer.Import(d.Context(), d.Company, path, importer.Options{SkipBad: bad})
	d.must(err)
	if n := r.Rows[0]; n.New != 1 || n.Refused != 1 || n.Read != 2 {
		t.Errorf("the counts are %+v", n)
	}
	text, err := os.ReadFile(filepath.Join(bad, "a.vcf"))
	d.must(err)
	want := "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Lee\r\nEMAIL:nope\r\nX-WINNOW-REASON:EMAIL: \"nope\" is not an e-mail address\\; expected an address such as name@example.com\r\nEND:VCARD\r\n"
	if string(text) != want {
		t.Errorf("written: %q", text)
	}
	again := filepath.Join(d.Folder, "again")
	if _, err := importer.Import(d.Context(), d.Company, filepath.Join(bad, "a.vcf"), importer.Options{SkipBad: again}); err == nil {
		t.Error("no row was good, and there was no error")
	}
	if _, err := os.Stat(filepath.Join(again, "a.vcf")); err != nil {
		t.Error(err)
	}
	corrected := strings.ReplaceAll(string(text), "nope", "ann@x.test")
	r = d.imported(d.file("corrected.vcf", corrected), importer.Options{})
	if r.Rows[0].New != 1 || len(r.UnknownColumns) != 0 {
		t.Errorf("corrected: %+v", r)
	}
}

// What somebody says of columns is remembered by the set of headings when it is
// stored, and not when it is only tried.
func TestMapIsRemembered(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	look := importer.Look{Map: []importer.HeadingField{{Heading: "Work adr", Field: "e_mail"}, {Heading: "City"}}}
	path := d.file("one.csv", "Client,Work adr,City", "Ann Lee,a@x.test,Bath")
	why := func(r importer.Result) (list []string) {
		for _, m := range r.Mapping {
			list = append(list, m.Heading+" "+m.Field+" "+m.Why)
		}
		return list
	}
	_, err := importer.Import(d.Context(), d.Company, path, importer.Options{DryRun: true, Look: look})
	d.must(err)
	r, err := importer.Import(d.Context(), d.Company, path, importer.Options{DryRun: true})
	d.must(err)
	coretest.Same(d.T, []string{"Client contact.name en", "Work adr  ", "City contact.city caption"}, why(r))
	_, err = importer.Import(d.Context(), d.Company, path, importer.Options{Look: look})
	d.must(err)
	other := d.file("other.csv", "City,Client,Work adr", "Rome,Bo Lund,b@x.test")
	r, err = importer.Import(d.Context(), d.Company, other, importer.Options{})
	d.must(err)
	coretest.Same(d.T, []string{"City  remembered", "Client contact.name remembered", "Work adr contact.e_mail remembered"}, why(r))
	r, err = importer.Import(d.Context(), d.Company, other, importer.Options{DryRun: true, Look: importer.Look{Fresh: true}})
	d.must(err)
	coretest.Same(d.T, []string{"City contact.city caption", "Client contact.name en", "Work adr  "}, why(r))
	coretest.Same(d.T, []string{"a@x.test|", "b@x.test|"}, d.Rows("SELECT e_mail, city FROM contact ORDER BY no"))
}

// The trial shows the address at home beside the row, as it was and as it becomes.
func TestShownAddressAtHome(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	header := "First Name,Last Name,Email,Business City,Home City,Home Street"
	d.imported(d.file("list.csv", header, "Ann,Lee,a@x.test,Bath,York,1 A St"), importer.Options{})
	r, err := importer.Import(d.Context(), d.Company, d.file("list.csv", header, "Ann,Lee,a@x.test,Bath,Rome,"), importer.Options{DryRun: true, Shown: 10})
	d.must(err)
	got := []string{}
	for _, f := range r.Stored[0].Fields {
		if strings.HasPrefix(f.Field, "contact_alt_address.") {
			got = append(got, f.Field+" "+f.Old+" > "+f.New)
		}
	}
	coretest.Same(d.T, []string{"contact_alt_address.address 1 A St > 1 A St", "contact_alt_address.city York > Rome"}, got)
}

// A house number in a column of its own belongs to the street, where the language of
// the headings has it: a letter without it does not arrive.
func TestHouseNumbers(t *testing.T) {
	d := newDesk(t)
	d.twice(d.file("de.csv", "Vorname;Nachname;Straße;Hausnummer;PLZ;Ort", "Ida;Holt;Hauptstr.;12 b;50667;Köln", "Bo;Lund;Postfach 3;;1000;Bern"))
	r := d.twice(d.file("en.csv", "First Name,Last Name,House Number,Street,City", "Ann,Lee,7,High Street,Bath", "Joe,Ray,9,,York"))
	coretest.Same(d.T, []string{"Ann|7 High Street", "Bo|Postfach 3", "Ida|Hauptstr. 12 b", "Joe|"}, d.Rows("SELECT first_name, address FROM contact ORDER BY first_name"))
	coretest.Same(d.T, []string{`3 House Number "9": a house number without a street is left out`}, remarks(r))
}

// The short identifiers of Salesforce differ from one another by case alone, and the
// long ones are of the same contacts.
func TestIdentifiersThatDifferByCase(t *testing.T) {
	d := newDesk(t)
	d.twice(d.file("short.csv", "First Name,Last Name,Contact ID", "Ann,Lee,0035g00000AbCdE", "Bo,Lund,0035g00000aBcDe"))
	coretest.Same(d.T, []string{"Ann|0035G00000ABCDEAAV", "Bo|0035G00000ABCDEAAK"}, d.Rows("SELECT first_name, external_id FROM contact ORDER BY first_name"))
	r := d.imported(d.file("long.csv", "First Name,Last Name,Contact ID", "Ann,Lee,0035g00000AbCdEAAV"), importer.Options{})
	if got := r.Rows[0]; got.Unchanged != 1 {
		t.Errorf("the long identifier gives %+v", got)
	}
}

// A column Type that tells no persons from companies is left alone.
func TestTypesOfOtherKinds(t *testing.T) {
	d := newDesk(t)
	r := d.twice(d.file("leads.csv", "First Name,Last Name,Type", "Ann,Lee,Lead", "Bo,Lund,Customer"))
	coretest.Same(d.T, []string{"Ann|1", "Bo|1"}, d.Rows("SELECT first_name, type FROM contact ORDER BY first_name"))
	if got := r.Mapping[2]; got.Field != "" || got.Heading != "Type" {
		t.Errorf("the column goes to %+v", got)
	}
	d.twice(d.file("types.csv", "Name,Typ", "Nordlicht,Unternehmen"))
	coretest.Same(d.T, []string{"Nordlicht|0"}, d.Rows("SELECT name, type FROM contact WHERE name = 'Nordlicht'"))
}
