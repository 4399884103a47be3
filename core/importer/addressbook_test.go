package importer_test

import (
	"strings"
	"testing"

	"winnow/core/coretest"
	"winnow/core/importer"
)

const people = "SELECT no, name, type, company_no, company_name, e_mail, external_id FROM contact ORDER BY no"

func TestOutlook(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.imported(d.file("Country_Region.csv", "Code,Name", "GB,United Kingdom"), importer.Options{})
	r := d.twice(d.file("outlook export.csv",
		`"Title","First Name","Middle Name","Last Name","Company","Job Title","Business Street","Business Street 2","Business City","Business Postal Code","Business Country/Region","Business Phone","Mobile Phone","Business Fax","Home Phone","E-mail Address","Web Page","Notes"`,
		`"Ms","Ann","B.","Lee","Contoso Ltd","Buyer","1 High Street`+"\r\n"+`Floor 2","Rear","London","W1 1AA","United Kingdom","+44 1","+44 2","","","Ann@Contoso.test","contoso.test","x"`,
		`"","Bo","","Doe","CONTOSO LTD","","","","","","","","","","+44 9","bo@contoso.test","",""`,
		`"","","","","Datum","","","","","","FR","","","","","info@datum.test","",""`,
		`"","Cy","","Poe","","","","","","","","","","","","","",""`,
		`"","","","","","","","","","","","","","","","solo@x.test","",""`,
		`"Mr","","","","","","","","","","","","","","","","",""`,
	))
	coretest.Same(d.T, []string{"contact: 6 new, 0 changed, 0 unchanged, 1 left out", "country_region: 1 new, 0 changed, 0 unchanged, 0 left out"}, counts(r))
	coretest.Same(d.T, []string{
		"CT000001|Contoso Ltd|0|CT000001|Contoso Ltd||",
		"CT000002|Ann B. Lee|1|CT000001|Contoso Ltd|Ann@Contoso.test|",
		"CT000003|Bo Doe|1|CT000001|Contoso Ltd|bo@contoso.test|",
		"CT000004|Datum|0|CT000004|Datum|info@datum.test|",
		"CT000005|Cy Poe|1||||",
		"CT000006|solo@x.test|1|||solo@x.test|",
	}, d.Rows(people))
	coretest.Same(d.T, []string{"1 High Street|Floor 2, Rear|London|W1 1AA|GB|+44 1|+44 2|Buyer|contoso.test"},
		d.Rows("SELECT address, address_2, city, post_code, country_region_code, phone_no, mobile_phone_no, job_title, home_page FROM contact WHERE no = 'CT000002'"))
	coretest.Same(d.T, []string{"+44 9"}, d.Rows("SELECT phone_no FROM contact WHERE no = 'CT000003'"))
	if want := (importer.UnknownColumn{Source: "outlook export.csv", Column: "Notes"}); len(r.UnknownColumns) != 1 || r.UnknownColumns[0] != want {
		t.Errorf("unknown columns: %v", r.UnknownColumns)
	}

	// Found again by e-mail, in another case of letters, with another employer.
	d.twice(d.file("Contacts.csv", "First Name,Last Name,Company,E-mail Address", "Ann,Lee,Datum,ann@contoso.TEST"))
	coretest.Same(d.T, []string{"CT000002|Ann B. Lee|CT000004|Datum"}, d.Rows("SELECT no, name, company_no, company_name FROM contact WHERE no = 'CT000002'"))
}

func TestGoogle(t *testing.T) {
	t.Parallel()
	for name, header := range map[string]string{
		"new": "First Name,Middle Name,Last Name,Organization Name,Organization Title,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value,Address 1 - Street,Address 1 - City,Address 1 - Postal Code,Address 1 - Country,Website 1 - Value",
		"old": "Given Name,Additional Name,Family Name,Organization 1 - Name,Organization 1 - Title,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Phone 2 - Type,Phone 2 - Value,Address 1 - Street,Address 1 - City,Address 1 - Postal Code,Address 1 - Country,Website 1 - Value",
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.twice(d.file("contacts.csv", header,
				"Ann,,Lee,Contoso,Buyer,* Work,ann@contoso.test ::: a@b.test,Mobile,1,Work,2,\"High Street 1\nRear\",London,W1,GB,http://c.test",
				"Jo,,Poe,,,,,,,,,,,,,", "Jo,,Poe,,,,,Mobile,7,,,,,,,", "Jo,,Poe,,,,,,,,,,,,,"))
			coretest.Same(d.T, []string{
				"CT000001|Contoso|0|CT000001|Contoso||",
				"CT000002|Ann Lee|1|CT000001|Contoso|ann@contoso.test|",
				"CT000003|Jo Poe|1||||", "CT000004|Jo Poe|1||||",
			}, d.Rows(people))
			coretest.Same(d.T, []string{"2|1|High Street 1|Rear|London|W1|GB|http://c.test|Buyer"},
				d.Rows("SELECT phone_no, mobile_phone_no, address, address_2, city, post_code, country_region_code, home_page, job_title FROM contact WHERE no = 'CT000002'"))
		})
	}
}

