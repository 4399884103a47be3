package importer_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core"
	"winnow/core/coretest"
	"winnow/core/importer"
)

const persons = "SELECT no, type, name, first_name, surname, company_no, e_mail FROM contact ORDER BY no"

// Each row finds the person that it is of, the same input twice changes nothing,
// and nobody becomes one with another.
func TestWhoIsTheSame(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		stored, list, want []string
	}{
		"a mailbox of two": {
			list: []string{"First Name,Last Name,Company,Email", "Ida,Holt,Northlight Ltd,info@n.example", "Ole,Lund,Northlight Ltd,info@n.example"},
			want: []string{"CT000001|0|Northlight Ltd|||CT000001|", "CT000002|1|Ida Holt|Ida|Holt|CT000001|info@n.example", "CT000003|1|Ole Lund|Ole|Lund|CT000001|info@n.example"},
		},
		"two of one name": {
			list: []string{"Name,Email,Phone", "Anna Berg,anna@a.example,1", "Anna Berg,anna.berg@b.example,2"},
			want: []string{"CT000001|1|Anna Berg|Anna|Berg||anna@a.example", "CT000002|1|Anna Berg|Anna|Berg||anna.berg@b.example"},
		},
		"the same e-mail and a part of the name": {
			stored: []string{"No.,Name,Type,First Name,Surname,E-Mail", "A,Ida Holt,Person,Ida,Holt,ida@n.example"},
			list:   []string{"First Name,Last Name,Email", "Ida,,IDA@n.example"},
			want:   []string{"A|1|Ida Holt|Ida|Holt||IDA@n.example"},
		},
		"the same e-mail and another name": {
			stored: []string{"No.,Name,Type,First Name,Surname,E-Mail", "A,Ida Holt,Person,Ida,Holt,ida@n.example"},
			list:   []string{"First Name,Last Name,Email", "Ole,Holt,ida@n.example"},
			want:   []string{"A|1|Ida Holt|Ida|Holt||ida@n.example", "CT000001|1|Ole Holt|Ole|Holt||ida@n.example"},
		},
		"a company by its name": {
			stored: []string{"No.,Name,Type", "C,Northlight Ltd.,Company"},
			list:   []string{"First Name,Last Name,Company,Email", "Ida,Holt,northlight  ltd,ida@n.example"},
			want:   []string{"C|0|Northlight Ltd.|||C|", "CT000001|1|Ida Holt|Ida|Holt|C|ida@n.example"},
		},
		"another telephone": {
			stored: []string{"No.,Name,Type,First Name,Surname,Phone No.", "A,Ida Holt,Person,Ida,Holt,+44 1"},
			list:   []string{"First Name,Last Name,Phone", "Ida,Holt,+44 2"},
			want:   []string{"A|1|Ida Holt|Ida|Holt||", "CT000001|1|Ida Holt|Ida|Holt||"},
		},
		"rows with one External ID": {
			list: []string{"First Name,Last Name,Email,External ID", "Ida,Holt,,X1", "Ida,Holt,ida@n.example,x1"},
			want: []string{"CT000001|1|Ida Holt|Ida|Holt||ida@n.example"},
		},
		"rows with one External ID, of which each has a part of the name": {
			stored: []string{"No.,Name,Type,First Name,Surname,E-Mail", "A,Ole Holt,Person,Ole,Holt,home@n.example"},
			list:   []string{"First Name,Last Name,Email,External ID", ",Holt,home@n.example,X1", "Ida,Holt,,x1"},
			want:   []string{"A|1|Ole Holt|Ole|Holt||home@n.example", "CT000001|1|Ida Holt|Ida|Holt||home@n.example"},
		},
		"who is in the list as stored goes before who brings something": {
			stored: []string{"No.,Name,Type,Company No.,First Name,Surname,E-Mail", "N,Alder Ltd,Company,,,,", "A,Ida Holt,Person,N,Ida,Holt,b@n.example", "B,Ida Holt,Person,,Ida,Holt,a@n.example"},
			list:   []string{"First Name,Last Name,Company,Email,Phone", "Ida,Holt,,a@n.example,", "Ida,Holt,,b@n.example,+44 2", "Ida,Holt,Alder Ltd,b@n.example,"},
			want: []string{"A|1|Ida Holt|Ida|Holt|N|b@n.example", "B|1|Ida Holt|Ida|Holt||a@n.example", "CT000001|1|Ida Holt|Ida|Holt||b@n.example",
				"N|0|Alder Ltd|||N|"},
		},
		"rows that differ in what no field has": {
			list: []string{"First Name,Last Name,Shoe Size", "Ida,Holt,38", "Ida,Holt,39"},
			want: []string{"CT000001|1|Ida Holt|Ida|Holt||", "CT000002|1|Ida Holt|Ida|Holt||"},
		},
		"rows that differ in their mailing groups": {
			list: []string{"First Name,Last Name,Categories", "Ida,Holt,VIP", "Ida,Holt,Fair"},
			want: []string{"CT000001|1|Ida Holt|Ida|Holt||", "CT000002|1|Ida Holt|Ida|Holt||"},
		},
		"rows that are equal": {
			list: []string{"First Name,Last Name", "Ida,Holt", "Ida,Holt"},
			want: []string{"CT000001|1|Ida Holt|Ida|Holt||"},
		},
		"a person with particles, and a surname first": {
			list: []string{"Contact Person,Email", "Jan van der Berg,j@n.example", "\"Holt, Ida\",i@n.example"},
			want: []string{"CT000001|1|Jan van der Berg|Jan|van der Berg||j@n.example", "CT000002|1|Ida Holt|Ida|Holt||i@n.example"},
		},
		"companies without a company column": {
			list: []string{"Name,Email", "Northlight Ltd,info@n.example", "Datum,sales@x.example", "Ida,ida@n.example"},
			want: []string{"CT000001|0|Northlight Ltd|||CT000001|info@n.example", "CT000002|0|Datum|||CT000002|sales@x.example", "CT000003|1|Ida||Ida||ida@n.example"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			if c.stored != nil {
				d.imported(d.file("Contact.csv", c.stored...), importer.Options{})
			}
			r := d.twice(d.file("list.csv", c.list...))
			coretest.Same(d.T, c.want, d.Rows(persons))
			for _, n := range r.Rows {
				if n.Read != len(c.list)-1 || n.Read != n.New+n.Changed+n.Unchanged+n.Merged+n.Adopted+n.LeftOut+n.Refused {
					t.Errorf("the counts do not add up: %+v", n)
				}
			}
		})
	}
}

