package importer_test

import (
	"testing"

	"winnow/core/coretest"
	"winnow/core/importer"
)

const contactRow = "SELECT no, name, search_name, type, company_no, company_name FROM contact ORDER BY no"

func TestWhatAContactLeavesOutIsCompleted(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ header, rows, want []string }{
		"no more than a name": {
			header: []string{"No.,Name"},
			rows:   []string{"A,straße & Söhne"},
			want:   []string{"A|straße & Söhne|STRAßE & SÖHNE|0|A|straße & Söhne"},
		},
		"an employer makes a person": {
			header: []string{"No.,Name,Company No.,Type"},
			rows:   []string{"P,Ann,c,", "C,Contoso,C,"},
			want:   []string{"C|Contoso|CONTOSO|0|C|Contoso", "P|Ann|ANN|1|C|Contoso"},
		},
		"a first name makes a person": {
			header: []string{"No.,First Name,Middle Name,Surname"},
			rows:   []string{"P,Ann, B. ,Lee", "Q,,,Doe", "R,Jo,,", "S,,Only,"},
			want:   []string{"P|Ann B. Lee|ANN B. LEE|1||", "Q|Doe|DOE|1||", "R|Jo|JO|1||", "S|Only|ONLY|0|S|Only"},
		},
		"a type that is said is kept": {
			header: []string{"No.,Name,Surname,Type"},
			rows:   []string{"P,Lee Ltd,Lee,Company", "Q,Quiet,,1", "R,Loud,,person"},
			want:   []string{"P|Lee Ltd|LEE LTD|0|P|Lee Ltd", "Q|Quiet|QUIET|1||", "R|Loud|LOUD|1||"},
		},
		"what is empty is completed too": {
			header: []string{"No.,Name,Search Name,Surname,Company No.,Type"},
			rows:   []string{"P,,,Lee,,", "C,Contoso,find me,,,Company"},
			want:   []string{"C|Contoso|FIND ME|0|C|Contoso", "P|Lee|LEE|1||"},
		},
		"a company name that is empty stays so": {
			header: []string{"No.,Name,Company No.,Company Name"},
			rows:   []string{"C,Contoso,C,", "P,Ann,C,Other"},
			want:   []string{"C|Contoso|CONTOSO|0|C|", "P|Ann|ANN|1|C|Other"},
		},
		"an employer that nobody knows": {
			header: []string{"No.,Name,Company No."},
			rows:   []string{"P,Ann,X"},
			want:   []string{"P|Ann|ANN|1|X|"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.twice(d.file("Contact.csv", append(c.header, c.rows...)...))
			coretest.Same(d.T, c.want, d.Rows(contactRow))
		})
	}
}

// What is stored stays where a source has no column for it, and what followed
// something else follows on.
func TestMissingColumnsKeepWhatIsStored(t *testing.T) {
	t.Parallel()
	stored := []string{
		"No.,Name,Search Name,Type,Company No.,Company Name,First Name,Surname,City",
		"C,Contoso,CONTOSO,Company,C,Contoso,,,Rome",
		"D,Datum,OWN,Company,D,Datum,,,Rome",
		"P,Ann Lee,ANN LEE,Person,C,Contoso,Ann,Lee,Rome",
		"Q,Dr. Bo Doe,DR. BO DOE,Person,C,Bo's desk,Bo,Doe,Rome",
	}
	for name, c := range map[string]struct{ source, want []string }{
		"another column": {
			source: []string{"No.,City", "P,Oslo", "C,Oslo"},
			want:   []string{"C|Contoso|CONTOSO|0|C|Contoso", "D|Datum|OWN|0|D|Datum", "P|Ann Lee|ANN LEE|1|C|Contoso", "Q|Dr. Bo Doe|DR. BO DOE|1|C|Bo's desk"},
		},
		"a new name": {
			source: []string{"No.,Name", "C,Kontoso", "D,Datum Ltd", "P,Ann L.", "Q,Bo"},
			want:   []string{"C|Kontoso|KONTOSO|0|C|Kontoso", "D|Datum Ltd|OWN|0|D|Datum Ltd", "P|Ann L.|ANN L.|1|C|Kontoso", "Q|Bo|BO|1|C|Bo's desk"},
		},
		"a new surname": {
			source: []string{"No.,Surname", "P,Lee-Smith", "Q,Doe-Smith"},
			want:   []string{"C|Contoso|CONTOSO|0|C|Contoso", "D|Datum|OWN|0|D|Datum", "P|Ann Lee-Smith|ANN LEE-SMITH|1|C|Contoso", "Q|Dr. Bo Doe|DR. BO DOE|1|C|Bo's desk"},
		},
		"another employer": {
			source: []string{"No.,Company No.", "P,D", "Q,D"},
			want:   []string{"C|Contoso|CONTOSO|0|C|Contoso", "D|Datum|OWN|0|D|Datum", "P|Ann Lee|ANN LEE|1|D|Datum", "Q|Dr. Bo Doe|DR. BO DOE|1|D|Datum"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.imported(d.file("Contact.csv", stored...), importer.Options{})
			d.twiceAfter(d.file("Contact.csv", c.source...))
			coretest.Same(d.T, c.want, d.Rows(contactRow))
		})
	}
}

func TestAnEmptyCellEmptiesTheField(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.imported(d.file("Contact.csv", "No.,Name,City,Minor,Last Date Modified", "A,Ann,Rome,Yes,2026-01-02"), importer.Options{})
	r := d.imported(d.file("Contact.csv", "No.,City,Minor,Last Date Modified", "A"), importer.Options{})
	coretest.Same(d.T, []string{"contact: 0 new, 1 changed, 0 unchanged, 0 left out"}, counts(r))
	coretest.Same(d.T, []string{"Ann||0|"}, d.Rows("SELECT name, city, minor, last_date_modified FROM contact"))
}

// Two rows of one input with the same key are an error that names both, equal or
// not, in one file or in two.
func TestTwoRowsWithOneKey(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.file("in/Contact.csv", "No.,Name,City", "a,One,Rome", "A,Two,Oslo", "B,Bea,Bonn", "B,Bea,Bonn", "B,Bo,")
	d.file("in/Contacts.csv", "No.,Name", "A,Three", "", "C,Cy")
	coretest.Same(d.T, []string{
		"Contact.csv, row 3: row 2 has the same key", "Contacts.csv, row 2: row 2 of Contact.csv has the same key",
		"Contact.csv, row 5: row 4 has the same key", "Contact.csv, row 6: row 4 has the same key",
	}, d.refused(d.Folder+"/in", importer.Options{}))
}

// A contact on a segment keeps its identity, which lines refer to.
func TestContactsKeepTheirIdentity(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	path := d.file("Contact.csv", "No.,Name", "B,Bo", "A,Ann")
	d.imported(path, importer.Options{})
	before := d.Rows("SELECT id, no FROM contact ORDER BY no")
	d.imported(d.file("Contact.csv", "No.,Name", "A,Anna", "C,Cy", "B,Bob"), importer.Options{})
	coretest.Same(d.T, before, d.Rows("SELECT id, no FROM contact WHERE no IN ('A', 'B') ORDER BY no"))
}