func TestVCards(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.imported(d.file("Contact.csv", "No.,Name,Type,E-Mail", "CT000001,Contoso,Company,", "P1,Bo,Person,bo@x.test"), importer.Options{})
	path := d.file("cards.vcf",
		"BEGIN:VCARD", "VERSION:3.0", "FN:Dr. Ann Lee", "N:Lee;Ann;B.;Dr.;", "ORG:contoso;Sales", "TITLE:Head\\, Sales",
		"TEL;TYPE=HOME:1", "TEL;TYPE=WORK,VOICE:2", "TEL;TYPE=CELL:3", "TEL;TYPE=WORK,FAX:4",
		"EMAIL;TYPE=INTERNET:ann@contoso.test", "ADR;TYPE=WORK:PO 7;Rear;High Street 1;London;Middx;W1 1AA;GB",
		"URL:https://contoso.test", "UID:urn:uuid:a-1", "NOTE:long", " er text", "END:VCARD", "",
		"BEGIN:VCARD", "VERSION:4.0", "FN:Bo Doe", "N:Doe;Bo;;;", "EMAIL;PREF=2:other@x.test", "EMAIL;PREF=1:bo@x.test",
		"TEL;VALUE=uri;TYPE=\"voice,work\":tel:+44-5;ext=6", "UID:b-2", "END:VCARD",
		"BEGIN:VCARD", "VERSION:4.0", "KIND:org", "FN:Datum\\; Sons", "ORG:Datum\\; Sons", "EMAIL:info@datum.test", "END:VCARD",
		"BEGIN:VCARD", "VERSION:4.0", "FN:Cy", "N:;Cy;;;", "ORG:Datum\\; Sons", "EMAIL:bo@x.test", "UID:c-3", "END:VCARD",
		"BEGIN:VCARD", "VERSION:3.0", "FN:Nobody", "N:;Nobody;;;", "END:VCARD")
	r := d.twice(path)
	coretest.Same(d.T, []string{"contact: 4 new, 1 changed, 0 unchanged, 0 left out", "country_region: 1 new, 0 changed, 0 unchanged, 0 left out"}, counts(r))
	coretest.Same(d.T, []string{
		"CT000001|Contoso|0|CT000001|Contoso||",
		"CT000002|Dr. Ann Lee|1|CT000001|Contoso|ann@contoso.test|URN:UUID:A-1",
		"CT000003|Datum; Sons|0|CT000003|Datum; Sons|info@datum.test|",
		"CT000004|Cy|1|CT000003|Datum; Sons|bo@x.test|C-3",
		"CT000005|Nobody|1||||",
		"P1|Bo Doe|1|||bo@x.test|B-2",
	}, d.Rows(people))
	coretest.Same(d.T, []string{"Ann|B.|Lee|Head, Sales|2|3|4|High Street 1|Rear, PO 7|London|Middx|W1 1AA|GB|https://contoso.test"},
		d.Rows("SELECT first_name, middle_name, surname, job_title, phone_no, mobile_phone_no, fax_no, address, address_2, city, county, post_code, country_region_code, home_page FROM contact WHERE no = 'CT000002'"))
	coretest.Same(d.T, []string{"+44-5"}, d.Rows("SELECT phone_no FROM contact WHERE no = 'P1'"))

	// What the card lacks keeps what is stored.
	d.imported(d.file("cards.vcf", "BEGIN:VCARD", "VERSION:4.0", "FN:Ann Lee", "EMAIL:new@contoso.test", "UID:URN:UUID:a-1", "END:VCARD"), importer.Options{})
	coretest.Same(d.T, []string{"Ann Lee|Lee|3|new@contoso.test|CT000001"}, d.Rows("SELECT name, surname, mobile_phone_no, e_mail, company_no FROM contact WHERE no = 'CT000002'"))
}

// A picture of thousands of lines costs no more than reading them; a long
// value can be in several lines.
func TestCardWithAPicture(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	lines := []string{"BEGIN:VCARD", "VERSION:3.0", "FN:Ann", " ", "  Lee", "item1.PHOTO;ENCODING=b:AAAA"}
	for range 100_000 {
		lines = append(lines, " "+strings.Repeat("A", 74))
	}
	lines = append(lines, "item1.EMAIL:\u00a0ann@x.test", "END:VCARD")
	r := d.twice(d.file("cards.vcf", lines...))
	coretest.Same(d.T, []string{"CT000001|Ann Lee|1|||ann@x.test|"}, d.Rows(people))
	if len(r.UnknownColumns) != 1 || r.UnknownColumns[0].Column != "PHOTO" {
		t.Errorf("unknown columns: %v", r.UnknownColumns)
	}
}

func TestCardsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		want  string
		lines []string
	}{
		{`cards.vcf, row 1: this is not a vCard, which begins with BEGIN:VCARD`, []string{"hello"}},
		{`cards.vcf, row 2: the vCard has no END:VCARD`, []string{"", "BEGIN:VCARD", "FN:A"}},
		{`cards.vcf, row 1: the vCard has no END:VCARD`, []string{"BEGIN:VCARD", "BEGIN:VCARD"}},
		{`cards.vcf, row 1, VERSION: "5.0" is not a version that can be read; export the cards as vCard 2.1, 3.0 or 4.0`, []string{"BEGIN:VCARD", "VERSION:5.0", "END:VCARD"}},
	} {
		d := newDesk(t)
		coretest.Same(d.T, []string{c.want}, d.refused(d.file("cards.vcf", c.lines...), importer.Options{}))
	}
}