// A row that fits several contacts equally well is left out and told with their
// numbers, until somebody chooses.
func TestARowThatFitsSeveral(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.imported(d.file("Contact.csv", "No.,Name,Type,First Name,Surname,E-Mail", "A,Ida Holt,Person,Ida,Holt,a@n.example", "B,Ida Holt,Person,Ida,Holt,b@n.example"), importer.Options{})
	path := d.file("list.csv", "First Name,Last Name,City", "Ida,Holt,Leeds")
	r := d.twice(path)
	if diff := cmp.Diff([]string{"A", "B"}, r.LeftOutRows[0].Contacts); diff != "" || r.Rows[0].LeftOut != 1 {
		t.Errorf("left out: %+v, %+v", r.LeftOutRows, r.Rows)
	}
	d.imported(path, importer.Options{Choices: []importer.Choice{{Source: "list.csv", Row: 2, ContactNo: "B"}}})
	coretest.Same(d.T, []string{"A|", "B|Leeds"}, d.Rows("SELECT no, city FROM contact ORDER BY no"))
}

// What is typed since stays where the list has nothing, unless it is to clear.
func TestEmptyCellsOfLists(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.imported(d.file("Contact.csv", "No.,Name,Type,First Name,Surname,E-Mail,Mobile Phone No.", "A,Ida Holt,Person,Ida,Holt,ida@n.example,1"), importer.Options{})
	path := d.file("list.csv", "First Name,Last Name,Email,Job Title,Initials", "Ida,Holt,ida@n.example,,")
	d.must(os.WriteFile(filepath.Join(d.Folder, "x"), nil, 0o600))
	r := d.twice(path)
	coretest.Same(d.T, []string{"list.csv: 0 0 1"}, []string{fmt.Sprintf("%s: %d %d %d", r.Rows[0].Source, r.Rows[0].New, r.Rows[0].Changed, r.Rows[0].Unchanged)})
	d.imported(d.file("list.csv", "First Name,Last Name,Email,Initials", "Ida,Holt,ida@n.example,IH"), importer.Options{})
	d.imported(d.file("list.csv", "First Name,Last Name,Email,Initials", "Ida,Holt,ida@n.example,"), importer.Options{Empty: "clear"})
	coretest.Same(d.T, []string{"A|1|"}, d.Rows("SELECT no, mobile_phone_no, initials FROM contact"))
}

