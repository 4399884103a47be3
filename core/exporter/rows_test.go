package exporter_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/exporter"
	"winnow/core/outputs"
)

// rows reads the segment's rows.
func (b *book) rows(o exporter.RowOptions) (all [][]string, blocked int) {
	b.t.Helper()
	err := exporter.ReadRows(b.ctx, b.company, b.Store, b.no, o, func(rows *exporter.Rows) error {
		err := rows.Each(func(cells []string) error {
			all = append(all, slices.Clone(cells))
			return nil
		})
		blocked = rows.Blocked()
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return all, blocked
}

// nameAndNo are the columns that tests of outputs read.
var nameAndNo = []string{"name", "contact_no"}

func TestRowsAreThoseOfAnExport(t *testing.T) {
	b := newBook(t)
	b.line("CT1", "name", "Ann", "salutation_code", "F")
	b.line("CT2", "name", "Bo", "privacy_blocked", 1)
	b.line("CT3", "name", "Cy")
	all, blocked := b.rows(exporter.RowOptions{Columns: nameAndNo})
	same(t, [][]string{{"Ann", "CT1"}, {"Cy", "CT3"}}, all)
	same(t, 1, blocked)
	all, _ = b.rows(exporter.RowOptions{Columns: nameAndNo, IncludeBlocked: true})
	same(t, [][]string{{"Ann", "CT1"}, {"Bo", "CT2"}, {"Cy", "CT3"}}, all)
	all, blocked = b.rows(exporter.RowOptions{Columns: nameAndNo, First: 1, Count: 2})
	same(t, [][]string{{"Cy", "CT3"}}, all)
	same(t, 1, blocked)
	all, _ = b.rows(exporter.RowOptions{Columns: nameAndNo, First: 7, Count: 2})
	same(t, 0, len(all))
}

// A minor without parental consent is blocked in everything that leaves the
// company file, whatever the mark says; one with consent is not.
func TestMinorsWithoutConsentAreBlocked(t *testing.T) {
	b := newBook(t)
	b.line("CT1", "name", "Ann", "company_no", "F", "minor", 1)
	b.line("CT2", "name", "Bo", "company_no", "F", "minor", 1, "parental_consent_received", 1)
	b.line("CT3", "name", "Cy", "company_no", "F", "minor", 1, "parental_consent_received", 1, "privacy_blocked", 1)
	all, blocked := b.rows(exporter.RowOptions{Columns: nameAndNo})
	same(t, [][]string{{"Bo", "CT2"}}, all)
	same(t, 2, blocked)
	all, _ = b.rows(exporter.RowOptions{Columns: nameAndNo, Per: exporter.PerCompany})
	same(t, [][]string{{"Bo", "CT2"}}, all)
	all, _ = b.rows(exporter.RowOptions{Columns: nameAndNo, IncludeBlocked: true})
	same(t, 3, len(all))
	n, err := exporter.Blocked(b.ctx, b.company, b.Store, b.no)
	same(t, []any{2, nil}, []any{n, err})
	r := b.export("a.csv", exporter.Options{})
	same(t, []int{1, 2}, []int{r.Rows, r.Blocked})
}

func TestOutputIsLoggedAndPutInItsPlace(t *testing.T) {
	b := newBook(t)
	b.line("CT1", "name", "Ann")
	b.line("CT2", "name", "Bo", "privacy_blocked", 1)
	fill := func(rows *exporter.Rows, file *os.File) (n int, err error) {
		err = rows.Each(func(cells []string) error {
			n++
			_, err := file.WriteString(cells[0] + "\n")
			return err
		})
		return n, err
	}
	o := exporter.Output{What: "Names", Path: b.path("names"), RowOptions: exporter.RowOptions{Columns: nameAndNo}}
	r, err := exporter.Write(b.ctx, b.company, b.Store, b.no, o, fill)
	if err != nil {
		t.Fatal(err)
	}
	same(t, exporter.Result{Rows: 1, Blocked: 1, BlockedContacts: []exporter.Named{{ContactNo: "CT2", Name: "Bo"}}, Path: o.Path}, r)
	same(t, "Ann\n", b.read("names"))
	o.Force, o.IncludeBlocked = true, true
	if _, err := exporter.Write(b.ctx, b.company, b.Store, b.no, o, fill); err != nil {
		t.Fatal(err)
	}
	same(t, "Ann\nBo\n", b.read("names"))
	list, err := outputs.List(b.ctx, b.company)
	if err != nil {
		t.Fatal(err)
	}
	for i := range list {
		list[i].At, list[i].By = "", ""
	}
	same(t, []outputs.Entry{
		{EntryNo: 2, What: "Names", SegmentNo: b.no, Rows: 2, Blocked: 1, Target: o.Path},
		{EntryNo: 1, What: "Names", SegmentNo: b.no, Rows: 1, Target: o.Path},
	}, list)

	ctx, cancel := context.WithCancel(b.ctx)
	o.Progress = func(int, int) { cancel() }
	if _, err := exporter.Write(ctx, b.company, b.Store, b.no, o, fill); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	same(t, "Ann\nBo\n", b.read("names"))
	same(t, []string{"names"}, b.files())
}

func TestFolderIsPutInItsPlaceWhole(t *testing.T) {
	b := newBook(t)
	b.line("CT1", "name", "Ann")
	o := exporter.Output{What: "Names", Path: b.path("names"), RowOptions: exporter.RowOptions{Columns: nameAndNo}}
	write := func(name string) error {
		_, err := exporter.WriteFolder(b.ctx, b.company, b.Store, b.no, ".txt", o, func(rows *exporter.Rows, folder string) (n int, err error) {
			err = rows.Each(func(cells []string) error {
				n++
				return os.WriteFile(filepath.Join(folder, name), []byte(cells[0]), 0o600)
			})
			return n, err
		})
		return err
	}
	for _, step := range []struct {
		name  string
		force bool
		kind  core.Kind
		ok    bool
		left  string
	}{
		{"a.txt", false, 0, true, "a.txt"},
		{"b.txt", false, core.Exists, false, "a.txt"},
		{"b.txt", true, 0, true, "b.txt"},
		{filepath.Join("none", "c.txt"), true, core.Unusable, false, "b.txt"},
		{"precious.doc", true, 0, true, "precious.doc"},
		{"d.txt", true, core.Exists, false, "precious.doc"},
	} {
		o.Force = step.force
		err := write(step.name)
		if (err == nil) != step.ok || err != nil && !core.IsKind(err, step.kind) {
			t.Errorf("%s: %v", step.name, err)
		}
		left, err := os.ReadDir(o.Path)
		if err != nil || len(left) != 1 || left[0].Name() != step.left {
			t.Errorf("%s: the folder holds %v, %v", step.name, left, err)
		}
		same(t, []string{"names"}, b.files())
	}
}

func TestEmptyFolderGivesWayAndAFileDoesNot(t *testing.T) {
	b := newBook(t)
	b.line("CT1", "name", "Ann")
	if err := os.Mkdir(b.path("empty"), 0o700); err != nil {
		t.Fatal(err)
	}
	b.write("file", "old")
	fill := func(_ *exporter.Rows, folder string) (int, error) {
		return 0, os.WriteFile(filepath.Join(folder, "a.txt"), nil, 0o600)
	}
	for name, good := range map[string]bool{"empty": true, "file": false} {
		_, err := exporter.WriteFolder(b.ctx, b.company, b.Store, b.no, ".txt", exporter.Output{Path: b.path(name), Force: true}, fill)
		if (err == nil) != good {
			t.Errorf("%s: %v", name, err)
		}
	}
	same(t, "old", b.read("file"))
	same(t, []string{"empty", "file"}, b.files())
}

func TestColumnsAreFoundByAnyOfTheirNames(t *testing.T) {
	for name, want := range map[string]string{
		"Full Name": "name", "Name": "name", "name": "name", "First_Name": "first_name", "FIRSTNAME": "first_name",
		"Country/Region Code": "country_code", "Country_or_Region": "country_region_code",
		"Post Code": "post_code", "Postal_Code": "post_code", "E-Mail": "e_mail", "Greeting Formal": "greeting_formal",
		"ZIP_Code": "post_code", "State": "county", "County": "county", "E_Mail": "e_mail", "Email": "e_mail", "CountryRegion_Code": "country_code",
		"CALC_Formal_Salutation": "greeting_formal", "CALC_Informal_Salutation": "greeting_informal", "GreetingLine": "greeting_formal", "AddressBlock": "address_block",
		"No": "contact_no", "Contact_No": "contact_no",
		"Address Block": "address_block", "Adress": "", "": "", "_": "",
	} {
		c, ok := exporter.Find(name)
		if c.Key != want || ok != (want != "") {
			t.Errorf("%q is %q", name, c.Key)
		}
	}
	// Each name that is shown leads to its own column.
	for _, c := range exporter.Columns() {
		if found, _ := exporter.Find(c.Header); found.Key != c.Key {
			t.Errorf("%s leads to %s, not to %s", c.Header, found.Key, c.Key)
		}
	}
}

func TestPlainRows(t *testing.T) {
	b := newBook(t)
	b.set(company.Values{company.Formats: "language", company.Language: "de"})
	b.line("CT1", "name", "Ann")
	o := exporter.RowOptions{Columns: []string{"date", "cost_lcy", "name"}, Plain: true}
	err := exporter.ReadRows(b.ctx, b.company, b.Store, b.no, o, func(rows *exporter.Rows) error {
		return rows.Each(func(cells []string) error {
			same(t, []string{"2026-11-23", "0", "Ann"}, cells)
			day, isDay := rows.Written(0, cells[0])
			amount, isAmount := rows.Written(1, "1234.5")
			_, neither := rows.Written(2, cells[2])
			same(t, []any{"23.11.2026", true, "1.234,5", true, false}, []any{day, isDay, amount, isAmount, neither})
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// An export and vCards tell whose E-Mail is no address; a vCard has each address by
// itself.
func TestUnusableEMailsAreTold(t *testing.T) {
	b := newBook(t)
	b.line("CT1", "name", "Ann", "e_mail", "a@x.test; Ann <b@bücher.test>")
	b.line("CT2", "name", "Bo", "e_mail", "nobody")
	b.line("CT3", "name", "Cy")
	b.line("CT4", "name", "Di", "e_mail", "dot.@x.test", "privacy_blocked", 1)
	want := []exporter.ContactEMail{{Named: exporter.Named{ContactNo: "CT2", Name: "Bo"}, EMail: "nobody"}}
	same(t, want, b.export("a.csv", exporter.Options{}).UnusableEMails)
	same(t, 0, len(b.export("b.csv", exporter.Options{Columns: nameAndNo}).UnusableEMails))
	r, err := exporter.Cards(b.ctx, b.company, b.Store, b.no, exporter.CardOptions{Path: b.path("a.vcf")})
	if err != nil {
		t.Fatal(err)
	}
	same(t, want, r.UnusableEMails)
	var mails []string
	for line := range strings.Lines(b.read("a.vcf")) {
		if strings.HasPrefix(line, "EMAIL") {
			mails = append(mails, strings.TrimSpace(line))
		}
	}
	same(t, []string{"EMAIL;TYPE=work:a@x.test", "EMAIL;TYPE=work:b@bücher.test", "EMAIL;TYPE=work:nobody"}, mails)
}