// Rows with bad values are written to a file, the others stored.
func TestBadRowsAreSkipped(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	path := d.file("list.csv", "Vorname,Nachname,E-Mail,Geburtstag", "Ida,Holt,ida@n.example,03.04.1980", "Ole,Lund,ole(at)n.example,31.02.1975")
	bad := filepath.Join(d.Folder, "bad.csv")
	if lines := d.refused(path, importer.Options{}); len(lines) != 2 {
		t.Errorf("the errors are %q", lines)
	}
	r, err := importer.Import(d.Context(), d.Company, path, importer.Options{SkipBad: bad})
	d.must(err)
	if n := r.Rows[0]; n.Read != 2 || n.New != 1 || n.Refused != 1 {
		t.Errorf("the counts are %+v", n)
	}
	coretest.Same(d.T, []string{"Ida Holt|1980-04-03"}, d.Rows("SELECT name, birthday FROM contact"))
	text, err := os.ReadFile(bad)
	d.must(err)
	lines := strings.Split(strings.TrimPrefix(string(text), "\ufeff"), "\r\n")
	if lines[0] != "Vorname,Nachname,E-Mail,Geburtstag,Reason" || !strings.HasPrefix(lines[1], `Ole,Lund,ole(at)n.example,31.02.1975,"E-Mail: `) || len(lines) != 3 {
		t.Errorf("written: %q", lines)
	}
}

// An import is taken back: what it changed is as before, what it made is gone,
// and what somebody touched since stays and is told.
func TestUndo(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.imported(d.file("Contact.csv", "No.,Name,Type,First Name,Surname,E-Mail,City", "A,Ida Holt,Person,Ida,Holt,ida@n.example,Rome"), importer.Options{})
	before := d.dump()
	list := d.file("list.csv", "First Name,Last Name,Company,Email,Business City,Categories", "Ida,Holt,,ida@n.example,Oslo,", "Ole,Lund,Datum Ltd,ole@n.example,Bonn,VIP")
	d.imported(list, importer.Options{})
	r, err := importer.Undo(d.Context(), d.Company, false)
	d.must(err)
	if r.Restored != 1 || r.Removed != 4 || r.KeptCount != 0 {
		t.Errorf("%+v", r)
	}
	after := d.dump()
	for _, table := range []string{"no_series", "import_undo", "sqlite_sequence", "setting"} {
		delete(before, table)
		delete(after, table)
	}
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("it is not as before:\n%s", diff)
	}
	var p *core.Problem
	if _, err := importer.Undo(d.Context(), d.Company, false); !errors.As(err, &p) || p.Kind != core.NotFound {
		t.Errorf("a second time: %v", err)
	}
}

// A workbook or CSV file that was written for a mailing is no contact list.
func TestMailingsAreRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, header := range []string{"Contact No,First Name,Greeting Formal", "Contact No,Last Name,Address Block", "Contact No,Last Name,Segment No"} {
		_, err := importer.Import(d.Context(), d.Company, d.file("a.csv", header, "1,2,3"), importer.Options{})
		if err == nil || !strings.Contains(err.Error(), "Export list") {
			t.Errorf("%s: %v", header, err)
		}
	}
	d.imported(d.file("Contact.csv", "No.", "A"), importer.Options{})
	d.imported(d.file("Interaction Log Entry.csv", "Entry No.,Contact No.,Segment No.", "1,A,S"), importer.Options{})
}

// An interaction without its Contact Company No. gets that of its contact.
func TestContactCompanyNoIsCompleted(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.imported(d.file("Contact.csv", "No.,Type,Name,Company No.", "CA,Company,Alder,CA", "CB,Company,Beech,CB", "P1,Person,Pia,CA"), importer.Options{})
	path := d.file("Interaction Log Entry.csv", "Entry No.,Contact No.,Date,Description", "1,P1,2026-11-01,Letter", "2,CA,2026-11-02,Call", ",P1,2026-11-03,Free")
	d.twice(path)
	want := []string{"1|P1|CA", "2|CA|CA", "3|P1|CA"}
	query := "SELECT entry_no, contact_no, contact_company_no FROM interaction_log_entry ORDER BY entry_no"
	coretest.Same(d.T, want, d.Rows(query))
	d.imported(d.file("Contact.csv", "No.,Company No.", "P1,CB"), importer.Options{})
	d.twice(path)
	coretest.Same(d.T, want, d.Rows(query))
}

// The e-mail at work goes before the one at home, as labels say; a birthday
// without its year and a suffix are told where they cannot be stored.
func TestWhatLabelsSayAndWhatIsTold(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	r := d.twice(d.file("google.csv", "First Name,Last Name,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Birthday",
		"Søren,Holm,Home,soren@hjem.test,* Work,sh@nordlys.test,05/04"))
	coretest.Same(d.T, []string{"sh@nordlys.test|soren@hjem.test|"}, d.Rows("SELECT e_mail, e_mail_2, birthday FROM contact"))
	if len(r.Remarks) != 1 || r.Remarks[0].Column != "Birthday" || r.Remarks[0].Value != "05/04" {
		t.Errorf("remarks: %+v", r.Remarks)
	}
}
